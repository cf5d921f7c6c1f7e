/* test coverage: what cases show, gaps, and interviews that show the rest. */
#include "small.h"

#include "engine/coverage.h"
#include "engine/walk.h"

#define BOOK "'sources':[{'id':'book','title':'B','publisher':'P'},"                             \
             "{'id':'paper','title':'P','publisher':'P'}],"
#define HEAD(status)                                                                             \
    "{'redflag':1,'id':'small','version':'1','language':'en','title':'T','about':['A'],"       \
    "'review':" status "," BOOK SMALL_DISPOSITIONS
#define DRAFT "{'status':'draft'}"
#define REVIEWED "{'status':'reviewed','by':'B','on':'2026-01-01'}"

/* a.x raises with its own source, a.y with that of its question, both has none. */
#define REST                                                                                     \
    "'scores':[{'id':'worry','title':'W'}],"                                                   \
    "'questions':[{'id':'a','kind':'checklist','text':'A?','sources':['book'],'answers':["     \
    "{'id':'x','text':'X','raise':'soon','note':'X','sources':['paper']},"                     \
    "{'id':'y','text':'Y','raise':'soon','note':'Y'},"                                         \
    "{'id':'z','text':'Z','points':{'worry':2}}]}," YES_NO_IF("b", "'a.x'") "],"               \
    "'findings':[{'id':'both','when':{'all':['a.x','a.y']},'raise':'now','note':'B'},"         \
    "{'id':'never','when':{'all':['b.yes','b.no']},'note':'N'}],"                              \
    "'advice':[{'title':'G','items':["                                                         \
    "{'id':'rest','text':'R.','for':['home']},"                                                \
    "{'id':'walk','text':'W.','for':['soon'],'when':'b.yes','unless':'a.z'},"                  \
    "{'id':'calm','text':'C.','for':['home'],'when':{'all':['a.z',{'score':'worry','from':1}]}}]}]}"

#define CASES                                                                                    \
    "'cases':["                                                                                \
    "{'id':'one','title':'One','answers':{'a':['x'],'b':'no'},'expect':{'disposition':'soon'}},"\
    "{'id':'two','title':'Two','answers':{'a':['y']},'expect':{'disposition':'home'}}]"

static const char *const kinds[] = {"answers", "findings", "advice", "dispositions"};

/* "advice rest": how many cases show it. */
static unsigned times(const struct coverage *coverage, const char *wanted)
{
    struct arena arena = {0};
    unsigned found = UINT_MAX;

    for (enum coverage_kind kind = 0; kind < COVERAGE_COUNT; kind++)
        for (unsigned i = 0; i < coverage_total(coverage, kind); i++) {
            const char *name = arena_format(&arena, "%s %s", kinds[kind],
                                            coverage_id(coverage, kind, i, &arena));
            if (strcmp(name, wanted) == 0)
                found = coverage_times(coverage, kind, i);
        }
    arena_free(&arena);
    assert_int_not_equal(found, UINT_MAX);
    return found;
}

/* Only a case that comes out as it expects shows anything. */
static void test_counting(void **state)
{
    struct protocol *protocol = small_whole(HEAD(DRAFT) REST);
    struct cases *cases = small_cases(protocol, CASES);
    struct coverage coverage;
    (void)state;
    coverage_init(&coverage, protocol, cases);
    assert_true(coverage.passed[0]);
    assert_false(coverage.passed[1]);
    assert_int_equal(times(&coverage, "answers a.x"), 1);
    assert_int_equal(times(&coverage, "answers a.y"), 0);
    assert_int_equal(times(&coverage, "answers b.no"), 1);
    assert_int_equal(times(&coverage, "findings both"), 0);
    assert_int_equal(times(&coverage, "dispositions soon"), 1);
    assert_int_equal(times(&coverage, "advice rest"), 0);
    assert_true(coverage_shows(&coverage, 0, finding(protocol, "a.x")));
    assert_false(coverage_shows(&coverage, 0, finding(protocol, "a.y")));
    assert_false(coverage_shows(&coverage, 1, finding(protocol, "a.y")));
    assert_int_equal(coverage.flags, 3);
    assert_int_equal(coverage.unsourced, 1);
    assert_int_equal(coverage.untried, 2);
    coverage_fini(&coverage);
    cases_free(cases);
    protocol_free(protocol);
}

static void test_sources(void **state)
{
    struct protocol *protocol = small_whole(HEAD(DRAFT) REST);
    struct indexes own = coverage_sources(protocol, finding(protocol, "a.x"));
    struct indexes question = coverage_sources(protocol, finding(protocol, "a.y"));
    (void)state;
    assert_int_equal(own.count, 1);
    assert_string_equal(protocol->sources[own.items[0]].id, "paper");
    assert_int_equal(question.count, 1);
    assert_string_equal(protocol->sources[question.items[0]].id, "book");
    assert_int_equal(coverage_sources(protocol, finding(protocol, "both")).count, 0);
    protocol_free(protocol);
}

static void assert_gaps(const char *text, bool with_cases, size_t errors, size_t warnings)
{
    struct protocol *protocol = small_whole(text);
    struct cases *cases = with_cases ? small_cases(protocol, CASES) : NULL;
    struct diags *diags = diags_new();
    struct coverage coverage;

    coverage_init(&coverage, protocol, cases);
    coverage_gaps(&coverage, diags);
    assert_int_equal(diags_errors(diags), errors);
    assert_int_equal(diags_warnings(diags), warnings);
    diags_free(diags);
    coverage_fini(&coverage);
    cases_free(cases);
    protocol_free(protocol);
}

/* One source and two cases are missing; without any cases that is said once, by somebody else. */
static void test_gaps(void **state)
{
    (void)state;
    assert_gaps(HEAD(DRAFT) REST, true, 0, 3);
    assert_gaps(HEAD(REVIEWED) REST, true, 3, 0);
    assert_gaps(HEAD(DRAFT) REST, false, 0, 1);
}

/* All that can be shown is shown; what cannot be is not waited for. */
static void test_completing(void **state)
{
    static const char *const reachable[] = {
        "answers a.x", "answers a.y", "answers a.z", "answers b.yes", "answers b.no",
        "findings both", "advice rest", "advice walk", "advice calm",
        "dispositions now", "dispositions soon", "dispositions home"};
    struct protocol *protocol = small_whole(HEAD(DRAFT) REST);
    struct coverage none, shown;
    struct interview **list;
    size_t count, kept = 0;
    bool all = false;
    (void)state;
    coverage_init(&none, protocol, NULL);
    coverage_init(&shown, protocol, NULL);
    list = coverage_complete(&none, WALK_BUDGET, &count, &all);
    assert_true(all);
    for (size_t i = 0; i < count; i++) {
        const struct facts *facts = interview_facts(list[i]);
        assert_true(interview_complete(list[i]));
        for (unsigned f = 0; f < protocol_finding_total(protocol); f++)
            shown.findings[f] += facts_holds(facts, f);
        for (unsigned a = 0; a < protocol->advice_count; a++)
            shown.advice[a] += facts_advise(facts, protocol, a);
        shown.dispositions[facts->disposition]++;
    }
    for (size_t i = 0; i < sizeof reachable / sizeof *reachable; i++)
        kept += times(&shown, reachable[i]) > 0;
    assert_int_equal(kept, sizeof reachable / sizeof *reachable);
    assert_int_equal(times(&shown, "findings never"), 0);
    assert_in_range(count, 3, 5);
    for (size_t i = 0; i < count; i++)
        interview_free(list[i]);
    free(list);
    coverage_fini(&shown);
    coverage_fini(&none);
    protocol_free(protocol);
}

/* What a case shows already is not asked for again. */
static void test_completing_cases(void **state)
{
    struct protocol *protocol = small_whole(HEAD(DRAFT) REST);
    struct cases *cases = small_cases(protocol, CASES);
    struct coverage coverage;
    struct interview **list;
    size_t count;
    bool all = false;
    (void)state;
    coverage_init(&coverage, protocol, cases);
    list = coverage_complete(&coverage, WALK_BUDGET, &count, &all);
    assert_true(all);
    for (size_t i = 0; i < count; i++) {
        assert_false(holds(list[i], "b.no"));
        interview_free(list[i]);
    }
    free(list);
    coverage_fini(&coverage);
    cases_free(cases);
    protocol_free(protocol);
}

/* Eighty answers need eighty interviews, and a search for each with each of the others. */
static void test_stopped_by_the_effort(void **state)
{
    char text[8192] = "'questions':[{'id':'q','kind':'choice','text':'Q?','answers':[";
    struct protocol *protocol;
    struct coverage coverage;
    struct interview **list;
    size_t count;
    bool all = true;
    (void)state;
    for (int i = 0; i < 80; i++)
        sprintf(text + strlen(text), "%s{'id':'a%d','text':'A'}", i == 0 ? "" : ",", i);
    strcat(text, "]}]");
    protocol = small_protocol(text);
    coverage_init(&coverage, protocol, NULL);
    list = coverage_complete(&coverage, 101, &count, &all);
    assert_false(all);
    assert_in_range(count, 1, 79);
    for (size_t i = 0; i < count; i++)
        interview_free(list[i]);
    free(list);
    coverage_fini(&coverage);
    protocol_free(protocol);
}

/* An interview can be over before the first question; it shows something all the same. */
static void test_nothing_is_asked(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[" YES_NO("q") "],'scores':[{'id':'worry','title':'W'}],"
        "'findings':[{'id':'f','when':{'score':'worry','below':1},'raise':'now','note':'N'}],"
        "'advice':[{'title':'Do','items':[{'id':'go','text':'Go.','when':'f'}]}]");
    struct coverage coverage;
    struct interview **list;
    size_t count;
    bool all = false;
    (void)state;
    coverage_init(&coverage, protocol, NULL);
    list = coverage_complete(&coverage, SIZE_MAX, &count, &all);
    assert_int_equal(count, 1);
    assert_true(interview_complete(list[0]));
    assert_true(holds(list[0], "f"));
    assert_true(all);
    interview_free(list[0]);
    free(list);
    coverage_fini(&coverage);
    protocol_free(protocol);
}

/* At least 8 of 16, not asked about before the end: more to tell apart than the diagram itself. */
static void test_undecided_is_not_all(void **state)
{
    char text[4096] = "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':[";
    char items[1024] = "";
    struct protocol *protocol;
    struct coverage coverage;
    struct interview **list;
    size_t count, shown = 0;
    bool all = true;
    (void)state;
    for (int i = 0; i < 16; i++) {
        sprintf(text + strlen(text), "%s{'id':'a%d','text':'A'}", i == 0 ? "" : ",", i);
        sprintf(items + strlen(items), "%s's.a%d'", i == 0 ? "" : ",", i);
    }
    sprintf(text + strlen(text), "]}],'advice':[{'title':'Do','items':[{'id':'do','text':'Do.',"
            "'when':{'at_least':8,'of':[%s]},'unless':{'at_least':8,'of':[%s]}}]}]", items, items);
    protocol = small_protocol(text);
    coverage_init(&coverage, protocol, NULL);
    for (size_t budget = 40; budget <= 4000; budget *= 100) {
        list = coverage_complete(&coverage, budget, &count, &all);
        assert_int_equal(all, budget > 40);
        for (size_t i = 0; i < count; i++) {
            shown += interview_complete(list[i]);
            interview_free(list[i]);
        }
        free(list);
    }
    assert_true(shown > 1);
    coverage_fini(&coverage);
    protocol_free(protocol);
}

static void test_stopped_by_the_budget(void **state)
{
    struct protocol *protocol = small_whole(HEAD(DRAFT) REST);
    struct coverage coverage;
    size_t count = 7;
    bool all = true;
    (void)state;
    coverage_init(&coverage, protocol, NULL);
    assert_null(coverage_complete(&coverage, 1, &count, &all));
    assert_false(all);
    assert_int_equal(count, 0);
    coverage_fini(&coverage);
    protocol_free(protocol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counting),   cmocka_unit_test(test_sources),
        cmocka_unit_test(test_gaps),       cmocka_unit_test(test_completing),
        cmocka_unit_test(test_completing_cases),
        cmocka_unit_test(test_stopped_by_the_effort),
        cmocka_unit_test(test_stopped_by_the_budget),
        cmocka_unit_test(test_nothing_is_asked),
        cmocka_unit_test(test_undecided_is_not_all),
    };
    return cmocka_run_group_tests_name("coverage", tests, NULL, NULL);
}
