/* test cases: what a cases file may say, and the sentences about a case that fails. */
#include "small.h"

#define PROTOCOL                                                                                \
    "'questions':[{'id':'hello','kind':'info','text':'Hello.'}," YES_NO("one") ","              \
    "{'id':'two','kind':'choice','text':'Is it?','ask_if':'one.yes','answers':["                \
    "{'id':'bad','text':'B','raise':'soon','note':'B'},{'id':'good','text':'G'}]},"             \
    "{'id':'bye','kind':'info','text':'Bye.'}],"                                                \
    "'findings':[{'id':'flag','when':'two.bad'}],"                                              \
    "'advice':[{'title':'Do','items':[{'id':'rest','text':'1'},"                                \
    "{'id':'care','text':'2','when':'flag'}]}]"

#define ONE_CASE(answers, expected)                                                             \
    "'cases':[{'id':'c','title':'C','answers':" answers ",'expect':" expected "}]"

/* What is not as the case expects, one sentence a line. */
static void expect_sentences(const char *cases_text, const char *expected)
{
    struct protocol *protocol = small_protocol(PROTOCOL);
    struct cases *cases = small_cases(protocol, cases_text);
    struct arena arena = {0};
    const char *const *sentences;
    char all[1024] = "";
    size_t count;

    assert_int_equal(cases->vignette_count, 1);
    sentences = cases_judge(&cases->vignettes[0], &arena, &count);
    for (size_t i = 0; i < count; i++) {
        strcat(all, sentences[i]);
        strcat(all, "\n");
    }
    assert_string_equal(all, expected);
    arena_free(&arena);
    cases_free(cases);
    protocol_free(protocol);
}

/* The file is refused, and this is said among the reasons. */
static void expect_fault(const char *cases_text, const char *words)
{
    struct protocol *protocol = small_protocol(PROTOCOL);
    char *faults = NULL;
    struct cases *cases = small_cases_or(protocol, cases_text, &faults);

    assert_null(cases);
    if (strstr(faults, words) == NULL)
        fail_msg("expected \"%s\", got\n%s", words, faults);
    free(faults);
    protocol_free(protocol);
}

/* ---- judging ---- */

static void test_a_case_that_passes(void **state)
{
    (void)state;
    expect_sentences(ONE_CASE("{'one':'yes','two':'bad'}",
                              "{'disposition':'soon','findings':['flag','two.bad'],"
                              "'not_findings':['one.no'],'advice':['rest','care'],"
                              "'not_advice':[],'not_asked':[]}"),
                     "");
    expect_sentences(ONE_CASE("{'one':'no'}",
                              "{'disposition':'home','not_advice':['care'],'not_asked':['two']}"),
                     "");
}

static void test_everything_that_is_not_as_expected_is_said(void **state)
{
    (void)state;
    expect_sentences(ONE_CASE("{'one':'yes','two':'good'}",
                              "{'disposition':'soon','findings':['flag','one.yes'],"
                              "'not_findings':['two.good'],'advice':['care'],"
                              "'not_advice':['rest'],'not_asked':['two']}"),
                     "the disposition is \"home\"; \"soon\" is expected\n"
                     "the finding \"flag\" does not hold\n"
                     "the finding \"two.good\" holds\n"
                     "the advice \"care\" is not shown\n"
                     "the advice \"rest\" is shown\n"
                     "the question \"two\" is asked\n");
}

/* A case is an interview: what is asked is answered, and nothing else is. */
static void test_a_case_answers_what_is_asked_and_nothing_else(void **state)
{
    (void)state;
    expect_sentences(ONE_CASE("{'one':'yes'}", "{'disposition':'home'}"),
                     "the question \"two\" is asked but not answered\n");
    expect_sentences(ONE_CASE("{'one':'no','two':'bad'}", "{'disposition':'home'}"),
                     "the question \"two\" is answered but not asked\n");
    expect_sentences(ONE_CASE("{}", "{'disposition':'home'}"),
                     "the question \"one\" is asked but not answered\n");
}

/* ---- the file ---- */

static void test_a_file_may_hold_cases_or_promises_or_neither(void **state)
{
    struct protocol *protocol = small_protocol(PROTOCOL);
    struct cases *cases = small_cases(protocol, "'$schema':'x.json'");

    (void)state;
    assert_int_equal(cases->vignette_count, 0);
    assert_int_equal(cases->promise_count, 0);
    cases_free(cases);
    cases = small_cases(protocol,
                        "'promises':[{'id':'a','title':'A','when':'flag','at_least':'soon'},"
                        "{'id':'b','title':'B','when':'flag','never_shown':['rest']},"
                        "{'id':'c','title':'C','when':'flag','never_asked':['two']},"
                        "{'id':'d','title':'D','questions_at_most':4}]");
    assert_int_equal(cases->promise_count, 4);
    assert_int_equal(cases->promises[0].kind, PROMISE_AT_LEAST);
    assert_int_equal(cases->promises[0].disposition, 1);
    assert_int_equal(cases->promises[1].kind, PROMISE_NEVER_SHOWN);
    assert_int_equal(cases->promises[1].advice.items[0], 0);
    assert_int_equal(cases->promises[2].kind, PROMISE_NEVER_ASKED);
    assert_int_equal(cases->promises[2].questions.items[0], question(protocol, "two"));
    assert_int_equal(cases->promises[3].kind, PROMISE_QUESTIONS);
    assert_int_equal(cases->promises[3].most, 4);
    assert_null(cases->promises[3].when);
    cases_free(cases);
    cases_free(NULL);
    protocol_free(protocol);
}

static void test_another_file(void **state)
{
    (void)state;
    expect_fault("[]", "[wrong-type]");
    expect_fault("{}", "[missing-member]");
    expect_fault("{'redflag-cases':2,'protocol':'small'}", "[format-version]");
    expect_fault("{'redflag-cases':1,'protocol':'other'}", "these are cases of another protocol");
    expect_fault("{'redflag-cases':1", "[truncated]");
    expect_fault("'redflag':1", "[unknown-member]");
}

static void test_ids_stand_once(void **state)
{
    (void)state;
    expect_fault("'cases':[{'id':'c','title':'C','answers':{'one':'no'},"
                 "'expect':{'disposition':'home'}},{'id':'d','title':'D','answers':{'one':'no'},"
                 "'expect':{'disposition':'home'}},{'id':'c','title':'E','answers':{'one':'no'},"
                 "'expect':{'disposition':'home'}}]",
                 "the id \"c\" stands twice; each case and each promise needs its own "
                 "(/cases/2) [duplicate-id]");
    expect_fault("'promises':[{'id':'p','title':'P','questions_at_most':1},"
                 "{'id':'p','title':'P','questions_at_most':2}]", "[duplicate-id]");
    expect_fault("'cases':[{'title':'C','answers':{},'expect':{'disposition':'home'}},"
                 "{'id':'c','title':'C','answers':{},'expect':{'disposition':'home'}},"
                 "{'title':'C','answers':{},'expect':{'disposition':'home'}}]",
                 "[missing-member]");
}

static void test_a_case_with_faults(void **state)
{
    (void)state;
    expect_fault("'cases':[7]", "[wrong-type]");
    expect_fault("'cases':[['c'],{'id':7},{'id':'c','title':'C'}]", "[wrong-type]");
    expect_fault("'cases':[{'id':'c','title':'C'}]", "[missing-member]");
    expect_fault(ONE_CASE("{'one':'maybe'}", "{'disposition':'home'}"), "[bad-answer]");
    expect_fault(ONE_CASE("{'oen':'yes'}", "{'disposition':'home'}"), "[unknown-question]");
    expect_fault(ONE_CASE("{}", "{}"), "[missing-member]");
    expect_fault(ONE_CASE("{}", "[]"), "[wrong-type]");
    expect_fault(ONE_CASE("{}", "{'disposition':'home','findings':['falg']}"),
                 "[unknown-reference]");
    expect_fault(ONE_CASE("{}", "{'disposition':'home','advice':[7]}"), "[wrong-type]");
    expect_fault(ONE_CASE("{}", "{'disposition':'never'}"), "[unknown-reference]");
}

static void test_a_promise_with_faults(void **state)
{
    (void)state;
    expect_fault("'promises':[7]", "[wrong-type]");
    expect_fault("'promises':[{'id':'p','title':'P','when':'flag'}]",
                 "a promise needs exactly one of");
    expect_fault("'promises':[{'id':'p','title':'P','when':'flag','at_least':'soon',"
                 "'never_asked':['two']}]", "a promise needs exactly one of");
    expect_fault("'promises':[{'id':'p','title':'P','when':'flag','questions_at_most':3}]",
                 "has no \"when\"");
    expect_fault("'promises':[{'id':'p','title':'P','at_least':'soon'}]", "needs \"when\"");
    expect_fault("'promises':[{'id':'p','title':'P','questions_at_most':-1}]",
                 "there cannot be fewer than 0 questions");
    expect_fault("'promises':[{'id':'p','title':'P','questions_at_most':1.5}]",
                 "[not-an-integer]");
}

/* NAME.cases.json beside NAME.json, whatever the file is called. */
static void test_where_the_cases_are(void **state)
{
    static const char *const rows[][2] = {
        {"data/cramps.json", "data/cramps.cases.json"}, {"cramps", "cramps.cases.json"},
        {"x.jso", "x.jso.cases.json"}, {".json", ".json.cases.json"}, {"", ".cases.json"},
        {"a.txtxx", "a.txtxx.cases.json"},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(cases_path(rows[i][0], &arena), rows[i][1]);
    arena_free(&arena);
}

/* What is there and cannot be read is there: only a name that nobody has is no file. */
static void test_whether_there_are_cases(void **state)
{
    (void)state;
    assert_true(cases_exist("data/cramps.cases.json"));
    assert_true(cases_exist("data"));
    assert_true(cases_exist("Makefile/cramps.cases.json"));
    assert_false(cases_exist("data/nobody.cases.json"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whether_there_are_cases),
        cmocka_unit_test(test_a_case_that_passes),
        cmocka_unit_test(test_everything_that_is_not_as_expected_is_said),
        cmocka_unit_test(test_a_case_answers_what_is_asked_and_nothing_else),
        cmocka_unit_test(test_a_file_may_hold_cases_or_promises_or_neither),
        cmocka_unit_test(test_another_file),
        cmocka_unit_test(test_ids_stand_once),
        cmocka_unit_test(test_a_case_with_faults),
        cmocka_unit_test(test_a_promise_with_faults),
        cmocka_unit_test(test_where_the_cases_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
