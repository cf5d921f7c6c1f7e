/* grid: the numbers that can be typed. See grid.h. */
#include "engine/grid.h"

#include <math.h>

#include "base/number.h"

static const double TOO_LARGE = 1e15; /* units: has more than GRID_DIGITS digits */

/* Written out because a library that is loaded for one function delays every start. */
static double whole(double number)
{
    if (number >= TOO_LARGE || number <= -TOO_LARGE)
        return number;
    return (double)(int64_t)(number < 0 ? number - 0.5 : number + 0.5);
}

/*
 * Is the number a whole number of units? A quotient of two whole numbers is the double nearest to
 * it, and so is what is read from decimals: they are the same double or another decimal.
 */
static bool count_units(double number, double units, int64_t *count)
{
    double nearest = whole(number * units);

    if (fabs(nearest) >= TOO_LARGE)
        return false;
    *count = (int64_t)nearest;
    return nearest / units == number;
}

static bool counts_in(struct grid *grid, double units)
{
    int64_t last;

    if (!count_units(grid->min, units, &grid->first) || !count_units(grid->max, units, &last) ||
        !count_units(grid->step, units, &grid->stride))
        return false;
    grid->units = units;
    grid->steps = (last - grid->first) / grid->stride;
    return true;
}

bool grid_make(struct grid *grid)
{
    double units = 1;

    grid->min = number_tidy(grid->min);
    grid->max = number_tidy(grid->max);
    grid->step = number_tidy(grid->step);
    for (int places = 0; places <= GRID_DIGITS; places++) {
        if (counts_in(grid, units))
            return true;
        units *= 10;
    }
    return false;
}

enum grid_place grid_find(const struct grid *grid, double number, int64_t *steps)
{
    int64_t count;

    number = number_tidy(number);
    if (number < grid->min)
        return GRID_BELOW;
    if (number > grid->max)
        return GRID_ABOVE;
    if (!count_units(number, grid->units, &count) || (count - grid->first) % grid->stride != 0)
        return GRID_BETWEEN;
    *steps = (count - grid->first) / grid->stride;
    return GRID_HIT;
}

enum grid_place grid_nearest(const struct grid *grid, double number, int64_t *steps)
{
    /* What was calculated may lie just beside a half, which is rounded up. */
    double nearest = whole(number_tidy((number_tidy(number) - grid->min) / grid->step));

    if (nearest < 0)
        return GRID_BELOW;
    if (nearest > (double)grid->steps)
        return GRID_ABOVE;
    *steps = (int64_t)nearest;
    return GRID_HIT;
}

double grid_number(const struct grid *grid, int64_t steps)
{
    return (double)(grid->first + steps * grid->stride) / grid->units;
}
