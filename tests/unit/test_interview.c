/* test interview: answers given, changed and taken back, and what follows from them. */
#include "small.h"

#include <math.h>

/* ---- the replay ---- */

/* A way through three questions; the middle one is only asked after "one.yes". */
#define A_WAY                                                                                   \
    "'questions':[" YES_NO("one") ","                                                           \
    "{'id':'two','kind':'choice','text':'Is it?','ask_if':'one.yes','answers':["                \
    "{'id':'bad','text':'B','raise':'soon','note':'B','points':{'sum':3}},"                     \
    "{'id':'good','text':'G'}]},"                                                               \
    YES_NO_IF("three", "{'any':['two.bad','one.no']}") "," YES_NO("four") "],"                  \
    "'scores':[{'id':'sum','title':'S'}],"                                                      \
    "'findings':[{'id':'flag','when':'two.bad','raise':'soon','note':'F'}]"

static struct interview *begin(const char *text)
{
    return interview_new(small_protocol(text));
}

static void finish(struct interview *interview)
{
    const struct protocol *protocol = interview_protocol(interview);

    interview_free(interview);
    protocol_free((struct protocol *)(uintptr_t)protocol);
}

/* The answer is kept, so that a slip can be mended, but nothing of it is known or raised. */
static void test_an_answer_off_the_path_counts_for_nothing(void **state)
{
    struct interview *interview = begin(A_WAY);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned two = question(protocol, "two");

    (void)state;
    choose(interview, "one.yes");
    choose(interview, "two.bad");
    assert_string_equal(disposition(interview), "soon");
    choose(interview, "one.no");
    assert_string_equal(disposition(interview), "home");
    assert_false(holds(interview, "two.bad") || holds(interview, "flag"));
    assert_int_equal(interview_facts(interview)->points[0], 0);
    assert_false(interview_asked(interview, two));
    assert_true(interview_given(interview, two));
    assert_true(interview_gave(interview, finding(protocol, "two.bad")));
    assert_string_equal(next(interview), "three");
    choose(interview, "one.yes");
    assert_string_equal(disposition(interview), "soon");
    assert_true(holds(interview, "two.bad") && holds(interview, "flag"));
    assert_int_equal(interview_facts(interview)->points[0], 3);
    finish(interview);
}

/* Many answers at once: taken one by one, worked out together. */
static void test_what_follows_can_wait(void **state)
{
    struct interview *interview = begin(A_WAY);

    (void)state;
    interview_hold(interview);
    choose(interview, "three.no");
    choose(interview, "two.bad");
    choose(interview, "one.yes");
    assert_string_equal(next(interview), "one");
    interview_settle(interview);
    assert_string_equal(next(interview), "four");
    assert_string_equal(disposition(interview), "soon");
    choose(interview, "four.no");
    assert_true(interview_complete(interview));

    interview_hold(interview);
    interview_restart(interview);
    choose(interview, "one.no");
    assert_string_equal(next(interview), "three");
    finish(interview);
}

static void test_any_question_may_be_answered_at_any_time(void **state)
{
    struct interview *interview = begin(A_WAY);

    (void)state;
    choose(interview, "four.yes");
    choose(interview, "two.bad");
    assert_string_equal(next(interview), "one");
    assert_string_equal(disposition(interview), "home");
    assert_false(holds(interview, "four.yes"));
    choose(interview, "one.yes");
    assert_string_equal(next(interview), "three");
    assert_false(interview_complete(interview));
    choose(interview, "three.no");
    assert_string_equal(next(interview), "");
    assert_true(interview_complete(interview));
    finish(interview);
}

static void test_a_new_answer_replaces_the_old_one(void **state)
{
    struct interview *interview = begin(A_WAY);

    (void)state;
    choose(interview, "one.yes");
    choose(interview, "two.bad");
    choose(interview, "two.good");
    assert_true(holds(interview, "two.good"));
    assert_false(holds(interview, "two.bad"));
    assert_string_equal(disposition(interview), "home");
    interview_restart(interview);
    assert_string_equal(next(interview), "one");
    assert_false(interview_given(interview, 0));
    assert_false(interview_gave(interview, 0));
    assert_false(holds(interview, "one.yes"));
    finish(interview);
    interview_free(NULL);
}

static void test_going_back(void **state)
{
    struct interview *interview = begin(A_WAY);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned four = question(protocol, "four");

    (void)state;
    choose(interview, "one.yes");
    choose(interview, "two.good");
    assert_string_equal(next(interview), "four");
    assert_int_equal(interview_asked_before(interview, four), 2);
    assert_int_equal(interview_previous(interview, four), question(protocol, "two"));
    assert_int_equal(interview_previous(interview, question(protocol, "two")), 0);
    assert_int_equal(interview_previous(interview, 0), PROTOCOL_NONE);
    finish(interview);
}

static void test_what_was_known_before_a_question(void **state)
{
    struct interview *interview = begin(A_WAY);
    const struct protocol *protocol = interview_protocol(interview);
    struct facts facts;

    (void)state;
    facts_init(&facts, protocol);
    choose(interview, "one.yes");
    choose(interview, "two.bad");
    interview_facts_before(interview, question(protocol, "two"), &facts);
    assert_true(facts_holds(&facts, finding(protocol, "one.yes")));
    assert_false(facts_holds(&facts, finding(protocol, "two.bad")));
    assert_int_equal(facts.disposition, 2);
    interview_facts_before(interview, question(protocol, "three"), &facts);
    assert_true(facts_holds(&facts, finding(protocol, "flag")));
    facts_fini(&facts, protocol);
    finish(interview);
}

/* ---- what is no answer ---- */

#define ALL_KINDS                                                                               \
    "'questions':[{'id':'hello','kind':'info','text':'Hello.'}," YES_NO("c") ","                \
    "{'id':'l','kind':'checklist','text':'Which?','answers':["                                  \
    "{'id':'a','text':'A'},{'id':'b','text':'B'},"                                              \
    "{'id':'unsure','text':'U','exclusive':true,'unsure':true}]},"                              \
    "{'id':'n','kind':'number','text':'How warm?','unit':'C','min':34,'max':43,'step':0.1,"     \
    "'units':[{'unit':'F','scale':0.5555555555555556,'offset':-17.77777777777778}],"            \
    "'answers':[{'id':'low','from':34,'text':'L'},{'id':'fever','from':38,'text':'F'},"         \
    "{'id':'unmeasured','text':'U'},{'id':'high','from':40.5,'text':'H'}]}]"

static void expect_number(struct interview *interview, double value, enum interview_fault fault)
{
    assert_int_equal(
        interview_number(interview, question(interview_protocol(interview), "n"), value), fault);
}

static void test_a_wrong_kind_of_answer_is_refused_and_changes_nothing(void **state)
{
    struct interview *interview = begin(ALL_KINDS);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned hello = question(protocol, "hello"), c = question(protocol, "c"),
             l = question(protocol, "l"), n = question(protocol, "n");
    unsigned yes = finding(protocol, "c.yes"), a = finding(protocol, "l.a"),
             fever = finding(protocol, "n.fever");

    (void)state;
    choose(interview, "c.no");
    assert_int_equal(interview_choose(interview, c, a), INTERVIEW_NOT_AN_ANSWER);
    assert_int_equal(interview_choose(interview, l, yes), INTERVIEW_NOT_AN_ANSWER);
    assert_int_equal(interview_choose(interview, l, a), INTERVIEW_NOT_AN_ANSWER);
    assert_int_equal(interview_choose(interview, n, fever), INTERVIEW_NOT_AN_ANSWER);
    assert_int_equal(interview_tick(interview, c, &yes, 1), INTERVIEW_NOT_AN_ANSWER);
    assert_int_equal(interview_tick(interview, l, &yes, 1), INTERVIEW_NOT_AN_ANSWER);
    assert_int_equal(interview_number(interview, c, 1), INTERVIEW_NOT_AN_ANSWER);
    assert_int_equal(interview_read(interview, c), INTERVIEW_NOT_AN_ANSWER);
    assert_true(interview_gave(interview, finding(protocol, "c.no")));
    assert_false(interview_given(interview, l) || interview_given(interview, n));
    assert_string_equal(next(interview), "hello");
    assert_int_equal(interview_read(interview, hello), INTERVIEW_TAKEN);
    assert_string_equal(next(interview), "l");
    finish(interview);
}

static void test_checklists(void **state)
{
    struct interview *interview = begin(ALL_KINDS);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned l = question(protocol, "l");
    unsigned both[] = {finding(protocol, "l.a"), finding(protocol, "l.unsure")};

    (void)state;
    interview_read(interview, 0);
    choose(interview, "c.no");
    assert_int_equal(interview_tick(interview, l, both, 2), INTERVIEW_EXCLUSIVE);
    assert_string_equal(next(interview), "l");
    tick(interview, "l.unsure");
    assert_true(holds(interview, "l.unsure"));
    tick(interview, "l.a l.b");
    assert_true(holds(interview, "l.a") && holds(interview, "l.b"));
    assert_false(holds(interview, "l.unsure"));
    tick(interview, "l");
    assert_false(holds(interview, "l.a") || holds(interview, "l.b"));
    assert_string_equal(next(interview), "n");
    finish(interview);
}

/* ---- numbers ---- */

static void test_bands_begin_where_they_say(void **state)
{
    static const struct {
        double value;
        const char *band;
    } rows[] = {{34, "n.low"},     {37.9, "n.low"},   {38, "n.fever"},
                {40.4, "n.fever"}, {40.5, "n.high"}, {43, "n.high"}};
    struct interview *interview = begin(ALL_KINDS);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned n = question(protocol, "n");
    double value;

    (void)state;
    interview_read(interview, 0);
    choose(interview, "c.no");
    tick(interview, "l");
    assert_false(interview_value(interview, n, &value));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_number(interview, rows[i].value, INTERVIEW_TAKEN);
        for (size_t j = 0; j < sizeof rows / sizeof *rows; j++)
            assert_int_equal(holds(interview, rows[j].band),
                             strcmp(rows[i].band, rows[j].band) == 0);
        assert_true(interview_value(interview, n, &value));
        assert_true(value == rows[i].value);
    }
    choose(interview, "n.unmeasured");
    assert_false(interview_value(interview, n, &value));
    assert_false(holds(interview, "n.high"));
    assert_true(interview_complete(interview));
    finish(interview);
}

static void test_numbers_out_of_range_or_between_steps(void **state)
{
    struct interview *interview = begin(ALL_KINDS);

    (void)state;
    expect_number(interview, 33.9, INTERVIEW_TOO_LOW);
    expect_number(interview, -1e300, INTERVIEW_TOO_LOW);
    expect_number(interview, 43.1, INTERVIEW_TOO_HIGH);
    expect_number(interview, 1e300, INTERVIEW_TOO_HIGH);
    expect_number(interview, 38.05, INTERVIEW_OFF_STEP);
    expect_number(interview, 38.00001, INTERVIEW_OFF_STEP);
    expect_number(interview, (double)NAN, INTERVIEW_NOT_AN_ANSWER);
    expect_number(interview, (double)INFINITY, INTERVIEW_NOT_AN_ANSWER);
    expect_number(interview, 38.1, INTERVIEW_TAKEN);
    finish(interview);
}

/* 100.4 F is 38 C; a number in a second unit goes to the nearest step. */
static void test_a_second_unit(void **state)
{
    struct interview *interview = begin(ALL_KINDS);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned n = question(protocol, "n");
    const struct unit *fahrenheit = &protocol->questions[n].units[0];
    double value = 0;

    (void)state;
    assert_string_equal(fahrenheit->name, "F");
    assert_int_equal(interview_number_in(interview, n, fahrenheit, 100.4), INTERVIEW_TAKEN);
    assert_true(interview_gave(interview, finding(protocol, "n.fever")));
    assert_true(interview_value(interview, n, &value) && fabs(value - 38) < 1e-9);
    assert_int_equal(interview_number_in(interview, n, fahrenheit, 99.99), INTERVIEW_TAKEN);
    assert_true(interview_value(interview, n, &value) && fabs(value - 37.8) < 1e-9);
    assert_true(interview_gave(interview, finding(protocol, "n.low")));
    assert_int_equal(interview_number_in(interview, n, fahrenheit, 38), INTERVIEW_TOO_LOW);
    finish(interview);
}

/* Half way between two steps there is still a nearest one. */
static void test_a_second_unit_between_two_steps(void **state)
{
    struct interview *interview = begin(
        "'questions':[{'id':'n','kind':'number','text':'How many?','min':0,'max':9,'step':1,"
        "'units':[{'unit':'pairs','scale':0.5}],'answers':[{'id':'few','from':0,'text':'F'},"
        "{'id':'more','from':1,'text':'M'}]}]");
    const struct unit *pairs = interview_protocol(interview)->questions[0].units;

    (void)state;
    assert_int_equal(interview_number_in(interview, 0, pairs, 1), INTERVIEW_TAKEN);
    assert_true(holds(interview, "n.more"));
    finish(interview);
}

/* ---- early ends ---- */

#define EARLY                                                                                   \
    "'questions':[{'id':'danger','kind':'checklist','text':'Any?','answers':["                  \
    "{'id':'now','text':'N','raise':'now','note':'N'},{'id':'stop','text':'S','ends':true},"    \
    "{'id':'a','text':'A'}]}," YES_NO("two") "," YES_NO("three") "],'findings':["               \
    "{'id':'here','when':'danger.a'},"                                                          \
    "{'id':'open','when':{'not':'three.yes'},'raise':'soon','note':'O'},"                       \
    "{'id':'later','when':{'any':['danger.a','two.yes']},'raise':'soon','note':'L'}],"          \
    "'advice':[{'title':'Do','items':[{'id':'still','text':'1','when':{'not':'open'}}]}]"

static void test_an_ending_disposition_asks_nothing_further(void **state)
{
    struct interview *interview = begin(EARLY);

    (void)state;
    tick(interview, "danger.now");
    assert_true(interview_complete(interview));
    assert_string_equal(disposition(interview), "now");
    assert_false(interview_asked(interview, 1));
    finish(interview);
}

/* What could only be settled by questions that are not asked any more does not hold, not even if
 * it is about what was not said. */
static void test_what_is_not_settled_by_the_end_does_not_hold(void **state)
{
    struct interview *interview = begin(EARLY);
    const struct protocol *protocol = interview_protocol(interview);

    (void)state;
    tick(interview, "danger.stop danger.a");
    assert_true(interview_complete(interview));
    assert_true(holds(interview, "here"));
    assert_false(holds(interview, "open") || holds(interview, "later"));
    assert_string_equal(disposition(interview), "home");
    assert_true(facts_advise(interview_facts(interview), protocol, 0));
    tick(interview, "danger.a");
    choose(interview, "two.no");
    assert_true(holds(interview, "later"));
    choose(interview, "three.no");
    assert_true(holds(interview, "open"));
    finish(interview);
}

/* The last question that a red flag waits for is left out, and it settles all the same. */
static void test_a_skipped_question_can_end_the_interview(void **state)
{
    struct interview *interview = begin(
        "'questions':[" YES_NO("one") "," YES_NO_IF("two", "'one.no'") "," YES_NO("three")
        "],'findings':[{'id':'flag','when':{'all':['one.yes',{'not':'two.yes'}]},'raise':'now',"
        "'note':'F'}]");

    (void)state;
    choose(interview, "one.yes");
    assert_true(interview_complete(interview));
    assert_string_equal(disposition(interview), "now");
    choose(interview, "one.no");
    assert_string_equal(next(interview), "two");
    finish(interview);
}

/* All is decided before the first question: none is asked. */
static void test_an_interview_without_questions(void **state)
{
    struct interview *interview =
        begin("'scores':[{'id':'empty','title':'E'}],'questions':[" YES_NO("one") "],"
              "'findings':[{'id':'flag','when':{'score':'empty','below':1},'raise':'now',"
              "'note':'F'}]");

    (void)state;
    assert_true(interview_complete(interview));
    assert_string_equal(disposition(interview), "now");
    choose(interview, "one.yes");
    assert_false(holds(interview, "one.yes"));
    assert_false(interview_asked(interview, 0));
    finish(interview);
}

/* ---- why ---- */

#define REASONS                                                                                 \
    "'scores':[{'id':'sum','title':'S'},{'id':'other','title':'O'}],'questions':["              \
    "{'id':'s','kind':'checklist','text':'Which?','answers':["                                  \
    "{'id':'a','text':'A','raise':'soon','note':'A','points':{'other':1,'sum':1}},"             \
    "{'id':'b','text':'B','points':{'other':1}},{'id':'c','text':'C'}]},"                       \
    "{'id':'t','kind':'choice','text':'Is it?','answers':["                                     \
    "{'id':'yes','text':'Y','points':{'sum':2},'raise':'now','note':'T'},"                      \
    "{'id':'no','text':'N'}]}],"                                                                \
    "'findings':[{'id':'both','when':{'all':['s.a','s.b']},'raise':'soon','note':'B'},"         \
    "{'id':'sum','when':{'score':'sum','from':2},'raise':'soon','note':'S'},"                   \
    "{'id':'mixed','when':{'any':['both',{'not':{'all':['t.no','s.b']}},'t.yes','s.c',"         \
    "{'at_least':1,'of':['both','sum']}]},'raise':'now','note':'M'}],"                          \
    "'advice':[{'title':'Do','items':[{'id':'always','text':'1'},"                              \
    "{'id':'why','text':'2','when':{'any':['both',{'all':['t.yes','s.a']},"                     \
    "{'not':{'all':['s.b','s.c']}},{'score':'sum','from':1},'both','s.c']}}]}]"

static void test_red_flags_come_most_urgent_first(void **state)
{
    struct interview *interview = begin(REASONS);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned flags[8] = {0};

    (void)state;
    assert_int_equal(interview_red_flags(interview, flags, 8), 0);
    tick(interview, "s.a s.b");
    choose(interview, "t.yes");
    assert_int_equal(interview_red_flags(interview, flags, 8), 5);
    assert_int_equal(flags[0], finding(protocol, "t.yes"));
    assert_int_equal(flags[1], finding(protocol, "mixed"));
    assert_int_equal(flags[2], finding(protocol, "s.a"));
    assert_int_equal(flags[3], finding(protocol, "both"));
    assert_int_equal(flags[4], finding(protocol, "sum"));
    flags[2] = 99;
    assert_int_equal(interview_red_flags(interview, flags, 2), 5);
    assert_int_equal(flags[2], 99);
    finish(interview);
}

static void test_the_questions_a_finding_rests_on(void **state)
{
    struct interview *interview = begin(REASONS);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned questions[4] = {9, 9, 9, 9};

    (void)state;
    tick(interview, "s.a s.b");
    choose(interview, "t.yes");
    assert_int_equal(interview_grounds(interview, finding(protocol, "s.b"), questions, 4), 1);
    assert_int_equal(questions[0], 0);
    assert_int_equal(interview_grounds(interview, finding(protocol, "both"), questions, 4), 1);
    assert_int_equal(questions[0], 0);
    assert_int_equal(interview_grounds(interview, finding(protocol, "sum"), questions, 4), 2);
    assert_int_equal(interview_grounds(interview, finding(protocol, "mixed"), questions, 4), 2);
    assert_int_equal(questions[0], 0);
    assert_int_equal(questions[1], 1);
    questions[1] = 9;
    assert_int_equal(interview_grounds(interview, finding(protocol, "sum"), questions, 1), 2);
    assert_int_equal(questions[1], 9);
    tick(interview, "s.c");
    choose(interview, "t.no");
    assert_int_equal(interview_grounds(interview, finding(protocol, "sum"), questions, 4), 0);
    assert_int_equal(interview_grounds(interview, finding(protocol, "mixed"), questions, 4), 1);
    finish(interview);
}

/*
 * Each finding names the two before it, so there are more ways down from the last one than could be
 * followed; each is followed once.
 */
static void test_grounds_of_findings_that_name_each_other(void **state)
{
    enum { FINDINGS = 80 };
    char text[FINDINGS * 80] = "'questions':[" YES_NO("q") "],'findings':["
                               "{'id':'f0','when':'q.yes'},{'id':'f1','when':'q.yes'}";
    struct interview *interview;
    unsigned questions[2];

    (void)state;
    for (unsigned i = 2; i < FINDINGS; i++)
        sprintf(text + strlen(text), ",{'id':'f%u','when':{'any':['f%u','f%u']}}", i, i - 1, i - 2);
    strcat(text, "]");
    interview = begin(text);
    choose(interview, "q.yes");
    assert_int_equal(interview_grounds(interview, finding(interview_protocol(interview), "f79"),
                                       questions, 2), 1);
    finish(interview);
}

/* Each finding once; what a `not` keeps away is no reason. */
static void test_the_findings_advice_is_shown_for(void **state)
{
    struct interview *interview = begin(REASONS);
    const struct protocol *protocol = interview_protocol(interview);
    unsigned findings[4];

    (void)state;
    tick(interview, "s.a s.b");
    choose(interview, "t.yes");
    assert_int_equal(interview_reasons(interview, 0, findings, 4), 0);
    assert_int_equal(interview_reasons(interview, 1, findings, 4), 3);
    assert_int_equal(findings[0], finding(protocol, "both"));
    assert_int_equal(findings[1], finding(protocol, "t.yes"));
    assert_int_equal(findings[2], finding(protocol, "s.a"));
    tick(interview, "s");
    choose(interview, "t.no");
    assert_int_equal(interview_reasons(interview, 1, findings, 4), 0);
    finish(interview);
}

/* ---- private ---- */

/* Whatever rests on a private question is private, however far away. */
static void test_private_is_inherited(void **state)
{
    struct interview *interview = begin(
        "'scores':[{'id':'sum','title':'S'},{'id':'open','title':'O'}],'questions':["
        "{'id':'p','kind':'choice','text':'Is it?','private':true,'answers':["
        "{'id':'yes','text':'Y','points':{'sum':1}},{'id':'no','text':'N'}]},"
        "{'id':'o','kind':'choice','text':'Is it?','answers':["
        "{'id':'yes','text':'Y','points':{'open':1}},{'id':'no','text':'N'}]}],'findings':["
        "{'id':'direct','when':'p.no'},{'id':'through','when':{'not':'direct'}},"
        "{'id':'points','when':{'score':'sum','from':1}},"
        "{'id':'except','when':'o.yes','unless':'p.yes'},"
        "{'id':'open','when':'o.yes'},{'id':'counted','when':{'score':'open','from':1}}],"
        "'advice':[{'title':'Do','items':["
        "{'id':'hidden','text':'1','when':'through'},"
        "{'id':'kept','text':'2','when':'o.yes','unless':'points'},"
        "{'id':'public','text':'3','when':'open'}]}]");
    const struct protocol *protocol = interview_protocol(interview);
    static const struct {
        const char *id;
        bool private;
    } rows[] = {{"p.yes", true},  {"p.no", true},   {"o.yes", false}, {"direct", true},
                {"through", true}, {"points", true}, {"except", true}, {"open", false},
                {"counted", false}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(protocol_finding_private(protocol, finding(protocol, rows[i].id)),
                         rows[i].private);
    assert_true(protocol->advice[0].private && protocol->advice[1].private);
    assert_false(protocol->advice[2].private);
    finish(interview);
}

static void test_how_a_finding_reads(void **state)
{
    struct interview *interview = begin(REASONS);
    const struct protocol *protocol = interview_protocol(interview);
    struct arena arena = {0};

    (void)state;
    assert_string_equal(protocol_finding_note(protocol, finding(protocol, "s.a")), "A");
    assert_string_equal(protocol_finding_note(protocol, finding(protocol, "t.yes")), "T");
    assert_string_equal(protocol_finding_note(protocol, finding(protocol, "s.b")), "B");
    assert_string_equal(protocol_finding_note(protocol, finding(protocol, "sum")), "S");
    assert_string_equal(protocol_finding_id(protocol, finding(protocol, "s.b"), &arena), "s.b");
    assert_string_equal(protocol_finding_id(protocol, finding(protocol, "sum"), &arena), "sum");
    assert_int_equal(protocol_find(protocol, PROTOCOL_FINDING, "s.x"), PROTOCOL_NONE);
    assert_int_equal(protocol_find(protocol, PROTOCOL_FINDING, "sa"), PROTOCOL_NONE);
    assert_int_equal(protocol_find(protocol, PROTOCOL_QUESTION, "sum"), PROTOCOL_NONE);
    arena_free(&arena);
    finish(interview);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_answer_off_the_path_counts_for_nothing),
        cmocka_unit_test(test_what_follows_can_wait),
        cmocka_unit_test(test_any_question_may_be_answered_at_any_time),
        cmocka_unit_test(test_a_new_answer_replaces_the_old_one),
        cmocka_unit_test(test_going_back),
        cmocka_unit_test(test_what_was_known_before_a_question),
        cmocka_unit_test(test_a_wrong_kind_of_answer_is_refused_and_changes_nothing),
        cmocka_unit_test(test_checklists),
        cmocka_unit_test(test_bands_begin_where_they_say),
        cmocka_unit_test(test_numbers_out_of_range_or_between_steps),
        cmocka_unit_test(test_a_second_unit),
        cmocka_unit_test(test_a_second_unit_between_two_steps),
        cmocka_unit_test(test_an_ending_disposition_asks_nothing_further),
        cmocka_unit_test(test_what_is_not_settled_by_the_end_does_not_hold),
        cmocka_unit_test(test_a_skipped_question_can_end_the_interview),
        cmocka_unit_test(test_an_interview_without_questions),
        cmocka_unit_test(test_red_flags_come_most_urgent_first),
        cmocka_unit_test(test_the_questions_a_finding_rests_on),
        cmocka_unit_test(test_grounds_of_findings_that_name_each_other),
        cmocka_unit_test(test_the_findings_advice_is_shown_for),
        cmocka_unit_test(test_private_is_inherited),
        cmocka_unit_test(test_how_a_finding_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
