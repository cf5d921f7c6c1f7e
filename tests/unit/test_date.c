/* test date: which texts are days, and what a day is called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"

static void test_days_of_the_calendar(void **state)
{
    (void)state;
    assert_true(date_is_valid("2026-11-22"));
    assert_true(date_is_valid("2024-02-29"));
    assert_true(date_is_valid("2000-02-29"));
    assert_true(date_is_valid("2026-12-31"));
}

static void test_what_is_no_day(void **state)
{
    static const char *const texts[] = {
        "",           "2026",       "2026-11-2",  "2026-11-222", "2026/11/22", "x026-11-22",
        "2026-00-10", "2026-13-10", "2026-11-00", "2026-11-31",  "2026-02-29", "1900-02-29",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (date_is_valid(texts[i]))
            fail_msg("%s is taken for a day", texts[i]);
}

static void test_the_day_of_a_time(void **state)
{
    char date[DATE_SIZE];

    (void)state;
    setenv("TZ", "UTC", 1);
    date_of(date, 0);
    assert_string_equal(date, "1970-01-01");
    date_of(date, (time_t)1795305599);
    assert_string_equal(date, "2026-11-21");
    setenv("TZ", "UTC-1", 1); /* an hour east of Greenwich */
    tzset();
    date_of(date, (time_t)1795305599);
    assert_string_equal(date, "2026-11-22");
}

static void test_a_clock_that_no_calendar_knows(void **state)
{
    char date[DATE_SIZE];

    (void)state;
    date_of(date, INT64_MAX);
    assert_string_equal(date, "1970-01-01");
    date_of(date, (time_t)400000 * 1000 * 1000);
    assert_string_equal(date, "1970-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_of_the_calendar),
        cmocka_unit_test(test_what_is_no_day),
        cmocka_unit_test(test_the_day_of_a_time),
        cmocka_unit_test(test_a_clock_that_no_calendar_knows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
