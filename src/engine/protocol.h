/*
 * protocol: the immutable model of one protocol file.
 *
 * `load` builds it once; everybody else reads it through const. It is made of flat arrays in one
 * arena, and things refer to each other by index. It knows no JSON, no terminal and no answers.
 *
 * Findings share one index space: the answers come first, in the order of the file (an answer
 * *is* a finding, called `question.answer`), then the named findings. So a finding below
 * `answer_count` is an answer, and `finding - answer_count` is the named one.
 */
#ifndef REDFLAG_ENGINE_PROTOCOL_H
#define REDFLAG_ENGINE_PROTOCOL_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "engine/grid.h"

#define PROTOCOL_NONE UINT_MAX /* "no such index": nothing raised, no topic, not found */

/* Where something stands in the file, for messages; both count from 1. */
struct place {
    unsigned line, column;
};

/* Paragraphs. */
struct texts {
    const char *const *items;
    size_t count;
};

/* Indexes into another array, for example the sources of an answer. */
struct indexes {
    const unsigned *items;
    size_t count;
};

enum condition_kind {
    CONDITION_FINDING,
    CONDITION_ALL,
    CONDITION_ANY,
    CONDITION_NOT,
    CONDITION_AT_LEAST,
    CONDITION_SCORE,
    CONDITION_COUNT
};

/* Nesting is bounded by the depth limit of the loader, so recursion over a condition is safe. */
struct condition {
    enum condition_kind kind;
    unsigned index;             /* FINDING: the finding; SCORE: the score */
    size_t at_least;            /* AT_LEAST: how many of the parts must hold */
    int64_t from, below;        /* SCORE: from <= points < below; INT64_MIN, INT64_MAX: no bound */
    const struct condition *of; /* ALL, ANY, AT_LEAST: the parts; NOT: the one part */
    size_t count;
    struct place place;
};

struct review {
    const char *status, *by, *on, *next; /* all but status may be NULL */
    struct place place;
};

struct source {
    const char *id, *title, *publisher;
    const char *url, *read, *note; /* may be NULL */
    struct place place;
};

struct disposition {
    const char *id, *title;
    const char *within; /* how soon, in words; may be empty */
    struct texts text;
    bool ends;
    struct place place;
};

enum question_kind {
    QUESTION_CHOICE,
    QUESTION_CHECKLIST,
    QUESTION_NUMBER,
    QUESTION_INFO,
    QUESTION_KIND_COUNT
};

/* A second unit of a number question: value in the first unit = scale * value + offset. */
struct unit {
    const char *name;
    double scale, offset;
};

struct question {
    const char *id, *text;
    const char *why, *section, *none; /* may be NULL; none: own words for "None of these" */
    enum question_kind kind;
    bool private;                   /* its answers never leave the screen */
    const struct condition *ask_if; /* NULL: always asked */
    unsigned first_answer, answer_count;
    unsigned first_settling, settling_count; /* range of protocol.settling */
    struct indexes sources;
    const char *unit;     /* NUMBER: may be NULL */
    struct grid grid;     /* NUMBER: what can be typed; numbers are counted in its steps */
    const struct unit *units;
    size_t unit_count;
    struct place place;
};

struct points {
    unsigned score;
    int64_t points;
};

struct answer {
    const char *id, *text;
    const char *note; /* how it reads in a summary; NULL where it raises nothing */
    unsigned question;
    unsigned raise; /* a disposition, or PROTOCOL_NONE */
    bool ends, unsure, exclusive;
    bool band;    /* NUMBER: has `from`; otherwise a choice beside the number */
    int64_t from; /* NUMBER: the lowest value of the band, in steps above min */
    const struct points *points;
    size_t points_count;
    struct indexes sources;
    struct place place;
};

struct score {
    const char *id, *title;
    struct place place;
};

/* A named finding. It settles when `settles_after` questions have been passed. */
struct finding {
    const char *id;
    const struct condition *when, *unless; /* unless may be NULL */
    unsigned raise;                        /* a disposition, or PROTOCOL_NONE */
    const char *note;                      /* may be NULL */
    unsigned settles_after;
    bool private; /* rests on a private question, so it never leaves the screen either */
    struct indexes sources;
    struct place place;
};

struct advice {
    const char *id, *text;
    const struct condition *when, *unless; /* may be NULL */
    uint64_t dispositions;                 /* bit d: shown with disposition d */
    unsigned group, topic;                 /* topic may be PROTOCOL_NONE */
    bool private;                          /* when or unless rests on a private question */
    struct indexes sources;
    struct place place;
};

struct advice_group {
    const char *title;
    unsigned first, count; /* range of protocol.advice */
    struct place place;
};

struct topic {
    const char *id, *title;
    struct texts text;
    const struct texts *rows; /* a small table, the first row is its heading; may be NULL */
    size_t row_count;
    struct indexes sources;
    struct place place;
};

enum { PROTOCOL_MAX_DISPOSITIONS = 64 };

struct protocol {
    struct arena arena; /* everything below lives here */
    const char *path;   /* the file it came from, for messages */
    const char *id, *version, *language, *title;
    const char *url; /* may be NULL */
    struct texts about;
    struct place about_place;
    struct review review;

    const struct source *sources;
    const struct disposition *dispositions; /* most urgent first; the last is self-care */
    const struct question *questions;
    const struct answer *answers;
    const struct score *scores;
    const struct finding *findings; /* the named ones */
    const struct advice_group *groups;
    const struct advice *advice;
    const struct topic *topics;
    unsigned source_count, disposition_count, question_count, answer_count, score_count;
    unsigned finding_count, group_count, advice_count, topic_count;

    /*
     * The named findings in the order in which they settle (equal times: file order). The first
     * `settled_at_start` of them settle before the first question.
     */
    const unsigned *settling;
    unsigned settled_at_start;

    const struct id_index *ids; /* see protocol_find */
};

enum protocol_kind {
    PROTOCOL_SOURCE,
    PROTOCOL_DISPOSITION,
    PROTOCOL_QUESTION,
    PROTOCOL_FINDING, /* "question.answer" or the id of a named finding */
    PROTOCOL_SCORE,
    PROTOCOL_ADVICE,
    PROTOCOL_TOPIC,
    PROTOCOL_KIND_COUNT
};

/* The index of what is called `id`, or PROTOCOL_NONE. Constant time. */
unsigned protocol_find(const struct protocol *protocol, enum protocol_kind kind, const char *id);

/* How many findings there are: answers and named ones. */
unsigned protocol_finding_total(const struct protocol *protocol);

/* "question.answer" or the id of the named finding, written into `arena`. */
const char *protocol_finding_id(const struct protocol *protocol, unsigned finding,
                                struct arena *arena);

/* The disposition that `finding` raises, or PROTOCOL_NONE. */
unsigned protocol_finding_raise(const struct protocol *protocol, unsigned finding);

/* How the finding reads in a summary: its note, else (answers only) its text; may be NULL. */
const char *protocol_finding_note(const struct protocol *protocol, unsigned finding);

/* Where the finding stands: for messages, and as a JSON Pointer in `arena`. */
struct place protocol_finding_place(const struct protocol *protocol, unsigned finding);
const char *protocol_finding_pointer(const struct protocol *protocol, unsigned finding,
                                     struct arena *arena);

/* True if the finding rests on a private question. */
bool protocol_finding_private(const struct protocol *protocol, unsigned finding);

/* How many parts of a condition with parts (ALL, ANY, AT_LEAST) must hold for it to hold. */
size_t protocol_parts_needed(const struct condition *condition);

/* Is it a score, or is there one inside it? */
bool protocol_has_score(const struct condition *condition);

/* Is it a score with both bounds? */
bool protocol_is_range(const struct condition *condition);

/* Frees the protocol and everything in it. NULL is allowed. */
void protocol_free(struct protocol *protocol);

#endif
