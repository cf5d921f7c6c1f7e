/*
 * plain: a page as plain text, for line mode and for the summary that leaves the program. One item
 * a line, wrapped, no trailing blank, no control byte but the newline: what a screen reader, a
 * braille line, a pipe or a printer needs.
 */
#ifndef REDFLAG_PAGE_PLAIN_H
#define REDFLAG_PAGE_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "page/page.h"

enum { PLAIN_MEASURE = 72 }; /* columns of a line that is easy to read */

struct plain {
    FILE *out;
    size_t width; /* columns, at most */
    bool ascii;   /* no character outside ASCII */
};

/* One paragraph: `lead` before its first line, as many blanks before the others. */
void plain_text(const struct plain *plain, const char *lead, const char *text);

/* The blocks of the page but its choices, with an empty line between groups. */
void plain_blocks(const struct plain *plain, const struct page *page);

/*
 * The width for a stream: $COLUMNS, else that of the terminal behind it, but never more than
 * PLAIN_MEASURE and never less than 20.
 */
size_t plain_columns(FILE *out);

#endif
