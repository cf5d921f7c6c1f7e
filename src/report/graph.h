/*
 * graph: the decision tree of a protocol as Graphviz text, to be looked at by people who cannot
 * read JSON. A column for each section, the questions in order, what each answer calls for, and the
 * answers that lead to further questions.
 */
#ifndef REDFLAG_REPORT_GRAPH_H
#define REDFLAG_REPORT_GRAPH_H

#include <stdio.h>

#include "engine/protocol.h"
#include "engine/region.h"

/* The region fills the placeholders in texts. */
void graph(FILE *out, const struct protocol *protocol, const struct region *region);

#endif
