/* id_index: from an id to its place in the protocol. See id_index.h. */
#include "engine/id_index.h"

#include <string.h>
#include <sys/auxv.h>

enum { KIND_SHIFT = 28 }; /* the loader takes fewer than 2^28 values */

struct slot {
    uint32_t hash;
    uint32_t thing; /* kind and number, plus 1; 0 is an empty slot */
};

struct id_index {
    uint32_t mask, seed;
    struct slot slots[];
};

/* An id in two parts: an answer is called "question.answer", everything else has no first part. */
struct id {
    const char *first, *last;
};

static struct id id_of(const struct protocol *protocol, enum protocol_kind kind, unsigned item)
{
    switch (kind) {
    case PROTOCOL_SOURCE:
        return (struct id){NULL, protocol->sources[item].id};
    case PROTOCOL_DISPOSITION:
        return (struct id){NULL, protocol->dispositions[item].id};
    case PROTOCOL_QUESTION:
        return (struct id){NULL, protocol->questions[item].id};
    case PROTOCOL_SCORE:
        return (struct id){NULL, protocol->scores[item].id};
    case PROTOCOL_ADVICE:
        return (struct id){NULL, protocol->advice[item].id};
    case PROTOCOL_TOPIC:
        return (struct id){NULL, protocol->topics[item].id};
    default:
        if (item >= protocol->answer_count)
            return (struct id){NULL, protocol->findings[item - protocol->answer_count].id};
        return (struct id){protocol->questions[protocol->answers[item].question].id,
                           protocol->answers[item].id};
    }
}

static uint32_t mix(uint32_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u; /* FNV-1a */
    return hash;
}

static uint32_t hash_id(const struct id_index *index, enum protocol_kind kind, struct id id)
{
    uint32_t hash = index->seed ^ (uint32_t)kind;
    if (id.first != NULL)
        hash = mix(mix(hash, id.first), ".");
    hash = mix(hash, id.last);
    return hash ^ hash >> 15;
}

static bool same_id(struct id id, const char *text)
{
    size_t length;
    if (id.first == NULL)
        return strcmp(id.last, text) == 0;
    length = strlen(id.first);
    /* not covered: two ids with one hash cannot be made on purpose, the hash has a random seed */
    return strncmp(id.first, text, length) == 0 && text[length] == '.' &&
           strcmp(id.last, text + length + 1) == 0;
}

/* Differs from run to run, so that no file can be made whose ids all share one slot. */
static uint32_t random_seed(void)
{
    uint32_t seed = 2166136261u;
    const void *random = (const void *)getauxval(AT_RANDOM);
    if (random != NULL) /* not covered: every Linux gives one */
        memcpy(&seed, random, sizeof seed);
    return seed;
}

struct id_index *id_index_new(struct arena *arena, size_t room)
{
    size_t slots = 8;
    struct id_index *index;

    while (slots < room + room / 2)
        slots *= 2;
    index = arena_new(arena, 1, sizeof *index + slots * sizeof *index->slots);
    index->mask = (uint32_t)slots - 1;
    index->seed = random_seed();
    return index;
}

static bool same_ids(struct id a, struct id b)
{
    /* not covered: as in same_id */
    return strcmp(a.last, b.last) == 0 &&
           (a.first == NULL || b.first == NULL ? a.first == b.first
                                               : strcmp(a.first, b.first) == 0);
}

unsigned id_index_add(struct id_index *index, const struct protocol *protocol,
                      enum protocol_kind kind, unsigned item)
{
    struct id id = id_of(protocol, kind, item);
    uint32_t hash = hash_id(index, kind, id), at = hash & index->mask;

    for (; index->slots[at].thing != 0; at = (at + 1) & index->mask) {
        uint32_t thing = index->slots[at].thing - 1;
        unsigned other = thing & ((1u << KIND_SHIFT) - 1);
        /* not covered: as in same_id */
        if (index->slots[at].hash == hash && thing >> KIND_SHIFT == kind &&
            same_ids(id, id_of(protocol, kind, other)))
            return other;
    }
    index->slots[at] = (struct slot){hash, ((uint32_t)kind << KIND_SHIFT | item) + 1};
    return PROTOCOL_NONE;
}

unsigned id_index_find(const struct id_index *index, const struct protocol *protocol,
                       enum protocol_kind kind, const char *id)
{
    uint32_t hash = hash_id(index, kind, (struct id){NULL, id}), at = hash & index->mask;

    for (; index->slots[at].thing != 0; at = (at + 1) & index->mask) {
        uint32_t thing = index->slots[at].thing - 1;
        unsigned item = thing & ((1u << KIND_SHIFT) - 1);
        /* not covered: as in same_id */
        if (index->slots[at].hash == hash && thing >> KIND_SHIFT == kind &&
            same_id(id_of(protocol, kind, item), id))
            return item;
    }
    return PROTOCOL_NONE;
}
