/*
 * walk: all interviews of a protocol at once, as a diagram.
 *
 * Listing interviews is hopeless (ten checklists of ten items are 10^30 of them), but two
 * interviews that no later condition can tell apart have the same future. So the walk goes
 * forward, one question and within a checklist one item at a time, and of each situation only
 * this matters: what is still open of every condition that is still to be read (residual.h), and
 * the disposition so far. Equal situations are one node; the first that came stands for all.
 *
 * Every path from the first node to an end is one interview and every interview is one such path
 * (by induction over the layers: a node stands for exactly the situations that reach it, and
 * facts.c, which the interview itself uses, computes each edge). So whatever holds on all paths is
 * proved, and a path is an example that can be replayed.
 *
 * The cost is edges, not interviews: linear in the questions as long as conditions reach back a
 * bounded number of findings. Where they do not, the walk stops at its budget and says what kept
 * too many situations apart.
 */
#ifndef REDFLAG_ENGINE_WALK_H
#define REDFLAG_ENGINE_WALK_H

#include "engine/facts.h"

enum { WALK_BUDGET = 2 * 1000 * 1000 }; /* edges, about 100 MB: what a proof may take by default */

/* An interview ends on an edge; its `to` is then the disposition it ends with. */
#define WALK_END UINT_MAX

/*
 * Layers come in the order of the questions: one where the question is reached, and for a
 * checklist one more for each item that is not exclusive.
 */
struct walk_layer {
    unsigned question;
    unsigned item;       /* the answer that is ticked or not; PROTOCOL_NONE: here it is reached */
    unsigned first_node; /* nodes of a layer are numbered on from here */
    unsigned node_count;
};

/* What happens on an edge, shared by many edges of a layer. */
struct walk_label {
    unsigned question;
    unsigned answer;      /* the answer in question, or PROTOCOL_NONE */
    bool skipped;         /* the question is not asked */
    bool given;           /* `answer` is given; with false an item is left unticked */
    bool alone;           /* no other answer of the question is given (choice, number, exclusive) */
    bool ticking;         /* the items follow; no exclusive answer is given */
    bool passes;          /* the question is passed: of what settles then, `held` holds */
    unsigned to_layer;    /* or WALK_END */
    unsigned first_held;  /* range of walk.held; also final conditions, see walk_options */
    unsigned held_count;
};

struct walk_edge {
    unsigned to;    /* node within the layer, or the disposition at the end */
    unsigned label; /* index into walk.labels */
};

/* A condition on a score (CONDITION_SCORE) that is part of what is proved, not of the interview. */
struct walk_final {
    const struct condition *score;
    unsigned question; /* read when this is asked; PROTOCOL_NONE: when the interview ends */
};

struct walk_options {
    /* Only what decides whether questions are asked; outcomes are then not told apart. */
    bool asking_only;
    /*
     * Conditions on scores that are read when a question is asked or at every end. Where number i
     * holds it is listed on the edge like a finding, as finding total + i.
     */
    const struct walk_final *finals;
    unsigned final_count;
    size_t budget; /* edges */
    /*
     * Called whenever an ask_if, when or unless is evaluated, with what is known; may be NULL.
     * Not for every interview, but for all values that the condition and its parts with a score in
     * them can have there. The parts without one may have more.
     */
    void (*observe)(void *context, const struct condition *condition, const struct facts *facts);
    void *context;
};

struct walk {
    const struct protocol *protocol;
    struct walk_layer *layers;
    struct walk_label *labels;
    struct walk_edge *edges;
    size_t *first_edge; /* per node, and one more behind the last */
    unsigned *core;     /* per node: equal within a layer where only the disposition differs */
    unsigned *disposition; /* per node: the one so far */
    unsigned *held;     /* findings */
    size_t layer_count, label_count, edge_count, node_count, held_count;
    size_t layer_room, label_room, edge_room, node_room, held_room, core_room, disposition_room;

    bool complete;         /* false: the budget stopped it, and only these are filled in: */
    unsigned stopped_at;   /* the question */
    unsigned *kept;        /* the findings that were kept apart there; perhaps none */
    size_t kept_count;
};

/* Walks from `question` on, where `before` is known. Free with walk_free. */
struct walk *walk_new(const struct protocol *protocol, const struct facts *before,
                      unsigned question, const struct walk_options *options);
void walk_free(struct walk *walk);

/* Is the question asked on an edge with this label? It is where it is reached and not skipped. */
bool walk_asks(const struct walk_layer *layer, const struct walk_label *label);

/* Does the edge list this finding or final condition as one that holds from here on? */
bool walk_holds(const struct walk *walk, const struct walk_label *label, unsigned subject);

/* What an edge adds to the length of an interview: a question is longer than all ticks. */
size_t walk_cost(const struct walk_layer *layer, const struct walk_label *label);

/* The node an edge leads to, counted over all layers; only if the edge does not end. */
unsigned walk_target(const struct walk *walk, const struct walk_edge *edge);

#endif
