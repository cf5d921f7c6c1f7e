/* protocol: reading the immutable model of one protocol file. See protocol.h. */
#include "engine/protocol.h"

#include <stdlib.h>

#include "engine/id_index.h"

unsigned protocol_find(const struct protocol *protocol, enum protocol_kind kind, const char *id)
{
    return id_index_find(protocol->ids, protocol, kind, id);
}

unsigned protocol_finding_total(const struct protocol *protocol)
{
    return protocol->answer_count + protocol->finding_count;
}

static const struct finding *named(const struct protocol *protocol, unsigned finding)
{
    return &protocol->findings[finding - protocol->answer_count];
}

const char *protocol_finding_id(const struct protocol *protocol, unsigned finding,
                                struct arena *arena)
{
    const struct answer *answer;
    if (finding >= protocol->answer_count)
        return arena_text(arena, named(protocol, finding)->id);
    answer = &protocol->answers[finding];
    return arena_format(arena, "%s.%s", protocol->questions[answer->question].id, answer->id);
}

unsigned protocol_finding_raise(const struct protocol *protocol, unsigned finding)
{
    if (finding >= protocol->answer_count)
        return named(protocol, finding)->raise;
    return protocol->answers[finding].raise;
}

const char *protocol_finding_note(const struct protocol *protocol, unsigned finding)
{
    const struct answer *answer;
    if (finding >= protocol->answer_count)
        return named(protocol, finding)->note;
    answer = &protocol->answers[finding];
    return answer->note != NULL ? answer->note : answer->text;
}

struct place protocol_finding_place(const struct protocol *protocol, unsigned finding)
{
    if (finding >= protocol->answer_count)
        return named(protocol, finding)->place;
    return protocol->answers[finding].place;
}

const char *protocol_finding_pointer(const struct protocol *protocol, unsigned finding,
                                     struct arena *arena)
{
    unsigned question;

    if (finding >= protocol->answer_count)
        return arena_format(arena, "/findings/%u", finding - protocol->answer_count);
    question = protocol->answers[finding].question;
    return arena_format(arena, "/questions/%u/answers/%u", question,
                        finding - protocol->questions[question].first_answer);
}

bool protocol_finding_private(const struct protocol *protocol, unsigned finding)
{
    if (finding >= protocol->answer_count)
        return named(protocol, finding)->private;
    return protocol->questions[protocol->answers[finding].question].private;
}

size_t protocol_parts_needed(const struct condition *condition)
{
    switch (condition->kind) {
    case CONDITION_ALL:
        return condition->count;
    case CONDITION_ANY:
        return 1;
    default:
        return condition->at_least;
    }
}

bool protocol_has_score(const struct condition *condition)
{
    bool found = condition->kind == CONDITION_SCORE;

    for (size_t i = 0; i < condition->count; i++)
        found = found || protocol_has_score(&condition->of[i]);
    return found;
}

bool protocol_is_range(const struct condition *condition)
{
    return condition->kind == CONDITION_SCORE && condition->from != INT64_MIN &&
           condition->below != INT64_MAX;
}

void protocol_free(struct protocol *protocol)
{
    if (protocol == NULL)
        return;
    arena_free(&protocol->arena);
    free(protocol);
}
