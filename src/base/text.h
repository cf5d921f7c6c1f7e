/*
 * text: UTF-8 text on a screen of fixed cells. Validity, width, wrapping, plain ASCII, and the
 * one check that no control character ever leaves the program. Width and line breaking are
 * libunistring's; they do not depend on the locale.
 */
#ifndef REDFLAG_BASE_TEXT_H
#define REDFLAG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/*
 * What may stand in the text of a protocol. TEXT_FINE, or the first thing that is wrong, with its
 * byte offset in *offset. Refused: invalid UTF-8, C0 and C1 controls and DEL, the 12 bidirectional
 * controls, other default-ignorable code points (but not U+00AD, U+200B, U+200C, U+200D, U+FE0E,
 * U+FE0F), noncharacters, more than 8 combining marks on one base.
 */
enum text_fault {
    TEXT_FINE = 0,
    TEXT_INVALID,
    TEXT_CONTROL,
    TEXT_BIDI,
    TEXT_INVISIBLE,
    TEXT_NONCHARACTER,
    TEXT_STACKED
};
enum text_fault text_check(const char *text, size_t length, size_t *offset);

/* Is there nothing to read in valid UTF-8: only blanks of any kind, invisible characters and marks? */
bool text_is_blank(const char *text);

/* Columns of valid UTF-8. */
size_t text_width(const char *text, size_t length);

/* One line of wrapped text: a range of bytes of the original, trailing blanks left out. */
struct text_line {
    const char *start;
    size_t length; /* bytes */
    size_t width;  /* columns */
};

/*
 * Breaks `text` (valid UTF-8) into lines of at most `width` columns, 1 or more; at spaces and
 * where UAX #14 allows, a run that is longer than a line at the border of a cluster. Every
 * character but blanks at a break is on exactly one line. The lines live in `arena`; at least one.
 */
struct text_line *text_wrap(struct arena *arena, const char *text, size_t width, size_t *count);

/*
 * The text in ASCII for terminals that are not UTF-8: quotes, dashes, bullets and arrows mapped,
 * accented letters to their base letter, anything else to '?'.
 */
const char *text_ascii(struct arena *arena, const char *text);

/* The text in capital letters, by the rules of no language in particular. */
const char *text_upper(struct arena *arena, const char *text);

#endif
