/* example: the cheapest path through the diagram, replayed as an interview. See example.h. */
#include "engine/example.h"

#include <stdlib.h>

#include "engine/search.h"

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
        route->cost[node] + walk_asks(layer, label) * (size_t)COST_OF_A_QUESTION + label->given;
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
static void route_find(struct route *route, unsigned source, const bool *agrees,
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
    route->end_from = 0;
    for (size_t l = 0; l < walk->layer_count; l++) {
        const struct walk_layer *layer = &walk->layers[l];
        for (unsigned n = layer->first_node; n < layer->first_node + layer->node_count; n++) {
            if (route->cost[n] == SIZE_MAX)
                continue;
            for (size_t e = walk->first_edge[n]; e < walk->first_edge[n + 1]; e++)
                if (agrees == NULL || agrees[walk->edges[e].label])
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

/* Adds the edges of the route that lead to the end it found. */
static void trace_to_end(struct trace *trace, const struct route *route)
{
    trace_to(trace, route, route->end_from);
    trace_add(trace, (size_t)route->end_edge);
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

/* Gives the answers of the trace. */
static struct interview *replay_trace(const struct walk *walk, const struct trace *trace)
{
    struct interview *interview = interview_new(walk->protocol);
    unsigned *ticked = memory_new(walk->protocol->answer_count, sizeof *ticked);
    size_t count = 0;

    for (size_t i = 0; i < trace->count; i++) {
        const struct walk_label *label = &walk->labels[walk->edges[trace->edges[i]].label];
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
    free(ticked);
    return interview;
}

/* The shortest interview in which one of the ways comes true; no edges if there is none. */
static void shortest_of_ways(const struct ways *ways, struct trace *best)
{
    const struct survey *survey = ways->survey;
    bool *agrees = memory_new(survey->walk->label_count, sizeof *agrees);
    size_t best_cost = SIZE_MAX, found = 0;
    struct route route;

    route_init(&route, survey);
    for (size_t i = 0; i < ways->count && found < EXAMPLE_WAYS; i++) {
        search_agree(ways, &ways->items[i], agrees);
        route_find(&route, 0, agrees, ways->items[i].wish->ends);
        if (route.end_edge == NO_EDGE)
            continue;
        found++;
        if (route.end_cost >= best_cost)
            continue;
        best_cost = route.end_cost;
        best->count = 0;
        trace_to_end(best, &route);
    }
    route_fini(&route);
    free(agrees);
}

struct interview *example_find(const struct survey *survey, const struct wish *wish)
{
    struct interview *example = NULL;
    struct trace trace = {0};
    struct ways ways;
    bool found;

    ways_init(&ways, survey);
    if (survey->walk->layer_count == 0) {
        found = ways_at_start(&ways, wish);
    } else {
        ways_find(&ways, wish);
        shortest_of_ways(&ways, &trace);
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

struct interview *example_through(const struct survey *survey, const size_t *path, size_t count,
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
        trace_to_end(&trace, &route);
    }
    example = replay_trace(walk, &trace);
    free(trace.edges);
    route_fini(&route);
    return example;
}

/* Each step keeps to an edge behind which the most questions are left. */
struct interview *example_longest(const struct survey *survey)
{
    const struct walk *walk = survey->walk;
    struct interview *example;
    struct trace trace = {0};
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
