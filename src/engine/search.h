/*
 * search: is there an interview like this?
 *
 * A wish (ways.h) is taken apart into the ways in which it can come true. Every edge of the diagram
 * of all interviews (walk.h) decides some findings, so a way is possible exactly if a path exists
 * whose edges all agree with it. Sixty-four ways are tried at once, one bit each, and only over the
 * layers that decide anything about them.
 */
#ifndef REDFLAG_ENGINE_SEARCH_H
#define REDFLAG_ENGINE_SEARCH_H

#include "engine/ways.h"

enum search_answer { SEARCH_NO, SEARCH_YES, SEARCH_UNDECIDED };

/*
 * Answers all wishes. Exact; SEARCH_UNDECIDED only where a wish has more than WAYS_MAX ways to come
 * true and none of those tried is possible.
 */
void search(const struct survey *survey, const struct wish *wishes, size_t count,
            enum search_answer *answers);

/* For each label of the walk whether an edge with it agrees with the way: the paths over such
 * edges to an end that the wish allows are the interviews in which the way comes true. */
void search_agree(const struct ways *ways, const struct way *way, bool *agrees);

#endif
