/*
 * layout: a page as rows of text for a screen of a given size. Pure: it knows no terminal, no keys
 * and no colours, only cells. Nothing of a page is ever left out; what does not fit is on rows
 * further down. Spacing gives way first: blank rows between answers, then all blank rows.
 *
 *   header      fixed where there is room, otherwise it scrolls with the body
 *   body        a window over the rows
 *   foot        the remark about the last entry, if there is one
 *   marker      "-- more below --"
 *   bottom      one row of keys, in words
 */
#ifndef REDFLAG_UI_LAYOUT_H
#define REDFLAG_UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "page/page.h"

/* What a span is, for whoever draws it. */
enum look {
    LOOK_TEXT,
    LOOK_TITLE,
    LOOK_HEADLINE,
    LOOK_RULE,    /* a line across; its text is NULL, its width is the span's */
    LOOK_HEADING,
    LOOK_QUIET,   /* progress, asides */
    LOOK_REMARK,
    LOOK_NUMBER,  /* the number of a choice: where the focus shows */
    LOOK_KEY,     /* a key on the bottom line */
    LOOK_COUNT
};

struct span {
    const char *text; /* not terminated */
    size_t length;    /* bytes */
    size_t column, width;
    enum look look;
};

enum { ROW_SPANS = 4 }; /* at most: a number, a mark, a text and its aside */

/* What a row belongs to, when it is not the number of a choice. */
#define ITEM_NONE  ((size_t)-1)
#define ITEM_ENTRY ((size_t)-2) /* where a number is typed */

struct row {
    struct span spans[ROW_SPANS];
    size_t span_count;
    size_t item;  /* the choice from 0, or one of the above */
    bool first;   /* the first row of its item */
    size_t block; /* the block of the page it comes from, to find the place again after a resize */
};

/* A command on the bottom line. COMMAND_NONE: a key that only moves, which cannot be clicked. */
struct hint_place {
    enum command command;
    size_t column, width;
};

enum { LAYOUT_MAX_HINTS = PAGE_MAX_HINTS + 2, HINT_SPANS = 2 * LAYOUT_MAX_HINTS };

struct layout_options {
    size_t columns, lines;
    bool ascii;
    bool spacious;
};

/* A screen below this many columns or lines only asks for more room. */
enum { LAYOUT_MIN_COLUMNS = 20, LAYOUT_MIN_LINES = 5 };

struct layout {
    size_t columns, lines;
    bool too_small;
    struct row *rows; /* header, then body */
    size_t row_count, row_room;
    size_t foot;      /* so many rows behind those are the remark */
    size_t head;      /* so many rows stay at the top of the screen */
    size_t window;    /* so many lines of the screen show the others */
    size_t left, width; /* the block of text: its first column and its width */
    size_t entry_column, entry_width; /* where a number is typed; width 0: nowhere */
    struct span hints[HINT_SPANS];
    size_t hint_span_count;
    struct hint_place places[LAYOUT_MAX_HINTS];
    size_t place_count;
    struct arena arena;
};

/*
 * Lays out `page`, whose texts must outlive the layout. A layout that is all zero is empty; an
 * older layout in the same place is overwritten and freed first.
 */
void layout_page(struct layout *layout, const struct page *page,
                 const struct layout_options *options);

/* Overwrites and frees: a page can show answers. */
void layout_fini(struct layout *layout);

/* How far the rows can be scrolled: the highest row (from `head`) that can be the window's first. */
size_t layout_last_top(const struct layout *layout);

/* The first row of an item, counted from 0 over all rows, or ITEM_NONE. */
size_t layout_find(const struct layout *layout, size_t item);

/* The line of the screen on which the foot begins: right below a short body. */
size_t layout_foot_line(const struct layout *layout);

/* What the marker line says when the window begins at row `top`: words, or NULL for no line. */
const char *layout_marker(const struct layout *layout, size_t top);

#endif
