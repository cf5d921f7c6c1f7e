/*
 * json: the result for programs, as one JSON object. redflag(1) lists the members. What rests on
 * a private question is left out, and an interview that was not finished has no disposition: a
 * program that looks for one must never find a mild one by mistake.
 */
#ifndef REDFLAG_REPORT_JSON_H
#define REDFLAG_REPORT_JSON_H

#include <stdio.h>

#include "engine/interview.h"
#include "engine/region.h"

void report_json(FILE *out, const struct interview *interview, const struct region *region);

#endif
