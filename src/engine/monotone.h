/*
 * monotone: can a further symptom make an interview end milder? Walks pairs of interviews that
 * differ in one tick and answer alike whatever both are asked.
 */
#ifndef REDFLAG_ENGINE_MONOTONE_H
#define REDFLAG_ENGINE_MONOTONE_H

#include "engine/interview.h"
#include "engine/survey.h"

enum monotone_answer { MONOTONE_HOLDS, MONOTONE_BROKEN, MONOTONE_UNDECIDED };

struct monotone; /* what has been found safe so far; makes later questions cheap */

/* `budget` bounds the pairs that are looked at in all. Borrows the survey. */
struct monotone *monotone_new(const struct survey *survey, size_t budget);
void monotone_free(struct monotone *monotone);

/*
 * Is there an interview with a tick of `answer` (an item that is not exclusive) that ends milder
 * than the same interview without it? If so both are returned; the caller frees them.
 */
enum monotone_answer monotone_check(struct monotone *monotone, unsigned answer,
                                    struct interview **without, struct interview **with);

#endif
