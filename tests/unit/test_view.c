/* test_view: what each key changes, without a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/view.h"

static struct page page;
static struct view view;
static struct event event;

static int setup(void **state)
{
    (void)state;
    memset(&event, 0, sizeof event);
    page_begin(&page, PAGE_QUESTION);
    page.title = "Cramps";
    page.serial = 1;
    view_resize(&view, 80, 24);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    view_fini(&view);
    page_end(&page);
    return 0;
}

static void choices(size_t count, size_t paragraphs)
{
    for (size_t i = 0; i < paragraphs; i++)
        page_add(&page, BLOCK_TEXT, "A paragraph to be read before.", NULL);
    for (size_t i = 0; i < count; i++)
        page_add_choice(&page, MARK_OPEN, "An answer", NULL);
    page_add_hint(&page, COMMAND_BACK, "back");
    page_add_hint(&page, COMMAND_LEAVE, "leave");
    view_show(&view, &page);
}

static enum view_change press(enum input_kind kind)
{
    struct input input = {.kind = kind};
    return view_take(&view, &input, &event);
}

static enum view_change type(char character)
{
    struct input input = {.kind = INPUT_CHARACTER, .character = character};
    return view_take(&view, &input, &event);
}

static void moving_stops_at_both_ends(void **state)
{
    (void)state;
    choices(3, 1);
    assert_int_equal(press(INPUT_UP), VIEW_SAME);
    assert_int_equal(press(INPUT_DOWN), VIEW_FOCUS);
    assert_int_equal(type('j'), VIEW_FOCUS);
    assert_int_equal(view.focus, 2);
    assert_int_equal(press(INPUT_DOWN), VIEW_SAME);
    assert_int_equal(press(INPUT_HOME), VIEW_FOCUS);
    assert_int_equal(view.focus, 0);
}

static void nothing_unseen_is_chosen(void **state)
{
    (void)state;
    view_resize(&view, 40, 9);
    choices(3, 12); /* the answers are below the screen */
    assert_int_equal(press(INPUT_ENTER), VIEW_SCROLLED);
    assert_int_equal(type('1'), VIEW_SCROLLED);
    while (!view_sees(&view, layout_find(&view.layout, 0)))
        assert_int_equal(press(INPUT_ENTER), VIEW_SCROLLED);
    assert_int_equal(press(INPUT_ENTER), VIEW_EVENT);
    assert_int_equal(event.kind, EVENT_CHOICE);
    assert_int_equal(event.choice, 0);
}

/* Whatever key moves through a page, no row is skipped that was never on the screen. */
static void every_row_comes_by(void **state)
{
    static const enum input_kind ways[] = {INPUT_DOWN, INPUT_PAGE_DOWN, INPUT_ENTER};
    (void)state;
    for (size_t way = 0; way < 3; way++) {
        size_t seen = 0;
        view_resize(&view, 40, 9);
        page.serial++;
        page_begin(&page, PAGE_QUESTION);
        page.serial = (unsigned)way + 10;
        choices(2, 9);
        for (size_t steps = 0; steps < 60; steps++) {
            assert_true(view.top <= seen);
            if (view.top + view.layout.window > seen)
                seen = view.top + view.layout.window;
            if (press(ways[way]) == VIEW_EVENT)
                break;
        }
        assert_true(seen >= layout_find(&view.layout, 0) + 1);
    }
}

static void digits_choose_up_to_nine_and_go_to_a_line_beyond(void **state)
{
    (void)state;
    choices(9, 1);
    assert_int_equal(type('9'), VIEW_EVENT);
    assert_int_equal(event.choice, 8);
    page_begin(&page, PAGE_QUESTION);
    page.serial = 2;
    choices(12, 1);
    assert_int_equal(type('1'), VIEW_SAME); /* the focus is there already */
    assert_int_equal(type('2'), VIEW_FOCUS);
    assert_int_equal(view.focus, 11);
    assert_int_equal(type('3'), VIEW_FOCUS);
    assert_int_equal(view.focus, 2);
    press(INPUT_UP); /* another key ends the number */
    assert_int_equal(type('1'), VIEW_FOCUS);
    assert_int_equal(view.focus, 0);
}

static void the_same_page_keeps_its_place(void **state)
{
    (void)state;
    view_resize(&view, 40, 9);
    choices(12, 1);
    press(INPUT_END);
    assert_int_equal(view.focus, 11);
    page.remark = "Something is missing.";
    view_show(&view, &page);
    assert_int_equal(view.focus, 11);
    assert_true(view_sees(&view, layout_find(&view.layout, 11)));
    page.serial++;
    view_show(&view, &page);
    assert_int_equal(view.focus, 0);
    assert_int_equal(view.top, view.layout.head);
}

static void a_resize_keeps_the_focus_in_sight(void **state)
{
    (void)state;
    choices(12, 6);
    press(INPUT_END);
    for (size_t columns = 10; columns < 120; columns += 7)
        for (size_t lines = 2; lines < 50; lines += 3) {
            view_resize(&view, columns, lines);
            assert_int_equal(view.focus, 11);
        }
    view_resize(&view, 40, 9);
    press(INPUT_UP);
    assert_true(view_sees(&view, layout_find(&view.layout, view.focus)));
}

static void too_small_takes_nothing(void **state)
{
    (void)state;
    choices(3, 1);
    view_resize(&view, 19, 24);
    assert_int_equal(press(INPUT_ENTER), VIEW_SAME);
    assert_int_equal(type('1'), VIEW_SAME);
    assert_int_equal(type('q'), VIEW_SAME);
}

/* Nothing can be chosen on it, so there is no focus to follow when the screen becomes larger. */
static void a_text_that_begins_too_small_is_shown_when_there_is_room(void **state)
{
    (void)state;
    view_resize(&view, 10, 3);
    choices(0, 3);
    view_resize(&view, 80, 24);
    assert_int_equal(view.focus, ITEM_NONE);
    assert_int_equal(view.top, view.layout.head);
}

static void typed(const char *keys, const char *expected)
{
    for (; *keys != '\0'; keys++)
        type(*keys);
    assert_string_equal(view.typed, expected);
}

static void a_number_with_its_unit(void **state)
{
    (void)state;
    page.number = true;
    choices(1, 1);
    assert_int_equal(view.focus, ITEM_ENTRY);
    assert_int_equal(press(INPUT_ENTER), VIEW_SAME); /* nothing typed is no answer */
    typed("38.5", "38.5");
    assert_int_equal(press(INPUT_ENTER), VIEW_EVENT);
    assert_int_equal(event.kind, EVENT_NUMBER);
    assert_string_equal(event.text, "38.5");
    typed("F", "38.5F");
    press(INPUT_BACKSPACE);
    typed("lb", "38.5lb"); /* b is back, but not inside a unit */
    press(INPUT_BACKSPACE);
    press(INPUT_BACKSPACE);
    assert_int_equal(type('b'), VIEW_EVENT);
    assert_int_equal(event.command, COMMAND_BACK);
    typed("0000000000000000000000000", "38.50000000"); /* no more than the place holds */
    press(INPUT_DOWN);
    assert_int_equal(press(INPUT_ENTER), VIEW_EVENT);
    assert_int_equal(event.kind, EVENT_CHOICE);
}

/* As digits and Enter do: what cannot be seen is not changed. */
static void backspace_first_shows_the_number(void **state)
{
    (void)state;
    page.number = true;
    choices(0, 4);
    typed("37.5", "37.5");
    view_resize(&view, 30, 5);
    assert_false(view_sees(&view, layout_find(&view.layout, ITEM_ENTRY)));
    assert_int_equal(press(INPUT_BACKSPACE), VIEW_SCROLLED);
    assert_string_equal(view.typed, "37.5");
}

static void the_number_given_before_is_there(void **state)
{
    (void)state;
    page.number = true;
    page.typed = "37.2";
    choices(1, 1);
    assert_string_equal(view.typed, "37.2");
}

static void an_answer_given_before_has_the_focus(void **state)
{
    (void)state;
    page.focus = 2;
    choices(4, 1);
    assert_int_equal(view.focus, 2);
}

static void help_closes_with_its_own_key(void **state)
{
    (void)state;
    page_begin(&page, PAGE_HELP);
    page_add(&page, BLOCK_TEXT, "Keys", NULL);
    page_add_hint(&page, COMMAND_BACK, "back");
    page.serial = 5;
    view_show(&view, &page);
    for (const char *key = "?qb"; *key != '\0'; key++) {
        assert_int_equal(type(*key), VIEW_EVENT);
        assert_int_equal(event.command, COMMAND_BACK);
    }
    assert_int_equal(press(INPUT_ESCAPE), VIEW_EVENT);
    assert_int_equal(press(INPUT_ENTER), VIEW_EVENT);
}

static void space_ticks_in_a_checklist_only(void **state)
{
    (void)state;
    choices(3, 1);
    assert_int_equal(type(' '), VIEW_SAME);
    page.several = true;
    assert_int_equal(type(' '), VIEW_EVENT);
}

static void commands_are_those_of_the_page(void **state)
{
    (void)state;
    choices(3, 1);
    assert_int_equal(type('q'), VIEW_EVENT);
    assert_int_equal(event.command, COMMAND_LEAVE);
    assert_int_equal(type('r'), VIEW_SAME);
    assert_int_equal(type('h'), VIEW_CONTRAST);
    page.hint_count = 0;
    assert_int_equal(press(INPUT_ESCAPE), VIEW_SAME);
    assert_int_equal(press(INPUT_BACKSPACE), VIEW_SAME);
    assert_int_equal(type('b'), VIEW_SAME);
}

static void clicks(void **state)
{
    struct input input = {.kind = INPUT_CLICK, .line = 5, .column = 30};
    (void)state;
    choices(3, 1);
    assert_int_equal(view_take(&view, &input, &event), VIEW_EVENT);
    assert_int_equal(event.choice, 1);
    input.line = 2; /* the text */
    assert_int_equal(view_take(&view, &input, &event), VIEW_SAME);
    for (input.line = 8; input.line < 23; input.line++)
        assert_int_equal(view_take(&view, &input, &event), VIEW_SAME);
    input.column = view.layout.left + view.layout.places[2].column;
    assert_int_equal(view_take(&view, &input, &event), VIEW_EVENT);
    assert_int_equal(event.command, COMMAND_BACK);
}

/* A page of any kind: with choices or a place for a number, with both or with neither. */
static void show_another(unsigned seed)
{
    static unsigned serial = 1;
    page_begin(&page, PAGE_QUESTION);
    page.serial = ++serial;
    page.number = seed % 2 == 0;
    choices(seed / 2 % 4 * 4, 1 + seed / 8 % 20);
}

/* Any keys on any page at any size: no crash, the focus is an item, the window is on the rows. */
static void random_keys_break_nothing(void **state)
{
    unsigned seed = 1;
    (void)state;
    show_another(0);
    for (int step = 0; step < 40000; step++) {
        struct input input = {0};
        seed = seed * 1103515245U + 12345U;
        input.kind = (enum input_kind)((seed >> 16) % (INPUT_WHEEL_DOWN + 1));
        input.character = (char)(' ' + (seed >> 8) % 95);
        input.line = (seed >> 4) % 30;
        input.column = (seed >> 12) % 90;
        if ((seed >> 20) % 16 == 0)
            view_resize(&view, (seed >> 5) % 120, (seed >> 13) % 40);
        if ((seed >> 24) % 64 == 0)
            show_another(seed >> 6);
        view_take(&view, &input, &event);
        assert_true(view.focus == ITEM_ENTRY || view.focus == ITEM_NONE ||
                    view.focus < page.choice_count);
        assert_int_equal(view.focus == ITEM_NONE, page.choice_count == 0 && !page.number);
        if (!view.layout.too_small) {
            assert_true(view.top >= view.layout.head);
            assert_true(view.top <= layout_last_top(&view.layout));
            assert_true(view_sees(&view, view_cursor(&view)));
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static bool chooses(enum input_kind kind, char character)
{
    struct input input = {.kind = kind, .character = character};
    return view_chooses(&view, &input);
}

/* What chooses nothing may be held down: it moves, scrolls or types. */
static void keys_that_choose_are_told_from_those_that_may_be_held(void **state)
{
    (void)state;
    choices(9, 1);
    assert_true(chooses(INPUT_ENTER, 0) && chooses(INPUT_CHARACTER, '9'));
    assert_true(chooses(INPUT_CHARACTER, 'b') && chooses(INPUT_CHARACTER, 'h'));
    assert_true(chooses(INPUT_LEFT, 0) && chooses(INPUT_ESCAPE, 0) && chooses(INPUT_BACKSPACE, 0));
    assert_false(chooses(INPUT_DOWN, 0) || chooses(INPUT_PAGE_UP, 0) || chooses(INPUT_END, 0));
    assert_false(chooses(INPUT_CHARACTER, 'j') || chooses(INPUT_CHARACTER, ' '));
    page.several = true;
    assert_true(chooses(INPUT_CHARACTER, ' '));
}

/* "11" goes to a line there. */
static void a_digit_that_goes_to_a_line_chooses_nothing(void **state)
{
    (void)state;
    choices(11, 1);
    assert_false(chooses(INPUT_CHARACTER, '1'));
    type('1');
    type('1');
    assert_int_equal(view.focus, 10);
}

static void enter_that_reads_on_chooses_nothing(void **state)
{
    (void)state;
    view_resize(&view, 40, 9);
    choices(3, 12);
    assert_false(chooses(INPUT_ENTER, 0));
    while (!view_sees(&view, layout_find(&view.layout, 0)))
        press(INPUT_ENTER);
    assert_true(chooses(INPUT_ENTER, 0));
}

/* Backspace held down empties the field and does not leave the page. */
static void typing_a_number_chooses_nothing(void **state)
{
    (void)state;
    page.number = true;
    choices(1, 1);
    assert_false(chooses(INPUT_CHARACTER, '1') || chooses(INPUT_CHARACTER, '-'));
    assert_true(chooses(INPUT_BACKSPACE, 0) && chooses(INPUT_CHARACTER, 'm'));
    type('1');
    assert_false(chooses(INPUT_BACKSPACE, 0) || chooses(INPUT_CHARACTER, 'm'));
    assert_true(chooses(INPUT_CHARACTER, 'b') && chooses(INPUT_ENTER, 0));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(moving_stops_at_both_ends),
        TEST(nothing_unseen_is_chosen),
        TEST(every_row_comes_by),
        TEST(digits_choose_up_to_nine_and_go_to_a_line_beyond),
        TEST(the_same_page_keeps_its_place),
        TEST(a_resize_keeps_the_focus_in_sight),
        TEST(too_small_takes_nothing),
        TEST(a_text_that_begins_too_small_is_shown_when_there_is_room),
        TEST(a_number_with_its_unit),
        TEST(backspace_first_shows_the_number),
        TEST(the_number_given_before_is_there),
        TEST(an_answer_given_before_has_the_focus),
        TEST(help_closes_with_its_own_key),
        TEST(space_ticks_in_a_checklist_only),
        TEST(commands_are_those_of_the_page),
        TEST(clicks),
        TEST(keys_that_choose_are_told_from_those_that_may_be_held),
        TEST(a_digit_that_goes_to_a_line_chooses_nothing),
        TEST(enter_that_reads_on_chooses_nothing),
        TEST(typing_a_number_chooses_nothing),
        TEST(random_keys_break_nothing),
    };
    return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
