/*
 * fit: do the texts of a protocol fit a small screen? A long checklist may scroll, but whatever is
 * read as one thing must be seen as one: a paragraph, and a question together with each answer.
 */
#ifndef REDFLAG_UI_FIT_H
#define REDFLAG_UI_FIT_H

#include "base/diag.h"
#include "engine/protocol.h"
#include "engine/region.h"

/* The smallest screen on which nothing that is one should scroll. */
enum { FIT_COLUMNS = 40, FIT_LINES = 12 };

/* Adds a warning for each text that does not fit, laid out as the full screen does. */
void fit(const struct protocol *protocol, const struct region *region, struct diags *diags);

#endif
