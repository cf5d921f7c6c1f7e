/* test monotone: pairs of interviews that differ in one tick. */
#include "small.h"

#include "engine/monotone.h"

/* A proof with everything it borrows. */
struct proof {
    struct protocol *protocol;
    struct walk *walk;
    struct walk_options options;
    struct survey survey;
    struct facts start;
    struct interview *without, *with;
};

static void begin(struct proof *proof, const char *text)
{
    memset(proof, 0, sizeof *proof);
    proof->protocol = small_protocol(text);
    proof->options.budget = WALK_BUDGET;
    facts_init(&proof->start, proof->protocol);
    facts_begin(&proof->start, proof->protocol);
    proof->walk = walk_new(proof->protocol, &proof->start, 0, &proof->options);
    survey_init(&proof->survey, proof->walk, &proof->options);
}

static void end(struct proof *proof)
{
    survey_fini(&proof->survey);
    walk_free(proof->walk);
    facts_fini(&proof->start, proof->protocol);
    protocol_free(proof->protocol);
}

static void expect(struct monotone *monotone, struct proof *proof, const char *id,
                   enum monotone_answer expected)
{
    proof->without = proof->with = NULL;
    assert_int_equal(monotone_check(monotone, finding(proof->protocol, id), &proof->without,
                                    &proof->with),
                     expected);
    if (expected == MONOTONE_BROKEN) {
        assert_true(interview_complete(proof->without) && interview_complete(proof->with));
        assert_false(holds(proof->without, id));
        assert_true(holds(proof->with, id));
        assert_true(interview_facts(proof->with)->disposition >
                    interview_facts(proof->without)->disposition);
    } else {
        assert_null(proof->without);
        assert_null(proof->with);
    }
    interview_free(proof->without);
    interview_free(proof->with);
}

/* A tick that takes a later question away may take its red flag away. */
static void test_a_tick_that_hides_a_red_flag(void **state)
{
    struct proof proof;
    struct monotone *monotone;

    (void)state;
    begin(&proof, "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
                  "{'id':'a','text':'A'},{'id':'b','text':'B'},"
                  "{'id':'u','text':'U','exclusive':true}]},"
                  "{'id':'t','kind':'choice','text':'Is it?','ask_if':{'not':'s.a'},'answers':["
                  "{'id':'yes','text':'Y','raise':'soon','note':'Y'},{'id':'no','text':'N'}]},"
                  YES_NO("last") "]");
    monotone = monotone_new(&proof.survey, WALK_BUDGET);
    expect(monotone, &proof, "s.a", MONOTONE_BROKEN);
    expect(monotone, &proof, "s.b", MONOTONE_HOLDS);
    monotone_free(monotone);
    monotone_free(NULL);
    end(&proof);
}

/* A tick that asks more, or raises, is no exception; nor is one that ends the interview. */
static void test_ticks_that_only_add(void **state)
{
    struct proof proof;
    struct monotone *monotone;

    (void)state;
    begin(&proof, "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
                  "{'id':'ask','text':'A'},{'id':'soon','text':'S','raise':'soon','note':'S'},"
                  "{'id':'now','text':'N','raise':'now','note':'N'}]},"
                  "{'id':'t','kind':'choice','text':'Is it?','ask_if':'s.ask','answers':["
                  "{'id':'yes','text':'Y','raise':'soon','note':'Y'},{'id':'no','text':'N'}]}],"
                  "'findings':[{'id':'f','when':{'all':['s.ask','s.soon']},'raise':'now',"
                  "'note':'F'}]");
    monotone = monotone_new(&proof.survey, WALK_BUDGET);
    expect(monotone, &proof, "s.ask", MONOTONE_HOLDS);
    expect(monotone, &proof, "s.soon", MONOTONE_HOLDS);
    expect(monotone, &proof, "s.now", MONOTONE_HOLDS);
    monotone_free(monotone);
    end(&proof);
}

/* A tick that ends the interview before a red flag could be found. */
static void test_a_tick_that_ends_too_early(void **state)
{
    struct proof proof;
    struct monotone *monotone;

    (void)state;
    begin(&proof, "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
                  "{'id':'stop','text':'S','ends':true},{'id':'b','text':'B'}]},"
                  YES_NO("one") ",{'id':'t','kind':'choice','text':'Is it?','answers':["
                  "{'id':'yes','text':'Y','raise':'now','note':'Y'},{'id':'no','text':'N'}]}]");
    monotone = monotone_new(&proof.survey, WALK_BUDGET);
    expect(monotone, &proof, "s.stop", MONOTONE_BROKEN);
    expect(monotone, &proof, "s.b", MONOTONE_HOLDS);
    monotone_free(monotone);
    end(&proof);
}

/* The answers behind the tick are the same on both sides: what differs only by them is no fault. */
static void test_later_answers_are_tied_together(void **state)
{
    struct proof proof;
    struct monotone *monotone;

    (void)state;
    begin(&proof, "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
                  "{'id':'a','text':'A'},{'id':'b','text':'B'}]},"
                  "{'id':'t','kind':'choice','text':'Is it?','answers':["
                  "{'id':'yes','text':'Y','raise':'soon','note':'Y'},{'id':'no','text':'N'}]},"
                  "{'id':'v','kind':'checklist','text':'Which?','answers':["
                  "{'id':'x','text':'X','raise':'soon','note':'X'}]}],"
                  "'findings':[{'id':'f','when':{'all':['s.a','t.no','v.x']},'raise':'now',"
                  "'note':'F'}]");
    monotone = monotone_new(&proof.survey, WALK_BUDGET);
    expect(monotone, &proof, "s.a", MONOTONE_HOLDS);
    expect(monotone, &proof, "s.b", MONOTONE_HOLDS);
    expect(monotone, &proof, "v.x", MONOTONE_HOLDS);
    monotone_free(monotone);
    end(&proof);
}

/* A question that no interview asks cannot break anything. */
static void test_an_item_that_is_never_ticked(void **state)
{
    struct proof proof;
    struct monotone *monotone;

    (void)state;
    begin(&proof, "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
                  "{'id':'a','text':'A','ends':true},{'id':'b','text':'B','ends':true}]},"
                  "{'id':'s','kind':'checklist','text':'Which?','answers':["
                  "{'id':'a','text':'A'}]}]");
    monotone = monotone_new(&proof.survey, WALK_BUDGET);
    expect(monotone, &proof, "s.a", MONOTONE_HOLDS);
    monotone_free(monotone);
    end(&proof);
}

/* Asked only where the way leads, and skipped on the other side: the layers end with the question. */
static void test_an_item_behind_the_last_layer(void **state)
{
    struct proof proof;
    struct monotone *monotone;

    (void)state;
    begin(&proof, "'questions':[" YES_NO("one") ","
                  "{'id':'s','kind':'checklist','text':'Which?','ask_if':{'all':['one.yes','one.no']},"
                  "'answers':[{'id':'a','text':'A'}]}," YES_NO("last") "]");
    monotone = monotone_new(&proof.survey, WALK_BUDGET);
    expect(monotone, &proof, "s.a", MONOTONE_HOLDS);
    monotone_free(monotone);
    end(&proof);
}

/* With no room for pairs nothing is claimed. */
static void test_a_budget_that_is_too_small(void **state)
{
    struct proof proof;
    struct monotone *monotone;

    (void)state;
    begin(&proof, "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
                  "{'id':'a','text':'A'},{'id':'b','text':'B'}]}," YES_NO("one") ","
                  YES_NO("two") ","
                  "{'id':'t','kind':'choice','text':'Is it?','ask_if':{'any':["
                  "{'not':'s.a'},'one.yes','two.yes']},'answers':["
                  "{'id':'yes','text':'Y','raise':'soon','note':'Y'},{'id':'no','text':'N'}]}]");
    monotone = monotone_new(&proof.survey, 1);
    expect(monotone, &proof, "s.a", MONOTONE_UNDECIDED);
    monotone_free(monotone);
    monotone = monotone_new(&proof.survey, 100);
    expect(monotone, &proof, "s.a", MONOTONE_BROKEN);
    monotone_free(monotone);
    end(&proof);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tick_that_hides_a_red_flag),
        cmocka_unit_test(test_ticks_that_only_add),
        cmocka_unit_test(test_a_tick_that_ends_too_early),
        cmocka_unit_test(test_later_answers_are_tied_together),
        cmocka_unit_test(test_an_item_that_is_never_ticked),
        cmocka_unit_test(test_an_item_behind_the_last_layer),
        cmocka_unit_test(test_a_budget_that_is_too_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
