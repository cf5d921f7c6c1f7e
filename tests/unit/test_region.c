/* test region: the numbers of one part of the world, and words where none is known. */
#include <ctype.h>

#include "small.h"

#include "engine/region.h"

#define SHIPPED "data/regions.json"

static struct region *load(const char *wanted)
{
    struct diags *diags = diags_new();
    struct region *region = region_load(SHIPPED, wanted, diags);
    assert_int_equal(diags_errors(diags), 0);
    diags_free(diags);
    return region;
}

static void test_placeholders(void **state)
{
    (void)state;
    for (enum region_number i = 0; i < REGION_NUMBER_COUNT; i++) {
        const char *name = region_placeholder(i);
        assert_int_equal(region_find_placeholder(name, strlen(name)), i);
        assert_int_equal(region_find_placeholder(name, strlen(name) - 1), REGION_NUMBER_COUNT);
    }
    assert_int_equal(region_find_placeholder("", 0), REGION_NUMBER_COUNT);
}

/* Where nothing is known there are words, and never a digit. */
static void test_unknown(void **state)
{
    struct region *region = region_unknown();
    (void)state;
    assert_null(region->id);
    assert_string_equal(region->numbers[REGION_EMERGENCY], "your local emergency number");
    for (enum region_number i = 0; i < REGION_NUMBER_COUNT; i++)
        for (const char *at = region->numbers[i]; *at != '\0'; at++)
            assert_false(isdigit((unsigned char)*at));
    region_free(region);
    region_free(NULL);
}

static void test_find(void **state)
{
    struct region *by_id = load("nz"), *by_territory = load("de"), *upper = load("DE");
    (void)state;
    assert_string_equal(by_id->id, "NZ");
    assert_string_equal(by_id->numbers[REGION_EMERGENCY], "111");
    assert_string_equal(by_territory->id, "EU");
    assert_string_equal(upper->id, "EU");
    assert_string_equal(by_territory->numbers[REGION_EMERGENCY], "112");
    /* The file has no such line for the whole Union. */
    assert_string_equal(by_territory->numbers[REGION_DOMESTIC_ABUSE],
                        "your local domestic abuse helpline");
    assert_null(load("xx"));
    assert_null(load(""));
    region_free(by_id);
    region_free(by_territory);
    region_free(upper);
}

static void test_fill(void **state)
{
    static const struct {
        const char *text, *filled;
    } cases[] = {
        {"", ""},
        {"No number", "No number"},
        {"{emergency}", "111"},
        {"Call {emergency} now.", "Call 111 now."},
        {"{emergency}{emergency}", "111111"},
        {"a {unknown} b", "a {unknown} b"},
        {"a { b } {emergency", "a { b } {emergency"},
        {"{{emergency}}", "{111}"},
    };
    struct region *region = load("NZ");
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(region_fill(region, cases[i].text, &arena), cases[i].filled);
    arena_free(&arena);
    region_free(region);
}

static void test_no_file(void **state)
{
    struct diags *diags = diags_new();
    (void)state;
    assert_null(region_load("/nonexistent.json", "NZ", diags));
    assert_int_equal(diags_errors(diags), 1);
    diags_free(diags);
}

/* Reads a file with these regions; what is said about it is "" if it is good. Caller frees. */
static char *faults_of(const char *text, const char *wanted, bool found)
{
    struct diags *diags = diags_new();
    char *path = small_file(text), *faults = NULL;
    struct region *region = region_load(path, wanted, diags);
    size_t size;
    FILE *out = open_memstream(&faults, &size);

    diags_print(diags, out);
    fclose(out);
    assert_int_equal(region != NULL, found);
    if (region != NULL)
        assert_string_equal(region->title, "First");
    region_free(region);
    diags_free(diags);
    small_remove(path);
    return faults;
}

#define REGIONS(regions) "{'redflag-regions':1,'regions':[" regions "]}"
#define REGION(members) "{'title':'First','source':'S','emergency':'1'," members "}"

static void test_files(void **state)
{
    static const struct {
        const char *text, *wanted, *words;
        bool found;
    } rows[] = {
        {REGIONS(REGION("'id':'A','territories':['AA']")), "AA", "", true},
        {REGIONS(REGION("'id':'A','territories':['AA'],'verified_on':'2026-01-01'")), "a", "", true},
        {REGIONS(REGION("'id':'A','territories':['AA']")), "BB", "", false},
        /* Of two that fit the first is taken. */
        {REGIONS(REGION("'id':'A','territories':['AA']") ","
         "{'id':'B','title':'Second','source':'S','emergency':'2','territories':['AA']}"),
         "AA", "", true},
        {REGIONS(REGION("'id':'A','territories':['aa']")), "AA", "[bad-word]", false},
        {REGIONS(REGION("'id':'A','territories':['AAA']")), "AA", "[bad-word]", false},
        {REGIONS(REGION("'id':'A','territories':[7]")), "AA", "[wrong-type]", false},
        {REGIONS(REGION("'id':'A'")), "A", "needs \"territories\"", false},
        {REGIONS(REGION("'territories':['BB']")), "AA", "needs \"id\"", false},
        {REGIONS(REGION("'id':'A','territories':['AA'],'unconfirmed':[7]")), "AA",
         "an unconfirmed number cannot be a number", false},
        {"{'regions':[]}", "AA", "needs \"redflag-regions\"", false},
        {"{'redflag-regions':1}", "AA", "needs \"regions\"", false},
        {"[]", "AA", "[wrong-type]", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *faults = faults_of(rows[i].text, rows[i].wanted, rows[i].found);
        if (*rows[i].words == '\0' ? *faults != '\0' : strstr(faults, rows[i].words) == NULL)
            fail_msg("%s\nexpected \"%s\", got\n%s", rows[i].text, rows[i].words, faults);
        free(faults);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_placeholders), cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_find),         cmocka_unit_test(test_fill),
        cmocka_unit_test(test_no_file),      cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests_name("region", tests, NULL, NULL);
}
