/* settings: how the person wants it, from four places. See settings.h. */
#include "cmd/settings.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_LINE = 1024 };

#define REDFLAG_SYSTEM_CONFIG REDFLAG_SYSCONFDIR "/redflag/config"

static bool set_region(struct settings *settings, void *place, const char *value)
{
    if (value[0] == '\0')
        return false;
    *(const char **)place = arena_text(&settings->arena, value);
    settings->region_named = true;
    return true;
}

static bool set_switch(struct settings *settings, void *place, const char *value)
{
    (void)settings;
    if (strcmp(value, "yes") == 0)
        *(bool *)place = true;
    else if (strcmp(value, "no") == 0)
        *(bool *)place = false;
    else
        return false;
    return true;
}

static bool set_when(struct settings *settings, void *place, const char *value)
{
    static const char *const words[] = {
        [SETTINGS_AUTO] = "auto", [SETTINGS_ALWAYS] = "always", [SETTINGS_NEVER] = "never"};

    (void)settings;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(value, words[i]) == 0) {
            *(enum settings_when *)place = (enum settings_when)i;
            return true;
        }
    return false;
}

static const struct key {
    const char *name;
    size_t offset;
    bool (*set)(struct settings *settings, void *place, const char *value);
    const char *wanted;
} keys[] = {
    {"ascii", offsetof(struct settings, ascii), set_switch, "yes or no"},
    {"color", offsetof(struct settings, colour), set_when, "auto, always or never"},
    {"contrast", offsetof(struct settings, contrast), set_switch, "yes or no"},
    {"mouse", offsetof(struct settings, mouse), set_switch, "yes or no"},
    {"plain", offsetof(struct settings, plain), set_switch, "yes or no"},
    {"quiet", offsetof(struct settings, quiet), set_switch, "yes or no"},
    {"region", offsetof(struct settings, region), set_region, "a region such as GB"},
};

void settings_init(struct settings *settings)
{
    *settings = (struct settings){.mouse = true};
}

void settings_fini(struct settings *settings)
{
    arena_free(&settings->arena);
    *settings = (struct settings){0};
}

bool settings_set(struct settings *settings, const char *key, const char *value,
                  const char **wanted)
{
    *wanted = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(keys[i].name, key) != 0)
            continue;
        *wanted = keys[i].wanted;
        return keys[i].set(settings, (char *)settings + keys[i].offset, value);
    }
    return false;
}

/* One line of a configuration file, and where it stands. */
struct line {
    char *text;
    const char *path;
    unsigned number;
};

static unsigned column_of(const struct line *line, const char *place)
{
    return (unsigned)(place - line->text) + 1;
}

static char *skip_blanks(char *text)
{
    return text + strspn(text, " \t");
}

static void cut_blanks(char *text)
{
    size_t length = strlen(text);

    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
        text[--length] = '\0';
}

static void take_line(struct settings *settings, const struct line *line, struct diags *diags)
{
    char *key = skip_blanks(line->text), *equals = strchr(key, '='), *value;
    const char *wanted;

    cut_blanks(key);
    if (key[0] == '\0' || key[0] == '#')
        return;
    if (equals == NULL || equals == key) {
        diag_add(diags, DIAG_SETTING_SYNTAX, line->path, line->number, column_of(line, key), NULL,
                 "this is not `key = value`");
        return;
    }
    *equals = '\0';
    cut_blanks(key);
    value = skip_blanks(equals + 1);
    if (settings_set(settings, key, value, &wanted))
        return;
    if (wanted == NULL)
        diag_add(diags, DIAG_UNKNOWN_SETTING, line->path, line->number, column_of(line, key), NULL,
                 "there is no setting %s", diag_quote(diags, key, strlen(key)));
    else
        diag_add(diags, DIAG_BAD_SETTING, line->path, line->number, column_of(line, value), NULL,
                 "%s cannot be %s; it is %s", key, diag_quote(diags, value, strlen(value)), wanted);
}

/* The rest of a line that is too long is read over. */
static void skip_line(FILE *file)
{
    int byte;

    while ((byte = getc(file)) != EOF && byte != '\n')
        continue;
}

static void read_lines(struct settings *settings, FILE *file, const char *path,
                       struct diags *diags)
{
    char text[LONGEST_LINE];
    struct line line = {text, path, 0};

    while (fgets(text, sizeof text, file) != NULL) {
        line.number++;
        if (strchr(text, '\n') == NULL && !feof(file)) {
            diag_add(diags, DIAG_SETTING_SYNTAX, path, line.number, 1, NULL,
                     "this line is longer than %d bytes", LONGEST_LINE - 2);
            skip_line(file);
            continue;
        }
        take_line(settings, &line, diags);
    }
}

/* Opening never waits, and reading always ends: a FIFO, a device or a directory is refused. */
static FILE *open_file(const char *path, struct diags *diags)
{
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat status;

    if (descriptor < 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            diag_add(diags, DIAG_CANNOT_READ, path, 0, 0, NULL, "cannot be read; %s",
                     strerror(errno));
        return NULL;
    }
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return fdopen(descriptor, "r");
    diag_add(diags, DIAG_NOT_A_FILE, path, 0, 0, NULL,
             "this is no regular file; its settings were left out");
    close(descriptor);
    return NULL;
}

void settings_read(struct settings *settings, const char *path, struct diags *diags)
{
    FILE *file = open_file(path, diags);

    if (file == NULL)
        return;
    read_lines(settings, file, path, diags);
    if (ferror(file))
        diag_add(diags, DIAG_CANNOT_READ, path, 0, 0, NULL, "cannot be read; %s",
                 strerror(errno));
    fclose(file);
}

static bool is_set(const char *value)
{
    return value != NULL && value[0] != '\0';
}

/* "en_GB.UTF-8" -> "GB"; nothing for "C", "en" and the like. */
static void take_territory(struct settings *settings, const char *locale)
{
    const char *under = strchr(locale, '_');

    if (under == NULL || strcspn(under + 1, ".@") != 2 || !isalpha((unsigned char)under[1]) ||
        !isalpha((unsigned char)under[2]))
        return;
    settings->region = arena_copy(&settings->arena, under + 1, 2);
}

/* The first of the three that is set decides, as for messages everywhere. */
static void take_locale(struct settings *settings, settings_variable *variable)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_set(variable(names[i]))) {
            take_territory(settings, variable(names[i]));
            return;
        }
}

/* no-color.org and bixense.com/clicolors: NO_COLOR before the variables that force colours. */
static void take_colour(struct settings *settings, settings_variable *variable)
{
    static const char *const forcing[] = {"CLICOLOR_FORCE", "FORCE_COLOR"};

    if (is_set(variable("NO_COLOR"))) {
        settings->colour = SETTINGS_NEVER;
        return;
    }
    for (size_t i = 0; i < sizeof forcing / sizeof *forcing; i++)
        if (is_set(variable(forcing[i])) && strcmp(variable(forcing[i]), "0") != 0) {
            settings->colour = SETTINGS_ALWAYS;
            return;
        }
    if (is_set(variable("CLICOLOR")) && strcmp(variable("CLICOLOR"), "0") == 0)
        settings->colour = SETTINGS_NEVER;
}

void settings_environment(struct settings *settings, settings_variable *variable)
{
    const char *wanted;

    if (is_set(variable("REDFLAG_REGION")))
        settings_set(settings, "region", variable("REDFLAG_REGION"), &wanted);
    else if (settings->region == NULL)
        take_locale(settings, variable);
    take_colour(settings, variable);
    if (is_set(variable("ACCESSIBLE")) || is_set(variable("REDFLAG_ACCESSIBLE")))
        settings->plain = true;
}

void settings_gather(struct settings *settings, settings_variable *variable, struct diags *diags)
{
    const char *config = variable("XDG_CONFIG_HOME"), *home = variable("HOME");

    settings_read(settings, REDFLAG_SYSTEM_CONFIG, diags);
    if (config != NULL && config[0] == '/')
        settings_read(settings, arena_format(&settings->arena, "%s/redflag/config", config), diags);
    else if (home != NULL && home[0] == '/')
        settings_read(settings, arena_format(&settings->arena, "%s/.config/redflag/config", home),
                      diags);
    settings_environment(settings, variable);
}

/* High contrast is asked for by name and is no decoration, so NO_COLOR does not undo it. */
enum ui_colour settings_colour(const struct settings *settings)
{
    if (settings->contrast)
        return UI_COLOUR_CONTRAST;
    return settings->colour == SETTINGS_NEVER ? UI_COLOUR_NONE : UI_COLOUR_NORMAL;
}
