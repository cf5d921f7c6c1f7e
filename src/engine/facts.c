/* facts: the meaning of a protocol, one step at a time. See facts.h. */
#include "engine/facts.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 64 };

static size_t word_count(const struct protocol *protocol)
{
    return (protocol_finding_total(protocol) + WORD_BITS - 1) / WORD_BITS;
}

void facts_init(struct facts *facts, const struct protocol *protocol)
{
    facts->holds = memory_new(word_count(protocol), sizeof *facts->holds);
    facts->points = memory_new(protocol->score_count, sizeof *facts->points);
    facts->disposition = protocol->disposition_count - 1;
    facts->ended = false;
}

void facts_fini(struct facts *facts, const struct protocol *protocol)
{
    memory_wipe(facts->holds, word_count(protocol) * sizeof *facts->holds);
    memory_wipe(facts->points, protocol->score_count * sizeof *facts->points);
    free(facts->holds);
    free(facts->points);
    memory_wipe(facts, sizeof *facts);
}

void facts_copy(struct facts *to, const struct facts *from, const struct protocol *protocol)
{
    memcpy(to->holds, from->holds, word_count(protocol) * sizeof *to->holds);
    memcpy(to->points, from->points, protocol->score_count * sizeof *to->points);
    to->disposition = from->disposition;
    to->ended = from->ended;
}

bool facts_holds(const struct facts *facts, unsigned finding)
{
    return facts->holds[finding / WORD_BITS] >> finding % WORD_BITS & 1;
}

void facts_set(struct facts *facts, unsigned finding, bool holds)
{
    uint64_t bit = (uint64_t)1 << finding % WORD_BITS;

    if (holds)
        facts->holds[finding / WORD_BITS] |= bit;
    else
        facts->holds[finding / WORD_BITS] &= ~bit;
}

static bool meet_parts(const struct facts *facts, const struct condition *condition)
{
    size_t wanted = protocol_parts_needed(condition), met = 0;

    for (size_t i = 0; i < condition->count && met < wanted; i++)
        if (facts_meet(facts, &condition->of[i]))
            met++;
    return met >= wanted;
}

static bool meet_score(const struct facts *facts, const struct condition *condition)
{
    int64_t points = facts->points[condition->index];

    return points >= condition->from &&
           (condition->below == INT64_MAX || points < condition->below);
}

bool facts_meet(const struct facts *facts, const struct condition *condition)
{
    switch (condition->kind) {
    case CONDITION_FINDING:
        return facts_holds(facts, condition->index);
    case CONDITION_ALL:
    case CONDITION_ANY:
    case CONDITION_AT_LEAST:
        return meet_parts(facts, condition);
    case CONDITION_NOT:
        return !facts_meet(facts, condition->of);
    default: /* CONDITION_SCORE */
        return meet_score(facts, condition);
    }
}

/* Dispositions are listed most urgent first, so the lower index wins and nothing lowers it. */
static void raise(struct facts *facts, unsigned disposition)
{
    if (disposition != PROTOCOL_NONE && disposition < facts->disposition)
        facts->disposition = disposition;
}

static void settle(struct facts *facts, const struct protocol *protocol, unsigned named)
{
    const struct finding *finding = &protocol->findings[named];

    if (!facts_meet(facts, finding->when))
        return;
    if (finding->unless != NULL && facts_meet(facts, finding->unless))
        return;
    facts_set(facts, protocol->answer_count + named, true);
    raise(facts, finding->raise);
}

static void look(struct facts *facts, const struct protocol *protocol)
{
    if (protocol->dispositions[facts->disposition].ends)
        facts->ended = true;
}

void facts_forget(struct facts *facts, const struct protocol *protocol)
{
    memset(facts->holds, 0, word_count(protocol) * sizeof *facts->holds);
    memset(facts->points, 0, protocol->score_count * sizeof *facts->points);
    facts->disposition = protocol->disposition_count - 1;
    facts->ended = false;
}

void facts_begin(struct facts *facts, const struct protocol *protocol)
{
    facts_forget(facts, protocol);
    for (unsigned i = 0; i < protocol->settled_at_start; i++)
        settle(facts, protocol, protocol->settling[i]);
    look(facts, protocol);
}

bool facts_ask(const struct facts *facts, const struct protocol *protocol, unsigned question)
{
    const struct condition *ask_if = protocol->questions[question].ask_if;

    return !facts->ended && (ask_if == NULL || facts_meet(facts, ask_if));
}

void facts_give(struct facts *facts, const struct protocol *protocol, unsigned answer)
{
    const struct answer *given = &protocol->answers[answer];

    facts_set(facts, answer, true);
    for (size_t i = 0; i < given->points_count; i++)
        facts->points[given->points[i].score] += given->points[i].points;
    raise(facts, given->raise);
    if (given->ends)
        facts->ended = true;
}

/*
 * An answer that ends does so once its question is passed: what waited for this question still
 * settles, so a finding that completes here is never lost.
 */
void facts_pass(struct facts *facts, const struct protocol *protocol, unsigned question)
{
    const struct question *passed = &protocol->questions[question];

    for (unsigned i = 0; i < passed->settling_count; i++)
        settle(facts, protocol, protocol->settling[passed->first_settling + i]);
    look(facts, protocol);
}

bool facts_advise(const struct facts *facts, const struct protocol *protocol, unsigned advice)
{
    const struct advice *item = &protocol->advice[advice];

    if ((item->dispositions >> facts->disposition & 1) == 0)
        return false;
    if (item->when != NULL && !facts_meet(facts, item->when))
        return false;
    return item->unless == NULL || !facts_meet(facts, item->unless);
}
