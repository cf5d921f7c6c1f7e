/* session: see session.h. Linux: the figures come from /proc. */
#include "session.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SILENCE_MS = 20, PATIENCE_MS = 2000, LONGEST_END_MS = 1000, KEPT = 16 * 1024,
       MOST_WORDS = 30 };

/* What the child tells before it becomes the program. */
struct birth {
    double started_ms;
    long faults;
};

static double ms_of(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

double session_now_ms(void)
{
    return ms_of(CLOCK_MONOTONIC);
}

/* The words where exec wants them: it could write to them. */
static void writable(const char *const *words, char **copies)
{
    size_t count = 0;

    for (; count < MOST_WORDS && words[count] != NULL; count++)
        copies[count] = strdup(words[count]);
    copies[count] = NULL;
}

static void become(const char *const *argv, struct birth *birth)
{
    static const char *const variables[] = {
        "PATH=/usr/local/bin:/usr/bin:/bin", "TERM=xterm-256color", "LC_ALL=C.UTF-8",
        "HOME=/nonexistent", NULL,
    };
    char *words[MOST_WORDS + 1], *environment[MOST_WORDS + 1];
    struct rusage usage;

    writable(argv, words);
    writable(variables, environment);
    getrusage(RUSAGE_SELF, &usage);
    birth->faults = usage.ru_minflt + usage.ru_majflt;
    birth->started_ms = session_now_ms();
    execvpe(words[0], words, environment);
    _exit(127);
}

bool session_start(struct session *session, const char *const *argv)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    struct birth *birth = mmap(NULL, sizeof *birth, PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (birth == MAP_FAILED)
        return false;
    session->pid = forkpty(&session->master, NULL, NULL, &size);
    if (session->pid == 0)
        become(argv, birth);
    if (session->pid > 0) {
        /* The first byte comes after exec, so by then these are written. */
        struct pollfd output = {.fd = session->master, .events = POLLIN};
        poll(&output, 1, PATIENCE_MS);
        session->started_ms = birth->started_ms;
        session->faults_before = birth->faults;
    }
    munmap(birth, sizeof *birth);
    return session->pid > 0 && waitpid(session->pid, NULL, WNOHANG) == 0;
}

/* The bytes that come within the time; 0 for none, also from a program that has ended. */
static size_t read_some(const struct session *session, char *bytes, size_t room, int milliseconds)
{
    struct pollfd output = {.fd = session->master, .events = POLLIN};
    ssize_t got = 0;

    if (poll(&output, 1, milliseconds) > 0)
        got = read(session->master, bytes, room);
    return got > 0 ? (size_t)got : 0;
}

struct burst session_settle(struct session *session, const char *marker)
{
    static char seen[KEPT];
    struct burst burst = {0};
    double end = session_now_ms() + PATIENCE_MS;

    while (session_now_ms() < end) {
        size_t at = burst.bytes < KEPT ? burst.bytes : 0;
        size_t got = read_some(session, seen + at, KEPT - at, SILENCE_MS);
        if (got > 0) {
            burst.last_ms = session_now_ms();
            burst.bytes += got;
            burst.complete = burst.complete || marker == NULL ||
                             memmem(seen, at + got, marker, strlen(marker)) != NULL;
        } else if (burst.complete) {
            break;
        }
    }
    return burst;
}

void session_press(const struct session *session, const char *key)
{
    if (write(session->master, key, strlen(key)) < 0)
        perror("bench: pressing a key");
}

void session_resize(const struct session *session, unsigned short lines, unsigned short columns)
{
    struct winsize size = {.ws_row = lines, .ws_col = columns};

    ioctl(session->master, TIOCSWINSZ, &size);
}

size_t session_listen(const struct session *session, int milliseconds)
{
    char bytes[4096];
    double end = session_now_ms() + milliseconds;
    size_t total = 0;

    while (session_now_ms() < end)
        total += read_some(session, bytes, sizeof bytes, (int)(end - session_now_ms()) + 1);
    return total;
}

double session_cpu_us(const struct session *session)
{
    clockid_t clock;

    return clock_getcpuclockid(session->pid, &clock) == 0 ? ms_of(clock) * 1e3 : 0;
}

/* The sum of the numbers behind the lines of /proc/PID/`file` that begin with one of `names`. */
static double sum_of(const struct session *session, const char *file, const char *const *names)
{
    char path[64], line[256];
    double sum = 0;
    FILE *in;

    snprintf(path, sizeof path, "/proc/%d/%s", (int)session->pid, file);
    in = fopen(path, "re");
    while (in != NULL && fgets(line, sizeof line, in) != NULL)
        for (size_t i = 0; names[i] != NULL; i++)
            if (strncmp(line, names[i], strlen(names[i])) == 0)
                sum += strtod(line + strlen(names[i]), NULL);
    if (in != NULL)
        fclose(in);
    return sum;
}

double session_faults(const struct session *session)
{
    char path[64];
    unsigned long minor = 0, major = 0;
    FILE *in;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)session->pid);
    in = fopen(path, "re");
    if (in == NULL)
        return 0;
    if (fscanf(in, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %lu %*u %lu", &minor, &major) != 2)
        minor = major = 0;
    fclose(in);
    return (double)(minor + major) - (double)session->faults_before;
}

double session_writes(const struct session *session)
{
    return sum_of(session, "io", (const char *const[]){"syscw:", NULL});
}

double session_private_kib(const struct session *session)
{
    return sum_of(session, "smaps_rollup",
                  (const char *const[]){"Private_Clean:", "Private_Dirty:", NULL});
}

double session_dirty_kib(const struct session *session)
{
    return sum_of(session, "smaps_rollup", (const char *const[]){"Private_Dirty:", NULL});
}

double session_switches(const struct session *session)
{
    return sum_of(session, "status",
                  (const char *const[]){"voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:",
                                        NULL});
}

double session_hang_up(struct session *session)
{
    double start = session_now_ms();
    struct pollfd process = {.fd = (int)syscall(SYS_pidfd_open, session->pid, 0),
                             .events = POLLIN};

    close(session->master);
    session->master = -1;
    if (poll(&process, 1, LONGEST_END_MS) <= 0)
        kill(session->pid, SIGKILL);
    start = session_now_ms() - start;
    close(process.fd);
    waitpid(session->pid, NULL, 0);
    return start;
}
