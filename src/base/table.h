/*
 * table: equal byte strings get equal numbers. A hash table from keys of any size to 0, 1, 2 ...
 * in the order in which they first came.
 */
#ifndef REDFLAG_BASE_TABLE_H
#define REDFLAG_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct table {
    unsigned char *bytes; /* the keys, one behind the other */
    size_t *ends;         /* per key: where it ends in bytes */
    unsigned count;
    size_t bytes_room, ends_room;
    unsigned *slots; /* number + 1, or 0 */
    size_t slot_count;
};

/* Empties the table. A zero-initialised one must be emptied before use. */
void table_clear(struct table *table);

/* The number of `key`, which is added if it is new; *added (may be NULL) tells. */
unsigned table_add(struct table *table, const void *key, size_t size, bool *added);

/* The key with this number, without alignment. Borrowed until the next table_add. */
const void *table_key(const struct table *table, unsigned number);

void table_fini(struct table *table);

#endif
