/* pursue: one wish, followed through the diagram. See pursue.h for the idea. */
#include "engine/pursue.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "engine/residual.h"

/* In steps: what it takes to look at one edge of the diagram in a table, not in an array. */
enum { COST_OF_AN_EDGE = 16, BYTES_PER_EDGE = 64 };

#define LOST UINT_MAX /* where the wish can no longer come true */

enum value { IS_OPEN, IS_TRUE, IS_FALSE };

/* The wish as a flat tree. A group is followed by its parts; negations are moved into literals. */
struct part {
    unsigned literal; /* PROTOCOL_NONE: a group */
    size_t need;      /* of a group: so many of its parts must be true */
    size_t count;
    size_t behind;    /* the part that follows all of this one */
};

/* What is still open of the wish in some layer. */
struct rest {
    unsigned next;        /* of the same layer, or PROTOCOL_NONE */
    unsigned first, last; /* its spots */
    bool fulfilled;
};

/* A node, reached with something left of the wish. */
struct spot {
    unsigned node;
    unsigned next; /* with the same rest, or PROTOCOL_NONE */
    unsigned from; /* the spot before it on the cheapest path; PROTOCOL_NONE: it is the first one */
    size_t via;    /* the edge from there */
    size_t cost;
};

struct pursuit {
    const struct survey *survey;
    const struct walk *walk;
    const struct wish *wish;
    unsigned needed; /* the question that must come up, or PROTOCOL_NONE */
    size_t *steps;
    bool any; /* one interview is as good as another */
    bool over;

    struct part *parts;
    struct literal *literals;
    signed char *values; /* per literal, an enum value: on the path that is looked at */
    size_t part_count, literal_count, part_room, literal_room, value_room;

    struct table rest_numbers;
    struct rest *rests;
    struct bytes values_of; /* per rest: those of the path by which it was found first */
    struct table spot_numbers;
    struct spot *spots;
    size_t rest_room, spot_room;
    unsigned *first_rest, *last_rest; /* per layer, or PROTOCOL_NONE */
    struct bytes key;

    bool *holds; /* per subject: on the edge that is looked at */
    unsigned *leads, *known_for; /* per label: where it leads to, and from which rest */

    bool found;
    size_t end_cost, end_edge;
    unsigned end_from;
};

void pursue_spend(size_t *steps, size_t count)
{
    *steps -= count < *steps ? count : *steps;
}

static void spend(struct pursuit *p, size_t count)
{
    pursue_spend(p->steps, count);
    if (*p->steps == 0)
        p->over = true;
}

/* --- the wish ------------------------------------------------------------------------------ */

static struct part *add_part(struct pursuit *p)
{
    p->parts = memory_grow(p->parts, &p->part_room, p->part_count + 1, sizeof *p->parts);
    return &p->parts[p->part_count++];
}

static void add_literal(struct pursuit *p, unsigned subject, bool fails, enum value value)
{
    add_part(p)->literal = (unsigned)p->literal_count;
    p->literals = memory_grow(p->literals, &p->literal_room, p->literal_count + 1,
                              sizeof *p->literals);
    p->values = memory_grow(p->values, &p->value_room, p->literal_count + 1, sizeof *p->values);
    p->values[p->literal_count] = (signed char)value;
    p->literals[p->literal_count++] = (struct literal){subject, fails};
}

static enum value value_of(bool holds, bool fails)
{
    return holds != fails ? IS_TRUE : IS_FALSE;
}

static void add_condition(struct pursuit *p, const struct facts *start,
                          const struct condition *condition, bool fails)
{
    size_t number = p->part_count;
    bool held;

    switch (condition->kind) {
    case CONDITION_FINDING:
        if (wish_knows(p->wish, p->walk->protocol, start, condition->index, &held))
            add_literal(p, condition->index, fails, value_of(held, fails));
        else
            add_literal(p, condition->index, fails, IS_OPEN);
        break;
    case CONDITION_SCORE:
        add_literal(p, wish_final(p->wish, p->survey, condition), fails, IS_OPEN);
        break;
    case CONDITION_NOT:
        add_condition(p, start, condition->of, !fails);
        return;
    default:
        *add_part(p) = (struct part){.literal = PROTOCOL_NONE,
                                     .need = wish_parts_needed(condition, fails),
                                     .count = condition->count};
        for (size_t i = 0; i < condition->count; i++)
            add_condition(p, start, &condition->of[i], fails);
    }
    p->parts[number].behind = p->part_count;
}

static void add_wish(struct pursuit *p, const struct facts *start)
{
    const struct wish *wish = p->wish;

    *add_part(p) = (struct part){
        .literal = PROTOCOL_NONE, .need = wish->part_count, .count = wish->part_count};
    for (size_t i = 0; i < wish->part_count; i++)
        add_condition(p, start, wish->parts[i].condition, wish->parts[i].fails);
}

/* --- what is left of it -------------------------------------------------------------------- */

static enum value left_of(struct pursuit *p, size_t number);

/*
 * As in residual.c: parts that are true are only counted, those that are false are left out, and
 * what was written is taken back if the whole is decided.
 */
static enum value left_of_group(struct pursuit *p, size_t number)
{
    const struct part *group = &p->parts[number];
    size_t begin = p->key.count, held = 0, open = 0, part = number + 1;
    enum value whole = IS_OPEN;

    for (size_t i = 0; i < group->count && held < group->need; i++) {
        size_t mark = p->key.count;
        enum value value;
        bytes_add_number(&p->key, i + 1);
        value = left_of(p, part);
        held += value == IS_TRUE;
        open += value == IS_OPEN;
        if (value != IS_OPEN)
            p->key.count = mark;
        part = p->parts[part].behind;
    }
    if (held >= group->need)
        whole = IS_TRUE;
    else if (held + open < group->need)
        whole = IS_FALSE;
    if (whole != IS_OPEN) {
        p->key.count = begin;
        return whole;
    }
    bytes_add_number(&p->key, 0);
    bytes_add_number(&p->key, group->need - held);
    return IS_OPEN;
}

/* Writes what is open of a part, given the values, behind the key. */
static enum value left_of(struct pursuit *p, size_t number)
{
    unsigned literal = p->parts[number].literal;

    return literal == PROTOCOL_NONE ? left_of_group(p, number)
                                    : (enum value)p->values[literal];
}

/* Puts the rest behind those of its layer. */
static void list_rest(struct pursuit *p, unsigned layer, unsigned rest)
{
    if (p->first_rest[layer] == PROTOCOL_NONE)
        p->first_rest[layer] = rest;
    else
        p->rests[p->last_rest[layer]].next = rest;
    p->last_rest[layer] = rest;
}

/* What the values leave of the wish in `layer`, as a number; or LOST. */
static unsigned find_rest(struct pursuit *p, unsigned layer, bool came_up)
{
    enum value value;
    unsigned rest;
    bool added;

    p->key.count = 0;
    bytes_add_number(&p->key, layer);
    value = left_of(p, 0);
    if (value == IS_FALSE)
        return LOST;
    rest = table_add(&p->rest_numbers, p->key.items, p->key.count, &added);
    if (!added)
        return rest;
    p->rests = memory_grow(p->rests, &p->rest_room, rest + (size_t)1, sizeof *p->rests);
    p->rests[rest] = (struct rest){.next = PROTOCOL_NONE,
                                   .first = PROTOCOL_NONE,
                                   .fulfilled = value == IS_TRUE && came_up};
    if (p->literal_count > 0)
        bytes_add(&p->values_of, p->values, p->literal_count);
    if (p->values_of.count / BYTES_PER_EDGE > p->survey->options->budget)
        p->over = true;
    list_rest(p, layer, rest);
    return rest;
}

/* --- what a label decides ------------------------------------------------------------------ */

static enum value answer_value(const struct pursuit *p, const struct walk_label *label,
                               unsigned subject)
{
    const struct answer *answer = &p->walk->protocol->answers[subject];

    if (answer->question != label->question)
        return IS_OPEN;
    if (subject == label->answer)
        return value_of(label->given, false);
    if (label->skipped || label->alone)
        return IS_FALSE;
    return label->ticking && answer->exclusive ? IS_FALSE : IS_OPEN;
}

/* What is read when a question is asked is read on the first edge that does not leave it out. */
static enum value final_value(const struct pursuit *p, const struct walk_label *label,
                              unsigned subject)
{
    unsigned number = subject - protocol_finding_total(p->walk->protocol);
    unsigned question = p->survey->options->finals[number].question;
    bool read = question == PROTOCOL_NONE ? label->to_layer == WALK_END
                                          : question == label->question;

    return read ? value_of(p->holds[subject], false) : IS_OPEN;
}

static enum value subject_value(const struct pursuit *p, const struct walk_label *label,
                                unsigned subject)
{
    const struct protocol *protocol = p->walk->protocol;
    unsigned after;

    if (subject < protocol->answer_count)
        return answer_value(p, label, subject);
    if (subject >= protocol_finding_total(protocol))
        return final_value(p, label, subject);
    after = protocol->findings[subject - protocol->answer_count].settles_after;
    return label->passes && after == label->question + 1
               ? value_of(p->holds[subject], false)
               : IS_OPEN;
}

/* Marks what the label lists as holding, or takes the marks away. */
static void mark_held(struct pursuit *p, const struct walk_label *label, bool holds)
{
    for (unsigned i = 0; i < label->held_count; i++)
        p->holds[p->walk->held[label->first_held + i]] = holds;
}

/* Decides the literals that the label says something about. Where an interview ends, what has not
 * been decided does not hold. */
static void decide(struct pursuit *p, const struct walk_label *label)
{
    mark_held(p, label, true);
    for (size_t i = 0; i < p->literal_count; i++) {
        enum value value;
        if (p->values[i] != IS_OPEN)
            continue;
        value = subject_value(p, label, p->literals[i].subject);
        if (value == IS_OPEN && label->to_layer != WALK_END)
            continue;
        p->values[i] = (signed char)value_of(value == IS_TRUE, p->literals[i].fails);
    }
    mark_held(p, label, false);
}

/* Is the question that must come up behind an end, or skipped where it must be asked? */
static bool is_missed(const struct pursuit *p, const struct walk_label *label)
{
    if (p->needed == PROTOCOL_NONE)
        return false;
    return label->question == p->needed
               ? label->skipped && p->wish->asked != PROTOCOL_NONE
               : label->to_layer == WALK_END && label->question < p->needed;
}

/* The rest that a label leads to from `rest`; LOST if there the wish cannot come true. */
static unsigned lead(struct pursuit *p, unsigned rest, const struct walk_label *label)
{
    bool came_up = p->needed == PROTOCOL_NONE || label->question >= p->needed;

    spend(p, p->part_count + label->held_count);
    if (is_missed(p, label))
        return LOST;
    if (p->literal_count > 0) /* memcpy wants real places even for nothing */
        memcpy(p->values, p->values_of.items + rest * p->literal_count, p->literal_count);
    decide(p, label);
    if (label->to_layer != WALK_END)
        return find_rest(p, label->to_layer, came_up);
    p->key.count = 0;
    return left_of(p, 0) == IS_FALSE ? LOST : rest; /* any: nothing follows */
}

static unsigned known_lead(struct pursuit *p, unsigned rest, unsigned label)
{
    if (p->known_for[label] != rest) {
        p->known_for[label] = rest;
        p->leads[label] = lead(p, rest, &p->walk->labels[label]);
    }
    return p->leads[label];
}

/* --- the paths ----------------------------------------------------------------------------- */

static void end_here(struct pursuit *p, unsigned from, size_t edge, size_t cost)
{
    if (p->found && cost >= p->end_cost)
        return;
    p->found = true;
    p->end_cost = cost;
    p->end_edge = edge;
    p->end_from = from;
    if (p->any)
        p->over = true;
}

static void list_spot(struct pursuit *p, unsigned rest, unsigned spot)
{
    struct rest *of = &p->rests[rest];

    if (of->first == PROTOCOL_NONE)
        of->first = spot;
    else
        p->spots[of->last].next = spot;
    of->last = spot;
}

/* `node` is reached with `rest`, by a path like `spot`. */
static void reach(struct pursuit *p, unsigned rest, const struct spot *spot)
{
    const unsigned key[] = {spot->node, rest};
    bool added;
    unsigned number = table_add(&p->spot_numbers, key, sizeof key, &added);

    if (!added && spot->cost >= p->spots[number].cost)
        return;
    p->spots = memory_grow(p->spots, &p->spot_room, number + (size_t)1, sizeof *p->spots);
    if (added) {
        p->spots[number] = *spot;
        list_spot(p, rest, number);
        if (number >= p->survey->options->budget)
            p->over = true;
        return;
    }
    p->spots[number].cost = spot->cost;
    p->spots[number].via = spot->via;
    p->spots[number].from = spot->from;
}

static void follow_edge(struct pursuit *p, const struct walk_layer *layer, unsigned rest,
                        unsigned from, size_t number)
{
    const struct walk_edge *edge = &p->walk->edges[number];
    const struct walk_label *label = &p->walk->labels[edge->label];
    size_t cost = p->spots[from].cost + walk_cost(layer, label);
    unsigned next;

    spend(p, COST_OF_AN_EDGE);
    if ((survey_behind(p->survey, edge) & p->wish->ends) == 0)
        return;
    next = known_lead(p, rest, edge->label);
    if (next == LOST)
        return;
    if (label->to_layer == WALK_END || (p->any && p->rests[next].fulfilled))
        end_here(p, from, number, cost);
    else
        reach(p, next,
              &(struct spot){.node = walk_target(p->walk, edge),
                             .next = PROTOCOL_NONE,
                             .from = from,
                             .via = number,
                             .cost = cost});
}

/*
 * Of equally short examples the first is kept: that with the answers that come first. So an item is
 * followed with its tick, which is the second edge, before it is followed without.
 */
static void follow_spot(struct pursuit *p, const struct walk_layer *layer, unsigned rest,
                        unsigned spot)
{
    unsigned node = p->spots[spot].node;
    size_t first = p->walk->first_edge[node], end = p->walk->first_edge[node + 1];

    for (size_t i = 0; i < end - first && !p->over; i++)
        follow_edge(p, layer, rest, spot,
                    layer->item == PROTOCOL_NONE ? first + i : end - 1 - i);
}

static void follow_rest(struct pursuit *p, const struct walk_layer *layer, unsigned rest)
{
    for (unsigned spot = p->rests[rest].first; spot != PROTOCOL_NONE; spot = p->spots[spot].next)
        follow_spot(p, layer, rest, spot);
}

static void follow(struct pursuit *p)
{
    unsigned rest = find_rest(p, 0, p->needed == PROTOCOL_NONE);

    if (rest == LOST)
        return;
    reach(p, rest, &(struct spot){.next = PROTOCOL_NONE, .from = PROTOCOL_NONE});
    for (size_t l = 0; l < p->walk->layer_count; l++)
        for (rest = p->first_rest[l]; rest != PROTOCOL_NONE; rest = p->rests[rest].next)
            follow_rest(p, &p->walk->layers[l], rest);
}

/* --- the whole ----------------------------------------------------------------------------- */

void trail_add(struct trail *trail, size_t edge)
{
    trail->edges =
        memory_grow(trail->edges, &trail->room, trail->count + 1, sizeof *trail->edges);
    trail->edges[trail->count++] = edge;
}

void trail_turn(struct trail *trail, size_t first)
{
    for (size_t i = first, j = trail->count; i + 1 < j; i++) {
        size_t kept = trail->edges[i];
        trail->edges[i] = trail->edges[--j];
        trail->edges[j] = kept;
    }
}

static void trace_back(const struct pursuit *p, struct trail *trail)
{
    trail_add(trail, p->end_edge);
    for (unsigned spot = p->end_from; p->spots[spot].from != PROTOCOL_NONE;
         spot = p->spots[spot].from)
        trail_add(trail, p->spots[spot].via);
    trail_turn(trail, 0);
}

/* An array of numbers, none of which is known. */
static unsigned *unknown(size_t count)
{
    unsigned *numbers = memory_new(count, sizeof *numbers);

    for (size_t i = 0; i < count; i++)
        numbers[i] = PROTOCOL_NONE;
    return numbers;
}

static void pursuit_init(struct pursuit *p, const struct facts *start)
{
    table_clear(&p->rest_numbers);
    table_clear(&p->spot_numbers);
    p->first_rest = unknown(p->walk->layer_count);
    p->last_rest = unknown(p->walk->layer_count);
    p->holds = memory_new(protocol_finding_total(p->walk->protocol) +
                              (size_t)p->survey->options->final_count,
                          sizeof *p->holds);
    p->leads = unknown(p->walk->label_count);
    p->known_for = unknown(p->walk->label_count);
    add_wish(p, start);
    spend(p, p->part_count + p->walk->label_count);
}

static void pursuit_fini(struct pursuit *p)
{
    table_fini(&p->rest_numbers);
    table_fini(&p->spot_numbers);
    free(p->parts);
    free(p->literals);
    free(p->values);
    free(p->rests);
    free(p->values_of.items);
    free(p->spots);
    free(p->first_rest);
    free(p->last_rest);
    free(p->key.items);
    free(p->holds);
    free(p->leads);
    free(p->known_for);
}

static enum search_answer answer(const struct pursuit *p)
{
    if (p->found)
        return SEARCH_YES;
    return p->over ? SEARCH_UNDECIDED : SEARCH_NO;
}

enum search_answer pursue(const struct survey *survey, const struct wish *wish, size_t *steps,
                          struct trail *trail)
{
    struct pursuit p = {.survey = survey, .walk = survey->walk, .wish = wish,
                        .needed = wish_needs(wish), .steps = steps, .any = trail == NULL};
    const struct protocol *protocol = p.walk->protocol;
    enum search_answer found;
    struct facts start;

    facts_init(&start, protocol);
    facts_begin(&start, protocol);
    if (p.walk->layer_count == 0) {
        found = wish_at_start(wish, &start) ? SEARCH_YES : SEARCH_NO;
    } else if (*steps == 0) {
        found = SEARCH_UNDECIDED;
    } else {
        pursuit_init(&p, &start);
        follow(&p);
        found = answer(&p);
        if (found == SEARCH_YES && trail != NULL)
            trace_back(&p, trail);
        pursuit_fini(&p);
    }
    facts_fini(&start, protocol);
    return found;
}
