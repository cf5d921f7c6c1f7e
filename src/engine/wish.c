/* wish: what is the same however a wish is looked for. See wish.h. */
#include "engine/wish.h"

/*
 * What needs no question is known from the start; and when a wish is about the moment a question
 * is asked, what is decided later does not hold yet.
 */
bool wish_knows(const struct wish *wish, const struct protocol *protocol,
                const struct facts *start, unsigned finding, bool *held)
{
    unsigned asked = wish->asked, after;

    *held = facts_holds(start, finding);
    if (finding < protocol->answer_count)
        return asked != PROTOCOL_NONE && protocol->answers[finding].question >= asked;
    after = protocol->findings[finding - protocol->answer_count].settles_after;
    return after == 0 || (asked != PROTOCOL_NONE && after > asked);
}

unsigned wish_final(const struct wish *wish, const struct survey *survey,
                    const struct condition *score)
{
    const struct walk_options *options = survey->options;
    unsigned i = 0;

    while (options->finals[i].score != score || options->finals[i].question != wish->asked)
        i++; /* every score of a wish is among them */
    return protocol_finding_total(survey->walk->protocol) + i;
}

size_t wish_parts_needed(const struct condition *condition, bool fails)
{
    size_t hold = protocol_parts_needed(condition);

    return fails ? condition->count - hold + 1 : hold;
}

unsigned wish_needs(const struct wish *wish)
{
    if (wish->asked != PROTOCOL_NONE)
        return wish->asked;
    return wish->reached == 0 ? PROTOCOL_NONE : wish->reached - 1;
}

bool wish_at_start(const struct wish *wish, const struct facts *start)
{
    if (wish_needs(wish) != PROTOCOL_NONE || (wish->ends >> start->disposition & 1) == 0)
        return false;
    for (size_t i = 0; i < wish->part_count; i++)
        if (facts_meet(start, wish->parts[i].condition) == wish->parts[i].fails)
            return false;
    return true;
}
