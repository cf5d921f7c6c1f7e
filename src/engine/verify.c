/* verify: what must be true of every interview, and what is not. See verify.h for the argument. */
#include "engine/verify.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "engine/example.h"
#include "engine/monotone.h"
#include "engine/search.h"
#include "engine/walk.h"

/* For examples a quarter of the steps of the proofs: of thousands of faults the first get one. */
enum { EXAMPLE_SHARE = 4 };

/* A condition whose values are watched while the diagram is built. */
struct watched {
    const struct condition *condition;
    const char *pointer;
    bool seen[2];      /* was false, was true */
    bool undecided;    /* the value that was not seen may be possible or not */
    enum verify_part part;
    bool scored;       /* a score stands in it */
    unsigned parts;    /* those inside it follow directly */
    size_t range;      /* BOUND: the watched range it is one of */
    unsigned index;    /* of the question or finding it belongs to */
    unsigned reached;  /* it is read when so many questions have come up */
};

/* What it means that a wish is fulfilled: good for advice, bad for a promise unless it is that the
 * promise is about somebody. */
enum query_meaning { QUERY_SHOWN, QUERY_TRUE, QUERY_FALSE, QUERY_BROKEN, QUERY_MEANT };

struct query {
    struct wish wish;
    enum query_meaning meaning;
    unsigned index;      /* advice or promise */
    const char *pointer;
    struct place place;
    enum verify_part part;
    size_t range;        /* BOUND: the query whether the range can be hit; the next one: missed */
};

struct verifier {
    const struct protocol *protocol;
    const struct cases *cases;
    struct verify_report *report;
    struct arena *arena;
    size_t budget;
    size_t steps;         /* those that are left for the search */
    size_t example_steps; /* those for examples, which must not take them from a proof */
    uint64_t all; /* every disposition */

    struct watched *watched;
    size_t watched_count, watched_room;
    struct table watched_by_condition; /* address -> number of the table's own order */
    unsigned *watched_of;              /* that number -> watched */
    size_t watched_of_room;

    struct walk_final *finals;
    size_t final_count, final_room;
    struct walk_options options;
    struct walk *walk;
    struct survey survey;

    struct query *queries;
    size_t query_count, query_room;
};

static struct verify_item *add_item(struct verifier *v, enum verify_kind kind, unsigned index,
                                    struct place place, const char *pointer)
{
    struct verify_report *report = v->report;
    struct verify_item *item;

    report->items = memory_grow(report->items, &report->item_room, report->item_count + 1,
                                sizeof *report->items);
    item = &report->items[report->item_count++];
    item->kind = kind;
    item->index = index;
    item->place = place;
    item->pointer = pointer;
    return item;
}

/* An item about an answer or a named finding. */
static struct verify_item *add_finding(struct verifier *v, enum verify_kind kind, unsigned finding)
{
    return add_item(v, kind, finding, protocol_finding_place(v->protocol, finding),
                    protocol_finding_pointer(v->protocol, finding, v->arena));
}

static uint64_t milder_than(const struct verifier *v, unsigned disposition)
{
    return v->all & ~(((uint64_t)2 << disposition) - 1);
}

/* --- JSON Pointers ------------------------------------------------------------------------- */

static const char *const part_names[CONDITION_COUNT] = {
    [CONDITION_ALL] = "all", [CONDITION_ANY] = "any",
    [CONDITION_NOT] = "not", [CONDITION_AT_LEAST] = "of",
};

static const char *part_pointer(struct verifier *v, const struct condition *condition,
                                const char *pointer, size_t part)
{
    if (condition->kind == CONDITION_NOT)
        return arena_format(v->arena, "%s/not", pointer);
    return arena_format(v->arena, "%s/%s/%zu", pointer, part_names[condition->kind], part);
}

static const char *advice_pointer(struct verifier *v, unsigned advice)
{
    unsigned group = v->protocol->advice[advice].group;

    return arena_format(v->arena, "/advice/%u/items/%u", group,
                        advice - v->protocol->groups[group].first);
}

/* --- ranges of points ---------------------------------------------------------------------- */

enum side { FROM, BELOW, SIDE_COUNT };

static const char *const side_names[] = {[FROM] = "from", [BELOW] = "below"};

/* A range without its other bound. */
static const struct condition *bound_of(struct verifier *v, const struct condition *range,
                                        enum side side)
{
    struct condition *bound = arena_new(v->arena, 1, sizeof *bound);

    *bound = *range;
    if (side == FROM)
        bound->below = INT64_MAX;
    else
        bound->from = INT64_MIN;
    return bound;
}

static const char *bound_pointer(struct verifier *v, const char *pointer, enum side side)
{
    return arena_format(v->arena, "%s/%s", pointer, side_names[side]);
}

/* --- conditions that are read on the way --------------------------------------------------- */

enum verify_part verify_part_of(const struct condition *condition)
{
    static const enum verify_part parts[CONDITION_COUNT] = {[CONDITION_ALL] = VERIFY_GROUP,
                                                            [CONDITION_ANY] = VERIFY_GROUP,
                                                            [CONDITION_AT_LEAST] = VERIFY_NUMBER,
                                                            [CONDITION_SCORE] = VERIFY_NUMBER};

    return parts[condition->kind];
}

/* The place where a condition is read, and whose it is. */
struct reading {
    unsigned index, reached;
};

static struct watched *add_watched(struct verifier *v, const struct condition *condition,
                                   const char *pointer, struct reading reading)
{
    struct watched *watched;

    v->watched =
        memory_grow(v->watched, &v->watched_room, v->watched_count + 1, sizeof *v->watched);
    watched = &v->watched[v->watched_count++];
    watched->condition = condition;
    watched->pointer = pointer;
    watched->scored = protocol_has_score(condition);
    watched->index = reading.index;
    watched->reached = reading.reached;
    return watched;
}

/* The last one that is watched is a range. */
static void watch_bounds(struct verifier *v, struct reading reading)
{
    size_t range = v->watched_count - 1;

    for (enum side side = 0; side < SIDE_COUNT; side++) {
        struct watched *watched =
            add_watched(v, bound_of(v, v->watched[range].condition, side),
                        bound_pointer(v, v->watched[range].pointer, side), reading);
        watched->part = VERIFY_BOUND;
        watched->range = range;
    }
}

/* The parts of a condition are watched with it. */
static void watch_parts(struct verifier *v, const struct condition *condition, const char *pointer,
                        struct reading reading)
{
    if (protocol_is_range(condition))
        watch_bounds(v, reading);
    for (size_t i = 0; i < condition->count; i++) {
        const struct condition *of = &condition->of[i];
        const char *part = part_pointer(v, condition, pointer, i);
        if (verify_part_of(of) != VERIFY_WHOLE)
            add_watched(v, of, part, reading)->part = verify_part_of(of);
        watch_parts(v, of, part, reading);
    }
}

static void watch(struct verifier *v, const struct condition *condition, const char *pointer,
                  struct reading reading)
{
    size_t number = v->watched_count;
    unsigned key;

    add_watched(v, condition, pointer, reading);
    watch_parts(v, condition, pointer, reading);
    v->watched[number].parts = (unsigned)(v->watched_count - number - 1);
    key = table_add(&v->watched_by_condition, &condition, sizeof condition, NULL);
    v->watched_of = memory_grow(v->watched_of, &v->watched_of_room, key + (size_t)1,
                                sizeof *v->watched_of);
    v->watched_of[key] = (unsigned)number;
}

static void watch_all(struct verifier *v)
{
    table_clear(&v->watched_by_condition);
    for (unsigned q = 0; q < v->protocol->question_count; q++)
        if (v->protocol->questions[q].ask_if != NULL)
            watch(v, v->protocol->questions[q].ask_if,
                  arena_format(v->arena, "/questions/%u/ask_if", q), (struct reading){q, q + 1});
    for (unsigned f = 0; f < v->protocol->finding_count; f++) {
        const struct finding *finding = &v->protocol->findings[f];
        struct reading reading = {f, finding->settles_after};
        watch(v, finding->when, arena_format(v->arena, "/findings/%u/when", f), reading);
        if (finding->unless != NULL)
            watch(v, finding->unless, arena_format(v->arena, "/findings/%u/unless", f), reading);
    }
}

static void see(void *context, const struct condition *condition, const struct facts *facts)
{
    struct verifier *v = context;
    unsigned key = table_add(&v->watched_by_condition, &condition, sizeof condition, NULL);
    struct watched *watched = &v->watched[v->watched_of[key]];

    for (unsigned i = 0; i <= watched->parts; i++)
        if (!watched[i].seen[0] || !watched[i].seen[1])
            watched[i].seen[facts_meet(facts, watched[i].condition)] = true;
}

/* An interview in which the condition is read and is like this. */
static struct wish wish_to_read(const struct verifier *v, const struct watched *watched, bool fails)
{
    return (struct wish){.parts = {{watched->condition, fails}},
                         .part_count = 1,
                         .ends = v->all,
                         .asked = PROTOCOL_NONE,
                         .reached = watched->reached};
}

/*
 * Situations that differ in a part without a score are only told apart where the whole condition
 * does, so what was not seen may still be possible. A whole condition was never read with it, and
 * one that was not read at all says nothing about its parts.
 */
static bool is_open(const struct watched *watched)
{
    return watched->part != VERIFY_WHOLE && !watched->scored &&
           watched->seen[0] != watched->seen[1];
}

/* Looks for the values of parts that were not seen. */
static void look_for_values(struct verifier *v)
{
    struct wish *wishes = memory_new(v->watched_count, sizeof *wishes);
    enum search_answer *answers = memory_new(v->watched_count, sizeof *answers);
    size_t *numbers = memory_new(v->watched_count, sizeof *numbers), count = 0;

    for (size_t i = 0; i < v->watched_count; i++)
        if (is_open(&v->watched[i])) {
            wishes[count] = wish_to_read(v, &v->watched[i], v->watched[i].seen[1]);
            numbers[count++] = i;
        }
    if (count > 0)
        search(&v->survey, wishes, count, &v->steps, answers);
    for (size_t i = 0; i < count; i++) {
        struct watched *watched = &v->watched[numbers[i]];
        watched->undecided = answers[i] == SEARCH_UNDECIDED;
        if (answers[i] == SEARCH_YES)
            watched->seen[0] = watched->seen[1] = true;
    }
    free(wishes);
    free(answers);
    free(numbers);
}

/* Scores change after they were read, so what they were cannot be asked about at the end. */
static struct interview *example_of(struct verifier *v, const struct watched *watched)
{
    struct wish wish = wish_to_read(v, watched, watched->seen[0]);

    return watched->scored ? NULL : example_find(&v->survey, &wish, &v->example_steps);
}

static void report_watched(struct verifier *v, const struct watched *watched)
{
    enum verify_kind kind = watched->undecided ? VERIFY_UNDECIDED
                            : watched->seen[1] ? VERIFY_ALWAYS
                                               : VERIFY_NEVER;
    struct verify_item *item =
        add_item(v, kind, watched->index, watched->condition->place, watched->pointer);

    item->doubt = VERIFY_ALWAYS;
    item->part = watched->part;
    if (!watched->undecided)
        item->example = example_of(v, watched);
}

static bool has_one_value(const struct watched *watched)
{
    return watched->seen[0] != watched->seen[1]; /* neither: it is never read */
}

static void check_watched(struct verifier *v)
{
    look_for_values(v);
    for (size_t i = 0; i < v->watched_count; i++) {
        const struct watched *watched = &v->watched[i];
        if (has_one_value(watched) &&
            (watched->part != VERIFY_BOUND || !has_one_value(&v->watched[watched->range])))
            report_watched(v, watched);
    }
}

/* --- wishes about advice and promises ------------------------------------------------------ */

static void add_finals(struct verifier *v, const struct condition *condition, unsigned question)
{
    if (condition->kind == CONDITION_SCORE) {
        v->finals =
            memory_grow(v->finals, &v->final_room, v->final_count + 1, sizeof *v->finals);
        v->finals[v->final_count++] = (struct walk_final){condition, question};
    }
    for (size_t i = 0; i < condition->count; i++)
        add_finals(v, &condition->of[i], question);
}

static struct query *add_query(struct verifier *v, enum query_meaning meaning, unsigned index,
                               const char *pointer, struct place place)
{
    struct query *query;

    v->queries =
        memory_grow(v->queries, &v->query_room, v->query_count + 1, sizeof *v->queries);
    query = &v->queries[v->query_count++];
    query->wish = (struct wish){.ends = v->all, .asked = PROTOCOL_NONE};
    query->meaning = meaning;
    query->index = index;
    query->pointer = pointer;
    query->place = place;
    return query;
}

static void wish_part(struct query *query, const struct condition *condition, bool fails)
{
    if (condition == NULL)
        return;
    query->wish.parts[query->wish.part_count].condition = condition;
    query->wish.parts[query->wish.part_count++].fails = fails;
}

/* A condition of advice should be true in some interviews and false in others. */
static void ask_both_values(struct verifier *v, unsigned advice, const struct condition *condition,
                            const char *pointer, enum verify_part part)
{
    for (int fails = 0; fails <= 1; fails++) {
        struct query *query = add_query(v, fails ? QUERY_FALSE : QUERY_TRUE, advice, pointer,
                                        condition->place);
        query->wish.ends = v->protocol->advice[advice].dispositions;
        query->part = part;
        wish_part(query, condition, fails != 0);
    }
}

/* The last two queries ask about a range. */
static void ask_about_bounds(struct verifier *v, unsigned advice, const struct condition *condition,
                             const char *pointer)
{
    size_t range = v->query_count - 2;

    for (enum side side = 0; side < SIDE_COUNT; side++) {
        const struct condition *bound = bound_of(v, condition, side);
        ask_both_values(v, advice, bound, bound_pointer(v, pointer, side), VERIFY_BOUND);
        v->queries[v->query_count - 2].range = range; /* only the first is asked for it */
        add_finals(v, bound, PROTOCOL_NONE);
    }
}

static void ask_about_parts(struct verifier *v, unsigned advice, const struct condition *condition,
                            const char *pointer)
{
    if (protocol_is_range(condition))
        ask_about_bounds(v, advice, condition, pointer);
    for (size_t i = 0; i < condition->count; i++) {
        const struct condition *of = &condition->of[i];
        const char *part = part_pointer(v, condition, pointer, i);
        if (verify_part_of(of) != VERIFY_WHOLE)
            ask_both_values(v, advice, of, part, verify_part_of(of));
        ask_about_parts(v, advice, of, part);
    }
}

static void ask_about_condition(struct verifier *v, unsigned advice,
                                const struct condition *condition, const char *pointer)
{
    if (condition == NULL)
        return;
    ask_both_values(v, advice, condition, pointer, VERIFY_WHOLE);
    ask_about_parts(v, advice, condition, pointer);
    add_finals(v, condition, PROTOCOL_NONE);
}

static void ask_about_advice(struct verifier *v, unsigned advice)
{
    const struct advice *item = &v->protocol->advice[advice];
    const char *pointer = advice_pointer(v, advice);
    struct query *shown = add_query(v, QUERY_SHOWN, advice, pointer, item->place);

    shown->wish.ends = item->dispositions;
    wish_part(shown, item->when, false);
    wish_part(shown, item->unless, true);
    ask_about_condition(v, advice, item->when, arena_format(v->arena, "%s/when", pointer));
    ask_about_condition(v, advice, item->unless, arena_format(v->arena, "%s/unless", pointer));
}

static struct query *break_promise(struct verifier *v, unsigned number)
{
    const struct promise *promise = &v->cases->promises[number];
    struct query *query =
        add_query(v, QUERY_BROKEN, number, arena_format(v->arena, "/promises/%u", number),
                  promise->place);

    wish_part(query, promise->when, false);
    return query;
}

/* One whose condition holds at no end is about nobody: kept, whatever the protocol does. */
static void ask_whom_it_means(struct verifier *v, unsigned number)
{
    const struct condition *when = v->cases->promises[number].when;

    if (when == NULL)
        return;
    wish_part(add_query(v, QUERY_MEANT, number, arena_format(v->arena, "/promises/%u/when", number),
                        when->place),
              when, false);
    add_finals(v, when, PROTOCOL_NONE);
}

/* A promise is asked about by wishing for an interview that breaks it. */
static void ask_about_promise(struct verifier *v, unsigned number)
{
    const struct promise *promise = &v->cases->promises[number];

    if (promise->kind == PROMISE_AT_LEAST)
        break_promise(v, number)->wish.ends = milder_than(v, promise->disposition);
    for (size_t i = 0; i < promise->advice.count; i++) {
        const struct advice *advice = &v->protocol->advice[promise->advice.items[i]];
        struct query *query = break_promise(v, number);
        query->wish.ends = advice->dispositions;
        wish_part(query, advice->when, false);
        wish_part(query, advice->unless, true);
    }
    for (size_t i = 0; i < promise->questions.count; i++) {
        break_promise(v, number)->wish.asked = promise->questions.items[i];
        add_finals(v, promise->when, promise->questions.items[i]);
    }
    ask_whom_it_means(v, number);
}

static void ask_all(struct verifier *v)
{
    for (unsigned i = 0; i < v->protocol->advice_count; i++)
        ask_about_advice(v, i);
    for (unsigned i = 0; v->cases != NULL && i < v->cases->promise_count; i++)
        ask_about_promise(v, i);
}

static void add_query_item(struct verifier *v, const struct query *query, enum verify_kind kind,
                           bool example)
{
    struct verify_item *item = add_item(v, kind, query->index, query->place, query->pointer);

    item->part = query->part;
    if (example)
        item->example = example_find(&v->survey, &query->wish, &v->example_steps);
}

/* What an undecided query may turn out to be. */
static void add_undecided(struct verifier *v, const struct query *query)
{
    static const enum verify_kind doubts[] = {[QUERY_SHOWN] = VERIFY_UNREACHABLE_ADVICE,
                                              [QUERY_TRUE] = VERIFY_ALWAYS,
                                              [QUERY_BROKEN] = VERIFY_PROMISE_BROKEN,
                                              [QUERY_MEANT] = VERIFY_ALWAYS};

    add_query_item(v, query, VERIFY_UNDECIDED, false);
    v->report->items[v->report->item_count - 1].doubt = doubts[query->meaning];
}

/* Of a condition the two values stand next to each other: true, then false. A bound says nothing
 * new where its range decides nothing, or may not. */
static void report_values(struct verifier *v, const struct query *query,
                          const enum search_answer *answers)
{
    size_t number = (size_t)(query - v->queries);
    enum search_answer is_true = answers[number], is_false = answers[number + 1];

    if (query->part == VERIFY_BOUND &&
        (answers[query->range] != SEARCH_YES || answers[query->range + 1] != SEARCH_YES))
        return;
    if (is_true == SEARCH_UNDECIDED || is_false == SEARCH_UNDECIDED)
        add_undecided(v, query);
    else if (is_true == SEARCH_YES && is_false == SEARCH_NO)
        add_query_item(v, query, VERIFY_ALWAYS, true);
    else if (is_true == SEARCH_NO && is_false == SEARCH_YES)
        add_query_item(v, query + 1, VERIFY_NEVER, true);
}

/* A promise about nobody. One that is broken, or may be, is about somebody: the queries about that
 * stand right before. */
static void report_meant(struct verifier *v, const struct query *query,
                         const enum search_answer *answers)
{
    size_t number = (size_t)(query - v->queries);

    for (size_t i = number; i-- > 0 && v->queries[i].meaning == QUERY_BROKEN;)
        if (answers[i] != SEARCH_NO)
            return;
    if (answers[number] == SEARCH_UNDECIDED)
        add_undecided(v, query);
    else if (answers[number] == SEARCH_NO)
        add_query_item(v, query, VERIFY_NEVER, false);
}

static void report_query(struct verifier *v, const struct query *query,
                         const enum search_answer *answers)
{
    enum search_answer answer = answers[query - v->queries];
    bool wanted = query->meaning == QUERY_SHOWN;

    if (answer == SEARCH_UNDECIDED)
        add_undecided(v, query);
    else if (wanted != (answer == SEARCH_YES))
        add_query_item(v, query, wanted ? VERIFY_UNREACHABLE_ADVICE : VERIFY_PROMISE_BROKEN,
                       !wanted);
}

static void report_queries(struct verifier *v, const enum search_answer *answers)
{
    for (size_t i = 0; i < v->query_count; i++) {
        const struct query *query = &v->queries[i];
        if (query->meaning == QUERY_TRUE)
            report_values(v, query, answers);
        else if (query->meaning == QUERY_MEANT)
            report_meant(v, query, answers);
        else if (query->meaning != QUERY_FALSE) /* told of with QUERY_TRUE */
            report_query(v, query, answers);
    }
}

static void answer_queries(struct verifier *v)
{
    struct wish *wishes = memory_new(v->query_count, sizeof *wishes);
    enum search_answer *answers = memory_new(v->query_count, sizeof *answers);

    for (size_t i = 0; i < v->query_count; i++)
        wishes[i] = v->queries[i].wish;
    search(&v->survey, wishes, v->query_count, &v->steps, answers);
    report_queries(v, answers);
    free(wishes);
    free(answers);
}

static void check_question_counts(struct verifier *v)
{
    for (unsigned i = 0; v->cases != NULL && i < v->cases->promise_count; i++) {
        const struct promise *promise = &v->cases->promises[i];
        if (promise->kind == PROMISE_QUESTIONS && v->report->most > promise->most)
            add_item(v, VERIFY_PROMISE_BROKEN, i, promise->place,
                     arena_format(v->arena, "/promises/%u", i))
                ->example = example_longest(&v->survey);
    }
}

/* --- what can be reached ------------------------------------------------------------------- */

struct reached {
    bool *questions, *findings;
};

static void mark_label(struct reached *reached, const struct walk *walk,
                       const struct walk_layer *layer, const struct walk_label *label)
{
    if (layer->item == PROTOCOL_NONE && !label->skipped)
        reached->questions[label->question] = true;
    if (label->given)
        reached->findings[label->answer] = true;
    for (unsigned i = 0; i < label->held_count; i++)
        reached->findings[walk->held[label->first_held + i]] = true;
}

static void mark_reached(const struct verifier *v, struct reached *reached)
{
    const struct walk *walk = v->walk;
    const struct facts *start = &v->report->start;
    unsigned total = protocol_finding_total(v->protocol);

    for (unsigned f = 0; f < total; f++)
        reached->findings[f] = facts_holds(start, f);
    for (size_t l = 0; l < walk->layer_count; l++) {
        const struct walk_layer *layer = &walk->layers[l];
        for (size_t e = walk->first_edge[layer->first_node];
             e < walk->first_edge[layer->first_node + layer->node_count]; e++)
            mark_label(reached, walk, layer, &walk->labels[walk->edges[e].label]);
    }
}

static uint64_t all_outcomes(const struct verifier *v)
{
    return v->walk->layer_count == 0 ? (uint64_t)1 << v->report->start.disposition
                                     : v->survey.outcomes[0];
}

static void report_unreached(struct verifier *v, const struct reached *reached)
{
    const struct protocol *protocol = v->protocol;
    unsigned total = protocol_finding_total(protocol);
    uint64_t outcomes = all_outcomes(v);

    for (unsigned q = 0; q < protocol->question_count; q++)
        if (!reached->questions[q])
            add_item(v, VERIFY_UNREACHABLE_QUESTION, q, protocol->questions[q].place,
                     arena_format(v->arena, "/questions/%u", q));
    for (unsigned f = 0; f < total; f++)
        if (!reached->findings[f])
            add_finding(v,
                        f < protocol->answer_count ? VERIFY_UNREACHABLE_ANSWER
                                                   : VERIFY_UNREACHABLE_FINDING,
                        f);
    for (unsigned d = 0; d < protocol->disposition_count; d++)
        if ((outcomes >> d & 1) == 0)
            add_item(v, VERIFY_UNREACHABLE_DISPOSITION, d, protocol->dispositions[d].place,
                     arena_format(v->arena, "/dispositions/%u", d));
}

static void check_reached(struct verifier *v)
{
    struct reached reached = {
        .questions = memory_new(v->protocol->question_count, sizeof(bool)),
        .findings = memory_new(protocol_finding_total(v->protocol) + v->final_count,
                               sizeof(bool))};

    mark_reached(v, &reached);
    report_unreached(v, &reached);
    free(reached.questions);
    free(reached.findings);
}

/* --- red flags keep their floor ------------------------------------------------------------ */

static void check_floor(struct verifier *v, bool *broken, unsigned finding, size_t edge)
{
    unsigned raise = protocol_finding_raise(v->protocol, finding);

    if (raise == PROTOCOL_NONE || broken[finding] ||
        (survey_behind(&v->survey, &v->walk->edges[edge]) & milder_than(v, raise)) == 0)
        return;
    broken[finding] = true;
    add_finding(v, VERIFY_FLOOR_BROKEN, finding)->example =
        example_through(&v->survey, &edge, 1, milder_than(v, raise));
}

/* True by the way facts.c is written; proved all the same, because it is what matters most. */
static void check_floors(struct verifier *v)
{
    const struct walk *walk = v->walk;
    unsigned total = protocol_finding_total(v->protocol);
    bool *broken = memory_new(total, sizeof *broken);

    for (size_t e = 0; e < walk->edge_count; e++) {
        const struct walk_label *label = &walk->labels[walk->edges[e].label];
        if (label->given)
            check_floor(v, broken, label->answer, e);
        for (unsigned i = 0; i < label->held_count; i++)
            if (walk->held[label->first_held + i] < total)
                check_floor(v, broken, walk->held[label->first_held + i], e);
    }
    free(broken);
}

/* --- "I am not sure" ----------------------------------------------------------------------- */

/* The edges that answer a question in one way: one, or a tick and the items left unticked. */
struct choice {
    size_t *edges;
    size_t count;
};

static size_t edge_to(const struct walk *walk, unsigned node, unsigned answer, bool given)
{
    size_t e = walk->first_edge[node];

    while (walk->labels[walk->edges[e].label].answer != answer ||
           walk->labels[walk->edges[e].label].given != given)
        e++;
    return e;
}

/* Ticks `answer` alone, or nothing at all with PROTOCOL_NONE, from where ticking begins. */
static void choose_items(const struct verifier *v, unsigned node, unsigned answer,
                         struct choice *choice)
{
    const struct walk *walk = v->walk;
    size_t edge = edge_to(walk, node, PROTOCOL_NONE, false);
    const struct walk_label *label = &walk->labels[walk->edges[edge].label];

    choice->edges[choice->count++] = edge;
    while (!label->passes) {
        unsigned item = walk->layers[label->to_layer].item;
        edge = edge_to(walk, walk_target(walk, &walk->edges[edge]), item, item == answer);
        label = &walk->labels[walk->edges[edge].label];
        choice->edges[choice->count++] = edge;
    }
}

static void choose(const struct verifier *v, unsigned node, unsigned question, unsigned answer,
                   struct choice *choice)
{
    choice->count = 0;
    if (v->protocol->questions[question].kind == QUESTION_CHECKLIST &&
        (answer == PROTOCOL_NONE || !v->protocol->answers[answer].exclusive))
        choose_items(v, node, answer, choice);
    else
        choice->edges[choice->count++] = edge_to(v->walk, node, answer, true);
}

static unsigned mildest_choice(const struct verifier *v, const struct choice *choice)
{
    const struct walk_edge *last = &v->walk->edges[choice->edges[choice->count - 1]];

    return survey_mildest(survey_behind(&v->survey, last));
}

/* The mildest that any sure answer can lead to from here; PROTOCOL_NONE if there is none. */
static unsigned mildest_sure(const struct verifier *v, unsigned node, unsigned q,
                             struct choice *choice)
{
    const struct question *question = &v->protocol->questions[q];
    unsigned best = PROTOCOL_NONE;

    for (unsigned i = 0; i <= question->answer_count; i++) {
        bool none = i == question->answer_count;
        unsigned answer = none ? PROTOCOL_NONE : question->first_answer + i, end;
        if (none ? question->kind != QUESTION_CHECKLIST : v->protocol->answers[answer].unsure)
            continue;
        choose(v, node, q, answer, choice);
        end = mildest_choice(v, choice);
        if (best == PROTOCOL_NONE || end > best)
            best = end;
    }
    return best;
}

/* A node where not being sure ends milder than every other answer. */
struct milder {
    unsigned node, answer, end;
    unsigned length; /* about so many questions has an example */
};

/* The questions left behind a choice. */
static unsigned fewest_behind(const struct verifier *v, const struct choice *choice)
{
    const struct walk_edge *last = &v->walk->edges[choice->edges[choice->count - 1]];

    return v->walk->labels[last->label].to_layer == WALK_END
               ? 0
               : v->survey.fewest[walk_target(v->walk, last)];
}

/* Is not being sure milder here, and found out sooner than in *best? Then that is the best. */
static void improve_milder(const struct verifier *v, unsigned node, unsigned q, unsigned before,
                           struct choice *choice, struct milder *best)
{
    const struct question *question = &v->protocol->questions[q];
    unsigned sure = mildest_sure(v, node, q, choice);

    for (unsigned i = 0; sure != PROTOCOL_NONE && i < question->answer_count; i++) {
        struct milder milder = {.node = node, .answer = question->first_answer + i};
        if (!v->protocol->answers[milder.answer].unsure)
            continue;
        choose(v, node, q, milder.answer, choice);
        milder.end = mildest_choice(v, choice);
        milder.length = before + fewest_behind(v, choice);
        if (milder.end > sure && milder.length < best->length)
            *best = milder;
    }
}

static void report_milder(struct verifier *v, unsigned q, const struct milder *milder,
                          struct choice *choice)
{
    struct verify_item *item =
        add_item(v, VERIFY_UNSURE_MILDER, q, v->protocol->answers[milder->answer].place,
                 protocol_finding_pointer(v->protocol, milder->answer, v->arena));

    choose(v, milder->node, q, milder->answer, choice);
    item->example = example_through(&v->survey, choice->edges, choice->count,
                                    (uint64_t)1 << milder->end);
}

static bool has_unsure(const struct protocol *protocol, const struct question *question)
{
    for (unsigned i = 0; i < question->answer_count; i++)
        if (protocol->answers[question->first_answer + i].unsure)
            return true;
    return false;
}

/* Of all the nodes where the question is asked, the one with about the shortest example. */
static void check_unsure_at(struct verifier *v, const struct walk_layer *layer,
                            const unsigned *before, struct choice *choice)
{
    const struct walk *walk = v->walk;
    struct milder best = {.length = UINT_MAX};

    for (unsigned node = layer->first_node; node < layer->first_node + layer->node_count; node++)
        if (!walk->labels[walk->edges[walk->first_edge[node]].label].skipped)
            improve_milder(v, node, layer->question, before[node], choice, &best);
    if (best.length < UINT_MAX)
        report_milder(v, layer->question, &best, choice);
}

static void check_unsure(struct verifier *v)
{
    struct choice choice = {.edges = memory_new(v->protocol->answer_count + 1, sizeof(size_t))};
    unsigned *before = survey_fewest_before(&v->survey);

    for (size_t l = 0; l < v->walk->layer_count; l++) {
        const struct walk_layer *layer = &v->walk->layers[l];
        if (layer->item == PROTOCOL_NONE &&
            has_unsure(v->protocol, &v->protocol->questions[layer->question]))
            check_unsure_at(v, layer, before, &choice);
    }
    free(before);
    free(choice.edges);
}

/* --- a further symptom --------------------------------------------------------------------- */

static void check_symptom(struct verifier *v, struct monotone *monotone, unsigned answer)
{
    struct interview *without = NULL, *with = NULL;
    enum monotone_answer found = monotone_check(monotone, answer, &without, &with);
    struct verify_item *item;

    if (found == MONOTONE_HOLDS)
        return;
    item = add_finding(v, found == MONOTONE_BROKEN ? VERIFY_NOT_MONOTONE : VERIFY_UNDECIDED,
                       answer);
    item->doubt = VERIFY_NOT_MONOTONE;
    item->example = without;
    item->other = with;
}

static void check_symptoms(struct verifier *v)
{
    struct monotone *monotone = monotone_new(&v->survey, v->budget);

    for (unsigned a = 0; a < v->protocol->answer_count; a++)
        if (v->protocol->questions[v->protocol->answers[a].question].kind == QUESTION_CHECKLIST &&
            !v->protocol->answers[a].exclusive)
            check_symptom(v, monotone, a);
    monotone_free(monotone);
}

/* --- the whole ----------------------------------------------------------------------------- */

static void report_figures(struct verifier *v)
{
    struct verify_report *report = v->report;
    bool none = v->walk->layer_count == 0;

    report->nodes = v->walk->node_count;
    report->edges = v->walk->edge_count;
    report->interviews = none ? 1 : v->survey.count[0];
    report->fewest = none ? 0 : v->survey.fewest[0];
    report->most = none ? 0 : v->survey.most[0];
}

static void prove(struct verifier *v)
{
    survey_init(&v->survey, v->walk, &v->options);
    report_figures(v);
    check_reached(v);
    check_watched(v);
    check_floors(v);
    check_unsure(v);
    check_symptoms(v);
    answer_queries(v);
    check_question_counts(v);
    survey_fini(&v->survey);
}

static void report_stop(struct verifier *v)
{
    struct verify_report *report = v->report;
    unsigned *kept = arena_new(v->arena, v->walk->kept_count, sizeof *kept);

    memcpy(kept, v->walk->kept, v->walk->kept_count * sizeof *kept);
    report->kept = kept;
    report->kept_count = v->walk->kept_count;
    report->stopped_at = v->walk->stopped_at;
    add_item(v, VERIFY_UNDECIDED, report->stopped_at,
             v->protocol->questions[report->stopped_at].place,
             arena_format(v->arena, "/questions/%u", report->stopped_at));
}

static void fini(struct verifier *v)
{
    walk_free(v->walk);
    table_fini(&v->watched_by_condition);
    free(v->watched);
    free(v->watched_of);
    free(v->finals);
    free(v->queries);
}

size_t verify_budget(const struct protocol *protocol)
{
    return WALK_BUDGET + (size_t)100 * protocol->question_count;
}

struct verify_report *verify(const struct protocol *protocol, const struct cases *cases,
                             size_t budget)
{
    struct verify_report *report = memory_new(1, sizeof *report);
    struct verifier v = {.protocol = protocol,
                         .cases = cases,
                         .report = report,
                         .arena = &report->arena,
                         .budget = budget,
                         .steps = search_steps(budget),
                         .example_steps = search_steps(budget) / EXAMPLE_SHARE,
                         .all = ((uint64_t)2 << (protocol->disposition_count - 1)) - 1};

    report->protocol = protocol;
    facts_init(&report->start, protocol);
    facts_begin(&report->start, protocol);
    watch_all(&v);
    ask_all(&v);
    v.options = (struct walk_options){.finals = v.finals,
                                      .final_count = (unsigned)v.final_count,
                                      .budget = budget,
                                      .observe = see,
                                      .context = &v};
    v.walk = walk_new(protocol, &report->start, 0, &v.options);
    report->decided = v.walk->complete;
    if (report->decided)
        prove(&v);
    else
        report_stop(&v);
    fini(&v);
    return report;
}

void verify_free(struct verify_report *report)
{
    if (report == NULL)
        return;
    for (size_t i = 0; i < report->item_count; i++) {
        interview_free(report->items[i].example);
        interview_free(report->items[i].other);
    }
    facts_fini(&report->start, report->protocol);
    free(report->items);
    arena_free(&report->arena);
    free(report);
}

bool verify_is_promise(const struct verify_item *item)
{
    static const char list[] = "/promises/";

    return strncmp(item->pointer, list, sizeof list - 1) == 0;
}

bool verify_is_failure(enum verify_kind kind)
{
    return kind != VERIFY_NOT_MONOTONE;
}

size_t verify_failures(const struct verify_report *report)
{
    size_t count = 0;

    for (size_t i = 0; i < report->item_count; i++)
        if (verify_is_failure(report->items[i].kind))
            count++;
    return count;
}
