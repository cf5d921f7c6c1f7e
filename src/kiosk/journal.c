/* journal: see journal.h. */
#include "kiosk/journal.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"

/* A pipe that is ready takes so many bytes without waiting (PIPE_BUF of Linux). */
enum { CHUNK = 4096, WAIT_MS = 100 };

static bool is_ready(long long until_ms)
{
    struct pollfd output = {.fd = STDERR_FILENO, .events = POLLOUT};
    long long left = until_ms - clock_ms();

    return poll(&output, 1, left > 0 ? (int)left : 0) > 0 && (output.revents & POLLOUT) != 0;
}

/* Is standard error the screen itself? Nothing is written over what a patient reads. */
static bool is_on_screen(void)
{
    struct stat screen, journal;

    return fstat(STDOUT_FILENO, &screen) == 0 && fstat(STDERR_FILENO, &journal) == 0 &&
           S_ISCHR(screen.st_mode) && S_ISCHR(journal.st_mode) && screen.st_rdev == journal.st_rdev;
}

void journal_write(const char *bytes, size_t size)
{
    long long until_ms = clock_ms() + WAIT_MS;

    if (is_on_screen())
        return;

    while (size > 0 && is_ready(until_ms)) {
        ssize_t written = write(STDERR_FILENO, bytes, size < CHUNK ? size : CHUNK);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        bytes += written;
        size -= (size_t)written;
    }
}

void journal_say(const char *format, ...)
{
    va_list arguments;
    char *message, *line;

    va_start(arguments, format);
    message = memory_format_list(format, arguments);
    va_end(arguments);
    line = memory_format("redflag: kiosk: %s\n", message);
    journal_write(line, strlen(line));
    free(line);
    free(message);
}
