/* search: paths through the diagram. See search.h for the idea. */
#include "engine/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS_AT_ONCE = 64 };

/* --- the survey ---------------------------------------------------------------------------- */

/* log10(10^a + 10^b) without leaving the range of a double. */
static double log_sum(double a, double b)
{
    double high = a > b ? a : b, low = a > b ? b : a;

    return low == -INFINITY ? high : high + log10(1 + pow(10, low - high));
}

static uint64_t saturated_sum(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* A question is asked on the edge on which it is reached and not skipped. */
static unsigned asks(const struct walk_layer *layer, const struct walk_label *label)
{
    return layer->item == PROTOCOL_NONE && !label->skipped;
}

static void survey_edge(struct survey *survey, const struct walk_layer *layer, size_t node,
                        const struct walk_edge *edge)
{
    const struct walk_label *label = &survey->walk->labels[edge->label];
    unsigned fewest = asks(layer, label), most = fewest;
    uint64_t count = 1, outcomes;
    double log_count = 0;

    if (label->to_layer == WALK_END) {
        outcomes = (uint64_t)1 << edge->to;
    } else {
        unsigned to = walk_target(survey->walk, edge);
        outcomes = survey->outcomes[to];
        fewest += survey->fewest[to];
        most += survey->most[to];
        count = survey->count[to];
        log_count = survey->log_count[to];
    }
    survey->outcomes[node] |= outcomes;
    if (fewest < survey->fewest[node])
        survey->fewest[node] = fewest;
    if (most > survey->most[node])
        survey->most[node] = most;
    survey->count[node] = saturated_sum(survey->count[node], count);
    survey->log_count[node] = log_sum(survey->log_count[node], log_count);
}

static void survey_layer(struct survey *survey, const struct walk_layer *layer)
{
    const struct walk *walk = survey->walk;

    for (unsigned i = 0; i < layer->node_count; i++) {
        size_t node = layer->first_node + (size_t)i;
        survey->fewest[node] = UINT_MAX;
        survey->log_count[node] = -INFINITY;
        for (size_t e = walk->first_edge[node]; e < walk->first_edge[node + 1]; e++)
            survey_edge(survey, layer, node, &walk->edges[e]);
    }
}

static void survey_ends(struct survey *survey)
{
    const struct walk *walk = survey->walk;
    unsigned questions = walk->protocol->question_count;
    uint64_t ended = 0;

    for (unsigned q = 0; q < questions; q++)
        survey->ask_layer[q] = WALK_END;
    for (size_t l = 0, q = 0; l < walk->layer_count; l++) {
        const struct walk_layer *layer = &walk->layers[l];
        size_t first = walk->first_edge[layer->first_node];
        size_t last = walk->first_edge[layer->first_node + layer->node_count];
        for (; q <= layer->question; q++)
            survey->ended_before[q] = ended;
        if (layer->item == PROTOCOL_NONE)
            survey->ask_layer[layer->question] = (unsigned)l;
        for (size_t e = first; e < last; e++)
            if (walk->labels[walk->edges[e].label].to_layer == WALK_END)
                ended |= (uint64_t)1 << walk->edges[e].to;
        if (l + 1 == walk->layer_count)
            for (q = layer->question + 1; q < questions; q++)
                survey->ended_before[q] = ended;
    }
}

void survey_init(struct survey *survey, const struct walk *walk, const struct walk_options *options)
{
    size_t questions = walk->protocol->question_count;

    survey->walk = walk;
    survey->options = options;
    survey->outcomes = memory_new(walk->node_count, sizeof *survey->outcomes);
    survey->fewest = memory_new(walk->node_count, sizeof *survey->fewest);
    survey->most = memory_new(walk->node_count, sizeof *survey->most);
    survey->log_count = memory_new(walk->node_count, sizeof *survey->log_count);
    survey->count = memory_new(walk->node_count, sizeof *survey->count);
    survey->ask_layer = memory_new(questions, sizeof *survey->ask_layer);
    survey->ended_before = memory_new(questions, sizeof *survey->ended_before);
    for (size_t l = walk->layer_count; l-- > 0;)
        survey_layer(survey, &walk->layers[l]);
    survey_ends(survey);
}

void survey_fini(struct survey *survey)
{
    free(survey->outcomes);
    free(survey->fewest);
    free(survey->most);
    free(survey->log_count);
    free(survey->count);
    free(survey->ask_layer);
    free(survey->ended_before);
}

/* --- the ways in which a wish comes true --------------------------------------------------- */

/* A finding or (from the finding total on) a final condition that must hold, or must not. */
struct literal {
    unsigned subject;
    bool fails;
};

struct way {
    size_t first_literal, literal_count;
    size_t wish;
    unsigned first, last; /* the questions between which all is decided; last may be the end */
    unsigned needed;      /* the last question that must be reached; PROTOCOL_NONE: none */
};

struct ways {
    const struct survey *survey;
    const struct protocol *protocol;
    const struct wish *wish;
    size_t wish_number, wish_ways;
    struct literal *literals, *trail; /* trail: the way being made */
    struct way *items;
    size_t literal_count, literal_room, trail_count, trail_room, count, room;
    signed char *value; /* per subject: 1 must hold, -1 must not, 0 free */
    struct facts start; /* what is known before the first question */
    bool too_many;
};

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
    unsigned asked = ways->wish->asked;

    if (ways->wish_ways == SEARCH_MAX_WAYS) {
        ways->too_many = true;
        return;
    }
    ways->wish_ways++;
    ways->items = memory_grow(ways->items, &ways->room, ways->count + 1, sizeof *ways->items);
    ways->literals = memory_grow(ways->literals, &ways->literal_room,
                                 ways->literal_count + ways->trail_count, sizeof *ways->literals);
    way = &ways->items[ways->count++];
    *way = (struct way){.first_literal = ways->literal_count,
                        .literal_count = ways->trail_count,
                        .wish = ways->wish_number,
                        .first = asked == PROTOCOL_NONE ? UINT_MAX : asked,
                        .last = asked == PROTOCOL_NONE ? 0 : asked,
                        .needed = asked};
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

/*
 * Is it known without looking at any edge whether the finding holds? What needs no question is
 * known from the start; and when a wish is about the moment a question is asked, what is decided
 * later does not hold yet.
 */
static bool is_known(const struct ways *ways, unsigned finding, bool *held)
{
    const struct protocol *protocol = ways->protocol;
    unsigned asked = ways->wish->asked, after;

    *held = facts_holds(&ways->start, finding);
    if (finding < protocol->answer_count)
        return asked != PROTOCOL_NONE && protocol->answers[finding].question >= asked;
    after = protocol->findings[finding - protocol->answer_count].settles_after;
    return after == 0 || (asked != PROTOCOL_NONE && after > asked);
}

static unsigned final_subject(const struct ways *ways, const struct condition *score)
{
    const struct walk_options *options = ways->survey->options;
    unsigned i = 0;

    while (i < options->final_count && (options->finals[i].score != score ||
                                        options->finals[i].question != ways->wish->asked))
        i++;
    return finding_total(ways) + i;
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

/* Some parts of a condition must hold; for it to fail, so many of them must fail. */
static size_t parts_needed(const struct condition *condition, bool fails)
{
    size_t hold = condition->kind == CONDITION_ALL   ? condition->count
                  : condition->kind == CONDITION_ANY ? 1
                                                     : condition->at_least;

    return fails ? condition->count - hold + 1 : hold;
}

/* Tries every way to make all goals true; each that does not contradict itself is kept. */
static void make_true(struct ways *ways, const struct goal *goals)
{
    const struct condition *condition;
    struct goal goal;
    bool held;

    if (ways->too_many)
        return;
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
        if (!is_known(ways, condition->index, &held))
            decide(ways, condition->index, goals->fails, goals->next);
        else if (held != goals->fails)
            make_true(ways, goals->next);
        return;
    case CONDITION_SCORE:
        decide(ways, final_subject(ways, condition), goals->fails, goals->next);
        return;
    case CONDITION_NOT:
        goal.condition = condition->of;
        goal.fails = !goals->fails;
        break;
    default:
        goal.group = true;
        goal.need = parts_needed(condition, goals->fails);
    }
    make_true(ways, &goal);
}

static void find_ways(struct ways *ways, const struct wish *wish, size_t number)
{
    struct goal goals[WISH_MAX_PARTS];
    const struct goal *first = NULL;

    for (size_t i = 0; i < wish->part_count; i++) {
        goals[i] = (struct goal){.condition = wish->parts[i].condition,
                                 .fails = wish->parts[i].fails,
                                 .next = first};
        first = &goals[i];
    }
    ways->wish = wish;
    ways->wish_number = number;
    ways->wish_ways = 0;
    ways->too_many = false;
    make_true(ways, first);
}

static void ways_init(struct ways *ways, const struct survey *survey)
{
    memset(ways, 0, sizeof *ways);
    ways->survey = survey;
    ways->protocol = survey->walk->protocol;
    ways->value = memory_new(finding_total(ways) + survey->options->final_count,
                             sizeof *ways->value);
    facts_init(&ways->start, ways->protocol);
    facts_begin(&ways->start, ways->protocol);
}

static void ways_fini(struct ways *ways)
{
    facts_fini(&ways->start, ways->protocol);
    free(ways->literals);
    free(ways->trail);
    free(ways->items);
    free(ways->value);
}

/* --- trying sixty-four ways at once -------------------------------------------------------- */

struct batch {
    const struct survey *survey;
    const struct ways *ways;
    const struct way *items[WAYS_AT_ONCE];
    size_t count;
    uint64_t *must_hold, *must_fail; /* per subject: the ways that say so */
    uint64_t all;                    /* the ways of the batch */
    uint64_t needs_asked;            /* those whose wish is about a question that is asked */
    uint64_t may_end[PROTOCOL_MAX_DISPOSITIONS];
    unsigned first, last;
    uint64_t *reached; /* per node */
    uint64_t found;
};

static void batch_mark(struct batch *batch, bool set)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct way *way = batch->items[i];
        for (size_t l = 0; l < way->literal_count; l++) {
            const struct literal *literal = &batch->ways->literals[way->first_literal + l];
            uint64_t *marks = literal->fails ? batch->must_fail : batch->must_hold;
            if (set)
                marks[literal->subject] |= (uint64_t)1 << i;
            else
                marks[literal->subject] = 0;
        }
    }
}

static void batch_begin(struct batch *batch, const struct wish *wishes)
{
    batch->all = batch->found = batch->needs_asked = 0;
    batch->first = UINT_MAX;
    batch->last = 0;
    memset(batch->may_end, 0, sizeof batch->may_end);
    for (size_t i = 0; i < batch->count; i++) {
        const struct way *way = batch->items[i];
        const struct wish *wish = &wishes[way->wish];
        uint64_t bit = (uint64_t)1 << i;
        batch->all |= bit;
        if (wish->asked != PROTOCOL_NONE)
            batch->needs_asked |= bit;
        if (way->first < batch->first)
            batch->first = way->first;
        if (way->last > batch->last)
            batch->last = way->last;
        for (unsigned d = 0; d < PROTOCOL_MAX_DISPOSITIONS; d++)
            if (wish->ends >> d & 1)
                batch->may_end[d] |= bit;
    }
    batch_mark(batch, true);
}

/* The ways whose wish is about the asking of `question`. */
static uint64_t about(const struct batch *batch, const struct wish *wishes, unsigned question)
{
    uint64_t ways = 0;

    for (size_t i = 0; i < batch->count && batch->needs_asked != 0; i++)
        if (wishes[batch->items[i]->wish].asked == question)
            ways |= (uint64_t)1 << i;
    return ways;
}

/* The ways that still need a question behind `question`: an end there is too early for them. */
static uint64_t need_later(const struct batch *batch, unsigned question)
{
    uint64_t ways = 0;

    for (size_t i = 0; i < batch->count; i++)
        if (batch->items[i]->needed != PROTOCOL_NONE && batch->items[i]->needed > question)
            ways |= (uint64_t)1 << i;
    return ways;
}

static uint64_t refused_by_answers(const struct batch *batch, const struct walk_label *label)
{
    const struct protocol *protocol = batch->survey->walk->protocol;
    const struct question *question = &protocol->questions[label->question];
    uint64_t refused = 0;

    if (!label->skipped && !label->alone && !label->ticking) /* one item, ticked or not */
        return label->given ? batch->must_fail[label->answer] : batch->must_hold[label->answer];
    for (unsigned i = 0; i < question->answer_count; i++) {
        unsigned answer = question->first_answer + i;
        bool open = label->ticking && !protocol->answers[answer].exclusive;
        if (label->given && answer == label->answer)
            refused |= batch->must_fail[answer];
        else if (!open)
            refused |= batch->must_hold[answer];
    }
    return refused;
}

static bool holds(const struct walk *walk, const struct walk_label *label, unsigned subject)
{
    for (unsigned i = 0; i < label->held_count; i++)
        if (walk->held[label->first_held + i] == subject)
            return true;
    return false;
}

static uint64_t refused_by(const struct batch *batch, const struct walk_label *label,
                           unsigned subject)
{
    return holds(batch->survey->walk, label, subject) ? batch->must_fail[subject]
                                                       : batch->must_hold[subject];
}

static uint64_t refused_by_findings(const struct batch *batch, const struct walk_label *label)
{
    const struct protocol *protocol = batch->survey->walk->protocol;
    const struct question *question = &protocol->questions[label->question];
    uint64_t refused = 0;

    for (unsigned i = 0; label->passes && i < question->settling_count; i++)
        refused |= refused_by(batch, label,
                              protocol->answer_count +
                                  protocol->settling[question->first_settling + i]);
    return refused;
}

static uint64_t refused_by_finals(const struct batch *batch, const struct walk_layer *layer,
                                  const struct walk_label *label)
{
    const struct walk_options *options = batch->survey->options;
    unsigned total = protocol_finding_total(batch->survey->walk->protocol);
    uint64_t refused = 0;

    for (unsigned i = 0; i < options->final_count; i++) {
        unsigned question = options->finals[i].question;
        bool read = question == PROTOCOL_NONE ? label->to_layer == WALK_END
                                              : asks(layer, label) && question == label->question;
        if (read)
            refused |= refused_by(batch, label, total + i);
    }
    return refused;
}

/* The ways that agree with what an edge with this label decides. */
static uint64_t allowed(const struct batch *batch, const struct wish *wishes,
                        const struct walk_layer *layer, const struct walk_label *label)
{
    uint64_t refused = refused_by_answers(batch, label) | refused_by_findings(batch, label) |
                       refused_by_finals(batch, layer, label);

    if (label->skipped)
        refused |= about(batch, wishes, label->question);
    if (label->to_layer == WALK_END)
        refused |= need_later(batch, label->question);
    return batch->all & ~refused;
}

/* The range of labels of a layer: they are numbered layer by layer. */
static void label_range(const struct walk *walk, const struct walk_layer *layer, unsigned *first,
                        unsigned *end)
{
    *first = UINT_MAX;
    *end = 0;
    for (size_t e = walk->first_edge[layer->first_node];
         e < walk->first_edge[layer->first_node + layer->node_count]; e++) {
        unsigned label = walk->edges[e].label;
        if (label < *first)
            *first = label;
        if (label >= *end)
            *end = label + 1;
    }
}

static uint64_t enders(const struct batch *batch, uint64_t outcomes)
{
    uint64_t ways = 0;

    for (unsigned d = 0; outcomes >> d != 0; d++)
        if (outcomes >> d & 1)
            ways |= batch->may_end[d];
        else if (d + 1 == PROTOCOL_MAX_DISPOSITIONS)
            break;
    return ways;
}

static void batch_edge(struct batch *batch, size_t node, const struct walk_edge *edge,
                       uint64_t agreeing)
{
    const struct survey *survey = batch->survey;
    const struct walk_label *label = &survey->walk->labels[edge->label];
    uint64_t ways = batch->reached[node] & agreeing;

    if (ways == 0)
        return;
    if (label->to_layer == WALK_END) {
        batch->found |= ways & batch->may_end[edge->to];
    } else {
        unsigned to = walk_target(survey->walk, edge);
        if (label->passes && label->question == batch->last)
            batch->found |= ways & enders(batch, survey->outcomes[to]);
        else
            batch->reached[to] |= ways;
    }
}

static void batch_layer(struct batch *batch, const struct wish *wishes,
                        const struct walk_layer *layer, uint64_t *agreeing)
{
    const struct walk *walk = batch->survey->walk;
    unsigned first, end;

    label_range(walk, layer, &first, &end);
    for (unsigned l = first; l < end; l++)
        agreeing[l] = allowed(batch, wishes, layer, &walk->labels[l]);
    for (unsigned i = 0; i < layer->node_count; i++) {
        size_t node = layer->first_node + (size_t)i;
        for (size_t e = walk->first_edge[node]; e < walk->first_edge[node + 1]; e++)
            batch_edge(batch, node, &walk->edges[e], agreeing[walk->edges[e].label]);
        batch->reached[node] = 0;
    }
}

/* A way of which nothing needs to be reached also comes true where an interview ended before. */
static void batch_early_ends(struct batch *batch)
{
    uint64_t ways = 0;

    for (size_t i = 0; i < batch->count; i++)
        if (batch->items[i]->needed == PROTOCOL_NONE)
            ways |= (uint64_t)1 << i;
    for (size_t i = 0; i < batch->count; i++) {
        uint64_t bit = (uint64_t)1 << i;
        unsigned first = batch->items[i]->first;
        if (ways & bit)
            batch->found |= bit & enders(batch, batch->survey->ended_before[first]);
    }
}

static void batch_run(struct batch *batch, const struct wish *wishes, uint64_t *agreeing)
{
    const struct survey *survey = batch->survey;
    const struct walk *walk = survey->walk;

    batch_begin(batch, wishes);
    batch_early_ends(batch);
    if (survey->ask_layer[batch->first] != WALK_END) {
        size_t l = survey->ask_layer[batch->first];
        for (unsigned i = 0; i < walk->layers[l].node_count; i++)
            batch->reached[walk->layers[l].first_node + i] = batch->all;
        for (; l < walk->layer_count && walk->layers[l].question <= batch->last; l++)
            batch_layer(batch, wishes, &walk->layers[l], agreeing);
    }
    batch_mark(batch, false);
}

static int by_range(const void *a, const void *b)
{
    const struct way *x = a, *y = b;

    if (x->last != y->last)
        return x->last < y->last ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* A wish without conditions only asks with what interviews end. */
static bool is_free(const struct way *way)
{
    return way->literal_count == 0 && way->needed == PROTOCOL_NONE;
}

static void run_all(const struct survey *survey, struct ways *ways, const struct wish *wishes,
                    enum search_answer *answers)
{
    const struct walk *walk = survey->walk;
    size_t subjects = protocol_finding_total(walk->protocol) + survey->options->final_count;
    uint64_t *agreeing = memory_new(walk->label_count, sizeof *agreeing);
    struct batch batch = {.survey = survey,
                          .ways = ways,
                          .must_hold = memory_new(subjects, sizeof *batch.must_hold),
                          .must_fail = memory_new(subjects, sizeof *batch.must_fail),
                          .reached = memory_new(walk->node_count, sizeof *batch.reached)};

    if (ways->count > 0) /* qsort wants a real place even for nothing */
        qsort(ways->items, ways->count, sizeof *ways->items, by_range);
    for (size_t next = 0; next < ways->count;) {
        for (batch.count = 0; batch.count < WAYS_AT_ONCE && next < ways->count; next++)
            if (is_free(&ways->items[next])) {
                if (survey->outcomes[0] & wishes[ways->items[next].wish].ends)
                    answers[ways->items[next].wish] = SEARCH_YES;
            } else if (answers[ways->items[next].wish] != SEARCH_YES) {
                batch.items[batch.count++] = &ways->items[next];
            }
        if (batch.count == 0)
            break;
        batch_run(&batch, wishes, agreeing);
        for (size_t i = 0; i < batch.count; i++)
            if (batch.found >> i & 1)
                answers[batch.items[i]->wish] = SEARCH_YES;
    }
    free(agreeing);
    free(batch.must_hold);
    free(batch.must_fail);
    free(batch.reached);
}

/* Where no question is ever asked, what is known from the start is all there is. */
static enum search_answer search_at_start(const struct ways *ways, const struct wish *wish)
{
    if (wish->asked != PROTOCOL_NONE || (wish->ends >> ways->start.disposition & 1) == 0)
        return SEARCH_NO;
    for (size_t i = 0; i < wish->part_count; i++)
        if (facts_meet(&ways->start, wish->parts[i].condition) == wish->parts[i].fails)
            return SEARCH_NO;
    return SEARCH_YES;
}

void search(const struct survey *survey, const struct wish *wishes, size_t count,
            enum search_answer *answers)
{
    struct ways ways;

    ways_init(&ways, survey);
    for (size_t i = 0; i < count; i++) {
        if (survey->walk->layer_count == 0) {
            answers[i] = search_at_start(&ways, &wishes[i]);
            continue;
        }
        find_ways(&ways, &wishes[i], i);
        answers[i] = ways.too_many ? SEARCH_UNDECIDED : SEARCH_NO;
    }
    if (ways.count > 0)
        run_all(survey, &ways, wishes, answers);
    ways_fini(&ways);
}

/* --- examples ------------------------------------------------------------------------------ */

enum { NO_EDGE = -1, EXAMPLE_WAYS = 16, COST_OF_A_QUESTION = 1024 };

/* The cheapest way from one node: questions first, then ticks. */
struct route {
    const struct survey *survey;
    size_t *cost;       /* per node; SIZE_MAX: not reached */
    long long *via;     /* per node: the edge by which it was reached, or NO_EDGE */
    unsigned *from;     /* per node: where that edge began */
    size_t end_cost;    /* of the best end so far */
    long long end_edge; /* NO_EDGE: none */
    unsigned end_from;
};

static void route_init(struct route *route, const struct survey *survey)
{
    size_t nodes = survey->walk->node_count;

    route->survey = survey;
    route->cost = memory_new(nodes, sizeof *route->cost);
    route->via = memory_new(nodes, sizeof *route->via);
    route->from = memory_new(nodes, sizeof *route->from);
}

static void route_fini(struct route *route)
{
    free(route->cost);
    free(route->via);
    free(route->from);
}

static void route_edge(struct route *route, const struct walk_layer *layer, unsigned node,
                       size_t number, uint64_t ends)
{
    const struct walk *walk = route->survey->walk;
    const struct walk_edge *edge = &walk->edges[number];
    const struct walk_label *label = &walk->labels[edge->label];
    size_t cost =
        route->cost[node] + asks(layer, label) * (size_t)COST_OF_A_QUESTION + label->given;
    unsigned to;

    if (label->to_layer == WALK_END) {
        if ((ends >> edge->to & 1) == 0 || cost >= route->end_cost)
            return;
        route->end_cost = cost;
        route->end_edge = (long long)number;
        route->end_from = node;
        return;
    }
    to = walk_target(walk, edge);
    if (cost >= route->cost[to])
        return;
    route->cost[to] = cost;
    route->via[to] = (long long)number;
    route->from[to] = node;
}

/* Finds the cheapest routes from `source` over the edges that agree (NULL: all of them). */
static void route_find(struct route *route, unsigned source, const uint64_t *agreeing,
                       uint64_t ends)
{
    const struct walk *walk = route->survey->walk;

    for (size_t n = 0; n < walk->node_count; n++) {
        route->cost[n] = SIZE_MAX;
        route->via[n] = NO_EDGE;
    }
    route->cost[source] = 0;
    route->end_cost = SIZE_MAX;
    route->end_edge = NO_EDGE;
    for (size_t l = 0; l < walk->layer_count; l++) {
        const struct walk_layer *layer = &walk->layers[l];
        for (unsigned n = layer->first_node; n < layer->first_node + layer->node_count; n++) {
            if (route->cost[n] == SIZE_MAX)
                continue;
            for (size_t e = walk->first_edge[n]; e < walk->first_edge[n + 1]; e++)
                if (agreeing == NULL || (agreeing[walk->edges[e].label] & 1) != 0)
                    route_edge(route, layer, n, e, ends);
        }
    }
}

/* The edges of an interview, in order. */
struct trace {
    size_t *edges;
    size_t count, room;
};

static void trace_add(struct trace *trace, size_t edge)
{
    trace->edges =
        memory_grow(trace->edges, &trace->room, trace->count + 1, sizeof *trace->edges);
    trace->edges[trace->count++] = edge;
}

/* Adds the edges of the route that lead to `node`. */
static void trace_to(struct trace *trace, const struct route *route, unsigned node)
{
    size_t first = trace->count;

    for (; route->via[node] != NO_EDGE; node = route->from[node])
        trace_add(trace, (size_t)route->via[node]);
    for (size_t i = first, j = trace->count; i + 1 < j; i++) {
        size_t kept = trace->edges[i];
        trace->edges[i] = trace->edges[--j];
        trace->edges[j] = kept;
    }
}

static void give_alone(struct interview *interview, const struct walk_label *label)
{
    const struct protocol *protocol = interview_protocol(interview);
    const struct question *question = &protocol->questions[label->question];
    const struct answer *answer = &protocol->answers[label->answer];

    switch (question->kind) {
    case QUESTION_INFO:
        interview_read(interview, label->question);
        break;
    case QUESTION_CHECKLIST:
        interview_tick(interview, label->question, &label->answer, 1);
        break;
    case QUESTION_NUMBER:
        if (answer->band) {
            interview_number(interview, label->question,
                             question->min + question->step * (double)answer->from);
            break;
        }
        /* fall through */
    default:
        interview_choose(interview, label->question, label->answer);
    }
}

/* Gives the answers of the trace. */
static struct interview *replay_trace(const struct walk *walk, const struct trace *trace)
{
    struct interview *interview = interview_new(walk->protocol);
    unsigned *ticked = memory_new(walk->protocol->answer_count, sizeof *ticked);
    size_t count = 0;

    for (size_t i = 0; i < trace->count; i++) {
        const struct walk_label *label = &walk->labels[walk->edges[trace->edges[i]].label];
        if (label->alone) {
            give_alone(interview, label);
        } else if (!label->skipped) {
            if (label->given)
                ticked[count++] = label->answer;
            if (label->passes) {
                interview_tick(interview, label->question, ticked, count);
                count = 0;
            }
        }
    }
    free(ticked);
    return interview;
}

/* The labels that agree with one way, over the whole walk. */
static void agree_with(const struct survey *survey, const struct ways *ways,
                       const struct way *way, const struct wish *wish, struct batch *batch,
                       uint64_t *agreeing)
{
    const struct walk *walk = survey->walk;

    batch->survey = survey;
    batch->ways = ways;
    batch->items[0] = way;
    batch->count = 1;
    batch_begin(batch, wish);
    for (size_t l = 0; l < walk->layer_count; l++) {
        unsigned first, end;
        label_range(walk, &walk->layers[l], &first, &end);
        for (unsigned i = first; i < end; i++)
            agreeing[i] = allowed(batch, wish, &walk->layers[l], &walk->labels[i]);
    }
    batch_mark(batch, false);
}

static void shortest_of_ways(const struct survey *survey, const struct ways *ways,
                             const struct wish *wish, struct trace *best)
{
    size_t subjects =
        protocol_finding_total(survey->walk->protocol) + survey->options->final_count;
    struct batch batch = {.must_hold = memory_new(subjects, sizeof *batch.must_hold),
                          .must_fail = memory_new(subjects, sizeof *batch.must_fail)};
    uint64_t *agreeing = memory_new(survey->walk->label_count, sizeof *agreeing);
    size_t best_cost = SIZE_MAX, found = 0;
    struct route route;

    route_init(&route, survey);
    for (size_t i = 0; i < ways->count && found < EXAMPLE_WAYS; i++) {
        agree_with(survey, ways, &ways->items[i], wish, &batch, agreeing);
        route_find(&route, 0, agreeing, wish->ends);
        if (route.end_edge == NO_EDGE)
            continue;
        found++;
        if (route.end_cost >= best_cost)
            continue;
        best_cost = route.end_cost;
        best->count = 0;
        trace_to(best, &route, route.end_from);
        trace_add(best, (size_t)route.end_edge);
    }
    route_fini(&route);
    free(agreeing);
    free(batch.must_hold);
    free(batch.must_fail);
}

struct interview *search_example(const struct survey *survey, const struct wish *wish)
{
    struct interview *example = NULL;
    struct trace trace = {0};
    struct ways ways;
    bool found;

    ways_init(&ways, survey);
    if (survey->walk->layer_count == 0) {
        found = search_at_start(&ways, wish) == SEARCH_YES;
    } else {
        find_ways(&ways, wish, 0);
        shortest_of_ways(survey, &ways, wish, &trace);
        found = trace.count > 0;
    }
    if (found)
        example = replay_trace(survey->walk, &trace);
    free(trace.edges);
    ways_fini(&ways);
    return example;
}

/* The node where an edge begins. */
static unsigned origin(const struct walk *walk, size_t edge)
{
    size_t low = 0, high = walk->node_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (walk->first_edge[middle] <= edge)
            low = middle;
        else
            high = middle;
    }
    return (unsigned)low;
}

struct interview *search_through(const struct survey *survey, const size_t *path, size_t count,
                                 uint64_t ends)
{
    const struct walk *walk = survey->walk;
    const struct walk_edge *last = &walk->edges[path[count - 1]];
    struct interview *example;
    struct trace trace = {0};
    struct route route;

    route_init(&route, survey);
    route_find(&route, 0, NULL, 0);
    trace_to(&trace, &route, origin(walk, path[0]));
    for (size_t i = 0; i < count; i++)
        trace_add(&trace, path[i]);
    if (walk->labels[last->label].to_layer != WALK_END) {
        route_find(&route, walk_target(walk, last), NULL, ends);
        if (route.end_edge != NO_EDGE) {
            trace_to(&trace, &route, route.end_from);
            trace_add(&trace, (size_t)route.end_edge);
        }
    }
    example = replay_trace(walk, &trace);
    free(trace.edges);
    route_fini(&route);
    return example;
}

/* Each step keeps to an edge behind which the most questions are left. */
struct interview *search_longest(const struct survey *survey)
{
    const struct walk *walk = survey->walk;
    struct interview *example;
    struct trace trace = {0};
    unsigned node = 0;
    size_t l = 0;

    if (walk->layer_count == 0)
        return NULL;
    for (;;) {
        size_t e = walk->first_edge[node];
        const struct walk_label *label;
        for (;; e++) {
            label = &walk->labels[walk->edges[e].label];
            unsigned here = asks(&walk->layers[l], label);
            unsigned behind = label->to_layer == WALK_END
                                  ? 0
                                  : survey->most[walk_target(walk, &walk->edges[e])];
            if (here + behind == survey->most[node])
                break;
        }
        trace_add(&trace, e);
        if (label->to_layer == WALK_END)
            break;
        l = label->to_layer;
        node = walk_target(walk, &walk->edges[e]);
    }
    example = replay_trace(walk, &trace);
    free(trace.edges);
    return example;
}
