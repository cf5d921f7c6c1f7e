/*
 * guess: "did you mean". Finds the known word that is nearest to what somebody typed, counting
 * letters added, left out, changed or swapped.
 */
#ifndef REDFLAG_ENGINE_GUESS_H
#define REDFLAG_ENGINE_GUESS_H

#include <stddef.h>

struct guess {
    const char *typed, *best; /* borrowed */
    size_t length, slips;     /* of `typed`; of `best` */
};

/* Starts with nothing found. */
struct guess guess_begin(const char *typed);

/* Is `known` nearer than what was found so far? It must live as long as the guess. */
void guess_try(struct guess *guess, const char *known);

/* The nearest word, or NULL if none is near enough to be meant. */
const char *guess_best(const struct guess *guess);

#endif
