/*
 * find: where protocols and the files beside them are looked up. It knows folders and names, and
 * nothing of what is in the files.
 *
 * The order: the user's own folder, the source tree when the program runs from one, the folders
 * of the system, the folder of the installation. A program that was just built must never ask
 * the questions of an older one that is installed, so its tree comes before the system.
 */
#ifndef REDFLAG_CMD_FIND_H
#define REDFLAG_CMD_FIND_H

#include <stddef.h>

#include "base/memory.h"

/* The protocol that is asked when none is named. */
#define FIND_SHIPPED "cramps"

/* What the order depends on, read from the outside once. Any member may be NULL. */
struct find_context {
    const char *home;      /* $HOME */
    const char *data_home; /* $XDG_DATA_HOME */
    const char *data_dirs; /* $XDG_DATA_DIRS */
    const char *program;   /* the absolute path of the running program */
    const char *installed; /* the data folder of the installation */
};

struct find_folders {
    const char **items; /* first to last */
    size_t count, room;
    struct arena arena;
};

/* The context of this process; its texts live in `arena`. */
struct find_context find_outside(struct arena *arena);

/* The folders to look in, in order, whether or not they exist, each once. Free with find_fini. */
void find_init(struct find_folders *folders, const struct find_context *context);
void find_fini(struct find_folders *folders);

/*
 * The path of the protocol that the user calls `name`: a path if it holds a '/' or a file of that
 * name lies here, else NAME or NAME.json in the first folder that has it. NULL if there is none.
 * The path lives in the arena of `folders`.
 */
const char *find_protocol(struct find_folders *folders, const char *name);

/* The path of a file that comes with the program, such as "regions.json", or NULL. */
const char *find_file(struct find_folders *folders, const char *name);

/*
 * The ids that protocols in one folder go by, sorted: files named ID.json, where an id is
 * lower-case words and digits joined by '-'. What lies beside protocols (regions.json,
 * ID.cases.json, ID.LANGUAGE.json, schemas) is left out. Returns how many; *names lives in the
 * arena of `folders`.
 */
size_t find_list(struct find_folders *folders, size_t folder, const char *const **names);

#endif
