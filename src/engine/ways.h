/*
 * ways: what an interview may be wished to be like, and how it can come to be so.
 *
 * A wish says: conditions that hold (or not) at the end of the interview, the dispositions it may
 * end with, a question that must be asked. It is taken apart into the ways in which it can come
 * true, each a list of findings that must hold or must not: then nothing is left to combine, and
 * each edge of the diagram agrees with a way or does not.
 */
#ifndef REDFLAG_ENGINE_WAYS_H
#define REDFLAG_ENGINE_WAYS_H

#include "engine/survey.h"

enum { WISH_MAX_PARTS = 3, WAYS_MAX = 4096 }; /* WAYS_MAX: of one wish */

struct wish {
    struct {
        const struct condition *condition;
        bool fails; /* it must not hold */
    } parts[WISH_MAX_PARTS];
    size_t part_count;
    uint64_t ends;  /* bit d: may end with disposition d */
    unsigned asked; /* this question must be asked, and the parts are then read when it is asked;
                       PROTOCOL_NONE: they are read at the end */
};

/* A finding or (from the finding total on) a final condition that must hold, or must not. */
struct literal {
    unsigned subject;
    bool fails;
};

struct way {
    const struct wish *wish;
    size_t first_literal, literal_count; /* range of ways.literals */
    unsigned first, last; /* the questions between which all is decided; last may be the end */
    unsigned needed;      /* the last question that must be reached; PROTOCOL_NONE: none */
};

struct ways {
    const struct survey *survey;
    const struct protocol *protocol;
    size_t subject_count; /* findings and final conditions */
    struct facts start;   /* what is known before the first question */
    struct way *items;
    struct literal *literals;
    size_t count, room, literal_count, literal_room;

    /* While ways are made: */
    const struct wish *wish;
    size_t of_wish;        /* how many it has so far */
    bool too_many;
    struct literal *trail; /* the way being made */
    size_t trail_count, trail_room;
    signed char *value;    /* per subject: 1 must hold, -1 must not, 0 free */
};

/* No ways. Borrows the survey. */
void ways_init(struct ways *ways, const struct survey *survey);
void ways_fini(struct ways *ways);

/*
 * Adds the ways in which the wish (borrowed) comes true. False if there are more than WAYS_MAX:
 * then only so many were added.
 */
bool ways_find(struct ways *ways, const struct wish *wish);

/* Is the wish fulfilled by the interview in which no question is ever asked? */
bool ways_at_start(const struct ways *ways, const struct wish *wish);

#endif
