/*
 * text: the result as text, printed after leaving so that it can be read again, kept or handed
 * to somebody. What rests on a private question is left out, because this leaves the screen.
 */
#ifndef REDFLAG_REPORT_TEXT_H
#define REDFLAG_REPORT_TEXT_H

#include "engine/interview.h"
#include "engine/region.h"
#include "page/plain.h"

void report_text(const struct plain *plain, const struct interview *interview,
                 const struct region *region);

#endif
