/*
 * test_kiosk: the timing of a kiosk, with a clock made of a script: when somebody is asked for, how
 * much time there is to answer, when everything is cleared, and that sleep counts as nobody there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/load.h"
#include "ui/kiosk.h"

#define SECONDS(n) ((n) * 1000LL)

enum action {
    PRESS,  /* a key that does nothing here */
    CHOOSE, /* choice `argument` */
    SLEEP,  /* the machine sleeps for `argument` seconds */
    UNPLUG, /* the terminal goes away */
    STOP    /* a signal */
};

struct step {
    long long at_ms;
    enum action action;
    size_t argument;
};

/* A front end that plays a script, and its clock. */
struct play {
    struct ui ui; /* first */
    const struct step *steps;
    size_t step_count, next;
    long long now_ms;
    enum page_kind shown;
    bool warned;
    char remark[200];
    unsigned warnings;
    long long first_warning_ms, begun_ms;
    unsigned deadline_s;
    long long stuck_ms; /* whoever is not back by then is ended */
};

static struct play *play_of(struct ui *ui)
{
    return (struct play *)ui;
}

static bool show(struct ui *ui, const struct page *page)
{
    struct play *play = play_of(ui);

    play->shown = page->kind;
    snprintf(play->remark, sizeof play->remark, "%s", page->remark == NULL ? "" : page->remark);
    play->warned = strstr(play->remark, "Are you still there?") != NULL;
    if (play->warned && play->warnings++ == 0)
        play->first_warning_ms = play->now_ms;
    return true;
}

/* The next step, if it comes within the time; the clock goes on to it, or to the end of the time. */
static const struct step *next_step(struct play *play, int idle_ms)
{
    const struct step *step = play->next < play->step_count ? &play->steps[play->next] : NULL;

    if (step == NULL && idle_ms < 0)
        fail_msg("waits for ever at %lld ms", play->now_ms);
    if (step == NULL || (idle_ms >= 0 && step->at_ms > play->now_ms + idle_ms)) {
        play->now_ms += idle_ms;
        return NULL;
    }
    if (step->at_ms > play->now_ms)
        play->now_ms = step->at_ms;
    play->next++;
    if (step->action == PRESS || step->action == CHOOSE)
        play->ui.keys++;
    if (step->action == SLEEP) {
        play->now_ms += SECONDS((long long)step->argument);
        play->stuck_ms += SECONDS((long long)step->argument);
    }
    if (play->now_ms > play->stuck_ms)
        fail_msg("taken for stuck at %lld ms", play->now_ms);
    return step;
}

static enum ui_status event(struct ui *ui, struct event *event, int idle_ms)
{
    struct play *play = play_of(ui);
    long long end_ms = play->now_ms + idle_ms;
    unsigned long before = ui->keys;
    const struct step *step;

    while (play->now_ms <= end_ms &&
           (step = next_step(play, (int)(end_ms - play->now_ms))) != NULL) {
        if (step->action == UNPLUG)
            return UI_GONE;
        if (step->action == STOP)
            return UI_SIGNALLED;
        if (step->action == SLEEP)
            end_ms += SECONDS((long long)step->argument);
        if (step->action == CHOOSE) {
            *event = (struct event){.kind = EVENT_CHOICE, .choice = step->argument};
            return UI_EVENT;
        }
    }
    return ui->keys != before ? UI_BUSY : UI_TIMED_OUT;
}

static enum ui_status any_key(struct ui *ui, int idle_ms)
{
    const struct step *step;

    while ((step = next_step(play_of(ui), idle_ms)) != NULL) {
        if (step->action == UNPLUG)
            return UI_GONE;
        if (step->action == STOP)
            return UI_SIGNALLED;
        if (step->action != SLEEP)
            return UI_EVENT;
    }
    return UI_TIMED_OUT;
}

static const char *const keys[] = {"Enter chooses.", "Ctrl-C leaves."};
static const struct ui_methods methods = {
    .show = show, .event = event, .any_key = any_key, .keys = keys, .key_count = 2,
};

static long long now(void *data)
{
    return ((struct play *)data)->now_ms;
}

static void deadline(void *data, unsigned seconds)
{
    struct play *play = data;

    play->deadline_s = seconds;
    play->stuck_ms = play->now_ms + SECONDS(seconds);
}

static void begun(void *data)
{
    ((struct play *)data)->begun_ms = ((struct play *)data)->now_ms;
}

static struct protocol *protocol;
static struct region *region;

/* Plays the steps with an idle time of 60 s. */
static enum kiosk_end run(struct play *play, const struct step *steps, size_t count,
                          unsigned *disposition)
{
    struct kiosk kiosk = {.ui = &play->ui, .protocol = protocol, .region = region, .idle_s = 60,
                          .world = {now, deadline, begun, play}};

    *play = (struct play){.ui.methods = &methods, .steps = steps, .step_count = count};
    return kiosk_serve(&kiosk, disposition);
}

#define RUN(play, steps, disposition) run(play, steps, sizeof(steps) / sizeof *(steps), disposition)

static void within_a_second(long long time_ms, long long expected_ms)
{
    if (time_ms < expected_ms || time_ms > expected_ms + SECONDS(1))
        fail_msg("at %lld ms, not at %lld", time_ms, expected_ms);
}

/* The start screen waits for ever; a key begins; then nobody is there. */
static void after_idle_and_warning_it_is_cleared(void **state)
{
    static const struct step steps[] = {{SECONDS(9999), PRESS, 0}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.begun_ms, SECONDS(9999));
    within_a_second(play.first_warning_ms, SECONDS(9999 + 60));
    within_a_second(play.now_ms, SECONDS(9999 + 60 + 20));
    assert_int_equal(play.warnings, 1);
    assert_int_equal(disposition, PROTOCOL_NONE);
}

static void a_key_that_does_nothing_shows_that_somebody_is_there(void **state)
{
    static const struct step steps[] = {
        {0, PRESS, 0}, {SECONDS(50), PRESS, 0}, {SECONDS(100), PRESS, 0}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    within_a_second(play.first_warning_ms, SECONDS(160));
}

/* Keys closer together than one look at the clock. */
static void whoever_only_moves_about_is_not_stuck(void **state)
{
    struct step steps[1000] = {{0, PRESS, 0}};
    struct play play;
    unsigned disposition;

    (void)state;
    for (size_t i = 1; i < 1000; i++)
        steps[i] = (struct step){300 * (long long)i, PRESS, 0};
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.next, 1000);
    within_a_second(play.first_warning_ms, 300 * 999 + SECONDS(60));
}

/* The key that answers the warning chooses nothing, and it can be answered again and again. */
static void any_key_takes_the_warning_away(void **state)
{
    struct step steps[21] = {{0, PRESS, 0}};
    struct play play;
    unsigned disposition;

    (void)state;
    for (size_t i = 1; i < 21; i++)
        steps[i] = (struct step){SECONDS(75 * (long long)i), CHOOSE, 0};
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.warnings, 21);
    assert_int_equal(play.shown, PAGE_OPENING);
    within_a_second(play.now_ms, SECONDS(75 * 20 + 80));
}

static void there_are_twenty_seconds_to_answer_the_warning(void **state)
{
    static const struct step steps[] = {{0, PRESS, 0}, {SECONDS(60 + 20) - 1, PRESS, 0}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.next, 2);
    assert_true(play.now_ms > SECONDS(140));
}

/* start, opening, answer "no", review, result */
#define TO_THE_RESULT(answer) \
    {0, PRESS, 0}, {SECONDS(1), CHOOSE, 0}, {SECONDS(2), CHOOSE, answer}, {SECONDS(3), CHOOSE, 0}

static void a_result_stays_up_longer(void **state)
{
    static const struct step steps[] = {TO_THE_RESULT(1)};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.shown, PAGE_RESULT);
    within_a_second(play.first_warning_ms, SECONDS(3 + 60 + KIOSK_RESULT_S));
    assert_int_equal(disposition, 1);
}

/* An urgent result says so to the end, also beside the warning. */
static void an_urgent_result_fetches_staff_and_stays_up_longest(void **state)
{
    static const struct step steps[] = {TO_THE_RESULT(0)};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.shown, PAGE_RESULT);
    within_a_second(play.first_warning_ms, SECONDS(3 + 60 + KIOSK_URGENT_S));
    assert_non_null(strstr(play.remark, "Tell a member of staff now."));
    assert_true(play.warned);
    assert_int_equal(disposition, 0);
}

static void finish_and_clear_ends_at_once(void **state)
{
    static const struct step steps[] = {TO_THE_RESULT(1), {SECONDS(4), CHOOSE, 0}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.now_ms, SECONDS(4));
    assert_int_equal(disposition, 1);
}

static void an_unfinished_interview_has_no_result(void **state)
{
    static const struct step steps[] = {{0, PRESS, 0}, {SECONDS(1), CHOOSE, 0},
                                        {SECONDS(2), CHOOSE, 0}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.shown, PAGE_REVIEW);
    assert_int_equal(disposition, PROTOCOL_NONE);
}

/* Whoever was there has gone: nobody is asked, and nothing is shown to whoever wakes the machine. */
static void sleep_counts_as_nobody_there(void **state)
{
    static const struct step steps[] = {{0, PRESS, 0}, {SECONDS(5), SLEEP, 8 * 3600}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.warnings, 0);
    within_a_second(play.now_ms, SECONDS(5 + 8 * 3600));
}

static void a_key_before_the_sleep_changes_nothing(void **state)
{
    static const struct step steps[] = {
        {0, PRESS, 0}, {SECONDS(5), PRESS, 0}, {SECONDS(5) + 200, SLEEP, 3600}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.warnings, 0);
    within_a_second(play.now_ms, SECONDS(5 + 3600));
}

static void sleep_during_the_warning_counts_too(void **state)
{
    static const struct step steps[] = {{0, PRESS, 0}, {SECONDS(65), SLEEP, 3600}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, steps, &disposition), KIOSK_CLEARED);
    assert_int_equal(play.warnings, 1);
    within_a_second(play.now_ms, SECONDS(65 + 3600));
}

static void the_end_of_the_terminal_ends_everything(void **state)
{
    static const struct step at_start[] = {{SECONDS(1), UNPLUG, 0}};
    static const struct step inside[] = {{0, PRESS, 0}, {SECONDS(1), UNPLUG, 0}};
    static const struct step warned[] = {{0, PRESS, 0}, {SECONDS(61), UNPLUG, 0}};
    static const struct step signalled[] = {{0, PRESS, 0}, {SECONDS(1), STOP, 0}};
    struct play play;
    unsigned disposition;

    (void)state;
    assert_int_equal(RUN(&play, at_start, &disposition), KIOSK_GONE);
    assert_int_equal(RUN(&play, inside, &disposition), KIOSK_GONE);
    assert_int_equal(RUN(&play, warned, &disposition), KIOSK_GONE);
    assert_int_equal(RUN(&play, signalled, &disposition), KIOSK_SIGNALLED);
}

/* Whatever gets stuck is ended, but never while somebody could still answer. */
static void the_deadline_is_behind_the_last_moment_to_answer(void **state)
{
    static const struct step steps[] = {TO_THE_RESULT(0)};
    struct play play;
    unsigned disposition;

    (void)state;
    RUN(&play, steps, &disposition);
    assert_true(play.deadline_s > 60 + KIOSK_URGENT_S + KIOSK_WARNING_S + 10);
    assert_true(play.deadline_s <= 60 + KIOSK_URGENT_S + KIOSK_WARNING_S + 60);
}

static int load(void **state)
{
    struct diags *diags = diags_new();

    (void)state;
    protocol = load_protocol("tests/protocols/good.json", diags);
    diags_free(diags);
    region = region_unknown();
    return protocol == NULL;
}

static int unload(void **state)
{
    (void)state;
    protocol_free(protocol);
    region_free(region);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_idle_and_warning_it_is_cleared),
        cmocka_unit_test(a_key_that_does_nothing_shows_that_somebody_is_there),
        cmocka_unit_test(whoever_only_moves_about_is_not_stuck),
        cmocka_unit_test(any_key_takes_the_warning_away),
        cmocka_unit_test(there_are_twenty_seconds_to_answer_the_warning),
        cmocka_unit_test(a_result_stays_up_longer),
        cmocka_unit_test(an_urgent_result_fetches_staff_and_stays_up_longest),
        cmocka_unit_test(finish_and_clear_ends_at_once),
        cmocka_unit_test(an_unfinished_interview_has_no_result),
        cmocka_unit_test(sleep_counts_as_nobody_there),
        cmocka_unit_test(a_key_before_the_sleep_changes_nothing),
        cmocka_unit_test(sleep_during_the_warning_counts_too),
        cmocka_unit_test(the_end_of_the_terminal_ends_everything),
        cmocka_unit_test(the_deadline_is_behind_the_last_moment_to_answer),
    };
    return cmocka_run_group_tests_name("kiosk", tests, load, unload);
}
