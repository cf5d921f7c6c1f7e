/* test_settings: four places, each later one wins, and a slip in a file stops nobody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cmd/settings.h"

struct fixture {
    struct settings settings;
    struct diags *diags;
    char folder[64]; /* of the user's configuration */
};

/* The environment of a test: pairs of name and value, NULL at the end. */
static const char *const *environment;

static const char *variable(const char *name)
{
    for (size_t i = 0; environment != NULL && environment[i] != NULL; i += 2)
        if (strcmp(environment[i], name) == 0)
            return environment[i + 1];
    return NULL;
}

static int set_up(void **state)
{
    struct fixture *fixture = memory_new(1, sizeof *fixture);

    settings_init(&fixture->settings);
    fixture->diags = diags_new();
    strcpy(fixture->folder, "/tmp/redflag-test-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    environment = NULL;
    *state = fixture;
    return 0;
}

static char *config_path(const struct fixture *fixture)
{
    return memory_format("%s/config", fixture->folder);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char *path = config_path(fixture);

    unlink(path);
    free(path);
    rmdir(fixture->folder);
    diags_free(fixture->diags);
    settings_fini(&fixture->settings);
    free(fixture);
    return 0;
}

static void read_config(struct fixture *fixture, const char *text)
{
    char *path = config_path(fixture);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    settings_read(&fixture->settings, path, fixture->diags);
    free(path);
}

/* What was reported, with the folder cut off. */
static void reported(struct fixture *fixture, const char *expected)
{
    char *text = NULL, *path = config_path(fixture), *wanted;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    diags_print(fixture->diags, out);
    fclose(out);
    wanted = expected[0] == '\0' ? memory_text("") : memory_format("%s%s", path, expected);
    assert_string_equal(text, wanted);
    free(wanted);
    free(path);
    free(text);
}

static void take_environment(struct fixture *fixture, const char *const *pairs)
{
    environment = pairs;
    settings_environment(&fixture->settings, variable);
}

static void nothing_said_is_the_full_screen_with_mouse(void **state)
{
    struct fixture *fixture = *state;

    take_environment(fixture, NULL);
    assert_null(fixture->settings.region);
    assert_true(fixture->settings.mouse);
    assert_false(fixture->settings.plain || fixture->settings.ascii || fixture->settings.quiet);
    assert_int_equal(settings_colour(&fixture->settings), UI_COLOUR_NORMAL);
}

static void a_file_is_keys_and_values(void **state)
{
    struct fixture *fixture = *state;

    read_config(fixture, "# for the waiting room\n\n  region = GB\nplain=yes\nmouse =no  \r\n"
                         "color = never");
    assert_string_equal(fixture->settings.region, "GB");
    assert_true(fixture->settings.region_named);
    assert_true(fixture->settings.plain);
    assert_false(fixture->settings.mouse);
    assert_int_equal(settings_colour(&fixture->settings), UI_COLOUR_NONE);
    reported(fixture, "");
}

static void a_file_that_is_missing_is_no_fault(void **state)
{
    struct fixture *fixture = *state;

    settings_read(&fixture->settings, "/nowhere/redflag/config", fixture->diags);
    assert_int_equal(diags_warnings(fixture->diags) + diags_errors(fixture->diags), 0);
}

static void an_unknown_key_has_its_place(void **state)
{
    struct fixture *fixture = *state;

    read_config(fixture, "plain = yes\n  regoin = GB\n");
    assert_true(fixture->settings.plain);
    assert_null(fixture->settings.region);
    reported(fixture, ":2:3: warning: there is no setting \"regoin\" [unknown-setting]\n");
}

static void a_wrong_value_has_its_place(void **state)
{
    struct fixture *fixture = *state;

    read_config(fixture, "plain =  perhaps\nascii = yes\n");
    assert_false(fixture->settings.plain);
    assert_true(fixture->settings.ascii);
    reported(fixture,
             ":1:10: warning: plain cannot be \"perhaps\"; it is yes or no [bad-setting]\n");
}

static void a_line_without_equals_has_its_place(void **state)
{
    struct fixture *fixture = *state;

    read_config(fixture, "plain\n");
    reported(fixture, ":1:1: warning: this is not `key = value` [setting-syntax]\n");
}

static void an_endless_line_is_left_out_and_the_next_one_counts(void **state)
{
    struct fixture *fixture = *state;
    char *text = memory_new(5001, 1), *whole;

    memset(text, 'x', 5000);
    whole = memory_format("%s\nplain = yes\n", text);
    read_config(fixture, whole);
    free(whole);
    free(text);
    assert_true(fixture->settings.plain);
    assert_int_equal(diags_warnings(fixture->diags), 1);
}

static void an_escape_in_a_file_reaches_nobodys_terminal(void **state)
{
    struct fixture *fixture = *state;
    char *text = NULL;
    size_t size;
    FILE *out;

    read_config(fixture, "\x1b[2J = yes\n");
    out = open_memstream(&text, &size);
    diags_print(fixture->diags, out);
    fclose(out);
    assert_null(strchr(text, '\x1b'));
    free(text);
}

static void the_environment_wins_over_files_and_options_over_both(void **state)
{
    static const char *const pairs[] = {"REDFLAG_REGION", "DE", "NO_COLOR", "1", NULL};
    struct fixture *fixture = *state;
    const char *wanted;

    read_config(fixture, "region = GB\ncolor = always\n");
    take_environment(fixture, pairs);
    assert_string_equal(fixture->settings.region, "DE");
    assert_int_equal(settings_colour(&fixture->settings), UI_COLOUR_NONE);
    assert_true(settings_set(&fixture->settings, "region", "US", &wanted));
    assert_true(settings_set(&fixture->settings, "color", "always", &wanted));
    assert_string_equal(fixture->settings.region, "US");
    assert_int_equal(settings_colour(&fixture->settings), UI_COLOUR_NORMAL);
}

static void an_empty_variable_counts_as_not_set(void **state)
{
    static const char *const pairs[] = {"NO_COLOR", "", "ACCESSIBLE", "", "REDFLAG_REGION", "",
                                        "LC_ALL", "", "LANG", "en_GB.UTF-8", NULL};
    struct fixture *fixture = *state;

    take_environment(fixture, pairs);
    assert_int_equal(settings_colour(&fixture->settings), UI_COLOUR_NORMAL);
    assert_false(fixture->settings.plain);
    assert_string_equal(fixture->settings.region, "GB");
}

static void either_accessible_variable_means_plain(void **state)
{
    static const char *const common[] = {"ACCESSIBLE", "1", NULL};
    static const char *const own[] = {"REDFLAG_ACCESSIBLE", "1", NULL};
    struct fixture *fixture = *state;

    take_environment(fixture, common);
    assert_true(fixture->settings.plain);
    fixture->settings.plain = false;
    take_environment(fixture, own);
    assert_true(fixture->settings.plain);
}

static void region_from_locale(const char *locale, const char *expected)
{
    const char *const pairs[] = {"LC_MESSAGES", locale, "LANG", "fr_FR.UTF-8", NULL};
    struct settings settings;

    settings_init(&settings);
    environment = pairs;
    settings_environment(&settings, variable);
    if (expected == NULL)
        assert_null(settings.region);
    else
        assert_string_equal(settings.region, expected);
    assert_false(settings.region_named);
    settings_fini(&settings);
}

static void the_locale_suggests_a_region(void **state)
{
    (void)state;
    region_from_locale("en_GB.UTF-8", "GB");
    region_from_locale("de_AT@euro", "AT");
    region_from_locale("sr_RS", "RS");
    region_from_locale("C", NULL);
    region_from_locale("C.UTF-8", NULL);
    region_from_locale("en", NULL);
    region_from_locale("es_419.UTF-8", NULL); /* Latin America is no territory with one number */
}

static void a_locale_never_overrules_a_named_region(void **state)
{
    static const char *const pairs[] = {"LANG", "en_US.UTF-8", NULL};
    struct fixture *fixture = *state;
    const char *wanted;

    read_config(fixture, "region = GB\n");
    take_environment(fixture, pairs);
    assert_string_equal(fixture->settings.region, "GB");
    settings_set(&fixture->settings, "plain", "yes", &wanted);
    assert_true(fixture->settings.region_named);
}

/* The order of no-color.org and bixense.com/clicolors. */
static void colour_variables_have_an_order(void **state)
{
    static const struct {
        const char *pairs[7];
        enum ui_colour expected;
    } rows[] = {
        {{"NO_COLOR", "1", "CLICOLOR_FORCE", "1", NULL}, UI_COLOUR_NONE},
        {{"CLICOLOR_FORCE", "1", "CLICOLOR", "0", NULL}, UI_COLOUR_NORMAL},
        {{"FORCE_COLOR", "3", "CLICOLOR", "0", NULL}, UI_COLOUR_NORMAL},
        {{"CLICOLOR_FORCE", "0", "CLICOLOR", "0", NULL}, UI_COLOUR_NONE},
        {{"CLICOLOR", "1", NULL}, UI_COLOUR_NORMAL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings settings;
        settings_init(&settings);
        environment = rows[i].pairs;
        settings_environment(&settings, variable);
        assert_int_equal(settings_colour(&settings), rows[i].expected);
        settings_fini(&settings);
    }
}

static void high_contrast_is_not_undone_by_no_color(void **state)
{
    static const char *const pairs[] = {"NO_COLOR", "1", NULL};
    struct fixture *fixture = *state;

    read_config(fixture, "contrast = yes\n");
    take_environment(fixture, pairs);
    assert_int_equal(settings_colour(&fixture->settings), UI_COLOUR_CONTRAST);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(nothing_said_is_the_full_screen_with_mouse),
        TEST(a_file_is_keys_and_values),
        TEST(a_file_that_is_missing_is_no_fault),
        TEST(an_unknown_key_has_its_place),
        TEST(a_wrong_value_has_its_place),
        TEST(a_line_without_equals_has_its_place),
        TEST(an_endless_line_is_left_out_and_the_next_one_counts),
        TEST(an_escape_in_a_file_reaches_nobodys_terminal),
        TEST(the_environment_wins_over_files_and_options_over_both),
        TEST(an_empty_variable_counts_as_not_set),
        TEST(either_accessible_variable_means_plain),
        TEST(the_locale_suggests_a_region),
        TEST(a_locale_never_overrules_a_named_region),
        TEST(colour_variables_have_an_order),
        TEST(high_contrast_is_not_undone_by_no_color),
    };
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
