/*
 * lint: slips in a protocol that can be used, each a warning. What the prover can prove is not
 * looked at here.
 */
#ifndef REDFLAG_ENGINE_LINT_H
#define REDFLAG_ENGINE_LINT_H

#include "base/diag.h"
#include "engine/protocol.h"

enum {
    LINT_QUESTION_COLUMNS = 140, /* a question that is longer is hard to take in at once */
    LINT_SOURCE_YEARS = 3        /* a source read longer ago may say something else by now */
};

/* `today` is YYYY-MM-DD, or NULL: then no date is looked at. */
void lint(const struct protocol *protocol, const char *today, struct diags *diags);

#endif
