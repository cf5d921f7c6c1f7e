/* find: where protocols and the files beside them are looked up. See find.h. */
#include "cmd/find.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

/* Other systems have no such link: there only the installed program finds its data. */
static const char *program_path(struct arena *arena)
{
    char path[PATH_ROOM];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);

    if (length <= 0 || (size_t)length >= sizeof path)
        return NULL;
    return arena_copy(arena, path, (size_t)length);
}

struct find_context find_outside(struct arena *arena)
{
    struct find_context context = {
        .home = getenv("HOME"),
        .data_home = getenv("XDG_DATA_HOME"),
        .data_dirs = getenv("XDG_DATA_DIRS"),
        .program = program_path(arena),
        .installed = REDFLAG_DATADIR,
    };
    return context;
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Anything but a folder: that a FIFO or a device is not usable is for the loader to say. */
static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

/* The base directory specification: an empty or relative folder counts as not set. */
static bool is_absolute(const char *path)
{
    return path != NULL && path[0] == '/';
}

static void add(struct find_folders *folders, const char *path)
{
    for (size_t i = 0; i < folders->count; i++)
        if (strcmp(folders->items[i], path) == 0)
            return;
    folders->items = memory_grow(folders->items, &folders->room, folders->count + 1,
                                 sizeof *folders->items);
    folders->items[folders->count++] = path;
}

static void add_user_folder(struct find_folders *folders, const struct find_context *context)
{
    if (is_absolute(context->data_home))
        add(folders, arena_format(&folders->arena, "%s/redflag", context->data_home));
    else if (is_absolute(context->home))
        add(folders, arena_format(&folders->arena, "%s/.local/share/redflag", context->home));
}

static void add_system_folders(struct find_folders *folders, const struct find_context *context)
{
    const char *list = context->data_dirs;

    if (list == NULL || list[0] == '\0')
        list = "/usr/local/share:/usr/share";
    while (list[0] != '\0') {
        size_t length = strcspn(list, ":");
        if (list[0] == '/')
            add(folders, arena_format(&folders->arena, "%.*s/redflag", (int)length, list));
        list += length;
        list += strspn(list, ":");
    }
}

/* The path without its last `names` names, or NULL if that leaves nothing. */
static const char *above(struct arena *arena, const char *path, int names)
{
    size_t length = strlen(path);

    while (names-- > 0) {
        while (length > 0 && path[length - 1] != '/')
            length--;
        if (length > 0)
            length--;
    }
    return length == 0 ? NULL : arena_copy(arena, path, length);
}

/*
 * The program lies in build/ or in a variant such as build/asan/; the tree is known by the source
 * file of main. A folder called data alone would say too little.
 */
static void add_source_tree(struct find_folders *folders, const struct find_context *context)
{
    struct arena *arena = &folders->arena;

    for (int up = 2; context->program != NULL && up <= 4; up++) {
        const char *tree = above(arena, context->program, up);
        if (tree == NULL)
            return;
        if (is_file(arena_format(arena, "%s/src/main.c", tree)) &&
            is_directory(arena_format(arena, "%s/data", tree))) {
            add(folders, arena_format(arena, "%s/data", tree));
            return;
        }
    }
}

/* An installation that was moved as a whole (DESTDIR, a mounted image) still finds its data. */
static void add_installation(struct find_folders *folders, const struct find_context *context)
{
    const char *prefix;

    if (context->program != NULL) {
        prefix = above(&folders->arena, context->program, 2);
        if (prefix != NULL)
            add(folders, arena_format(&folders->arena, "%s/share/redflag", prefix));
    }
    if (context->installed != NULL)
        add(folders, context->installed);
}

void find_init(struct find_folders *folders, const struct find_context *context)
{
    *folders = (struct find_folders){0};
    add_user_folder(folders, context);
    add_source_tree(folders, context);
    add_system_folders(folders, context);
    add_installation(folders, context);
}

void find_fini(struct find_folders *folders)
{
    free(folders->items);
    arena_free(&folders->arena);
    *folders = (struct find_folders){0};
}

const char *find_file(struct find_folders *folders, const char *name)
{
    for (size_t i = 0; i < folders->count; i++) {
        const char *path = arena_format(&folders->arena, "%s/%s", folders->items[i], name);
        if (is_file(path))
            return path;
    }
    return NULL;
}

const char *find_protocol(struct find_folders *folders, const char *name)
{
    const char *path;

    if (strchr(name, '/') != NULL || is_file(name))
        return arena_text(&folders->arena, name);
    path = find_file(folders, name);
    if (path == NULL)
        path = find_file(folders, arena_format(&folders->arena, "%s.json", name));
    return path;
}

/* The length of the id in "ID.json", or 0 if that is not what the file is called. */
static size_t id_length(const char *file)
{
    size_t length = strspn(file, "abcdefghijklmnopqrstuvwxyz0123456789-");

    if (strcmp(file + length, ".json") != 0 || strcmp(file, "regions.json") == 0)
        return 0;
    return length;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

size_t find_list(struct find_folders *folders, size_t folder, const char *const **names)
{
    DIR *directory = opendir(folders->items[folder]);
    const char **found = NULL, **kept;
    size_t count = 0, room = 0;
    struct dirent *entry;

    *names = NULL;
    if (directory == NULL)
        return 0;
    while ((entry = readdir(directory)) != NULL) {
        size_t length = id_length(entry->d_name);
        if (length == 0)
            continue;
        found = memory_grow(found, &room, count + 1, sizeof *found);
        found[count++] = arena_copy(&folders->arena, entry->d_name, length);
    }
    closedir(directory);
    if (count == 0)
        return 0;
    qsort(found, count, sizeof *found, by_name);
    kept = arena_new(&folders->arena, count, sizeof *kept);
    memcpy(kept, found, count * sizeof *kept);
    free(found);
    *names = kept;
    return count;
}
