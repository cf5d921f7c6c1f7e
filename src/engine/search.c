/* search: sixty-four ways at once through the diagram. See search.h for the idea. */
#include "engine/search.h"

#include <stdlib.h>
#include <string.h>

#include "engine/pursue.h"
#include "engine/ways.h"

enum { WAYS_AT_ONCE = 64 };

/* --- sixty-four ways ----------------------------------------------------------------------- */

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
    uint64_t *reached;               /* per node: the ways that come so far */
    uint64_t found;                  /* the ways that some interview takes */
    uint64_t *agreeing;              /* per label: the ways that agree with it */
    uint64_t one, several; /* the ways for which an answer of the layer's question must hold, ... */
};

static void batch_init(struct batch *batch, const struct survey *survey, const struct ways *ways)
{
    const struct walk *walk = survey->walk;

    memset(batch, 0, sizeof *batch);
    batch->survey = survey;
    batch->ways = ways;
    batch->must_hold = memory_new(ways->subject_count, sizeof *batch->must_hold);
    batch->must_fail = memory_new(ways->subject_count, sizeof *batch->must_fail);
    batch->reached = memory_new(walk->node_count, sizeof *batch->reached);
    batch->agreeing = memory_new(walk->label_count, sizeof *batch->agreeing);
}

static void batch_fini(struct batch *batch)
{
    free(batch->must_hold);
    free(batch->must_fail);
    free(batch->reached);
    free(batch->agreeing);
}

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

static void batch_begin(struct batch *batch)
{
    batch->all = batch->found = batch->needs_asked = 0;
    batch->first = UINT_MAX;
    batch->last = 0;
    memset(batch->may_end, 0, sizeof batch->may_end);
    for (size_t i = 0; i < batch->count; i++) {
        const struct way *way = batch->items[i];
        const struct wish *wish = way->wish;
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
static uint64_t about(const struct batch *batch, unsigned question)
{
    uint64_t ways = 0;

    for (size_t i = 0; i < batch->count && batch->needs_asked != 0; i++)
        if (batch->items[i]->wish->asked == question)
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

/* The ways for which an answer of the question must hold that is not given. */
static uint64_t refused_by_missing(const struct batch *batch, const struct walk_label *label)
{
    const struct protocol *protocol = batch->survey->walk->protocol;
    const struct question *question = &protocol->questions[label->question];
    uint64_t refused = 0;

    if (!label->ticking) /* all but the one */
        return batch->several | (label->given ? batch->one & ~batch->must_hold[label->answer]
                                              : batch->one);
    for (unsigned i = 0; i < question->answer_count; i++)
        if (protocol->answers[question->first_answer + i].exclusive)
            refused |= batch->must_hold[question->first_answer + i];
    return refused;
}

static uint64_t refused_by_answers(const struct batch *batch, const struct walk_label *label)
{
    uint64_t must_fail = label->given ? batch->must_fail[label->answer] : 0;

    if (label->skipped || label->alone || label->ticking)
        return must_fail | refused_by_missing(batch, label);
    return label->given ? must_fail : batch->must_hold[label->answer]; /* one item */
}

static uint64_t refused_by(const struct batch *batch, bool holds, unsigned subject)
{
    return holds ? batch->must_fail[subject] : batch->must_hold[subject];
}

/* A label lists what settled in the order in which it settles, among final conditions. */
static uint64_t refused_by_findings(const struct batch *batch, const struct walk_label *label)
{
    const struct walk *walk = batch->survey->walk;
    const struct protocol *protocol = walk->protocol;
    const struct question *question = &protocol->questions[label->question];
    size_t at = label->first_held, end = at + label->held_count;
    uint64_t refused = 0;

    for (unsigned i = 0; label->passes && i < question->settling_count; i++) {
        unsigned finding =
            protocol->answer_count + protocol->settling[question->first_settling + i];
        bool holds;
        while (at < end && walk->held[at] >= protocol_finding_total(protocol))
            at++;
        holds = at < end && walk->held[at] == finding;
        refused |= refused_by(batch, holds, finding);
        at += holds;
    }
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
        bool at_end = question == PROTOCOL_NONE;
        if (at_end ? label->to_layer == WALK_END
                   : question == label->question && walk_asks(layer, label))
            refused |= refused_by(batch, walk_holds(batch->survey->walk, label, total + i),
                                  total + i);
    }
    return refused;
}

/* The ways that agree with what an edge with this label decides. */
static uint64_t allowed(const struct batch *batch, const struct walk_layer *layer,
                        const struct walk_label *label)
{
    uint64_t refused = refused_by_answers(batch, label) | refused_by_findings(batch, label) |
                       refused_by_finals(batch, layer, label);

    if (label->skipped)
        refused |= about(batch, label->question);
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

    for (unsigned d = 0; d < PROTOCOL_MAX_DISPOSITIONS; d++)
        if (outcomes >> d & 1)
            ways |= batch->may_end[d];
    return ways;
}

static void batch_edge(struct batch *batch, size_t node, const struct walk_edge *edge)
{
    const struct survey *survey = batch->survey;
    const struct walk_label *label = &survey->walk->labels[edge->label];
    uint64_t ways = batch->reached[node] & batch->agreeing[edge->label];

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

/* Counts the answers of the question that must hold: none, one, several. */
static void count_musts(struct batch *batch, const struct question *question)
{
    batch->one = batch->several = 0;
    for (unsigned i = 0; i < question->answer_count; i++) {
        uint64_t ways = batch->must_hold[question->first_answer + i];
        batch->several |= batch->one & ways;
        batch->one |= ways;
    }
}

/* Computes which ways agree with each label of a layer; returns how much there was to look at. */
static size_t batch_agree(struct batch *batch, const struct walk_layer *layer)
{
    const struct walk *walk = batch->survey->walk;
    const struct question *question = &walk->protocol->questions[layer->question];
    size_t each = question->settling_count + (size_t)batch->survey->options->final_count;
    unsigned first, end;

    label_range(walk, layer, &first, &end);
    if (layer->item == PROTOCOL_NONE)
        count_musts(batch, question);
    for (unsigned l = first; l < end; l++)
        batch->agreeing[l] = allowed(batch, layer, &walk->labels[l]);
    return question->answer_count + (end - first) * each;
}

static void batch_layer(struct batch *batch, const struct walk_layer *layer, size_t *steps)
{
    const struct walk *walk = batch->survey->walk;

    pursue_spend(steps, batch_agree(batch, layer));
    pursue_spend(steps, walk->first_edge[layer->first_node + layer->node_count] -
                            walk->first_edge[layer->first_node]);
    for (unsigned i = 0; i < layer->node_count; i++) {
        size_t node = layer->first_node + (size_t)i;
        for (size_t e = walk->first_edge[node]; e < walk->first_edge[node + 1]; e++)
            batch_edge(batch, node, &walk->edges[e]);
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

static void batch_run(struct batch *batch, size_t *steps)
{
    const struct survey *survey = batch->survey;
    const struct walk *walk = survey->walk;

    batch_begin(batch);
    batch_early_ends(batch);
    if (survey->ask_layer[batch->first] != WALK_END) {
        size_t l = survey->ask_layer[batch->first];
        for (unsigned i = 0; i < walk->layers[l].node_count; i++)
            batch->reached[walk->layers[l].first_node + i] = batch->all;
        for (; l < walk->layer_count && walk->layers[l].question <= batch->last; l++)
            batch_layer(batch, &walk->layers[l], steps);
    }
    batch_mark(batch, false);
}

/* --- all wishes ---------------------------------------------------------------------------- */

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

/* Puts the way into the batch; one for which no step is left leaves its wish undecided. */
static void try_way(struct batch *batch, const struct way *way, size_t steps,
                    enum search_answer *answer)
{
    if (steps > 0)
        batch->items[batch->count++] = way;
    else
        *answer = SEARCH_UNDECIDED;
}

/* Tries all ways, those that are decided by the same questions together. */
static void run_all(const struct survey *survey, struct ways *ways, const struct wish *wishes,
                    size_t *steps, enum search_answer *answers)
{
    struct batch batch;

    if (ways->count == 0) /* qsort wants a real place even for nothing */
        return;
    qsort(ways->items, ways->count, sizeof *ways->items, by_range);
    batch_init(&batch, survey, ways);
    for (size_t next = 0; next < ways->count;) {
        for (batch.count = 0; batch.count < WAYS_AT_ONCE && next < ways->count; next++) {
            const struct way *way = &ways->items[next];
            enum search_answer *answer = &answers[way->wish - wishes];
            if (is_free(way) && (survey->outcomes[0] & way->wish->ends) != 0)
                *answer = SEARCH_YES;
            else if (!is_free(way) && *answer == SEARCH_NO)
                try_way(&batch, way, *steps, answer);
        }
        if (batch.count > 0)
            batch_run(&batch, steps);
        for (size_t i = 0; i < batch.count; i++)
            if (batch.found >> i & 1)
                answers[batch.items[i]->wish - wishes] = SEARCH_YES;
    }
    batch_fini(&batch);
}

size_t search_steps(size_t budget)
{
    return budget > SIZE_MAX / SEARCH_EFFORT ? SIZE_MAX : budget * SEARCH_EFFORT;
}

void search(const struct survey *survey, const struct wish *wishes, size_t count, size_t *steps,
            enum search_answer *answers)
{
    bool asked = survey->walk->layer_count > 0;
    struct ways ways;

    ways_init(&ways, survey);
    for (size_t i = 0; i < count; i++) {
        answers[i] = asked && ways_find(&ways, &wishes[i]) ? SEARCH_NO : SEARCH_UNDECIDED;
        pursue_spend(steps, asked ? WAYS_EFFORT - ways.effort : 0);
    }
    pursue_spend(steps, survey->walk->edge_count);
    run_all(survey, &ways, wishes, steps, answers);
    ways_fini(&ways);
    for (size_t i = 0; i < count; i++)
        if (answers[i] == SEARCH_UNDECIDED)
            answers[i] = pursue(survey, &wishes[i], steps, NULL);
}
