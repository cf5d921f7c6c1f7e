/*
 * test protocols: every kind of fault has a small bad file, and the whole output for it.
 *
 * tests/protocols/x.json is loaded and what is printed is compared with x.expect beside it; the
 * same for stored answers (answers/, given to answers/protocol.json) and region files (regions/).
 * A file that expects nothing must load. After a change of wording, UPDATE_EXPECT=1 writes the
 * outputs anew: read the difference before you commit it.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/load.h"
#include "engine/region.h"

enum { PATH_ROOM = 512, MOST_FILES = 500 };

#define FOLDER "tests/protocols/"

/* Everything that any file was told, to see which codes were never seen. */
static char seen[256 * 1024];

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(64 * 1024, 1);
    if (file != NULL) {
        assert_true(fread(text, 1, 64 * 1024 - 1, file) < 64 * 1024 - 1);
        fclose(file);
    }
    return text;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* ---- what is tried with a file; true if it was taken ---- */

static bool try_protocol(const char *path, struct diags *diags)
{
    struct protocol *protocol = load_protocol(path, diags);
    bool taken = protocol != NULL;
    protocol_free(protocol);
    return taken;
}

static bool try_answers(const char *path, struct diags *diags)
{
    struct protocol *protocol = load_protocol(FOLDER "answers/protocol.json", diags);
    struct interview *interview;
    bool taken;

    assert_non_null(protocol);
    interview = interview_new(protocol);
    taken = load_answers(path, interview, diags);
    interview_free(interview);
    protocol_free(protocol);
    return taken;
}

static bool try_region(const char *path, struct diags *diags)
{
    struct region *region = region_load(path, "nz", diags);
    bool taken = region != NULL;
    region_free(region);
    return taken;
}

/* ---- comparing ---- */

/* What is printed for the file, without the folder in front of its name. Caller frees. */
static char *output_of(const char *path, bool (*try)(const char *path, struct diags *diags))
{
    struct diags *diags = diags_new();
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    bool taken = try(path, diags);

    assert_int_equal(taken, diags_errors(diags) == 0);
    diags_print(diags, out);
    fclose(out);
    diags_free(diags);
    return text;
}

static bool as_expected(const char *path, bool (*try)(const char *path, struct diags *diags))
{
    char expect_path[PATH_ROOM], *expected, *output = output_of(path, try);
    bool same;

    snprintf(expect_path, sizeof expect_path, "%.*s.expect", (int)strlen(path) - 5, path);
    if (getenv("UPDATE_EXPECT") != NULL)
        write_file(expect_path, output);
    expected = read_file(expect_path);
    same = strcmp(output, expected) == 0;
    if (!same)
        print_error("%s\n--- expected\n%s--- printed\n%s", path, expected, output);
    assert_true(strlen(seen) + strlen(output) < sizeof seen);
    strcat(seen, output);
    free(expected);
    free(output);
    return same;
}

static int is_json(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static void compare_folder(const char *folder,
                           bool (*try)(const char *path, struct diags *diags))
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_json, alphasort), wrong = 0;

    assert_true(count > 5 && count < MOST_FILES);
    for (int i = 0; i < count; i++) {
        char path[PATH_ROOM];
        snprintf(path, sizeof path, "%s%s", folder, entries[i]->d_name);
        if (strcmp(entries[i]->d_name, "protocol.json") != 0)
            wrong += !as_expected(path, try);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(wrong, 0);
}

static void test_protocols(void **state)
{
    (void)state;
    compare_folder(FOLDER, try_protocol);
}

static void test_answers(void **state)
{
    (void)state;
    compare_folder(FOLDER "answers/", try_answers);
}

static void test_regions(void **state)
{
    (void)state;
    compare_folder(FOLDER "regions/", try_region);
}

/* No small file can show these: test_load shows them, and nothing is known to cause the last. */
static bool needs_no_file(const char *code)
{
    static const char *const codes[] = {"cannot-open",     "cannot-read", "not-a-file",
                                        "too-many-values", "too-large",   "parser-disagrees"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i], code) == 0)
            return true;
    return false;
}

static void test_every_code(void **state)
{
    static const char *const codes[] = {
#define X(name, severity, code) code,
        DIAG_CODES_FILE(X) DIAG_CODES_SCAN(X) DIAG_CODES_LOAD(X) DIAG_CODES_ANSWERS(X)
#undef X
    };
    int missing = 0;

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char bracketed[64];
        snprintf(bracketed, sizeof bracketed, "[%s]", codes[i]);
        if (strstr(seen, bracketed) == NULL && !needs_no_file(codes[i])) {
            print_error("no file under " FOLDER " shows %s\n", bracketed);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_protocols),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_every_code),
    };
    return cmocka_run_group_tests_name("protocols", tests, NULL, NULL);
}
