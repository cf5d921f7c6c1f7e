/*
 * wish: what an interview may be wished to be like: conditions that hold (or not) at its end, the
 * dispositions it may end with, a question that must be asked, or only come up.
 */
#ifndef REDFLAG_ENGINE_WISH_H
#define REDFLAG_ENGINE_WISH_H

#include "engine/survey.h"

enum { WISH_MAX_PARTS = 3 };

struct wish {
    struct {
        const struct condition *condition;
        bool fails; /* it must not hold */
    } parts[WISH_MAX_PARTS];
    size_t part_count;
    uint64_t ends;  /* bit d: may end with disposition d */
    unsigned asked; /* this question must be asked, and the parts are then read when it is asked;
                       PROTOCOL_NONE: they are read at the end */
    unsigned reached; /* so many questions must come up, asked or skipped; 0: none */
};

/* The question that must come up for the wish, or PROTOCOL_NONE; `asked` stands above `reached`. */
unsigned wish_needs(const struct wish *wish);

/* Is there such an interview? */
enum search_answer { SEARCH_NO, SEARCH_YES, SEARCH_UNDECIDED };

/* A finding or (from the finding total on) a final condition that must hold, or must not. */
struct literal {
    unsigned subject;
    bool fails;
};

/*
 * Is it known without looking at any edge whether the finding holds (*held)? `start` is what is
 * known before the first question.
 */
bool wish_knows(const struct wish *wish, const struct protocol *protocol,
                const struct facts *start, unsigned finding, bool *held);

/* The subject of a literal about the score, which must be among the final conditions. */
unsigned wish_final(const struct wish *wish, const struct survey *survey,
                    const struct condition *score);

/* How many parts of a condition must hold for it to hold; or must fail, for it to fail. */
size_t wish_parts_needed(const struct condition *condition, bool fails);

/* Is the wish fulfilled by the interview in which no question is ever asked? */
bool wish_at_start(const struct wish *wish, const struct facts *start);

#endif
