/* test lint: the slips that stop nothing, each at the border between warned of and not. */
#include "small.h"

#include "engine/lint.h"
#include "engine/texts.h"

#define TODAY "2026-06-30"

/* What is warned of in the protocol, by its lines; caller frees. */
static char *warnings(const char *text, const char *today)
{
    struct protocol *protocol = small_whole(text);
    struct diags *diags = diags_new();
    char *lines = NULL;
    size_t size;
    FILE *out = open_memstream(&lines, &size);

    lint(protocol, today, diags);
    assert_int_equal(diags_errors(diags), 0);
    diags_print(diags, out);
    fclose(out);
    diags_free(diags);
    protocol_free(protocol);
    return lines;
}

static void assert_warned(const char *text, const char *today, const char *code, size_t times)
{
    char *lines = warnings(text, today), *at = lines;
    size_t count = 0;

    while ((at = strstr(at, code)) != NULL) {
        at++;
        count++;
    }
    if (count != times)
        print_error("%s %zu times, not %zu, in:\n%s", code, count, times, lines);
    assert_int_equal(count, times);
    free(lines);
}

#define ABOUT(language, review, sources)                                                       \
    "{'redflag':1,'id':'small','version':'1','language':'" language "','title':'T',"           \
    "'about':['A'],'review':" review ",'sources':[" sources "]," SMALL_DISPOSITIONS
#define DRAFT "{'status':'draft'}"
#define BOOK(read) "{'id':'book','title':'B','publisher':'P','read':'" read "'}"
#define ASKING(text) "'questions':[{'id':'q','kind':'choice','text':'" text "',"                 \
                     "'sources':['book'],"                                                       \
                     "'answers':[{'id':'yes','text':'Yes'},{'id':'no','text':'No'}]}]}"

static void test_review_date(void **state)
{
    (void)state;
#define NEXT(date) ABOUT("en", "{'status':'draft','next':'" date "'}", BOOK(TODAY)) ASKING("A?")
    assert_warned(NEXT("2026-06-29"), TODAY, "[review-due]", 1);
    assert_warned(NEXT("2026-06-30"), TODAY, "[review-due]", 0);
    assert_warned(NEXT("2026-06-29"), NULL, "[review-due]", 0);
}

static void test_source_date(void **state)
{
    (void)state;
    assert_warned(ABOUT("en", DRAFT, BOOK("2023-06-29")) ASKING("A?"), TODAY, "[old-source]", 1);
    assert_warned(ABOUT("en", DRAFT, BOOK("2023-06-30")) ASKING("A?"), TODAY, "[old-source]", 0);
    assert_warned(ABOUT("en", DRAFT, "{'id':'book','title':'B','publisher':'P'}") ASKING("A?"),
                  TODAY, "[old-source]", 0);
}

static void assert_negated(const char *protocol, bool negated)
{
    assert_warned(protocol, NULL, "[negated-question]", negated);
}

#define IN(language, question) ABOUT(language, DRAFT, BOOK(TODAY)) ASKING(question)

static void test_negated(void **state)
{
    (void)state;
    assert_negated(IN("en", "Do you not feel well?"), true);
    assert_negated(IN("en-GB", "Have you NEVER fainted?"), true);
    assert_negated(IN("en", "Don\xE2\x80\x99t you feel well?"), true);
    assert_negated(IN("en", "Don\\u0027t you feel well?"), true);
    assert_negated(IN("en", "Is it [a] | _not_?"), true);
    assert_negated(IN("en", "Did you notice anything?"), false);
    assert_negated(IN("en", "This is not a test. Do you feel well?"), false);
    assert_negated(IN("en", "No hurry! Do you feel well?"), false);
    assert_negated(IN("en", "You do not feel well."), false);
    assert_negated(IN("de", "Haben Sie keine Schmerzen?"), true);
    assert_negated(IN("de", "Do you not feel well?"), false);
    assert_negated(IN("enm", "Do you not feel well?"), false);
    assert_negated(IN("nl", "Is it not so?"), false);
}

static void test_long(void **state)
{
    char text[4096], *word;
    (void)state;
    for (int extra = 0; extra <= 1; extra++) {
        snprintf(text, sizeof text, "%s", IN("en", "@"));
        word = calloc(LINT_QUESTION_COLUMNS + 2, 1);
        memset(word, 'a', (size_t)(LINT_QUESTION_COLUMNS + extra));
        char *at = strchr(text, '@');
        memmove(at + LINT_QUESTION_COLUMNS + extra, at + 1, strlen(at));
        memcpy(at, word, (size_t)(LINT_QUESTION_COLUMNS + extra));
        assert_warned(text, NULL, "[long-question]", (size_t)extra);
        free(word);
    }
}

#define RAISING(unsure) ABOUT("en", DRAFT, BOOK(TODAY))                                          \
    "'questions':[{'id':'q','kind':'choice','text':'Q','sources':['book'],'answers':["         \
    "{'id':'a','text':'A','raise':'now','note':'A'},{'id':'b','text':'B'" unsure "}]}]}"

static void test_unsure(void **state)
{
    (void)state;
    assert_warned(RAISING(""), NULL, "[no-unsure-answer]", 1);
    assert_warned(RAISING(",'unsure':true"), NULL, "[no-unsure-answer]", 0);
    assert_warned(IN("en", "A?"), NULL, "[no-unsure-answer]", 0);
    assert_warned(ABOUT("en", DRAFT, BOOK(TODAY))
                  "'questions':[{'id':'q','kind':'choice','text':'Q','sources':['book'],"
                  "'answers':[{'id':'u','text':'U','unsure':true},{'id':'b','text':'B'},"
                  "{'id':'a','text':'A','raise':'now','note':'A'}]}]}",
                  NULL, "[no-unsure-answer]", 0);
}

static void test_pictures(void **state)
{
    (void)state;
    assert_warned(IN("en", "A \xF0\x9F\x99\x82?"), NULL, "[emoji]", 1);
    assert_warned(IN("en", "A \xE2\x9D\xA4\xEF\xB8\x8F\xF0\x9F\x99\x82?"), NULL, "[emoji]", 1);
    assert_warned(IN("en", "A\xE2\x80\x8D" "B?"), NULL, "[emoji]", 1);
    assert_warned(IN("en", "\xE2\x80\xA6\xE2\x80\x8D?"), NULL, "[emoji]", 1);
    assert_warned(IN("hi", "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D\xE0\xA4\xB7?"), NULL, "[emoji]",
                  0);
    assert_warned(IN("en", "\xE2\x80\x9CN\xC3\xA9\xE2\x80\x9D \xE2\x80\x93 \xE2\x86\x92?"), NULL,
                  "[emoji]", 0);
}

/* Everything here is used somewhere, each in another way. */
#define USED                                                                                     \
    "{'redflag':1,'id':'small','version':'1','language':'en','title':'T','about':['A'],"       \
    "'review':" DRAFT ",'sources':["                                                            \
    "{'id':'a','title':'B','publisher':'P'},{'id':'b','title':'B','publisher':'P'},"           \
    "{'id':'c','title':'B','publisher':'P'},{'id':'d','title':'B','publisher':'P'},"           \
    "{'id':'e','title':'B','publisher':'P'}]," SMALL_DISPOSITIONS                              \
    "'scores':[{'id':'worry','title':'W'}],"                                                   \
    "'questions':[{'id':'q','kind':'choice','text':'Q?','sources':['a'],'answers':["           \
    "{'id':'yes','text':'Y','sources':['b'],'points':{'worry':1}},{'id':'no','text':'N'}]},"   \
    YES_NO_IF("r", "'asked'") "],"                                                             \
    "'findings':[{'id':'asked','when':'q.yes'},"                                               \
    "{'id':'told','when':'q.no','note':'Told','sources':['c']},"                               \
    "{'id':'lost','when':'q.no'},{'id':'flag','when':'q.no','raise':'now','note':'F'},"        \
    "{'id':'other','when':'q.no','unless':{'any':['lost',{'score':'worry','from':1}]},"        \
    "'note':'O'}],"                                                                            \
    "'advice':[{'title':'G','items':[{'id':'x','text':'X.','for':['home'],'when':'told',"      \
    "'unless':'asked','sources':['d']}]}],"                                                    \
    "'topics':[{'id':'t','title':'T','text':['T.'],'sources':['e']}]}"

static void test_unused(void **state)
{
    char unused[4096], *at;
    (void)state;
    assert_warned(USED, NULL, "[unused]", 0);
    snprintf(unused, sizeof unused, "%s", USED);
    at = strstr(unused, "'asked'") + 1; /* the question now asks for another finding */
    memcpy(at, "told'", 5);
    memmove(at + 5, at + 6, strlen(at + 5));
    assert_warned(unused, NULL, "[unused]", 0); /* the advice still uses it */
    at = strstr(unused, "'unless':'asked',");
    memmove(at, at + strlen("'unless':'asked',"), strlen(at + strlen("'unless':'asked',")) + 1);
    assert_warned(unused, NULL, "[unused]", 1);
    assert_warned(ABOUT("en", DRAFT, BOOK(TODAY) ",{'id':'x','title':'B','publisher':'P'}")
                  "'scores':[{'id':'worry','title':'W'}]," ASKING("A?"),
                  NULL, "[unused]", 2);
}

/* ---- texts ---- */

struct seen {
    size_t count;
    char *pointers;
    size_t size;
    FILE *out;
};

static void see(void *context, const struct text_site *site)
{
    struct seen *seen = context;

    seen->count++;
    assert_non_null(site->text);
    assert_true(site->place.line > 0 && site->place.column > 0);
    fprintf(seen->out, " %s\n", site->pointer);
}

/* Every text of the file is shown, and nothing twice: they are numbered in the file itself. */
static void test_texts(void **state)
{
    static const char *const parts[] = {
        "/title", "/about/0", "/review/by", "/sources/0/title", "/sources/0/publisher",
        "/sources/0/note", "/dispositions/0/title", "/dispositions/0/within",
        "/dispositions/0/text/0", "/questions/0/section", "/questions/0/text", "/questions/0/why",
        "/questions/0/unit", "/questions/0/units/0/unit", "/questions/0/answers/0/text",
        "/questions/0/answers/0/note", "/questions/1/none", "/findings/0/note", "/advice/0/title",
        "/advice/0/items/0/text", "/topics/0/title", "/topics/0/text/0", "/topics/0/rows/0/1"};
    struct protocol *protocol = small_whole(
        "{'redflag':1,'id':'small','version':'1','language':'en','title':'T','about':['A'],"
        "'review':{'status':'draft','by':'B'},"
        "'sources':[{'id':'a','title':'B','publisher':'P','note':'N'}]," SMALL_DISPOSITIONS
        "'questions':[{'id':'q','kind':'number','section':'S','why':'W','text':'Q?','unit':'C',"
        "'units':[{'unit':'F','scale':0.5,'offset':1}],'min':1,'max':2,'step':1,"
        "'answers':[{'id':'low','from':1,'text':'L','raise':'now','note':'L'}]},"
        "{'id':'c','kind':'checklist','text':'C?','none':'No','answers':[{'id':'x','text':'X'}]}],"
        "'findings':[{'id':'f','when':'q.low','note':'F'}],"
        "'advice':[{'title':'G','items':[{'id':'x','text':'X.','for':['home']}]}],"
        "'topics':[{'id':'t','title':'T','text':['T.'],'rows':[['a','b'],['c','d']]}]}");
    struct seen seen = {0};
    (void)state;
    seen.out = open_memstream(&seen.pointers, &seen.size);
    texts_each(protocol, see, &seen);
    fclose(seen.out);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char line[128], *at;
        snprintf(line, sizeof line, " %s\n", parts[i]);
        at = strstr(seen.pointers, line);
        if (at == NULL)
            print_error("%s is not shown\n", parts[i]);
        assert_non_null(at);
        assert_null(strstr(at + 1, line));
    }
    free(seen.pointers);
    protocol_free(protocol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_review_date), cmocka_unit_test(test_source_date),
        cmocka_unit_test(test_negated),     cmocka_unit_test(test_long),
        cmocka_unit_test(test_unsure),      cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_unused),      cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests_name("lint", tests, NULL, NULL);
}
