/* test scan: which bytes are JSON that we take, and where everything stands in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/scan.h"

struct scanned {
    struct scan scan;
    struct diags *diags;
    enum scan_outcome outcome;
};

static struct scanned scan_bytes_of(const char *bytes, size_t size)
{
    struct scanned scanned = {.diags = diags_new()};
    scanned.outcome = scan_bytes(&scanned.scan, bytes, size, "test", scanned.diags);
    assert_int_equal(scanned.outcome == SCAN_GOOD, diags_errors(scanned.diags) == 0);
    return scanned;
}

static struct scanned scan_text(const char *text)
{
    return scan_bytes_of(text, strlen(text));
}

static void drop(struct scanned *scanned)
{
    scan_free(&scanned->scan);
    diags_free(scanned->diags);
}

static void expect_all(const char *const *texts, size_t count, enum scan_outcome outcome)
{
    for (size_t i = 0; i < count; i++) {
        struct scanned scanned = scan_text(texts[i]);
        if (scanned.outcome != outcome)
            fail_msg("%s: outcome %d", texts[i], (int)scanned.outcome);
        drop(&scanned);
    }
}

#define EXPECT_ALL(texts, outcome) expect_all(texts, sizeof texts / sizeof *texts, outcome)

static void test_good(void **state)
{
    static const char *const texts[] = {
        "0", "-0", "-1.5e+10", "1E5", "1e-5", "10", "true", "false", "null", "\"\"", "[]", "{}",
        " [ ] ", "\n{ \t}\r\n", "[[[[]]]]", "{\"\":{\"\":[]}}", "[1,2 , 3]", "[0,-0.0,0e0]",
        "\"\\\"\\\\\\/\\u00e9\\uD83D\\uDE00\"", "\"\xc3\xa9\xf0\x9f\x98\x80\"",
        "{\"a\":1,\"b\":{\"a\":1},\"\\u0063\":2}", "\xef\xbb\xbf[1]",
    };
    (void)state;
    EXPECT_ALL(texts, SCAN_GOOD);
}

static void test_broken(void **state)
{
    static const char *const texts[] = {
        "", " ", "\xef\xbb\xbf", "01", "-", "+1", ".5", "1.", "1.e1", "1e", "1e+", "-a", "0x10",
        "NaN", "Infinity", "-Infinity", "nul", "tru", "falsey", "nullx", "True", "[", "{", "]", "}",
        "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1;2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}",
        "{a:1}", "{1:1}", "{\"a\" 1}", "{\"a\"=1}", "[}", "{]", "[1}", "{\"a\":1]", "'a'", "\"",
        "\"a", "\"a\nb\"", "\"\\", "\"\\\"", "\"\\a\"", "\"\\u12g4\"", "\"\\u12", "\"\\ud800\"",
        "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800\\", "1 1", "[] []", "{} x", "/**/1", "// a",
        "[1]#", "\xff\xfe[\0", "\xe9", "[\xc3\xa9]",
        /* More values than half the bytes: with the sanitizer this shows writing behind the end. */
        "[[[[", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "[[[[0", "[0,[0,[[[[",
    };
    (void)state;
    EXPECT_ALL(texts, SCAN_BROKEN);
}

static void test_flawed(void **state)
{
    static const char *const texts[] = {
        "\"a\tb\"", "\"\x01\"", "\"\x7f\"", "\"\\n\"", "\"\\u0000\"", "\"\\u001b\"", "\"\xff\"",
        "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"",
        "\"\xe2\x80\xae\"", "\"\\u202e\"", "\"\\ufffe\"", "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}", "{\"\\u0061\":1,\"\\u0061\":2}", "[{\"\":1,\"\":2}]",
        "{\"\\u0001\":1}",
    };
    (void)state;
    EXPECT_ALL(texts, SCAN_FLAWED);
}

/* A NUL in the middle is no end. */
static void test_nul(void **state)
{
    struct scanned inside = scan_bytes_of("[1]\0", 4), in_text = scan_bytes_of("\"a\0b\"", 5);
    (void)state;
    assert_int_equal(inside.outcome, SCAN_BROKEN);
    assert_int_equal(in_text.outcome, SCAN_FLAWED);
    drop(&inside);
    drop(&in_text);
}

/* Faults inside strings do not hide those behind them. */
static void test_all_at_once(void **state)
{
    struct scanned scanned =
        scan_text("{\"a\":\"\x01\",\"b\":\"\\u202e\",\"b\":\"\\q \\ud800\",\"c\":\"\x7f\",}");
    (void)state;
    assert_int_equal(scanned.outcome, SCAN_BROKEN);
    /* control, bidi, escape, surrogate, control, comma; the names are not compared any more */
    assert_int_equal(diags_errors(scanned.diags), 6);
    drop(&scanned);
}

static void nest(char *text, size_t depth)
{
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    text[2 * depth] = '\0';
}

static void test_limits(void **state)
{
    char nested[200], *longest = malloc(SCAN_MAX_STRING + 4), number[SCAN_MAX_NUMBER + 2];
    struct scanned scanned;

    (void)state;
    nest(nested, SCAN_MAX_DEPTH);
    scanned = scan_text(nested);
    assert_int_equal(scanned.outcome, SCAN_GOOD);
    drop(&scanned);
    nest(nested, SCAN_MAX_DEPTH + 1);
    scanned = scan_text(nested);
    assert_int_equal(scanned.outcome, SCAN_BROKEN);
    drop(&scanned);

    memset(longest, 'x', SCAN_MAX_STRING + 3);
    longest[0] = longest[SCAN_MAX_STRING + 1] = '"';
    longest[SCAN_MAX_STRING + 2] = '\0';
    scanned = scan_text(longest);
    assert_int_equal(scanned.outcome, SCAN_GOOD);
    drop(&scanned);
    longest[SCAN_MAX_STRING + 1] = 'x';
    longest[SCAN_MAX_STRING + 2] = '"';
    longest[SCAN_MAX_STRING + 3] = '\0';
    scanned = scan_text(longest);
    assert_int_equal(scanned.outcome, SCAN_BROKEN);
    drop(&scanned);
    free(longest);

    memset(number, '7', sizeof number);
    number[SCAN_MAX_NUMBER] = '\0';
    scanned = scan_text(number);
    assert_int_equal(scanned.outcome, SCAN_GOOD);
    drop(&scanned);
    number[SCAN_MAX_NUMBER] = '7';
    number[SCAN_MAX_NUMBER + 1] = '\0';
    scanned = scan_text(number);
    assert_int_equal(scanned.outcome, SCAN_BROKEN);
    drop(&scanned);
}

/* Two members of one name are found in small and large objects, wherever they stand. */
static void test_duplicates(void **state)
{
    (void)state;
    for (int members = 2; members < 60; members += 3)
        for (int again = 1; again < members; again++) {
            char text[2000] = "{";
            struct scanned scanned;
            for (int i = 0; i < members; i++)
                sprintf(text + strlen(text), "%s\"m%d\":1", i == 0 ? "" : ",",
                        i == again ? again / 2 : i);
            strcat(text, "}");
            scanned = scan_text(text);
            assert_int_equal(scanned.outcome, SCAN_FLAWED);
            assert_int_equal(diags_errors(scanned.diags), 1);
            drop(&scanned);
        }
}

/* These words share a hash (32 bits of FNV-1a): they must be told apart all the same. */
static void test_names_with_one_hash(void **state)
{
    static const char *const different[] = {
        "{\"costarring\":1,\"liquid\":2}", "{\"declinate\":1,\"macallums\":2}",
        "{\"\\u0063ostarring\":1,\"liquid\":2}", "{\"\\u0064eclinate\":1,\"macallums\":2}",
    };

    (void)state;
    EXPECT_ALL(different, SCAN_GOOD);
}

/* Noted on the way; walking there must give the same. */
static void test_places_of_values(void **state)
{
    static const char text[] = "\xEF\xBB\xBF{\"\xC3\xA9\": 1,\r\n\n \"b\": [\"\xE2\x82\xAC\\u00e9\", \"\",\n"
                               "\"twelve bytes\", \"\xF0\x9F\x98\x80 more than eight\", {}], \"c\":2}";
    static const struct place expected[] = {{1, 1}, {1, 7}, {3, 7}, {3, 8}, {3, 19},
                                            {4, 1}, {4, 17}, {4, 38}, {4, 47}};
    struct scanned scanned = scan_text(text);

    (void)state;
    assert_int_equal(scanned.outcome, SCAN_GOOD);
    assert_int_equal(scanned.scan.count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < scanned.scan.count; i++) {
        struct place walked = scan_place(&scanned.scan, scanned.scan.values[i].offset);
        assert_memory_equal(&scanned.scan.values[i].place, &expected[i], sizeof *expected);
        assert_memory_equal(&walked, &expected[i], sizeof *expected);
    }
    drop(&scanned);
}

static void test_values(void **state)
{
    static const char text[] = "{\"a\": [10, {}], \"b\": \"x\"}";
    static const struct scan_value expected[] = {
        {0, 0, 5, 0, {1, 1}},  {6, 1, 4, 0, {1, 7}},    {7, 0, 3, 1, {1, 8}},
        {11, 1, 4, 1, {1, 12}}, {21, 16, 5, 0, {1, 22}},
    };
    struct scanned scanned = scan_text(text);

    (void)state;
    assert_int_equal(scanned.scan.count, 5);
    assert_memory_equal(scanned.scan.values, expected, sizeof expected);
    assert_int_equal(scanned.scan.text_bytes, 2);
    drop(&scanned);
}

static void test_pointers(void **state)
{
    struct scanned scanned = scan_text("{\"a/b~c\":[0,[1,2]],\"\":3}");
    static const char *const expected[] = {"",           "/a~1b~0c",     "/a~1b~0c/0",
                                           "/a~1b~0c/1", "/a~1b~0c/1/0", "/a~1b~0c/1/1",
                                           "/"};
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_string_equal(scan_pointer(&scanned.scan, i, &arena), expected[i]);
    arena_free(&arena);
    drop(&scanned);
}

/* Against counting one character after the other, from anywhere to anywhere. */
static void test_places(void **state)
{
    static const char *const pieces[] = {"\"plain\"", "\n", "\"\xc3\xa9\xf0\x9f\x98\x80\"", " ",
                                         "\n\n", "\"\xe2\x82\xac\xe2\x82\xac\"", "\r\n", "\t"};
    char text[4000] = "\xef\xbb\xbf[";
    struct scanned scanned;
    unsigned random = 1;

    (void)state;
    while (strlen(text) < sizeof text - 100) {
        random = random * 1103515245u + 12345u;
        strcat(text, pieces[random >> 16 & 7]);
    }
    scanned = scan_text(text);
    for (int i = 0; i < 5000; i++) {
        struct place expected = {1, 1}, found;
        size_t offset;
        random = random * 1103515245u + 12345u;
        offset = 3 + (random >> 8) % (strlen(text) - 3);
        for (size_t at = 3; at < offset; at++) {
            expected.column += ((unsigned char)text[at] & 0xC0) != 0x80;
            if (text[at] == '\n')
                expected = (struct place){expected.line + 1, 1};
        }
        found = scan_place(&scanned.scan, offset);
        assert_int_equal(found.line, expected.line);
        assert_int_equal(found.column, expected.column);
    }
    drop(&scanned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),       cmocka_unit_test(test_broken),
        cmocka_unit_test(test_flawed),     cmocka_unit_test(test_nul),
        cmocka_unit_test(test_all_at_once), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_names_with_one_hash), cmocka_unit_test(test_duplicates), cmocka_unit_test(test_places_of_values),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_pointers),   cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
