/*
 * examples: does an example of the prover show what it is an example of? Judged by replaying it,
 * with nothing of the prover.
 */
#ifndef REDFLAG_TESTS_EXAMPLES_H
#define REDFLAG_TESTS_EXAMPLES_H

#include "engine/verify.h"

/* The first item of the report whose example is missing or wrong, or NULL. `cases` may be NULL. */
const struct verify_item *examples_fault(const struct verify_report *report,
                                         const struct cases *cases);

#endif
