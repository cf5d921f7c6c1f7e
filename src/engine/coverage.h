/*
 * coverage: what the cases of a protocol try, and what they leave out. Each red flag must be
 * traceable from its source to a case; whatever no case shows can be completed with interviews that
 * would show it.
 */
#ifndef REDFLAG_ENGINE_COVERAGE_H
#define REDFLAG_ENGINE_COVERAGE_H

#include "engine/cases.h"

/* How many cases, of those that come out as they expect, show each thing. */
struct coverage {
    const struct protocol *protocol;
    const struct cases *cases; /* NULL: there are none */
    bool *passed;              /* per case */
    unsigned *findings;        /* per finding: in so many it holds */
    unsigned *advice;          /* per advice item: in so many it is shown */
    unsigned *dispositions;    /* per disposition: so many end with it */
    size_t flags;              /* red flags */
    size_t unsourced, untried; /* of those: without a source, without a case */
};

/* Runs all cases. Borrows protocol and cases; `cases` may be NULL. */
void coverage_init(struct coverage *coverage, const struct protocol *protocol,
                   const struct cases *cases);
void coverage_fini(struct coverage *coverage);

/* What a case can show, and what is counted of each: the same things in the order of the model. */
enum coverage_kind {
    COVERAGE_ANSWERS,
    COVERAGE_FINDINGS, /* the named ones */
    COVERAGE_ADVICE,
    COVERAGE_DISPOSITIONS,
    COVERAGE_COUNT
};

unsigned coverage_total(const struct coverage *coverage, enum coverage_kind kind);
unsigned coverage_times(const struct coverage *coverage, enum coverage_kind kind, unsigned item);
const char *coverage_id(const struct coverage *coverage, enum coverage_kind kind, unsigned item,
                        struct arena *arena);

/* The sources behind a red flag: its own, and those of the question of an answer without any. */
struct indexes coverage_sources(const struct protocol *protocol, unsigned finding);

/* Does case number `number` pass and make `finding` hold? */
bool coverage_shows(const struct coverage *coverage, size_t number, unsigned finding);

/*
 * Adds a fault for each red flag without a source or without a case: a warning for a draft, an
 * error for a protocol that calls itself reviewed.
 */
void coverage_gaps(const struct coverage *coverage, struct diags *diags);

/*
 * Interviews that show all that can be shown and no case shows, few of them: each is made to show
 * as much as it can, one thing after the other. A smaller set may exist. The count is in *count;
 * caller frees each with interview_free and the list with free. *all is false if the search was
 * stopped, because the walk was (`budget` counts edges, see walk.h) or because it would take long,
 * and if for something it is undecided whether it can be shown.
 */
struct interview **coverage_complete(const struct coverage *coverage, size_t budget, size_t *count,
                                     bool *all);

#endif
