/*
 * keys: the bytes of a keyboard become keys. Pure: it reads nothing and waits for nothing, so that
 * every sequence can be tested in every cutting.
 *
 * One rule stands above all: a byte that belongs to a sequence never counts as a key of its own,
 * whether the sequence is known, unknown or cut short, and however it arrives in pieces. Otherwise
 * the "5" of Page Up could choose the fifth answer. Pasted text counts for nothing.
 */
#ifndef REDFLAG_UI_KEYS_H
#define REDFLAG_UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/view.h"

/* How long the rest of a sequence may take: after Esc alone, and inside a sequence. */
enum { KEYS_ESCAPE_MS = 25, KEYS_SEQUENCE_MS = 1000 };

enum { KEYS_PARAMETERS = 32 };

struct keys {
    int state;           /* where in a sequence; 0 outside */
    bool escaped;        /* a lone Esc was given just now: its sequence may still come */
    bool pasting;        /* between the marks of a bracketed paste */
    unsigned to_swallow; /* bytes that belong to what came before, whatever they are */
    unsigned char parameters[KEYS_PARAMETERS]; /* of a control sequence */
    size_t length;                             /* KEYS_PARAMETERS: more than fit */
    unsigned char report[3];                   /* an old mouse report */
};

/* Takes the next byte. True: *input is a key. All zero is a decoder that has seen nothing. */
bool keys_take(struct keys *keys, unsigned char byte, struct input *input);

/* For how many milliseconds the next byte may belong to what has begun; < 0: nothing has begun. */
int keys_patience(const struct keys *keys);

/* That time is over: a lone Esc is a key, a sequence cut short is nothing. True: *input is a key. */
bool keys_lapse(struct keys *keys, struct input *input);

#endif
