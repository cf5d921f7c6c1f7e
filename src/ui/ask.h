/*
 * ask: the one loop of an interview, whatever shows it:
 * dialogue -> page -> show -> event -> dialogue.
 */
#ifndef REDFLAG_UI_ASK_H
#define REDFLAG_UI_ASK_H

#include "page/dialogue.h"
#include "ui/ui.h"

/* How the asking ended. dialogue_has_result() says whether there is a result to report. */
enum ask_end {
    ASK_FINISHED,      /* left after the result */
    ASK_LEFT,          /* left before it */
    ASK_INPUT_ENDED,   /* nobody can answer any more */
    ASK_TERMINAL_GONE, /* nothing can be shown any more */
    ASK_SIGNALLED,     /* ui_signal() says by which signal */
    ASK_TIMED_OUT      /* nobody did anything for `idle_ms` */
};

/* Asks until it ends. idle_ms < 0: waits for ever. Neither stops `ui` nor frees the dialogue. */
enum ask_end ask_run(struct ui *ui, struct dialogue *dialogue, int idle_ms);

#endif
