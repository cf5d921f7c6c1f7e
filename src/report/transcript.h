/*
 * transcript: an interview in words, and as the line that replays it. What is told are examples
 * that the prover made and nobody's answers, so private questions are told like all others.
 */
#ifndef REDFLAG_REPORT_TRANSCRIPT_H
#define REDFLAG_REPORT_TRANSCRIPT_H

#include "engine/interview.h"
#include "engine/region.h"
#include "page/plain.h"

/* Question and answer by turns, then how it ends; each line indented by `indent` blanks. */
void transcript_text(const struct plain *plain, size_t indent, const struct interview *interview,
                     const struct region *region);

/* The answers on one line, never wrapped, for --answers. */
void transcript_line(FILE *out, const struct interview *interview);

#endif
