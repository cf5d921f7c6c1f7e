/* survey: what is known of every path, from the ends back to the beginning. See survey.h. */
#include "engine/survey.h"

#include <math.h>
#include <stdlib.h>

uint64_t survey_behind(const struct survey *survey, const struct walk_edge *edge)
{
    const struct walk *walk = survey->walk;

    if (walk->labels[edge->label].to_layer == WALK_END)
        return (uint64_t)1 << edge->to;
    return survey->outcomes[walk_target(walk, edge)];
}

unsigned survey_mildest(uint64_t outcomes)
{
    return 63 - (unsigned)__builtin_clzll(outcomes);
}

unsigned survey_most_urgent(uint64_t outcomes)
{
    return (unsigned)__builtin_ctzll(outcomes);
}

/* Adding to what is infinite changes nothing, and takes the processor a hundred times as long. */
static void add_count(long double *sum, long double count)
{
    if (isinf(count))
        *sum = count;
    else if (!isinf(*sum))
        *sum += count;
}

static void survey_edge(struct survey *survey, const struct walk_layer *layer, size_t node,
                        const struct walk_edge *edge)
{
    const struct walk_label *label = &survey->walk->labels[edge->label];
    unsigned fewest = walk_asks(layer, label), most = fewest;
    long double count = 1;

    if (label->to_layer != WALK_END) {
        unsigned to = walk_target(survey->walk, edge);
        fewest += survey->fewest[to];
        most += survey->most[to];
        count = survey->count[to];
    }
    survey->outcomes[node] |= survey_behind(survey, edge);
    if (fewest < survey->fewest[node])
        survey->fewest[node] = fewest;
    if (most > survey->most[node])
        survey->most[node] = most;
    add_count(&survey->count[node], count);
}

static void survey_layer(struct survey *survey, const struct walk_layer *layer)
{
    const struct walk *walk = survey->walk;

    for (unsigned i = 0; i < layer->node_count; i++) {
        size_t node = layer->first_node + (size_t)i;
        survey->fewest[node] = UINT_MAX;
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
    survey->count = memory_new(walk->node_count, sizeof *survey->count);
    survey->ask_layer = memory_new(questions, sizeof *survey->ask_layer);
    survey->ended_before = memory_new(questions, sizeof *survey->ended_before);
    for (size_t l = walk->layer_count; l-- > 0;)
        survey_layer(survey, &walk->layers[l]);
    survey_ends(survey);
}

/* The nodes behind `node` are reached with as few questions as it, and the one asked here. */
static void count_behind(const struct walk *walk, const struct walk_layer *layer, unsigned node,
                         unsigned *fewest)
{
    for (size_t e = walk->first_edge[node]; e < walk->first_edge[node + 1]; e++) {
        const struct walk_label *label = &walk->labels[walk->edges[e].label];
        unsigned count = fewest[node] + walk_asks(layer, label), to;
        if (label->to_layer == WALK_END)
            continue;
        to = walk_target(walk, &walk->edges[e]);
        if (count < fewest[to])
            fewest[to] = count;
    }
}

unsigned *survey_fewest_before(const struct survey *survey)
{
    const struct walk *walk = survey->walk;
    unsigned *fewest = memory_new(walk->node_count, sizeof *fewest);

    for (size_t n = 1; n < walk->node_count; n++)
        fewest[n] = UINT_MAX;
    for (size_t l = 0; l < walk->layer_count; l++) {
        const struct walk_layer *layer = &walk->layers[l];
        for (unsigned i = 0; i < layer->node_count; i++)
            count_behind(walk, layer, layer->first_node + i, fewest);
    }
    return fewest;
}

void survey_fini(struct survey *survey)
{
    free(survey->outcomes);
    free(survey->fewest);
    free(survey->most);
    free(survey->count);
    free(survey->ask_layer);
    free(survey->ended_before);
}
