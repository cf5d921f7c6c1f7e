/*
 * verify: what is proved of a protocol, over all its interviews at once. Protocol in, a report
 * out: no printing, no clock. The diagram comes from walk.h, questions about it from search.h.
 *
 * Why the proofs are right: every interview is a path of the diagram and every path an interview
 * (walk.h), and the edges are computed by the functions that the interview itself runs (facts.h).
 *   - What can be reached has an edge; what has none cannot be reached.
 *   - A condition that was read with one value only is always true or never true. So is a part of
 *     one: a part with a score in it is told apart by the diagram itself (walk.h); of any other the
 *     situation that stands for a node has a value that it can have, and for the value that none
 *     of them has, an interview is wished for in which the condition is read (wish.h). What such a
 *     part names is decided by then and stays so.
 *   - The outcomes of a node are the union over its edges, so the mildest outcome behind a red
 *     flag is exact.
 *   - "Not sure" is compared with the other answers at every node where the question is asked.
 *   - Adding a symptom: pairs of nodes go forward together with the same answers, from each place
 *     where an item is ticked or not; only what the two interviews answer alike is tied together.
 *   - Advice and promises are wishes for a counterexample (wish.h); a promise is kept if none is
 *     possible, and about nobody if its condition holds at no end.
 */
#ifndef REDFLAG_ENGINE_VERIFY_H
#define REDFLAG_ENGINE_VERIFY_H

#include "engine/cases.h"
#include "engine/interview.h"
#include "engine/protocol.h"

enum verify_kind {
    VERIFY_UNREACHABLE_QUESTION,
    VERIFY_UNREACHABLE_ANSWER,
    VERIFY_UNREACHABLE_FINDING,
    VERIFY_UNREACHABLE_ADVICE,
    VERIFY_UNREACHABLE_DISPOSITION,
    VERIFY_ALWAYS,          /* a condition that is always true where it is read */
    VERIFY_NEVER,           /* one that never is; or of a promise, whose condition no end fulfils */
    VERIFY_FLOOR_BROKEN,    /* a red flag, and an interview that ends milder */
    VERIFY_UNSURE_MILDER,   /* a question where not being sure ends milder than any other answer */
    VERIFY_NOT_MONOTONE,    /* an answer that, added, can end milder: a note, not a failure */
    VERIFY_PROMISE_BROKEN,
    VERIFY_UNDECIDED,       /* not proved within the budget */
    VERIFY_KIND_COUNT
};

/* ALWAYS, NEVER: what it is of a condition. */
enum verify_part {
    VERIFY_WHOLE,
    VERIFY_GROUP,  /* an all or any inside it */
    VERIFY_NUMBER, /* a score or at_least inside it */
    VERIFY_BOUND,  /* one bound of a score that has both and as a whole does decide something */
    VERIFY_PART_COUNT
};

/*
 * What a condition inside another one is proved as. WHOLE: not by itself, as a finding there says
 * nothing of its own, and a `not` what its part says.
 */
enum verify_part verify_part_of(const struct condition *condition);

struct verify_item {
    enum verify_kind kind;
    enum verify_kind doubt; /* UNDECIDED: what it may be; of a condition ALWAYS stands for both */
    unsigned index;       /* of the question, finding, advice, disposition or promise */
    struct place place;   /* in the protocol; for a promise in the cases file */
    const char *pointer;  /* JSON Pointer of the place */
    enum verify_part part;
    struct interview *example; /* may be NULL */
    struct interview *other;   /* NOT_MONOTONE: the same with the symptom; else NULL */
};

struct verify_report {
    struct arena arena;
    const struct protocol *protocol;
    struct facts start;   /* what is known before the first question */
    struct verify_item *items;
    size_t item_count, item_room;
    bool decided;         /* false: the walk was stopped; nothing but `kept` is known */
    unsigned stopped_at;  /* the question */
    const unsigned *kept; /* the findings that keep too many situations apart; perhaps none */
    size_t kept_count;
    long double interviews; /* how many there are: exact to 2^64, then rounded, then infinite */
    unsigned fewest, most; /* questions in one interview */
    size_t nodes, edges;   /* of the diagram */
};

/* Proves all there is to prove. `cases` may be NULL. `budget` counts edges, see walk.h. */
struct verify_report *verify(const struct protocol *protocol, const struct cases *cases,
                             size_t budget);

/* The budget for everyday use: what a tangled protocol may take (walk.h), and enough for each
 * question that a long but simple one is never left undecided. */
size_t verify_budget(const struct protocol *protocol);

void verify_free(struct verify_report *report);

/* Is it about a promise of the cases file? */
bool verify_is_promise(const struct verify_item *item);

/* True for what must not be: everything but notes. Undecided is a failure: it is not a pass. */
bool verify_is_failure(enum verify_kind kind);

size_t verify_failures(const struct verify_report *report);

#endif
