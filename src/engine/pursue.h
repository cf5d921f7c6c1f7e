/*
 * pursue: one wish (wish.h), followed through the diagram of all interviews.
 *
 * Along a path more and more of the wish is decided. Two paths that reach the same node with the
 * same part of the wish still open have the same future, so they are one; how many combinations of
 * findings would fulfil the wish does not matter ("at least 16 of 32" leaves at most 17 numbers to
 * tell apart, not the 600 million sets). A path on which the wish has become impossible is dropped.
 *
 * Exact. What it costs is the edges, times what is told apart at each; both are counted, and
 * bounded.
 */
#ifndef REDFLAG_ENGINE_PURSUE_H
#define REDFLAG_ENGINE_PURSUE_H

#include "engine/wish.h"

/* The edges of an interview, in order. Zero-initialised is empty; free `edges`. */
struct trail {
    size_t *edges;
    size_t count, room;
};

/* Adds an edge behind the others. */
void trail_add(struct trail *trail, size_t edge);

/* Turns round the edges from number `first` on: they were found from the last to the first. */
void trail_turn(struct trail *trail, size_t first);

/*
 * Is there an interview that fulfils the wish? `trail` (NULL: it does not matter which) becomes the
 * one with the fewest questions, and of those the one with the fewest ticks. `*steps` counts down
 * what is looked at; SEARCH_UNDECIDED when it is used up, or when more would have to be kept in
 * memory than the diagram itself may take (the budget of the walk).
 */
enum search_answer pursue(const struct survey *survey, const struct wish *wish, size_t *steps,
                          struct trail *trail);

/* Counts down, not below 0. */
void pursue_spend(size_t *steps, size_t count);

#endif
