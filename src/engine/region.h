/*
 * region: emergency and help numbers of one part of the world, from data/regions.json. No number
 * stands anywhere else. Where no region is known every placeholder has words of its own, such as
 * "your local emergency number".
 */
#ifndef REDFLAG_ENGINE_REGION_H
#define REDFLAG_ENGINE_REGION_H

#include "base/diag.h"
#include "base/memory.h"

/* The placeholders a protocol may use in braces: {emergency}, {urgent_advice}, ... */
enum region_number {
    REGION_EMERGENCY,
    REGION_URGENT_ADVICE,
    REGION_CRISIS,
    REGION_SEXUAL_VIOLENCE,
    REGION_CHILD,
    REGION_DOMESTIC_ABUSE,
    REGION_NUMBER_COUNT
};

struct region {
    struct arena arena;
    const char *id, *title;      /* NULL: no region is known */
    const char *verified_on;     /* the date checked; may be NULL */
    const char *numbers[REGION_NUMBER_COUNT]; /* never NULL: words where no number is known */
};

/* The name of a placeholder, without braces. */
const char *region_placeholder(enum region_number number);

/* The placeholder called `name` (length bytes), or REGION_NUMBER_COUNT. */
enum region_number region_find_placeholder(const char *name, size_t length);

/* The region of nowhere: words for every number. */
struct region *region_unknown(void);

/*
 * Finds the region by its id or by a two-letter territory (case does not matter) in the file at
 * `path`. NULL with reasons in `diags` if the file is not usable; NULL without, if there is no such
 * region. Free with region_free.
 */
struct region *region_load(const char *path, const char *wanted, struct diags *diags);

void region_free(struct region *region);

/* `text` with every {placeholder} filled in, in `arena`. */
const char *region_fill(const struct region *region, const char *text, struct arena *arena);

#endif
