/* list: the protocols that can be found, and where. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/find.h"
#include "engine/load.h"

static bool found_before(struct find_folders *folders, size_t folder, const char *name)
{
    for (size_t i = 0; i < folder; i++) {
        const char *const *names;
        size_t count = find_list(folders, i, &names);
        for (size_t n = 0; n < count; n++)
            if (strcmp(names[n], name) == 0)
                return true;
    }
    return false;
}

/* What a protocol says about itself, or where to learn why it cannot be used. */
static void print_protocol(const char *name, const char *path)
{
    struct diags *diags = diags_new();
    struct protocol *protocol = load_protocol(path, diags);

    if (protocol == NULL)
        printf("%s: not usable; 'redflag check %s' says why\n", name, path);
    else
        printf("%s: %s, version %s, %s\n", name, protocol->title, protocol->version,
               protocol->review.status);
    printf("    %s\n", path);
    protocol_free(protocol);
    diags_free(diags);
}

static size_t list_folder(struct find_folders *folders, size_t folder)
{
    const char *const *names;
    size_t count = find_list(folders, folder, &names);

    for (size_t i = 0; i < count; i++) {
        const char *path = arena_format(&folders->arena, "%s/%s.json", folders->items[folder],
                                        names[i]);
        if (found_before(folders, folder, names[i]))
            printf("    %s (not used: the one above comes first)\n", path);
        else
            print_protocol(names[i], path);
    }
    return count;
}

static enum status run_list(const struct cmd *cmd, int argc, char **argv)
{
    struct arena arena = {0};
    struct find_context context;
    struct find_folders folders;
    struct cmd_reading reading = {0};
    size_t count = 0;

    if (cmd_option(cmd, argc, argv, &reading) == NULL && reading.bad)
        return STATUS_USAGE;
    context = find_outside(&arena);
    find_init(&folders, &context);
    for (size_t i = 0; i < folders.count; i++)
        count += list_folder(&folders, i);
    if (count == 0) {
        cmd_say("no protocol lies in any of these folders:");
        for (size_t i = 0; i < folders.count; i++)
            fprintf(stderr, "    %s\n", folders.items[i]);
    }
    find_fini(&folders);
    arena_free(&arena);
    return count == 0 ? STATUS_NOT_USABLE : STATUS_FINISHED;
}

const struct cmd cmd_list = {
    .name = "list",
    .operands = "",
    .what = "Lists the protocols that can be found, and where",
    .run = run_list,
};
