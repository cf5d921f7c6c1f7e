/* monotone: pairs of interviews, side by side. See monotone.h. */
#include "engine/monotone.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "engine/example.h"

/*
 * A side is a node of the diagram, or an end: node_count + disposition. `x` is the interview
 * without the tick, `y` the one with it.
 */
struct pair {
    unsigned x, y;
};

/* How a pair was reached, so that the two interviews can be told. */
struct step {
    unsigned from; /* number of the pair before, or UINT_MAX */
    size_t x_edge, y_edge; /* NO_EDGE: this side waited */
};

#define NO_EDGE SIZE_MAX

struct monotone {
    const struct survey *survey;
    const struct walk *walk;
    unsigned *layer_of; /* per node */
    size_t budget;
    struct table pairs; /* every pair met so far has a number */
    struct step *steps; /* per pair: how this round reached it */
    unsigned *round;    /* per pair: the round that met it last */
    bool *safe;         /* per pair: nothing behind it ends milder */
    size_t steps_room, round_room, safe_room;
    unsigned *met;      /* the pairs of this round, in the order in which they are looked at */
    size_t met_count, met_room;
    unsigned rounds;
};

struct monotone *monotone_new(const struct survey *survey, size_t budget)
{
    struct monotone *monotone = memory_new(1, sizeof *monotone);
    const struct walk *walk = survey->walk;

    monotone->survey = survey;
    monotone->walk = walk;
    monotone->budget = budget;
    monotone->layer_of = memory_new(walk->node_count, sizeof *monotone->layer_of);
    for (size_t l = 0; l < walk->layer_count; l++)
        for (unsigned i = 0; i < walk->layers[l].node_count; i++)
            monotone->layer_of[walk->layers[l].first_node + i] = (unsigned)l;
    table_clear(&monotone->pairs);
    return monotone;
}

void monotone_free(struct monotone *monotone)
{
    if (monotone == NULL)
        return;
    table_fini(&monotone->pairs);
    free(monotone->layer_of);
    free(monotone->steps);
    free(monotone->round);
    free(monotone->safe);
    free(monotone->met);
    free(monotone);
}

static bool is_end(const struct monotone *monotone, unsigned side)
{
    return side >= monotone->walk->node_count;
}

static uint64_t outcomes(const struct monotone *monotone, unsigned side)
{
    return is_end(monotone, side) ? (uint64_t)1 << (side - monotone->walk->node_count)
                                  : monotone->survey->outcomes[side];
}

static unsigned side_behind(const struct monotone *monotone, size_t edge)
{
    const struct walk *walk = monotone->walk;
    const struct walk_edge *taken = &walk->edges[edge];

    if (walk->labels[taken->label].to_layer == WALK_END)
        return (unsigned)walk->node_count + taken->to;
    return walk_target(walk, taken);
}

/*
 * The same is known on both sides, y is at least as urgent already and will not be cut short: then
 * every answer raises both alike and y stays ahead. (Within a checklist y may already have what
 * will end it.)
 */
static bool is_dominated(const struct monotone *monotone, unsigned x, unsigned y)
{
    const struct walk *walk = monotone->walk;

    return monotone->layer_of[x] == monotone->layer_of[y] && walk->core[x] == walk->core[y] &&
           walk->disposition[y] <= walk->disposition[x] &&
           !walk->protocol->dispositions[walk->disposition[y]].ends;
}

enum outlook { NO_DANGER, BROKEN, OPEN };

/*
 * Once one side has ended, the other may go on in any way, so its outcomes decide; while neither
 * has, only outcomes that could still cross are worth following.
 */
static enum outlook look(const struct monotone *monotone, unsigned x, unsigned y)
{
    if (x == y ||
        survey_mildest(outcomes(monotone, y)) <= survey_most_urgent(outcomes(monotone, x)))
        return NO_DANGER;
    if (is_end(monotone, x) || is_end(monotone, y))
        return BROKEN;
    return is_dominated(monotone, x, y) ? NO_DANGER : OPEN;
}

static unsigned number_of(struct monotone *monotone, unsigned x, unsigned y)
{
    struct pair pair = {x, y};
    unsigned number = table_add(&monotone->pairs, &pair, sizeof pair, NULL);

    monotone->steps = memory_grow(monotone->steps, &monotone->steps_room, number + (size_t)1,
                                  sizeof *monotone->steps);
    monotone->round = memory_grow(monotone->round, &monotone->round_room, number + (size_t)1,
                                  sizeof *monotone->round);
    monotone->safe = memory_grow(monotone->safe, &monotone->safe_room, number + (size_t)1,
                                 sizeof *monotone->safe);
    return number;
}

/* Meets the pair behind two edges (NO_EDGE: that side stays). True if it breaks the rule. */
static bool meet(struct monotone *monotone, unsigned from, unsigned x, unsigned y, size_t x_edge,
                 size_t y_edge)
{
    enum outlook outlook;
    unsigned number;

    if (x_edge != NO_EDGE)
        x = side_behind(monotone, x_edge);
    if (y_edge != NO_EDGE)
        y = side_behind(monotone, y_edge);
    outlook = look(monotone, x, y);
    if (outlook == NO_DANGER)
        return false;
    number = number_of(monotone, x, y);
    if (monotone->safe[number] || monotone->round[number] == monotone->rounds)
        return false;
    monotone->round[number] = monotone->rounds;
    monotone->steps[number] = (struct step){from, x_edge, y_edge};
    monotone->met = memory_grow(monotone->met, &monotone->met_room, monotone->met_count + 1,
                                sizeof *monotone->met);
    monotone->met[monotone->met_count++] = number;
    return outlook == BROKEN;
}

static bool is_skip(const struct monotone *monotone, unsigned node)
{
    const struct walk *walk = monotone->walk;

    return walk->labels[walk->edges[walk->first_edge[node]].label].skipped;
}

/* One side goes on alone, in every way it can. */
static bool advance_x(struct monotone *monotone, unsigned from, struct pair pair)
{
    const size_t *first = monotone->walk->first_edge;

    for (size_t e = first[pair.x]; e < first[pair.x + 1]; e++)
        if (meet(monotone, from, pair.x, pair.y, e, NO_EDGE))
            return true;
    return false;
}

static bool advance_y(struct monotone *monotone, unsigned from, struct pair pair)
{
    const size_t *first = monotone->walk->first_edge;

    for (size_t e = first[pair.y]; e < first[pair.y + 1]; e++)
        if (meet(monotone, from, pair.x, pair.y, NO_EDGE, e))
            return true;
    return false;
}

/* Both answer alike: the edges of two nodes of a layer stand in the same order. */
static bool advance_both(struct monotone *monotone, unsigned from, struct pair pair)
{
    const size_t *first = monotone->walk->first_edge;
    size_t count = first[pair.x + 1] - first[pair.x];

    for (size_t i = 0; i < count; i++)
        if (meet(monotone, from, pair.x, pair.y, first[pair.x] + i, first[pair.y] + i))
            return true;
    return false;
}

static struct pair pair_of(const struct monotone *monotone, unsigned number)
{
    struct pair pair;

    memcpy(&pair, table_key(&monotone->pairs, number), sizeof pair);
    return pair;
}

static bool advance(struct monotone *monotone, unsigned number)
{
    struct pair pair = pair_of(monotone, number);
    unsigned x_layer = monotone->layer_of[pair.x], y_layer = monotone->layer_of[pair.y];

    if (x_layer < y_layer)
        return advance_x(monotone, number, pair);
    if (y_layer < x_layer)
        return advance_y(monotone, number, pair);
    if (is_skip(monotone, pair.x) == is_skip(monotone, pair.y))
        return advance_both(monotone, number, pair);
    return is_skip(monotone, pair.x) ? advance_x(monotone, number, pair)
                                     : advance_y(monotone, number, pair);
}

/* The edges of one side from the tick on, in order. */
static size_t *edges_of(const struct monotone *monotone, unsigned number, bool of_y, size_t *count)
{
    size_t *edges, length = 0;
    unsigned n;

    for (n = number; n != UINT_MAX; n = monotone->steps[n].from)
        length++;
    edges = memory_new(length, sizeof *edges);
    *count = 0;
    for (n = number; n != UINT_MAX; n = monotone->steps[n].from) {
        size_t edge = of_y ? monotone->steps[n].y_edge : monotone->steps[n].x_edge;
        if (edge != NO_EDGE)
            edges[length - ++*count] = edge;
    }
    for (size_t i = 0; i < *count; i++)
        edges[i] = edges[length - *count + i];
    return edges;
}

static struct interview *tell(const struct monotone *monotone, unsigned number, bool of_y)
{
    struct pair pair = pair_of(monotone, number);
    uint64_t mask = outcomes(monotone, of_y ? pair.y : pair.x);
    unsigned end = of_y ? survey_mildest(mask) : survey_most_urgent(mask);
    size_t count, *edges = edges_of(monotone, number, of_y, &count);
    struct interview *interview =
        example_through(monotone->survey, edges, count, (uint64_t)1 << end);

    free(edges);
    return interview;
}

/* Every pair where the item is left unticked on one side and ticked on the other. */
static bool meet_ticks(struct monotone *monotone, const struct walk_layer *layer)
{
    const size_t *first = monotone->walk->first_edge;

    for (unsigned n = layer->first_node; n < layer->first_node + layer->node_count; n++)
        if (meet(monotone, UINT_MAX, n, n, first[n], first[n] + 1))
            return true;
    return false;
}

static const struct walk_layer *layer_of_item(const struct monotone *monotone, unsigned answer)
{
    const struct walk *walk = monotone->walk;
    unsigned question = walk->protocol->answers[answer].question;
    size_t l = monotone->survey->ask_layer[question];

    for (; l < walk->layer_count; l++)
        if (walk->layers[l].item == answer)
            return &walk->layers[l];
    return NULL;
}

/* What this round looked at without finding anything is safe for good. */
static void mark_safe(struct monotone *monotone)
{
    for (size_t i = 0; i < monotone->met_count; i++)
        monotone->safe[monotone->met[i]] = true;
}

enum monotone_answer monotone_check(struct monotone *monotone, unsigned answer,
                                    struct interview **without, struct interview **with)
{
    const struct walk_layer *layer = layer_of_item(monotone, answer);
    bool broken;

    if (layer == NULL)
        return MONOTONE_HOLDS;
    monotone->rounds++;
    monotone->met_count = 0;
    broken = meet_ticks(monotone, layer);
    for (size_t i = 0; !broken && i < monotone->met_count; i++) {
        if (monotone->pairs.count > monotone->budget)
            return MONOTONE_UNDECIDED;
        broken = advance(monotone, monotone->met[i]);
    }
    if (!broken) {
        mark_safe(monotone);
        return MONOTONE_HOLDS;
    }
    *without = tell(monotone, monotone->met[monotone->met_count - 1], false);
    *with = tell(monotone, monotone->met[monotone->met_count - 1], true);
    return MONOTONE_BROKEN;
}
