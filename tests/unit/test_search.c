/* test search: wishes that the prover itself never makes. */
#include "small.h"

#include "engine/example.h"
#include "engine/search.h"

static void test_a_wish_that_cannot_come_true(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[" YES_NO("one") "],'findings':[{'id':'f','when':{'all':['one.yes',"
        "'one.no']}},{'id':'g','when':'one.yes'}]");
    struct walk_options options = {.budget = WALK_BUDGET};
    struct wish wish = {.part_count = 1, .ends = 7, .asked = PROTOCOL_NONE};
    struct survey survey;
    struct facts start;
    struct walk *walk;
    struct interview *example;
    enum search_answer answer;

    (void)state;
    facts_init(&start, protocol);
    facts_begin(&start, protocol);
    walk = walk_new(protocol, &start, 0, &options);
    survey_init(&survey, walk, &options);
    wish.parts[0].condition = protocol->findings[0].when;
    search(&survey, &wish, 1, &answer);
    assert_int_equal(answer, SEARCH_NO);
    assert_null(example_find(&survey, &wish));
    wish.parts[0].condition = protocol->findings[1].when;
    search(&survey, &wish, 1, &answer);
    assert_int_equal(answer, SEARCH_YES);
    example = example_find(&survey, &wish);
    assert_true(holds(example, "one.yes"));
    interview_free(example);
    wish.ends = 3; /* nothing raises, so nothing ends so */
    search(&survey, &wish, 1, &answer);
    assert_int_equal(answer, SEARCH_NO);
    assert_null(example_find(&survey, &wish));
    survey_fini(&survey);
    walk_free(walk);
    facts_fini(&start, protocol);
    protocol_free(protocol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_wish_that_cannot_come_true)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
