/* ahead: the walk from here on, keeping only what decides whether questions are asked. */
#include "engine/ahead.h"

#include <stdlib.h>

#include "engine/walk.h"

/* A person waits for this figure, so it may cost a few milliseconds at most. */
enum { AHEAD_BUDGET = 50 * 1000 };

static void count_node(const struct walk *walk, const struct walk_layer *layer, size_t node,
                       struct ahead *counts)
{
    struct ahead *count = &counts[node];

    *count = (struct ahead){UINT_MAX, 0};
    for (size_t e = walk->first_edge[node]; e < walk->first_edge[node + 1]; e++) {
        const struct walk_label *label = &walk->labels[walk->edges[e].label];
        unsigned asked = walk_asks(layer, label);
        struct ahead behind = {0, 0};
        if (label->to_layer != WALK_END)
            behind = counts[walk_target(walk, &walk->edges[e])];
        if (asked + behind.fewest < count->fewest)
            count->fewest = asked + behind.fewest;
        if (asked + behind.most > count->most)
            count->most = asked + behind.most;
    }
}

/* The first node is the one situation that the walk began with. */
static struct ahead count_walk(const struct walk *walk)
{
    struct ahead *counts = memory_new(walk->node_count, sizeof *counts), first = {1, 1};

    for (size_t l = walk->layer_count; l-- > 0;)
        for (unsigned n = 0; n < walk->layers[l].node_count; n++)
            count_node(walk, &walk->layers[l], walk->layers[l].first_node + (size_t)n, counts);
    if (walk->node_count > 0)
        first = counts[0];
    free(counts);
    return first;
}

struct ahead ahead_count(const struct protocol *protocol, const struct facts *before,
                         unsigned question)
{
    struct walk_options options = {.asking_only = true, .budget = AHEAD_BUDGET};
    struct walk *walk = walk_new(protocol, before, question, &options);
    struct ahead ahead = {0, protocol->question_count - question - 1};

    if (walk->complete) {
        struct ahead counted = count_walk(walk);
        ahead = (struct ahead){counted.fewest - 1, counted.most - 1};
    }
    walk_free(walk);
    return ahead;
}
