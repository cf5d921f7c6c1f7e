/*
 * scan: one pass over the bytes of a JSON file before any parser sees them.
 *
 * cJSON is no validator: it takes broken UTF-8, raw control characters, a text cut by \u0000 and
 * the first of two members of one name. So every byte is judged here first: UTF-8, the grammar of
 * RFC 8259, depth, sizes, names used twice, and what may stand in a text. The scan also keeps
 * where every value stands, which cJSON forgets. It knows nothing of protocols.
 */
#ifndef REDFLAG_ENGINE_SCAN_H
#define REDFLAG_ENGINE_SCAN_H

#include <stdint.h>

#include "base/diag.h"
#include "engine/protocol.h"

enum {
    SCAN_MAX_DEPTH = 32,
    SCAN_MAX_VALUES = 4 * 1000 * 1000,
    SCAN_MAX_STRING = 65536, /* bytes between the quotes */
    SCAN_MAX_NUMBER = 60     /* cJSON silently cuts numbers after 63 characters */
};

/*
 * One value. They stand in the order of the file, a container before its members, so the first
 * child of `v` is `v + 1` and the values of its subtree are those below `after`.
 */
struct scan_value {
    uint32_t offset; /* of its first byte */
    uint32_t label;  /* a member: the offset of its name's quote; an element: its index */
    uint32_t after;  /* the value behind its whole subtree */
    uint32_t parent; /* the first value is its own parent */
    struct place place;
};

struct scan {
    const char *bytes; /* borrowed */
    size_t size;
    size_t start; /* 3 behind a byte order mark, else 0 */
    struct scan_value *values;
    size_t count;
    size_t text_bytes; /* enough for a NUL-terminated copy of every text that is no name */

    /* The rest is for scan_place: lines and columns at the borders of blocks, and the last one. */
    struct place *marks;
    size_t last_offset;
    struct place last_place;
};

enum scan_outcome {
    SCAN_GOOD,
    SCAN_FLAWED, /* refused, but a parser can go on and more faults can be found */
    SCAN_BROKEN  /* refused, and nothing more can be said */
};

/*
 * Scans `size` bytes (with a NUL behind them) of the file called `name`. All faults it can tell
 * go to `diags`. Call scan_free whatever the outcome.
 */
enum scan_outcome scan_bytes(struct scan *scan, const char *bytes, size_t size, const char *name,
                             struct diags *diags);

void scan_free(struct scan *scan);

/* Line and column, in characters, both from 1. Cheap, cheapest from the front to the back. */
struct place scan_place(struct scan *scan, size_t offset);

/* The JSON Pointer of a value, in `arena`. */
const char *scan_pointer(const struct scan *scan, size_t value, struct arena *arena);

#endif
