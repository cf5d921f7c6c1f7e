/*
 * check_text: what `redflag check` found, for the clinician who wrote the protocol. The faults
 * come first, each with what it means for a patient and an example; what they add up to is last,
 * where it is read first on a terminal.
 */
#ifndef REDFLAG_REPORT_CHECK_TEXT_H
#define REDFLAG_REPORT_CHECK_TEXT_H

#include "engine/region.h"
#include "page/plain.h"
#include "report/check.h"

struct check_text {
    struct plain plain;
    bool wrap;                   /* faults too; without it each is one line, for editors */
    bool notes;                  /* each note with its example, not only one of each sort */
    const struct region *region; /* for the placeholders in texts */
};

/* The faults, the summary and the verdict. */
void check_text(const struct check_text *text, const struct check *check);

/* Each red flag: its source, question, answer, disposition, and the cases that cover it. */
void check_text_trace(const struct check_text *text, const struct check *check);

/* What no case covers, and interviews that would cover it. */
void check_text_coverage(const struct check_text *text, const struct check *check);

#endif
