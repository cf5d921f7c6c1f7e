/* test number: numbers as people write them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/number.h"

static void test_as_an_author_writes_it(void **state)
{
    static const struct {
        double number;
        const char *text;
    } rows[] = {
        {0, "0"},
        {-0.0, "0"},
        {1, "1"},
        {-38.5, "-38.5"},
        {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"},
        {100, "100"},
        {1234567.5, "1234567.5"},
        {1e9, "1000000000"},
        {999999999.5003, "999999999.5003"},
        {100050.123456, "100050.123456"},
        {0.000001, "0.000001"},
        {1e-15, "0.000000000000001"},
        {-1.25e-15, "-0.00000000000000125"},
        {5e-16, "5e-16"},
        {123456789012345680, "1.2345678901234568e+17"},
        {1e300, "1e+300"},
        {5e-324, "5e-324"},
        {(double)INFINITY, "inf"},
        {(double)NAN, "nan"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(number_text(rows[i].number).text, rows[i].text);
}

/* Whatever is written reads as the same number. */
static void test_every_text_comes_back(void **state)
{
    double number = 1;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        number = number * 1.0321 + (i % 7 == 0 ? 1.0 / 3 : 0);
        if (!isfinite(number))
            number = 1e-300;
        assert_true(strtod(number_text(number).text, NULL) == number);
    }
}

static void test_15_digits(void **state)
{
    (void)state;
    assert_true(number_tidy(0.1 + 0.2) == 0.3);
    assert_true(number_tidy(999999999.123456) == 999999999.123456);
    assert_true(number_tidy(-1e300) == -1e300);
    assert_true(number_tidy(38.05) == 38.05);
    assert_true(number_tidy(0) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_an_author_writes_it),
        cmocka_unit_test(test_every_text_comes_back),
        cmocka_unit_test(test_15_digits),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
