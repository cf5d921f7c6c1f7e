/* example: the cheapest path through the diagram, replayed as an interview. See example.h. */
#include "engine/example.h"

#include <stdlib.h>

#include "engine/pursue.h"

enum { NO_EDGE = -1 };

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
    size_t cost = route->cost[node] + walk_cost(layer, label);
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

/* Finds the cheapest routes from `source`. */
static void route_find(struct route *route, unsigned source, uint64_t ends)
{
    const struct walk *walk = route->survey->walk;

    for (size_t n = 0; n < walk->node_count; n++) {
        route->cost[n] = SIZE_MAX;
        route->via[n] = NO_EDGE;
    }
    route->cost[source] = 0;
    route->end_cost = SIZE_MAX;
    route->end_edge = NO_EDGE;
    route->end_from = 0;
    for (size_t l = 0; l < walk->layer_count; l++) {
        const struct walk_layer *layer = &walk->layers[l];
        for (unsigned n = layer->first_node; n < layer->first_node + layer->node_count; n++) {
            if (route->cost[n] == SIZE_MAX)
                continue;
            for (size_t e = walk->first_edge[n]; e < walk->first_edge[n + 1]; e++)
                route_edge(route, layer, n, e, ends);
        }
    }
}

/* Adds the edges of the route that lead to `node`. */
static void trail_to(struct trail *trail, const struct route *route, unsigned node)
{
    size_t first = trail->count;

    for (; route->via[node] != NO_EDGE; node = route->from[node])
        trail_add(trail, (size_t)route->via[node]);
    trail_turn(trail, first);
}

/* Adds the edges of the route that lead to the end it found. */
static void trail_to_end(struct trail *trail, const struct route *route)
{
    trail_to(trail, route, route->end_from);
    trail_add(trail, (size_t)route->end_edge);
}

static enum interview_fault give_alone(struct interview *interview,
                                       const struct walk_label *label)
{
    const struct protocol *protocol = interview_protocol(interview);
    const struct question *question = &protocol->questions[label->question];
    const struct answer *answer = &protocol->answers[label->answer];

    switch (question->kind) {
    case QUESTION_INFO:
        return interview_read(interview, label->question);
    case QUESTION_CHECKLIST:
        return interview_tick(interview, label->question, &label->answer, 1);
    case QUESTION_NUMBER:
        if (answer->band)
            return interview_number(interview, label->question,
                                    grid_number(&question->grid, answer->from));
        /* fall through */
    default:
        return interview_choose(interview, label->question, label->answer);
    }
}

/* An answer that a path holds and nobody can give: the proofs and the interview disagree. */
static void demand(enum interview_fault fault)
{
    if (fault != INTERVIEW_TAKEN) /* not covered: that would be a fault of the engine */
        abort();
}

/* Gives the answers of the trail. */
static struct interview *replay(const struct walk *walk, const struct trail *trail)
{
    struct interview *interview = interview_new(walk->protocol);
    unsigned *ticked = memory_new(walk->protocol->answer_count, sizeof *ticked);
    size_t count = 0;

    interview_hold(interview);
    for (size_t i = 0; i < trail->count; i++) {
        const struct walk_label *label = &walk->labels[walk->edges[trail->edges[i]].label];
        if (label->alone) {
            demand(give_alone(interview, label));
        } else if (!label->skipped) {
            if (label->given)
                ticked[count++] = label->answer;
            if (label->passes) {
                demand(interview_tick(interview, label->question, ticked, count));
                count = 0;
            }
        }
    }
    interview_settle(interview);
    free(ticked);
    return interview;
}

struct interview *example_find(const struct survey *survey, const struct wish *wish,
                               size_t *steps)
{
    struct interview *example = NULL;
    struct trail trail = {0};

    if (pursue(survey, wish, steps, &trail) == SEARCH_YES)
        example = replay(survey->walk, &trail);
    free(trail.edges);
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

struct interview *example_through(const struct survey *survey, const size_t *path, size_t count,
                                  uint64_t ends)
{
    const struct walk *walk = survey->walk;
    const struct walk_edge *last = &walk->edges[path[count - 1]];
    struct interview *example;
    struct trail trail = {0};
    struct route route;

    route_init(&route, survey);
    route_find(&route, 0, 0);
    trail_to(&trail, &route, origin(walk, path[0]));
    for (size_t i = 0; i < count; i++)
        trail_add(&trail, path[i]);
    if (walk->labels[last->label].to_layer != WALK_END) {
        route_find(&route, walk_target(walk, last), ends);
        trail_to_end(&trail, &route);
    }
    example = replay(walk, &trail);
    free(trail.edges);
    route_fini(&route);
    return example;
}

/* Each step keeps to an edge behind which the most questions are left. */
struct interview *example_longest(const struct survey *survey)
{
    const struct walk *walk = survey->walk;
    struct interview *example;
    struct trail trail = {0};
    unsigned node = 0;
    size_t l = 0;

    for (;;) {
        size_t e = walk->first_edge[node];
        const struct walk_label *label;
        for (;; e++) {
            label = &walk->labels[walk->edges[e].label];
            unsigned here = walk_asks(&walk->layers[l], label);
            unsigned behind = label->to_layer == WALK_END
                                  ? 0
                                  : survey->most[walk_target(walk, &walk->edges[e])];
            if (here + behind == survey->most[node])
                break;
        }
        trail_add(&trail, e);
        if (label->to_layer == WALK_END)
            break;
        l = label->to_layer;
        node = walk_target(walk, &walk->edges[e]);
    }
    example = replay(walk, &trail);
    free(trail.edges);
    return example;
}
