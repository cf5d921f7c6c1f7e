/* test verify: every kind of thing that is proved or found wanting, with its example. */
#include "small.h"

#include "engine/verify.h"
#include "engine/walk.h"

/* What one proof says, one line an item: kind, place, and the end of its example. */
struct proof {
    struct protocol *protocol;
    struct cases *cases;
    struct verify_report *report;
};

static struct proof prove_within(const char *text, const char *cases, size_t budget)
{
    struct proof proof = {.protocol = small_protocol(text)};

    if (cases != NULL)
        proof.cases = small_cases(proof.protocol, cases);
    proof.report = verify(proof.protocol, proof.cases, budget);
    return proof;
}

static struct proof prove(const char *text, const char *cases)
{
    return prove_within(text, cases, WALK_BUDGET);
}

static void forget(struct proof *proof)
{
    verify_free(proof->report);
    cases_free(proof->cases);
    protocol_free(proof->protocol);
}

static const struct verify_item *find_nth(const struct proof *proof, enum verify_kind kind,
                                          size_t n)
{
    for (size_t i = 0; i < proof->report->item_count; i++)
        if (proof->report->items[i].kind == kind && n-- == 0)
            return &proof->report->items[i];
    return NULL;
}

static const struct verify_item *find(const struct proof *proof, enum verify_kind kind)
{
    return find_nth(proof, kind, 0);
}

/* Exactly these places are of this kind, in this order: "/questions/1 /questions/2". */
static void expect(const struct proof *proof, enum verify_kind kind, const char *places)
{
    char found[512] = "";

    for (size_t i = 0; i < proof->report->item_count; i++)
        if (proof->report->items[i].kind == kind) {
            strcat(found, *found == '\0' ? "" : " ");
            strcat(found, proof->report->items[i].pointer);
        }
    assert_string_equal(found, places);
}

/* ---- nothing wrong ---- */

static void test_a_good_protocol_has_figures_and_nothing_else(void **state)
{
    struct proof proof = prove(
        "'questions':[" YES_NO("one") "," YES_NO_IF("two", "'one.yes'") ","
        "{'id':'three','kind':'choice','text':'Is it?','answers':["
        "{'id':'now','text':'N','raise':'now','note':'N'},"
        "{'id':'soon','text':'S','raise':'soon','note':'S'},{'id':'no','text':'N'}]}]", NULL);

    (void)state;
    assert_true(proof.report->decided);
    assert_int_equal(proof.report->item_count, 0);
    assert_int_equal(verify_failures(proof.report), 0);
    assert_int_equal(proof.report->interviews, 2 * 3 + 3);
    assert_int_equal(proof.report->fewest, 2);
    assert_int_equal(proof.report->most, 3);
    assert_true(proof.report->nodes > 0 && proof.report->edges > 0);
    forget(&proof);
    verify_free(NULL);
}

/* Proves a protocol that begins with `before` and ends with checklists of so many items each. */
static struct proof prove_with_checklists(const char *before, unsigned lists, unsigned items)
{
    size_t length;
    char *text = calloc(1, 100 + strlen(before) + lists * (100 + items * (size_t)30));
    struct proof proof;

    length = (size_t)sprintf(text, "'questions':[%s", before);
    for (unsigned list = 0; list < lists; list++) {
        length += (size_t)sprintf(text + length, "%s{'id':'s%u','kind':'checklist','text':'Which?',"
                                  "'answers':[", list == 0 ? "" : ",", list);
        for (unsigned i = 0; i < items; i++)
            length += (size_t)sprintf(text + length, "%s{'id':'a%u','text':'A'}",
                                      i == 0 ? "" : ",", i);
        length += (size_t)sprintf(text + length, "]}");
    }
    strcpy(text + length, "]");
    proof = prove(text, NULL);
    free(text);
    return proof;
}

/* 2^70 interviews do not fit an integer. */
static void test_more_interviews_than_an_integer_counts(void **state)
{
    struct proof proof = prove_with_checklists("", 1, 70);

    (void)state;
    assert_true(proof.report->interviews == 1180591620717411303424.0L);
    forget(&proof);
}

/* 2^16500 fit nothing. The one interview that ends at once is counted with those and changes nothing. */
static void test_more_interviews_than_can_be_counted(void **state)
{
    struct proof proof = prove_with_checklists(
        "{'id':'q','kind':'choice','text':'Is it?','answers':[{'id':'no','text':'N'},"
        "{'id':'now','text':'N','raise':'now','note':'N'},"
        "{'id':'soon','text':'S','raise':'soon','note':'S'}]},", 66, 250);

    (void)state;
    /* Not isinf: Valgrind counts with 64 bits only and does not see that this is more than any. */
    assert_true(proof.report->interviews == proof.report->interviews / 2);
    assert_int_equal(proof.report->item_count, 0);
    forget(&proof);
}

/* ---- what cannot be reached ---- */

static void test_what_no_interview_reaches(void **state)
{
    struct proof proof = prove(
        "'questions':[" YES_NO("one") ","
        YES_NO_IF("never", "{'all':['one.yes','one.no']}") "],"
        "'findings':[{'id':'none','when':{'all':['one.yes','one.no']}},"
        "{'id':'behind','when':'never.yes'}],"
        "'advice':[{'title':'Do','items':[{'id':'a','text':'1'},"
        "{'id':'b','text':'2','when':'one.yes','unless':'one.yes'},"
        "{'id':'c','text':'3','for':['soon']}]}]", NULL);

    (void)state;
    expect(&proof, VERIFY_UNREACHABLE_QUESTION, "/questions/1");
    expect(&proof, VERIFY_UNREACHABLE_ANSWER, "/questions/1/answers/0 /questions/1/answers/1");
    expect(&proof, VERIFY_UNREACHABLE_FINDING, "/findings/0 /findings/1");
    expect(&proof, VERIFY_UNREACHABLE_ADVICE, "/advice/0/items/1 /advice/0/items/2");
    expect(&proof, VERIFY_UNREACHABLE_DISPOSITION, "/dispositions/0 /dispositions/1");
    assert_true(find(&proof, VERIFY_UNREACHABLE_QUESTION)->place.line == 1);
    assert_true(verify_failures(proof.report) >= 9);
    forget(&proof);
}

/* A question that is asked even though the one before always ends cannot be. */
static void test_nothing_is_reached_behind_an_end(void **state)
{
    struct proof proof = prove(
        "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'a','text':'A','ends':true},{'id':'b','text':'B','raise':'now','note':'B'}]},"
        YES_NO("two") "]",
        "'promises':[{'id':'p','title':'P','when':'two.yes','at_least':'now'},"
        "{'id':'q','title':'Q','when':{'not':'two.yes'},'at_least':'soon'},"
        "{'id':'r','title':'R','when':'one.a','never_asked':['two']}]");

    (void)state;
    expect(&proof, VERIFY_PROMISE_BROKEN, "/promises/1");
    expect(&proof, VERIFY_UNREACHABLE_QUESTION, "/questions/1");
    expect(&proof, VERIFY_UNREACHABLE_DISPOSITION, "/dispositions/1");
    assert_int_equal(proof.report->interviews, 2);
    assert_int_equal(proof.report->most, 1);
    forget(&proof);
    proof = prove("'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
                  "{'id':'a','text':'A','ends':true},{'id':'b','text':'B','ends':true}]},"
                  YES_NO("two") "]",
                  "'promises':[{'id':'q','title':'Q','when':{'not':'two.yes'},'at_least':'soon'}]");
    expect(&proof, VERIFY_PROMISE_BROKEN, "/promises/0");
    forget(&proof);
}

/* ---- always and never ---- */

static void test_conditions_with_one_value_only(void **state)
{
    struct proof proof = prove(
        "'scores':[{'id':'sum','title':'S'}],'questions':["
        "{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'yes','text':'Y','points':{'sum':2}},{'id':'no','text':'N'}]},"
        YES_NO_IF("two", "{'any':['one.yes','one.no']}") ","
        YES_NO_IF("three", "{'any':[{'score':'sum','from':3},'one.yes']}") "],"
        "'findings':[{'id':'f','when':'one.yes','unless':{'all':['one.yes','one.no']}},"
        "{'id':'g','when':{'any':['one.yes',{'at_least':1,'of':['two.yes','two.no']}]}}],"
        "'advice':[{'title':'Do','items':["
        "{'id':'a','text':'1','when':{'any':['one.yes','one.no']}},"
        "{'id':'b','text':'2','unless':{'all':['one.yes','one.no']}},"
        "{'id':'c','text':'3','when':{'any':['one.yes',{'score':'sum','below':9}]}},"
        "{'id':'d','text':'4','when':{'not':{'at_least':2,'of':['one.yes','one.no']}}}]}]", NULL);
    const struct verify_item *item;

    (void)state;
    expect(&proof, VERIFY_ALWAYS,
           "/questions/1/ask_if /findings/1/when /findings/1/when/any/1 /advice/0/items/0/when "
           "/advice/0/items/2/when /advice/0/items/2/when/any/1 /advice/0/items/3/when");
    expect(&proof, VERIFY_NEVER,
           "/questions/2/ask_if/any/0 /findings/0/unless /advice/0/items/1/unless "
           "/advice/0/items/3/when/not");
    assert_int_equal(find(&proof, VERIFY_ALWAYS)->part, VERIFY_WHOLE);
    assert_int_equal(find(&proof, VERIFY_NEVER)->part, VERIFY_NUMBER);
    item = find_nth(&proof, VERIFY_NEVER, 2);
    assert_non_null(item->example);
    assert_true(interview_complete(item->example));
    forget(&proof);
}

/* Two answers of one choice, in a branch of a red flag: the other branch hid it once. */
static void test_a_branch_that_is_dead(void **state)
{
    struct proof proof = prove(
        "'questions':[" YES_NO("walk") "," YES_NO("pain")
        ",{'id':'two','kind':'choice','ask_if':{'any':['pain.yes',{'any':['walk.yes','walk.no']}]},"
        "'text':'Is it?','answers':[{'id':'yes','text':'Y'},{'id':'no','text':'N'}]}],"
        "'findings':[{'id':'f','when':{'any':['pain.yes',{'all':['walk.yes','walk.no']}]},"
        "'raise':'soon','note':'F'}],"
        "'advice':[{'title':'Do','items':[{'id':'a','text':'1','unless':{'any':['pain.yes',"
        "{'not':{'all':['walk.yes',{'not':'walk.yes'}]}}]}},"
        "{'id':'b','text':'2','when':{'any':['pain.no',{'all':['walk.yes','pain.yes']}]}}]}]",
        NULL);
    const struct verify_item *item = find(&proof, VERIFY_NEVER);

    (void)state;
    expect(&proof, VERIFY_NEVER,
           "/findings/0/when/any/1 /advice/0/items/0/unless/any/1/not");
    expect(&proof, VERIFY_ALWAYS,
           "/questions/2/ask_if /questions/2/ask_if/any/1 /advice/0/items/0/unless");
    assert_int_equal(item->part, VERIFY_GROUP);
    assert_int_equal(item->index, 0);
    assert_true(interview_complete(item->example));
    forget(&proof);
}

/* A group counts where its condition is read, not in interviews that end before. */
static void test_a_group_is_judged_where_it_is_read(void **state)
{
    struct proof proof = prove(
        "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'yes','text':'Y'},{'id':'no','text':'N'},{'id':'end','text':'E','ends':true}]},"
        YES_NO_IF("two", "{'any':['one.no',{'all':['one.yes','one.yes']}]}") ","
        YES_NO_IF("three", "{'any':['two.yes',{'any':['one.end','one.end']}]}") "],"
        "'findings':[{'id':'f','when':{'any':['two.no',{'all':['one.end','one.end']}]}},"
        "{'id':'g','when':{'any':['one.yes',{'all':['one.end','one.end']}]}}]", NULL);

    (void)state;
    expect(&proof, VERIFY_NEVER, "/questions/2/ask_if/any/1 /findings/0/when/any/1");
    expect(&proof, VERIFY_ALWAYS, "/questions/1/ask_if");
    assert_true(interview_asked(find_nth(&proof, VERIFY_NEVER, 0)->example, 1));
    forget(&proof);
}

/* Ten groups, each of which holds or not whatever the others do: once the whole is decided they are
 * not told apart for being watched, and still no value is missed. */
static void test_groups_cost_nothing(void **state)
{
    struct proof proofs[2];
    char *texts[2];

    (void)state;
    for (unsigned groups = 0; groups < 2; groups++) {
        size_t size;
        FILE *out = open_memstream(&texts[groups], &size);
        fputs("'questions':[", out);
        for (unsigned i = 0; i < 20; i++)
            fprintf(out, "%s{'id':'q%u','kind':'choice','text':'Is it?','answers':["
                    "{'id':'a','text':'A'},{'id':'b','text':'B'}]}", i == 0 ? "" : ",", i);
        fputs("],'findings':[{'id':'f','when':{'all':[", out);
        for (unsigned i = 0; i < 20; i += 2)
            fprintf(out, "%s%s'q%u.a','q%u.a'%s", i == 0 ? "" : ",",
                    groups == 0 ? "" : "{'all':[", i, i + 1, groups == 0 ? "" : "]}");
        fputs("]}}]", out);
        fclose(out);
        proofs[groups] = prove(texts[groups], NULL);
        expect(&proofs[groups], VERIFY_ALWAYS, "");
        expect(&proofs[groups], VERIFY_NEVER, "");
        expect(&proofs[groups], VERIFY_UNDECIDED, "");
    }
    assert_int_equal(proofs[0].report->edges, proofs[1].report->edges);
    for (unsigned groups = 0; groups < 2; groups++) {
        forget(&proofs[groups]);
        free(texts[groups]);
    }
}

/*
 * A bound that can never matter beside another that does: wherever a score has both. A range that
 * decides nothing as a whole is told of once.
 */
static void test_bounds_of_a_range(void **state)
{
    struct proof proof = prove(
        "'scores':[{'id':'sum','title':'S'}],'questions':["
        "{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'a','text':'A','points':{'sum':10}},{'id':'b','text':'B','points':{'sum':12}},"
        "{'id':'c','text':'C'}]},"
        YES_NO_IF("two", "{'score':'sum','from':10,'below':99}") ","
        YES_NO_IF("three", "{'any':['one.c',{'score':'sum','from':0,'below':11}]}") "],"
        "'findings':[{'id':'f','when':{'score':'sum','from':10,'below':12}},"
        "{'id':'g','when':{'any':['f',{'score':'sum','from':-1,'below':13}]}},"
        "{'id':'h','when':{'any':['f',{'score':'sum','from':13,'below':14}]}},"
        "{'id':'i','when':{'any':['f',{'score':'sum','from':11}]}}],"
        "'advice':[{'title':'Do','items':["
        "{'id':'a','text':'1','when':{'score':'sum','from':10,'below':99}},"
        "{'id':'b','text':'2','unless':{'any':['f',{'score':'sum','from':0,'below':11}]}},"
        "{'id':'c','text':'3','when':{'score':'sum','from':10,'below':12}},"
        "{'id':'d','text':'4','when':{'score':'sum','from':20,'below':30}}]}]", NULL);
    const struct verify_item *item = find(&proof, VERIFY_ALWAYS);

    (void)state;
    expect(&proof, VERIFY_ALWAYS,
           "/questions/1/ask_if/below /questions/2/ask_if/any/1/from /findings/1/when "
           "/findings/1/when/any/1 /advice/0/items/0/when/below "
           "/advice/0/items/1/unless/any/1/from");
    expect(&proof, VERIFY_NEVER, "/findings/2/when/any/1 /advice/0/items/3/when");
    assert_int_equal(item->part, VERIFY_BOUND);
    assert_int_equal(item->index, 1);
    assert_non_null(find_nth(&proof, VERIFY_ALWAYS, 4)->example);
    forget(&proof);
}

/* Before the question that it waits for a condition may be decided, and what is inside it still be
 * open: a group with a score in it, and on which side of a range the points are. */
static void test_parts_of_what_is_decided_early(void **state)
{
    struct proof proof = prove(
        "'scores':[{'id':'sum','title':'S'},{'id':'side','title':'T'}],'questions':["
        "{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'a','text':'A','points':{'side':10}},{'id':'b','text':'B'},"
        "{'id':'c','text':'C','points':{'sum':6,'side':6}}]},"
        YES_NO("two") "," YES_NO("three") "],"
        "'findings':[{'id':'f','when':{'all':['one.c','three.yes',"
        "{'any':[{'score':'sum','from':5},'two.yes']}]}},"
        "{'id':'g','when':{'any':['three.yes',{'score':'side','from':5,'below':8}]}}]", NULL);

    (void)state;
    expect(&proof, VERIFY_ALWAYS, "");
    expect(&proof, VERIFY_NEVER, "");
    forget(&proof);
}

/* ---- not sure ---- */

#define UNSURE(kind, unsure, sure)                                                              \
    "'questions':[{'id':'one','kind':'" kind "','text':'Is it?','answers':["                    \
    "{'id':'yes','text':'Y','raise':'soon','note':'Y'}," sure                                   \
    "{'id':'unsure','text':'U','unsure':true" unsure "}]}]"

static void test_not_sure_ends_milder(void **state)
{
    struct proof proof = prove(UNSURE("choice", "", ""), NULL);

    (void)state;
    expect(&proof, VERIFY_UNSURE_MILDER, "/questions/0/answers/1");
    assert_string_equal(disposition(find(&proof, VERIFY_UNSURE_MILDER)->example), "home");
    assert_true(holds(find(&proof, VERIFY_UNSURE_MILDER)->example, "one.unsure"));
    forget(&proof);
}

static void test_not_sure_ends_no_milder_than_no(void **state)
{
    struct proof proof = prove(UNSURE("choice", "", "{'id':'no','text':'N'},"), NULL);

    (void)state;
    expect(&proof, VERIFY_UNSURE_MILDER, "");
    forget(&proof);
    proof = prove(UNSURE("choice", ",'raise':'soon','note':'U'", ""), NULL);
    expect(&proof, VERIFY_UNSURE_MILDER, "");
    forget(&proof);
    /* None of these is a sure answer too. */
    proof = prove(UNSURE("checklist", ",'exclusive':true", ""), NULL);
    expect(&proof, VERIFY_UNSURE_MILDER, "");
    forget(&proof);
}

/* Where saying nothing leads to a red flag, not being sure must not lead past it. */
static void test_not_sure_on_a_checklist(void **state)
{
    static const char *const exclusive[] = {",'exclusive':true", ""};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char text[1024];
        struct proof proof;
        snprintf(text, sizeof text,
                 "'questions':[{'id':'one','kind':'checklist','text':'Which?','answers':["
                 "{'id':'a','text':'A','raise':'soon','note':'A'},{'id':'unsure','text':'U',"
                 "'unsure':true%s}," "{'id':'b','text':'B'}]}],"
                 "'findings':[{'id':'f','when':{'not':{'any':['one.unsure','one.a']}},"
                 "'raise':'soon','note':'F'}]", exclusive[i]);
        proof = prove(text, NULL);
        expect(&proof, VERIFY_UNSURE_MILDER, "/questions/0/answers/1");
        assert_true(holds(find(&proof, VERIFY_UNSURE_MILDER)->example, "one.unsure"));
        forget(&proof);
    }
}

/* With unsure answers only there is nothing to compare with. */
static void test_only_unsure_answers(void **state)
{
    struct proof proof = prove(
        "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'u','text':'U','unsure':true},{'id':'v','text':'V','unsure':true}]}]", NULL);

    (void)state;
    expect(&proof, VERIFY_UNSURE_MILDER, "");
    forget(&proof);
}

/* Only asked where a sure answer is behind; a place where it is skipped does not count. */
static void test_not_sure_where_the_question_is_asked(void **state)
{
    struct proof proof = prove(
        "'questions':[" YES_NO("one") ",{'id':'two','kind':'number','text':'How many?',"
        "'ask_if':'one.yes','min':0,'max':9,'step':1,'answers':["
        "{'id':'any','from':0,'text':'A','raise':'soon','note':'A'},"
        "{'id':'unsure','text':'U','unsure':true}]}]", NULL);

    (void)state;
    expect(&proof, VERIFY_UNSURE_MILDER, "/questions/1/answers/1");
    assert_true(holds(find(&proof, VERIFY_UNSURE_MILDER)->example, "one.yes"));
    forget(&proof);
}

/* ---- a further symptom ---- */

static void test_a_symptom_that_makes_it_milder(void **state)
{
    struct proof proof = prove(
        "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
        "{'id':'a','text':'A'},{'id':'b','text':'B'}]}],"
        "'findings':[{'id':'f','when':'s.a','unless':'s.b','raise':'soon','note':'F'}]", NULL);
    const struct verify_item *item = find(&proof, VERIFY_NOT_MONOTONE);

    (void)state;
    expect(&proof, VERIFY_NOT_MONOTONE, "/questions/0/answers/1");
    assert_string_equal(disposition(item->example), "soon");
    assert_string_equal(disposition(item->other), "home");
    assert_true(holds(item->example, "s.a") && !holds(item->example, "s.b"));
    assert_true(holds(item->other, "s.a") && holds(item->other, "s.b"));
    assert_false(verify_is_failure(VERIFY_NOT_MONOTONE));
    assert_true(verify_is_failure(VERIFY_UNDECIDED));
    assert_int_equal(verify_failures(proof.report), 1); /* nothing ends with "now" */
    forget(&proof);
}

/* ---- promises ---- */

#define MEDICINE                                                                                \
    "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["                     \
    "{'id':'kidney','text':'K'},{'id':'fever','text':'F'},"                                     \
    "{'id':'faint','text':'U','raise':'now','note':'U'}]},"                                     \
    YES_NO_IF("two", "'s.fever'") "],"                                                          \
    "'scores':[{'id':'empty','title':'E'}],"                                                    \
    "'findings':[{'id':'hot','when':'s.fever','raise':'soon','note':'H'},"                      \
    "{'id':'late','when':'two.yes','raise':'soon','note':'L'},"                                 \
    "{'id':'early','when':{'score':'empty','below':1}}],"                                       \
    "'advice':[{'title':'Do','items':[{'id':'pill','text':'1','when':'s.fever'},"               \
    "{'id':'careful','text':'2','when':'s.fever','unless':'s.kidney'}]}]"

static void test_promises_that_are_kept(void **state)
{
    struct proof proof = prove(MEDICINE,
        "'promises':[{'id':'a','title':'A','when':'s.fever','at_least':'soon'},"
        "{'id':'b','title':'B','when':'s.kidney','never_shown':['careful']},"
        "{'id':'c','title':'C','when':'s.faint','never_asked':['two']},"
        "{'id':'d','title':'D','questions_at_most':2},"
        "{'id':'e','title':'E','when':'late','never_asked':['two']},"
        "{'id':'f','title':'F','when':'two.yes','never_asked':['s']},"
        "{'id':'g','title':'G','when':{'not':'early'},'at_least':'now'}]");

    (void)state;
    expect(&proof, VERIFY_PROMISE_BROKEN, "");
    forget(&proof);
}

/* Kept, but about nobody: a slip in its condition. One that is broken is about somebody. */
static void test_promises_that_say_nothing(void **state)
{
    struct proof proof = prove(MEDICINE,
        "'promises':[{'id':'a','title':'A','when':{'all':['two.yes','two.no']},'at_least':'soon'},"
        "{'id':'b','title':'B','when':{'all':['late',{'not':'s.fever'}]},'never_shown':['pill']},"
        "{'id':'c','title':'C','when':{'score':'empty','from':1},'never_asked':['two','s']},"
        "{'id':'d','title':'D','when':'s.faint','never_asked':['two']},"
        "{'id':'e','title':'E','when':{'all':['s.fever',{'not':'hot'}]},'never_shown':['pill',"
        "'careful']},"
        "{'id':'f','title':'F','when':{'not':'early'},'never_asked':['s']},"
        "{'id':'g','title':'G','when':{'not':{'any':['two.yes','two.no','s.faint',"
        "{'not':'s.fever'}]}},'never_asked':['two']}]");

    (void)state;
    expect(&proof, VERIFY_NEVER,
           "/promises/0/when /promises/1/when /promises/2/when /promises/4/when /promises/5/when");
    expect(&proof, VERIFY_PROMISE_BROKEN, "/promises/6");
    assert_true(verify_is_promise(find(&proof, VERIFY_NEVER)));
    assert_true(verify_is_promise(find(&proof, VERIFY_PROMISE_BROKEN)));
    assert_false(verify_is_promise(find(&proof, VERIFY_ALWAYS)));
    assert_null(find(&proof, VERIFY_NEVER)->example);
    forget(&proof);
}

static void test_promises_that_are_broken(void **state)
{
    struct proof proof = prove(MEDICINE,
        "'promises':[{'id':'a','title':'A','when':'s.kidney','at_least':'soon'},"
        "{'id':'b','title':'B','when':'s.kidney','never_shown':['careful','pill']},"
        "{'id':'c','title':'C','when':{'not':'late'},'never_asked':['two']},"
        "{'id':'d','title':'D','questions_at_most':1},"
        "{'id':'e','title':'E','when':{'all':['early','s.kidney']},'never_asked':['s','two']}]");
    const struct verify_item *item = find_nth(&proof, VERIFY_PROMISE_BROKEN, 0);

    (void)state;
    expect(&proof, VERIFY_PROMISE_BROKEN,
           "/promises/0 /promises/1 /promises/2 /promises/4 /promises/3");
    assert_string_equal(disposition(item->example), "home");
    assert_true(holds(item->example, "s.kidney") && !holds(item->example, "s.fever"));
    item = find_nth(&proof, VERIFY_PROMISE_BROKEN, 1);
    assert_true(holds(item->example, "s.kidney") && holds(item->example, "s.fever"));
    item = find_nth(&proof, VERIFY_PROMISE_BROKEN, 4);
    assert_int_equal(interview_asked_before(item->example, 2), 2);
    forget(&proof);
}

/* The example is the interview with the fewest questions, then the fewest ticks. */
static void test_the_shortest_example(void **state)
{
    struct proof proof = prove(
        "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["
        "{'id':'a','text':'A'},{'id':'b','text':'B'}]}," YES_NO("one") ","
        YES_NO_IF("two", "'one.yes'") "," YES_NO_IF("three", "'two.yes'") "]",
        "'promises':[{'id':'p','title':'P','when':{'any':[{'all':['s.a','three.yes']},"
        "{'all':['s.a','s.b']},'s.b']},'at_least':'soon'}]");
    const struct interview *example = find(&proof, VERIFY_PROMISE_BROKEN)->example;

    (void)state;
    assert_true(holds(example, "s.b") && !holds(example, "s.a") && holds(example, "one.no"));
    assert_int_equal(interview_asked_before(example, 4), 2);
    forget(&proof);
}

/* Of twenty ways to break a promise a few are tried; the example is as short as can be. */
static void test_an_example_with_many_ways(void **state)
{
    char text[4096] = "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':[";
    char promise[2048] = "'promises':[{'id':'p','title':'P','at_least':'soon','when':{'any':[";
    struct proof proof;

    (void)state;
    for (unsigned i = 0; i < 20; i++) {
        sprintf(text + strlen(text), "%s{'id':'a%u','text':'A'}", i == 0 ? "" : ",", i);
        sprintf(promise + strlen(promise), "%s's.a%u'", i == 0 ? "" : ",", i);
    }
    strcat(text, "]}]");
    strcat(promise, "]}}]");
    proof = prove(text, promise);
    expect(&proof, VERIFY_PROMISE_BROKEN, "/promises/0");
    assert_true(holds(find(&proof, VERIFY_PROMISE_BROKEN)->example, "s.a0"));
    assert_false(holds(find(&proof, VERIFY_PROMISE_BROKEN)->example, "s.a1"));
    forget(&proof);
}

/* "Not sure" is milder whatever was answered before; the example has the fewest questions. */
static void test_unsure_where_it_is_asked_soonest(void **state)
{
    struct proof proof = prove(
        "'questions':[{'id':'zero','kind':'choice','text':'Is it?','answers':["
        "{'id':'a','text':'A'},{'id':'b','text':'B'},{'id':'c','text':'C'}]},"
        YES_NO_IF("one", "{'not':'zero.b'}") ","
        "{'id':'two','kind':'choice','text':'Is it?','answers':["
        "{'id':'yes','text':'Y','raise':'soon','note':'Y'},"
        "{'id':'no','text':'N','raise':'soon','note':'N'},"
        "{'id':'unsure','text':'U','unsure':true},{'id':'end','text':'E','raise':'now',"
        "'note':'E'}]}," YES_NO_IF("three", "'zero.a'") "," YES_NO_IF("four", "'zero.c'") ","
        YES_NO_IF("five", "'zero.c'") "]", NULL);

    (void)state;
    expect(&proof, VERIFY_UNSURE_MILDER, "/questions/2/answers/2");
    assert_true(holds(find(&proof, VERIFY_UNSURE_MILDER)->example, "zero.b"));
    forget(&proof);
}

/* One of twenty-one ways needs one question only; ticks never outweigh a question. */
static void test_the_shortest_of_many_ways(void **state)
{
    char text[65536] = "'questions':[{'id':'q','kind':'choice','text':'Is it?','answers':["
                       "{'id':'a','text':'A'},{'id':'b','text':'B','ends':true},"
                       "{'id':'c','text':'C'}]},"
                       "{'id':'s','kind':'checklist','text':'Which?','ask_if':'q.a','answers':[";
    char *promise = calloc(1, 65536);
    struct proof proof;

    (void)state;
    strcat(promise, "'promises':[{'id':'p','title':'P','at_least':'soon','when':{'any':[");
    for (unsigned i = 0; i < 20; i++)
        sprintf(promise + strlen(promise), "'s.a%u',", i);
    strcat(promise, "'q.b']}},{'id':'r','title':'R','at_least':'soon','when':{'any':['t.yes',"
                    "{'all':[");
    for (unsigned i = 0; i < 1100; i++) {
        sprintf(text + strlen(text), "%s{'id':'a%u','text':'A'}", i == 0 ? "" : ",", i);
        sprintf(promise + strlen(promise), "%s's.a%u'", i == 0 ? "" : ",", i);
    }
    strcat(text, "]}," YES_NO_IF("t", "'q.c'") "," YES_NO_IF("u", "'q.c'") "]");
    strcat(promise, "]}]}}]");
    proof = prove(text, promise);
    expect(&proof, VERIFY_PROMISE_BROKEN, "/promises/0 /promises/1");
    assert_true(holds(find(&proof, VERIFY_PROMISE_BROKEN)->example, "q.b"));
    assert_true(holds(find_nth(&proof, VERIFY_PROMISE_BROKEN, 1)->example, "s.a1099"));
    forget(&proof);
    free(promise);
}

/* As many dispositions as there may be: the mildest is bit 63 of a set. */
static void test_sixty_four_dispositions(void **state)
{
    char text[16384] = SMALL_HEAD "'dispositions':[";
    struct proof proof = {0};

    (void)state;
    for (unsigned i = 0; i < 64; i++)
        sprintf(text + strlen(text), "%s{'id':'d%u','title':'D','within':'','text':['T']}",
                i == 0 ? "" : ",", i);
    strcat(text, "],'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
                 "{'id':'a','text':'A','raise':'d0','note':'A'},{'id':'b','text':'B'}]},"
                 YES_NO("two") "],'advice':[{'title':'Do','items':["
                 "{'id':'x','text':'X','when':'one.b','for':['d63']},"
                 "{'id':'y','text':'Y','when':'one.a','for':['d63']}]}]}");
    proof.protocol = small_whole(text);
    proof.report = verify(proof.protocol, NULL, WALK_BUDGET);
    expect(&proof, VERIFY_UNREACHABLE_ADVICE, "/advice/0/items/1");
    assert_int_equal(find_nth(&proof, VERIFY_UNREACHABLE_DISPOSITION, 61)->index, 62);
    assert_null(find_nth(&proof, VERIFY_UNREACHABLE_DISPOSITION, 62));
    forget(&proof);
}

/* ---- where no question is asked ---- */

#define NO_QUESTIONS                                                                            \
    "'scores':[{'id':'empty','title':'E'}],'questions':[" YES_NO("one") "],"                    \
    "'findings':[{'id':'flag','when':{'score':'empty','below':1},'raise':'now','note':'F'}],"   \
    "'advice':[{'title':'Do','items':[{'id':'a','text':'1','when':'flag'},"                     \
    "{'id':'b','text':'2','when':'one.yes'},{'id':'c','text':'3','for':['home']}]}]"

/* The interview without any question is an example like any other. */
static void test_an_interview_without_questions(void **state)
{
    struct proof proof = prove(NO_QUESTIONS,
        "'promises':[{'id':'p','title':'P','when':'flag','never_shown':['a']},"
        "{'id':'q','title':'Q','when':'flag','at_least':'now'},"
        "{'id':'r','title':'R','when':'flag','never_asked':['one']},"
        "{'id':'s','title':'S','when':'one.yes','never_shown':['a']},"
        "{'id':'t','title':'T','questions_at_most':0}]");
    const struct verify_item *broken = find(&proof, VERIFY_PROMISE_BROKEN);

    (void)state;
    assert_int_equal(proof.report->interviews, 1);
    assert_int_equal(proof.report->most, 0);
    expect(&proof, VERIFY_PROMISE_BROKEN, "/promises/0");
    assert_non_null(broken->example);
    assert_true(interview_complete(broken->example));
    expect(&proof, VERIFY_UNREACHABLE_QUESTION, "/questions/0");
    expect(&proof, VERIFY_UNREACHABLE_ADVICE, "/advice/0/items/1 /advice/0/items/2");
    expect(&proof, VERIFY_UNREACHABLE_DISPOSITION, "/dispositions/1 /dispositions/2");
    forget(&proof);
}

/* ---- what is not decided ---- */

/* With a budget too small nothing is claimed, and what keeps situations apart is named. */
static void test_a_budget_that_is_too_small(void **state)
{
    struct proof proof = prove_within(
        "'questions':[" YES_NO("one") "," YES_NO("two") "],'findings':["
        "{'id':'f','when':{'all':['one.yes','two.yes']}}]", NULL, 2);

    (void)state;
    assert_false(proof.report->decided);
    assert_int_equal(proof.report->item_count, 1);
    expect(&proof, VERIFY_UNDECIDED, "/questions/1");
    assert_int_equal(proof.report->stopped_at, 1);
    assert_int_equal(proof.report->kept_count, 2);
    assert_int_equal(proof.report->kept[0], finding(proof.protocol, "one.yes"));
    assert_int_equal(verify_failures(proof.report), 1);
    forget(&proof);
}

/* A proof about further symptoms may need more than the walk; then only that is left open. */
static void test_symptoms_left_undecided(void **state)
{
    char text[8192] = "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':[";
    struct proof proof;
    size_t edges;

    (void)state;
    for (unsigned i = 0; i < 6; i++)
        sprintf(text + strlen(text), "%s{'id':'a%u','text':'A'}", i == 0 ? "" : ",", i);
    strcat(text, "]}");
    for (unsigned i = 0; i < 6; i++)
        sprintf(text + strlen(text), ",{'id':'q%u','kind':'choice','text':'Is it?','ask_if':'s.a%u',"
                "'answers':[{'id':'yes','text':'Y','raise':'soon','note':'Y'},"
                "{'id':'no','text':'N'}]}", i, i);
    strcat(text, "]");
    proof = prove(text, NULL);
    edges = proof.report->edges;
    expect(&proof, VERIFY_UNDECIDED, "");
    forget(&proof);
    proof = prove_within(text, NULL, edges);
    assert_true(proof.report->decided);
    assert_non_null(find(&proof, VERIFY_UNDECIDED));
    expect(&proof, VERIFY_NOT_MONOTONE, "");
    forget(&proof);
}

/* "At least 8 of 16" can come true (and fail) in 12870 ways; they are never listed. */
static void prove_at_least_8_of_16(struct proof *proof, bool found, size_t budget)
{
    char text[8192] = "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':[";
    char items[1024] = "";

    for (unsigned i = 0; i < 16; i++) {
        sprintf(text + strlen(text), "%s{'id':'a%u','text':'A'}", i == 0 ? "" : ",", i);
        sprintf(items + strlen(items), "%s's.a%u'", i == 0 ? "" : ",", i);
    }
    strcat(text, "]}],");
    if (found)
        sprintf(text + strlen(text), "'findings':[{'id':'f','when':{'at_least':8,'of':[%s]},"
                "'raise':'soon','note':'F'}],", items);
    sprintf(text + strlen(text),
            "'advice':[{'title':'Do','items':["
            "{'id':'a','text':'1','for':['home'],'when':{'at_least':8,'of':[%s]}},"
            "{'id':'b','text':'2','for':['soon'],'when':{'at_least':8,'of':[%s]}}]}]",
            items, items);
    *proof = prove_within(text, NULL, budget);
    assert_true(proof->report->decided);
}

static void test_a_wish_with_many_ways(void **state)
{
    struct proof proof;

    (void)state;
    prove_at_least_8_of_16(&proof, true, WALK_BUDGET);
    expect(&proof, VERIFY_UNDECIDED, "");
    expect(&proof, VERIFY_UNREACHABLE_ADVICE, "/advice/0/items/0");
    expect(&proof, VERIFY_NEVER, "/advice/0/items/0/when");
    expect(&proof, VERIFY_ALWAYS, "/advice/0/items/1/when");
    assert_true(holds(find(&proof, VERIFY_ALWAYS)->example, "f"));
    assert_false(holds(find(&proof, VERIFY_NEVER)->example, "f"));
    forget(&proof);
}

/* What must be told apart besides the diagram is kept within the budget as well: then nothing is
 * claimed. */
static void test_a_wish_that_needs_more_than_the_budget(void **state)
{
    struct proof proof;
    size_t edges;

    (void)state;
    prove_at_least_8_of_16(&proof, false, WALK_BUDGET);
    expect(&proof, VERIFY_UNDECIDED, "");
    edges = proof.report->edges;
    forget(&proof);
    prove_at_least_8_of_16(&proof, false, edges);
    expect(&proof, VERIFY_UNDECIDED, "/advice/0/items/0 /advice/0/items/0/when");
    forget(&proof);
}

/* Of the sixteen items of a question five hold or twelve do not: always so, but not to be seen at
 * once. */
static void write_five_of_sixteen(FILE *out)
{
    fputs("{'any':[{'at_least':5,'of':[", out);
    for (unsigned i = 0; i < 16; i++)
        fprintf(out, "%s's.a%u'", i == 0 ? "" : ",", i);
    fputs("]},{'at_least':12,'of':[", out);
    for (unsigned i = 0; i < 16; i++)
        fprintf(out, "%s{'not':'s.a%u'}", i == 0 ? "" : ",", i);
    fputs("]}]}", out);
}

/* A text with that condition between two others; caller frees. */
static char *with_five_of_sixteen(const char *before, const char *after)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    fputs(before, out);
    write_five_of_sixteen(out);
    fputs(after, out);
    fclose(out);
    return text;
}

#define ITEM(id) "{'id':'" id "','text':'A'}"
#define SIXTEEN                                                                                 \
    "'questions':[" YES_NO("one") ",{'id':'s','kind':'checklist','text':'Which?','answers':["   \
    ITEM("a0") "," ITEM("a1") "," ITEM("a2") "," ITEM("a3") "," ITEM("a4") "," ITEM("a5") ","   \
    ITEM("a6") "," ITEM("a7") "," ITEM("a8") "," ITEM("a9") "," ITEM("a10") "," ITEM("a11") "," \
    ITEM("a12") "," ITEM("a13") "," ITEM("a14") "," ITEM("a15") "]}]"

/* Of a condition one value may be found and the other be left open. */
static void test_half_a_condition_left_undecided(void **state)
{
    char *text = with_five_of_sixteen(
        SIXTEEN ",'advice':[{'title':'Do','items':[{'id':'a','text':'1','when':", "}]}]");
    struct proof proof = prove(text, NULL);
    size_t edges = proof.report->edges;

    (void)state;
    expect(&proof, VERIFY_ALWAYS, "/advice/0/items/0/when");
    expect(&proof, VERIFY_UNDECIDED, "");
    forget(&proof);
    proof = prove_within(text, NULL, edges);
    expect(&proof, VERIFY_ALWAYS, "");
    expect(&proof, VERIFY_UNDECIDED, "/advice/0/items/0/when /advice/0/items/0/when/any/0 "
                                     "/advice/0/items/0/when/any/1");
    forget(&proof);
    free(text);
}

/* A part that the whole condition does not wait for is looked for in the finished diagram. */
static void test_a_part_left_undecided(void **state)
{
    char *text = with_five_of_sixteen(
        SIXTEEN ",'findings':[{'id':'f','when':{'all':['one.yes','one.no',", "]}}]");
    struct proof proof = prove(text, NULL);
    size_t edges = proof.report->edges;

    (void)state;
    expect(&proof, VERIFY_NEVER, "/findings/0/when");
    expect(&proof, VERIFY_ALWAYS, "/findings/0/when/all/2");
    expect(&proof, VERIFY_UNDECIDED, "");
    forget(&proof);
    proof = prove_within(text, NULL, edges);
    expect(&proof, VERIFY_NEVER, "/findings/0/when");
    expect(&proof, VERIFY_ALWAYS, "");
    assert_int_equal(find(&proof, VERIFY_UNDECIDED)->doubt, VERIFY_ALWAYS);
    assert_int_equal(find(&proof, VERIFY_UNDECIDED)->part, VERIFY_GROUP);
    assert_string_equal(find(&proof, VERIFY_UNDECIDED)->pointer, "/findings/0/when/all/2");
    forget(&proof);
    free(text);
}

/* Whether a promise that is kept is about somebody may be left open too. */
static void test_a_promise_perhaps_about_nobody(void **state)
{
    char *cases = with_five_of_sixteen(
        "'promises':[{'id':'p','title':'P','at_least':'home','when':{'not':", "}}]");
    struct proof proof = prove(SIXTEEN, cases);
    size_t edges = proof.report->edges;

    (void)state;
    expect(&proof, VERIFY_NEVER, "/promises/0/when");
    expect(&proof, VERIFY_UNDECIDED, "");
    forget(&proof);
    proof = prove_within(SIXTEEN, cases, edges);
    expect(&proof, VERIFY_NEVER, "");
    expect(&proof, VERIFY_UNDECIDED, "/promises/0/when");
    forget(&proof);
    free(cases);
}

/* Sixty-four dispositions are allowed, one for each bit; "d0" is the most urgent. */
static struct protocol *with_all_dispositions(const char *rest)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct protocol *protocol;

    fputs(SMALL_HEAD "'dispositions':[", out);
    for (unsigned d = 0; d < PROTOCOL_MAX_DISPOSITIONS; d++)
        fprintf(out, "%s{'id':'d%u','title':'T','within':'','text':['T']}", d == 0 ? "" : ",", d);
    fprintf(out, "],%s}", rest);
    fclose(out);
    protocol = small_whole(text);
    free(text);
    return protocol;
}

static void test_as_many_dispositions_as_there_can_be(void **state)
{
    struct proof proof = {
        .protocol = with_all_dispositions(
            "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
            "{'id':'yes','text':'Yes','raise':'d0','note':'N'},{'id':'no','text':'No'}]},"
            YES_NO("two") "],"
            "'advice':[{'title':'Do','items':["
            "{'id':'a','text':'1','when':'one.no'},"
            "{'id':'b','text':'2','for':['d0'],'when':'one.no'}]}]")};

    (void)state;
    proof.report = verify(proof.protocol, NULL, WALK_BUDGET);
    expect(&proof, VERIFY_UNREACHABLE_ADVICE, "/advice/0/items/1");
    forget(&proof);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_protocol_has_figures_and_nothing_else),
        cmocka_unit_test(test_more_interviews_than_an_integer_counts),
        cmocka_unit_test(test_more_interviews_than_can_be_counted),
        cmocka_unit_test(test_what_no_interview_reaches),
        cmocka_unit_test(test_nothing_is_reached_behind_an_end),
        cmocka_unit_test(test_conditions_with_one_value_only),
        cmocka_unit_test(test_a_branch_that_is_dead),
        cmocka_unit_test(test_a_group_is_judged_where_it_is_read),
        cmocka_unit_test(test_groups_cost_nothing),
        cmocka_unit_test(test_bounds_of_a_range),
        cmocka_unit_test(test_parts_of_what_is_decided_early),
        cmocka_unit_test(test_not_sure_ends_milder),
        cmocka_unit_test(test_not_sure_ends_no_milder_than_no),
        cmocka_unit_test(test_not_sure_on_a_checklist),
        cmocka_unit_test(test_only_unsure_answers),
        cmocka_unit_test(test_not_sure_where_the_question_is_asked),
        cmocka_unit_test(test_a_symptom_that_makes_it_milder),
        cmocka_unit_test(test_promises_that_are_kept),
        cmocka_unit_test(test_promises_that_say_nothing),
        cmocka_unit_test(test_promises_that_are_broken),
        cmocka_unit_test(test_the_shortest_example),
        cmocka_unit_test(test_an_example_with_many_ways),
        cmocka_unit_test(test_the_shortest_of_many_ways),
        cmocka_unit_test(test_unsure_where_it_is_asked_soonest),
        cmocka_unit_test(test_sixty_four_dispositions),
        cmocka_unit_test(test_symptoms_left_undecided),
        cmocka_unit_test(test_an_interview_without_questions),
        cmocka_unit_test(test_a_budget_that_is_too_small),
        cmocka_unit_test(test_a_wish_with_many_ways),
        cmocka_unit_test(test_a_wish_that_needs_more_than_the_budget),
        cmocka_unit_test(test_half_a_condition_left_undecided),
        cmocka_unit_test(test_a_part_left_undecided),
        cmocka_unit_test(test_a_promise_perhaps_about_nobody),
        cmocka_unit_test(test_as_many_dispositions_as_there_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
