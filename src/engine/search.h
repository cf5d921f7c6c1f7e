/*
 * search: is there an interview like this? Questions to the diagram of all interviews (walk.h).
 *
 * A wish says what an interview must be like: conditions that hold (or not) at its end, the
 * dispositions it may end with, a question that must be asked. A wish is taken apart into the ways
 * in which it can come true, each a list of findings that must hold or must not. Every edge of the
 * diagram decides some findings, so a way is possible exactly if a path exists whose edges all
 * agree with it. Sixty-four ways are tried at once, one bit each, and only over the layers that
 * decide anything about them.
 */
#ifndef REDFLAG_ENGINE_SEARCH_H
#define REDFLAG_ENGINE_SEARCH_H

#include "engine/interview.h"
#include "engine/walk.h"

/* What is known of every path through a walk; computed once, read by all searches. */
struct survey {
    const struct walk *walk;
    const struct walk_options *options; /* those of the walk, for the final conditions */
    uint64_t *outcomes;  /* per node: bit d: some interview from here ends with disposition d */
    unsigned *fewest;    /* per node: questions asked from here on */
    unsigned *most;
    double *log_count;   /* per node: the number of interviews from here on, as log10 */
    uint64_t *count;     /* the same number, UINT64_MAX if it is that or more */
    unsigned *ask_layer; /* per question: the layer where it is reached, or WALK_END */
    uint64_t *ended_before; /* per question: dispositions of interviews that end before it */
};

/* The walk must be complete, begin at question 0 and outlive the survey. */
void survey_init(struct survey *survey, const struct walk *walk,
                 const struct walk_options *options);
void survey_fini(struct survey *survey);

enum { WISH_MAX_PARTS = 3, SEARCH_MAX_WAYS = 4096 };

struct wish {
    struct {
        const struct condition *condition;
        bool fails; /* it must not hold */
    } parts[WISH_MAX_PARTS];
    size_t part_count;
    uint64_t ends;  /* bit d: may end with disposition d */
    unsigned asked; /* this question must be asked, and the parts are then read when it is asked;
                       PROTOCOL_NONE: they are read at the end */
};

enum search_answer { SEARCH_NO, SEARCH_YES, SEARCH_UNDECIDED };

/*
 * Answers all wishes. Exact; SEARCH_UNDECIDED only where a wish has more than SEARCH_MAX_WAYS ways
 * to come true and none of those tried is possible.
 */
void search(const struct survey *survey, const struct wish *wishes, size_t count,
            enum search_answer *answers);

/* An interview with the fewest questions that fulfils the wish, or NULL. Caller frees. */
struct interview *search_example(const struct survey *survey, const struct wish *wish);

/* The shortest interview that takes the edges in `path` (each behind the one before). Caller frees. */
struct interview *search_through(const struct survey *survey, const size_t *path, size_t count,
                                 uint64_t ends);

/* An interview with the most questions. Caller frees. NULL if none is ever asked. */
struct interview *search_longest(const struct survey *survey);

#endif
