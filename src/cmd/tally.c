/* tally: what a kiosk has counted, as a chart for people or as CSV for programs. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cmd/cmd.h"
#include "page/plain.h"
#include "report/tally.h"

static const struct cmd_option options[] = {
    {"csv", 0, NULL, "comma-separated values instead of a chart"},
    {0},
};

static enum status report(const char *path, bool csv)
{
    struct diags *diags = diags_new();
    size_t size;
    char *text = file_read(path, &size, diags);
    struct tally *tally;

    diags_print(diags, stderr);
    diags_free(diags);
    if (text == NULL)
        return STATUS_NOT_USABLE;
    tally = tally_read(text, size);
    if (csv)
        tally_csv(tally, stdout);
    else
        tally_chart(tally, stdout, plain_columns(stdout));
    if (tally->bad_lines > 0)
        cmd_say("%s: %zu lines are no lines of a tally and were left out", path, tally->bad_lines);
    tally_free(tally);
    free(text);
    return STATUS_FINISHED;
}

static enum status run_tally(const struct cmd *cmd, int argc, char **argv)
{
    struct cmd_reading reading = {0};
    bool csv = false;

    while (cmd_option(cmd, argc, argv, &reading) != NULL)
        csv = true;
    if (reading.bad)
        return STATUS_USAGE;
    if (reading.operands == argc)
        return cmd_usage(cmd, "which FILE?");
    return report(argv[reading.operands], csv);
}

const struct cmd cmd_tally = {
    .name = "tally",
    .operands = "FILE",
    .what = "Shows how often a kiosk gave which advice",
    .most_operands = 1,
    .options = options,
    .run = run_tally,
};
