/* graph: the decision tree of a protocol as Graphviz text on standard output. */
#include "cmd/cmd.h"

#include "cmd/find.h"
#include "engine/load.h"
#include "report/graph.h"

static enum status draw(const char *path)
{
    struct diags *diags = diags_new();
    struct protocol *protocol = load_protocol(path, diags);
    struct region *region = region_unknown();

    diags_print(diags, stderr);
    if (protocol != NULL)
        graph(stdout, protocol, region);
    region_free(region);
    diags_free(diags);
    if (protocol == NULL)
        return STATUS_NOT_USABLE;
    protocol_free(protocol);
    return STATUS_FINISHED;
}

static enum status find_and_draw(const char *name)
{
    struct arena arena = {0};
    struct find_context context = find_outside(&arena);
    struct find_folders folders;
    enum status status = STATUS_NOT_USABLE;
    const char *path;

    find_init(&folders, &context);
    path = cmd_find_protocol(&folders, name);
    if (path != NULL)
        status = draw(path);
    find_fini(&folders);
    arena_free(&arena);
    return status;
}

static enum status run_graph(const struct cmd *cmd, int argc, char **argv)
{
    struct cmd_reading reading = {0};

    if (cmd_option(cmd, argc, argv, &reading) == NULL && reading.bad)
        return STATUS_USAGE;
    return find_and_draw(reading.operands < argc ? argv[reading.operands] : FIND_SHIPPED);
}

const struct cmd cmd_graph = {
    .name = "graph",
    .operands = "[PROTOCOL]",
    .what = "Prints the decision tree as Graphviz text",
    .most_operands = 1,
    .run = run_graph,
};
