/*
 * table: numbers equal byte strings alike. A hash table from keys of one fixed size to 0, 1, 2 ...
 * in the order in which they first came.
 */
#ifndef REDFLAG_BASE_TABLE_H
#define REDFLAG_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct table {
    size_t key_size;
    unsigned char *keys; /* count * key_size bytes, in order */
    unsigned count;
    size_t keys_room;
    unsigned *slots; /* number + 1, or 0 */
    size_t slot_count;
};

/* Empties the table and sets the size of its keys (1 or more). Zero-initialised is a valid start. */
void table_clear(struct table *table, size_t key_size);

/* The number of `key`, which is added if it is new; *added (may be NULL) tells. */
unsigned table_add(struct table *table, const void *key, bool *added);

/* The key with this number. Borrowed until the next table_add. */
const void *table_key(const struct table *table, unsigned number);

void table_fini(struct table *table);

#endif
