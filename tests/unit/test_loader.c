/*
 * test loader: the rules of single members, each with what keeps it and what breaks it. Whole bad
 * files with their whole output are in tests/protocols; here are the borders between good and bad.
 */
#include "small.h"

#define HEAD_WITHOUT_REVIEW                                                                     \
    "{'redflag':1,'id':'small','version':'1','language':'en','title':'T','about':['A'],"
#define QUESTION "'questions':[" YES_NO("one") "]"
#define PROTOCOL(members) SMALL_HEAD SMALL_DISPOSITIONS members "}"

static void expect_fault(const char *text, const char *words)
{
    char *faults = small_faults(text);

    if (strstr(faults, words) == NULL)
        fail_msg("%s\nexpected \"%s\", got\n%s", text, words, faults);
    free(faults);
}

struct row {
    const char *text, *words;
};

static void expect_faults(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_fault(rows[i].text, rows[i].words);
}

#define EXPECT(rows) expect_faults(rows, sizeof rows / sizeof *rows)

/* ---- dates, languages, ids ---- */

/* Is the file taken in which `value` stands between the two texts? */
static bool is_taken(const char *before, const char *value, const char *after)
{
    struct diags *diags = diags_new();
    char text[2048], *path;
    struct protocol *protocol;
    bool taken;

    snprintf(text, sizeof text, "%s%s%s", before, value, after);
    path = small_file(text);
    protocol = load_protocol(path, diags);
    taken = protocol != NULL;
    protocol_free(protocol);
    diags_free(diags);
    small_remove(path);
    return taken;
}

static void test_dates(void **state)
{
    static const char before[] = HEAD_WITHOUT_REVIEW "'review':{'status':'draft','next':'";
    static const char after[] = "'}," SMALL_DISPOSITIONS QUESTION "}";
    static const char *const good[] = {"2026-01-01", "2026-12-31", "2024-02-29", "2000-02-29",
                                       "2026-02-28", "2026-04-30", "2026-03-31", "2024-01-31"};
    static const char *const bad[] = {
        "2026-1-01",   "02026-01-01", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32",
        "2026-02-29",  "1900-02-29",  "2026-04-31", "202x-01-01", "2026/01-01", "2026-01/01",
        "2026-0x-01",  "2026-01-0x",  "",           "yesterday",  "2024-02-30", "2100-02-29"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(is_taken(before, good[i], after));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(is_taken(before, bad[i], after));
}

static void test_languages(void **state)
{
    static const char before[] = "{'redflag':1,'id':'small','version':'1','language':'";
    static const char after[] = "','title':'T','about':['A'],'review':{'status':'draft'},"
        SMALL_DISPOSITIONS QUESTION "}";
    static const char *const good[] = {"en", "pt-BR", "de-CH-1996", "zh-Hans-CN", "EN",
                                       "az-AZ-09az", "tlh"};
    static const char *const bad[] = {"", "e", "en-", "-en", "en--GB", "en_GB", "english9x",
                                      "en-123456789", "1en", "en-G.B", "en-{", "en-@", "en-:"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(is_taken(before, good[i], after));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(is_taken(before, bad[i], after));
}

static void test_ids(void **state)
{
    static const char before[] = "{'redflag':1,'id':'";
    static const char after[] = "','version':'1','language':'en','title':'T','about':['A'],"
        "'review':{'status':'draft'}," SMALL_DISPOSITIONS QUESTION "}";
    static const char *const good[] = {
        "a", "0", "a-b", "a1-2b",
        "a123456789012345678901234567890123456789012345678901234567890123"};
    static const char *const bad[] = {
        "", "-", "a-", "-a", "a--b", "A", "a_b", "a.b", "a b", "a{", "a`", "a/", "a:",
        "a1234567890123456789012345678901234567890123456789012345678901234"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(is_taken(before, good[i], after));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(is_taken(before, bad[i], after));
}

/* ---- the shape of things ---- */

/* Wherever a list of objects stands, anything else in it is named and the rest is still read. */
static void test_things_of_a_wrong_type(void **state)
{
    static const struct row rows[] = {
        {PROTOCOL("'questions':[7]"), "a question cannot be a number; an object was expected"},
        {PROTOCOL("'questions':[{'id':'q','kind':'choice','text':'T','answers':[7,8]}]"),
         "an answer cannot be a number"},
        {PROTOCOL(QUESTION ",'topics':[7]"), "a topic cannot be a number"},
        {PROTOCOL(QUESTION ",'topics':[{'id':'t','title':'T','rows':[7]}]"),
         "a row cannot be a number"},
        {PROTOCOL(QUESTION ",'topics':[{'id':'t','title':'T','rows':[[7]]}]"),
         "a cell cannot be a number"},
        {PROTOCOL(QUESTION ",'topics':[{'id':'t','title':'T'}]"), "both are missing"},
        {PROTOCOL(QUESTION ",'advice':[7]"), "a group of advice cannot be a number"},
        {PROTOCOL(QUESTION ",'advice':[{'title':'T'}]"), "needs \"items\"; it is missing"},
        {PROTOCOL(QUESTION ",'advice':[{'title':'T','items':[7]}]"),
         "a piece of advice cannot be a number"},
        {PROTOCOL(QUESTION ",'advice':[{'title':'T','items':[{'id':'a','text':'T','for':[7]}]}]"),
         "a disposition cannot be a number"},
        {PROTOCOL(QUESTION ",'advice':[{'title':'T','items':7}]"), "[wrong-type]"},
        {PROTOCOL(QUESTION ",'findings':[{'id':'f','when':7}]"), "[wrong-type]"},
        {PROTOCOL(QUESTION ",'findings':[{'id':'f','when':{'any':[7]}}]"),
         "a condition cannot be a number"},
        {PROTOCOL(QUESTION ",'sources':[{'id':'s','title':'T','publisher':'P','read':7}]"),
         "[wrong-type]"},
        {PROTOCOL("'scores':[{'id':'s','title':'S'}],'questions':[{'id':'q','kind':'choice',"
                  "'text':'T','answers':[{'id':'a','text':'A','points':{'s':'1'}},"
                  "{'id':'b','text':'B'}]}]"), "a number of points cannot be a text"},
        {PROTOCOL("'questions':[{'id':'q','kind':'choice','text':'T','sources':[7],"
                  "'answers':[{'id':'a','text':'A'},{'id':'b','text':'B'}]}]"),
         "a source cannot be a number"},
        {"{'redflag':1,'id':'small','version':'1','language':'en','title':'T','about':[7],"
         "'review':{'status':'draft'}," SMALL_DISPOSITIONS QUESTION "}",
         "a paragraph cannot be a number"},
        {PROTOCOL("'questions':7"), "[wrong-type]"},
        {PROTOCOL("'questions':[{'id':'q','kind':'choice','text':'T','answers':7}]"),
         "[wrong-type]"},
    };

    (void)state;
    EXPECT(rows);
}

static void test_reviewed_needs_who_and_when(void **state)
{
    static const struct row rows[] = {
        {HEAD_WITHOUT_REVIEW "'review':{'status':'reviewed','on':'2026-01-01'},"
         SMALL_DISPOSITIONS QUESTION "}", "needs \"by\" and \"on\""},
        {HEAD_WITHOUT_REVIEW "'review':{'status':'reviewed','by':'Dr A'},"
         SMALL_DISPOSITIONS QUESTION "}", "needs \"by\" and \"on\""},
        {HEAD_WITHOUT_REVIEW "'review':{'by':'Dr A'}," SMALL_DISPOSITIONS QUESTION "}",
         "needs \"status\"; it is missing"},
    };

    (void)state;
    EXPECT(rows);
    assert_true(is_taken(HEAD_WITHOUT_REVIEW "'review':{'status':'reviewed','by':'", "Dr A",
                         "','on':'2026-01-01'}," SMALL_DISPOSITIONS QUESTION "}"));
}

/* ---- conditions ---- */

#define WHEN(condition) PROTOCOL(QUESTION ",'scores':[{'id':'s','title':'S'}]," \
                                 "'findings':[{'id':'f','when':" condition "}]")

/* A form whose members have wrong types is told once and not read further. */
static void test_conditions(void **state)
{
    static const struct row rows[] = {
        {WHEN("{'all':7}"), "[wrong-type]"},
        {WHEN("{'any':'one.yes'}"), "[wrong-type]"},
        {WHEN("{'not':7}"), "[wrong-type]"},
        {WHEN("{'at_least':'1','of':['one.yes']}"), "[wrong-type]"},
        {WHEN("{'at_least':1}"), "needs \"of\""},
        {WHEN("{'at_least':0,'of':['one.yes']}"), "at least 0 of 1 makes no sense"},
        {WHEN("{'score':7,'from':1}"), "[wrong-type]"},
        {WHEN("{'score':'t','from':1}"), "there is no score \"t\""},
        {WHEN("{'score':'s','from':1.5}"), "[not-an-integer]"},
        {WHEN("{}"), "this is no condition"},
        {WHEN("'two.yes'"), "[unknown-reference]"},
        {WHEN("'.yes'"), "[unknown-reference]"},
        {WHEN("'one.never'"), "has no such answer"},
        {WHEN("'one.yse'"), "did you mean \"one.yes\"?"},
        {WHEN("'noe.yes'"), "did you mean \"one.yes\"?"},
        {WHEN("'noe.yess'"), "did you mean \"one.yes\"?"},
        {WHEN("'noe.never'"), "\"question.answer\" or the id of a finding was expected"},
        {WHEN("'.'"), "\"question.answer\" or the id of a finding was expected"},
        {WHEN("'g'"), "\"question.answer\" or the id of a finding was expected"},
        {WHEN("'a1234567890123456789012345678901234567890123456789012345678901234567.yes'"),
         "[unknown-reference]"},
    };

    (void)state;
    EXPECT(rows);
}

/* Answers and findings without an id are passed over when the nearest word is sought. */
static void test_what_has_no_id_is_not_meant(void **state)
{
    static const struct row rows[] = {
        {PROTOCOL("'questions':[{'id':'one','kind':'choice','text':'T','answers':["
                  "{'text':'A'},{'id':'yes','text':'B'}]}],'findings':[{'id':'f','when':'one.yse'}]"),
         "did you mean \"one.yes\"?"},
        {PROTOCOL(QUESTION ",'findings':[{'when':'one.yes'},{'id':'fever','when':'one.yes'},"
                  "{'id':'g','when':'fevre'}]"), "did you mean \"fever\"?"},
        {PROTOCOL("'questions':[{'kind':'info','text':'T'}," YES_NO("one") "],"
                  "'findings':[{'id':'g','when':'oen.yes'}]"), "did you mean \"one.yes\"?"},
        {PROTOCOL("'questions':[{'kind':'choice','text':'T','answers':[{'id':'yes','text':'Y'},"
                  "{'id':'no','text':'N'}]},{'id':'n','kind':'choice','text':'T','answers':["
                  "{'text':'Y'},{'id':'no','text':'N'}]}],'findings':[{'id':'g','when':'a.yes'}]"),
         "there is no finding \"a.yes\"; \"question.answer\" or the id of a finding was expected"},
        {PROTOCOL("'questions':[" YES_NO("one") "],'advice':[{'title':'T','items':["
                  "{'id':'a','text':'T','topic':'raed'}]}],'topics':[{'id':'read','title':'R',"
                  "'text':['T']}]"), "did you mean \"read\"?"},
        {PROTOCOL("'questions':[" YES_NO("one") "],'advice':[{'title':'T','items':["
                  "{'id':'a','text':'T','topic':'raed'}]}],'topics':[{'title':'R',"
                  "'text':['T']}]"), "there is no topic \"raed\""},
    };

    (void)state;
    EXPECT(rows);
}

/* "Did you mean" stops after so many words: a broken file of any size is read in good time. */
static void test_guessing_ends(void **state)
{
    enum { QUESTIONS = 600 };
    char *text = calloc(1, 512 * 1024), *faults;
    size_t at = 0;

    (void)state;
    at += (size_t)sprintf(text, "%s%s'questions':[", SMALL_HEAD, SMALL_DISPOSITIONS);
    for (unsigned i = 0; i < QUESTIONS; i++)
        at += (size_t)sprintf(text + at, "%s{'id':'q%u','kind':'choice','text':'T','answers':["
                              "{'id':'yes','text':'Y','raise':'sonn','note':'N'},"
                              "{'id':'no','text':'N'}],'ask_if':'quest%u.yes'}",
                              i == 0 ? "" : ",", i, i);
    at += (size_t)sprintf(text + at, "],'findings':[");
    for (unsigned i = 0; i < QUESTIONS; i++)
        at += (size_t)sprintf(text + at, "%s{'id':'f%u','when':{'any':['q1.yse','finding%u']}}",
                              i == 0 ? "" : ",", i, i);
    at += (size_t)sprintf(text + at, "],'topics':[{'id':'read','title':'R','text':['T']}],"
                          "'advice':[{'title':'D','items':[");
    for (unsigned i = 0; i < 3; i++)
        at += (size_t)sprintf(text + at, "%s{'id':'v%u','text':'T','topic':'raed'}",
                              i == 0 ? "" : ",", i);
    sprintf(text + at, "]}]}");
    faults = small_faults(text);
    assert_non_null(strstr(faults, "did you mean"));
    assert_non_null(strstr(faults, "more faults are not shown"));
    free(faults);
    free(text);
}

/* Words of any length are compared, but not endlessly. */
static void test_long_words(void **state)
{
    char name[200], text[4096];

    (void)state;
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    snprintf(text, sizeof text, PROTOCOL("'questions':[" YES_NO("one") "],'%s':1"), name);
    expect_fault(text, "[unknown-member]");
    snprintf(text, sizeof text,
             PROTOCOL("'questions':[{'id':'%s','kind':'choice','text':'T','answers':["
                      "{'id':'a','text':'A'},{'id':'b','text':'B'}]}],"
                      "'findings':[{'id':'f','when':'x.a'}]"), name);
    expect_fault(text, "[bad-id]");
}

/* An id as long as ids may be is found in a condition too. */
static void test_the_longest_id(void **state)
{
    static const char id[] = "a123456789012345678901234567890123456789012345678901234567890123";
    char text[4096];
    struct protocol *protocol;

    (void)state;
    snprintf(text, sizeof text, "'questions':[{'id':'%s','kind':'choice','text':'T','answers':["
             "{'id':'yes','text':'A'},{'id':'%s','text':'B'}]}],'findings':["
             "{'id':'f','when':'%s.yes'},{'id':'g','when':'%s.%s'}]", id, id, id, id, id);
    protocol = small_protocol(text);
    assert_int_equal(protocol->findings[0].when->index, 0);
    assert_int_equal(protocol->findings[1].when->index, 1);
    protocol_free(protocol);
}

/* ---- cases whose reading goes on behind a fault ---- */

static void test_units_and_ranges(void **state)
{
    static const struct row rows[] = {
        {PROTOCOL("'questions':[{'id':'n','kind':'number','text':'T','min':'0','max':9,"
                  "'answers':[{'id':'a','from':0,'text':'A'}]}]"), "[wrong-type]"},
        {PROTOCOL("'questions':[{'id':'n','kind':'number','text':'T','min':0,'max':2e9,"
                  "'answers':[{'id':'a','from':0,'text':'A'}]}]"), "[out-of-range]"},
        {PROTOCOL("'questions':[{'id':'n','kind':'number','text':'T','min':0,'max':9,"
                  "'answers':[{'id':'a','from':0,'text':'A'},{'id':'b','from':12,'text':'B'}]}]"),
         "12 is above the maximum, 9"},
        {PROTOCOL("'questions':[{'id':'n','kind':'number','text':'T','min':0,'max':1,'step':0.001,"
                  "'answers':[{'id':'a','from':0,'text':'A'},{'id':'b','from':1e9,'text':'B'}]}]"),
         "1000000000 is above the maximum, 1"},
        {PROTOCOL("'questions':[{'id':'n','kind':'number','text':'T','min':0,'max':9,'units':[7],"
                  "'answers':[{'id':'a','from':0,'text':'A'}]}]"), "[wrong-type]"},
        {PROTOCOL("'questions':[{'id':'n','kind':'number','text':'T','min':0,'max':9,"
                  "'units':[{'unit':'u'}],'answers':[{'id':'a','from':0,'text':'A'}]}]"),
         "needs \"scale\""},
    };

    (void)state;
    EXPECT(rows);
}

/* ---- stored answers ---- */

#define ANSWERED                                                                                \
    "'questions':[{'id':'n','kind':'number','text':'T','unit':'C','min':0,'max':9,"             \
    "'units':[{'unit':'F','scale':2},{'unit':'R','scale':3}],"                                  \
    "'answers':[{'id':'a','from':0,'text':'A'}]},"                                              \
    "{'id':'plain','kind':'number','text':'T','min':0,'max':9,"                                 \
    "'answers':[{'id':'a','from':0,'text':'A'},{'id':'none','text':'N'}]},"                     \
    "{'id':'s','kind':'checklist','text':'T','answers':[{'id':'x','text':'X'},"                 \
    "{'id':'y','text':'Y'}]}]"

/* What is said about these answers; "" if they are taken. */
static void expect_answers(const char *answers, const char *words)
{
    struct protocol *protocol = small_protocol(ANSWERED);
    struct interview *interview = interview_new(protocol);
    struct diags *diags = diags_new();
    char *path = small_file(answers), *faults = NULL;
    size_t size;
    FILE *out = open_memstream(&faults, &size);
    bool taken = load_answers(path, interview, diags);

    diags_print(diags, out);
    fclose(out);
    assert_int_equal(taken, *words == '\0');
    if (strstr(faults, words) == NULL)
        fail_msg("%s\nexpected \"%s\", got\n%s", answers, words, faults);
    free(faults);
    small_remove(path);
    diags_free(diags);
    interview_free(interview);
    protocol_free(protocol);
}

static void test_measured_numbers(void **state)
{
    (void)state;
    expect_answers("{'n':{'value':3,'unit':'C'}}", "");
    expect_answers("{'n':{'value':3,'unit':'F'}}", "");
    expect_answers("{'n':{'value':3,'unit':'K'}}", "not measured in \"K\"; \"C\", \"F\" or \"R\" was expected");
    expect_answers("{'plain':{'value':3,'unit':'K'}}", "\"K\"; a plain number was expected");
    expect_answers("{'s':['x','y','x']}", "the answer \"x\" to the question \"s\" is given twice; "
                                          "once was expected (/s/2) [bad-answer]");
    expect_answers("{'plain':'none'}", "");
    expect_answers("{'n':{'value':3}}", "[missing-member]");
    expect_answers("{'s':['x',7]}", "[bad-answer]");
    expect_answers("{'s':[],'s':[]}", "[duplicate-member]");
    expect_answers("[", "[truncated]");
    expect_answers("[]", "[wrong-type]");
}

/* A long list of what is possible is cut short, and so is the search for the nearest question. */
static void test_long_lists_in_messages(void **state)
{
    char text[65536] = "'questions':[{'id':'q','kind':'choice','text':'T','answers':[";
    char answers[65536] = "{'q':'never','n':{'value':1,'unit':'?'}", *path, *faults = NULL;
    struct diags *diags = diags_new();
    struct protocol *protocol;
    struct interview *interview;
    size_t size;
    FILE *out;

    (void)state;
    for (unsigned i = 0; i < 200; i++)
        sprintf(text + strlen(text), "%s{'id':'a%u','text':'A'}", i == 0 ? "" : ",", i);
    strcat(text, "]},{'id':'n','kind':'number','text':'T','min':0,'max':9,'answers':["
                 "{'id':'a','from':0,'text':'A'}],'units':[");
    for (unsigned i = 0; i < 200; i++)
        sprintf(text + strlen(text), "%s{'unit':'u%u','scale':2}", i == 0 ? "" : ",", i);
    strcat(text, "]}");
    for (unsigned i = 0; i < 400; i++)
        sprintf(text + strlen(text), ",{'id':'info%u','kind':'info','text':'T'}", i);
    strcat(text, "]");
    for (unsigned i = 0; i < 200; i++)
        sprintf(answers + strlen(answers), ",'x%u':true", i);
    strcat(answers, "}");
    protocol = small_protocol(text);
    interview = interview_new(protocol);
    path = small_file(answers);
    assert_false(load_answers(path, interview, diags));
    out = open_memstream(&faults, &size);
    diags_print(diags, out);
    fclose(out);
    assert_non_null(strstr(faults, "\"a1\", \"a2\""));
    assert_non_null(strstr(faults, ", ... was expected"));
    assert_non_null(strstr(faults, "a plain number, \"u0\", \"u1\""));
    assert_non_null(strstr(strstr(faults, "\"u1\""), ", ... was expected"));
    assert_non_null(strstr(faults, "[unknown-question]"));
    free(faults);
    small_remove(path);
    interview_free(interview);
    protocol_free(protocol);
    diags_free(diags);
}

/* "-" is standard input. */
static void test_answers_from_standard_input(void **state)
{
    struct protocol *protocol = small_protocol(ANSWERED);
    struct interview *interview = interview_new(protocol);
    struct diags *diags = diags_new();
    int kept = dup(STDIN_FILENO);
    char *path = small_file("{'s':['x']}");

    (void)state;
    assert_non_null(freopen(path, "r", stdin));
    assert_true(load_answers("-", interview, diags));
    assert_true(interview_gave(interview, finding(protocol, "s.x")));
    dup2(kept, STDIN_FILENO);
    close(kept);
    small_remove(path);
    interview_free(interview);
    protocol_free(protocol);
    diags_free(diags);
}

/* ---- UTF-16, both ways round ---- */

static void test_utf16(void **state)
{
    (void)state;
    expect_fault("\xFF\xFE{", "the file is in UTF-16");
    expect_fault("\xFE\xFF{", "the file is in UTF-16");
    expect_fault("\xFE", "[syntax]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_things_of_a_wrong_type),
        cmocka_unit_test(test_reviewed_needs_who_and_when),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_what_has_no_id_is_not_meant),
        cmocka_unit_test(test_guessing_ends),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_the_longest_id),
        cmocka_unit_test(test_units_and_ranges),
        cmocka_unit_test(test_measured_numbers),
        cmocka_unit_test(test_long_lists_in_messages),
        cmocka_unit_test(test_answers_from_standard_input),
        cmocka_unit_test(test_utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
