/*
 * cmd: what a subcommand is, and what they all need: reading options from one table that the help
 * is printed from too, and talking about faults in one voice. A subcommand is one file and one
 * `struct cmd`; main.c lists them.
 */
#ifndef REDFLAG_CMD_CMD_H
#define REDFLAG_CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/status.h"

struct cmd_option {
    const char *name;     /* the long form, without dashes */
    char letter;          /* the short form, or 0 */
    const char *argument; /* the word for its argument in the help; NULL: it takes none */
    const char *what;     /* what it does, in one line; NULL: not in the help */
};

struct cmd {
    const char *name;     /* "" is what happens without a subcommand */
    const char *operands; /* for the usage line, such as "PROTOCOL FILE"; "" for none */
    const char *what;     /* what it does, in one line */
    size_t most_operands;
    const struct cmd_option *options; /* the last row has no name; may be NULL */
    enum status (*run)(const struct cmd *cmd, int argc, char **argv);
};

extern const struct cmd cmd_ask, cmd_check, cmd_graph, cmd_list;
extern const struct cmd cmd_kiosk, cmd_tally;

/*
 * Reads the next option; argv[0] is the word before the options. Returns its row, NULL at the end
 * of the options. A word that is no option, or too many operands, is reported on standard error and
 * sets *bad; the caller returns STATUS_USAGE then. At the end *operands is the index of the first
 * operand: options may stand after operands, so argv is reordered.
 */
struct cmd_reading {
    const char *argument; /* of the option just read; NULL if it takes none */
    int operands;
    bool bad;
};
const struct cmd_option *cmd_option(const struct cmd *cmd, int argc, char **argv,
                                    struct cmd_reading *reading);

/* Prints what `cmd` takes: its usage line, what it does and its options. */
void cmd_help(const struct cmd *cmd, FILE *out);

/* Prints one line about wrong usage with a hint to the help. Returns STATUS_USAGE. */
enum status cmd_usage(const struct cmd *cmd, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints `redflag: message` on standard error. */
void cmd_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

struct find_folders;

/*
 * The path of the protocol called `name`, in the arena of `folders`; if there is none, that is said
 * on standard error, and NULL is returned.
 */
const char *cmd_find_protocol(struct find_folders *folders, const char *name);

struct diags;
struct region;

/*
 * The numbers of the region that the user asked for, from the file at `path`, which is NULL where there
 * is none. FINISHED, or what to end with: then *region is NULL, and why is said, or in `diags`.
 */
enum status cmd_load_region(const struct cmd *cmd, const char *path, const char *id,
                            struct diags *diags, struct region **region);

/*
 * To be called last: `status`, unless something written to standard output did not arrive. That is
 * reported, and is a failure even where everything before went well.
 */
enum status cmd_finish(enum status status);

#endif
