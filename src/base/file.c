/* file: the bytes of a regular file, or the reason why not. See file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static void refuse(struct diags *diags, enum diag_code code, const char *name, const char *what,
                   const char *meant)
{
    diag_add(diags, code, name, 0, 0, NULL, "%s; %s", what, meant);
}

/* What is there instead of a file, in words. */
static const char *file_type(mode_t mode)
{
    static const struct {
        mode_t type;
        const char *words;
    } types[] = {
        {S_IFDIR, "this is a directory"}, {S_IFIFO, "this is a pipe"},
        {S_IFCHR, "this is a device"},    {S_IFBLK, "this is a device"},
        {S_IFSOCK, "this is a socket"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if ((mode & S_IFMT) == types[i].type)
            return types[i].words;
    return "this is not a file";
}

/* The bytes up to the end or the limit. `expected` is a hint: most files need no growing then. */
static char *read_all(int descriptor, const char *name, size_t expected, size_t *size,
                      struct diags *diags)
{
    size_t room = expected + 2, used = 0;
    char *bytes = memory_new(room, 1);

    while (used <= FILE_MAX_BYTES) {
        ssize_t got;
        bytes = memory_grow(bytes, &room, used + 2, 1);
        got = read(descriptor, bytes + used, room - used - 1);
        if (got == 0)
            break;
        if (got > 0)
            used += (size_t)got;
        else if (errno != EINTR) {
            refuse(diags, DIAG_CANNOT_READ, name, "cannot be read", strerror(errno));
            free(bytes);
            return NULL;
        }
    }
    bytes[used] = '\0';
    *size = used;
    return bytes;
}

static char *read_checked(int descriptor, const char *name, size_t expected, size_t *size,
                          struct diags *diags)
{
    char *bytes = read_all(descriptor, name, expected, size, diags);
    if (bytes == NULL)
        return NULL;
    if (*size <= FILE_MAX_BYTES)
        return bytes;
    refuse(diags, DIAG_TOO_LARGE, name, "the file is too large", "at most 64 MiB are read");
    free(bytes);
    return NULL;
}

char *file_read_stream(int descriptor, const char *name, size_t *size, struct diags *diags)
{
    return read_checked(descriptor, name, 4096, size, diags);
}

char *file_read(const char *path, size_t *size, struct diags *diags)
{
    /* O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever. */
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    char *bytes = NULL;

    if (descriptor < 0) {
        refuse(diags, DIAG_CANNOT_OPEN, path, "cannot be opened", strerror(errno));
        return NULL;
    }
    if (fstat(descriptor, &status) != 0)
        refuse(diags, DIAG_CANNOT_READ, path, "cannot be read", strerror(errno));
    else if (!S_ISREG(status.st_mode))
        refuse(diags, DIAG_NOT_A_FILE, path, file_type(status.st_mode),
               "a regular file was expected");
    else if (status.st_size > FILE_MAX_BYTES)
        refuse(diags, DIAG_TOO_LARGE, path, "the file is too large", "at most 64 MiB are read");
    else
        bytes = read_checked(descriptor, path, (size_t)status.st_size, size, diags);
    close(descriptor);
    return bytes;
}
