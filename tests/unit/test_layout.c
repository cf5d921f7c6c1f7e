/* test_layout: a page as rows for screens of many sizes, drawn as text a person can read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "ui/layout.h"

static struct page page;
static struct layout layout;

static int setup(void **state)
{
    (void)state;
    page_begin(&page, PAGE_QUESTION);
    page.title = "Cramps";
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    layout_fini(&layout);
    page_end(&page);
    return 0;
}

/* The spans of a row in one string; only for ASCII. */
static void paint(const struct span *spans, size_t count, size_t left, char *line)
{
    memset(line, ' ', 200);
    for (size_t i = 0; i < count; i++) {
        if (spans[i].look == LOOK_RULE)
            memset(line + left + spans[i].column, '-', spans[i].width);
        else
            memcpy(line + left + spans[i].column, spans[i].text, spans[i].length);
    }
    for (size_t end = 200; end > 0 && line[end - 1] == ' '; end--)
        line[end - 1] = '\0';
}

/* The rows, the foot behind "~", and the bottom line behind "=". */
static void shows(size_t columns, size_t lines, bool spacious, const char *expected)
{
    struct layout_options options = {.columns = columns, .lines = lines, .spacious = spacious};
    char drawn[8192] = "", line[201] = "";

    layout_page(&layout, &page, &options);
    for (size_t i = 0; i < layout.row_count + layout.foot; i++) {
        const struct row *row = &layout.rows[i];
        paint(row->spans, row->span_count, layout.left, line);
        strcat(drawn, i < layout.row_count ? "" : "~");
        strcat(drawn, line);
        strcat(drawn, "\n");
    }
    paint(layout.hints, layout.hint_span_count, layout.left, line);
    strcat(drawn, "=");
    strcat(drawn, line);
    strcat(drawn, "\n");
    assert_string_equal(drawn, expected);
}

static void question(void)
{
    page.progress = "Question 3, at most 12 left";
    page_add(&page, BLOCK_TEXT, "How long does the cramp last?", NULL);
    page_add_choice(&page, MARK_OPEN, "Less than 10 minutes", NULL);
    page_add_choice(&page, MARK_CHOSEN, "More than an hour, and nothing eases it", NULL);
    page_add_hint(&page, COMMAND_BACK, "back");
    page_add_hint(&page, COMMAND_HELP, "help");
    page_add_hint(&page, COMMAND_LEAVE, "leave");
}

static void a_question_with_room(void **state)
{
    (void)state;
    question();
    shows(80, 24, false,
          "  Cramps                                           Question 3, at most 12 left\n"
          "\n"
          "  How long does the cramp last?\n"
          "\n"
          "    1  Less than 10 minutes\n"
          "    2  More than an hour, and nothing eases it (your answer)\n"
          "=  Enter choose   Up/Down move   b back   ? help   q leave\n");
    assert_int_equal(layout.head, 2);
    assert_int_equal(layout.window, 20);
    assert_null(layout_marker(&layout, layout.head));
}

static void spacious_sets_answers_apart(void **state)
{
    (void)state;
    question();
    shows(80, 24, true,
          "  Cramps                                           Question 3, at most 12 left\n"
          "\n"
          "  How long does the cramp last?\n"
          "\n"
          "    1  Less than 10 minutes\n"
          "\n"
          "    2  More than an hour, and nothing eases it (your answer)\n"
          "=  Enter choose   Up/Down move   b back   ? help   q leave\n");
}

static void blanks_give_way_first(void **state)
{
    (void)state;
    question();
    shows(30, 9, true,
          "Cramps\n"
          "Question 3, at most 12 left\n"
          "How long does the cramp last?\n"
          "  1 Less than 10 minutes\n"
          "  2 More than an hour, and\n"
          "    nothing eases it (your\n"
          "    answer)\n"
          "=Enter choose   b back   ? help\n");
    assert_int_equal(layout.head, 0);
    assert_null(layout_marker(&layout, 0));
}

static void what_does_not_fit_says_so_in_words(void **state)
{
    (void)state;
    question();
    shows(20, 6, true,
          "Cramps\n"
          "Question 3, at most\n"
          "12 left\n"
          "How long does the\n"
          "cramp last?\n"
          "  1 Less than 10\n"
          "    minutes\n"
          "  2 More than an\n"
          "    hour, and\n"
          "    nothing eases it\n"
          "    (your answer)\n"
          "=b back   ? help\n");
    assert_int_equal(layout.window, 4);
    assert_string_equal(layout_marker(&layout, 0), "-- more below --");
    assert_string_equal(layout_marker(&layout, 3), "-- more both ways --");
    assert_string_equal(layout_marker(&layout, layout_last_top(&layout)), "-- more above --");
    assert_int_equal(layout_find(&layout, 1), 7);
}

static void a_remark_is_whole_on_the_smallest_screen(void **state)
{
    (void)state;
    page_add(&page, BLOCK_TEXT, "How old are you? Give your age in years.", NULL);
    page.remark = "That number is too low. Check it and type it again.";
    shows(20, 5, true,
          "Cramps\n"
          "How old are you?\n"
          "Give your age in\n"
          "years.\n"
          "~! That number is too\n"
          "~  low. Check it and\n"
          "~  type it again.\n"
          "=Space more\n");
    assert_int_equal(layout.window, 1);
    assert_int_equal(layout.window + layout.foot + 1, layout.lines);
    assert_null(layout_marker(&layout, 1));
}

static void the_headline_is_the_first_line(void **state)
{
    (void)state;
    page_add(&page, BLOCK_HEADLINE, "See a clinician today", "within 24 hours");
    page_add(&page, BLOCK_HEADING, "What to do", NULL);
    page_add(&page, BLOCK_TEXT, "Ring a clinic.", NULL);
    page_add(&page, BLOCK_TEXT, "Say what is wrong.", NULL);
    page_add(&page, BLOCK_HEADING, "Why", NULL);
    page_add(&page, BLOCK_BULLET, "It hurts more and more", "you said: question 15");
    page_add_hint(&page, COMMAND_HELP, "help");
    shows(60, 24, false,
          "  SEE A CLINICIAN TODAY                    within 24 hours\n"
          "  --------------------------------------------------------\n"
          "  What to do\n"
          "  Ring a clinic.\n"
          "\n"
          "  Say what is wrong.\n"
          "\n"
          "  Why\n"
          "    - It hurts more and more (you said: question 15)\n"
          "=  ? help\n");
}

static void a_checklist_sets_the_way_on_apart(void **state)
{
    (void)state;
    page.several = true;
    page.remark = "Tick what is true.";
    page_add(&page, BLOCK_TEXT, "Any of these?", NULL);
    page_add_choice(&page, MARK_TICKED, "Fever", NULL);
    page_add_choice(&page, MARK_UNTICKED, "None of these", NULL);
    page_add_choice(&page, MARK_NONE, "Continue", NULL);
    shows(60, 24, false,
          "  Cramps\n"
          "\n"
          "  Any of these?\n"
          "\n"
          "    1  [x] Fever\n"
          "    2  [ ] None of these\n"
          "\n"
          "    3  Continue\n"
          "~  ! Tick what is true.\n"
          "=  Enter choose   Up/Down move\n");
    assert_int_equal(layout_foot_line(&layout), 9);
}

static void a_number_has_a_place(void **state)
{
    (void)state;
    page.number = true;
    page.unit = "C";
    page_add(&page, BLOCK_TEXT, "Your temperature?", NULL);
    page_add_choice(&page, MARK_OPEN, "Not measured", NULL);
    shows(60, 24, false,
          "  Cramps\n"
          "\n"
          "  Your temperature?\n"
          "\n"
          "    [              ] C\n"
          "\n"
          "    1  Not measured\n"
          "=  Enter send   Up/Down move\n");
    assert_int_equal(layout_find(&layout, ITEM_ENTRY), 4);
    shows(20, 9, false,
          "Cramps\n\n"
          "Your temperature?\n\n"
          "  [              ] C\n\n"
          "  1 Not measured\n"
          "=Enter send\n");
}

static void pairs_stand_side_by_side_or_below(void **state)
{
    (void)state;
    page_add(&page, BLOCK_ROW, "Tense muscles", "Warmth and rest");
    page_add(&page, BLOCK_ROW, "Thirst", "Drink");
    shows(80, 24, false,
          "  Cramps\n\n"
          "  Tense muscles  Warmth and rest\n"
          "  Thirst         Drink\n"
          "=\n");
    shows(40, 24, false,
          "Cramps\n\n"
          "Tense muscles\n"
          "Warmth and rest\n"
          "Thirst\n"
          "Drink\n"
          "=\n");
}

static void wide_screens_centre_a_block_that_can_be_read(void **state)
{
    (void)state;
    question();
    for (size_t columns = 60; columns <= 300; columns++) {
        struct layout_options options = {.columns = columns, .lines = 40};
        layout_page(&layout, &page, &options);
        assert_true(layout.width <= 76);
        assert_true(layout.left + layout.width <= columns);
        assert_int_equal(layout.left, columns > 100 ? (columns - layout.width) / 2 : 2);
    }
}

static void too_small_is_said(void **state)
{
    (void)state;
    question();
    for (size_t columns = 0; columns < 25; columns++)
        for (size_t lines = 0; lines < 8; lines++) {
            struct layout_options options = {.columns = columns, .lines = lines};
            layout_page(&layout, &page, &options);
            assert_int_equal(layout.too_small, columns < 20 || lines < 5);
        }
}

static void ascii_changes_every_text(void **state)
{
    struct layout_options options = {.columns = 60, .lines = 24, .ascii = true};
    (void)state;
    page.title = "Krämpfe";
    page.remark = "ä";
    page.number = true;
    page.unit = "°C";
    page_add(&page, BLOCK_HEADING, "Über", "“quiet”");
    page_add(&page, BLOCK_ROW, "é", "è");
    page_add_choice(&page, MARK_OPEN, "Weiß nicht", "…");
    page_add_hint(&page, COMMAND_BACK, "zurück");
    layout_page(&layout, &page, &options);
    for (size_t i = 0; i < layout.row_count + layout.foot; i++)
        for (size_t j = 0; j < layout.rows[i].span_count; j++)
            for (size_t k = 0; k < layout.rows[i].spans[j].length; k++)
                assert_true((unsigned char)layout.rows[i].spans[j].text[k] < 128);
    for (size_t j = 0; j < layout.hint_span_count; j++)
        for (size_t k = 0; k < layout.hints[j].length; k++)
            assert_true((unsigned char)layout.hints[j].text[k] < 128);
}

/* Help and back are the last to be dropped, and nothing is wider than the screen. */
static void the_bottom_line_drops_the_least_important(void **state)
{
    (void)state;
    question();
    page_add_hint(&page, COMMAND_READ, "read more");
    page_add_hint(&page, COMMAND_RESTART, "start again");
    for (size_t columns = 20; columns < 100; columns++) {
        struct layout_options options = {.columns = columns, .lines = 24};
        bool help = false, back = false;
        layout_page(&layout, &page, &options);
        for (size_t i = 0; i < layout.place_count; i++) {
            help = help || layout.places[i].command == COMMAND_HELP;
            back = back || layout.places[i].command == COMMAND_BACK;
            assert_true(layout.places[i].column + layout.places[i].width <= layout.width);
        }
        assert_true(help && back);
    }
}

static void nothing_is_cut_at_any_size(void **state)
{
    (void)state;
    question();
    page_add(&page, BLOCK_BULLET, "A-very-long-word-that-no-small-screen-can-hold-in-one-line",
             "an aside");
    page_add(&page, BLOCK_ROW, "first cell of a row", "and the other cells of that row");
    for (size_t columns = 20; columns < 120; columns++)
        for (size_t lines = 5; lines < 30; lines++) {
            struct layout_options options = {columns, lines, false, columns % 2 == 0};
            layout_page(&layout, &page, &options);
            assert_true(layout.window >= 1);
            assert_true(layout.head + layout.window + 1 <= lines);
            for (size_t i = 0; i < layout.row_count; i++)
                for (size_t j = 0; j < layout.rows[i].span_count; j++) {
                    const struct span *span = &layout.rows[i].spans[j];
                    assert_true(span->column + span->width <= layout.width);
                }
        }
}

/* The most that one row ever holds: number, mark, text and aside. */
static void a_tick_can_have_an_aside(void **state)
{
    (void)state;
    page.several = true;
    page_add_choice(&page, MARK_TICKED, "Fever", "38 or more");
    layout_page(&layout, &page, &(struct layout_options){.columns = 80, .lines = 24});
    for (size_t i = 0; i < layout.row_count; i++)
        assert_true(layout.rows[i].span_count <= ROW_SPANS);
    assert_int_equal(layout.rows[layout_find(&layout, 0)].span_count, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(a_question_with_room),
        TEST(spacious_sets_answers_apart),
        TEST(blanks_give_way_first),
        TEST(what_does_not_fit_says_so_in_words),
        TEST(a_remark_is_whole_on_the_smallest_screen),
        TEST(the_headline_is_the_first_line),
        TEST(a_checklist_sets_the_way_on_apart),
        TEST(a_number_has_a_place),
        TEST(pairs_stand_side_by_side_or_below),
        TEST(wide_screens_centre_a_block_that_can_be_read),
        TEST(too_small_is_said),
        TEST(ascii_changes_every_text),
        TEST(the_bottom_line_drops_the_least_important),
        TEST(nothing_is_cut_at_any_size),
        TEST(a_tick_can_have_an_aside),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
