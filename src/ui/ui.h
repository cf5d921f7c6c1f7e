/*
 * ui: the two ways to show a page. A front end draws what the page says and turns keys into
 * events; it knows no rules of a protocol and keeps no answers.
 */
#ifndef REDFLAG_UI_UI_H
#define REDFLAG_UI_UI_H

#include <stdbool.h>

#include "page/dialogue.h"
#include "page/page.h"

enum ui_status {
    UI_EVENT,     /* *event is filled in */
    UI_ENDED,     /* the input has ended */
    UI_GONE,      /* the terminal has gone away */
    UI_SIGNALLED, /* a signal asks the program to end: ui_signal() says which */
    UI_TIMED_OUT, /* nobody did anything for `idle_ms` */
    UI_BUSY       /* `idle_ms` are over; keys came, but none of them was an event */
};

enum ui_colour { UI_COLOUR_NONE, UI_COLOUR_NORMAL, UI_COLOUR_CONTRAST };

struct ui_options {
    enum ui_colour colour;
    bool ascii;     /* no character outside ASCII */
    bool mouse;
    bool spacious;  /* larger spacing where there is room */
    bool on_stderr; /* line mode: speak on standard error, as standard output is for the result */
    bool kiosk;     /* full screen: nobody may leave, and a flood of keys is no answer */
};

struct ui;

/* What each front end offers. All may be called only between start and stop, but for start. */
struct ui_methods {
    /* Shows a page from its beginning. False: the terminal cannot be written to. */
    bool (*show)(struct ui *ui, const struct page *page);
    /*
     * Waits for the next event; idle_ms < 0: for ever. Otherwise it is back by then, or soon after, also
     * while keys keep coming: whoever calls may have more to look after.
     */
    enum ui_status (*event)(struct ui *ui, struct event *event, int idle_ms);
    /* Waits for any key at all, which has no other effect. The full screen only; else NULL. */
    enum ui_status (*any_key)(struct ui *ui, int idle_ms);
    /* Gives the terminal back as it was, and frees. */
    void (*stop)(struct ui *ui);
    /* What to do with the keys, one sentence a line, the last one how to leave: for the help page. */
    const char *const *keys;
    size_t key_count;
};

struct ui {
    const struct ui_methods *methods;
    unsigned long keys; /* so many were pressed, also those that do nothing: somebody is there */
};

/*
 * The full screen. NULL if this terminal cannot do it (TERM unknown or too poor): nothing has been
 * written then, and line mode is the way out.
 */
struct ui *curses_start(const struct ui_options *options);

/* Line mode on standard input and output: plain numbered lines, no escape at all. Never NULL. */
struct ui *line_start(const struct ui_options *options);

/*
 * The signal behind UI_SIGNALLED. Only the full screen catches signals (it has to give the terminal
 * back); in line mode they do what they always do.
 */
int ui_signal(void);

#endif
