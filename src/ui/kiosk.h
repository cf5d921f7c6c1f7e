/*
 * kiosk: one patient at a screen that nobody looks after. Policy around the one loop of an
 * interview: a start screen that invites, a limit for how long nobody may be there, a warning with
 * time to answer it, and an end for which nobody has to know a key. It knows no terminal and no
 * clock of its own, so that its timing can be tested without waiting.
 */
#ifndef REDFLAG_UI_KIOSK_H
#define REDFLAG_UI_KIOSK_H

#include "page/dialogue.h"
#include "ui/ui.h"

/*
 * Tests with a real terminal cannot wait for minutes, so they have a build of their own. There is no
 * option for it: nothing that could be set wrongly shortens the times of a patient.
 */
#ifdef KIOSK_IN_A_HURRY
#define KIOSK_SECONDS(patients, tests) (tests)
#else
#define KIOSK_SECONDS(patients, tests) (patients)
#endif

enum {
    KIOSK_IDLE_S = 60, /* without a key for so long, somebody is asked for */
    KIOSK_MIN_IDLE_S = KIOSK_SECONDS(20, 1),
    KIOSK_MAX_IDLE_S = 600,
    KIOSK_WARNING_S = KIOSK_SECONDS(20, 2), /* so long any key goes on; again and again */
    KIOSK_RESULT_S = KIOSK_SECONDS(120, 2), /* a result stays up longer by so much */
    KIOSK_URGENT_S = KIOSK_SECONDS(240, 4), /* one for which staff are fetched, by so much */
    KIOSK_STUCK_S = KIOSK_SECONDS(30, 2)    /* after the longest wait: something is stuck */
};

/* What the policy needs from the world; `data` is handed back to each. */
struct kiosk_world {
    /* Milliseconds since some time in the past, going on while the machine sleeps. */
    long long (*now_ms)(void *data);
    /* Ends this process unless it is called again within so many seconds; 0: no longer. */
    void (*deadline)(void *data, unsigned seconds);
    /* Somebody has begun: from here on there is something to lose. */
    void (*begun)(void *data);
    void *data;
};

struct kiosk {
    struct ui *ui;
    const struct protocol *protocol;
    const struct region *region;
    unsigned idle_s;
    struct kiosk_world world;
};

enum kiosk_end {
    KIOSK_CLEARED,   /* finished, or nobody was there any more */
    KIOSK_GONE,      /* the terminal has gone away */
    KIOSK_SIGNALLED  /* a signal asks the program to end */
};

/*
 * Serves one patient, from the start screen to the end; all answers are overwritten then. The
 * disposition of the result that was shown, if there was one, is in *disposition, else
 * PROTOCOL_NONE.
 */
enum kiosk_end kiosk_serve(struct kiosk *kiosk, unsigned *disposition);

/* The first screen. The texts live in the page; end it with page_end. */
void kiosk_start_page(struct page *page, const struct protocol *protocol,
                      const struct region *region);

#endif
