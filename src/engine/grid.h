/*
 * grid: the numbers that can be typed as an answer, from a minimum to a maximum in steps.
 *
 * The one place that decides which numbers these are: for the bands of a file, for an answer, for an
 * example. They are compared as the decimals that people write, counted in units of the last digit,
 * so that 38.5 is never a rounding question.
 */
#ifndef REDFLAG_ENGINE_GRID_H
#define REDFLAG_ENGINE_GRID_H

#include <stdbool.h>
#include <stdint.h>

enum { GRID_DIGITS = 15 }; /* that a number may have, before and behind the point together */

struct grid {
    double min, max, step; /* as they are written in the file; step is above 0 */
    int64_t steps;         /* from min to max */
    double units;          /* in 1: a power of ten */
    int64_t first, stride; /* min and step, in units */
};

enum grid_place {
    GRID_HIT = 0, /* such a number can be typed */
    GRID_BELOW,
    GRID_ABOVE,
    GRID_BETWEEN /* two steps */
};

/*
 * Counts min, max and step, which are there, in units. False, and the grid is of no use, if its
 * numbers have more digits than can be told apart.
 */
bool grid_make(struct grid *grid);

/* Where a finite number lies; where it can be typed *steps is how many steps above min. */
enum grid_place grid_find(const struct grid *grid, double number, int64_t *steps);

/* The same for the number of the grid that is nearest: never between two steps. */
enum grid_place grid_nearest(const struct grid *grid, double number, int64_t *steps);

/* The number that lies `steps` above min: what a file gives that has it in decimals. */
double grid_number(const struct grid *grid, int64_t steps);

#endif
