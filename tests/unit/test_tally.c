/* test_tally: what a kiosk writes down, and that no report shows a day with few interviews alone. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "report/tally.h"

static const struct disposition dispositions[] = {{.id = "ambulance"}, {.id = "self-care"}};

static const struct protocol protocol = {
    .id = "cramps", .version = "1.2", .dispositions = dispositions, .disposition_count = 2,
};

static char *report_of(const char *text, size_t columns, bool csv)
{
    struct tally *tally = tally_read(text, strlen(text));
    size_t size;
    char *out = NULL;
    FILE *file = open_memstream(&out, &size);

    if (csv)
        tally_csv(tally, file);
    else
        tally_chart(tally, file, columns);
    fclose(file);
    tally_free(tally);
    return out;
}

static void has_chart(const char *text, size_t columns, const char *expected)
{
    char *out = report_of(text, columns, false);
    assert_string_equal(out, expected);
    free(out);
}

#define HEAD "first_day,last_day,protocol,version,disposition,interviews\n"

static void has_csv(const char *text, const char *expected)
{
    char *out = report_of(text, 80, true);
    assert_string_equal(out, expected);
    free(out);
}

static void equal_lines_are_added_up(void **state)
{
    (void)state;
    has_csv("2026-01-02 cramps 1.2 self-care 1\n"
            "2026-01-02 cramps 1.2 ambulance 1\n"
            "2026-01-02 cramps 1.2 self-care 3\n",
            HEAD "2026-01-02,2026-01-02,cramps,1.2,ambulance,1\n"
                 "2026-01-02,2026-01-02,cramps,1.2,self-care,4\n");
}

static void few_interviews_are_only_shown_with_their_neighbours(void **state)
{
    (void)state;
    has_csv("2026-01-01 cramps 1.2 ambulance 1\n"
            "2026-01-02 cramps 1.2 self-care 3\n"
            "2026-01-03 cramps 1.2 self-care 1\n"
            "2026-01-04 cramps 1.2 self-care 5\n",
            HEAD "2026-01-01,2026-01-03,cramps,1.2,ambulance,1\n"
                 "2026-01-01,2026-01-03,cramps,1.2,self-care,4\n"
                 "2026-01-04,2026-01-04,cramps,1.2,self-care,5\n");
}

#define WAITING " fewer than 5 interviews so far. They are shown with those to come.\n"

static void few_interviews_at_the_end_wait(void **state)
{
    (void)state;
    has_csv("2026-01-01 cramps 1.2 self-care 5\n2026-01-02 cramps 1.2 ambulance 1\n",
            HEAD "2026-01-01,2026-01-01,cramps,1.2,self-care,5\n");
    has_chart("2026-01-02 cramps 1.2 ambulance 1\n", 80, "The last day has" WAITING);
    has_chart("2026-01-02 cramps 1.2 ambulance 1\n2026-01-03 cramps 1.2 self-care 3\n", 80,
              "The last days have" WAITING);
}

/* A clock that was set back writes older days behind newer ones. */
static void days_are_sorted(void **state)
{
    (void)state;
    has_csv("2026-01-09 cramps 1.2 self-care 5\n2026-01-03 cramps 1.2 self-care 6\n",
            HEAD "2026-01-03,2026-01-03,cramps,1.2,self-care,6\n"
                 "2026-01-09,2026-01-09,cramps,1.2,self-care,5\n");
}

static void a_chart_fits_its_columns(void **state)
{
    (void)state;
    has_chart("2026-01-01 cramps 1.2 ambulance 1\n2026-01-01 cramps 1.2 self-care 400\n", 60,
              "2026-01-01: 401 interviews\n"
              "  cramps 1.2 ambulance          1 #\n"
              "  cramps 1.2 self-care        400 ##########################\n");
    has_chart("2026-01-01 cramps 1.2 self-care 3\n2026-01-02 cramps 1.2 self-care 3\n", 80,
              "2026-01-01 to 2026-01-02: 6 interviews\n"
              "  cramps 1.2 self-care          6 ######\n");
    has_chart("2026-01-01 cramps 1.2 self-care 6\n", 10,
              "2026-01-01: 6 interviews\n  cramps 1.2 self-care          6\n");
}

static void what_is_no_line_is_left_out_and_counted(void **state)
{
    static const char text[] = "2026-01-01 cramps 1.2 self-care 5\n"
                               "\n"
                               "2026-1-1 cramps 1.2 self-care 5\n"
                               "2026-01-01 cramps 1.2 self-care\n"
                               "2026-01-01 cramps 1.2 self-care 0\n"
                               "2026-01-01 cramps 1.2 self-care -1\n"
                               "2026-01-01 cramps 1.2 self-care 99999999999999999999\n"
                               "2026-01-01 cr\033[2Jamps 1.2 self-care 5\n"
                               "2026-01-01 cramps 1.2 self-care 5 6\n"
                               "2026-01-0";
    struct tally *tally = tally_read(text, sizeof text - 1);

    (void)state;
    assert_int_equal(tally->row_count, 1);
    assert_int_equal(tally->bad_lines, 8);
    tally_free(tally);
}

/* --- appending ------------------------------------------------------------------------------ */

static char *content_of(const char *path)
{
    static char text[4000];
    FILE *file = fopen(path, "r");
    size_t length = fread(text, 1, sizeof text - 1, file);

    text[length] = '\0';
    fclose(file);
    return text;
}

static char folder[] = "/tmp/redflag-tally-XXXXXX";
static char *path;

static int make_folder(void **state)
{
    (void)state;
    setenv("TZ", "UTC", 1);
    if (mkdtemp(folder) == NULL)
        return -1;
    path = memory_format("%s/tally", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    rmdir(folder);
    free(path);
    return 0;
}

static void one_line_for_each_interview(void **state)
{
    struct stat file;

    (void)state;
    unlink(path);
    assert_true(tally_append(path, 0, &protocol, 1));
    assert_true(tally_append(path, 86400, &protocol, 0));
    assert_string_equal(content_of(path), "1970-01-01 cramps 1.2 self-care 1\n"
                                          "1970-01-02 cramps 1.2 ambulance 1\n");
    stat(path, &file);
    assert_int_equal(file.st_mode & 0777, 0600);
}

static void a_line_cut_short_does_not_spoil_the_next(void **state)
{
    FILE *file;

    (void)state;
    file = fopen(path, "w");
    fputs("1970-01-01 cram", file);
    fclose(file);
    assert_true(tally_append(path, 0, &protocol, 1));
    assert_string_equal(content_of(path), "1970-01-01 cram\n1970-01-01 cramps 1.2 self-care 1\n");
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    assert_false(tally_append("/dev/full", 0, &protocol, 1));
    assert_int_equal(errno, ENOSPC);
    assert_false(tally_append("/nonexistent/tally", 0, &protocol, 1));
    assert_int_equal(errno, ENOENT);
}

static void whether_it_can_count_is_known_before(void **state)
{
    (void)state;
    unlink(path);
    assert_true(tally_ready(path));
    assert_string_equal(content_of(path), "");
    has_chart("", 80, "No interview has been counted so far.\n");
    assert_false(tally_ready("/nonexistent/tally"));
    assert_int_equal(errno, ENOENT);
}

static void a_version_may_be_any_text(void **state)
{
    static const char *const versions[][2] = {
        {"7 beta", "7%20beta"}, {"1,2", "1%2C2"}, {"\xC3\xA9", "%C3%A9"}, {"=1+1", "%3D1+1"}, {"5%", "5%25"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        struct protocol other = protocol;
        char *expected = memory_format("1970-01-01 cramps %s ambulance 1\n", versions[i][1]);

        other.version = versions[i][0];
        unlink(path);
        assert_true(tally_append(path, 0, &other, 0));
        assert_string_equal(content_of(path), expected);
        free(expected);
    }
}

static void a_very_long_version_is_cut(void **state)
{
    char version[1001] = {0};
    struct protocol other = protocol;
    struct tally *tally;

    (void)state;
    memset(version, ' ', sizeof version - 1);
    other.version = version;
    unlink(path);
    for (int i = 0; i < TALLY_FEW; i++)
        assert_true(tally_append(path, 0, &other, 0));
    tally = tally_read(content_of(path), strlen(content_of(path)));
    assert_int_equal(tally->bad_lines, 0);
    assert_int_equal(tally->row_count, 1);
    tally_free(tally);
}

static void no_field_is_a_formula(void **state)
{
    static const char *const fields[] = {"=cmd|'/C'!A0", "@SUM(1)", "-2+3", "+1"};

    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char *line = memory_format("2026-01-01 cramps %s ambulance 9\n", fields[i]);
        has_csv(line, HEAD);
        free(line);
    }
}

static void a_year_after_2038_is_written(void **state)
{
    (void)state;
    unlink(path);
    assert_true(tally_append(path, (time_t)4102444800, &protocol, 1));
    assert_string_equal(content_of(path), "2100-01-01 cramps 1.2 self-care 1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_lines_are_added_up),
        cmocka_unit_test(few_interviews_are_only_shown_with_their_neighbours),
        cmocka_unit_test(few_interviews_at_the_end_wait),
        cmocka_unit_test(days_are_sorted),
        cmocka_unit_test(a_chart_fits_its_columns),
        cmocka_unit_test(what_is_no_line_is_left_out_and_counted),
        cmocka_unit_test(one_line_for_each_interview),
        cmocka_unit_test(a_line_cut_short_does_not_spoil_the_next),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(a_version_may_be_any_text),
        cmocka_unit_test(a_very_long_version_is_cut),
        cmocka_unit_test(no_field_is_a_formula),
        cmocka_unit_test(whether_it_can_count_is_known_before),
        cmocka_unit_test(a_year_after_2038_is_written),
    };
    return cmocka_run_group_tests_name("tally", tests, make_folder, remove_folder);
}
