/*
 * session: one program in a pseudo-terminal of its own, as a person would start it, and what it
 * costs: time, bytes, memory, what the kernel counts. It knows no figures and no goals.
 */
#ifndef REDFLAG_BENCH_SESSION_H
#define REDFLAG_BENCH_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct session {
    pid_t pid;
    int master;          /* the terminal's side of the pseudo-terminal; -1 after hanging up */
    double started_ms;   /* just before exec */
    long faults_before;  /* page faults of the process before exec */
};

/* What came out until the program was silent. */
struct burst {
    double last_ms; /* when the last byte came */
    size_t bytes;
    bool complete;  /* the marker was seen; without a marker: anything was */
};

/* Milliseconds of a clock that only goes forward. */
double session_now_ms(void);

/* Starts argv[0] at 80x24 in a plain environment. False: there is no such program. */
bool session_start(struct session *session, const char *const *argv);

/* Reads until `marker` (NULL: anything) has come and 20 ms were silent, two seconds at most. */
struct burst session_settle(struct session *session, const char *marker);

void session_press(const struct session *session, const char *key);
void session_resize(const struct session *session, unsigned short lines, unsigned short columns);

/* Reads for so long; the number of bytes that came. */
size_t session_listen(const struct session *session, int milliseconds);

/* Since exec: processor time, page faults, calls of write. */
double session_cpu_us(const struct session *session);
double session_faults(const struct session *session);
double session_writes(const struct session *session);

/*
 * Memory that is the program's alone, and the part of it that it has written. The rest are pages of
 * its file, which a second program running from the same file would share.
 */
double session_private_kib(const struct session *session);
double session_dirty_kib(const struct session *session);

/* How often it went to sleep or was made to. */
double session_switches(const struct session *session);

/* Closes the terminal; the milliseconds until the program ended. Kills it after a second. */
double session_hang_up(struct session *session);

#endif
