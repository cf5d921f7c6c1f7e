/* test dialogue: events in, pages out; what each answer, way back and way out leads to. */
#include "small.h"

#include "page/dialogue.h"

#define TALK                                                                                    \
    "'questions':[{'id':'hello','kind':'info','text':'Hello.','section':'First'},"              \
    "{'id':'one','kind':'choice','text':'Is it?','why':'Because.','answers':["                  \
    "{'id':'yes','text':'Yes'},{'id':'no','text':'No'},"                                        \
    "{'id':'now','text':'Now','raise':'now','note':'N'}]},"                                     \
    "{'id':'s','kind':'checklist','text':'Which?','private':true,'ask_if':'one.yes','answers':[" \
    "{'id':'a','text':'A','raise':'soon','note':'A'},{'id':'b','text':'B'},"                    \
    "{'id':'u','text':'Unsure','exclusive':true}]},"                                            \
    "{'id':'n','kind':'number','text':'How warm?','unit':'C','min':34,'max':43,'step':0.1,"     \
    "'units':[{'unit':'F','scale':0.5555555555555556,'offset':-17.77777777777778}],"            \
    "'answers':[{'id':'low','from':34,'text':'Low'},{'id':'fever','from':38,'text':'Fever'},"   \
    "{'id':'not','text':'Not measured'}]}],"                                                    \
    "'sources':[{'id':'book','title':'Book','publisher':'P'}],"                                 \
    "'topics':[{'id':'t','title':'Topic','text':['Text.'],'sources':['book']},"                 \
    "{'id':'r','title':'Rows','rows':[['H','I','J'],['x','y','z'],['only','','']]}]"

struct talk {
    struct protocol *protocol;
    struct region *region;
    struct dialogue *dialogue;
};

static struct talk begin_as(bool kiosk)
{
    static const char *const keys[] = {"Enter: choose"};
    struct talk talk = {.protocol = small_protocol(TALK), .region = region_unknown()};

    talk.dialogue = dialogue_new(
        talk.protocol, talk.region,
        (struct dialogue_options){.kiosk = kiosk, .keys = keys, .key_count = 1});
    return talk;
}

static struct talk begin(void)
{
    return begin_as(false);
}

static void end(struct talk *talk)
{
    dialogue_free(talk->dialogue);
    dialogue_free(NULL);
    region_free(talk->region);
    protocol_free(talk->protocol);
}

static const struct page *page(const struct talk *talk)
{
    return dialogue_page(talk->dialogue);
}

static enum dialogue_state pick(struct talk *talk, size_t number)
{
    struct event event = {.kind = EVENT_CHOICE, .choice = number - 1};
    return dialogue_handle(talk->dialogue, &event);
}

static enum dialogue_state type(struct talk *talk, const char *text)
{
    struct event event = {.kind = EVENT_NUMBER, .text = text};
    return dialogue_handle(talk->dialogue, &event);
}

static enum dialogue_state command(struct talk *talk, enum command what)
{
    struct event event = {.kind = EVENT_COMMAND, .command = what};
    return dialogue_handle(talk->dialogue, &event);
}

static bool page_says(const struct talk *talk, const char *words)
{
    for (size_t i = 0; i < page(talk)->block_count; i++) {
        const struct block *block = &page(talk)->blocks[i];
        if (strstr(block->text, words) != NULL ||
            (block->aside != NULL && strstr(block->aside, words) != NULL))
            return true;
    }
    return false;
}

static void expect_page(const struct talk *talk, enum page_kind kind, const char *words)
{
    assert_int_equal(page(talk)->kind, kind);
    if (!page_says(talk, words))
        fail_msg("the page does not say \"%s\"", words);
}

static void expect_remark(const struct talk *talk, const char *words)
{
    if (words == NULL) {
        assert_null(page(talk)->remark);
    } else {
        assert_non_null(page(talk)->remark);
        assert_non_null(strstr(page(talk)->remark, words));
    }
}

static enum mark mark(const struct talk *talk, size_t number)
{
    return page_choice(page(talk), number - 1)->mark;
}

/* From the start to the number question, with "Yes" and A ticked. */
static void answer_up_to_the_number(struct talk *talk)
{
    pick(talk, 1);
    pick(talk, 1);
    pick(talk, 1);
    pick(talk, 1);
    pick(talk, 5);
    expect_page(talk, PAGE_QUESTION, "How warm?");
}

/* ---- the way forward ---- */

static void test_from_the_opening_to_the_result(void **state)
{
    struct talk talk = begin();

    (void)state;
    expect_page(&talk, PAGE_OPENING, "call your local emergency number");
    assert_int_equal(pick(&talk, 1), DIALOGUE_GOES_ON);
    expect_page(&talk, PAGE_QUESTION, "Hello.");
    assert_string_equal(page(&talk)->progress, "Question 1, at most 3 left");
    pick(&talk, 1);
    expect_page(&talk, PAGE_QUESTION, "Is it?");
    assert_string_equal(page(&talk)->progress, "Question 2, at most 2 left");
    pick(&talk, 2);
    expect_page(&talk, PAGE_QUESTION, "How warm?");
    assert_string_equal(page(&talk)->progress, "Question 3, the last one");
    type(&talk, "38.5");
    expect_page(&talk, PAGE_REVIEW, "38.5 C");
    assert_false(dialogue_has_result(talk.dialogue));
    pick(&talk, 1);
    expect_page(&talk, PAGE_RESULT, "Home");
    assert_int_equal(page(&talk)->blocks[0].kind, BLOCK_HEADLINE);
    assert_true(dialogue_has_result(talk.dialogue));
    assert_int_equal(command(&talk, COMMAND_LEAVE), DIALOGUE_FINISHED);
    end(&talk);
}

/* An emergency is not kept waiting by a review; the answers can still be changed. */
static void test_an_emergency_comes_at_once(void **state)
{
    struct talk talk = begin();

    (void)state;
    pick(&talk, 1);
    pick(&talk, 1);
    pick(&talk, 3);
    expect_page(&talk, PAGE_RESULT, "Now");
    command(&talk, COMMAND_ANSWERS);
    expect_page(&talk, PAGE_REVIEW, "Is it?");
    pick(&talk, 3);
    expect_page(&talk, PAGE_QUESTION, "Is it?");
    assert_int_equal(mark(&talk, 3), MARK_CHOSEN);
    assert_int_equal(page(&talk)->focus, 2);
    pick(&talk, 2);
    expect_page(&talk, PAGE_QUESTION, "How warm?");
    assert_false(dialogue_has_result(talk.dialogue));
    end(&talk);
}

/* An event that makes no sense here changes nothing. */
static void test_events_without_sense(void **state)
{
    struct talk talk = begin();

    (void)state;
    pick(&talk, 9);
    type(&talk, "5");
    command(&talk, COMMAND_BACK);
    command(&talk, COMMAND_ANSWERS);
    expect_page(&talk, PAGE_OPENING, "call");
    pick(&talk, 1);
    command(&talk, COMMAND_READ);
    expect_page(&talk, PAGE_QUESTION, "Hello.");
    end(&talk);
}

/* ---- checklists ---- */

static void test_ticks(void **state)
{
    struct talk talk = begin();

    (void)state;
    pick(&talk, 1);
    pick(&talk, 1);
    pick(&talk, 1);
    expect_page(&talk, PAGE_QUESTION, "It is never written down.");
    assert_true(page(&talk)->several);
    pick(&talk, 5); /* untouched is not an answer */
    expect_page(&talk, PAGE_QUESTION, "Which?");
    expect_remark(&talk, "or the last box if none is");
    pick(&talk, 1);
    expect_remark(&talk, NULL);
    pick(&talk, 2);
    assert_int_equal(mark(&talk, 1), MARK_TICKED);
    assert_int_equal(mark(&talk, 2), MARK_TICKED);
    pick(&talk, 3); /* unsure stands alone */
    assert_int_equal(mark(&talk, 1), MARK_UNTICKED);
    assert_int_equal(mark(&talk, 3), MARK_TICKED);
    pick(&talk, 1); /* and gives way */
    assert_int_equal(mark(&talk, 3), MARK_UNTICKED);
    pick(&talk, 4); /* none of these takes everything away */
    assert_int_equal(mark(&talk, 1), MARK_UNTICKED);
    assert_int_equal(mark(&talk, 4), MARK_TICKED);
    pick(&talk, 4);
    pick(&talk, 5);
    expect_remark(&talk, "Tick what is true");
    pick(&talk, 4);
    pick(&talk, 2); /* a tick takes none of these away */
    assert_int_equal(mark(&talk, 4), MARK_UNTICKED);
    pick(&talk, 2);
    pick(&talk, 4);
    pick(&talk, 5);
    expect_page(&talk, PAGE_QUESTION, "How warm?");
    command(&talk, COMMAND_BACK); /* shown as it was given */
    assert_int_equal(mark(&talk, 4), MARK_TICKED);
    end(&talk);
}

/* Changed ticks that were left without Continue are neither dropped nor taken. */
static void test_changed_ticks_open_the_question_again(void **state)
{
    struct talk talk = begin();

    (void)state;
    pick(&talk, 1);
    pick(&talk, 1);
    pick(&talk, 1);
    pick(&talk, 4);
    pick(&talk, 5);
    expect_page(&talk, PAGE_QUESTION, "How warm?");
    command(&talk, COMMAND_BACK);
    pick(&talk, 1); /* instead of none of these, and then back */
    command(&talk, COMMAND_BACK);
    expect_page(&talk, PAGE_QUESTION, "Is it?");
    pick(&talk, 1);
    expect_page(&talk, PAGE_QUESTION, "Which?");
    assert_int_equal(mark(&talk, 1), MARK_TICKED);
    assert_int_equal(mark(&talk, 4), MARK_UNTICKED);
    end(&talk);
}

/* ---- numbers ---- */

static void test_numbers(void **state)
{
    static const struct {
        const char *typed, *remark; /* NULL: taken */
    } rows[] = {
        {"38.5", NULL},  {"38,5", NULL},       {"100.4 F", NULL}, {"38.5C", NULL}, {"38.5 C", NULL},
        {"", "not a number"}, {"abc", "not a number"}, {"38.5.1", "not a number"},
        {"38.5 K", "not a number"}, {"-", "not a number"}, {"1e5", "not a number"},
        {"33", "too low"}, {"44", "too high"}, {"38.55", "too exact"}, {"nan", "not a number"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct talk talk = begin();
        answer_up_to_the_number(&talk);
        type(&talk, rows[i].typed);
        if (rows[i].remark == NULL) {
            expect_page(&talk, PAGE_REVIEW, "C");
            pick(&talk, 5);
            assert_non_null(page(&talk)->typed);
        } else {
            expect_page(&talk, PAGE_QUESTION, "How warm?");
            expect_remark(&talk, rows[i].remark);
            assert_false(interview_given(dialogue_interview(talk.dialogue), 3));
        }
        end(&talk);
    }
}

/* A thousand or one? Where both could be meant nothing is guessed. */
static void test_a_number_with_two_readings(void **state)
{
    static const struct {
        const char *typed;
        bool taken;
    } rows[] = {{"1,000", false}, {"1.000", false}, {"1000", true}, {"1,00", true}, {"1", true},
                {"9,000", true}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct talk talk = {.region = region_unknown()};
        talk.protocol = small_protocol(
            "'questions':[{'id':'n','kind':'number','text':'How warm?','min':0,'max':5000,'step':1,"
            "'answers':[{'id':'a','from':0,'text':'A'}]}]");
        talk.dialogue = dialogue_new(talk.protocol, talk.region, (struct dialogue_options){0});
        pick(&talk, 1);
        type(&talk, rows[i].typed);
        assert_int_equal(page(&talk)->kind, rows[i].taken ? PAGE_REVIEW : PAGE_QUESTION);
        end(&talk);
    }
}

/* The answers beside a number are the only choices; a band is none. */
static void test_beside_a_number(void **state)
{
    struct talk talk = begin();

    (void)state;
    answer_up_to_the_number(&talk);
    assert_int_equal(page(&talk)->choice_count, 1);
    assert_string_equal(page_choice(page(&talk), 0)->text, "Not measured");
    pick(&talk, 1);
    expect_page(&talk, PAGE_REVIEW, "Not measured");
    end(&talk);
}

/* ---- back, aside and out ---- */

static void test_back(void **state)
{
    struct talk talk = begin();

    (void)state;
    answer_up_to_the_number(&talk);
    command(&talk, COMMAND_BACK);
    expect_page(&talk, PAGE_QUESTION, "Which?");
    assert_int_equal(mark(&talk, 1), MARK_TICKED);
    command(&talk, COMMAND_BACK);
    expect_page(&talk, PAGE_QUESTION, "Is it?");
    pick(&talk, 2); /* the checklist is no longer asked, and its red flag no longer counts */
    expect_page(&talk, PAGE_QUESTION, "How warm?");
    type(&talk, "37");
    expect_page(&talk, PAGE_REVIEW, "37 C");
    assert_false(page_says(&talk, "Which?"));
    pick(&talk, 1);
    expect_page(&talk, PAGE_RESULT, "Home");
    command(&talk, COMMAND_ANSWERS);
    command(&talk, COMMAND_BACK);
    expect_page(&talk, PAGE_QUESTION, "How warm?");
    for (int i = 0; i < 3; i++)
        command(&talk, COMMAND_BACK);
    expect_page(&talk, PAGE_OPENING, "call");
    end(&talk);
}

static void test_help_says_why_and_leads_back(void **state)
{
    struct talk talk = begin();

    (void)state;
    command(&talk, COMMAND_HELP);
    expect_page(&talk, PAGE_HELP, "Enter: choose");
    assert_false(page_says(&talk, "Why we ask"));
    command(&talk, COMMAND_HELP);
    expect_page(&talk, PAGE_OPENING, "call");
    pick(&talk, 1);
    pick(&talk, 1);
    command(&talk, COMMAND_HELP);
    expect_page(&talk, PAGE_HELP, "Because.");
    pick(&talk, 1); /* nothing to choose here */
    command(&talk, COMMAND_BACK);
    expect_page(&talk, PAGE_QUESTION, "Is it?");
    end(&talk);
}

static void test_topics(void **state)
{
    struct talk talk = begin();

    (void)state;
    command(&talk, COMMAND_READ);
    expect_page(&talk, PAGE_TOPICS, "Things to read.");
    pick(&talk, 1);
    expect_page(&talk, PAGE_TOPIC, "Source: Book, P");
    command(&talk, COMMAND_BACK);
    pick(&talk, 2);
    expect_page(&talk, PAGE_TOPIC, "y. z");
    command(&talk, COMMAND_BACK);
    assert_int_equal(page(&talk)->focus, 1);
    command(&talk, COMMAND_BACK);
    expect_page(&talk, PAGE_OPENING, "call");
    end(&talk);
}

/* Whoever leaves early hears what the answers so far call for. */
static void test_leaving_early(void **state)
{
    struct talk talk = begin();

    (void)state;
    assert_int_equal(command(&talk, COMMAND_LEAVE), DIALOGUE_LEFT);
    end(&talk);
    talk = begin();
    pick(&talk, 1);
    pick(&talk, 1);
    command(&talk, COMMAND_LEAVE);
    expect_page(&talk, PAGE_LEAVE, "nothing can be said yet");
    pick(&talk, 1);
    expect_page(&talk, PAGE_QUESTION, "Is it?");
    pick(&talk, 1);
    pick(&talk, 1);
    pick(&talk, 5);
    command(&talk, COMMAND_LEAVE);
    expect_page(&talk, PAGE_LEAVE, "already call for this");
    assert_true(page_says(&talk, "Soon"));
    command(&talk, COMMAND_BACK);
    command(&talk, COMMAND_LEAVE);
    assert_int_equal(pick(&talk, 2), DIALOGUE_LEFT);
    end(&talk);
}

static void test_starting_again_forgets(void **state)
{
    struct talk talk = begin();

    (void)state;
    answer_up_to_the_number(&talk);
    type(&talk, "37");
    pick(&talk, 1);
    expect_page(&talk, PAGE_RESULT, "Soon");
    command(&talk, COMMAND_RESTART);
    expect_page(&talk, PAGE_OPENING, "call");
    assert_false(dialogue_has_result(talk.dialogue));
    for (unsigned q = 0; q < talk.protocol->question_count; q++)
        assert_false(interview_given(dialogue_interview(talk.dialogue), q));
    pick(&talk, 1);
    pick(&talk, 1);
    assert_int_equal(mark(&talk, 1), MARK_OPEN);
    end(&talk);
}

/* ---- at a kiosk ---- */

static void test_a_kiosk_has_no_way_out_but_the_end(void **state)
{
    struct talk talk = begin_as(true);

    (void)state;
    expect_page(&talk, PAGE_OPENING, "tell a member of staff");
    assert_int_equal(command(&talk, COMMAND_LEAVE), DIALOGUE_GOES_ON);
    pick(&talk, 1);
    pick(&talk, 1);
    assert_int_equal(command(&talk, COMMAND_LEAVE), DIALOGUE_GOES_ON);
    expect_page(&talk, PAGE_QUESTION, "Is it?");
    pick(&talk, 3);
    expect_page(&talk, PAGE_RESULT, "Now");
    assert_true(dialogue_is_urgent(talk.dialogue));
    expect_remark(&talk, "Tell a member of staff now.");
    command(&talk, COMMAND_RESTART);
    expect_page(&talk, PAGE_RESULT, "Finish and clear");
    assert_int_equal(pick(&talk, 1), DIALOGUE_FINISHED);
    end(&talk);
}

/* Every page has a number of its own, so that a key that was pressed for one never answers the next. */
static void test_each_page_has_its_own_number(void **state)
{
    struct talk talk = begin();
    unsigned serial = page(&talk)->serial;

    (void)state;
    pick(&talk, 9);
    assert_int_equal(page(&talk)->serial, serial);
    pick(&talk, 1);
    assert_int_not_equal(page(&talk)->serial, serial);
    serial = page(&talk)->serial;
    pick(&talk, 1);
    pick(&talk, 1);
    serial = page(&talk)->serial;
    pick(&talk, 1); /* a tick: the same page */
    assert_int_equal(page(&talk)->serial, serial);
    end(&talk);
}

/* ---- pages ---- */

static void test_hints(void **state)
{
    struct page some = {0};

    (void)state;
    page_begin(&some, PAGE_HELP);
    page_add_hint(&some, COMMAND_BACK, "back");
    assert_int_equal(page_key(&some, COMMAND_BACK), 'b');
    assert_int_equal(page_key(&some, COMMAND_LEAVE), 0);
    assert_int_equal(page_hint(&some, 'B')->command, COMMAND_BACK);
    assert_null(page_hint(&some, 'q'));
    assert_null(page_hint(&some, 0x162));
    page_end(&some);
    assert_int_equal(some.block_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_the_opening_to_the_result),
        cmocka_unit_test(test_an_emergency_comes_at_once),
        cmocka_unit_test(test_events_without_sense),
        cmocka_unit_test(test_ticks),
        cmocka_unit_test(test_changed_ticks_open_the_question_again),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_a_number_with_two_readings),
        cmocka_unit_test(test_beside_a_number),
        cmocka_unit_test(test_back),
        cmocka_unit_test(test_help_says_why_and_leads_back),
        cmocka_unit_test(test_topics),
        cmocka_unit_test(test_leaving_early),
        cmocka_unit_test(test_starting_again_forgets),
        cmocka_unit_test(test_a_kiosk_has_no_way_out_but_the_end),
        cmocka_unit_test(test_each_page_has_its_own_number),
        cmocka_unit_test(test_hints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
