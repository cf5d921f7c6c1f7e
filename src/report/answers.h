/*
 * answers: what was answered, as JSON in the form that --answers reads, so that any interview the
 * program shows can be given back to it.
 */
#ifndef REDFLAG_REPORT_ANSWERS_H
#define REDFLAG_REPORT_ANSWERS_H

#include "engine/interview.h"
#include "report/writer.h"

/*
 * Writes one object with a member for each question that was asked and answered. With `outside`
 * answers to private questions are left out.
 */
void answers_write(struct writer *writer, const char *name, const struct interview *interview,
                   bool outside);

#endif
