/*
 * id_index: from an id to its place in the protocol, in constant time. Filled by load, read
 * through protocol_find. It keeps no text of its own: ids are compared in the protocol.
 */
#ifndef REDFLAG_ENGINE_ID_INDEX_H
#define REDFLAG_ENGINE_ID_INDEX_H

#include "engine/protocol.h"

struct id_index;

/* An empty index for at most `room` ids, in `arena`. */
struct id_index *id_index_new(struct arena *arena, size_t room);

/*
 * Adds thing number `item` of `kind`, whose id stands in `protocol`. If that id is taken already
 * nothing is added and the number of the earlier thing comes back, else PROTOCOL_NONE.
 */
unsigned id_index_add(struct id_index *index, const struct protocol *protocol,
                      enum protocol_kind kind, unsigned item);

/* The number of the thing of `kind` called `id`, or PROTOCOL_NONE. */
unsigned id_index_find(const struct id_index *index, const struct protocol *protocol,
                       enum protocol_kind kind, const char *id);

#endif
