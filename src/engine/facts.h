/*
 * facts: what is known at one point of an interview, and the only place where the meaning of a
 * protocol is carried out: when a question is asked, what an answer changes, when a finding
 * settles, when an interview ends. The interview replays its answers through these functions and
 * the prover walks all interviews through the same ones, so what is proved is what is run.
 *
 * A facts knows no answers that were not given to it and keeps no history.
 */
#ifndef REDFLAG_ENGINE_FACTS_H
#define REDFLAG_ENGINE_FACTS_H

#include "engine/protocol.h"

struct facts {
    uint64_t *holds;      /* bit f: finding f holds */
    int64_t *points;      /* per score, so far */
    unsigned disposition; /* the most urgent so far; at first the last one of the protocol */
    bool ended;           /* nothing further is asked or passed */
};

/* Memory for the facts of `protocol`, with nothing known and nothing settled. */
void facts_init(struct facts *facts, const struct protocol *protocol);

/* Overwrites and frees. */
void facts_fini(struct facts *facts, const struct protocol *protocol);

/* Makes `to`, which was initialised for the same protocol, know what `from` knows. */
void facts_copy(struct facts *to, const struct facts *from, const struct protocol *protocol);

/* Forgets everything; nothing is settled. */
void facts_forget(struct facts *facts, const struct protocol *protocol);

/* Forgets everything, then settles what needs no question. An interview begins so. */
void facts_begin(struct facts *facts, const struct protocol *protocol);

bool facts_holds(const struct facts *facts, unsigned finding);
void facts_set(struct facts *facts, unsigned finding, bool holds);

/* Does the condition hold on what is known so far? */
bool facts_meet(const struct facts *facts, const struct condition *condition);

/* Is `question` asked, given what is known when it is reached? False once ended. */
bool facts_ask(const struct facts *facts, const struct protocol *protocol, unsigned question);

/* One answer is given: its finding holds, its points count, it raises, it may end. */
void facts_give(struct facts *facts, const struct protocol *protocol, unsigned answer);

/*
 * The question has been answered (after facts_give for each answer) or skipped: the findings that
 * waited for it settle in file order, and an ending disposition reached by now ends the interview.
 * Skipped questions count too, so that nobody in danger is asked one more question only because
 * the finding settled on a question that was left out.
 */
void facts_pass(struct facts *facts, const struct protocol *protocol, unsigned question);

/* Is this piece of advice shown, if the interview ends with what is known now? */
bool facts_advise(const struct facts *facts, const struct protocol *protocol, unsigned advice);

#endif
