/* host: see host.h. One row of a table for each hole: how to find it, what it is, what closes it. */
#include "kiosk/host.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

enum { MOST_BYTES = 64 * 1024 };

#define BLANKS " \t\r"

struct host {
    const char *root, *tty;
    struct arena arena;
};

/* --- reading -------------------------------------------------------------------------------- */

static const char *under_root(struct host *host, const char *path)
{
    return arena_format(&host->arena, "%s%s", host->root, path);
}

/* The beginning of a small file, or NULL. */
static char *read_small(struct host *host, const char *path)
{
    int file = open(under_root(host, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *text = arena_new(&host->arena, MOST_BYTES, 1);
    ssize_t got;

    if (file < 0)
        return NULL;
    got = read(file, text, MOST_BYTES - 1);
    close(file);
    return got < 0 ? NULL : text;
}

static bool exists(struct host *host, const char *path)
{
    struct stat state;
    return lstat(under_root(host, path), &state) == 0;
}

/* The number in a file such as those below /proc/sys. False: there is none. */
static bool read_number(struct host *host, const char *path, long *number)
{
    char *text = read_small(host, path), *end;

    if (text == NULL)
        return false;
    *number = strtol(text, &end, 10);
    return end != text;
}

/* Is this unit of systemd masked, that is, a link to /dev/null? */
static bool is_masked(struct host *host, const char *unit)
{
    static const char *const folders[] = {"/etc/systemd/system/", "/run/systemd/system/"};
    char target[sizeof "/dev/null"];

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *path = arena_format(&host->arena, "%s%s%s", host->root, folders[i], unit);
        ssize_t length = readlink(path, target, sizeof target);
        if (length == (ssize_t)sizeof target - 1 && memcmp(target, "/dev/null", sizeof target - 1) == 0)
            return true;
    }
    return false;
}

/* --- settings of systemd -------------------------------------------------------------------- */

/* The value in a line that sets `key`, or NULL. Blanks around either mean nothing. */
static const char *value_in(char *line, const char *key)
{
    size_t length = strlen(key), end;

    line += strspn(line, BLANKS);
    if (strncmp(line, key, length) != 0)
        return NULL;
    line += length + strspn(line + length, BLANKS);
    if (*line != '=')
        return NULL;
    line += 1 + strspn(line + 1, BLANKS);
    for (end = strlen(line); end > 0 && strchr(BLANKS, line[end - 1]) != NULL; end--)
        line[end - 1] = '\0';
    return line;
}

/* `key=value` in one file, the last of them; NULL: none. */
static const char *find_in_file(struct host *host, const char *path, const char *key)
{
    char *text = read_small(host, path), *rest;
    const char *found = NULL;

    if (text == NULL)
        return NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        const char *value = value_in(line, key);
        found = value != NULL ? value : found;
    }
    return found;
}

static int is_setting_file(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');
    return end != NULL && strcmp(end, ".conf") == 0;
}

/* Where systemd looks, the most important first. */
static const char *const setting_folders[] = {"/etc/systemd", "/run/systemd", "/usr/local/lib/systemd",
                                              "/usr/lib/systemd"};
enum { SETTING_FOLDERS = sizeof setting_folders / sizeof *setting_folders };

/* A piece such as logind.conf.d/50-kiosk.conf. */
struct piece {
    const char *name, *path;
};

struct pieces {
    struct piece *list;
    size_t count, room;
};

static int by_name(const void *one, const void *other)
{
    return strcmp(((const struct piece *)one)->name, ((const struct piece *)other)->name);
}

static void add_piece(struct host *host, struct pieces *pieces, const char *folder, const char *name)
{
    for (size_t i = 0; i < pieces->count; i++)
        if (strcmp(pieces->list[i].name, name) == 0)
            return; /* one of the same name in a more important folder takes its place */
    pieces->list = memory_grow(pieces->list, &pieces->room, pieces->count + 1, sizeof *pieces->list);
    pieces->list[pieces->count++] =
        (struct piece){arena_text(&host->arena, name), arena_format(&host->arena, "%s/%s", folder, name)};
}

static void find_pieces(struct host *host, struct pieces *pieces, const char *folder)
{
    struct dirent **entries;
    int count = scandir(under_root(host, folder), &entries, is_setting_file, alphasort);

    for (int i = 0; i < count; i++) {
        add_piece(host, pieces, folder, entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* The first of the files such as logind.conf that is there. */
static const char *main_setting(struct host *host, const char *file, const char *key)
{
    for (size_t i = 0; i < SETTING_FOLDERS; i++) {
        const char *path = arena_format(&host->arena, "%s/%s", setting_folders[i], file);
        if (exists(host, path))
            return find_in_file(host, path, key);
    }
    return NULL;
}

/* As systemd does: the file itself, then the pieces by their names whatever their folder; later ones win. */
static const char *find_setting(struct host *host, const char *file, const char *key)
{
    const char *value = main_setting(host, file, key);
    struct pieces pieces = {0};

    for (size_t i = 0; i < SETTING_FOLDERS; i++)
        find_pieces(host, &pieces, arena_format(&host->arena, "%s/%s.d", setting_folders[i], file));
    if (pieces.count > 0)
        qsort(pieces.list, pieces.count, sizeof *pieces.list, by_name);
    for (size_t i = 0; i < pieces.count; i++) {
        const char *later = find_in_file(host, pieces.list[i].path, key);
        value = later != NULL ? later : value;
    }
    free(pieces.list);
    return value;
}

static bool is_set_to(struct host *host, const char *file, const char *key, const char *wanted)
{
    const char *value = find_setting(host, file, key);
    return value != NULL && strcmp(value, wanted) == 0;
}

static enum host_state closed_if(bool closed)
{
    return closed ? HOST_CLOSED : HOST_OPEN;
}

/* --- the holes ------------------------------------------------------------------------------ */

static enum host_state consoles(struct host *host)
{
    return closed_if(is_set_to(host, "logind.conf", "NAutoVTs", "0") &&
                     is_set_to(host, "logind.conf", "ReserveVT", "0"));
}

/* The keys are in the keymap of the kernel, which no file shows. */
static enum host_state console_keys(struct host *host)
{
    return exists(host, "/dev/tty0") ? HOST_UNKNOWN : HOST_CLOSED;
}

static enum host_state same_terminal(struct host *host)
{
    const char *getty = arena_format(&host->arena, "getty@%s.service", host->tty);
    const char *wanted =
        arena_format(&host->arena, "/etc/systemd/system/getty.target.wants/%s", getty);

    return closed_if(is_masked(host, getty) || !exists(host, wanted));
}

static enum host_state debug_shell(struct host *host)
{
    return closed_if(is_masked(host, "debug-shell.service") ||
                     !exists(host,
                             "/etc/systemd/system/sysinit.target.wants/debug-shell.service"));
}

static enum host_state ctrl_alt_del(struct host *host)
{
    long at_once = 0;

    read_number(host, "/proc/sys/kernel/ctrl-alt-del", &at_once);
    return closed_if(at_once == 0 && is_masked(host, "ctrl-alt-del.target") &&
                     is_set_to(host, "system.conf", "CtrlAltDelBurstAction", "none"));
}

static enum host_state power_key(struct host *host)
{
    return closed_if(is_set_to(host, "logind.conf", "HandlePowerKey", "ignore"));
}

/* A kernel without these has no such file. */
static enum host_state sysrq(struct host *host)
{
    long mask;
    return closed_if(!read_number(host, "/proc/sys/kernel/sysrq", &mask) || mask == 0);
}

static enum host_state typing(struct host *host)
{
    long allowed;

    if (!read_number(host, "/proc/sys/dev/tty/legacy_tiocsti", &allowed))
        return HOST_OPEN; /* a kernel before 6.2 always allows it */
    return closed_if(allowed == 0);
}

static enum host_state mouse(struct host *host)
{
    return closed_if(!exists(host, "/dev/gpmctl") && !exists(host, "/run/gpm.pid"));
}

static enum host_state new_keyboards(struct host *host)
{
    long authorized;

    if (!read_number(host, "/sys/module/usbcore/parameters/authorized_default", &authorized))
        return HOST_CLOSED;
    return closed_if(authorized == 0 || authorized == 2);
}

/* Whether the memory of the kiosk is kept out of it, the kiosk itself knows. */
static enum host_state swap(struct host *host)
{
    const char *text = read_small(host, "/proc/swaps");
    const char *line = text == NULL ? NULL : strchr(text, '\n');

    return line == NULL || line[1] == '\0' ? HOST_CLOSED : HOST_UNKNOWN;
}

static const struct {
    enum host_state (*look)(struct host *host);
    const char *what;
    const char *closing; /* TTY stands for the terminal */
} holes[] = {
    {same_terminal, "a login prompt on the same terminal", "systemctl mask getty@TTY.service"},
    {consoles, "login prompts on other consoles",
     "in /etc/systemd/logind.conf: NAutoVTs=0 and ReserveVT=0"},
    {console_keys, "keys that switch to another console",
     "load a keymap without Console_n, Incr_Console, Decr_Console and Last_Console, and try "
     "Alt-F2"},
    {debug_shell, "a root shell for debugging", "systemctl mask debug-shell.service"},
    {ctrl_alt_del, "Ctrl-Alt-Del restarts the machine",
     "systemctl mask ctrl-alt-del.target, and in /etc/systemd/system.conf: "
     "CtrlAltDelBurstAction=none"},
    {power_key, "the power key switches the machine off",
     "in /etc/systemd/logind.conf: HandlePowerKey=ignore"},
    {sysrq, "SysRq keys reach the kernel", "in /etc/sysctl.d/kiosk.conf: kernel.sysrq = 0"},
    {typing, "a program can type into the terminal (TIOCSTI)",
     "in /etc/sysctl.d/kiosk.conf: dev.tty.legacy_tiocsti = 0 (Linux 6.2 or later)"},
    {mouse, "the console mouse pastes what a patient saw", "systemctl mask --now gpm.service"},
    {new_keyboards, "any USB device that is plugged in can type",
     "on the kernel's command line: usbcore.authorized_default=2"},
    {swap, "memory can be written to swap space",
     "swapoff -a, or 'redflag kiosk --status' must say that it is never swapped out"},
};

static void print_closing(const char *closing, const char *tty, FILE *out)
{
    const char *place = strstr(closing, "TTY.");

    if (place == NULL)
        fprintf(out, "         to close it: %s\n", closing);
    else
        fprintf(out, "         to close it: %.*s%s%s\n", (int)(place - closing), closing, tty,
                place + strlen("TTY"));
}

struct host_counts host_check(const char *root, const char *tty, FILE *out)
{
    static const char *const states[HOST_STATE_COUNT] = {
        [HOST_CLOSED] = "closed", [HOST_OPEN] = "OPEN", [HOST_UNKNOWN] = "by hand",
    };
    struct host host = {.root = root, .tty = tty};
    struct host_counts counts = {{0}};

    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++) {
        enum host_state state = holes[i].look(&host);
        counts.of[state]++;
        fprintf(out, "%-8s %s\n", states[state], holes[i].what);
        if (state == HOST_CLOSED)
            continue;
        print_closing(holes[i].closing, tty, out);
    }
    fprintf(out, "%u open, %u to be checked by hand, %u closed\n", counts.of[HOST_OPEN],
            counts.of[HOST_UNKNOWN], counts.of[HOST_CLOSED]);
    arena_free(&host.arena);
    return counts;
}
