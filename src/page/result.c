/* result: what came out, in words, most urgent first. See result.h. */
#include "page/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"

/* What result building passes around. */
struct scene {
    struct page *page;
    const struct interview *interview;
    const struct protocol *protocol;
    const struct region *region;
    bool outside; /* leaves the screen: nothing private */
};

static void say(struct scene *scene, enum block_kind kind, const char *text, const char *aside)
{
    page_add(scene->page, kind, region_fill(scene->region, text, &scene->page->arena), aside);
}

static void say_all(struct scene *scene, const struct texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        say(scene, BLOCK_TEXT, texts->items[i], NULL);
}

static unsigned disposition_of(const struct scene *scene)
{
    return interview_facts(scene->interview)->disposition;
}

/* An interview that was not finished is never dressed up as a result, least of all a mild one. */
static void say_unfinished(struct scene *scene)
{
    unsigned disposition = disposition_of(scene);
    const struct disposition *so_far = &scene->protocol->dispositions[disposition];

    say(scene, BLOCK_HEADLINE, "The questions were not finished, so there is no result", NULL);
    if (disposition == scene->protocol->disposition_count - 1) {
        say(scene, BLOCK_TEXT,
            "This does not mean that all is well. If you feel unwell or are worried, speak to a "
            "clinician. In an emergency call {emergency}.",
            NULL);
        return;
    }
    say(scene, BLOCK_TEXT, "The answers so far already call for this, and perhaps for more:", NULL);
    say(scene, BLOCK_HEADING, so_far->title, so_far->within[0] == '\0' ? NULL : so_far->within);
    say_all(scene, &so_far->text);
}

static void say_disposition(struct scene *scene)
{
    const struct disposition *outcome = &scene->protocol->dispositions[disposition_of(scene)];

    say(scene, BLOCK_HEADLINE, outcome->title,
        outcome->within[0] == '\0' ? NULL : outcome->within);
    say_all(scene, &outcome->text);
}

/* "you said: questions 3 and 15": the numbers that the person saw on the screen. */
static const char *grounds_text(struct scene *scene, unsigned finding)
{
    struct arena *arena = &scene->page->arena;
    unsigned *questions = memory_new(scene->protocol->question_count, sizeof *questions);
    size_t count = interview_grounds(scene->interview, finding, questions,
                                     scene->protocol->question_count);
    const char *text = NULL;

    for (size_t i = 0; i < count; i++) {
        unsigned number = interview_asked_before(scene->interview, questions[i]) + 1;
        if (text == NULL)
            text = arena_format(arena, count == 1 ? "you said: question %u"
                                                  : "you said: questions %u", number);
        else
            text = arena_format(arena, "%s%s %u", text, i + 1 == count ? " and" : ",", number);
    }
    free(questions);
    return text;
}

static void say_why(struct scene *scene)
{
    unsigned total = protocol_finding_total(scene->protocol);
    unsigned *findings = memory_new(total, sizeof *findings);
    size_t count = interview_red_flags(scene->interview, findings, total);
    bool headed = false;

    for (size_t i = 0; i < count; i++) {
        if (scene->outside && protocol_finding_private(scene->protocol, findings[i]))
            continue;
        if (!headed)
            say(scene, BLOCK_HEADING, "Why", NULL);
        headed = true;
        say(scene, BLOCK_BULLET, protocol_finding_note(scene->protocol, findings[i]),
            grounds_text(scene, findings[i]));
    }
    memory_wipe(findings, total * sizeof *findings);
    free(findings);
}

static bool shown(const struct scene *scene, unsigned advice)
{
    if (scene->outside && scene->protocol->advice[advice].private)
        return false;
    return facts_advise(interview_facts(scene->interview), scene->protocol, advice);
}

static void say_advice(struct scene *scene)
{
    for (unsigned g = 0; g < scene->protocol->group_count; g++) {
        const struct advice_group *group = &scene->protocol->groups[g];
        bool headed = false;
        for (unsigned i = group->first; i < group->first + group->count; i++) {
            if (!shown(scene, i))
                continue;
            if (!headed)
                say(scene, BLOCK_HEADING, group->title, NULL);
            headed = true;
            say(scene, BLOCK_BULLET, scene->protocol->advice[i].text, NULL);
        }
    }
}

static bool has_private(const struct protocol *protocol)
{
    for (unsigned q = 0; q < protocol->question_count; q++)
        if (protocol->questions[q].private)
            return true;
    return false;
}

/* Said of every summary of such a protocol: it must not tell whether anything was hidden. */
static void say_about(struct scene *scene)
{
    const struct protocol *protocol = scene->protocol;
    struct arena *arena = &scene->page->arena;

    say(scene, BLOCK_HEADING, "About this advice", NULL);
    page_add(scene->page, BLOCK_TEXT, result_review_text(protocol, arena), NULL);
    page_add(scene->page, BLOCK_TEXT,
             arena_format(arena, "%s, version %s. It is not a diagnosis.", protocol->title,
                          protocol->version),
             NULL);
    if (scene->outside && has_private(protocol))
        say(scene, BLOCK_TEXT, "Answers to private questions are never written here.", NULL);
}

const char *result_review_text(const struct protocol *protocol, struct arena *arena)
{
    const struct review *review = &protocol->review;
    const char *text;

    if (strcmp(review->status, "reviewed") != 0)
        return "This is a draft. No clinician has reviewed it.";
    text = "Reviewed";
    if (review->by != NULL)
        text = arena_format(arena, "%s by %s", text, review->by);
    if (review->on != NULL)
        text = arena_format(arena, "%s on %s", text, review->on);
    if (review->next != NULL)
        text = arena_format(arena, "%s, next review %s", text, review->next);
    return arena_format(arena, "%s.", text);
}

void result_blocks(struct page *page, const struct interview *interview,
                   const struct region *region, bool outside)
{
    struct scene scene = {page, interview, interview_protocol(interview), region, outside};

    if (!interview_complete(interview)) {
        say_unfinished(&scene);
        say_why(&scene);
    } else {
        say_disposition(&scene);
        say_why(&scene);
        say_advice(&scene);
    }
    say_about(&scene);
}

static const char *join_answers(const struct interview *interview, const struct question *question,
                                struct arena *arena)
{
    const struct protocol *protocol = interview_protocol(interview);
    const char *text = NULL;

    for (unsigned i = 0; i < question->answer_count; i++) {
        unsigned answer = question->first_answer + i;
        if (!interview_gave(interview, answer))
            continue;
        if (text == NULL)
            text = protocol->answers[answer].text;
        else
            text = arena_format(arena, "%s; %s", text, protocol->answers[answer].text);
    }
    return text;
}

static const char *measured_text(double value, const char *unit, struct arena *arena)
{
    struct number_text number = number_text(value);
    const char *text = unit == NULL ? arena_text(arena, number.text)
                                    : arena_format(arena, "%s %s", number.text, unit);

    memory_wipe(&number, sizeof number); /* it is an answer */
    return text;
}

const char *result_answer_text(const struct interview *interview, unsigned question,
                               struct arena *arena)
{
    const struct question *asked = &interview_protocol(interview)->questions[question];
    const char *text;
    double value;

    if (!interview_given(interview, question))
        return "Not answered";
    if (asked->kind == QUESTION_INFO)
        return "Read";
    if (interview_value(interview, question, &value))
        return measured_text(value, asked->unit, arena);
    text = join_answers(interview, asked, arena);
    return text != NULL ? text : result_none_text(asked);
}

const char *result_none_text(const struct question *question)
{
    return question->none != NULL ? question->none : "None of these";
}
