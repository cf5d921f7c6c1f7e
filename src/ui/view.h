/*
 * view: one page on one screen while somebody reads it: where the focus is, how far it is
 * scrolled, what has been typed, and what each key changes. Pure: it draws nothing, waits for
 * nothing and knows no key codes of any terminal, so every key can be tested without one.
 *
 * Two rules hold whatever is pressed. What is not on the screen cannot be chosen: the key first
 * brings it there. And the focus is on the screen whenever any choice is.
 */
#ifndef REDFLAG_UI_VIEW_H
#define REDFLAG_UI_VIEW_H

#include "page/dialogue.h"
#include "ui/layout.h"

enum input_kind {
    INPUT_CHARACTER, /* a printable ASCII character, the space included */
    INPUT_ENTER,
    INPUT_ESCAPE,
    INPUT_BACKSPACE,
    INPUT_LEFT,
    INPUT_UP,
    INPUT_DOWN,
    INPUT_PAGE_UP,
    INPUT_PAGE_DOWN,
    INPUT_HOME,
    INPUT_END,
    INPUT_CLICK, /* on a cell of the screen */
    INPUT_WHEEL_UP,
    INPUT_WHEEL_DOWN,
    INPUT_REPAINT /* Ctrl-L: the screen is to be drawn again */
};

struct input {
    enum input_kind kind;
    char character;
    size_t line, column; /* CLICK */
};

enum view_change {
    VIEW_SAME,     /* nothing to draw */
    VIEW_FOCUS,    /* the focus went from one item to another; nothing scrolled */
    VIEW_TYPED,    /* the typed number changed */
    VIEW_SCROLLED, /* draw everything */
    VIEW_CONTRAST, /* the other set of colours is wanted */
    VIEW_EVENT     /* *event is filled in; its text lives until the next key */
};

enum { VIEW_ENTRY = 24 }; /* bytes of a typed number with its unit */

/* Where the reader was before the screen changed its size. */
struct view_place {
    bool at_top;          /* at the beginning of the page */
    bool followed;        /* the focus could be seen */
    size_t block, offset; /* the block at the top of the window, and the row in it */
};

struct view {
    const struct page *page; /* borrowed from the dialogue */
    struct layout layout;
    struct layout_options options;
    bool begun;         /* a page has been shown */
    unsigned serial;    /* of that page */
    size_t focus;       /* an item; ITEM_NONE where nothing can be chosen */
    size_t top;         /* the row at the top of the window */
    size_t reading;     /* the first row not read yet: where the cursor is without a focus */
    struct view_place place;
    char typed[VIEW_ENTRY];
    size_t digits;      /* the number of a choice typed so far, where there are more than nine */
};

/* Shows a page. If it is the page that was shown before (same serial), everything stays in place. */
void view_show(struct view *view, const struct page *page);

/* The screen has another size; everything stays in place. Also before the first page. */
void view_resize(struct view *view, size_t columns, size_t lines);

/* Carries out one key. */
enum view_change view_take(struct view *view, const struct input *input, struct event *event);

/* Can this row be seen now? */
bool view_sees(const struct view *view, size_t row);

/* The line of the screen on which a row that can be seen stands. */
size_t view_line(const struct view *view, size_t row);

/* The row the cursor belongs to. */
size_t view_cursor(const struct view *view);

/* Is the mouse of use here? Where there is only text, it is left to the terminal for selecting. */
bool view_wants_mouse(const struct view *view);

/*
 * Does this key choose something, go to another page or switch something over? Held down, such a key
 * must count once; one that only moves, scrolls or types may come again and again.
 */
bool view_chooses(const struct view *view, const struct input *input);

/* What the keys do, one sentence a line, for the help page. */
enum { VIEW_KEYS = 7 };
extern const char *const view_keys[VIEW_KEYS];

/* Overwrites and frees. */
void view_fini(struct view *view);

#endif
