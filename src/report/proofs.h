/*
 * proofs: what the prover found, in words: a fault for each item, and what it means for the people
 * who will answer.
 */
#ifndef REDFLAG_REPORT_PROOFS_H
#define REDFLAG_REPORT_PROOFS_H

#include "engine/verify.h"

/* Adds a fault for each item of the report, tied to the item. `cases` may be NULL. */
void proofs_add(struct diags *diags, const struct verify_report *report,
                const struct cases *cases);

/* What the item means for a patient, one paragraph. */
const char *proofs_meaning(const struct verify_report *report, const struct verify_item *item);

#endif
