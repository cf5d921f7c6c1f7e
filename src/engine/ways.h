/*
 * ways: a wish (wish.h), taken apart into the ways in which it can come true, each a list of
 * findings that must hold or must not: then nothing is left to combine, and each edge of the
 * diagram agrees with a way or does not. Only for wishes with few ways: those of most advice.
 */
#ifndef REDFLAG_ENGINE_WAYS_H
#define REDFLAG_ENGINE_WAYS_H

#include "engine/wish.h"

/* Of one wish: as many as are tried at once (search.c), and what may be tried to find them. */
enum { WAYS_MAX = 64, WAYS_EFFORT = 4096 };

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
    size_t effort;         /* goals that may still be looked at */
    bool too_many;
    struct literal *trail; /* the way being made */
    size_t trail_count, trail_room;
    signed char *value;    /* per subject: 1 must hold, -1 must not, 0 free */
};

/* No ways. Borrows the survey. */
void ways_init(struct ways *ways, const struct survey *survey);
void ways_fini(struct ways *ways);

/*
 * Adds the ways in which the wish (borrowed) comes true. False if there are more than WAYS_MAX, or
 * if it takes more than WAYS_EFFORT to find out, since most ways may contradict themselves: then
 * none was added.
 */
bool ways_find(struct ways *ways, const struct wish *wish);

#endif
