/*
 * patient: the process that talks to one patient. It is forked from one that knows no answers, draws
 * the screen, locks itself in before it reads the first key, and ends after one interview; with it
 * ends all that it knew. How it ended is told by its exit status and nothing else.
 */
#ifndef REDFLAG_KIOSK_PATIENT_H
#define REDFLAG_KIOSK_PATIENT_H

#include <stdbool.h>

#include "kiosk/content.h"
#include "ui/ui.h"

/* Exit statuses. PATIENT_RESULT + d: the result with disposition d was shown. */
enum {
    PATIENT_DONE = 0,
    PATIENT_NO_SCREEN = 10, /* this terminal cannot do it */
    PATIENT_OPEN = 11,      /* not locked in, although that is required */
    PATIENT_GONE = 12,      /* the terminal has gone away */
    PATIENT_ENDED = 13,     /* by a signal that asks it to */
    PATIENT_RESULT = 64
};

struct patient_options {
    struct ui_options screen;
    unsigned idle_s;
    bool require_sandbox;
};

/*
 * Serves one patient and ends this process. Until the patient presses the first key SIGUSR1 ends
 * it too: nothing is lost then.
 */
_Noreturn void patient_serve(const struct content *content, const struct patient_options *options);

#endif
