/* test_text: widths, wrapping, what a protocol's text may hold, and plain ASCII. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

/* --- text_check ----------------------------------------------------------------------------- */

static void checks(const char *text, enum text_fault expected, size_t expected_offset)
{
    size_t offset = 999;
    enum text_fault fault = text_check(text, strlen(text), &offset);
    if (fault != expected)
        print_message("for \"%s\"\n", text);
    assert_int_equal(fault, expected);
    if (fault != TEXT_FINE)
        assert_int_equal(offset, expected_offset);
}

static void plain_and_foreign_text_is_fine(void **state)
{
    (void)state;
    checks("", TEXT_FINE, 0);
    checks("Do you have a fever?", TEXT_FINE, 0);
    checks("Haben Sie Fieber über 38,5 °C – seit gestern?", TEXT_FINE, 0);
    checks("熱がありますか。", TEXT_FINE, 0);
    checks("Brust\u00ADschmerz\u200B x\u200C\u200D \u2764\uFE0F\uFE0E", TEXT_FINE, 0);
}

static void each_fault_has_its_place(void **state)
{
    (void)state;
    checks("ab\xFF", TEXT_INVALID, 2);
    checks("ab\xC3", TEXT_INVALID, 2);          /* cut */
    checks("\xC0\xAF", TEXT_INVALID, 0);        /* overlong */
    checks("x\xED\xA0\x80", TEXT_INVALID, 1);   /* surrogate */
    checks("\xF4\x90\x80\x80", TEXT_INVALID, 0); /* above U+10FFFF */
    checks("a\nb", TEXT_CONTROL, 1);
    checks("a\tb", TEXT_CONTROL, 1);
    checks("a\x1b[2J", TEXT_CONTROL, 1);
    checks("\x7f", TEXT_CONTROL, 0);
    checks("é\xC2\x85", TEXT_CONTROL, 2);
    checks("a\u202Eb", TEXT_BIDI, 1);
    checks("\u2060", TEXT_INVISIBLE, 0);
    checks("a\uFEFF", TEXT_INVISIBLE, 1);
    checks("\u3164", TEXT_INVISIBLE, 0);
    checks("\U000E0041", TEXT_INVISIBLE, 0);
    checks("\uFE00", TEXT_INVISIBLE, 0);
    checks("\uFFFE", TEXT_NONCHARACTER, 0);
    checks("\uFDD0", TEXT_NONCHARACTER, 0);
    checks("\U0001FFFF", TEXT_NONCHARACTER, 0);
}

static void what_shows_nothing_is_blank(void **state)
{
    static const char *const blank[] = {"",       " ",      "\u00A0", "\u3000\u2003",
                                        "\u00AD", "\u0301", "\u200B", " \u200C\uFE0F "};
    (void)state;
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
        assert_true(text_is_blank(blank[i]));
    assert_false(text_is_blank("\u00A0-"));
    assert_false(text_is_blank(" é"));
    assert_false(text_is_blank("\u2764\uFE0F"));
}

static void all_twelve_bidi_controls_are_refused(void **state)
{
    static const char *const controls[] = {"\u061C", "\u200E", "\u200F", "\u202A",
                                           "\u202B", "\u202C", "\u202D", "\u202E",
                                           "\u2066", "\u2067", "\u2068", "\u2069"};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof controls / sizeof *controls; i++)
        checks(controls[i], TEXT_BIDI, 0);
}

static void a_zero_byte_inside_is_a_control(void **state)
{
    size_t offset = 0;
    (void)state;
    assert_int_equal(text_check("ab\0cd", 5, &offset), TEXT_CONTROL);
    assert_int_equal(offset, 2);
}

static void eight_marks_may_stand_on_one_base(void **state)
{
    char text[64] = "a";
    size_t i;
    (void)state;
    for (i = 0; i < 8; i++)
        strcat(text, "\u0301");
    checks(text, TEXT_FINE, 0);
    strcat(text, "b\u0301");
    checks(text, TEXT_FINE, 0);
    strcpy(text, "a");
    for (i = 0; i < 9; i++)
        strcat(text, i == 4 ? "\u200D\u0301" : "\u0301");
    checks(text, TEXT_STACKED, 1 + 8 * 2 + 3);
}

/* --- widths and wrapping -------------------------------------------------------------------- */

static void widths_are_columns(void **state)
{
    (void)state;
    assert_int_equal(text_width("abc", 3), 3);
    assert_int_equal(text_width("über", 5), 4);
    assert_int_equal(text_width("e\u0301", 3), 1);
    assert_int_equal(text_width("熱", 3), 2);
    assert_int_equal(text_width("“…”", 9), 3);
}

/* The lines joined by '|'. */
static void wraps(const char *text, size_t width, const char *expected)
{
    struct arena arena = {0};
    size_t count, i;
    struct text_line *lines = text_wrap(&arena, text, width, &count);
    char joined[512] = "";

    for (i = 0; i < count; i++) {
        if (i > 0)
            strcat(joined, "|");
        strncat(joined, lines[i].start, lines[i].length);
        assert_true(lines[i].width <= width || lines[i].width <= 2);
        assert_true(lines[i].width >= text_width(lines[i].start, lines[i].length));
    }
    assert_string_equal(joined, expected);
    arena_free(&arena);
}

static void words_stay_whole(void **state)
{
    (void)state;
    wraps("", 10, "");
    wraps("one", 10, "one");
    wraps("one two three", 7, "one two|three");
    wraps("one two three", 8, "one two|three");
    wraps("one   two", 4, "one|two");
    wraps("one two   ", 10, "one two");
    wraps("one two", 3, "one|two");
    wraps("an X-ray today", 6, "an X-|ray|today");
    wraps("10-20 minutes", 7, "10-20|minutes");
}

static void a_word_longer_than_a_line_is_cut_between_clusters(void **state)
{
    (void)state;
    wraps("abcdefgh", 3, "abc|def|gh");
    wraps("ae\u0301e\u0301e\u0301", 2, "ae\u0301|e\u0301e\u0301");
    wraps("熱熱熱", 3, "熱|熱|熱");
    wraps("熱", 1, "熱");
    wraps("abc", 0, "a|b|c");
}

static void ideographs_break_but_not_before_a_stop(void **state)
{
    (void)state;
    wraps("熱がある。", 6, "熱があ|る。");
    wraps("熱がある。", 8, "熱があ|る。");
}

static void numbers_are_not_torn(void **state)
{
    (void)state;
    wraps("ring 116 117 now", 9, "ring|116 117|now");
    wraps("in 10–20 minutes", 7, "in|10–20|minutes");
    wraps("call\u00A0me now", 8, "call\u00A0me|now");
}

static void a_soft_hyphen_counts_where_it_shows(void **state)
{
    (void)state;
    wraps("Brust\u00ADschmerz", 20, "Brust\u00ADschmerz");
    wraps("Brust\u00ADschmerz", 7, "Brust\u00AD|schmerz");
    wraps("Brust\u00ADschmerzen", 5, "Brust|\u00ADschme|rzen");
}

static void a_line_separator_breaks(void **state)
{
    (void)state;
    wraps("one\u2028two", 20, "one|two");
}

static void nothing_is_lost_at_any_width(void **state)
{
    static const char text[] = "Schmerzen, die länger als 60 Minuten dauern (auch nachts): rufen Sie "
                               "116 117 an – https://example.org/a/very/long/path 熱がありますか。";
    size_t width;
    (void)state;
    for (width = 1; width < 90; width++) {
        struct arena arena = {0};
        size_t count, i;
        struct text_line *lines = text_wrap(&arena, text, width, &count);
        const char *at = text;
        for (i = 0; i < count; i++) {
            while (at < lines[i].start)
                assert_int_equal(*at++, ' ');
            assert_ptr_equal(at, lines[i].start);
            assert_true(lines[i].length > 0);
            at += lines[i].length;
        }
        assert_int_equal(*at, '\0');
        arena_free(&arena);
    }
}

/* --- ASCII ---------------------------------------------------------------------------------- */

static void becomes(const char *text, const char *expected)
{
    struct arena arena = {0};
    assert_string_equal(text_ascii(&arena, text), expected);
    arena_free(&arena);
}

static void ascii_keeps_the_meaning(void **state)
{
    (void)state;
    becomes("", "");
    becomes("plain", "plain");
    becomes("“Über – naïve” … ‘so’", "\"Uber - naive\" ... 'so'");
    becomes("38.5 °C", "38.5 deg C");
    becomes("œdème à Łódź, Straße", "oedeme a Lodz, Strasse");
    becomes("• a → b ≥ 3 ± 1 €5", "* a -> b >= 3 +/- 1 EUR 5");
    becomes("a\u00A0b\u202Fc\u00ADd\u200B", "a b cd");
    becomes("ǖ e\u0301", "u e");
    becomes("熱", "?");
    becomes("Привет", "??????");
}

static void ascii_never_changes_a_number(void **state)
{
    (void)state;
    becomes("3½ hours", "3 1/2 hours");
    becomes("½ hour", "1/2 hour");
    becomes("10² m", "10^2 m");
    becomes("10⁵", "10?");
    becomes("10–20", "10-20");
}

static void capitals(void **state)
{
    struct arena arena = {0};
    (void)state;
    assert_string_equal(text_upper(&arena, "Call 112 now"), "CALL 112 NOW");
    assert_string_equal(text_upper(&arena, "Größe à"), "GRÖSSE À");
    arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_and_foreign_text_is_fine),
        cmocka_unit_test(each_fault_has_its_place),
        cmocka_unit_test(what_shows_nothing_is_blank),
        cmocka_unit_test(all_twelve_bidi_controls_are_refused),
        cmocka_unit_test(a_zero_byte_inside_is_a_control),
        cmocka_unit_test(eight_marks_may_stand_on_one_base),
        cmocka_unit_test(widths_are_columns),
        cmocka_unit_test(words_stay_whole),
        cmocka_unit_test(a_word_longer_than_a_line_is_cut_between_clusters),
        cmocka_unit_test(ideographs_break_but_not_before_a_stop),
        cmocka_unit_test(numbers_are_not_torn),
        cmocka_unit_test(a_soft_hyphen_counts_where_it_shows),
        cmocka_unit_test(a_line_separator_breaks),
        cmocka_unit_test(nothing_is_lost_at_any_width),
        cmocka_unit_test(ascii_keeps_the_meaning),
        cmocka_unit_test(ascii_never_changes_a_number),
        cmocka_unit_test(capitals),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
