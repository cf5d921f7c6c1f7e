/* ways: a wish, taken apart into the ways in which it can come true. See ways.h. */
#include "engine/ways.h"

#include <stdlib.h>
#include <string.h>

/* What must still be made true: a condition, or `need` more of the parts of one from `from` on. */
struct goal {
    const struct condition *condition;
    bool fails, group;
    size_t from, need;
    const struct goal *next;
};

static unsigned finding_total(const struct ways *ways)
{
    return protocol_finding_total(ways->protocol);
}

/* The questions between which the subject is decided: one, but for what is read at every end. */
static void decided_between(const struct ways *ways, unsigned subject, unsigned *first,
                            unsigned *last)
{
    const struct protocol *protocol = ways->protocol;
    unsigned total = finding_total(ways);

    if (subject < protocol->answer_count) {
        *first = *last = protocol->answers[subject].question;
    } else if (subject < total) {
        *first = *last = protocol->findings[subject - protocol->answer_count].settles_after - 1;
    } else if (ways->survey->options->finals[subject - total].question == PROTOCOL_NONE) {
        *first = 0;
        *last = protocol->question_count - 1;
    } else {
        *first = *last = ways->survey->options->finals[subject - total].question;
    }
}

static void keep_way(struct ways *ways)
{
    struct way *way;
    unsigned needed = wish_needs(ways->wish);

    if (ways->of_wish == WAYS_MAX) {
        ways->too_many = true;
        return;
    }
    ways->of_wish++;
    ways->items = memory_grow(ways->items, &ways->room, ways->count + 1, sizeof *ways->items);
    ways->literals = memory_grow(ways->literals, &ways->literal_room,
                                 ways->literal_count + ways->trail_count, sizeof *ways->literals);
    way = &ways->items[ways->count++];
    *way = (struct way){.first_literal = ways->literal_count,
                        .literal_count = ways->trail_count,
                        .wish = ways->wish,
                        .first = needed == PROTOCOL_NONE ? UINT_MAX : needed,
                        .last = needed == PROTOCOL_NONE ? 0 : needed,
                        .needed = needed};
    for (size_t i = 0; i < ways->trail_count; i++) {
        unsigned first, last;
        decided_between(ways, ways->trail[i].subject, &first, &last);
        if (first < way->first)
            way->first = first;
        if (last > way->last)
            way->last = last;
        if (!ways->trail[i].fails && ways->trail[i].subject < finding_total(ways) &&
            (way->needed == PROTOCOL_NONE || last > way->needed))
            way->needed = last;
        ways->literals[ways->literal_count++] = ways->trail[i];
    }
}

static void make_true(struct ways *ways, const struct goal *goals);

static void decide(struct ways *ways, unsigned subject, bool fails, const struct goal *rest)
{
    signed char wanted = fails ? -1 : 1;

    if (ways->value[subject] == -wanted)
        return;
    if (ways->value[subject] == wanted) {
        make_true(ways, rest);
        return;
    }
    ways->trail = memory_grow(ways->trail, &ways->trail_room, ways->trail_count + 1,
                              sizeof *ways->trail);
    ways->trail[ways->trail_count++] = (struct literal){subject, fails};
    ways->value[subject] = wanted;
    make_true(ways, rest);
    ways->value[subject] = 0;
    ways->trail_count--;
}

static void make_group_true(struct ways *ways, const struct goal *goal)
{
    const struct condition *condition = goal->condition;
    struct goal rest = *goal;
    struct goal part;

    if (goal->need == 0) {
        make_true(ways, goal->next);
        return;
    }
    if (condition->count - goal->from < goal->need)
        return;
    rest.from++;
    rest.need--;
    part = (struct goal){
        .condition = &condition->of[goal->from], .fails = goal->fails, .next = &rest};
    make_true(ways, &part);
    rest.need = goal->need;
    make_true(ways, &rest);
}

/* Tries every way to make all goals true; each that does not contradict itself is kept. */
static void make_true(struct ways *ways, const struct goal *goals)
{
    const struct condition *condition;
    struct goal goal;
    bool held;

    if (ways->effort == 0)
        ways->too_many = true;
    if (ways->too_many)
        return;
    ways->effort--;
    if (goals == NULL) {
        keep_way(ways);
        return;
    }
    if (goals->group) {
        make_group_true(ways, goals);
        return;
    }
    condition = goals->condition;
    goal = *goals;
    switch (condition->kind) {
    case CONDITION_FINDING:
        if (!wish_knows(ways->wish, ways->protocol, &ways->start, condition->index, &held))
            decide(ways, condition->index, goals->fails, goals->next);
        else if (held != goals->fails)
            make_true(ways, goals->next);
        return;
    case CONDITION_SCORE:
        decide(ways, wish_final(ways->wish, ways->survey, condition), goals->fails, goals->next);
        return;
    case CONDITION_NOT:
        goal.condition = condition->of;
        goal.fails = !goals->fails;
        break;
    default:
        goal.group = true;
        goal.need = wish_parts_needed(condition, goals->fails);
    }
    make_true(ways, &goal);
}

bool ways_find(struct ways *ways, const struct wish *wish)
{
    struct goal goals[WISH_MAX_PARTS];
    const struct goal *first = NULL;
    size_t count = ways->count, literal_count = ways->literal_count;

    for (size_t i = 0; i < wish->part_count; i++) {
        goals[i] = (struct goal){.condition = wish->parts[i].condition,
                                 .fails = wish->parts[i].fails,
                                 .next = first};
        first = &goals[i];
    }
    ways->wish = wish;
    ways->of_wish = 0;
    ways->effort = WAYS_EFFORT;
    ways->too_many = false;
    make_true(ways, first);
    if (ways->too_many) {
        ways->count = count;
        ways->literal_count = literal_count;
    }
    return !ways->too_many;
}

void ways_init(struct ways *ways, const struct survey *survey)
{
    memset(ways, 0, sizeof *ways);
    ways->survey = survey;
    ways->protocol = survey->walk->protocol;
    ways->subject_count = finding_total(ways) + survey->options->final_count;
    ways->value = memory_new(ways->subject_count, sizeof *ways->value);
    facts_init(&ways->start, ways->protocol);
    facts_begin(&ways->start, ways->protocol);
}

void ways_fini(struct ways *ways)
{
    facts_fini(&ways->start, ways->protocol);
    free(ways->literals);
    free(ways->trail);
    free(ways->items);
    free(ways->value);
}
