/*
 * ahead: how many questions are still to come, for the progress line. Exact for all
 * continuations, because it walks them all with the prover's pass (walk.h) and keeps only what
 * later questions can see.
 */
#ifndef REDFLAG_ENGINE_AHEAD_H
#define REDFLAG_ENGINE_AHEAD_H

#include "engine/facts.h"

struct ahead {
    unsigned fewest, most;
};

/*
 * The questions that are asked after `question`, given what is known when it is reached; the
 * question itself is not counted. Where the walk would grow too large the figures are still
 * bounds: fewest 0, most all that are left.
 */
struct ahead ahead_count(const struct protocol *protocol, const struct facts *before,
                         unsigned question);

#endif
