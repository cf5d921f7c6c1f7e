/*
 * load_condition: conditions, and what they may name where they stand. See loader.h.
 *
 * A condition may name only what stands earlier, so that every interview is one walk forward
 * through the file and a finding never changes after it was used.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/guess.h"
#include "engine/loader.h"

static void read_condition(struct loader *loader, unsigned value, struct condition *condition,
                           struct scope *scope);

const struct condition *load_condition(struct loader *loader, unsigned value,
                                       struct scope *scope)
{
    struct condition *condition = arena_new(loader->arena, 1, sizeof *condition);
    read_condition(loader, value, condition, scope);
    return condition;
}

/* ---- findings ---- */

/* The question that "question.answer" begins with, or PROTOCOL_NONE. */
static unsigned question_of(const struct loader *loader, const char *id)
{
    const char *dot = strchr(id, '.');
    char question[LOADER_MAX_ID + 1];
    size_t length = dot == NULL ? 0 : (size_t)(dot - id);

    if (length == 0 || length > LOADER_MAX_ID)
        return PROTOCOL_NONE;
    memcpy(question, id, length);
    question[length] = '\0';
    return id_index_find(loader->protocol->ids, loader->protocol, PROTOCOL_QUESTION, question);
}

static void unknown_answer(struct loader *loader, unsigned value, unsigned question)
{
    const struct question *asked = &loader->protocol->questions[question];
    const char *typed = json_text(loader->json, value);
    struct guess guess = guess_begin(strchr(typed, '.') + 1);

    for (unsigned i = 0; i < asked->answer_count && loader->guesses > 0; i++, loader->guesses--)
        if (loader->protocol->answers[asked->first_answer + i].id != NULL)
            guess_try(&guess, loader->protocol->answers[asked->first_answer + i].id);
    if (guess_best(&guess) != NULL)
        loader_fault(loader, value, DIAG_UNKNOWN_REFERENCE,
                     "there is no finding %s; did you mean \"%s.%s\"?",
                     loader_quote(loader, typed), asked->id, guess_best(&guess));
    else
        loader_fault(loader, value, DIAG_UNKNOWN_REFERENCE,
                     "there is no finding %s; the question \"%s\" has no such answer",
                     loader_quote(loader, typed), asked->id);
}

/* The "question.answer" of the file that is nearest to `typed`. */
static const char *nearest_answer(struct loader *loader, const char *typed)
{
    const struct protocol *protocol = loader->protocol;
    struct guess guess = guess_begin(typed);

    for (unsigned i = 0; i < protocol->answer_count && loader->guesses > 0; i++) {
        const struct answer *answer = &protocol->answers[i];
        const char *question = protocol->questions[answer->question].id;
        loader->guesses--;
        if (question != NULL && answer->id != NULL)
            guess_try(&guess, arena_format(&loader->scratch, "%s.%s", question, answer->id));
    }
    return guess_best(&guess);
}

static const char *nearest_finding(struct loader *loader, const char *typed)
{
    struct guess guess = guess_begin(typed);
    for (unsigned i = 0; i < loader->protocol->finding_count && loader->guesses > 0; i++) {
        loader->guesses--;
        if (loader->protocol->findings[i].id != NULL)
            guess_try(&guess, loader->protocol->findings[i].id);
    }
    return guess_best(&guess);
}

static void unknown_finding(struct loader *loader, unsigned value)
{
    const char *typed = json_text(loader->json, value), *meant;
    unsigned question = question_of(loader, typed);

    if (question != PROTOCOL_NONE) {
        unknown_answer(loader, value, question);
        return;
    }
    meant = strchr(typed, '.') == NULL ? nearest_finding(loader, typed)
                                       : nearest_answer(loader, typed);
    if (meant != NULL)
        loader_fault(loader, value, DIAG_UNKNOWN_REFERENCE,
                     "there is no finding %s; did you mean %s?", loader_quote(loader, typed),
                     loader_quote(loader, meant));
    else
        loader_fault(loader, value, DIAG_UNKNOWN_REFERENCE,
                     "there is no finding %s; \"question.answer\" or the id of a finding was "
                     "expected",
                     loader_quote(loader, typed));
}

static void name_answer(struct loader *loader, unsigned value, const struct answer *answer,
                        struct scope *scope)
{
    if (scope->question != PROTOCOL_NONE && answer->question >= scope->question)
        loader_fault(loader, value, DIAG_LATER_REFERENCE,
                     "%s is not answered before this question; only earlier questions can be "
                     "named here",
                     loader_quote(loader, json_text(loader->json, value)));
    if (scope->settles_after < answer->question + 1)
        scope->settles_after = answer->question + 1;
}

static void name_finding(struct loader *loader, unsigned value, unsigned index,
                         struct scope *scope)
{
    const struct finding *finding = &loader->protocol->findings[index];

    if (scope->finding != PROTOCOL_NONE && index >= scope->finding)
        loader_fault(loader, value, DIAG_LATER_REFERENCE,
                     "the finding %s does not stand before this one; only earlier findings can be "
                     "named here",
                     loader_quote(loader, finding->id));
    else if (scope->question != PROTOCOL_NONE && finding->settles_after > scope->question)
        loader_fault(loader, value, DIAG_NOT_SETTLED,
                     "the finding %s is not settled before this question; it waits for the "
                     "question \"%s\"",
                     loader_quote(loader, finding->id),
                     loader->protocol->questions[finding->settles_after - 1].id);
    if (scope->settles_after < finding->settles_after)
        scope->settles_after = finding->settles_after;
}

static void read_finding(struct loader *loader, unsigned value, struct condition *condition,
                         struct scope *scope)
{
    const struct protocol *protocol = loader->protocol;
    unsigned finding = id_index_find(loader->protocol->ids, protocol, PROTOCOL_FINDING,
                                     json_text(loader->json, value));

    condition->kind = CONDITION_FINDING;
    condition->index = finding;
    if (finding == PROTOCOL_NONE)
        unknown_finding(loader, value);
    else if (finding < protocol->answer_count)
        name_answer(loader, value, &loader->protocol->answers[finding], scope);
    else
        name_finding(loader, value, finding - protocol->answer_count, scope);
}

/* ---- objects ---- */

static void read_parts(struct loader *loader, unsigned list, struct condition *condition,
                       struct scope *scope)
{
    struct condition *parts;
    size_t count = json_count(loader->json, list), i = 0;

    loader_not_empty(loader, list, "the list of a condition");
    condition->of = parts = arena_new(loader->arena, count, sizeof *parts);
    condition->count = count;
    EACH_CHILD(loader, child, list)
        read_condition(loader, child, &parts[i++], scope);
}

static void read_all(struct loader *loader, const unsigned *at, struct condition *condition,
                     struct scope *scope)
{
    if (at[0] != NOT_GIVEN)
        read_parts(loader, at[0], condition, scope);
}

static void read_not(struct loader *loader, const unsigned *at, struct condition *condition,
                     struct scope *scope)
{
    if (at[0] == NOT_GIVEN)
        return;
    condition->of = load_condition(loader, at[0], scope);
    condition->count = 1;
}

static void read_at_least(struct loader *loader, const unsigned *at, struct condition *condition,
                          struct scope *scope)
{
    int64_t wanted = 1;

    if (at[1] != NOT_GIVEN)
        read_parts(loader, at[1], condition, scope);
    if (at[0] == NOT_GIVEN)
        return;
    read_integer(loader, at[0], &wanted);
    if (wanted < 1 || (condition->count > 0 && (uint64_t)wanted > condition->count))
        loader_fault(loader, at[0], DIAG_AT_LEAST_RANGE,
                     "at least %lld of %zu makes no sense; 1 to %zu was expected",
                     (long long)wanted, condition->count, condition->count);
    condition->at_least = wanted < 1 ? 1 : (size_t)wanted;
}

static void read_bounds(struct loader *loader, const unsigned *at, struct condition *condition)
{
    condition->from = INT64_MIN;
    condition->below = INT64_MAX;
    if (at[1] != NOT_GIVEN)
        read_integer(loader, at[1], &condition->from);
    if (at[2] != NOT_GIVEN)
        read_integer(loader, at[2], &condition->below);
    if (condition->from >= condition->below)
        loader_fault(loader, at[2], DIAG_BAD_RANGE,
                     "no number of points is at least %lld and below %lld; \"from\" must be less "
                     "than \"below\"",
                     (long long)condition->from, (long long)condition->below);
}

static void read_score(struct loader *loader, const unsigned *at, struct condition *condition,
                       struct scope *scope)
{
    read_bounds(loader, at, condition);
    if (at[0] == NOT_GIVEN)
        return;
    condition->index = loader_reference(loader, at[0], PROTOCOL_SCORE);
    if (condition->index == PROTOCOL_NONE)
        return;
    if (loader->building == NULL)
        return; /* the protocol is loaded: when its scores settle no longer matters */
    if (scope->settles_after < loader->score_settles[condition->index])
        scope->settles_after = loader->score_settles[condition->index];
}

enum { MOST_MEMBERS = 3 };

/* What a condition object can be. The first member names the form. */
static const struct form {
    enum condition_kind kind;
    struct member members[MOST_MEMBERS];
    size_t count;
    void (*read)(struct loader *loader, const unsigned *at, struct condition *condition,
                 struct scope *scope);
} forms[] = {
    {CONDITION_ALL, {{"all", JSON_LIST, true, NULL, 0}}, 1, read_all},
    {CONDITION_ANY, {{"any", JSON_LIST, true, NULL, 0}}, 1, read_all},
    {CONDITION_NOT, {{"not", CONDITION_TYPES, true, NULL, 0}}, 1, read_not},
    {CONDITION_AT_LEAST,
     {{"at_least", JSON_NUMBER, true, NULL, 0}, {"of", JSON_LIST, true, NULL, 0}},
     2,
     read_at_least},
    {CONDITION_SCORE,
     {{"score", JSON_TEXT, true, NULL, 0},
      {"from", JSON_NUMBER, false, NULL, 0},
      {"below", JSON_NUMBER, false, NULL, 0}},
     3,
     read_score},
};

enum { FORM_COUNT = sizeof forms / sizeof *forms };

/* The form of the condition object, or NULL and a fault unless there is exactly one. */
static const struct form *form_of(struct loader *loader, unsigned value)
{
    const struct form *form = NULL;
    size_t found = 0;

    EACH_CHILD(loader, child, value)
        for (size_t i = 0; i < FORM_COUNT; i++)
            if (strcmp(json_name(loader->json, child), forms[i].members[0].name) == 0) {
                form = &forms[i];
                found++;
            }
    if (found == 1)
        return form;
    loader_fault(loader, value, DIAG_BAD_CONDITION,
                 "%s; exactly one of \"all\", \"any\", \"not\", \"at_least\" and \"score\" was "
                 "expected",
                 found == 0 ? "this is no condition" : "these are several conditions in one");
    return NULL;
}

static void check_bounded(struct loader *loader, unsigned value, const struct form *form,
                          const unsigned *at)
{
    if (form->kind == CONDITION_SCORE && at[1] == NOT_GIVEN && at[2] == NOT_GIVEN)
        loader_fault(loader, value, DIAG_MISSING_MEMBER,
                     "a score condition needs \"from\", \"below\" or both; they are missing");
}

static void read_object(struct loader *loader, unsigned value, struct condition *condition,
                        struct scope *scope)
{
    const struct form *form = form_of(loader, value);
    unsigned at[MOST_MEMBERS];

    if (form == NULL)
        return;
    loader_members(loader, value, "a condition", form->members, form->count, NULL, at);
    check_bounded(loader, value, form, at);
    condition->kind = form->kind;
    form->read(loader, at, condition, scope);
}

static void read_condition(struct loader *loader, unsigned value, struct condition *condition,
                           struct scope *scope)
{
    if (!loader_type(loader, value, CONDITION_TYPES, "a condition"))
        return;
    condition->place = json_place(loader->json, value);
    if (json_type(loader->json, value) == JSON_TEXT)
        read_finding(loader, value, condition, scope);
    else
        read_object(loader, value, condition, scope);
}
