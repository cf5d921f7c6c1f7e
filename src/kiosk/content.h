/*
 * content: what a kiosk asks and whose numbers it shows: a protocol that has passed its proofs, and
 * a region. Nothing else is ever shown to a patient.
 */
#ifndef REDFLAG_KIOSK_CONTENT_H
#define REDFLAG_KIOSK_CONTENT_H

#include <stdbool.h>
#include <stdio.h>

#include "engine/protocol.h"
#include "engine/region.h"

struct content_source {
    const char *protocol; /* path */
    const char *regions;  /* path of the region file */
    const char *region;   /* id or territory */
};

struct content {
    struct protocol *protocol;
    struct region *region;
};

/*
 * Loads both; nothing is proved yet. False if anything is wrong: the reasons are on `out`, a line each,
 * and *content is empty. Free with content_free.
 */
bool content_load(const struct content_source *source, struct content *content, FILE *out);

/*
 * Whatever `redflag check` looks at: the proofs, with the cases and promises beside the protocol where
 * there are any. False if it would fail; the reasons are on `out`.
 */
bool content_prove(const struct content *content, FILE *out);

/* The region alone, for what is said when there is no protocol; words where it is not usable. */
struct region *content_region(const struct content_source *source);

/* A number that changes when one of the files does. */
unsigned long long content_stamp(const struct content_source *source);

void content_free(struct content *content);

#endif
