/*
 * test out of memory: every allocation of loading fails once, in a process of its own.
 *
 * Allocation number i fails, once alone and once with all that follow, for i = 1, 2, ... until a
 * run needs fewer than i. Every failing run must end with status 4 and the plain message, with
 * the terminal restored. The linker puts our calloc and realloc before those of the C library
 * (see Makefile).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/status.h"
#include "engine/load.h"
#include "engine/region.h"

enum { ALL_WENT_WELL = 77, MOST_ALLOCATIONS = 5000 };

static long until_failure = -1; /* allocations that still succeed; below 0: no limit */
static bool for_ever;

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *bytes, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *bytes, size_t size);

static bool fails(void)
{
    if (until_failure < 0)
        return false;
    if (until_failure > 0) {
        until_failure--;
        return false;
    }
    if (!for_ever)
        until_failure = -1;
    return true;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *bytes, size_t size)
{
    return fails() ? NULL : __real_realloc(bytes, size);
}

static void restored(void)
{
    (void)!write(STDERR_FILENO, "<restored>", 10);
}

/* ---- what is done in the process that runs out of memory ---- */

static void load_good(void)
{
    struct diags *diags = diags_new();
    struct protocol *protocol = load_protocol("tests/protocols/answers/protocol.json", diags);
    struct region *region = region_load("tests/protocols/regions/good.json", "nz", diags);
    struct interview *interview = interview_new(protocol);

    if (!load_answers("tests/protocols/answers/good.json", interview, diags))
        _exit(1);
    interview_free(interview);
    region_free(region);
    protocol_free(protocol);
    diags_free(diags);
}

static void load_bad(void)
{
    struct diags *diags = diags_new();
    FILE *out = fopen("/dev/null", "w");
    if (load_protocol("tests/protocols/unknown-reference.json", diags) != NULL)
        _exit(1);
    if (load_protocol("tests/protocols/duplicate-member-many.json", diags) != NULL)
        _exit(1);
    diags_print(diags, out);
    fclose(out);
    diags_free(diags);
}

/* ---- running it ---- */

/* Runs `work` with allocation number `at` failing; its exit status, and what it said. */
static int run(void (*work)(void), long at, bool all_after, char *said, size_t room)
{
    int ends[2], status;
    size_t length = 0;
    ssize_t got;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        memory_on_failure(restored);
        until_failure = at;
        for_ever = all_after;
        work();
        _exit(ALL_WENT_WELL);
    }
    close(ends[1]);
    while ((got = read(ends[0], said + length, room - 1 - length)) > 0)
        length += (size_t)got;
    said[length] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void fail_everywhere(void (*work)(void), bool all_after)
{
    char said[4096];
    long at = 0;
    int status;

    while ((status = run(work, at, all_after, said, sizeof said)) != ALL_WENT_WELL) {
        assert_int_equal(status, STATUS_NO_TERMINAL);
        assert_ptr_equal(strstr(said, "<restored>redflag: this computer has run out of memory"),
                         said);
        assert_non_null(strstr(said, "speak to a clinician"));
        assert_true(++at < MOST_ALLOCATIONS);
    }
    assert_true(at > 10);
    assert_string_equal(said, "");
}

static void test_good_once(void **state)
{
    (void)state;
    fail_everywhere(load_good, false);
}

static void test_good_for_ever(void **state)
{
    (void)state;
    fail_everywhere(load_good, true);
}

static void test_bad_once(void **state)
{
    (void)state;
    fail_everywhere(load_bad, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_once),
        cmocka_unit_test(test_good_for_ever),
        cmocka_unit_test(test_bad_once),
    };
    return cmocka_run_group_tests_name("out of memory", tests, NULL, NULL);
}
