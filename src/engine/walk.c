/* walk: building the diagram, layer by layer. See walk.h for what it is and why it is exact. */
#include "engine/walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "engine/residual.h"

enum { COST_OF_A_QUESTION = 1 << 20 };

/*
 * Times at which something is read: even: a question is reached (its ask_if), odd: it is passed
 * (findings settle). What no later time reads is forgotten.
 */
typedef size_t instant;
#define REACHED(question) ((instant)(question) * 2)
#define PASSED(question) ((instant)(question) * 2 + 1)

/* What the walk must know about a score. */
struct score_use {
    instant last_read;
    bool alive; /* some question so far gives points to it */
};

/* A condition that is read at some instant, and the first question that decides anything of it. */
struct reader {
    const struct condition *condition;
    instant at;
    unsigned first;
    bool lower; /* a range of points, of which only the lower bound is read */
};

/*
 * What matters at a point of the walk: the conditions still to be read of which something is
 * decided, and the findings and scores that they name.
 */
struct live {
    const struct reader **readers;
    unsigned *findings, *scores;
    size_t reader_count, count, score_count, reader_room, room, score_room;
};

/*
 * The nodes of one layer while it is being found. Situations with the same residuals of all live
 * readers are one core; the first that came stands for all of them.
 */
struct frontier {
    struct table cores;     /* residuals -> core */
    struct table nodes;     /* core and disposition -> node */
    struct bytes situations; /* per node: its live findings and points, all of the same size */
};

struct node_key {
    unsigned core, disposition;
};

struct builder {
    struct walk *walk;
    const struct protocol *protocol;
    const struct walk_options *options;
    instant *last_read;       /* per finding; 0: never read */
    struct score_use *scores; /* per score */
    int64_t *least, *greatest; /* per score: what the questions behind this one can add */
    struct reader *readers;   /* by their first question */
    size_t reader_count, reader_room, next_reader;
    bool *relevant;           /* per named finding: whether it is read at all */
    unsigned last_ending;     /* the mildest disposition that ends, or PROTOCOL_NONE */

    struct facts facts;       /* one situation at a time; clean between two */
    struct live reached, within, next; /* on reaching the question, in it, on reaching the next */
    struct live woken;        /* scores that get their first points from the question */
    struct frontier frontiers[3];
    struct frontier *current, *item_next, *question_next;
    struct table labels;      /* of the layer; they are numbered on from first_label */
    unsigned first_label, next_layer;
    unsigned *held;           /* for the label being made */
    size_t held_count;
    struct bytes key, situation;
    bool stopped;
};

/* --- what is read, and until when --------------------------------------------------------- */

/* The question that decides the finding; those that need none count as the first. */
static unsigned decided_by(const struct protocol *protocol, unsigned finding)
{
    unsigned after;

    if (finding < protocol->answer_count)
        return protocol->answers[finding].question;
    after = protocol->findings[finding - protocol->answer_count].settles_after;
    return after == 0 ? 0 : after - 1;
}

/* Notes who is read until when; returns the first question that decides anything of it. */
static unsigned note_parts(struct builder *b, const struct condition *condition, instant at)
{
    unsigned first = condition->kind == CONDITION_SCORE ? 0 : UINT_MAX;

    if (condition->kind == CONDITION_FINDING) {
        unsigned finding = condition->index;
        if (at > b->last_read[finding])
            b->last_read[finding] = at;
        if (finding >= b->protocol->answer_count)
            b->relevant[finding - b->protocol->answer_count] = true;
        first = decided_by(b->protocol, finding);
    } else if (condition->kind == CONDITION_SCORE && at > b->scores[condition->index].last_read) {
        b->scores[condition->index].last_read = at;
    }
    for (size_t i = 0; i < condition->count; i++) {
        unsigned part = note_parts(b, &condition->of[i], at);
        if (part < first)
            first = part;
    }
    return first;
}

static void add_reader(struct builder *b, const struct condition *condition, instant at,
                       bool lower)
{
    unsigned first = note_parts(b, condition, at);

    b->readers =
        memory_grow(b->readers, &b->reader_room, b->reader_count + 1, sizeof *b->readers);
    b->readers[b->reader_count++] = (struct reader){condition, at, first, lower};
}

/*
 * Whoever watches wants the values of the parts of a condition as well. Those with a score in them
 * are told apart here, because points change after they were read; for what rests on findings
 * alone an interview can be looked for in the finished diagram, which stays small. Points outside a
 * range are below or above it: the lower bound tells which.
 */
static void add_watched(struct builder *b, const struct condition *condition, instant at)
{
    if (protocol_is_range(condition))
        add_reader(b, condition, at, true);
    for (size_t i = 0; i < condition->count; i++) {
        const struct condition *part = &condition->of[i];
        if (protocol_has_score(part) && part->kind != CONDITION_NOT)
            add_reader(b, part, at, false);
        add_watched(b, part, at);
    }
}

static void read_condition(struct builder *b, const struct condition *condition, instant at)
{
    add_reader(b, condition, at, false);
    if (b->options->observe != NULL)
        add_watched(b, condition, at);
}

/* Named findings name only earlier ones, so going backwards sees every reader first. */
static void read_findings(struct builder *b)
{
    const struct protocol *protocol = b->protocol;

    for (unsigned f = protocol->finding_count; f-- > 0;) {
        const struct finding *finding = &protocol->findings[f];
        bool can_end = finding->raise != PROTOCOL_NONE && b->last_ending != PROTOCOL_NONE &&
                       finding->raise <= b->last_ending;
        instant at = finding->settles_after == 0 ? 0 : PASSED(finding->settles_after - 1);
        if (!b->options->asking_only || can_end)
            b->relevant[f] = true;
        if (!b->relevant[f])
            continue;
        read_condition(b, finding->when, at);
        if (finding->unless != NULL)
            read_condition(b, finding->unless, at);
    }
}

static instant final_instant(const struct builder *b, const struct walk_final *final)
{
    return REACHED(final->question == PROTOCOL_NONE ? b->protocol->question_count
                                                    : final->question);
}

static int by_first(const void *a, const void *b)
{
    const struct reader *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static void read_all(struct builder *b)
{
    const struct protocol *protocol = b->protocol;

    for (unsigned q = 0; q < protocol->question_count; q++)
        if (protocol->questions[q].ask_if != NULL)
            read_condition(b, protocol->questions[q].ask_if, REACHED(q));
    for (unsigned i = 0; i < b->options->final_count; i++)
        add_reader(b, b->options->finals[i].score, final_instant(b, &b->options->finals[i]),
                   false);
    read_findings(b);
    if (b->reader_count > 0) /* qsort wants a real place even for nothing */
        qsort(b->readers, b->reader_count, sizeof *b->readers, by_first);
}

/* --- scores -------------------------------------------------------------------------------- */

/*
 * Adds (or takes away) what one question can give to the bounds of its scores. Every answer is
 * counted as if it could be given with all others: too wide for a choice, but never too narrow.
 */
static void count_points(struct builder *b, unsigned question, int sign)
{
    const struct question *asked = &b->protocol->questions[question];

    for (unsigned i = 0; i < asked->answer_count; i++) {
        const struct answer *answer = &b->protocol->answers[asked->first_answer + i];
        for (size_t p = 0; p < answer->points_count; p++) {
            unsigned score = answer->points[p].score;
            if (answer->points[p].points < 0)
                b->least[score] += sign * answer->points[p].points;
            else
                b->greatest[score] += sign * answer->points[p].points;
        }
    }
}

/* --- what matters at a point of the walk --------------------------------------------------- */

static void live_add(struct live *live, unsigned finding)
{
    live->findings =
        memory_grow(live->findings, &live->room, live->count + 1, sizeof *live->findings);
    live->findings[live->count++] = finding;
}

static void live_add_score(struct live *live, unsigned score)
{
    live->scores =
        memory_grow(live->scores, &live->score_room, live->score_count + 1, sizeof *live->scores);
    live->scores[live->score_count++] = score;
}

static void live_add_reader(struct live *live, const struct reader *reader)
{
    live->readers = memory_grow(live->readers, &live->reader_room, live->reader_count + 1,
                                sizeof *live->readers);
    live->readers[live->reader_count++] = reader;
}

static void live_from_scores(struct builder *b, struct live *to, const struct live *from,
                             instant at)
{
    for (size_t i = 0; i < from->score_count; i++)
        if (b->scores[from->scores[i]].last_read >= at)
            live_add_score(to, from->scores[i]);
}

static void live_from_readers(struct live *to, const struct live *from, instant at)
{
    for (size_t i = 0; i < from->reader_count; i++)
        if (from->readers[i]->at >= at)
            live_add_reader(to, from->readers[i]);
}

/* Makes `to` what is known after `from` and the question and still read at `at` or later. */
static void live_from(struct builder *b, struct live *to, const struct live *from,
                      unsigned question, instant at)
{
    const struct question *asked = &b->protocol->questions[question];

    to->count = to->score_count = to->reader_count = 0;
    for (size_t i = 0; i < from->count; i++)
        if (b->last_read[from->findings[i]] >= at)
            live_add(to, from->findings[i]);
    for (unsigned i = 0; i < asked->answer_count; i++)
        if (b->last_read[asked->first_answer + i] >= at)
            live_add(to, asked->first_answer + i);
    for (unsigned i = 0; at > PASSED(question) && i < asked->settling_count; i++) {
        unsigned named = b->protocol->settling[asked->first_settling + i];
        if (b->last_read[b->protocol->answer_count + named] >= at)
            live_add(to, b->protocol->answer_count + named);
    }
    live_from_scores(b, to, from, at);
    live_from_scores(b, to, &b->woken, at);
    live_from_readers(to, from, at);
    live_from_readers(to, &b->woken, at);
}

/* Scores matter from the first question that gives them points, readers likewise. */
static void wake(struct builder *b, unsigned question)
{
    const struct question *asked = &b->protocol->questions[question];

    b->woken.score_count = b->woken.reader_count = 0;
    for (; b->next_reader < b->reader_count && b->readers[b->next_reader].first <= question;
         b->next_reader++)
        live_add_reader(&b->woken, &b->readers[b->next_reader]);
    for (unsigned i = 0; i < asked->answer_count; i++) {
        const struct answer *answer = &b->protocol->answers[asked->first_answer + i];
        for (size_t p = 0; p < answer->points_count; p++) {
            unsigned score = answer->points[p].score;
            if (b->scores[score].last_read > 0 && !b->scores[score].alive) {
                b->scores[score].alive = true;
                live_add_score(&b->woken, score);
            }
        }
    }
}

static size_t situation_size(const struct live *live)
{
    return (live->count + 7) / 8 + live->score_count * sizeof(int64_t) + 1;
}

/* Writes what is known and still read into b->situation. */
static void gather(struct builder *b, const struct live *live)
{
    size_t bytes = (live->count + 7) / 8;
    unsigned char *items;

    b->situation.items =
        memory_grow(b->situation.items, &b->situation.room, situation_size(live), 1);
    items = b->situation.items;
    memset(items, 0, bytes);
    for (size_t i = 0; i < live->count; i++)
        if (facts_holds(&b->facts, live->findings[i]))
            items[i / 8] |= (unsigned char)(1u << i % 8);
    for (size_t i = 0; i < live->score_count; i++)
        memcpy(items + bytes + i * sizeof(int64_t), &b->facts.points[live->scores[i]],
               sizeof(int64_t));
    items[situation_size(live) - 1] = b->facts.ended;
}

static void scatter(struct builder *b, const struct live *live, const unsigned char *situation,
                    unsigned disposition)
{
    size_t bytes = (live->count + 7) / 8;

    for (size_t i = 0; i < live->count; i++)
        facts_set(&b->facts, live->findings[i], situation[i / 8] >> i % 8 & 1);
    for (size_t i = 0; i < live->score_count; i++)
        memcpy(&b->facts.points[live->scores[i]], situation + bytes + i * sizeof(int64_t),
               sizeof(int64_t));
    b->facts.ended = situation[situation_size(live) - 1];
    b->facts.disposition = disposition;
}

static void write_reader(struct builder *b, const struct reader *reader,
                         const struct moment *moment)
{
    struct condition bound;

    if (!reader->lower) {
        residual_write(moment, reader->condition, &b->key);
        return;
    }
    bound = *reader->condition;
    bound.below = INT64_MAX;
    residual_write(moment, &bound, &b->key);
}

/* Writes into b->key what makes two situations different for what is still to come. */
static void write_key(struct builder *b, const struct live *live, const struct moment *moment)
{
    unsigned char ended = b->facts.ended;

    b->key.count = 0;
    bytes_add(&b->key, &ended, 1);
    for (size_t i = 0; i < live->reader_count; i++)
        write_reader(b, live->readers[i], moment);
}

/* Leaves no trace of a situation in the facts, so that the next one starts clean. */
static void clean(struct builder *b, const struct live *live, unsigned question)
{
    const struct question *asked = &b->protocol->questions[question];

    for (size_t i = 0; i < live->count; i++)
        facts_set(&b->facts, live->findings[i], false);
    for (unsigned i = 0; i < asked->answer_count; i++) {
        const struct answer *answer = &b->protocol->answers[asked->first_answer + i];
        facts_set(&b->facts, asked->first_answer + i, false);
        for (size_t p = 0; p < answer->points_count; p++)
            b->facts.points[answer->points[p].score] = 0;
    }
    for (unsigned i = 0; i < asked->settling_count; i++)
        facts_set(&b->facts,
                  b->protocol->answer_count + b->protocol->settling[asked->first_settling + i],
                  false);
    for (size_t i = 0; i < live->score_count; i++)
        b->facts.points[live->scores[i]] = 0;
}

/* Where only asking counts, dispositions that cannot decide whether a question is asked are one. */
static unsigned kept_disposition(const struct builder *b)
{
    unsigned disposition = b->facts.disposition;

    if (b->options->asking_only &&
        (b->last_ending == PROTOCOL_NONE || disposition > b->last_ending))
        return b->protocol->disposition_count - 1;
    return disposition;
}

/* The node of the situation in b->facts at this moment. */
static unsigned frontier_add(struct builder *b, struct frontier *frontier, const struct live *live,
                             unsigned question, bool ticking, unsigned items_end)
{
    const struct moment moment = {.protocol = b->protocol,
                                  .facts = &b->facts,
                                  .question = question,
                                  .ticking = ticking,
                                  .items_end = items_end,
                                  .least = b->least,
                                  .greatest = b->greatest};
    struct node_key node;
    unsigned number;
    bool added;

    write_key(b, live, &moment);
    node.core = table_add(&frontier->cores, b->key.items, b->key.count, NULL);
    node.disposition = kept_disposition(b);
    number = table_add(&frontier->nodes, &node, sizeof node, &added);
    if (added) { /* not per core: that of another disposition could end, and this one not */
        gather(b, live);
        bytes_add(&frontier->situations, b->situation.items, situation_size(live));
    }
    return number;
}

static void frontier_open(struct frontier *frontier)
{
    table_clear(&frontier->cores);
    table_clear(&frontier->nodes);
    frontier->situations.count = 0;
}

/* --- edges --------------------------------------------------------------------------------- */

/* Lists the final conditions that are read at `question` (PROTOCOL_NONE: at the end) and hold. */
static void hold_finals(struct builder *b, unsigned question)
{
    unsigned total = protocol_finding_total(b->protocol);

    for (unsigned i = 0; i < b->options->final_count; i++)
        if (b->options->finals[i].question == question &&
            facts_meet(&b->facts, b->options->finals[i].score))
            b->held[b->held_count++] = total + i;
}

/* Lists the named findings that settled with the question and hold. */
static void hold_settled(struct builder *b, unsigned question)
{
    const struct question *asked = &b->protocol->questions[question];

    for (unsigned i = 0; i < asked->settling_count; i++) {
        unsigned finding =
            b->protocol->answer_count + b->protocol->settling[asked->first_settling + i];
        if (facts_holds(&b->facts, finding))
            b->held[b->held_count++] = finding;
    }
}

/* Two labels of a layer with the same bytes here are the same label. */
static unsigned label_number(struct builder *b, const struct walk_label *label)
{
    struct walk *walk = b->walk;
    const unsigned words[] = {label->answer,  label->skipped, label->given,
                              label->alone,   label->ticking, label->to_layer};
    bool added;
    unsigned number;

    b->key.count = 0;
    bytes_add(&b->key, words, sizeof words);
    bytes_add(&b->key, b->held, b->held_count * sizeof *b->held);
    number = b->first_label + table_add(&b->labels, b->key.items, b->key.count, &added);
    if (!added)
        return number;
    walk->labels = memory_grow(walk->labels, &walk->label_room, walk->label_count + 1,
                               sizeof *walk->labels);
    walk->labels[walk->label_count] = *label;
    walk->labels[walk->label_count].first_held = (unsigned)walk->held_count;
    walk->labels[walk->label_count++].held_count = (unsigned)b->held_count;
    walk->held = memory_grow(walk->held, &walk->held_room, walk->held_count + b->held_count,
                             sizeof *walk->held);
    if (b->held_count > 0) /* memcpy wants real places even for nothing */
        memcpy(walk->held + walk->held_count, b->held, b->held_count * sizeof *b->held);
    walk->held_count += b->held_count;
    return number;
}

static void add_edge(struct builder *b, const struct walk_label *label, unsigned to)
{
    struct walk *walk = b->walk;
    struct walk_edge edge = {.to = to, .label = label_number(b, label)};

    walk->edges = memory_grow(walk->edges, &walk->edge_room, walk->edge_count + 1,
                              sizeof *walk->edges);
    walk->edges[walk->edge_count++] = edge;
    if (walk->edge_count > b->options->budget)
        b->stopped = true;
}

static void observe_finding(const struct walk_options *options, const struct finding *finding,
                            const struct facts *facts)
{
    options->observe(options->context, finding->when, facts);
    if (finding->unless != NULL)
        options->observe(options->context, finding->unless, facts);
}

static void observe_settling(struct builder *b, unsigned question)
{
    const struct protocol *protocol = b->protocol;
    const struct question *asked = &protocol->questions[question];

    for (unsigned i = 0; b->options->observe != NULL && i < asked->settling_count; i++)
        observe_finding(b->options,
                        &protocol->findings[protocol->settling[asked->first_settling + i]],
                        &b->facts);
}

/* An edge on which the question is passed: on to the next one, or to the end. */
static void pass(struct builder *b, struct walk_label *label)
{
    unsigned last = b->protocol->question_count - 1, to;

    facts_pass(&b->facts, b->protocol, label->question);
    observe_settling(b, label->question);
    label->passes = true;
    label->to_layer = b->facts.ended || label->question == last ? WALK_END : b->next_layer;
    hold_settled(b, label->question);
    if (label->to_layer == WALK_END)
        hold_finals(b, PROTOCOL_NONE);
    to = label->to_layer == WALK_END ? kept_disposition(b)
                                     : frontier_add(b, b->question_next, &b->next,
                                                    label->question + 1, false, 0);
    add_edge(b, label, to);
}

/* An edge within a checklist: to the next item, or past the question behind the last one. */
static void tick(struct builder *b, struct walk_label *label, unsigned to_layer)
{
    unsigned items_end = label->answer == PROTOCOL_NONE ? 0 : label->answer + 1, to;

    if (to_layer == b->next_layer) {
        pass(b, label);
        return;
    }
    label->to_layer = to_layer;
    count_points(b, label->question, 1); /* the items behind this one can still add theirs */
    to = frontier_add(b, b->item_next, &b->within, label->question, true, items_end);
    count_points(b, label->question, -1);
    add_edge(b, label, to);
}

/* --- layers -------------------------------------------------------------------------------- */

static struct node_key key_of(const struct frontier *frontier, unsigned node)
{
    struct node_key key;

    memcpy(&key, table_key(&frontier->nodes, node), sizeof key);
    return key;
}

static void enter(struct builder *b, unsigned node, const struct live *live)
{
    struct node_key key = key_of(b->current, node);

    scatter(b, live, b->current->situations.items + node * situation_size(live),
            key.disposition);
    b->held_count = 0;
}

static void walk_answer(struct builder *b, unsigned node, unsigned question, unsigned answer)
{
    struct walk_label label = {
        .question = question, .answer = answer, .given = answer != PROTOCOL_NONE, .alone = true};

    enter(b, node, &b->reached);
    hold_finals(b, question);
    if (answer != PROTOCOL_NONE)
        facts_give(&b->facts, b->protocol, answer);
    pass(b, &label);
    clean(b, &b->reached, question);
}

static void walk_skip(struct builder *b, unsigned node, unsigned question)
{
    struct walk_label label = {.question = question, .answer = PROTOCOL_NONE, .skipped = true};

    enter(b, node, &b->reached);
    pass(b, &label);
    clean(b, &b->reached, question);
}

/* Ticking begins: the items follow, one layer each. */
static void walk_ticking(struct builder *b, unsigned node, unsigned question)
{
    struct walk_label label = {.question = question, .answer = PROTOCOL_NONE, .ticking = true};

    enter(b, node, &b->reached);
    hold_finals(b, question);
    tick(b, &label, (unsigned)b->walk->layer_count);
    clean(b, &b->reached, question);
}

static bool asks(struct builder *b, unsigned node, unsigned question)
{
    const struct condition *ask_if = b->protocol->questions[question].ask_if;
    bool asked;

    if (ask_if == NULL)
        return true;
    enter(b, node, &b->reached);
    if (b->options->observe != NULL)
        b->options->observe(b->options->context, ask_if, &b->facts);
    asked = facts_ask(&b->facts, b->protocol, question);
    clean(b, &b->reached, question);
    return asked;
}

static void walk_question_node(struct builder *b, unsigned node, unsigned question)
{
    const struct question *asked = &b->protocol->questions[question];

    if (!asks(b, node, question)) {
        walk_skip(b, node, question);
        return;
    }
    if (asked->kind == QUESTION_INFO)
        walk_answer(b, node, question, PROTOCOL_NONE);
    for (unsigned i = 0; i < asked->answer_count; i++)
        if (asked->kind != QUESTION_CHECKLIST ||
            b->protocol->answers[asked->first_answer + i].exclusive)
            walk_answer(b, node, question, asked->first_answer + i);
    if (asked->kind == QUESTION_CHECKLIST)
        walk_ticking(b, node, question);
}

static void walk_item_node(struct builder *b, unsigned node, unsigned question, unsigned item)
{
    for (int given = 0; given <= 1; given++) {
        struct walk_label label = {.question = question, .answer = item, .given = given != 0};
        enter(b, node, &b->within);
        if (given)
            facts_give(&b->facts, b->protocol, item);
        tick(b, &label, (unsigned)b->walk->layer_count);
        clean(b, &b->within, question);
    }
}

/* Makes the current frontier a layer of the walk; its edges follow, node by node. */
static void open_layer(struct builder *b, unsigned question, unsigned item)
{
    struct walk *walk = b->walk;
    struct walk_layer *layer;
    unsigned count = b->current->nodes.count;

    walk->layers = memory_grow(walk->layers, &walk->layer_room, walk->layer_count + 1,
                               sizeof *walk->layers);
    layer = &walk->layers[walk->layer_count++];
    layer->question = question;
    layer->item = item;
    layer->first_node = (unsigned)walk->node_count;
    layer->node_count = count;
    walk->first_edge = memory_grow(walk->first_edge, &walk->node_room,
                                   walk->node_count + count + 1, sizeof *walk->first_edge);
    walk->core = memory_grow(walk->core, &walk->core_room, walk->node_count + count,
                             sizeof *walk->core);
    walk->disposition = memory_grow(walk->disposition, &walk->disposition_room,
                                    walk->node_count + count, sizeof *walk->disposition);
    for (unsigned node = 0; node < count; node++) {
        struct node_key key = key_of(b->current, node);
        walk->core[walk->node_count + node] = key.core;
        walk->disposition[walk->node_count + node] = key.disposition;
    }
    b->first_label = (unsigned)walk->label_count;
    table_clear(&b->labels);
}

static void walk_layer(struct builder *b, unsigned question, unsigned item)
{
    open_layer(b, question, item);
    frontier_open(b->item_next);
    for (unsigned node = 0; node < b->current->nodes.count && !b->stopped; node++) {
        b->walk->first_edge[b->walk->node_count++] = b->walk->edge_count;
        if (item == PROTOCOL_NONE)
            walk_question_node(b, node, question);
        else
            walk_item_node(b, node, question, item);
    }
    b->walk->first_edge[b->walk->node_count] = b->walk->edge_count;
}

static void swap(struct frontier **a, struct frontier **b)
{
    struct frontier *kept = *a;
    *a = *b;
    *b = kept;
}

static unsigned item_count(const struct protocol *protocol, const struct question *question)
{
    unsigned count = 0;

    for (unsigned i = 0; question->kind == QUESTION_CHECKLIST && i < question->answer_count; i++)
        if (!protocol->answers[question->first_answer + i].exclusive)
            count++;
    return count;
}

static void walk_items(struct builder *b, unsigned question)
{
    const struct question *asked = &b->protocol->questions[question];

    for (unsigned i = 0; i < asked->answer_count && !b->stopped; i++) {
        unsigned answer = asked->first_answer + i;
        if (b->protocol->answers[answer].exclusive)
            continue;
        swap(&b->current, &b->item_next);
        walk_layer(b, question, answer);
    }
}

/* The current frontier is where `question` is reached; afterwards it is that of the next one. */
static void walk_question(struct builder *b, unsigned question)
{
    const struct question *asked = &b->protocol->questions[question];
    struct live swapped;

    wake(b, question);
    live_from(b, &b->within, &b->reached, question, PASSED(question));
    live_from(b, &b->next, &b->reached, question, REACHED(question + 1));
    b->next_layer =
        (unsigned)b->walk->layer_count + 1 + item_count(b->protocol, asked);
    frontier_open(b->question_next);
    count_points(b, question, -1);
    walk_layer(b, question, PROTOCOL_NONE);
    if (asked->kind == QUESTION_CHECKLIST)
        walk_items(b, question);
    swap(&b->current, &b->question_next);
    swapped = b->reached;
    b->reached = b->next;
    b->next = swapped;
}

/* --- the whole walk ------------------------------------------------------------------------ */

/* What is known before the first question is one situation: only what holds needs keeping. */
static void start(struct builder *b, const struct facts *before, unsigned question)
{
    const struct protocol *protocol = b->protocol;
    unsigned total = protocol_finding_total(protocol);

    for (unsigned f = 0; f < total; f++)
        if (facts_holds(before, f) && b->last_read[f] >= REACHED(question))
            live_add(&b->reached, f);
    for (unsigned s = 0; s < protocol->score_count; s++)
        if (b->scores[s].last_read > 0 && before->points[s] != 0) {
            b->scores[s].alive = true;
            live_add_score(&b->reached, s);
        }
    for (unsigned q = question; q < protocol->question_count; q++)
        count_points(b, q, 1);
    for (; b->next_reader < b->reader_count && b->readers[b->next_reader].first < question;
         b->next_reader++)
        if (b->readers[b->next_reader].at >= REACHED(question))
            live_add_reader(&b->reached, &b->readers[b->next_reader]);
    frontier_open(b->current);
    facts_copy(&b->facts, before, protocol);
    frontier_add(b, b->current, &b->reached, question, false, 0);
    facts_forget(&b->facts, protocol);
    for (unsigned i = 0; b->options->observe != NULL && i < protocol->settled_at_start; i++)
        observe_finding(b->options, &protocol->findings[protocol->settling[i]], before);
}

static void find_last_ending(struct builder *b)
{
    b->last_ending = PROTOCOL_NONE;
    for (unsigned d = 0; d < b->protocol->disposition_count; d++)
        if (b->protocol->dispositions[d].ends)
            b->last_ending = d;
}

static void builder_init(struct builder *b, struct walk *walk, const struct walk_options *options)
{
    const struct protocol *protocol = walk->protocol;

    b->walk = walk;
    b->protocol = protocol;
    b->options = options;
    b->last_read = memory_new(protocol_finding_total(protocol), sizeof *b->last_read);
    b->scores = memory_new(protocol->score_count, sizeof *b->scores);
    b->least = memory_new(protocol->score_count, sizeof *b->least);
    b->greatest = memory_new(protocol->score_count, sizeof *b->greatest);
    b->relevant = memory_new(protocol->finding_count, sizeof *b->relevant);
    b->held = memory_new(protocol->finding_count + options->final_count, sizeof *b->held);
    facts_init(&b->facts, protocol);
    b->current = &b->frontiers[0];
    b->item_next = &b->frontiers[1];
    b->question_next = &b->frontiers[2];
    find_last_ending(b);
    read_all(b);
}

static void live_fini(struct live *live)
{
    free(live->findings);
    free(live->scores);
    free(live->readers);
}

static void builder_fini(struct builder *b)
{
    for (size_t i = 0; i < sizeof b->frontiers / sizeof *b->frontiers; i++) {
        table_fini(&b->frontiers[i].cores);
        table_fini(&b->frontiers[i].nodes);
        free(b->frontiers[i].situations.items);
    }
    table_fini(&b->labels);
    live_fini(&b->reached);
    live_fini(&b->within);
    live_fini(&b->next);
    live_fini(&b->woken);
    facts_fini(&b->facts, b->protocol);
    free(b->last_read);
    free(b->scores);
    free(b->relevant);
    free(b->held);
    free(b->least);
    free(b->greatest);
    free(b->readers);
    free(b->key.items);
    free(b->situation.items);
}

static void note_stop(struct builder *b, unsigned question)
{
    struct walk *walk = b->walk;

    walk->stopped_at = question;
    walk->kept_count = b->within.count;
    walk->kept = memory_new(walk->kept_count, sizeof *walk->kept);
    if (walk->kept_count > 0) /* memcpy wants real places even for nothing */
        memcpy(walk->kept, b->within.findings, walk->kept_count * sizeof *walk->kept);
}

struct walk *walk_new(const struct protocol *protocol, const struct facts *before,
                      unsigned question, const struct walk_options *options)
{
    struct walk *walk = memory_new(1, sizeof *walk);
    struct builder b = {0};

    walk->protocol = protocol;
    builder_init(&b, walk, options);
    start(&b, before, question);
    for (; question < protocol->question_count && !before->ended; question++) {
        if (b.current->nodes.count == 0)
            break;
        walk_question(&b, question);
        if (b.stopped) {
            note_stop(&b, question);
            break;
        }
    }
    walk->complete = !b.stopped;
    builder_fini(&b);
    return walk;
}

void walk_free(struct walk *walk)
{
    if (walk == NULL)
        return;
    free(walk->layers);
    free(walk->labels);
    free(walk->edges);
    free(walk->first_edge);
    free(walk->core);
    free(walk->disposition);
    free(walk->held);
    free(walk->kept);
    free(walk);
}

bool walk_asks(const struct walk_layer *layer, const struct walk_label *label)
{
    return layer->item == PROTOCOL_NONE && !label->skipped;
}

bool walk_holds(const struct walk *walk, const struct walk_label *label, unsigned subject)
{
    for (unsigned i = 0; i < label->held_count; i++)
        if (walk->held[label->first_held + i] == subject)
            return true;
    return false;
}

size_t walk_cost(const struct walk_layer *layer, const struct walk_label *label)
{
    return walk_asks(layer, label) * (size_t)COST_OF_A_QUESTION + label->given;
}

unsigned walk_target(const struct walk *walk, const struct walk_edge *edge)
{
    return walk->layers[walk->labels[edge->label].to_layer].first_node + edge->to;
}
