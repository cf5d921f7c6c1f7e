/*
 * held: has somebody pressed this key, or is it only still held down? A keyboard repeats a key that is
 * held, after a delay, and a terminal says nothing of its being let go. A key that bounces, or a
 * double click, looks the same. None of these may choose twice: the second tick would take the first one
 * away, and with it a red flag, and the next page would be answered unread. Pure: it has no clock and
 * waits for nothing, so that every keyboard can be tested without one.
 *
 * Only the same key twice in a row can be meant: any other key in between shows a new press.
 */
#ifndef REDFLAG_UI_HELD_H
#define REDFLAG_UI_HELD_H

#include <stdbool.h>

#include "ui/view.h"

/*
 * The delay before the first repeat is a quarter of a second on a Linux console, half a second or two thirds
 * elsewhere, and can be set to a whole second; the pace is from 10.9 to about 30 a second. A key let go
 * right after its first repeat cannot be told from one pressed twice, so at the usual delays the second
 * never counts: nobody has looked by then. Behind them it counts unless more follow at the pace of a keyboard.
 */
enum {
    HELD_AGAIN_MS = 700,  /* after the last change on the screen that keys made */
    HELD_DELAY_MS = 1100, /* until then it can be the first repeat */
    HELD_PACE_MS = 250,   /* the repeats of a held key are closer together, presses are not */
    HELD_TYPING_MS = 100, /* and this is closer than two digits are typed */
    HELD_DOUBLE_CLICK_MS = 400
};

/* What is remembered of the keys so far. All zero: there was none. */
struct held {
    bool any;
    struct input last;
    long long at_ms;   /* when it came last, counted or not */
    long long seen_ms; /* when the effect of the last key that counted could be seen */
    bool before;       /* it came before the page of now: there it must not even type */
};

enum held_verdict {
    HELD_COUNTS,
    HELD_DROPPED,
    HELD_UNSURE /* held, if the same key is the next one within held_look_ms; else it counts */
};

/* `chooses`: view_chooses says so of this key. */
enum held_verdict held_judge(const struct held *held, const struct input *input, bool chooses,
                             long long now_ms);

/* For how long the next key has to be waited for. */
int held_look_ms(bool chooses);

/* Is it the same key? Of clicks the place does not count. */
bool held_same(const struct input *one, const struct input *other);

/* This key came, and whether it counts. Every key has to be told of, also one that is dropped. */
void held_note(struct held *held, const struct input *input, bool counts, long long now_ms);

/* The effect of the last key can be seen now. It may have been held while a slow line was drawing. */
void held_seen(struct held *held, long long now_ms);

/* What came so far was not meant for what can be seen from now on. */
void held_turned(struct held *held, long long now_ms);

#endif
