/* cmd: what all subcommands need. See cmd.h. */
#include "cmd/cmd.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/find.h"
#include "engine/region.h"

/* getopt_long answers with FIRST + the row of the table, so that no option needs a letter. */
enum { FIRST = 256, HELP_COLUMN = 22 };

static size_t option_count(const struct cmd *cmd)
{
    size_t count = 0;

    while (cmd->options != NULL && cmd->options[count].name != NULL)
        count++;
    return count;
}

/* The table in the shape that getopt_long wants; caller frees. */
static struct option *long_options(const struct cmd *cmd, size_t count)
{
    struct option *options = memory_new(count + 1, sizeof *options);

    for (size_t i = 0; i < count; i++) {
        options[i].name = cmd->options[i].name;
        options[i].has_arg = cmd->options[i].argument == NULL ? no_argument : required_argument;
        options[i].val = FIRST + (int)i;
    }
    return options;
}

/* ":" first: a missing argument is told from an unknown option. Caller frees. */
static char *short_options(const struct cmd *cmd, size_t count)
{
    char *letters = memory_new(2 * count + 2, 1), *end = letters;

    *end++ = ':';
    for (size_t i = 0; i < count; i++) {
        if (cmd->options[i].letter == 0)
            continue;
        *end++ = cmd->options[i].letter;
        if (cmd->options[i].argument != NULL)
            *end++ = ':';
    }
    return letters;
}

static size_t row_of(const struct cmd *cmd, size_t count, int found)
{
    if (found >= FIRST)
        return (size_t)(found - FIRST);
    for (size_t i = 0; i < count; i++)
        if (cmd->options[i].letter == found)
            return i;
    return count;
}

static void report_option(const struct cmd *cmd, int found, char **argv)
{
    const char *word = argv[optind - 1];

    if (found == ':')
        cmd_usage(cmd, "option '%s' needs an argument", word);
    else if (optopt >= FIRST)
        cmd_usage(cmd, "option '%s' takes no argument", word);
    else if (optopt == 'h' || optopt == 'V')
        cmd_usage(cmd, "option '-%c' stands alone", optopt);
    else if (optopt != 0)
        cmd_usage(cmd, "unknown option '-%c'", optopt);
    else
        cmd_usage(cmd, "unknown option '%s'", word);
}

static void end_options(const struct cmd *cmd, int argc, char **argv, struct cmd_reading *reading)
{
    reading->operands = optind;
    if ((size_t)(argc - optind) <= cmd->most_operands)
        return;
    reading->bad = true;
    cmd_usage(cmd, "one argument too many: '%s'", argv[(size_t)optind + cmd->most_operands]);
}

const struct cmd_option *cmd_option(const struct cmd *cmd, int argc, char **argv,
                                    struct cmd_reading *reading)
{
    size_t count = option_count(cmd), row;
    struct option *options = long_options(cmd, count);
    char *letters = short_options(cmd, count);
    int found;

    opterr = 0;
    found = getopt_long(argc, argv, letters, options, NULL);
    free(options);
    free(letters);
    reading->argument = optarg;
    if (found == -1) {
        end_options(cmd, argc, argv, reading);
        return NULL;
    }
    row = row_of(cmd, count, found);
    if (row < count)
        return &cmd->options[row];
    reading->bad = true;
    report_option(cmd, found, argv);
    return NULL;
}

static void print_option(const struct cmd_option *option, FILE *out)
{
    char *form = memory_format("%s%s%s", option->name, option->argument == NULL ? "" : " ",
                               option->argument == NULL ? "" : option->argument);

    if (option->letter != 0)
        fprintf(out, "  -%c, --%-*s%s\n", option->letter, HELP_COLUMN - 8, form, option->what);
    else
        fprintf(out, "  --%-*s%s\n", HELP_COLUMN - 4, form, option->what);
    free(form);
}

void cmd_help(const struct cmd *cmd, FILE *out)
{
    size_t count = option_count(cmd);

    fprintf(out, "usage: redflag%s%s%s%s%s\n", cmd->name[0] == '\0' ? "" : " ", cmd->name,
            count == 0 ? "" : " [OPTION]...", cmd->operands[0] == '\0' ? "" : " ",
            cmd->operands);
    fprintf(out, "%s.\n", cmd->what);
    if (count > 0)
        fputs("\nOptions:\n", out);
    for (size_t i = 0; i < count; i++)
        if (cmd->options[i].what != NULL)
            print_option(&cmd->options[i], out);
}

/* A name or a setting may come from anywhere, and must not send escapes to the terminal. */
static void __attribute__((format(printf, 1, 0))) say(const char *format, va_list arguments)
{
    struct arena arena = {0};
    char *message = memory_format_list(format, arguments);

    fprintf(stderr, "redflag: %s", diag_safe(&arena, message));
    arena_free(&arena);
    free(message);
}

void cmd_say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

enum status cmd_usage(const struct cmd *cmd, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    fprintf(stderr, "; try 'redflag%s%s --help'\n", cmd->name[0] == '\0' ? "" : " ", cmd->name);
    return STATUS_USAGE;
}

const char *cmd_find_protocol(struct find_folders *folders, const char *name)
{
    const char *path = find_protocol(folders, name);

    if (path == NULL)
        cmd_say("there is no protocol called '%s'; 'redflag list' shows those there are", name);
    return path;
}

enum status cmd_load_region(const struct cmd *cmd, const char *path, const char *id,
                            struct diags *diags, struct region **region)
{
    *region = NULL;
    if (path == NULL) {
        cmd_say("regions.json is not where the protocols are; 'redflag list' shows where");
        return STATUS_NOT_USABLE;
    }
    *region = region_load(path, id, diags);
    if (*region != NULL)
        return STATUS_FINISHED;
    if (diags_errors(diags) > 0)
        return STATUS_NOT_USABLE;
    return cmd_usage(cmd, "no numbers are known for the region '%s'", id);
}

enum status cmd_finish(enum status status)
{
    bool failed = ferror(stdout) != 0;
    int reason;

    errno = 0;
    if (fflush(stdout) != 0)
        failed = true;
    if (!failed)
        return status;
    reason = errno;
    cmd_say("cannot write to standard output%s%s", reason == 0 ? "" : ": ",
            reason == 0 ? "" : strerror(reason));
    return status == STATUS_FINISHED ? STATUS_NO_TERMINAL : status;
}
