/* test grid: which numbers can be typed, and which number that is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/grid.h"

static struct grid grid_of(double min, double max, double step)
{
    struct grid grid = {.min = min, .max = max, .step = step};

    assert_true(grid_make(&grid));
    return grid;
}

/* The very numbers that are typed, also where min + step * steps is calculated to another. */
static void test_every_number_comes_back(void **state)
{
    static const double grids[][3] = {
        {0, 1, 0.1},         {34, 43, 0.1},  {-1.5, 1.5, 0.25},
        {0.3, 3.3, 0.3},     {0, 120, 1},    {100050.123, 100050.124, 0.000001},
        {-1e9, 1e9, 250000}, {5, 5, 1},      {0, 0.00000000000001, 0.000000000000001},
    };

    (void)state;
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        struct grid grid = grid_of(grids[i][0], grids[i][1], grids[i][2]);
        for (int64_t step = 0; step <= grid.steps; step++) {
            int64_t found = -1;
            assert_int_equal(grid_find(&grid, grid_number(&grid, step), &found), GRID_HIT);
            assert_true(found == step);
        }
        assert_true(grid_number(&grid, 0) == grids[i][0]);
        assert_true(grid_number(&grid, grid.steps) == grids[i][1]);
    }
}

static void test_numbers_are_what_is_typed(void **state)
{
    struct grid tenths = grid_of(0, 10, 0.1), fine = grid_of(100000, 100100, 0.000001);
    int64_t steps;

    (void)state;
    assert_true(grid_number(&tenths, 3) == 0.3);
    assert_int_equal(grid_find(&tenths, 0.1 + 0.2, &steps), GRID_HIT);
    assert_true(steps == 3);
    assert_int_equal(grid_find(&fine, 100050.123456, &steps), GRID_HIT);
    assert_true(steps == 50123456 && grid_number(&fine, steps) == 100050.123456);
}

static void test_where_a_number_lies(void **state)
{
    static const struct {
        double min, max, step, number;
        enum grid_place place;
    } rows[] = {
        {34, 43, 0.1, 33.9, GRID_BELOW},
        {34, 43, 0.1, 33.99, GRID_BELOW},
        {34, 43, 0.1, 43.01, GRID_ABOVE},
        {34, 43, 0.1, 1e300, GRID_ABOVE},
        {34, 43, 0.1, -1e300, GRID_BELOW},
        {34, 43, 0.1, 38.05, GRID_BETWEEN},
        {34, 43, 0.1, 38.0000000001, GRID_BETWEEN},
        {0, 10, 0.1, 1e-300, GRID_BETWEEN},
        {1, 7, 3, 3, GRID_BETWEEN},
        {0, 1e9, 1, 600000000.5, GRID_BETWEEN},
        {0, 1e9, 3, 1e9, GRID_BETWEEN},
        {0, 1e9, 3, 999999999, GRID_HIT},
        {0, 10, 0.1, -0.0, GRID_HIT},
    };
    int64_t steps;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct grid grid = grid_of(rows[i].min, rows[i].max, rows[i].step);
        if (grid_find(&grid, rows[i].number, &steps) != rows[i].place)
            fail_msg("row %zu", i);
    }
}

/* Beyond 15 digits two numbers may be one double. */
static void test_too_many_digits(void **state)
{
    static const struct {
        double min, max, step;
        bool usable;
    } rows[] = {
        {100000000, 100000001, 0.000001, true}, /* 15 digits */
        {100000000, 100000001, 0.0000001, false},
        {-1e9, -999999999, 0.000001, false},
        {0, 1e9, 0.000001, false},
        {0, 0.00000000000001, 0.000000000000001, true},
        {0, 0.000000000000001, 0.0000000000000001, false},
        {0, 1e-300, 1e-300, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct grid grid = {.min = rows[i].min, .max = rows[i].max, .step = rows[i].step};
        if (grid_make(&grid) != rows[i].usable)
            fail_msg("row %zu", i);
    }
}

static void test_the_nearest(void **state)
{
    struct grid grid = grid_of(34, 43, 0.1);
    int64_t steps = 0;

    (void)state;
    assert_int_equal(grid_nearest(&grid, 37.77, &steps), GRID_HIT);
    assert_true(steps == 38);
    assert_int_equal(grid_nearest(&grid, 33.96, &steps), GRID_HIT);
    assert_true(steps == 0);
    assert_int_equal(grid_nearest(&grid, 33.9, &steps), GRID_BELOW);
    /* 101.21 degrees Fahrenheit are 38.45 degrees Celsius, which a calculation just misses. */
    assert_int_equal(grid_nearest(&grid, (101.21 - 32) * 5 / 9, &steps), GRID_HIT);
    assert_true(steps == 45);
    assert_int_equal(grid_nearest(&grid, 38.449999999999996, &steps), GRID_HIT);
    assert_true(steps == 45);
    assert_int_equal(grid_nearest(&grid, grid.max, &steps), GRID_HIT);
    assert_true(steps == grid.steps);
    assert_int_equal(grid_nearest(&grid, 43.1, &steps), GRID_ABOVE);
    assert_int_equal(grid_nearest(&grid, 1e300, &steps), GRID_ABOVE);
    assert_int_equal(grid_nearest(&grid, -1e300, &steps), GRID_BELOW);
}

/* Steps are counted from the minimum, which need not be a multiple of them. */
static void test_steps_begin_at_the_minimum(void **state)
{
    struct grid grid = {.min = 1, .max = 10, .step = 3};
    int64_t steps;

    (void)state;
    assert_true(grid_make(&grid));
    assert_int_equal(grid_find(&grid, 4, &steps), GRID_HIT);
    assert_true(steps == 1);
    assert_int_equal(grid_find(&grid, 5, &steps), GRID_BETWEEN);
}

/* A program that wrote the file may have calculated; and fifteen digits are not too many. */
static void test_what_is_in_the_file_is_taken_to_fifteen_digits(void **state)
{
    struct grid calculated = {.min = 0.30000000000000004, .max = 1.2000000000000002, .step = 0.10000000000000003};
    struct grid fine = {.min = 999999999.999998, .max = 999999999.999999, .step = 0.000001};

    (void)state;
    assert_true(grid_make(&calculated));
    assert_true(calculated.min == 0.3 && calculated.max == 1.2 && calculated.step == 0.1);
    assert_true(calculated.steps == 9);
    assert_true(grid_make(&fine));
    assert_true(fine.steps == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_number_comes_back),
        cmocka_unit_test(test_numbers_are_what_is_typed),
        cmocka_unit_test(test_where_a_number_lies),
        cmocka_unit_test(test_too_many_digits),
        cmocka_unit_test(test_the_nearest),
        cmocka_unit_test(test_steps_begin_at_the_minimum),
        cmocka_unit_test(test_what_is_in_the_file_is_taken_to_fifteen_digits),
    };
    return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
