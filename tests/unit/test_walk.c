/* test walk: which situations are kept apart, which become one, and where a walk stops. */
#include "small.h"

#include "engine/residual.h"
#include "engine/walk.h"

static struct walk *walk_with(const struct protocol *protocol, const struct walk_options *options)
{
    struct facts start;
    struct walk *walk;

    facts_init(&start, protocol);
    facts_begin(&start, protocol);
    walk = walk_new(protocol, &start, 0, options);
    facts_fini(&start, protocol);
    return walk;
}

static struct walk *walk_all(const struct protocol *protocol)
{
    struct walk_options options = {.budget = WALK_BUDGET};
    return walk_with(protocol, &options);
}

/* How many nodes each layer has: "1 2 1". */
static void expect_nodes(const char *text, const char *expected)
{
    struct protocol *protocol = small_protocol(text);
    struct walk *walk = walk_all(protocol);
    char nodes[256] = "";

    assert_true(walk->complete);
    for (size_t l = 0; l < walk->layer_count; l++)
        sprintf(nodes + strlen(nodes), "%s%u", l == 0 ? "" : " ", walk->layers[l].node_count);
    assert_string_equal(nodes, expected);
    walk_free(walk);
    walk_free(NULL);
    protocol_free(protocol);
}

/* ---- what is one situation ---- */

/* What nobody reads any more is forgotten: the last question is reached in one situation. */
static void test_situations_that_nothing_tells_apart_are_one(void **state)
{
    (void)state;
    expect_nodes("'questions':[" YES_NO("one") "," YES_NO("two") "," YES_NO("three") "]", "1 1 1");
    expect_nodes("'questions':[" YES_NO("one") "," YES_NO_IF("two", "'one.yes'") ","
                 YES_NO("three") "]", "1 2 1");
    expect_nodes("'questions':[" YES_NO("one") "," YES_NO("two") ","
                 YES_NO_IF("three", "'one.yes'") "," YES_NO("four") "]", "1 2 2 1");
}

static void test_dispositions_keep_apart(void **state)
{
    (void)state;
    expect_nodes("'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
                 "{'id':'a','text':'A','raise':'soon','note':'A'},{'id':'b','text':'B'}]},"
                 YES_NO("two") "," YES_NO("three") "]", "1 2 2");
}

/* A checklist has a layer for the question and one for each item; of an any-of only one bit stays. */
static void test_items_one_at_a_time(void **state)
{
    (void)state;
    expect_nodes("'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
                 "{'id':'a','text':'A'},{'id':'b','text':'B'},{'id':'c','text':'C'},"
                 "{'id':'u','text':'U','exclusive':true}]},"
                 YES_NO_IF("two", "{'any':['s.a','s.b','s.c']}") "]", "1 1 2 2 2");
    expect_nodes("'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
                 "{'id':'a','text':'A'},{'id':'b','text':'B'},{'id':'c','text':'C'},"
                 "{'id':'d','text':'D'}]},"
                 YES_NO_IF("two", "{'at_least':2,'of':['s.a','s.b','s.c','s.d']}") "]",
                 "1 1 2 3 3 2");
}

/* Only what is still open of a condition counts: without the first part the others are idle. */
static void test_only_what_is_still_open_counts(void **state)
{
    (void)state;
    expect_nodes("'questions':[" YES_NO("one") "," YES_NO("two") "," YES_NO("three") ","
                 YES_NO_IF("four", "{'all':['one.yes','two.yes','three.yes']}") "]", "1 2 2 2");
    expect_nodes("'questions':[" YES_NO("one") "," YES_NO("two") ","
                 YES_NO_IF("four", "{'not':{'any':['one.yes','two.yes']}}") "]", "1 2 2");
}

/* Points are forgotten once nothing to come can carry them over a bound. */
static void test_points_are_kept_while_they_matter(void **state)
{
    static const char three[] =
        "'scores':[{'id':'sum','title':'S'}],'questions':["
        "{'id':'a','kind':'choice','text':'Is it?','answers':["
        "{'id':'x','text':'0'},{'id':'y','text':'1','points':{'sum':1}},"
        "{'id':'z','text':'2','points':{'sum':2}}]},"
        "{'id':'b','kind':'choice','text':'Is it?','answers':["
        "{'id':'x','text':'0','points':{'sum':-1}},{'id':'y','text':'1','points':{'sum':1}}]},";
    char text[2048];

    (void)state;
    snprintf(text, sizeof text, "%s" YES_NO_IF("c", "{'score':'sum','from':1}") "]", three);
    expect_nodes(text, "1 3 2");
    snprintf(text, sizeof text, "%s" YES_NO_IF("c", "{'score':'sum','from':2,'below':9}") "]", three);
    expect_nodes(text, "1 3 2");
    snprintf(text, sizeof text, "%s" YES_NO_IF("c", "{'score':'sum','below':8}") "]", three);
    expect_nodes(text, "1 1 1");
    snprintf(text, sizeof text, "%s" YES_NO_IF("c", "{'score':'sum','from':4}") "]", three);
    expect_nodes(text, "1 1 1");
}

/* When a checklist is reached nothing of it is decided, not even its exclusive answers. */
static void test_exclusive_answers_are_open_until_given(void **state)
{
    (void)state;
    expect_nodes("'questions':[" YES_NO("one") ",{'id':'s','kind':'checklist','text':'Which?',"
                 "'answers':[{'id':'a','text':'A'},{'id':'u','text':'U','exclusive':true}]},"
                 YES_NO_IF("two", "{'all':['one.yes','s.u']}") "]", "1 2 1 2");
}

/* ---- residuals ---- */

/* The part numbers of a long list take more than one byte, and stay different. */
static void test_a_condition_with_many_parts(void **state)
{
    char text[32768] = "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':[";
    struct protocol *protocol;
    struct facts facts;
    struct bytes early = {0}, late = {0}, none = {0};
    int64_t nothing = 0;
    struct moment moment;

    (void)state;
    for (unsigned i = 0; i < 300; i++)
        sprintf(text + strlen(text), "%s{'id':'a%u','text':'A'}", i == 0 ? "" : ",", i);
    strcat(text, "]}],'findings':[{'id':'f','when':{'at_least':2,'of':[");
    for (unsigned i = 0; i < 300; i++)
        sprintf(text + strlen(text), "%s's.a%u'", i == 0 ? "" : ",", i);
    strcat(text, "]}}]");
    protocol = small_protocol(text);
    facts_init(&facts, protocol);
    moment = (struct moment){.protocol = protocol, .facts = &facts, .ticking = true,
                             .least = &nothing, .greatest = &nothing};
    moment.items_end = 130;
    residual_write(&moment, protocol->findings[0].when, &early);
    moment.items_end = 258;
    residual_write(&moment, protocol->findings[0].when, &late);
    moment.items_end = 300;
    residual_write(&moment, protocol->findings[0].when, &none);
    assert_true(early.count > late.count && late.count > none.count);
    assert_int_equal(none.count, 1);
    assert_memory_not_equal(early.items, late.items, late.count);
    free(early.items);
    free(late.items);
    free(none.items);
    facts_fini(&facts, protocol);
    protocol_free(protocol);
}

/* ---- where it ends ---- */

static void test_edges_end_with_a_disposition(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'now','text':'N','raise':'now','note':'N'},"
        "{'id':'stop','text':'S','raise':'soon','note':'S','ends':true},{'id':'no','text':'N'}]},"
        YES_NO("two") "]");
    struct walk *walk = walk_all(protocol);

    (void)state;
    assert_int_equal(walk->layer_count, 2);
    assert_int_equal(walk->edge_count, 5);
    assert_int_equal(walk->labels[walk->edges[0].label].to_layer, WALK_END);
    assert_int_equal(walk->edges[0].to, 0);
    assert_int_equal(walk->labels[walk->edges[1].label].to_layer, WALK_END);
    assert_int_equal(walk->edges[1].to, 1);
    assert_int_equal(walk->labels[walk->edges[2].label].to_layer, 1);
    assert_int_equal(walk_target(walk, &walk->edges[2]), 1);
    walk_free(walk);
    protocol_free(protocol);
}

/* Behind a question that always ends there is no layer. */
static void test_nothing_is_behind_an_end(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'a','text':'A','ends':true},{'id':'b','text':'B','ends':true}]}," YES_NO("two") "]");
    struct walk *walk = walk_all(protocol);

    (void)state;
    assert_true(walk->complete);
    assert_int_equal(walk->layer_count, 1);
    walk_free(walk);
    protocol_free(protocol);
}

/* ---- the budget ---- */

#define TANGLE                                                                                  \
    "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["                     \
    "{'id':'a','text':'A'},{'id':'b','text':'B'},{'id':'c','text':'C'}]},"                      \
    YES_NO_IF("two", "'s.a'") "," YES_NO_IF("three", "'s.b'") "," YES_NO_IF("four", "'s.c'") "]"

/* The budget counts edges exactly: with one less the walk stops. */
static void test_the_budget_is_exact(void **state)
{
    struct protocol *protocol = small_protocol(TANGLE);
    struct walk *whole = walk_all(protocol), *walk;
    struct walk_options options = {.budget = whole->edge_count};

    (void)state;
    walk = walk_with(protocol, &options);
    assert_true(walk->complete);
    walk_free(walk);
    options.budget--;
    walk = walk_with(protocol, &options);
    assert_false(walk->complete);
    walk_free(walk);
    walk_free(whole);
    protocol_free(protocol);
}

/* Wherever it stops it says at which question, and which findings were kept apart there. */
static void test_a_stopped_walk_says_why(void **state)
{
    struct protocol *protocol = small_protocol(TANGLE);
    struct walk_options options = {.budget = 5};
    struct walk *walk = walk_with(protocol, &options);

    (void)state;
    assert_false(walk->complete);
    assert_int_equal(walk->stopped_at, 0);
    assert_int_equal(walk->kept_count, 3);
    assert_int_equal(walk->kept[0], finding(protocol, "s.a"));
    assert_int_equal(walk->kept[2], finding(protocol, "s.c"));
    walk_free(walk);
    options.budget = 20;
    walk = walk_with(protocol, &options);
    assert_false(walk->complete);
    assert_int_equal(walk->stopped_at, 1);
    assert_int_equal(walk->kept_count, 2);
    walk_free(walk);
    protocol_free(protocol);
}

/* There may be nothing to name: a budget can be too small for any protocol. */
static void test_a_stopped_walk_with_nothing_kept(void **state)
{
    struct protocol *protocol = small_protocol("'questions':[" YES_NO("one") "]");
    struct walk_options options = {.budget = 1};
    struct walk *walk = walk_with(protocol, &options);

    (void)state;
    assert_false(walk->complete);
    assert_int_equal(walk->kept_count, 0);
    walk_free(walk);
    protocol_free(protocol);
}

/* ---- from the middle ---- */

/* A condition that was decided before is not kept; one that will be read is. */
static void test_a_walk_from_the_middle(void **state)
{
    struct protocol *protocol = small_protocol(
        "'scores':[{'id':'sum','title':'S'}],'questions':[" YES_NO("one") ","
        "{'id':'two','kind':'choice','text':'Is it?','ask_if':'one.yes','answers':["
        "{'id':'a','text':'A','points':{'sum':1}},{'id':'b','text':'B'}]},"
        YES_NO("three") ","
        YES_NO_IF("four", "{'all':['one.yes','three.yes',{'score':'sum','from':1}]}") "]");
    struct walk_options options = {.asking_only = true, .budget = WALK_BUDGET};
    struct interview *interview = interview_new(protocol);
    struct facts before;
    struct walk *walk;

    (void)state;
    facts_init(&before, protocol);
    choose(interview, "one.yes");
    choose(interview, "two.a");
    interview_facts_before(interview, 2, &before);
    walk = walk_new(protocol, &before, 2, &options);
    assert_int_equal(walk->layer_count, 2);
    assert_int_equal(walk->layers[1].node_count, 2);
    walk_free(walk);
    choose(interview, "two.b");
    interview_facts_before(interview, 2, &before);
    walk = walk_new(protocol, &before, 2, &options);
    assert_int_equal(walk->layers[1].node_count, 1);
    walk_free(walk);
    facts_fini(&before, protocol);
    interview_free(interview);
    protocol_free(protocol);
}

/* Where only asking matters, dispositions that do not end count as one. */
static void test_only_asking(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'soon','text':'S','raise':'soon','note':'S'},"
        "{'id':'now','text':'N','raise':'now','note':'N'},{'id':'no','text':'N'}]},"
        YES_NO("two") "],'findings':[{'id':'f','when':'two.yes','raise':'soon','note':'F'},"
        "{'id':'g','when':'two.yes','unless':'one.no','raise':'now','note':'F'},"
        "{'id':'h','when':'one.soon'}]");
    struct walk_options options = {.asking_only = true, .budget = WALK_BUDGET};
    struct walk *walk = walk_with(protocol, &options);

    (void)state;
    assert_int_equal(walk->layers[1].node_count, 2); /* "g" may end: with or without "one.no" */
    assert_int_equal(walk->disposition[walk->layers[1].first_node], 2);
    walk_free(walk);
    protocol_free(protocol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_situations_that_nothing_tells_apart_are_one),
        cmocka_unit_test(test_dispositions_keep_apart),
        cmocka_unit_test(test_items_one_at_a_time),
        cmocka_unit_test(test_only_what_is_still_open_counts),
        cmocka_unit_test(test_points_are_kept_while_they_matter),
        cmocka_unit_test(test_exclusive_answers_are_open_until_given),
        cmocka_unit_test(test_a_condition_with_many_parts),
        cmocka_unit_test(test_edges_end_with_a_disposition),
        cmocka_unit_test(test_nothing_is_behind_an_end),
        cmocka_unit_test(test_the_budget_is_exact),
        cmocka_unit_test(test_a_stopped_walk_says_why),
        cmocka_unit_test(test_a_stopped_walk_with_nothing_kept),
        cmocka_unit_test(test_a_walk_from_the_middle),
        cmocka_unit_test(test_only_asking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
