/*
 * search: are there interviews like these?
 *
 * Most wishes (wish.h) can come true in a few ways only (ways.h). Every edge of the diagram of all
 * interviews (walk.h) decides some findings, so a way is possible exactly if a path exists whose
 * edges all agree with it. Sixty-four ways are tried at once, one bit each, and only over the
 * layers that decide anything about them. Wishes with more ways are pursued one by one (pursue.h).
 */
#ifndef REDFLAG_ENGINE_SEARCH_H
#define REDFLAG_ENGINE_SEARCH_H

#include "engine/wish.h"

/* So many steps a search may take for each edge of the budget: at most some ten seconds. */
enum { SEARCH_EFFORT = 1000 };

size_t search_steps(size_t budget);

/*
 * Answers all wishes and counts down what was looked at from `*steps`. Exact; SEARCH_UNDECIDED only
 * where the steps were used up or a wish needs more memory than the diagram may take.
 */
void search(const struct survey *survey, const struct wish *wishes, size_t count, size_t *steps,
            enum search_answer *answers);

#endif
