/* test_held: keyboards of every delay and pace, hands that shake, and those that press twice on purpose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/held.h"

enum { MOST = 200 };

struct press {
    long long at_ms;
    char key;
};

/* What has come at a screen on which every key chooses, or types. */
struct play {
    struct press presses[MOST];
    size_t count;
    bool types; /* the page is one to type a number */
    struct held held;
};

static struct input character(char key)
{
    return (struct input){.kind = INPUT_CHARACTER, .character = key};
}

static void press(struct play *play, char key, long long at_ms)
{
    assert_true(play->count < MOST);
    play->presses[play->count++] = (struct press){at_ms, key};
}

/* A key that is held until `end_ms`, by a keyboard that repeats like this. */
static void hold(struct play *play, char key, long long at_ms, long long end_ms, int delay_ms, int pace_ms)
{
    press(play, key, at_ms);
    for (at_ms += delay_ms; at_ms <= end_ms; at_ms += pace_ms)
        press(play, key, at_ms);
}

static void note(struct play *play, const struct press *press, bool counts)
{
    struct input input = character(press->key);
    held_note(&play->held, &input, counts, press->at_ms);
}

/* The keys that count, as text: with HELD_UNSURE the next key is looked at, as the front end does. */
static const char *counted(struct play *play)
{
    static char keys[MOST + 1];
    size_t found = 0;

    for (size_t i = 0; i < play->count; i++) {
        const struct press *now = &play->presses[i], *next = now + 1;
        struct input input = character(now->key);
        enum held_verdict verdict = held_judge(&play->held, &input, !play->types, now->at_ms);

        if (verdict == HELD_UNSURE && i + 1 < play->count && next->key == now->key &&
            next->at_ms - now->at_ms <= held_look_ms(!play->types)) {
            note(play, next, false);
            i++;
            continue;
        }
        note(play, now, verdict != HELD_DROPPED);
        if (verdict != HELD_DROPPED)
            keys[found++] = now->key;
    }
    keys[found] = '\0';
    return keys;
}

static void a_key_held_down_counts_once_on_every_keyboard(void **state)
{
    (void)state;
    for (int delay_ms = 150; delay_ms <= 1050; delay_ms += 50)
        for (int pace_ms = 20; pace_ms < HELD_PACE_MS; pace_ms += 10) {
            struct play play = {0};
            hold(&play, '1', 5000, 5000 + delay_ms + 12 * pace_ms, delay_ms, pace_ms);
            if (strcmp(counted(&play), "1") != 0)
                fail_msg("delay %d, pace %d: %s", delay_ms, pace_ms, counted(&play));
        }
}

/* Let go before a second one, so that nothing but the time tells it from two presses. */
static void the_first_repeat_alone_does_not_count(void **state)
{
    static const int delays_ms[] = {200, 250, 375, 400, 500, 660};

    (void)state;
    for (size_t i = 0; i < sizeof delays_ms / sizeof *delays_ms; i++) {
        struct play play = {0};
        hold(&play, '1', 5000, 5010 + delays_ms[i], delays_ms[i], 33);
        assert_string_equal(counted(&play), "1");
    }
}

static void a_bouncing_key_counts_once(void **state)
{
    struct play play = {0};

    (void)state;
    for (int i = 0; i < 5; i++)
        press(&play, '1', 5000 + i * 7);
    assert_string_equal(counted(&play), "1");
}

/* Whoever presses on, because nothing happened, is not ignored for ever. */
static void the_same_key_pressed_again_counts(void **state)
{
    struct play slow = {0}, impatient = {0};

    (void)state;
    press(&slow, '1', 5000);
    press(&slow, '1', 5720);
    press(&slow, '1', 7000);
    assert_string_equal(counted(&slow), "111");
    for (int i = 0; i < 7; i++)
        press(&impatient, '1', 5000 + i * 400);
    assert_string_equal(counted(&impatient), "1111");
}

static void once_let_go_a_held_key_counts_again(void **state)
{
    struct play play = {0};

    (void)state;
    hold(&play, '1', 5000, 9000, 500, 33);
    press(&play, '1', 9600);
    press(&play, '2', 9700);
    assert_string_equal(counted(&play), "112");
}

/* However quickly: a tick that is lost could be a red flag. */
static void another_key_is_never_lost(void **state)
{
    struct play play = {0};

    (void)state;
    hold(&play, '1', 5000, 6000, 250, 33);
    press(&play, '2', 6001);
    press(&play, '1', 6050);
    press(&play, '1', 6800);
    press(&play, '3', 6820);
    assert_string_equal(counted(&play), "12113");
}

static void a_number_is_typed_freely(void **state)
{
    struct play play = {.types = true};

    (void)state;
    hold(&play, '1', 5000, 5400, 250, 50);
    assert_string_equal(counted(&play), "11111");
}

/* A key that began the page, held, types nothing there; a number that begins with that digit is typed. */
static void what_led_to_a_page_does_not_type_on_it(void **state)
{
    struct input one = character('1');
    struct play held = {.types = true}, typed = {.types = true};

    (void)state;
    held_note(&held.held, &one, true, 4600);
    held_turned(&held.held, 4620);
    hold(&held, '1', 5000, 6000, 33, 33);
    assert_string_equal(counted(&held), "");

    held_note(&typed.held, &one, true, 4600);
    held_turned(&typed.held, 4620);
    press(&typed, '1', 5000);
    press(&typed, '1', 5130);
    press(&typed, '5', 5200);
    assert_string_equal(counted(&typed), "115");
}

static enum held_verdict click_again(bool turned, size_t line, long long after_ms)
{
    struct input first = {.kind = INPUT_CLICK, .line = 5, .column = 9};
    struct input second = {.kind = INPUT_CLICK, .line = line, .column = 11};
    struct held held = {0};

    held_note(&held, &first, true, 5000);
    if (turned)
        held_turned(&held, 5000);
    return held_judge(&held, &second, true, 5000 + after_ms);
}

/* On the next page wherever it is; on the same page two answers can be clicked as fast as anybody likes. */
static void the_second_half_of_a_double_click_counts_nowhere(void **state)
{
    (void)state;
    assert_int_equal(click_again(true, 5, 390), HELD_DROPPED);
    assert_int_equal(click_again(true, 6, 390), HELD_DROPPED);
    assert_int_equal(click_again(false, 5, 390), HELD_DROPPED);
    assert_int_equal(click_again(false, 6, 100), HELD_COUNTS);
    assert_int_equal(click_again(false, 5, 410), HELD_COUNTS);
    assert_int_equal(click_again(true, 5, 410), HELD_COUNTS);
}

/* Repeats that were waiting while a slow line drew are not seconds apart. */
static void the_time_counts_from_what_could_be_seen(void **state)
{
    struct input one = character('1');
    struct held held = {0};

    (void)state;
    held_note(&held, &one, true, 5000);
    held_seen(&held, 9000);
    assert_int_equal(held_judge(&held, &one, true, 9001), HELD_DROPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_held_down_counts_once_on_every_keyboard),
        cmocka_unit_test(the_first_repeat_alone_does_not_count),
        cmocka_unit_test(a_bouncing_key_counts_once),
        cmocka_unit_test(the_same_key_pressed_again_counts),
        cmocka_unit_test(once_let_go_a_held_key_counts_again),
        cmocka_unit_test(another_key_is_never_lost),
        cmocka_unit_test(a_number_is_typed_freely),
        cmocka_unit_test(what_led_to_a_page_does_not_type_on_it),
        cmocka_unit_test(the_second_half_of_a_double_click_counts_nowhere),
        cmocka_unit_test(the_time_counts_from_what_could_be_seen),
    };
    return cmocka_run_group_tests_name("held", tests, NULL, NULL);
}
