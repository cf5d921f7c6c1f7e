/*
 * tally: how often a kiosk gave which advice. A line of the file is a day, a protocol, its version,
 * a disposition and a count, and nothing else: no time of day, no answer, no person. What is read
 * from it never shows a day with fewer than TALLY_FEW interviews by itself, as with so few somebody
 * who saw a patient come in could tell which advice was theirs.
 */
#ifndef REDFLAG_REPORT_TALLY_H
#define REDFLAG_REPORT_TALLY_H

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "engine/protocol.h"

enum { TALLY_FEW = 5 };

/* Can lines be added to this file? It is made if there is none. False with errno set if not. */
bool tally_ready(const char *path);

/*
 * Adds one interview of the day of `now` (local time): one line, in one write to the end of the
 * file, on the disk before this returns. False with errno set if that failed; a line that could be
 * written only in part does not spoil the next one. What a field cannot hold of a version is written as
 * %20 is for a blank.
 */
bool tally_append(const char *path, time_t now, const struct protocol *protocol,
                  unsigned disposition);

/* One line of a report: how often, in the days from `first` to `last`. */
struct tally_row {
    const char *first, *last; /* days, 2026-11-22 */
    const char *protocol, *version, *disposition;
    unsigned long count;
};

struct tally {
    struct arena arena;
    struct tally_row *rows; /* by days, then protocol, version, disposition */
    size_t row_count;
    size_t held_back; /* days at the end that wait for more interviews */
    size_t bad_lines; /* lines that are no line of a tally; left out */
};

/* Reads the lines of `text` (`size` bytes). Free with tally_free. */
struct tally *tally_read(const char *text, size_t size);
void tally_free(struct tally *tally);

/* Bars of words and '#', at most `columns` wide. */
void tally_chart(const struct tally *tally, FILE *out, size_t columns);

/* Comma-separated values, with a line of names first. */
void tally_csv(const struct tally *tally, FILE *out);

#endif
