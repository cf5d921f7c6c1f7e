/*
 * example: an interview that shows something, in words and as the line that replays it. Examples
 * are made by the prover and are nobody's answers, so private questions are told like all others.
 */
#ifndef REDFLAG_REPORT_EXAMPLE_H
#define REDFLAG_REPORT_EXAMPLE_H

#include "engine/interview.h"
#include "engine/region.h"
#include "page/plain.h"

/* Question and answer by turns, then how it ends; each line indented by `indent` blanks. */
void example_text(const struct plain *plain, size_t indent, const struct interview *interview,
                  const struct region *region);

/* The answers on one line, never wrapped, for --answers. */
void example_line(FILE *out, const struct interview *interview);

#endif
