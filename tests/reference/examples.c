/* examples: see examples.h. */
#include "examples.h"

#include <string.h>

static const struct facts *facts_of(const struct interview *interview)
{
    return interview_facts(interview);
}

static bool shows_any(const struct interview *interview, const struct indexes *advice)
{
    for (size_t i = 0; i < advice->count; i++)
        if (facts_advise(facts_of(interview), interview_protocol(interview), advice->items[i]))
            return true;
    return false;
}

/* Is one of the questions asked while `when` holds? */
static bool asks_any(const struct interview *interview, const struct promise *promise)
{
    const struct protocol *protocol = interview_protocol(interview);
    struct facts facts;
    bool found = false;

    facts_init(&facts, protocol);
    for (size_t i = 0; i < promise->questions.count && !found; i++) {
        unsigned question = promise->questions.items[i];
        interview_facts_before(interview, question, &facts);
        found = interview_asked(interview, question) && facts_meet(&facts, promise->when);
    }
    facts_fini(&facts, protocol);
    return found;
}

static bool breaks(const struct interview *interview, const struct promise *promise)
{
    unsigned questions = interview_protocol(interview)->question_count;

    switch (promise->kind) {
    case PROMISE_AT_LEAST:
        return facts_meet(facts_of(interview), promise->when) &&
               facts_of(interview)->disposition > promise->disposition;
    case PROMISE_NEVER_SHOWN:
        return facts_meet(facts_of(interview), promise->when) &&
               shows_any(interview, &promise->advice);
    case PROMISE_NEVER_ASKED:
        return asks_any(interview, promise);
    default:
        return interview_asked_before(interview, questions) > promise->most;
    }
}

static bool is_at(const struct verify_item *item, const char *where)
{
    return strncmp(item->pointer, where, strlen(where)) == 0;
}

static bool ends_with(const struct verify_item *item, const char *word)
{
    return strcmp(item->pointer + strlen(item->pointer) - strlen(word), word) == 0;
}

/* The condition that has one value only; of a part the whole one. */
static const struct condition *condition_of(const struct protocol *protocol,
                                            const struct verify_item *item)
{
    bool when = ends_with(item, "/when");

    if (is_at(item, "/questions/"))
        return protocol->questions[item->index].ask_if;
    if (is_at(item, "/findings/"))
        return when ? protocol->findings[item->index].when
                    : protocol->findings[item->index].unless;
    return when ? protocol->advice[item->index].when : protocol->advice[item->index].unless;
}

/* Two interviews that differ in the tick, and the one with it ends milder. */
static bool is_milder(const struct verify_item *item)
{
    return item->example != NULL && item->other != NULL && interview_complete(item->other) &&
           !interview_gave(item->example, item->index) &&
           interview_gave(item->other, item->index) &&
           facts_of(item->other)->disposition > facts_of(item->example)->disposition;
}

/* At its end the condition has the value, and advice could have been shown. */
static bool shows_value(const struct protocol *protocol, const struct verify_item *item)
{
    const struct facts *facts;

    if (item->example == NULL)
        return true;
    facts = facts_of(item->example);
    if (is_at(item, "/advice/") &&
        (protocol->advice[item->index].dispositions >> facts->disposition & 1) == 0)
        return false;
    return item->part != VERIFY_WHOLE || facts_meet(facts, condition_of(protocol, item)) ==
                                  (item->kind == VERIFY_ALWAYS);
}

static bool is_shown(const struct protocol *protocol, const struct cases *cases,
                     const struct verify_item *item)
{
    if (item->example != NULL && !interview_complete(item->example))
        return false;
    switch (item->kind) {
    case VERIFY_PROMISE_BROKEN:
        return item->example != NULL && breaks(item->example, &cases->promises[item->index]);
    case VERIFY_NOT_MONOTONE:
        return is_milder(item);
    case VERIFY_UNSURE_MILDER:
        return item->example != NULL && interview_asked(item->example, item->index);
    case VERIFY_FLOOR_BROKEN:
        return item->example != NULL && facts_holds(facts_of(item->example), item->index) &&
               facts_of(item->example)->disposition > protocol_finding_raise(protocol, item->index);
    case VERIFY_ALWAYS:
    case VERIFY_NEVER:
        return shows_value(protocol, item);
    default:
        return item->example == NULL;
    }
}

const struct verify_item *examples_fault(const struct verify_report *report,
                                         const struct cases *cases)
{
    for (size_t i = 0; i < report->item_count; i++)
        if (!is_shown(report->protocol, cases, &report->items[i]))
            return &report->items[i];
    return NULL;
}
