/* test search: wishes that the prover itself never makes, and what bounds the search. */
#include "small.h"

#include "engine/example.h"
#include "engine/pursue.h"
#include "engine/search.h"

/* A protocol and what is known of its interviews. */
struct scene {
    struct protocol *protocol;
    struct walk_options options;
    struct facts start;
    struct walk *walk;
    struct survey survey;
};

static void begin(struct scene *scene, const char *rest, const struct walk_final *finals,
                  unsigned final_count)
{
    scene->protocol = small_protocol(rest);
    scene->options = (struct walk_options){
        .budget = WALK_BUDGET, .finals = finals, .final_count = final_count};
    facts_init(&scene->start, scene->protocol);
    facts_begin(&scene->start, scene->protocol);
    scene->walk = walk_new(scene->protocol, &scene->start, 0, &scene->options);
    survey_init(&scene->survey, scene->walk, &scene->options);
}

static void end(struct scene *scene)
{
    survey_fini(&scene->survey);
    walk_free(scene->walk);
    facts_fini(&scene->start, scene->protocol);
    protocol_free(scene->protocol);
}

/* Whatever way of looking is taken, the answer is the same. */
static enum search_answer found(const struct scene *scene, const struct wish *wish)
{
    enum search_answer answer;
    size_t steps = SIZE_MAX;
    struct interview *example = example_find(&scene->survey, wish, &steps);

    search(&scene->survey, wish, 1, &steps, &answer);
    assert_int_equal(pursue(&scene->survey, wish, &steps, NULL), answer);
    assert_int_equal(example != NULL, answer == SEARCH_YES);
    assert_true(steps < SIZE_MAX || scene->walk->layer_count == 0);
    interview_free(example);
    return answer;
}

static void test_a_wish_that_cannot_come_true(void **state)
{
    struct wish wish = {.part_count = 1, .ends = 7, .asked = PROTOCOL_NONE};
    struct scene scene;

    (void)state;
    begin(&scene, "'questions':[" YES_NO("one") "],'findings':[{'id':'f','when':{'all':['one.yes',"
          "'one.no']}},{'id':'g','when':'one.yes'}]", NULL, 0);
    wish.parts[0].condition = scene.protocol->findings[0].when;
    assert_int_equal(found(&scene, &wish), SEARCH_NO);
    wish.parts[0].condition = scene.protocol->findings[1].when;
    assert_int_equal(found(&scene, &wish), SEARCH_YES);
    wish.ends = 3; /* nothing raises, so nothing ends so */
    assert_int_equal(found(&scene, &wish), SEARCH_NO);
    end(&scene);
}

/* What is decided later does not hold yet when a question is asked. */
static void test_a_question_that_must_be_asked(void **state)
{
    struct wish wish = {.part_count = 1, .ends = 7, .asked = 1};
    struct scene scene;

    (void)state;
    begin(&scene, "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
          "{'id':'yes','text':'Y'},{'id':'no','text':'N'},{'id':'end','text':'E','ends':true}]},"
          YES_NO_IF("two", "'one.yes'") "," YES_NO("three") "],"
          "'findings':[{'id':'f','when':'one.yes'},{'id':'g','when':'one.no'},"
          "{'id':'h','when':'two.yes'},{'id':'i','when':{'not':'two.yes'}},"
          "{'id':'j','when':{'any':['h','f']}}]", NULL, 0);
    for (unsigned f = 0; f < 5; f++) {
        static const enum search_answer answers[] = {SEARCH_YES, SEARCH_NO, SEARCH_NO, SEARCH_YES,
                                                     SEARCH_YES};
        wish.parts[0].condition = scene.protocol->findings[f].when;
        assert_int_equal(found(&scene, &wish), answers[f]);
    }
    wish.part_count = 0;
    assert_int_equal(found(&scene, &wish), SEARCH_YES);
    wish.ends = 3;
    assert_int_equal(found(&scene, &wish), SEARCH_NO);
    end(&scene);
}

/* A question that must come up may be skipped; an end before it is too early. */
static void test_a_question_that_must_come_up(void **state)
{
    static const enum search_answer answers[][4] = {
        {SEARCH_YES, SEARCH_YES, SEARCH_YES, SEARCH_YES}, /* none must */
        {SEARCH_YES, SEARCH_YES, SEARCH_YES, SEARCH_YES},
        {SEARCH_NO, SEARCH_YES, SEARCH_YES, SEARCH_YES},
        {SEARCH_NO, SEARCH_YES, SEARCH_NO, SEARCH_YES}};
    struct wish wish = {.part_count = 1, .ends = 7, .asked = PROTOCOL_NONE};
    struct scene scene;

    (void)state;
    begin(&scene, "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
          "{'id':'yes','text':'Y'},{'id':'no','text':'N'},{'id':'end','text':'E','ends':true}]},"
          "{'id':'two','ask_if':'one.yes','kind':'choice','text':'Is it?','answers':["
          "{'id':'yes','text':'Y'},{'id':'end','text':'E','ends':true}]}," YES_NO("three") "],"
          "'findings':[{'id':'f','when':'one.end'},{'id':'g','when':'one.no'},"
          "{'id':'h','when':'two.end'},"
          "{'id':'i','when':{'all':[{'not':'one.end'},{'not':'two.end'}]}}]", NULL, 0);
    for (wish.reached = 0; wish.reached < 4; wish.reached++)
        for (unsigned f = 0; f < 4; f++) {
            wish.parts[0].condition = scene.protocol->findings[f].when;
            assert_int_equal(found(&scene, &wish), answers[wish.reached][f]);
        }
    end(&scene);
}

/* Scores are read at the end, or when a question is asked. */
static void test_scores(void **state)
{
    static const struct condition two = {
        .kind = CONDITION_SCORE, .from = 2, .below = INT64_MAX};
    static const struct walk_final finals[] = {{&two, PROTOCOL_NONE}, {&two, 1}};
    struct wish wish = {.parts = {{&two, false}, {&two, true}}, .part_count = 1, .ends = 7};
    struct scene scene;

    (void)state;
    begin(&scene, "'scores':[{'id':'s','title':'S'}],'questions':["
          "{'id':'one','kind':'checklist','text':'Which?','answers':["
          "{'id':'a','text':'A','points':{'s':1}},{'id':'b','text':'B','points':{'s':1}}]},"
          "{'id':'two','kind':'checklist','text':'Which?','answers':["
          "{'id':'a','text':'A','points':{'s':1}}]}]", finals, 2);
    for (unsigned asked = 1; asked != 0; asked = asked == 1 ? PROTOCOL_NONE : 0) {
        wish.asked = asked;
        wish.part_count = 1;
        assert_int_equal(found(&scene, &wish), SEARCH_YES);
        wish.part_count = 2;
        assert_int_equal(found(&scene, &wish), SEARCH_NO);
    }
    end(&scene);
}

/*
 * A wish with 2^30 ways that all contradict themselves: thirty pairs, and something that must hold
 * and must not. It was found out one by one once, and nothing counted them.
 */
static void test_ways_that_contradict_themselves(void **state)
{
    char text[8192] = "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':[";
    struct wish wish = {.part_count = 1, .ends = 7, .asked = PROTOCOL_NONE};
    struct scene scene;
    size_t given, left;

    (void)state;
    for (int i = 0; i < 60; i++)
        sprintf(text + strlen(text), "%s{'id':'a%d','text':'A'}", i == 0 ? "" : ",", i);
    strcat(text, "]}],'findings':[{'id':'f','when':{'all':[");
    for (int i = 0; i < 30; i++)
        sprintf(text + strlen(text), "{'any':['s.a%d','s.a%d']},", 2 * i, 2 * i + 1);
    strcat(text, "'s.a59',{'not':'s.a59'}]}}]");
    begin(&scene, text, NULL, 0);
    wish.parts[0].condition = scene.protocol->findings[0].when;
    assert_int_equal(found(&scene, &wish), SEARCH_NO);
    for (given = left = 1; pursue(&scene.survey, &wish, &left, NULL) == SEARCH_UNDECIDED;) {
        assert_int_equal(left, 0);
        left = given *= 2;
    }
    assert_in_range(given, 2, 100000);
    end(&scene);
}

/* More ways than are tried at once, of wishes with few of them. */
static void test_many_wishes(void **state)
{
    char text[4096] = "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':[";
    char items[1024] = "";
    struct wish wishes[4];
    enum search_answer answers[4];
    size_t steps = SIZE_MAX;
    struct scene scene;

    (void)state;
    for (int i = 0; i < 40; i++) {
        sprintf(text + strlen(text), "%s{'id':'a%d','text':'A'}", i == 0 ? "" : ",", i);
        sprintf(items + strlen(items), "%s's.a%d'", i == 0 ? "" : ",", i);
    }
    sprintf(text + strlen(text), "]}],'findings':[{'id':'f','when':{'any':[%s]}}]", items);
    begin(&scene, text, NULL, 0);
    for (int i = 0; i < 4; i++)
        wishes[i] = (struct wish){.parts = {{scene.protocol->findings[0].when, i == 1}},
                                  .part_count = 1,
                                  .ends = i == 2 ? 3 : 7,
                                  .asked = PROTOCOL_NONE};
    search(&scene.survey, wishes, 4, &steps, answers);
    for (int i = 0; i < 4; i++)
        assert_int_equal(answers[i], i == 2 ? SEARCH_NO : SEARCH_YES);
    end(&scene);
}

/* Where no step is left, a wish with few ways is undecided as well. */
static void test_no_steps(void **state)
{
    struct wish wish = {.part_count = 1, .ends = 7, .asked = PROTOCOL_NONE};
    enum search_answer answer;
    struct scene scene;
    size_t steps = 1;

    (void)state;
    begin(&scene, "'questions':[" YES_NO("one") "],'findings':[{'id':'f','when':'one.yes'}]", NULL,
          0);
    wish.parts[0].condition = scene.protocol->findings[0].when;
    search(&scene.survey, &wish, 1, &steps, &answer);
    assert_int_equal(answer, SEARCH_UNDECIDED);
    assert_int_equal(steps, 0);
    assert_null(example_find(&scene.survey, &wish, &steps));
    assert_true(search_steps(2) > 2);
    assert_true(search_steps(SIZE_MAX) == SIZE_MAX);
    end(&scene);
}

/* An edge on which four hundred findings settle takes more than a step. */
static void test_steps_for_what_settles(void **state)
{
    char text[32768] = "'questions':[" YES_NO("one") "],'findings':[{'id':'f0','when':'one.yes'}";
    struct wish wish = {.part_count = 1, .ends = 7, .asked = PROTOCOL_NONE};
    enum search_answer answer;
    struct scene scene;
    size_t steps = 300;

    (void)state;
    for (int i = 1; i < 400; i++)
        sprintf(text + strlen(text), ",{'id':'f%d','when':'f%d'}", i, i - 1);
    strcat(text, "]");
    begin(&scene, text, NULL, 0);
    wish.parts[0].condition = scene.protocol->findings[0].when;
    search(&scene.survey, &wish, 1, &steps, &answer);
    assert_int_equal(answer, SEARCH_YES);
    assert_int_equal(steps, 0);
    wish.parts[0].condition = scene.protocol->findings[399].when;
    assert_int_equal(found(&scene, &wish), SEARCH_YES);
    end(&scene);
}

/* What is kept of a long wish counts as memory, too: here more than the budget of the walk. */
static void test_a_long_wish_with_a_small_budget(void **state)
{
    struct condition parts[4000], all = {.kind = CONDITION_ANY, .of = parts, .count = 4000};
    struct wish wish = {.parts = {{&all, false}}, .part_count = 1, .ends = 7,
                        .asked = PROTOCOL_NONE};
    size_t steps = SIZE_MAX;
    struct scene scene;

    (void)state;
    begin(&scene, "'questions':[" YES_NO("one") "," YES_NO("two") "]", NULL, 0);
    for (unsigned i = 0; i < 4000; i++)
        parts[i] = (struct condition){.kind = CONDITION_FINDING,
                                      .index = finding(scene.protocol, "two.yes")};
    assert_int_equal(pursue(&scene.survey, &wish, &steps, NULL), SEARCH_YES);
    scene.options.budget = 60;
    assert_int_equal(pursue(&scene.survey, &wish, &steps, NULL), SEARCH_UNDECIDED);
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_wish_that_cannot_come_true),
        cmocka_unit_test(test_a_question_that_must_be_asked),
        cmocka_unit_test(test_a_question_that_must_come_up),
        cmocka_unit_test(test_scores),
        cmocka_unit_test(test_ways_that_contradict_themselves),
        cmocka_unit_test(test_many_wishes),
        cmocka_unit_test(test_no_steps),
        cmocka_unit_test(test_steps_for_what_settles),
        cmocka_unit_test(test_a_long_wish_with_a_small_budget),
    };
    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
