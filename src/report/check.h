/*
 * check: everything that was found out about one protocol, and what it adds up to. The text and the
 * JSON are two ways to tell it.
 */
#ifndef REDFLAG_REPORT_CHECK_H
#define REDFLAG_REPORT_CHECK_H

#include "engine/coverage.h"
#include "engine/verify.h"

/* Faults stand in the order in which an author should look at them. */
enum check_part {
    CHECK_LOAD,  /* errors that make a file unusable */
    CHECK_LINT,  /* slips that stop nothing */
    CHECK_PROOF, /* what is not so in every interview; each fault is tied to its verify_item */
    CHECK_TRIAL, /* cases that do not come out as they expect, gaps */
    CHECK_PART_COUNT
};

struct check {
    const char *path;
    struct protocol *protocol;     /* NULL: not usable, and nothing below is known */
    struct cases *cases;           /* NULL: none, or not usable */
    struct verify_report *proofs;
    struct coverage coverage;
    struct interview **completing; /* what would cover the rest, if that was asked for */
    size_t completing_count;
    bool completing_all;           /* nothing was left out because it would take too long */
    struct diags *diags[CHECK_PART_COUNT];
};

/* Empty, with its lists of faults. Free with check_fini. */
void check_init(struct check *check, const char *path);
void check_fini(struct check *check);

/* Errors in all parts together; with none the protocol has passed. */
size_t check_errors(const struct check *check);
size_t check_warnings(const struct check *check);

/* Faults that were counted but are too many to be listed. */
size_t check_unlisted(const struct check *check);

/* What was looked at. */
enum check_kind {
    CHECK_QUESTIONS,
    CHECK_ANSWERS,
    CHECK_FINDINGS,
    CHECK_ADVICE,
    CHECK_TOPICS,
    CHECK_DISPOSITIONS,
    CHECK_CONDITIONS,
    CHECK_GROUPS,
    CHECK_THRESHOLDS,
    CHECK_FLOORS,
    CHECK_UNSURE,
    CHECK_SYMPTOMS,
    CHECK_PROMISES,
    CHECK_CASES,
    CHECK_SOURCES,
    CHECK_TRIED,
    CHECK_KIND_COUNT,
    CHECK_LAST_PROOF = CHECK_PROMISES /* those behind it are about cases */
};

/* Each of the total is one of three: as it should be, or not, or that could not be found out. */
struct check_tally {
    size_t total, held, failed, undecided;
    enum diag_severity severity; /* what it means that something failed */
};

/* The words for what was counted, in a program: "questions", "answers", ... */
const char *check_tally_name(enum check_kind kind);

/* Counts one kind of thing. Only where there is a protocol. */
struct check_tally check_tally(const struct check *check, enum check_kind kind);

/* Was this proved, or tried, at all? Proofs that were stopped prove nothing. */
bool check_is_known(const struct check *check, enum check_kind kind);

/* How many interviews there are, in `arena`: exact while it can be read, then "about 3.0e+21". */
const char *check_interviews(const struct verify_report *report, struct arena *arena);

#endif
