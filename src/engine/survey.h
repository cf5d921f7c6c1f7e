/*
 * survey: what is known of all paths through the diagram of all interviews (walk.h): how many there
 * are from each node on, with how many questions, and how they end. Computed once, from the ends
 * back to the beginning; every search reads it.
 */
#ifndef REDFLAG_ENGINE_SURVEY_H
#define REDFLAG_ENGINE_SURVEY_H

#include "engine/walk.h"

struct survey {
    const struct walk *walk;
    const struct walk_options *options; /* those of the walk, for the final conditions */
    uint64_t *outcomes;  /* per node: bit d: some interview from here ends with disposition d */
    unsigned *fewest;    /* per node: questions asked from here on */
    unsigned *most;
    long double *count;  /* per node: how many interviews go on from here; exact to 2^64 */
    unsigned *ask_layer; /* per question: the layer where it is reached, or WALK_END */
    uint64_t *ended_before; /* per question: dispositions of interviews that end before it */
};

/* The walk must be complete, begin at question 0 and outlive the survey. */
void survey_init(struct survey *survey, const struct walk *walk,
                 const struct walk_options *options);
void survey_fini(struct survey *survey);

/* How interviews that take this edge end: bit d: one of them with disposition d. */
uint64_t survey_behind(const struct survey *survey, const struct walk_edge *edge);

/* Per node: with how few questions it is reached; 0 is the first node. Caller frees. */
unsigned *survey_fewest_before(const struct survey *survey);

/* Of outcomes, which are never none. */
unsigned survey_mildest(uint64_t outcomes);
unsigned survey_most_urgent(uint64_t outcomes);

#endif
