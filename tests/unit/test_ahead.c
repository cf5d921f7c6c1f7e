/* test ahead: the fewest and most questions still to come, at each point of an interview. */
#include "small.h"

#include "engine/ahead.h"

/* What is still to come behind the next question of the interview. */
static struct ahead ahead_of(const struct interview *interview)
{
    const struct protocol *protocol = interview_protocol(interview);
    unsigned q = interview_next(interview);
    struct facts facts;
    struct ahead ahead;

    facts_init(&facts, protocol);
    interview_facts_before(interview, q, &facts);
    ahead = ahead_count(protocol, &facts, q);
    facts_fini(&facts, protocol);
    return ahead;
}

static void expect(const struct interview *interview, unsigned fewest, unsigned most)
{
    struct ahead ahead = ahead_of(interview);

    assert_int_equal(ahead.fewest, fewest);
    assert_int_equal(ahead.most, most);
}

static void test_questions_that_hang_from_answers(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[" YES_NO("one") "," YES_NO_IF("two", "'one.yes'") ","
        YES_NO_IF("three", "'two.yes'") "," YES_NO("four") "]");
    struct interview *interview = interview_new(protocol);

    (void)state;
    expect(interview, 1, 3);
    choose(interview, "one.yes");
    expect(interview, 1, 2);
    choose(interview, "two.no");
    expect(interview, 0, 0);
    choose(interview, "two.yes");
    expect(interview, 1, 1);
    choose(interview, "one.no");
    expect(interview, 0, 0);
    interview_free(interview);
    protocol_free(protocol);
}

/* Points that were given before count, and so do findings that settled before. */
static void test_what_was_known_before_counts(void **state)
{
    struct protocol *protocol = small_protocol(
        "'scores':[{'id':'sum','title':'S'},{'id':'idle','title':'I'}],'questions':["
        "{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'much','text':'M','points':{'sum':2,'idle':1}},"
        "{'id':'some','text':'S','points':{'sum':1}},{'id':'no','text':'N'}]},"
        "{'id':'two','kind':'choice','text':'Is it?','answers':["
        "{'id':'some','text':'S','points':{'sum':1}},{'id':'no','text':'N'}]},"
        YES_NO_IF("three", "{'score':'sum','from':2}") ","
        YES_NO_IF("four", "'flag'") "],"
        "'findings':[{'id':'flag','when':'one.much'},{'id':'idle','when':'one.no'}]");
    struct interview *interview = interview_new(protocol);

    (void)state;
    expect(interview, 1, 3);
    choose(interview, "one.much");
    expect(interview, 2, 2);
    choose(interview, "two.no");
    expect(interview, 1, 1);
    choose(interview, "one.some");
    assert_string_equal(next(interview), "");
    choose(interview, "two.some");
    expect(interview, 0, 0);
    interview_restart(interview);
    choose(interview, "one.some");
    expect(interview, 0, 1);
    choose(interview, "one.no");
    expect(interview, 0, 0);
    interview_free(interview);
    protocol_free(protocol);
}

/* A red flag may end the interview with every question, so the fewest is none. */
static void test_early_ends(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[{'id':'one','kind':'checklist','text':'Any?','answers':["
        "{'id':'now','text':'N','raise':'now','note':'N'},"
        "{'id':'soon','text':'S','raise':'soon','note':'S'},{'id':'a','text':'A'}]},"
        YES_NO("two") ",{'id':'three','kind':'choice','text':'Is it?','answers':["
        "{'id':'stop','text':'S','ends':true},{'id':'on','text':'O'}]}," YES_NO("four") "],"
        "'findings':[{'id':'flag','when':{'all':['one.a','two.yes']},'raise':'now','note':'F'}]");
    struct interview *interview = interview_new(protocol);

    (void)state;
    expect(interview, 0, 3);
    tick(interview, "one.soon");
    expect(interview, 1, 2);
    tick(interview, "one.a");
    expect(interview, 0, 2);
    choose(interview, "two.no");
    expect(interview, 0, 1);
    choose(interview, "three.on");
    expect(interview, 0, 0);
    interview_free(interview);
    protocol_free(protocol);
}

/* Without any disposition that ends, what raises cannot change what is asked. */
static void test_no_disposition_ends(void **state)
{
    struct protocol *protocol = small_whole(
        SMALL_HEAD "'dispositions':[{'id':'soon','title':'S','within':'','text':['T']},"
        "{'id':'home','title':'H','within':'','text':['T']}],'questions':["
        "{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'yes','text':'Y','raise':'soon','note':'Y'},{'id':'no','text':'N'}]},"
        YES_NO("two") "," YES_NO("three") "],"
        "'findings':[{'id':'flag','when':'two.yes','raise':'soon','note':'F'}]}");
    struct interview *interview = interview_new(protocol);

    (void)state;
    expect(interview, 2, 2);
    choose(interview, "one.yes");
    expect(interview, 1, 1);
    interview_free(interview);
    protocol_free(protocol);
}

/* Every question is asked or not by 20 answers of its own: too much to count while somebody waits,
 * so the figures are bounds. */
static void test_too_large_to_count(void **state)
{
    char text[32768] = "'questions':[";
    struct protocol *protocol;
    struct interview *interview;

    (void)state;
    for (unsigned i = 0; i < 40; i++)
        sprintf(text + strlen(text), "%s" YES_NO("q%u"), i == 0 ? "" : ",", i);
    for (unsigned i = 0; i < 20; i++)
        sprintf(text + strlen(text),
                "," YES_NO_IF("last%u", "{'at_least':2,'of':['q%u.yes','q%u.yes','q%u.yes']}"), i, i,
                i + 20, (i * 7 + 3) % 40);
    strcat(text, "]");
    protocol = small_protocol(text);
    interview = interview_new(protocol);
    expect(interview, 0, 59);
    interview_free(interview);
    protocol_free(protocol);
}

/* Where all is over before it began, nothing is ahead. */
static void test_nothing_is_ahead_of_an_end(void **state)
{
    struct protocol *protocol = small_protocol("'questions':[" YES_NO("one") "," YES_NO("two") "]");
    struct facts facts;
    struct ahead ahead;

    (void)state;
    facts_init(&facts, protocol);
    facts_begin(&facts, protocol);
    facts.ended = true;
    ahead = ahead_count(protocol, &facts, 0);
    assert_int_equal(ahead.fewest, 0);
    assert_int_equal(ahead.most, 0);
    facts_fini(&facts, protocol);
    protocol_free(protocol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questions_that_hang_from_answers),
        cmocka_unit_test(test_what_was_known_before_counts),
        cmocka_unit_test(test_early_ends),
        cmocka_unit_test(test_no_disposition_ends),
        cmocka_unit_test(test_too_large_to_count),
        cmocka_unit_test(test_nothing_is_ahead_of_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
