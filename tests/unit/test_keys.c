/*
 * test_keys: every sequence in every cutting. What a whole sequence means does not depend on how
 * its bytes arrive, and no byte of one ever counts as a key, whatever the sequence is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/keys.h"

enum { NOTHING = -1, MOST_KEYS = 64 };

/* All that is known, and a zoo of what terminals, mice and broken lines send. */
static const struct {
    const char *bytes;
    int kind;
} sequences[] = {
    {"\033[A", INPUT_UP},          {"\033OA", INPUT_UP},         {"\033[1;5A", INPUT_UP},
    {"\033[B", INPUT_DOWN},        {"\033OB", INPUT_DOWN},       {"\033O5B", INPUT_DOWN},
    {"\033[D", INPUT_LEFT},        {"\033OD", INPUT_LEFT},       {"\033[C", NOTHING},
    {"\033OC", NOTHING},           {"\033[H", INPUT_HOME},       {"\033OH", INPUT_HOME},
    {"\033[F", INPUT_END},         {"\033OF", INPUT_END},        {"\033[1~", INPUT_HOME},
    {"\033[4~", INPUT_END},        {"\033[5~", INPUT_PAGE_UP},   {"\033[6~", INPUT_PAGE_DOWN},
    {"\033[7~", INPUT_HOME},       {"\033[8~", INPUT_END},       {"\033[5;3~", INPUT_PAGE_UP},
    {"\033OM", INPUT_ENTER},       {"\033Oy", INPUT_PAGE_UP},    {"\033Oq", INPUT_END},
    {"\033[<0;12;7M", INPUT_CLICK}, {"\033[<64;1;1M", INPUT_WHEEL_UP},
    {"\033[<65;1;1M", INPUT_WHEEL_DOWN}, {"\033[M !!", INPUT_CLICK}, {"\033[M`!!", INPUT_WHEEL_UP},
    {"\x9b" "5~", INPUT_PAGE_UP},  {"\x8f" "A", INPUT_UP},
    /* function keys of xterm, rxvt, the Linux console; modified keys */
    {"\033OP", NOTHING}, {"\033[11~", NOTHING}, {"\033[24~", NOTHING}, {"\033[[A", NOTHING},
    {"\033[[E", NOTHING}, {"\033[2~", NOTHING}, {"\033[3~", NOTHING}, {"\033[3;5~", NOTHING},
    {"\033[27;5;13~", NOTHING}, {"\033[49;5u", NOTHING}, {"\033[Z", NOTHING}, {"\033[1;2P", NOTHING},
    {"\033Op", NOTHING}, {"\033Ou", NOTHING}, {"\033[15^", NOTHING}, {"\033[8$~", NOTHING},
    /* Alt and a key */
    {"\0331", NOTHING}, {"\033b", NOTHING}, {"\033\r", NOTHING}, {"\033\x7f", NOTHING},
    {"\033\xc3\xa9", NOTHING},
    /* replies, focus, mouse reports nobody asked for */
    {"\033[?1;2c", NOTHING}, {"\033[>41;354;0c", NOTHING}, {"\033[12;40R", NOTHING},
    {"\033[?62;1;2;6;7;8;9c", NOTHING}, {"\033[0n", NOTHING}, {"\033[I", NOTHING},
    {"\033[O", NOTHING}, {"\033[<0;1;1m", NOTHING}, {"\033[<2;1;1M", NOTHING},
    {"\033[<35;100;20M", NOTHING}, {"\033[32;3;4M", NOTHING}, {"\033[M#!!", NOTHING},
    {"\033[<0;0;1M", NOTHING}, {"\033[<99999999999;1;1M", NOTHING},
    /* strings and character sets */
    {"\033]0;1 2 3\007", NOTHING}, {"\033]52;c;MTIz\033\\", NOTHING}, {"\033P1$r0m\033\\", NOTHING},
    {"\033_1\033\\", NOTHING}, {"\033^1\033\\", NOTHING}, {"\033X1\033\033\\", NOTHING},
    {"\033(0", NOTHING}, {"\033 F", NOTHING}, {"\033#8", NOTHING},
    {"\x9d" "1;2\007", NOTHING}, {"\x90" "1\033\\", NOTHING},
    /* pasted text, with keys and other sequences in it */
    {"\033[200~1\r2\r\003q\033[201~", NOTHING}, {"\033[200~\033[A1\0331\033[201~", NOTHING},
    /* other writing */
    {"\xc3\xa9", NOTHING}, {"\xe2\x82\xac", NOTHING}, {"\xf0\x9f\x98\x80", NOTHING},
    {"\xc4\x9b", NOTHING},
    /* noise inside a sequence, and far too long ones */
    {"\033[\xff" "5\xff" "5R", NOTHING}, {"\033[\r1R", NOTHING}, {"\033[\0101;\0335", NOTHING},
    {"\033[1111111111111111111111111111111111111111111111111111111111111~", NOTHING},
    {"\033[1\030", NOTHING}, {"\033]1\030", NOTHING}, {"\033[1\033[1\033OP", NOTHING},
};

enum { SEQUENCES = sizeof sequences / sizeof *sequences };

/* What came out of a run of bytes. */
struct heard {
    struct input keys[MOST_KEYS];
    size_t count;
};

static void hear(struct heard *heard, bool came, const struct input *input)
{
    if (!came)
        return;
    assert_true(heard->count < MOST_KEYS);
    heard->keys[heard->count++] = *input;
}

static void feed(struct keys *keys, const char *bytes, size_t length, struct heard *heard)
{
    for (size_t i = 0; i < length; i++) {
        struct input input;
        hear(heard, keys_take(keys, (unsigned char)bytes[i], &input), &input);
    }
}

/* A pause of so many milliseconds between two bytes. */
static void pause(struct keys *keys, int milliseconds, struct heard *heard)
{
    struct input input;
    int patience = keys_patience(keys);

    if (patience >= 0 && milliseconds >= patience)
        hear(heard, keys_lapse(keys, &input), &input);
}

static bool counts(const struct input *input)
{
    return input->kind == INPUT_CHARACTER || input->kind == INPUT_ENTER ||
           input->kind == INPUT_BACKSPACE;
}

static void expect(size_t s, const struct heard *heard, const char *how, size_t where)
{
    size_t expected = sequences[s].kind >= 0 ? 1 : 0;
    if (heard->count == expected &&
        (expected == 0 || (int)heard->keys[0].kind == sequences[s].kind))
        return;
    print_message("sequence %zu, %s at %zu: %zu keys, first kind %d\n", s, how, where,
                  heard->count, heard->count > 0 ? (int)heard->keys[0].kind : NOTHING);
    fail();
}

static void each_sequence_is_one_key_or_none(void **state)
{
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++) {
        struct keys keys = {0};
        struct heard heard = {0};
        feed(&keys, sequences[s].bytes, strlen(sequences[s].bytes), &heard);
        expect(s, &heard, "whole", 0);
    }
}

/* The decoder has no memory of where the pieces were cut, so pauses are what can matter. */
static void a_pause_anywhere_changes_nothing(void **state)
{
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++) {
        size_t length = strlen(sequences[s].bytes);
        for (size_t cut = 0; cut <= length; cut++) {
            struct keys keys = {0};
            struct heard heard = {0};
            feed(&keys, sequences[s].bytes, cut, &heard);
            pause(&keys, KEYS_ESCAPE_MS - 1, &heard);
            feed(&keys, sequences[s].bytes + cut, length - cut, &heard);
            expect(s, &heard, "cut", cut);
        }
    }
}

/* On a slow line Esc is given as a key of its own, but the rest still counts for nothing. */
static void after_a_long_pause_no_byte_counts_either(void **state)
{
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++) {
        size_t length = strlen(sequences[s].bytes);
        for (size_t cut = 0; cut <= length; cut++) {
            struct keys keys = {0};
            struct heard heard = {0};
            const char *bytes = sequences[s].bytes;
            if (cut > 0 && bytes[cut - 1] == '\033' && strchr("[O", bytes[cut]) == NULL)
                continue; /* Esc, then another key: nothing tells that from Alt and that key */
            feed(&keys, bytes, cut, &heard);
            pause(&keys, KEYS_SEQUENCE_MS - 1, &heard);
            feed(&keys, bytes + cut, length - cut, &heard);
            for (size_t i = 0; i < heard.count; i++)
                if (counts(&heard.keys[i]) && sequences[s].kind != (int)heard.keys[i].kind) {
                    print_message("sequence %zu cut at %zu counts\n", s, cut);
                    fail();
                }
        }
    }
}

/* A sequence that never ends must not take the keyboard away for ever. */
static void a_key_after_a_cut_sequence_counts_again(void **state)
{
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++) {
        size_t length = strlen(sequences[s].bytes);
        for (size_t cut = 1; cut <= length; cut++) {
            struct keys keys = {0};
            struct heard heard = {0};
            feed(&keys, sequences[s].bytes, cut, &heard);
            pause(&keys, KEYS_SEQUENCE_MS, &heard);
            heard.count = 0;
            feed(&keys, "1", 1, &heard);
            assert_int_equal(heard.count, 1);
            assert_int_equal(heard.keys[0].character, '1');
        }
    }
}

static void plain_keys_are_keys(void **state)
{
    struct keys keys = {0};
    struct heard heard = {0};

    (void)state;
    feed(&keys, "1b ?\r\n\b\177\014", 9, &heard);
    assert_int_equal(heard.count, 9);
    assert_int_equal(heard.keys[0].kind, INPUT_CHARACTER);
    assert_int_equal(heard.keys[0].character, '1');
    assert_int_equal(heard.keys[4].kind, INPUT_ENTER);
    assert_int_equal(heard.keys[5].kind, INPUT_ENTER);
    assert_int_equal(heard.keys[6].kind, INPUT_BACKSPACE);
    assert_int_equal(heard.keys[7].kind, INPUT_BACKSPACE);
    assert_int_equal(heard.keys[8].kind, INPUT_REPAINT);
}

static void control_keys_are_nothing(void **state)
{
    struct keys keys = {0};
    struct heard heard = {0};

    (void)state;
    for (int byte = 0; byte < ' '; byte++) {
        char c = (char)byte;
        if (strchr("\b\n\r\014\033", c) != NULL && c != 0)
            continue;
        feed(&keys, &c, 1, &heard);
    }
    assert_int_equal(heard.count, 0);
    assert_int_equal(keys_patience(&keys), -1);
}

static void esc_alone_is_a_key_after_its_delay(void **state)
{
    struct keys keys = {0};
    struct heard heard = {0};

    (void)state;
    feed(&keys, "\033", 1, &heard);
    assert_int_equal(heard.count, 0);
    assert_int_equal(keys_patience(&keys), KEYS_ESCAPE_MS);
    pause(&keys, KEYS_ESCAPE_MS, &heard);
    assert_int_equal(heard.count, 1);
    assert_int_equal(heard.keys[0].kind, INPUT_ESCAPE);
    feed(&keys, "1", 1, &heard);
    assert_int_equal(heard.count, 2);
}

static void a_click_says_where(void **state)
{
    struct keys keys = {0};
    struct heard heard = {0};

    (void)state;
    feed(&keys, "\033[<0;12;7M\033[M \x2a\x22", 16, &heard);
    assert_int_equal(heard.count, 2);
    assert_int_equal(heard.keys[0].column, 11);
    assert_int_equal(heard.keys[0].line, 6);
    assert_int_equal(heard.keys[1].column, 9);
    assert_int_equal(heard.keys[1].line, 1);
}

static void a_character_cut_short_takes_no_key_along(void **state)
{
    struct keys keys = {0};
    struct heard heard = {0};

    (void)state;
    feed(&keys, "\xe2\x82" "1\xc3" "2", 5, &heard);
    assert_int_equal(heard.count, 2);
    assert_int_equal(heard.keys[0].character, '1');
    assert_int_equal(heard.keys[1].character, '2');
}

/*
 * Random sequences of the known shapes, in random pieces with random pauses: after each a
 * letter that is no part of it is heard, and nothing of the sequence before.
 */
static void random_sequences_never_count(void **state)
{
    unsigned seed = 4711;
    char bytes[80];

    (void)state;
    for (int round = 0; round < 200000; round++) {
        struct keys keys = {0};
        struct heard heard = {0};
        int length = 0, parameters = rand_r(&seed) % 40;

        bytes[length++] = '\033';
        bytes[length++] = rand_r(&seed) % 4 == 0 ? 'O' : '[';
        for (int i = 0; i < parameters; i++)
            bytes[length++] = (char)('0' + rand_r(&seed) % 12); /* digits, ':' and ';' */
        bytes[length++] = (char)('a' + rand_r(&seed) % 26);
        for (int i = 0; i < length; i++) {
            feed(&keys, bytes + i, 1, &heard);
            if (rand_r(&seed) % 3 == 0)
                pause(&keys, (int)(rand_r(&seed) % KEYS_SEQUENCE_MS), &heard);
        }
        for (size_t i = 0; i < heard.count; i++)
            assert_false(counts(&heard.keys[i]));
        heard.count = 0;
        feed(&keys, "Z", 1, &heard);
        assert_int_equal(heard.count, 1);
        assert_int_equal(heard.keys[0].character, 'Z');
    }
}

/* Any bytes at all: it never gets stuck, and after the longest patience it is as new. */
static void any_bytes_leave_it_usable(void **state)
{
    unsigned seed = 42;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct keys keys = {0};
        struct heard heard = {0};
        for (int i = 0; i < 60; i++) {
            char byte = (char)(rand_r(&seed) % 256);
            feed(&keys, &byte, 1, &heard);
            assert_true(keys.length <= KEYS_PARAMETERS);
        }
        pause(&keys, KEYS_SEQUENCE_MS, &heard);
        assert_int_equal(keys_patience(&keys), -1);
        heard.count = 0;
        feed(&keys, "7", 1, &heard);
        assert_int_equal(heard.count, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sequence_is_one_key_or_none),
        cmocka_unit_test(a_pause_anywhere_changes_nothing),
        cmocka_unit_test(after_a_long_pause_no_byte_counts_either),
        cmocka_unit_test(a_key_after_a_cut_sequence_counts_again),
        cmocka_unit_test(plain_keys_are_keys),
        cmocka_unit_test(control_keys_are_nothing),
        cmocka_unit_test(esc_alone_is_a_key_after_its_delay),
        cmocka_unit_test(a_click_says_where),
        cmocka_unit_test(a_character_cut_short_takes_no_key_along),
        cmocka_unit_test(random_sequences_never_count),
        cmocka_unit_test(any_bytes_leave_it_usable),
    };
    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
