/*
 * host: what the machine around a kiosk leaves open. A program cannot close these holes itself, but
 * it can say which are there before anybody relies on it, and what closes each. It only reads.
 */
#ifndef REDFLAG_KIOSK_HOST_H
#define REDFLAG_KIOSK_HOST_H

#include <stdio.h>

enum host_state { HOST_CLOSED, HOST_OPEN, HOST_UNKNOWN, HOST_STATE_COUNT };

/* How many findings there are of each state. */
struct host_counts {
    unsigned of[HOST_STATE_COUNT];
};

/*
 * Looks at the machine whose files are under `root` ("" is this one) for a kiosk on the terminal
 * `tty`, such as "tty1", and writes what was found: a line for each hole, and under an open one the
 * line that closes it.
 */
struct host_counts host_check(const char *root, const char *tty, FILE *out);

#endif
