/*
 * loader: what the parts of load share: reading the members of an object by a table, simple
 * values, references, and reporting faults at their place. Private to load*.c and region.c.
 *
 * A member that is missing or of the wrong type is reported once and then taken as not given, so
 * that everything else in the file is still looked at.
 */
#ifndef REDFLAG_ENGINE_LOADER_H
#define REDFLAG_ENGINE_LOADER_H

#include "base/diag.h"
#include "base/number.h"
#include "engine/id_index.h"
#include "engine/interview.h"
#include "engine/json.h"
#include "engine/protocol.h"

enum {
    LOADER_MAX_ID = 64,      /* bytes */
    LOADER_MAX_TEXT = 4000,  /* bytes */
    LOADER_GUESSES = 50000   /* known words compared for "did you mean", in one file */
};

#define LOADER_MAX_NUMBER 1e9 /* every number in a file lies between minus this and this */

struct loader {
    struct json *json;
    struct diags *diags;
    const char *path;
    struct arena *arena;  /* of the thing being built */
    struct arena scratch; /* of messages and working memory */
    char *texts;          /* room for copies of all texts of the file */
    size_t guesses;       /* left */

    const struct protocol *protocol; /* what references are looked up in; may be NULL */

    /* The same while it is being built, with its arrays for writing. NULL for other files. */
    struct protocol *building;
    struct id_index *ids;
    struct source *sources;
    struct disposition *dispositions;
    struct question *questions;
    struct answer *answers;
    struct score *scores;
    struct finding *findings;
    struct advice *advice;
    struct advice_group *groups;
    struct topic *topics;
    unsigned *score_settles; /* per score: 1 + the last question that gives it points; 0: none */
};

/* Value 0 is the document, so it is never a member: 0 means "not given". */
enum { NOT_GIVEN = 0 };

/* Walks the elements of a list or the members of an object. */
#define EACH_CHILD(loader, child, parent)                                                       \
    for (unsigned child = (parent) + 1; child < json_after((loader)->json, parent);             \
         child = json_after((loader)->json, child))

struct member {
    const char *name;
    unsigned types; /* the JSON types it may have */
    bool required;
    void (*read)(struct loader *loader, unsigned value, void *into); /* NULL: the caller does */
    size_t into;    /* offset of what `read` fills in */
};

/*
 * Reads the members of the object `value` into the struct at `into`, as the table says. at[i] is
 * the value of member i, or NOT_GIVEN. `what` is the object in words, such as "a question".
 * False, with everything not given, if it is no object.
 */
bool loader_members(struct loader *loader, unsigned value, const char *what,
                    const struct member *members, size_t count, void *into, unsigned *at);

/* Has this object such a member, be it wrong? Tells "given, but wrong" from "missing". */
bool loader_has_member(const struct loader *loader, unsigned object, const char *name);

/* The text of the member called `name` of an object, or NULL. Looks through all members. */
const char *loader_member_text(const struct loader *loader, unsigned object, const char *name);

/* Faults, at the place of a value or of its name, with its pointer. */
void loader_fault(struct loader *loader, unsigned value, enum diag_code code, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));
void loader_name_fault(struct loader *loader, unsigned value, enum diag_code code,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A text made safe for a message. */
const char *loader_quote(struct loader *loader, const char *text);

/* Is it one of the types? Else the fault is reported. */
bool loader_type(struct loader *loader, unsigned value, unsigned types, const char *what);

/* A copy of a text without looking at it, for as long as the arena lives. */
const char *loader_keep(struct loader *loader, unsigned value);

/* Readers for member tables: the type is checked already. */
void read_id(struct loader *loader, unsigned value, void *into);       /* const char * */
void read_text(struct loader *loader, unsigned value, void *into);     /* const char *, not empty */
void read_label(struct loader *loader, unsigned value, void *into);    /* const char *, any */
void read_date(struct loader *loader, unsigned value, void *into);     /* const char * */
void read_language(struct loader *loader, unsigned value, void *into); /* const char * */
void read_flag(struct loader *loader, unsigned value, void *into);     /* bool */
void read_number(struct loader *loader, unsigned value, void *into);   /* double */
void read_integer(struct loader *loader, unsigned value, void *into);  /* int64_t */
void read_texts(struct loader *loader, unsigned value, void *into);    /* struct texts, not empty */

/* The list is not empty; else the fault is reported. */
bool loader_not_empty(struct loader *loader, unsigned list, const char *what);

/* The thing of `kind` that the text `value` names, or PROTOCOL_NONE and a fault. */
unsigned loader_reference(struct loader *loader, unsigned value, enum protocol_kind kind);

/* Readers of references. */
void read_disposition(struct loader *loader, unsigned value, void *into); /* unsigned */
void read_topic(struct loader *loader, unsigned value, void *into);       /* unsigned */
void read_sources(struct loader *loader, unsigned value, void *into);     /* struct indexes */

/* Registers an id of what is built, if it is there. An answer's id need only differ within its
 * question. */
void loader_add_id(struct loader *loader, unsigned value, enum protocol_kind kind, unsigned item,
                   const char *id);

/* Whatever raises must say in words why, and something must come of it. */
void loader_check_raise(struct loader *loader, unsigned raise_value, unsigned raise,
                        unsigned note_value);

/* A condition as the value of a member. */
enum { CONDITION_TYPES = JSON_TEXT | JSON_OBJECT };

/* ---- load_question.c ---- */

/*
 * Loads question number `item`, whose place among the answers is known, with its answers. Its
 * condition is read later: *ask_if is its value, or NOT_GIVEN.
 */
void load_question(struct loader *loader, unsigned value, unsigned item, unsigned *ask_if);

/* ---- load_answers.c ---- */

/* Gives the answers in the object at `object` to `interview`; see load_answers. */
bool load_answers_in(struct json *json, unsigned object, const char *path,
                     struct interview *interview, struct diags *diags);

/* ---- load_condition.c ---- */

/* What a condition may name where it stands, and what became known while reading it. */
struct scope {
    unsigned question;      /* an ask_if: only what is settled before this question; else NONE */
    unsigned finding;       /* a named finding: only named ones before this; else NONE */
    unsigned settles_after; /* grows to the number of questions that must have been passed */
};

/* The condition at `value`, in the arena. What it holds with faults in it is never used. */
const struct condition *load_condition(struct loader *loader, unsigned value,
                                       struct scope *scope);

/* ---- load_privacy.c ---- */

/* Marks everything that rests on a private question. Only for a protocol without faults. */
void load_privacy(struct loader *loader);

#endif
