/* test_find: in which order folders are searched, and what counts as a protocol there. */
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

#include "cmd/find.h"

struct fixture {
    char top[64];
    struct arena arena;
    struct find_folders folders;
};

static int set_up(void **state)
{
    struct fixture *fixture = memory_new(1, sizeof *fixture);

    strcpy(fixture->top, "/tmp/redflag-test-XXXXXX");
    assert_non_null(mkdtemp(fixture->top));
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char *command = memory_format("rm -r %s", fixture->top);

    assert_int_equal(system(command), 0);
    free(command);
    find_fini(&fixture->folders);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

/* A path in the folder of this test. */
static const char *in(struct fixture *fixture, const char *path)
{
    return arena_format(&fixture->arena, "%s/%s", fixture->top, path);
}

static void make(struct fixture *fixture, const char *path)
{
    const char *whole = in(fixture, path);
    char *command = memory_format("mkdir -p $(dirname %s) && touch %s", whole, whole);

    assert_int_equal(system(command), 0);
    free(command);
}

static void folders_are(struct find_context context, const char *expected)
{
    struct find_folders folders;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    find_init(&folders, &context);
    for (size_t i = 0; i < folders.count; i++)
        fprintf(out, "%s\n", folders.items[i]);
    fclose(out);
    assert_string_equal(text, expected);
    find_fini(&folders);
    free(text);
}

static void the_defaults_are_those_of_the_specification(void **state)
{
    (void)state;
    folders_are((struct find_context){.home = "/home/ada", .installed = "/opt/share/redflag"},
                "/home/ada/.local/share/redflag\n"
                "/usr/local/share/redflag\n"
                "/usr/share/redflag\n"
                "/opt/share/redflag\n");
}

static void variables_move_them(void **state)
{
    (void)state;
    folders_are((struct find_context){.home = "/home/ada", .data_home = "/d", .data_dirs = "/a:/b"},
                "/d/redflag\n/a/redflag\n/b/redflag\n");
}

static void empty_and_relative_folders_are_ignored(void **state)
{
    (void)state;
    folders_are((struct find_context){.home = "/h", .data_home = "", .data_dirs = ":x:/a::"},
                "/h/.local/share/redflag\n/a/redflag\n");
    folders_are((struct find_context){.home = "h", .data_home = "d", .data_dirs = "/a"},
                "/a/redflag\n");
}

static void a_folder_is_searched_once(void **state)
{
    (void)state;
    folders_are((struct find_context){.data_dirs = "/a:/a", .installed = "/a/redflag"},
                "/a/redflag\n");
}

static void a_moved_installation_finds_its_data(void **state)
{
    (void)state;
    folders_are((struct find_context){.data_dirs = "/a",
                                      .program = "/stage/usr/bin/redflag",
                                      .installed = "/usr/share/redflag"},
                "/a/redflag\n/stage/usr/share/redflag\n/usr/share/redflag\n");
}

static void the_source_tree_comes_before_the_system(void **state)
{
    struct fixture *fixture = *state;
    struct find_context context = {.data_dirs = "/a"};
    const char *expected;

    make(fixture, "tree/src/main.c");
    make(fixture, "tree/data/cramps.json");
    context.program = in(fixture, "tree/build/asan/redflag");
    expected = arena_format(&fixture->arena, "%s/tree/data\n/a/redflag\n%s/tree/build/share/redflag\n",
                            fixture->top, fixture->top);
    folders_are(context, expected);
}

static void a_folder_called_data_alone_is_no_source_tree(void **state)
{
    struct fixture *fixture = *state;
    struct find_context context = {.data_dirs = "/a"};

    make(fixture, "home/data/cramps.json");
    context.program = in(fixture, "home/bin/redflag");
    folders_are(context, arena_format(&fixture->arena, "/a/redflag\n%s/home/share/redflag\n",
                                      fixture->top));
}

static void begin(struct fixture *fixture)
{
    struct find_context context = {.data_home = in(fixture, "user")};

    context.data_dirs = in(fixture, "system");
    find_init(&fixture->folders, &context);
}

static void a_name_is_found_with_or_without_its_ending(void **state)
{
    struct fixture *fixture = *state;

    make(fixture, "system/redflag/ankle.json");
    begin(fixture);
    assert_string_equal(find_protocol(&fixture->folders, "ankle"),
                        in(fixture, "system/redflag/ankle.json"));
    assert_string_equal(find_protocol(&fixture->folders, "ankle.json"),
                        in(fixture, "system/redflag/ankle.json"));
    assert_null(find_protocol(&fixture->folders, "elbow"));
}

static void the_users_own_comes_first(void **state)
{
    struct fixture *fixture = *state;

    make(fixture, "system/redflag/ankle.json");
    make(fixture, "user/redflag/ankle.json");
    begin(fixture);
    assert_string_equal(find_protocol(&fixture->folders, "ankle"),
                        in(fixture, "user/redflag/ankle.json"));
}

/* So that the message is about that path and not about some other file of the same name. */
static void a_path_is_taken_as_it_is(void **state)
{
    struct fixture *fixture = *state;

    begin(fixture);
    assert_string_equal(find_protocol(&fixture->folders, "./missing.json"), "./missing.json");
}

static void a_folder_of_that_name_is_no_protocol(void **state)
{
    struct fixture *fixture = *state;

    make(fixture, "here/ankle/x");
    make(fixture, "system/redflag/ankle.json");
    begin(fixture);
    assert_int_equal(chdir(in(fixture, "here")), 0);
    assert_string_equal(find_protocol(&fixture->folders, "ankle"),
                        in(fixture, "system/redflag/ankle.json"));
    assert_int_equal(chdir("/"), 0);
}

static void what_lies_beside_protocols_is_not_listed(void **state)
{
    struct fixture *fixture = *state;
    const char *const *names;

    make(fixture, "user/redflag/wrist.json");
    make(fixture, "user/redflag/ankle-2.json");
    make(fixture, "user/redflag/ankle-2.cases.json");
    make(fixture, "user/redflag/ankle-2.de.json");
    make(fixture, "user/redflag/regions.json");
    make(fixture, "user/redflag/protocol.schema.json");
    make(fixture, "user/redflag/notes.txt");
    make(fixture, "user/redflag/.json");
    begin(fixture);
    assert_int_equal(find_list(&fixture->folders, 0, &names), 2);
    assert_string_equal(names[0], "ankle-2");
    assert_string_equal(names[1], "wrist");
    assert_int_equal(find_list(&fixture->folders, 1, &names), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(the_defaults_are_those_of_the_specification),
        TEST(variables_move_them),
        TEST(empty_and_relative_folders_are_ignored),
        TEST(a_folder_is_searched_once),
        TEST(a_moved_installation_finds_its_data),
        TEST(the_source_tree_comes_before_the_system),
        TEST(a_folder_called_data_alone_is_no_source_tree),
        TEST(a_name_is_found_with_or_without_its_ending),
        TEST(the_users_own_comes_first),
        TEST(a_path_is_taken_as_it_is),
        TEST(a_folder_of_that_name_is_no_protocol),
        TEST(what_lies_beside_protocols_is_not_listed),
    };
    return cmocka_run_group_tests_name("find", tests, NULL, NULL);
}
