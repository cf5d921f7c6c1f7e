/* test diag: what a fault looks like, in which order, and that no quote is dangerous. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"

static char *printed(const struct diags *diags)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    diags_print(diags, out);
    fclose(out);
    return text;
}

static void test_format_and_order(void **state)
{
    struct diags *diags = diags_new();
    char *text;

    (void)state;
    diag_add(diags, DIAG_SYNTAX, "b.json", 2, 3, NULL, "late");
    diag_add(diags, DIAG_SYNTAX, "a.json", 2, 3, "/x/0", "second; %d was expected", 7);
    diag_add(diags, DIAG_RAISES_LAST, "a.json", 2, 3, "", "third");
    diag_add(diags, DIAG_EMPTY_FILE, "a.json", 0, 0, NULL, "first");
    diag_add(diags, DIAG_SYNTAX, "a.json", 10, 1, NULL, "last");
    assert_int_equal(diags_errors(diags), 4);
    assert_int_equal(diags_warnings(diags), 1);
    text = printed(diags);
    assert_string_equal(text, "a.json: error: first [empty-file]\n"
                              "a.json:2:3: error: second; 7 was expected (/x/0) [syntax]\n"
                              "a.json:2:3: warning: third [raises-last]\n"
                              "a.json:10:1: error: last [syntax]\n"
                              "b.json:2:3: error: late [syntax]\n");
    free(text);
    diags_free(diags);
}

static void test_file_names_are_safe(void **state)
{
    struct diags *diags = diags_new();
    char *text;

    (void)state;
    diag_add(diags, DIAG_SYNTAX, "a\x1b[2J\n.json", 1, 1, "/\x07", "m");
    text = printed(diags);
    assert_string_equal(text, "a\\u{001B}[2J\\u{000A}.json:1:1: error: m (/\\u{0007}) [syntax]\n");
    free(text);
    diags_free(diags);
}

static void test_quotes(void **state)
{
    static const struct {
        const char *text, *quoted;
    } cases[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"caf\xc3\xa9 \xe2\x82\xac", "\"caf\xc3\xa9 \xe2\x82\xac\""},
        {"\x1b[31m\x7f\n", "\"\\u{001B}[31m\\u{007F}\\u{000A}\""},
        {"\xc2\x9b", "\"\\u{009B}\""},
        {"\xe2\x80\xae\xf3\xa0\x80\x81", "\"\\u{202E}\\u{E0001}\""},
        {"\xff\xc3", "\"\\xFF\\xC3\""},
        {"\xed\xa0\x80", "\"\\xED\\xA0\\x80\""},
    };
    struct diags *diags = diags_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(diag_quote(diags, cases[i].text, strlen(cases[i].text)),
                            cases[i].quoted);
    assert_string_equal(diag_quote(diags, "a\0b", 3), "\"a\\u{0000}b\"");
    diags_free(diags);
}

/* A long quote is cut, and a tower of combining marks is never printed as such. */
static void test_long_quotes(void **state)
{
    struct diags *diags = diags_new();
    char text[301] = "";
    const char *quoted;

    (void)state;
    memset(text, 'x', 300);
    quoted = diag_quote(diags, text, 300);
    assert_int_equal(strlen(quoted), 48 + 2 + 3);
    assert_string_equal(quoted + strlen(quoted) - 5, "x...\"");
    text[0] = 'a';
    for (int i = 1; i < 41; i += 2)
        memcpy(text + i, "\xcc\x81", 2);
    quoted = diag_quote(diags, text, 41);
    assert_null(strstr(quoted, "\xcc\x81"));
    assert_non_null(strstr(quoted, "\"a\\xCC\\x81"));
    diags_free(diags);
}

static void test_many(void **state)
{
    struct diags *diags = diags_new();
    char *text;

    (void)state;
    for (unsigned i = 0; i < 100000; i++)
        diag_add(diags, DIAG_SYNTAX, "a.json", i + 1, 1, NULL, "m");
    assert_int_equal(diags_errors(diags), 100000);
    text = printed(diags);
    assert_int_equal(diags_unlisted(diags), 99500);
    diag_add(diags, DIAG_NO_CASE, "a.json", 1, 1, NULL, "m");
    diag_escalate(diags);
    diag_tie(diags, text);
    assert_int_equal(diags_errors(diags), 100001);
    assert_non_null(strstr(text, "\na.json:500:1: error: m [syntax]\n"
                                 "99500 more faults are not shown\n"));
    free(text);
    diags_free(diags);
}

/* A note is neither error nor warning; a warning can be made an error. */
static void test_notes_and_escalation(void **state)
{
    struct diags *diags = diags_new();
    char *text;

    (void)state;
    diag_add(diags, DIAG_NOT_MONOTONE, "a.json", 1, 1, NULL, "known");
    assert_int_equal(diags_errors(diags) + diags_warnings(diags), 0);
    diag_add(diags, DIAG_NO_CASE, "a.json", 2, 1, NULL, "a gap");
    diag_escalate(diags);
    assert_int_equal(diags_errors(diags), 1);
    assert_int_equal(diags_warnings(diags), 0);
    text = printed(diags);
    assert_string_equal(text, "a.json:1:1: note: known [not-monotone]\n"
                              "a.json:2:1: error: a gap [no-case]\n");
    free(text);
    diags_free(diags);
}

struct visit {
    char order[8];
    const void *tied;
};

static void visit(void *context, const struct diag *diag)
{
    struct visit *seen = context;

    strcat(seen->order, diag->message);
    if (diag->tied != NULL)
        seen->tied = diag->tied;
}

/* What is not kept is not quoted either: a file can hold millions of such faults. */
static void test_quotes_for_what_is_not_kept(void **state)
{
    struct diags *diags = diags_new();

    (void)state;
    for (unsigned i = 0; i < 500; i++) {
        assert_string_equal(diag_quote(diags, "x", 1), "\"x\"");
        diag_add(diags, DIAG_SYNTAX, "a.json", 1, 1, NULL, "m");
    }
    assert_string_equal(diag_quote(diags, "x", 1), "");
    diags_free(diags);
}

static void test_one_by_one(void **state)
{
    struct diags *diags = diags_new();
    struct visit seen = {0};
    int thing;

    (void)state;
    diag_add(diags, DIAG_SYNTAX, "b.json", 1, 1, NULL, "c");
    diag_add(diags, DIAG_SYNTAX, "a.json", 2, 1, NULL, "b");
    diag_tie(diags, &thing);
    diag_add(diags, DIAG_SYNTAX, "a.json", 1, 1, NULL, "a");
    diags_each(diags, visit, &seen);
    assert_string_equal(seen.order, "abc");
    assert_ptr_equal(seen.tied, &thing);
    diags_free(diags);
}

static void test_none(void **state)
{
    struct diags *diags = diags_new();
    char *text = printed(diags);
    (void)state;
    assert_string_equal(text, "");
    free(text);
    diags_free(diags);
    diags_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_and_order), cmocka_unit_test(test_file_names_are_safe),
        cmocka_unit_test(test_quotes),           cmocka_unit_test(test_long_quotes),
        cmocka_unit_test(test_many),             cmocka_unit_test(test_none),
        cmocka_unit_test(test_quotes_for_what_is_not_kept),
        cmocka_unit_test(test_one_by_one),       cmocka_unit_test(test_notes_and_escalation),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
