/*
 * writer: JSON on a stream, one member or item a line, so that two results can be compared line by
 * line. It knows nothing of protocols. Commas, indentation and escapes are its business; that
 * begin and end match is the caller's.
 */
#ifndef REDFLAG_REPORT_WRITER_H
#define REDFLAG_REPORT_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct writer {
    FILE *out;
    unsigned depth;
    bool first; /* nothing was written yet at this depth */
    bool compact; /* all on one line, for lines that are copied as a whole */
};

/*
 * Each takes the `name` of the member that it is, or NULL for an item of a list and for the whole.
 */
void writer_object(struct writer *writer, const char *name);
void writer_end_object(struct writer *writer);
void writer_list(struct writer *writer, const char *name);
void writer_end_list(struct writer *writer);
/* Valid UTF-8; NULL is written as null. */
void writer_text(struct writer *writer, const char *name, const char *text);
void writer_integer(struct writer *writer, const char *name, int64_t value);
/* A finite number, with as many digits as it takes to read the same number again. */
void writer_number(struct writer *writer, const char *name, double value);
void writer_bool(struct writer *writer, const char *name, bool value);

/* The final line break. */
void writer_end(struct writer *writer);

#endif
