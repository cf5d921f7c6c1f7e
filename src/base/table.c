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

void table_clear(struct table *table)
{
    table->count = 0;
    if (table->slot_count != FIRST_SLOTS) {
        free(table->slots);
        table->slots = memory_new(FIRST_SLOTS, sizeof *table->slots);
        table->slot_count = FIRST_SLOTS;
    } else {
        memset(table->slots, 0, table->slot_count * sizeof *table->slots);
    }
}

static size_t start_of(const struct table *table, unsigned number)
{
    return number == 0 ? 0 : table->ends[number - 1];
}

static bool is_key(const struct table *table, unsigned number, const void *key, size_t size)
{
    return table->ends[number] - start_of(table, number) == size &&
           memcmp(table_key(table, number), key, size) == 0;
}

/* Where `key` is, or the free slot where it belongs. */
static size_t find(const struct table *table, const void *key, size_t size)
{
    size_t slot = (size_t)hash(key, size) & (table->slot_count - 1);

    while (table->slots[slot] != 0 && !is_key(table, table->slots[slot] - 1, key, size))
        slot = (slot + 1) & (table->slot_count - 1);
    return slot;
}

static void grow(struct table *table)
{
    free(table->slots);
    table->slot_count *= 2;
    table->slots = memory_new(table->slot_count, sizeof *table->slots);
    for (unsigned i = 0; i < table->count; i++)
        table->slots[find(table, table_key(table, i), table->ends[i] - start_of(table, i))] =
            i + 1;
}

unsigned table_add(struct table *table, const void *key, size_t size, bool *added)
{
    size_t slot = find(table, key, size), start = start_of(table, table->count);
    bool is_new = table->slots[slot] == 0;

    if (added != NULL)
        *added = is_new;
    if (!is_new)
        return table->slots[slot] - 1;
    /* One byte more, so that an empty key has a place as well. */
    table->bytes = memory_grow(table->bytes, &table->bytes_room, start + size + 1, 1);
    memcpy(table->bytes + start, key, size);
    table->ends =
        memory_grow(table->ends, &table->ends_room, table->count + (size_t)1, sizeof *table->ends);
    table->ends[table->count] = start + size;
    table->slots[slot] = ++table->count;
    if (table->count * (size_t)2 > table->slot_count)
        grow(table);
    return table->count - 1;
}

const void *table_key(const struct table *table, unsigned number)
{
    return table->bytes + start_of(table, number);
}

void table_fini(struct table *table)
{
    free(table->bytes);
    free(table->ends);
    free(table->slots);
    memset(table, 0, sizeof *table);
}
