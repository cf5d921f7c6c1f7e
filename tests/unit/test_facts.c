/* test facts: what conditions mean, what raises, what settles when, and what ends an interview. */
#include "small.h"

#include "engine/facts.h"

static struct facts begin(const struct protocol *protocol)
{
    struct facts facts;

    facts_init(&facts, protocol);
    facts_begin(&facts, protocol);
    return facts;
}

/* One question is asked and given this answer (NULL: none of these), then passed. */
static void pass(struct facts *facts, const struct protocol *protocol, const char *id,
                 const char *answer)
{
    if (answer != NULL)
        facts_give(facts, protocol, finding(protocol, answer));
    facts_pass(facts, protocol, question(protocol, id));
}

/* ---- conditions ---- */

#define THREE_SIGNS                                                                             \
    "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["                     \
    "{'id':'a','text':'A'},{'id':'b','text':'B'},{'id':'c','text':'C'}]}],'findings':["          \
    "{'id':'one','when':'s.a'},{'id':'none','when':{'not':'s.a'}},"                             \
    "{'id':'every','when':{'all':['s.a','s.b','s.c']}},"                                        \
    "{'id':'some','when':{'any':['s.a','s.b','s.c']}},"                                         \
    "{'id':'two','when':{'at_least':2,'of':['s.a','s.b','s.c']}},"                              \
    "{'id':'twice','when':{'at_least':2,'of':['s.a','s.a']}},"                                  \
    "{'id':'but','when':'s.a','unless':'s.b'},"                                                 \
    "{'id':'named','when':{'all':['some',{'not':'every'}]}}]"

static void test_every_kind_of_condition(void **state)
{
    static const struct {
        const char *ticks, *held;
    } rows[] = {
        {"s", "none"},
        {"s.a", "one some twice but named"},
        {"s.b", "none some named"},
        {"s.a s.b", "one some two twice named"},
        {"s.a s.c", "one some two twice but named"},
        {"s.a s.b s.c", "one every some two twice"},
    };
    struct protocol *protocol = small_protocol(THREE_SIGNS);
    struct interview *interview = interview_new(protocol);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char held[128] = "";
        tick(interview, rows[i].ticks);
        for (unsigned f = 0; f < protocol->finding_count; f++)
            if (holds(interview, protocol->findings[f].id)) {
                strcat(held, *held == '\0' ? "" : " ");
                strcat(held, protocol->findings[f].id);
            }
        assert_string_equal(held, rows[i].held);
    }
    interview_free(interview);
    protocol_free(protocol);
}

/* `from` belongs to the range, `below` does not; points may be negative. */
static void test_ranges_of_points(void **state)
{
    struct protocol *protocol = small_protocol(
        "'scores':[{'id':'sum','title':'Sum'}],'questions':["
        "{'id':'s','kind':'choice','text':'Which?','answers':["
        "{'id':'minus','text':'M','points':{'sum':-1}},{'id':'nothing','text':'0'},"
        "{'id':'four','text':'4','points':{'sum':4}},{'id':'five','text':'5','points':{'sum':5}},"
        "{'id':'nine','text':'9','points':{'sum':9}}]}],'findings':["
        "{'id':'low','when':{'score':'sum','below':5}},"
        "{'id':'middle','when':{'score':'sum','from':5,'below':9}},"
        "{'id':'high','when':{'score':'sum','from':9}}]");
    struct interview *interview = interview_new(protocol);

    (void)state;
    choose(interview, "s.minus");
    assert_true(holds(interview, "low"));
    choose(interview, "s.nothing");
    assert_true(holds(interview, "low"));
    choose(interview, "s.four");
    assert_true(holds(interview, "low") && !holds(interview, "middle"));
    choose(interview, "s.five");
    assert_true(!holds(interview, "low") && holds(interview, "middle"));
    assert_false(holds(interview, "high"));
    choose(interview, "s.nine");
    assert_true(!holds(interview, "middle") && holds(interview, "high"));
    assert_int_equal(interview_facts(interview)->points[0], 9);
    interview_free(interview);
    protocol_free(protocol);
}

/* More than one word of bits, and what stands beside a bit stays as it is. */
static void test_more_findings_than_bits_in_a_word(void **state)
{
    char text[8192] = "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':[";
    struct protocol *protocol;
    struct facts facts, copy;

    (void)state;
    for (unsigned i = 0; i < 65; i++)
        sprintf(text + strlen(text), "%s{'id':'a%u','text':'A'}", i == 0 ? "" : ",", i);
    strcat(text, "]}]");
    protocol = small_protocol(text);
    facts = begin(protocol);
    facts_init(&copy, protocol);
    for (unsigned f = 0; f < 65; f += 3)
        facts_set(&facts, f, true);
    facts_set(&facts, 63, false);
    facts_copy(&copy, &facts, protocol);
    for (unsigned f = 0; f < 65; f++)
        assert_int_equal(facts_holds(&copy, f), f % 3 == 0 && f != 63);
    facts_forget(&copy, protocol);
    for (unsigned f = 0; f < 65; f++)
        assert_false(facts_holds(&copy, f));
    facts_fini(&copy, protocol);
    facts_fini(&facts, protocol);
    protocol_free(protocol);
}

/* Before anything else nothing is known; a copy knows everything; what is over leaves no trace. */
static void test_a_facts_begins_empty_and_ends_empty(void **state)
{
    struct protocol *protocol = small_protocol(
        "'scores':[{'id':'sum','title':'S'}],'questions':[" YES_NO("one") "]");
    struct facts facts, copy;

    (void)state;
    memset(&facts, 1, sizeof facts); /* what was there before does not matter */
    facts_init(&facts, protocol);
    facts_init(&copy, protocol);
    assert_int_equal(facts.disposition, 2);
    assert_false(facts.ended);
    facts.points[0] = 7;
    facts.ended = true;
    facts.disposition = 1;
    facts_copy(&copy, &facts, protocol);
    assert_int_equal(copy.points[0], 7);
    assert_true(copy.ended);
    assert_int_equal(copy.disposition, 1);
    facts_forget(&copy, protocol);
    assert_int_equal(copy.points[0], 0);
    assert_false(copy.ended);
    assert_int_equal(copy.disposition, 2);
    facts_fini(&copy, protocol);
    facts_fini(&facts, protocol);
    assert_null(facts.holds);
    assert_int_equal(facts.disposition, 0);
    assert_false(facts.ended);
    protocol_free(protocol);
}

/* ---- raising ---- */

#define RAISING                                                                                 \
    "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["                     \
    "{'id':'soon','text':'S','raise':'soon','note':'S'},"                                       \
    "{'id':'now','text':'N','raise':'now','note':'N'},"                                         \
    "{'id':'home','text':'H','raise':'home','note':'H'},{'id':'a','text':'A'}]},"               \
    YES_NO("last") "],'findings':[{'id':'flag','when':'s.a','raise':'soon','note':'F'}]"

/* Whatever else is said, before or after, the most urgent that was raised wins. */
static void test_nothing_lowers_a_disposition(void **state)
{
    static const char *const rows[][2] = {
        {"s", "home"},        {"s.home", "home"},          {"s.soon", "soon"},
        {"s.now", "now"},     {"s.now s.soon", "now"},     {"s.soon s.now", "now"},
        {"s.now s.home", "now"}, {"s.soon s.home", "soon"}, {"s.a", "soon"},
        {"s.a s.now", "now"}, {"s.a s.home", "soon"},
    };
    struct protocol *protocol = small_protocol(RAISING);
    struct interview *interview = interview_new(protocol);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tick(interview, rows[i][0]);
        assert_string_equal(disposition(interview), rows[i][1]);
    }
    interview_free(interview);
    protocol_free(protocol);
}

/* ---- settling ---- */

/* A finding that names two questions waits for the later one, asked or skipped. */
static void test_a_finding_settles_with_its_last_question(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[" YES_NO("one") "," YES_NO_IF("two", "'one.no'") "," YES_NO("three")
        "],'findings':[{'id':'both','when':{'all':['one.yes',{'not':'two.yes'}]},"
        "'raise':'soon','note':'B'}]");
    struct facts facts = begin(protocol);

    (void)state;
    assert_int_equal(protocol->findings[0].settles_after, 2);
    pass(&facts, protocol, "one", "one.yes");
    assert_false(facts_holds(&facts, finding(protocol, "both")));
    assert_int_equal(facts.disposition, 2);
    assert_false(facts_ask(&facts, protocol, question(protocol, "two")));
    pass(&facts, protocol, "two", NULL);
    assert_true(facts_holds(&facts, finding(protocol, "both")));
    assert_int_equal(facts.disposition, 1);
    facts_fini(&facts, protocol);
    protocol_free(protocol);
}

/* Findings that settle together do so in the order of the file, so that one may rest on another. */
static void test_findings_settle_in_the_order_of_the_file(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[" YES_NO("one") "," YES_NO("two") "],'findings':["
        "{'id':'late','when':{'any':['two.yes','one.yes']}},"
        "{'id':'early','when':'one.yes'},"
        "{'id':'chain','when':{'all':['late','early']}},"
        "{'id':'end','when':'chain','unless':{'not':'early'}}]");
    struct interview *interview = interview_new(protocol);

    (void)state;
    choose(interview, "one.yes");
    assert_true(holds(interview, "early"));
    assert_false(holds(interview, "late"));
    choose(interview, "two.no");
    assert_true(holds(interview, "late") && holds(interview, "chain") && holds(interview, "end"));
    interview_free(interview);
    protocol_free(protocol);
}

/* What names no question is known before the first one. */
static void test_some_findings_need_no_question(void **state)
{
    struct protocol *protocol = small_protocol(
        "'scores':[{'id':'empty','title':'E'}],'questions':[" YES_NO("one") "],'findings':["
        "{'id':'none','when':{'score':'empty','from':1},'raise':'soon','note':'N'},"
        "{'id':'all','when':{'score':'empty','below':1},'raise':'soon','note':'A'}]");
    struct facts facts = begin(protocol);

    (void)state;
    assert_false(facts_holds(&facts, finding(protocol, "none")));
    assert_true(facts_holds(&facts, finding(protocol, "all")));
    assert_int_equal(facts.disposition, 1);
    facts_fini(&facts, protocol);
    protocol_free(protocol);
}

/* ---- ends ---- */

/* The question that ends is still passed: what waited for it settles and raises. */
static void test_an_answer_that_ends_lets_its_question_settle(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[{'id':'s','kind':'choice','text':'Which?','answers':["
        "{'id':'stop','text':'S','ends':true},{'id':'on','text':'O'}]}," YES_NO("last")
        "],'findings':[{'id':'flag','when':'s.stop','raise':'soon','note':'F'}]");
    struct facts facts = begin(protocol);

    (void)state;
    assert_true(facts_ask(&facts, protocol, 0));
    facts_give(&facts, protocol, finding(protocol, "s.stop"));
    assert_true(facts.ended);
    assert_false(facts_ask(&facts, protocol, question(protocol, "last")));
    facts_pass(&facts, protocol, 0);
    assert_int_equal(facts.disposition, 1);
    facts_fini(&facts, protocol);
    protocol_free(protocol);
}

static void test_a_disposition_that_ends_is_seen_when_a_question_is_passed(void **state)
{
    struct protocol *protocol = small_protocol(RAISING);
    struct facts facts = begin(protocol);

    (void)state;
    facts_give(&facts, protocol, finding(protocol, "s.now"));
    assert_false(facts.ended);
    facts_pass(&facts, protocol, 0);
    assert_true(facts.ended);
    facts_begin(&facts, protocol);
    assert_false(facts.ended);
    facts_fini(&facts, protocol);
    protocol_free(protocol);
}

/* ---- advice ---- */

static void test_when_advice_is_shown(void **state)
{
    static const struct {
        const char *ticks;
        const char *shown;
    } rows[] = {{"s", "always home"},
                {"s.a", "always soon home a"},
                {"s.b", "always home b"},
                {"s.a s.b", "always soon home b"},
                {"s.c", "always"}};
    struct protocol *protocol = small_protocol(
        "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
        "{'id':'a','text':'A'},{'id':'b','text':'B'},"
        "{'id':'c','text':'C','raise':'soon','note':'C'}]}],"
        "'advice':[{'title':'Do','items':[{'id':'always','text':'1'},"
        "{'id':'soon','text':'2','when':'s.a'},{'id':'home','text':'3','for':['home']},"
        "{'id':'a','text':'4','when':'s.a','unless':'s.b','for':['now','home']},"
        "{'id':'b','text':'5','when':{'all':['s.b',{'not':'s.c'}]}}]}]");
    struct interview *interview = interview_new(protocol);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char shown[128] = "";
        tick(interview, rows[i].ticks);
        for (unsigned a = 0; a < protocol->advice_count; a++)
            if (facts_advise(interview_facts(interview), protocol, a)) {
                strcat(shown, *shown == '\0' ? "" : " ");
                strcat(shown, protocol->advice[a].id);
            }
        assert_string_equal(shown, rows[i].shown);
    }
    interview_free(interview);
    protocol_free(protocol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_of_condition),
        cmocka_unit_test(test_ranges_of_points),
        cmocka_unit_test(test_more_findings_than_bits_in_a_word),
        cmocka_unit_test(test_a_facts_begins_empty_and_ends_empty),
        cmocka_unit_test(test_nothing_lowers_a_disposition),
        cmocka_unit_test(test_a_finding_settles_with_its_last_question),
        cmocka_unit_test(test_findings_settle_in_the_order_of_the_file),
        cmocka_unit_test(test_some_findings_need_no_question),
        cmocka_unit_test(test_an_answer_that_ends_lets_its_question_settle),
        cmocka_unit_test(test_a_disposition_that_ends_is_seen_when_a_question_is_passed),
        cmocka_unit_test(test_when_advice_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
