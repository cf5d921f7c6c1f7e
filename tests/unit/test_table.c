/* test table: equal bytes get equal numbers, in the order in which they came; and memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/table.h"

static void test_equal_bytes_have_one_number(void **state)
{
    struct table table = {0};
    bool added;

    (void)state;
    table_clear(&table);
    assert_int_equal(table_add(&table, "one", 3, &added), 0);
    assert_true(added);
    assert_int_equal(table_add(&table, "two", 3, &added), 1);
    assert_int_equal(table_add(&table, "one", 3, &added), 0);
    assert_false(added);
    assert_int_equal(table_add(&table, "on", 2, NULL), 2);
    assert_int_equal(table_add(&table, "", 0, NULL), 3);
    assert_int_equal(table_add(&table, "", 0, NULL), 3);
    assert_int_equal(table.count, 4);
    assert_memory_equal(table_key(&table, 1), "two", 3);
    table_clear(&table);
    assert_int_equal(table.count, 0);
    assert_int_equal(table_add(&table, "two", 3, &added), 0);
    assert_true(added);
    table_fini(&table);
}

/* Also where nothing came before it: the id of a case can be empty, before that is told. */
static void test_the_first_key_can_be_empty(void **state)
{
    struct table table = {0};

    (void)state;
    table_clear(&table);
    assert_int_equal(table_add(&table, "", 0, NULL), 0);
    assert_non_null(table_key(&table, 0));
    assert_int_equal(table_add(&table, "one", 3, NULL), 1);
    assert_int_equal(table_add(&table, "", 0, NULL), 0);
    table_fini(&table);
}

/* Far more keys than the first slots; each keeps its number. */
static void test_many_keys(void **state)
{
    struct table table = {0};

    (void)state;
    table_clear(&table);
    for (unsigned i = 0; i < 20000; i++)
        assert_int_equal(table_add(&table, &i, sizeof i, NULL), i);
    for (unsigned i = 0; i < 20000; i++) {
        assert_int_equal(table_add(&table, &i, sizeof i, NULL), i);
        assert_memory_equal(table_key(&table, i), &i, sizeof i);
    }
    table_fini(&table);
}

/* An array grows by doubling, keeps what it held, and what is new is zero. */
static void test_growing(void **state)
{
    size_t room = 0;
    int *items = memory_grow(NULL, &room, 3, sizeof *items);

    (void)state;
    assert_true(room >= 3);
    for (size_t i = 0; i < room; i++) {
        assert_int_equal(items[i], 0);
        items[i] = (int)i + 1;
    }
    for (size_t before = room; room < 5000; before = room) {
        items = memory_grow(items, &room, room + 1, sizeof *items);
        assert_true(room >= 2 * before);
        for (size_t i = before; i < room; i++) {
            assert_int_equal(items[i], 0);
            items[i] = (int)i + 1;
        }
    }
    for (size_t i = 0; i < room; i++)
        assert_int_equal(items[i], i + 1);
    assert_ptr_equal(memory_grow(items, &room, room, sizeof *items), items);
    free(items);
}

/* Everything in an arena is aligned, zero and apart, large things too; wiping leaves no byte. */
static void test_arenas(void **state)
{
    struct arena arena = {0};
    char *first = arena_format(&arena, "%d %s", 7, "seven"), *large;

    (void)state;
    for (size_t size = 1; size < 5000; size = size * 2 + 1) {
        unsigned char *bytes = arena_new(&arena, size, 1);
        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xff, size);
    }
    large = arena_new(&arena, 1000, 1000);
    assert_int_equal(large[999999], 0);
    assert_string_equal(first, "7 seven");
    assert_string_equal(arena_copy(&arena, "abcdef", 3), "abc");
    assert_string_equal(arena_text(&arena, ""), "");
    arena_wipe(&arena);
    assert_null(arena.blocks);
    arena_free(&arena);
}

static void test_wiping(void **state)
{
    char secret[] = "secret";

    (void)state;
    memory_wipe(secret, sizeof secret - 1);
    for (size_t i = 0; i < sizeof secret; i++)
        assert_int_equal(secret[i], 0);
    memory_wipe(NULL, 0);
}

static void test_texts(void **state)
{
    char *copy = memory_text("text"), *formatted = memory_format("%s %05d", copy, 42);
    void *nothing = memory_new(0, 8);

    (void)state;
    assert_string_equal(copy, "text");
    assert_string_equal(formatted, "text 00042");
    assert_non_null(nothing);
    free(copy);
    free(formatted);
    free(nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_bytes_have_one_number),
        cmocka_unit_test(test_the_first_key_can_be_empty),
        cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_growing),
        cmocka_unit_test(test_arenas),
        cmocka_unit_test(test_wiping),
        cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
