/*
 * cases: the vignettes and promises of a protocol, from the file beside it. A case is one
 * interview and what must come out; a promise is about all interviews and is proved.
 */
#ifndef REDFLAG_ENGINE_CASES_H
#define REDFLAG_ENGINE_CASES_H

#include "base/diag.h"
#include "engine/interview.h"
#include "engine/protocol.h"

struct vignette {
    const char *id, *title;
    struct interview *interview; /* with the answers of the case given */
    unsigned disposition;
    struct indexes findings, not_findings; /* findings */
    struct indexes advice, not_advice;     /* advice items */
    struct indexes not_asked;              /* questions */
    struct place place;
};

enum promise_kind {
    PROMISE_AT_LEAST,    /* where `when` holds, no interview ends milder than `disposition` */
    PROMISE_NEVER_SHOWN, /* where `when` holds, none of `advice` is shown */
    PROMISE_NEVER_ASKED, /* when one of `questions` is asked, `when` does not hold */
    PROMISE_QUESTIONS,   /* no interview asks more than `most` questions */
    PROMISE_KIND_COUNT
};

struct promise {
    const char *id, *title;
    enum promise_kind kind;
    const struct condition *when; /* NULL for PROMISE_QUESTIONS */
    unsigned disposition, most;
    struct indexes advice, questions;
    struct place place;
};

struct cases {
    struct arena arena;
    const char *path;
    struct vignette *vignettes;
    const struct promise *promises;
    size_t vignette_count, promise_count;
};

/* Where the cases of the protocol file at `protocol` are: NAME.cases.json beside NAME.json. */
const char *cases_path(const char *protocol, struct arena *arena);

/* Is there anything at this path? Also if it cannot be read: then it must not be passed over. */
bool cases_exist(const char *path);

/*
 * Reads the cases of `protocol`, which is borrowed. NULL if the file is not usable, with the
 * reasons in `diags`. Free with cases_free.
 */
struct cases *cases_load(const char *path, const struct protocol *protocol, struct diags *diags);

void cases_free(struct cases *cases);

/*
 * What is not as the case expects, one sentence in `arena` each; *count of them. Leaving an asked
 * question unanswered or answering one that is not asked is such a thing too. No sentence: the case
 * is passed.
 */
const char *const *cases_judge(const struct vignette *vignette, struct arena *arena,
                               size_t *count);

#endif
