/*
 * sandbox: what the process that talks to a patient gives up before it reads the first key. After
 * that it can draw on its terminal, read keys, and end; it cannot open a file, start a program,
 * reach a network or type into the terminal. Files that are open stay open, so everything it needs
 * is opened before.
 */
#ifndef REDFLAG_KIOSK_SANDBOX_H
#define REDFLAG_KIOSK_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum sandbox_part {
    SANDBOX_NO_CORE,       /* no core file, and no other process of this user can look inside */
    SANDBOX_LOCKED_MEMORY, /* nothing is written to swap space */
    SANDBOX_NO_PRIVILEGES, /* no program could give it more rights */
    SANDBOX_LANDLOCK,      /* no file can be opened, no connection made */
    SANDBOX_CALLS,         /* only a few system calls are left */
    SANDBOX_PART_COUNT
};

/* What is in force: for each part an empty text, or the reason why it is not. */
struct sandbox {
    const char *missing[SANDBOX_PART_COUNT];
    int landlock_version; /* of the kernel; 0: it has none */
};

/* What a part is, in words. */
const char *sandbox_words(enum sandbox_part part);

/* Gives up what the process that starts the others needs no more: core dumps and more privileges. */
void sandbox_prepare(void);

/* Gives up everything, for this process and for good. Goes on where a part is not to be had. */
struct sandbox sandbox_enter(void);

/* Is this part in force? */
bool sandbox_holds(const struct sandbox *sandbox, enum sandbox_part part);

/* Are those in force that keep a patient process from everything else? */
bool sandbox_is_closed(const struct sandbox *sandbox);

/* The names of the system calls that are left, from 0; NULL behind the last. */
enum { SANDBOX_MOST_CALLS = 15 };
const char *sandbox_call(size_t number);

#endif
