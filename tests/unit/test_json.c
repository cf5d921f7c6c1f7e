/* test json: a file as a flat list of values, with texts decoded and places kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/json.h"

/* The json of a text, by way of a file. */
static struct json *read_text(const char *text)
{
    char path[] = "/tmp/redflag-test-XXXXXX";
    int file = mkstemp(path);
    struct diags *diags = diags_new();
    struct json *json;

    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    json = json_read(path, diags);
    assert_non_null(json);
    assert_int_equal(diags_errors(diags), 0);
    unlink(path);
    diags_free(diags);
    return json;
}

static void test_types(void **state)
{
    static const enum json_type types[] = {JSON_LIST, JSON_NULL,   JSON_BOOL, JSON_BOOL,
                                           JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT};
    struct json *json = read_text("[null, true, false, -1.25e1, \"x\", [], {}]");

    (void)state;
    for (unsigned i = 0; i < sizeof types / sizeof *types; i++)
        assert_int_equal(json_type(json, i), types[i]);
    assert_int_equal(json_count(json, 0), 7);
    assert_int_equal(json_after(json, 0), 8);
    assert_true(json_bool(json, 2));
    assert_false(json_bool(json, 3));
    assert_true(json_number(json, 4) == -12.5);
    assert_null(json_name(json, 1));
    json_free(json);
}

static void test_texts(void **state)
{
    struct json *json = read_text("\xef\xbb\xbf{\"caf\\u00e9\": \"\\ud83d\\ude00 \\\"\\/\", "
                                  "\"b\": {\"c\": [1]}}");
    struct arena arena = {0};

    (void)state;
    assert_string_equal(json_name(json, 1), "caf\xc3\xa9");
    assert_string_equal(json_text(json, 1), "\xf0\x9f\x98\x80 \"/");
    assert_string_equal(json_pointer(json, 4, &arena), "/b/c/0");
    assert_int_equal(json_name_place(json, 1).column, 2);
    assert_int_equal(json_place(json, 1).column, 15);
    assert_int_equal(json_name_place(json, 4).column, json_place(json, 4).column);
    assert_true(json_text_bytes(json) >= sizeof "\xf0\x9f\x98\x80 \"/");
    arena_free(&arena);
    json_wipe(json);
    json_wipe(NULL);
    json_free(NULL);
}

/* The memory given to cJSON is enough in the worst case: many small values with long names. */
static void test_room(void **state)
{
    char *text = malloc(2000000), *end = text;

    (void)state;
    for (unsigned length = 0; length < 40; length++) {
        struct json *json;
        end = text + sprintf(text, "{");
        for (int i = 0; i < 2000; i++)
            end += sprintf(end, "%s\"%0*d\": \"%.*s\"", i == 0 ? "" : ",", (int)length + 4, i,
                           (int)length, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        sprintf(end, "}");
        json = read_text(text);
        assert_int_equal(json_count(json, 0), 2000);
        json_free(json);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_room),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
