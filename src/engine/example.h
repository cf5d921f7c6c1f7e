/*
 * example: an interview that shows something, found in the diagram of all interviews (walk.h): the
 * one with the fewest questions, and of those the one with the fewest ticks. Each is given to the
 * caller as answers, which anybody can replay; the caller frees it with interview_free.
 */
#ifndef REDFLAG_ENGINE_EXAMPLE_H
#define REDFLAG_ENGINE_EXAMPLE_H

#include "engine/interview.h"
#include "engine/wish.h"

/*
 * The shortest interview that fulfils the wish, or NULL if none is found: there is none, or that is
 * undecided (pursue.h, which counts down `*steps`).
 */
struct interview *example_find(const struct survey *survey, const struct wish *wish,
                               size_t *steps);

/*
 * The shortest interview that takes the edges in `path` (at least one; each behind the one before)
 * and ends with one of the dispositions in `ends` (bit d: disposition d); one must be possible.
 */
struct interview *example_through(const struct survey *survey, const size_t *path, size_t count,
                                  uint64_t ends);

/* An interview with the most questions; there must be one with a question. */
struct interview *example_longest(const struct survey *survey);

#endif
