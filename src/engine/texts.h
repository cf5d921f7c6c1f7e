/*
 * texts: every text of a protocol that a person can come to read, one after the other, with where
 * it stands. Ids, dates and addresses are not texts.
 */
#ifndef REDFLAG_ENGINE_TEXTS_H
#define REDFLAG_ENGINE_TEXTS_H

#include "engine/protocol.h"

enum text_role {
    TEXT_TITLE,     /* a title, a heading, a unit: short by nature */
    TEXT_PARAGRAPH, /* read by itself: about, disposition, advice, topic, why */
    TEXT_CELL,      /* of a table */
    TEXT_QUESTION,
    TEXT_ANSWER,    /* also the words for "None of these" */
    TEXT_NOTE       /* of a summary */
};

struct text_site {
    enum text_role role;
    const char *text;
    unsigned index;      /* QUESTION: the question; ANSWER: the answer, PROTOCOL_NONE for "none" */
    struct place place;  /* of the thing it belongs to */
    const char *pointer; /* of the text itself */
};

/* Shows each text to `see`, in the order of the model. The pointer is borrowed for the call. */
void texts_each(const struct protocol *protocol,
                void (*see)(void *context, const struct text_site *site), void *context);

#endif
