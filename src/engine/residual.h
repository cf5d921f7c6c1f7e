/*
 * residual: what is still open of a condition in the middle of an interview.
 *
 * "fever and (vomiting or pregnant)" is false for good once there is no fever; with fever only
 * the rest matters; and of five kinds of bleeding it matters only whether there was one. Two
 * situations are alike for a condition if its residuals are: then every future makes it come out
 * the same in both. A residual is written as bytes, so that alike is equal bytes.
 */
#ifndef REDFLAG_ENGINE_RESIDUAL_H
#define REDFLAG_ENGINE_RESIDUAL_H

#include "engine/facts.h"

/* A moment of an interview: what has been decided by then, and what may still come. */
struct moment {
    const struct protocol *protocol;
    const struct facts *facts;
    unsigned question;        /* all before it have been passed */
    bool ticking;             /* within its checklist: no exclusive answer was given, */
    unsigned items_end;       /* ... and the items below this one are ticked or not */
    const int64_t *least;     /* per score: the lowest sum that the questions to come can add */
    const int64_t *greatest;  /* per score: the highest */
};

struct bytes {
    unsigned char *items;
    size_t count, room;
};

/* Appends the residual of `condition` to `out`. */
void residual_write(const struct moment *moment, const struct condition *condition,
                    struct bytes *out);

void bytes_add(struct bytes *bytes, const void *items, size_t count);

/* Small numbers take one byte; none is the beginning of another. */
void bytes_add_number(struct bytes *bytes, size_t number);

#endif
