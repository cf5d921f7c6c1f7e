/*
 * result: the result of an interview as blocks, most urgent first. The result page shows them,
 * the text summary prints them. With `outside` everything that rests on a private question is
 * left out, because it leaves the screen.
 */
#ifndef REDFLAG_PAGE_RESULT_H
#define REDFLAG_PAGE_RESULT_H

#include "engine/interview.h"
#include "engine/region.h"
#include "page/page.h"

/* Appends the blocks of the result to `page`; its first block is the headline. */
void result_blocks(struct page *page, const struct interview *interview,
                   const struct region *region, bool outside);

/* The review status as a sentence, never dressed up; in `arena` or constant. */
const char *result_review_text(const struct protocol *protocol, struct arena *arena);

/* The words for "None of these" of a checklist. */
const char *result_none_text(const struct question *question);

/* What was answered to `question`, in words, in `arena`; "Not answered" if nothing was. */
const char *result_answer_text(const struct interview *interview, unsigned question,
                               struct arena *arena);

#endif
