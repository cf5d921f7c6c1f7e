/*
 * settings: how the person wants it, from four places. Each later one wins:
 *
 *   built in < /etc/redflag/config < $XDG_CONFIG_HOME/redflag/config < environment < options
 *
 * A configuration file has one `key = value` a line; '#' begins a comment line. A line that cannot
 * be understood is reported and left out; the rest counts, since nobody who feels ill should be
 * kept from the questions by a slip in a file.
 */
#ifndef REDFLAG_CMD_SETTINGS_H
#define REDFLAG_CMD_SETTINGS_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/memory.h"
#include "ui/ui.h"

enum settings_when { SETTINGS_AUTO, SETTINGS_ALWAYS, SETTINGS_NEVER };

struct settings {
    const char *region;        /* an id or a territory, or NULL: none is known */
    bool region_named;         /* somebody asked for that region; the locale only suggests one */
    enum settings_when colour;
    bool contrast;             /* high contrast instead of colours */
    bool plain;                /* line mode */
    bool ascii;
    bool mouse;
    bool quiet;                /* nothing is printed after the full screen */
    struct arena arena;
};

/* Reads a variable of the environment, as getenv does. Tests bring their own. */
typedef const char *settings_variable(const char *name);

/* What is built in. Free with settings_fini. */
void settings_init(struct settings *settings);
void settings_fini(struct settings *settings);

/* Reads one configuration file. A file that does not exist is no fault. */
void settings_read(struct settings *settings, const char *path, struct diags *diags);

/* Takes what the environment says. */
void settings_environment(struct settings *settings, settings_variable *variable);

/*
 * Sets one key, as a line of the configuration file or an option does. False if there is no such
 * key or the value does not suit it: then *wanted says what does, and is NULL for an unknown key.
 */
bool settings_set(struct settings *settings, const char *key, const char *value,
                  const char **wanted);

/* Everything but the options: both files and the environment, in order. */
void settings_gather(struct settings *settings, settings_variable *variable,
                     struct diags *diags);

/* The colours to use on the full screen. */
enum ui_colour settings_colour(const struct settings *settings);

#endif
