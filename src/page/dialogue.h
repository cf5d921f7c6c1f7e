/*
 * dialogue: where a person is in the program, and what each event changes. It owns the interview
 * and turns it into pages; it knows no keys, no terminal and no clock. Both front ends drive the
 * same dialogue, so the same events give the same result in both.
 *
 *   opening -> question ... -> review -> result <-> topics, answers
 */
#ifndef REDFLAG_PAGE_DIALOGUE_H
#define REDFLAG_PAGE_DIALOGUE_H

#include "engine/interview.h"
#include "engine/region.h"
#include "page/page.h"

enum event_kind {
    EVENT_CHOICE, /* the choice `choice` of the page was chosen (a checklist: toggled) */
    EVENT_NUMBER, /* a number was typed: `text` as typed, with a unit if there is one */
    EVENT_COMMAND
};

struct event {
    enum event_kind kind;
    size_t choice; /* from 0, in the order of the page */
    const char *text;
    enum command command;
};

enum dialogue_state {
    DIALOGUE_GOES_ON,
    DIALOGUE_FINISHED, /* left after the result was shown */
    DIALOGUE_LEFT      /* left before the end */
};

struct dialogue_options {
    bool kiosk; /* nobody can leave; the result offers "Finish and clear" instead */
    const char *const *keys; /* lines for the help page: the keys of the front end in use */
    size_t key_count;
};

struct dialogue;

/* Borrows protocol and region. Free with dialogue_free. */
struct dialogue *dialogue_new(const struct protocol *protocol, const struct region *region,
                              struct dialogue_options options);

/* Overwrites every answer, then frees. NULL is allowed. */
void dialogue_free(struct dialogue *dialogue);

/* The page to show now. Borrowed, valid until the next event. */
const struct page *dialogue_page(const struct dialogue *dialogue);

/* Takes an event. One that makes no sense on this page changes nothing. */
enum dialogue_state dialogue_handle(struct dialogue *dialogue, const struct event *event);

/* The answers so far, for reports. Borrowed. */
const struct interview *dialogue_interview(const struct dialogue *dialogue);

/* True once the result page has been shown for the answers as they are now. */
bool dialogue_has_result(const struct dialogue *dialogue);

/* True if that result is one of the two most urgent: at a kiosk staff are to be told now. */
bool dialogue_is_urgent(const struct dialogue *dialogue);

#endif
