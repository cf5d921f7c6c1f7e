/* table: open addressing with linear probing; at most half full. See table.h. */
#include "base/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_SLOTS = 64 };

/* Multiply and fold, eight bytes at a time: the keys are our own, so no one attacks the hash. */
static uint64_t hash(const unsigned char *key, size_t size)
{
    uint64_t mixed = 0x9E3779B97F4A7C15u ^ size;

    while (size > 0) {
        uint64_t word = 0;
        size_t take = size < sizeof word ? size : sizeof word;
        memcpy(&word, key, take);
        mixed = (mixed ^ word) * 0xD6E8FEB86659FD93u;
        mixed ^= mixed >> 32;
        key += take;
        size -= take;
    }
    return mixed;
}

void table_clear(struct table *table, size_t key_size)
{
    table->key_size = key_size;
    table->count = 0;
    if (table->slot_count != FIRST_SLOTS) {
        free(table->slots);
        table->slots = memory_new(FIRST_SLOTS, sizeof *table->slots);
        table->slot_count = FIRST_SLOTS;
    } else {
        memset(table->slots, 0, table->slot_count * sizeof *table->slots);
    }
}

/* Where `key` is, or the free slot where it belongs. */
static size_t find(const struct table *table, const void *key)
{
    size_t slot = (size_t)hash(key, table->key_size) & (table->slot_count - 1);

    while (table->slots[slot] != 0 &&
           memcmp(table_key(table, table->slots[slot] - 1), key, table->key_size) != 0)
        slot = (slot + 1) & (table->slot_count - 1);
    return slot;
}

static void grow(struct table *table)
{
    free(table->slots);
    table->slot_count *= 2;
    table->slots = memory_new(table->slot_count, sizeof *table->slots);
    for (unsigned i = 0; i < table->count; i++)
        table->slots[find(table, table_key(table, i))] = i + 1;
}

unsigned table_add(struct table *table, const void *key, bool *added)
{
    size_t slot = find(table, key);
    bool is_new = table->slots[slot] == 0;

    if (added != NULL)
        *added = is_new;
    if (!is_new)
        return table->slots[slot] - 1;
    table->keys = memory_grow(table->keys, &table->keys_room,
                              (table->count + (size_t)1) * table->key_size, 1);
    memcpy(table->keys + table->count * table->key_size, key, table->key_size);
    table->slots[slot] = ++table->count;
    if (table->count * (size_t)2 > table->slot_count)
        grow(table);
    return table->count - 1;
}

const void *table_key(const struct table *table, unsigned number)
{
    return table->keys + number * table->key_size;
}

void table_fini(struct table *table)
{
    free(table->keys);
    free(table->slots);
    memset(table, 0, sizeof *table);
}
