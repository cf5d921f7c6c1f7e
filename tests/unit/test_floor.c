/*
 * test floor: the prover against an engine that is wrong. Here facts_pass is replaced (the linker's
 * --wrap) by one that forgets what was raised: every red flag that is lost so must be reported, each
 * once, with an interview that shows it; what is not lost must not.
 */
#include "small.h"

#include "engine/verify.h"
#include "engine/walk.h"

void __real_facts_pass(struct facts *facts, const struct protocol *protocol, unsigned question);
void __wrap_facts_pass(struct facts *facts, const struct protocol *protocol, unsigned question);

/* What the faulty engine forgets, and where: set by each test. */
static struct {
    bool faulty;
    unsigned question; /* behind this one, */
    unsigned finding;  /* if this holds, */
    unsigned becomes;  /* the disposition becomes this */
} fault;

void __wrap_facts_pass(struct facts *facts, const struct protocol *protocol, unsigned question)
{
    __real_facts_pass(facts, protocol, question);
    if (fault.faulty && question == fault.question && facts_holds(facts, fault.finding))
        facts->disposition = fault.becomes;
}

#define RED_FLAGS                                                                               \
    "'questions':[{'id':'s','kind':'checklist','text':'Which?','answers':["                     \
    "{'id':'a','text':'A','raise':'soon','note':'A'},{'id':'b','text':'B'},"                    \
    "{'id':'c','text':'C','raise':'home','note':'C'}]},"                                        \
    "{'id':'two','kind':'choice','text':'Is it?','answers':["                                   \
    "{'id':'yes','text':'Y'},{'id':'no','text':'N'},"                                           \
    "{'id':'now','text':'N','raise':'now','note':'N'}]},"                                       \
    "{'id':'three','kind':'choice','text':'Is it?','answers':["                                 \
    "{'id':'soon','text':'S','raise':'soon','note':'S'},{'id':'no','text':'N'}]}],"             \
    "'findings':[{'id':'flag','when':'s.b','raise':'soon','note':'F'},"                         \
    "{'id':'quiet','when':'s.b'},"                                                              \
    "{'id':'late','when':{'all':['s.b','two.yes']},'raise':'soon','note':'L'}]"

/* The places of the floors that are broken, and each example shows it. */
static void expect_broken(const struct protocol *protocol, const char *places)
{
    struct verify_report *report = verify(protocol, NULL, WALK_BUDGET);
    char found[256] = "";

    for (size_t i = 0; i < report->item_count; i++) {
        const struct verify_item *item = &report->items[i];
        if (item->kind != VERIFY_FLOOR_BROKEN)
            continue;
        strcat(found, *found == '\0' ? "" : " ");
        strcat(found, item->pointer);
        assert_true(interview_complete(item->example));
        assert_true(facts_holds(interview_facts(item->example), item->index));
        assert_true(interview_facts(item->example)->disposition >
                    protocol_finding_raise(protocol, item->index));
    }
    assert_string_equal(found, places);
    verify_free(report);
}

static void test_a_right_engine_keeps_every_floor(void **state)
{
    struct protocol *protocol = small_protocol(RED_FLAGS);

    (void)state;
    fault.faulty = false;
    expect_broken(protocol, "");
    protocol_free(protocol);
}

/* Lost in some interviews only, one question later: answers and named findings alike. */
static void test_what_is_lost_later_is_found(void **state)
{
    struct protocol *protocol = small_protocol(RED_FLAGS);

    (void)state;
    fault.faulty = true;
    fault.question = question(protocol, "two");
    fault.finding = finding(protocol, "two.yes");
    fault.becomes = 2;
    expect_broken(protocol, "/questions/0/answers/0 /findings/0 /findings/2");
    protocol_free(protocol);
}

/* Lost on the edge itself, and at the end of the interview. */
static void test_what_is_lost_at_once_is_found(void **state)
{
    struct protocol *protocol = small_protocol(RED_FLAGS);

    (void)state;
    fault.faulty = true;
    fault.question = question(protocol, "three");
    fault.finding = finding(protocol, "three.soon");
    fault.becomes = 2;
    expect_broken(protocol, "/questions/0/answers/0 /findings/0 /findings/2 /questions/2/answers/0");
    fault.question = question(protocol, "two");
    fault.finding = finding(protocol, "two.now");
    fault.becomes = 1;
    expect_broken(protocol, "/questions/1/answers/2");
    protocol_free(protocol);
}

/* The very first answer, and the second of two findings that settle together. */
static void test_the_first_edge_and_the_last_finding(void **state)
{
    struct protocol *protocol = small_protocol(
        "'questions':[{'id':'one','kind':'choice','text':'Is it?','answers':["
        "{'id':'soon','text':'S','raise':'soon','note':'S'},{'id':'no','text':'N'}]}],"
        "'findings':[{'id':'quiet','when':'one.soon'},"
        "{'id':'flag','when':'one.soon','raise':'soon','note':'F'}]");

    (void)state;
    fault.faulty = true;
    fault.question = 0;
    fault.finding = finding(protocol, "one.soon");
    fault.becomes = 2;
    expect_broken(protocol, "/questions/0/answers/0 /findings/1");
    protocol_free(protocol);
}

/* To lower what is as urgent as the flag or more is no fault of that flag. */
static void test_what_stays_at_the_floor_is_kept(void **state)
{
    struct protocol *protocol = small_protocol(RED_FLAGS);

    (void)state;
    fault.faulty = true;
    fault.question = question(protocol, "two");
    fault.finding = finding(protocol, "two.no");
    fault.becomes = 1;
    expect_broken(protocol, "");
    protocol_free(protocol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_right_engine_keeps_every_floor),
        cmocka_unit_test(test_what_is_lost_later_is_found),
        cmocka_unit_test(test_what_is_lost_at_once_is_found),
        cmocka_unit_test(test_the_first_edge_and_the_last_finding),
        cmocka_unit_test(test_what_stays_at_the_floor_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
