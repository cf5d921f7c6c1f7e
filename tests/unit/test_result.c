/* test result: what is said at the end, in which order, and what never leaves the screen. */
#include "small.h"

#include "page/result.h"

#define CRAMPS                                                                                  \
    "'questions':[" YES_NO("one") ","                                                           \
    "{'id':'p','kind':'checklist','text':'Is it private?','private':true,'answers':["           \
    "{'id':'secret','text':'Secret','raise':'soon','note':'A secret flag'}]},"                  \
    "{'id':'s','kind':'checklist','text':'Which?','none':'Nothing','answers':["                 \
    "{'id':'a','text':'Ah','raise':'soon','note':'An open flag'},{'id':'b','text':'Bee'},"      \
    "{'id':'stop','text':'Stop','raise':'now','note':'Danger'}]},"                              \
    "{'id':'n','kind':'number','text':'How many?','unit':'C','min':0,'max':9,'step':0.5,"       \
    "'answers':[{'id':'few','from':0,'text':'Few'},{'id':'not','text':'Not counted'}]},"        \
    "{'id':'bye','kind':'info','text':'Bye.'}],"                                                \
    "'findings':[{'id':'both','when':{'all':['s.a','s.b','one.yes']},'raise':'soon','note':'Both'}]," \
    "'advice':[{'title':'Do','items':[{'id':'x','text':'Rest. In need call {emergency}.'},"     \
    "{'id':'y','text':'Secret advice','when':'p.secret'},"                                      \
    "{'id':'z','text':'Other advice','unless':'p.secret'}]},"                                   \
    "{'title':'Later','items':[{'id':'w','text':'Wait','for':['home']}]}]"

struct scene {
    struct protocol *protocol;
    struct interview *interview;
    struct region *region;
    struct page page;
};

static struct scene begin(void)
{
    struct scene scene = {.protocol = small_protocol(CRAMPS), .region = region_unknown()};

    scene.interview = interview_new(scene.protocol);
    return scene;
}

static void end(struct scene *scene)
{
    page_end(&scene->page);
    region_free(scene->region);
    interview_free(scene->interview);
    protocol_free(scene->protocol);
}

static void answer(struct scene *scene, const char *one, const char *p, const char *s)
{
    choose(scene->interview, one);
    tick(scene->interview, p);
    tick(scene->interview, s);
    interview_number(scene->interview, 3, 2.5);
    interview_read(scene->interview, 4);
}

/* All blocks as lines: "headline|text|aside"; on the screen the answers follow: "answer|question|words". */
static const char *lines(struct scene *scene, bool outside)
{
    static const char *const kinds[BLOCK_KIND_COUNT] = {"headline", "heading", "text", "bullet",
                                                        "row", "choice"};
    static char all[8192];

    page_begin(&scene->page, PAGE_RESULT);
    result_blocks(&scene->page, scene->interview, scene->region, outside);
    all[0] = '\0';
    for (size_t i = 0; i < scene->page.block_count; i++) {
        const struct block *block = &scene->page.blocks[i];
        sprintf(all + strlen(all), "%s|%s|%s\n", kinds[block->kind], block->text,
                block->aside == NULL ? "" : block->aside);
    }
    for (unsigned q = 0; q < scene->protocol->question_count && !outside; q++)
        if (interview_asked(scene->interview, q))
            sprintf(all + strlen(all), "answer|%s|%s\n", scene->protocol->questions[q].text,
                    result_answer_text(scene->interview, q, &scene->page.arena));
    return all;
}

static void assert_says(const char *all, const char *words)
{
    if (strstr(all, words) == NULL)
        fail_msg("expected \"%s\" in\n%s", words, all);
}

static void assert_silent(const char *all, const char *words)
{
    if (strstr(all, words) != NULL)
        fail_msg("did not expect \"%s\" in\n%s", words, all);
}

/* ---- on the screen ---- */

static void test_the_disposition_comes_first_and_the_reasons_next(void **state)
{
    struct scene scene = begin();
    const char *all;

    (void)state;
    answer(&scene, "one.yes", "p", "s.a s.b");
    all = lines(&scene, false);
    assert_int_equal(strncmp(all, "headline|Soon|soon\ntext|Go.|\nheading|Why|\n", 41), 0);
    assert_says(all, "bullet|An open flag|you said: question 3\n");
    assert_says(all, "bullet|Both|you said: questions 3 and 1\n");
    assert_says(all, "heading|Do|\nbullet|Rest. In need call your local emergency number.|\n");
    assert_says(all, "bullet|Other advice|");
    assert_silent(all, "Later");
    assert_says(all, "This is a draft. No clinician has reviewed it.");
    end(&scene);
}

/* Nothing was raised: no reason is made up, and no empty heading stands there. */
static void test_self_care_has_no_reasons(void **state)
{
    struct scene scene = begin();
    const char *all;

    (void)state;
    answer(&scene, "one.no", "p", "s");
    all = lines(&scene, false);
    assert_int_equal(strncmp(all, "headline|Home|\n", 15), 0);
    assert_silent(all, "Why");
    assert_says(all, "heading|Later|\nbullet|Wait|\n");
    end(&scene);
}

/* What is not finished is no result; what was raised already is said all the same. */
static void test_an_unfinished_interview_is_never_a_mild_result(void **state)
{
    struct scene scene = begin();
    const char *all = lines(&scene, false);

    (void)state;
    assert_int_equal(strncmp(all, "headline|The questions were not finished", 40), 0);
    assert_says(all, "This does not mean that all is well.");
    assert_says(all, "call your local emergency number");
    assert_silent(all, "Rest.");
    choose(scene.interview, "one.yes");
    tick(scene.interview, "p");
    tick(scene.interview, "s.a");
    all = lines(&scene, false);
    assert_int_equal(strncmp(all, "headline|The questions were not finished", 40), 0);
    assert_says(all, "heading|Soon|soon\ntext|Go.|\n");
    assert_says(all, "bullet|An open flag|");
    assert_silent(all, "bullet|Rest.");
    end(&scene);
}

/* ---- what leaves the screen ---- */

/* The disposition stays, since it is what must be done; why, and what was answered, does not. */
static void test_private_never_leaves(void **state)
{
    struct scene scene = begin();
    const char *all;

    (void)state;
    answer(&scene, "one.yes", "p.secret", "s");
    all = lines(&scene, false);
    assert_says(all, "bullet|A secret flag|you said: question 2\n");
    assert_says(all, "Secret advice");
    assert_says(all, "answer|Is it private?|Secret\n");
    all = lines(&scene, true);
    assert_says(all, "headline|Soon|soon\n");
    assert_silent(all, "ecret");
    assert_silent(all, "Why");
    assert_silent(all, "Other advice"); /* that it is missing would tell as much */
    assert_says(all, "Answers to private questions are never written here.");
    end(&scene);
}

/* The note about private questions stands there whatever was answered. */
static void test_the_note_about_private_questions_tells_nothing(void **state)
{
    struct scene scene = begin();

    (void)state;
    answer(&scene, "one.no", "p", "s");
    assert_says(lines(&scene, true), "Answers to private questions are never written here.");
    assert_silent(lines(&scene, false), "Answers to private questions");
    end(&scene);
}

/* ---- answers in words ---- */

static void test_answers_in_words(void **state)
{
    struct scene scene = begin();
    const char *all;
    struct arena arena = {0};

    (void)state;
    assert_string_equal(result_answer_text(scene.interview, 0, &arena), "Not answered");
    answer(&scene, "one.yes", "p", "s.a s.b");
    all = lines(&scene, false);
    assert_says(all, "answer|Is it?|Yes\n");
    assert_says(all, "answer|Is it private?|None of these\n");
    assert_says(all, "answer|Which?|Ah; Bee\n");
    assert_says(all, "answer|How many?|2.5 C\n");
    assert_says(all, "answer|Bye.|Read\n");
    assert_string_equal(result_answer_text(scene.interview, 4, &arena), "Read");
    tick(scene.interview, "s");
    choose(scene.interview, "n.not");
    all = lines(&scene, false);
    assert_says(all, "answer|Which?|Nothing\n");
    assert_says(all, "answer|How many?|Not counted\n");
    arena_free(&arena);
    end(&scene);
}

/* An answer on a path that is no longer taken is not listed either. */
static void test_what_is_not_asked_is_not_listed(void **state)
{
    struct scene scene = begin();
    const char *all;

    (void)state;
    answer(&scene, "one.yes", "p", "s.stop");
    all = lines(&scene, false);
    assert_int_equal(strncmp(all, "headline|Now|now\n", 17), 0);
    assert_says(all, "bullet|Danger|you said: question 3\n");
    assert_silent(all, "How many?");
    end(&scene);
}

static void test_review_texts(void **state)
{
    static const struct {
        const char *review, *text;
    } rows[] = {
        {"{'status':'draft','by':'Dr A'}", "This is a draft. No clinician has reviewed it."},
        {"{'status':'reviewed','by':'Dr A','on':'2026-01-02'}", "Reviewed by Dr A on 2026-01-02."},
        {"{'status':'reviewed','by':'Dr A','on':'2026-01-02','next':'2027-01-02'}",
         "Reviewed by Dr A on 2026-01-02, next review 2027-01-02."},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = {0};
        struct protocol *protocol;
        char text[2048];
        snprintf(text, sizeof text,
                 "{'redflag':1,'id':'small','version':'1','language':'en','title':'T','about':['A'],"
                 "'review':%s," SMALL_DISPOSITIONS "'questions':[" YES_NO("one") "]}",
                 rows[i].review);
        protocol = small_whole(text);
        assert_string_equal(result_review_text(protocol, &arena), rows[i].text);
        arena_free(&arena);
        protocol_free(protocol);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_disposition_comes_first_and_the_reasons_next),
        cmocka_unit_test(test_self_care_has_no_reasons),
        cmocka_unit_test(test_an_unfinished_interview_is_never_a_mild_result),
        cmocka_unit_test(test_private_never_leaves),
        cmocka_unit_test(test_the_note_about_private_questions_tells_nothing),
        cmocka_unit_test(test_answers_in_words),
        cmocka_unit_test(test_what_is_not_asked_is_not_listed),
        cmocka_unit_test(test_review_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
