/*
 * load_answers: stored answers by id, given to an interview. See load.h.
 *
 * What an answer means and whether it is possible is the interview's to say; here is said where
 * in the file the impossible one stands and what would have been possible.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/guess.h"
#include "engine/load.h"
#include "engine/loader.h"

enum { WORDS_LIMIT = 600 }; /* bytes of "what is possible" in a message */

struct giving {
    struct loader loader;
    const struct protocol *protocol;
    struct interview *interview;
};

/* ---- what is possible, in words ---- */

/* The ids of the answers of `question`; of a number question only those beside the number. */
static const char *answer_list(struct giving *giving, const struct question *question)
{
    struct arena *scratch = &giving->loader.scratch;
    const char *words = "";

    for (unsigned i = 0; i < question->answer_count; i++) {
        const struct answer *answer = &giving->protocol->answers[question->first_answer + i];
        if (answer->band)
            continue;
        if (strlen(words) > WORDS_LIMIT)
            return arena_format(scratch, "%s, ...", words);
        words = arena_format(scratch, "%s%s\"%s\"", words, *words == '\0' ? "" : ", ", answer->id);
    }
    return words;
}

static const char *number_range(struct giving *giving, const struct question *question)
{
    const struct grid *grid = &question->grid;

    return arena_format(&giving->loader.scratch, "a number from %s to %s in steps of %s",
                        number_text(grid->min).text, number_text(grid->max).text,
                        number_text(grid->step).text);
}

static const char *possible(struct giving *giving, const struct question *question)
{
    struct arena *scratch = &giving->loader.scratch;
    const char *answers = answer_list(giving, question);

    switch (question->kind) {
    case QUESTION_CHOICE:
        return arena_format(scratch, "one of %s", answers);
    case QUESTION_CHECKLIST:
        return arena_format(scratch, "a list, empty or with some of %s", answers);
    case QUESTION_NUMBER:
        return arena_format(scratch, "%s%s%s", number_range(giving, question),
                            *answers == '\0' ? "" : ", or one of ", answers);
    default:
        return "true";
    }
}

static void impossible(struct giving *giving, unsigned value, const struct question *question)
{
    loader_fault(&giving->loader, value, DIAG_BAD_ANSWER,
                 "this is no answer to the question \"%s\"; %s was expected", question->id,
                 possible(giving, question));
}

/* The units in which a number can be given. */
static const char *unit_list(struct giving *giving, const struct question *question)
{
    struct loader *loader = &giving->loader;
    const char *words =
        question->unit == NULL ? "a plain number" : loader_quote(loader, question->unit);

    for (size_t i = 0; i < question->unit_count; i++) {
        if (strlen(words) > WORDS_LIMIT)
            return arena_format(&loader->scratch, "%s, ...", words);
        words = arena_format(&loader->scratch, "%s%s%s", words,
                             i + 1 < question->unit_count ? ", " : " or ",
                             loader_quote(loader, question->units[i].name));
    }
    return words;
}

static void report(struct giving *giving, unsigned value, const struct question *question,
                   enum interview_fault fault)
{
    switch (fault) {
    case INTERVIEW_TAKEN:
        return;
    case INTERVIEW_EXCLUSIVE:
        loader_fault(&giving->loader, value, DIAG_EXCLUSIVE_ANSWER,
                     "the question \"%s\" has an answer here that excludes the others; give it "
                     "alone",
                     question->id);
        return;
    case INTERVIEW_TOO_LOW:
    case INTERVIEW_TOO_HIGH:
        loader_fault(&giving->loader, value, DIAG_OUT_OF_RANGE,
                     "this number is too %s for the question \"%s\"; %s was expected",
                     fault == INTERVIEW_TOO_LOW ? "low" : "high", question->id,
                     number_range(giving, question));
        return;
    case INTERVIEW_OFF_STEP:
        loader_fault(&giving->loader, value, DIAG_OFF_GRID,
                     "this number lies between two steps of the question \"%s\"; %s was expected",
                     question->id, number_range(giving, question));
        return;
    default:
        impossible(giving, value, question);
    }
}

/* ---- the kinds of answers ---- */

/* The answer of `question` that `value` names, or PROTOCOL_NONE. A list may name thousands. */
static unsigned answer_named(const struct giving *giving, const struct question *question,
                             unsigned value)
{
    char id[2 * LOADER_MAX_ID + 2]; /* "question.answer" */
    unsigned answer;

    if (json_type(giving->loader.json, value) != JSON_TEXT ||
        strlen(json_text(giving->loader.json, value)) > LOADER_MAX_ID)
        return PROTOCOL_NONE;
    snprintf(id, sizeof id, "%s.%s", question->id, json_text(giving->loader.json, value));
    answer = protocol_find(giving->protocol, PROTOCOL_FINDING, id);
    memory_wipe(id, sizeof id);
    return answer;
}

static void give_choice(struct giving *giving, unsigned value, unsigned item)
{
    const struct question *question = &giving->protocol->questions[item];
    unsigned answer = answer_named(giving, question, value);

    if (answer == PROTOCOL_NONE)
        impossible(giving, value, question);
    else
        report(giving, value, question, interview_choose(giving->interview, item, answer));
}

/* What a list ticks. */
struct ticks {
    unsigned *answers;
    size_t count;
    bool *ticked; /* per answer of the question */
};

/* False, and a fault, if the value is no answer or one that is ticked already. */
static bool tick(struct giving *giving, unsigned value, const struct question *question,
                 struct ticks *ticks)
{
    unsigned answer = answer_named(giving, question, value);

    if (answer == PROTOCOL_NONE) {
        impossible(giving, value, question);
        return false;
    }
    if (ticks->ticked[answer - question->first_answer]) {
        loader_fault(&giving->loader, value, DIAG_BAD_ANSWER,
                     "the answer \"%s\" to the question \"%s\" is given twice; once was expected",
                     giving->protocol->answers[answer].id, question->id);
        return false;
    }
    ticks->ticked[answer - question->first_answer] = true;
    ticks->answers[ticks->count++] = answer;
    return true;
}

static void give_checklist(struct giving *giving, unsigned value, unsigned item)
{
    const struct question *question = &giving->protocol->questions[item];
    struct ticks ticks = {0};
    bool good = true;

    if (json_type(giving->loader.json, value) != JSON_LIST) {
        impossible(giving, value, question);
        return;
    }
    ticks.answers = memory_new(question->answer_count, sizeof *ticks.answers);
    ticks.ticked = memory_new(question->answer_count, sizeof *ticks.ticked);
    EACH_CHILD(&giving->loader, child, value)
        if (!tick(giving, child, question, &ticks))
            good = false;
    if (good)
        report(giving, value, question,
               interview_tick(giving->interview, item, ticks.answers, ticks.count));
    memory_wipe(ticks.answers, question->answer_count * sizeof *ticks.answers);
    memory_wipe(ticks.ticked, question->answer_count * sizeof *ticks.ticked);
    free(ticks.answers);
    free(ticks.ticked);
}

static const struct unit *unit_named(const struct question *question, const char *name)
{
    for (size_t i = 0; i < question->unit_count; i++)
        if (strcmp(question->units[i].name, name) == 0)
            return &question->units[i];
    return NULL;
}

/* {"value": 101.3, "unit": "F"} */
static void give_measure(struct giving *giving, unsigned value, unsigned item)
{
    static const struct member members[] = {
        {"value", JSON_NUMBER, true, NULL, 0},
        {"unit", JSON_TEXT, true, NULL, 0},
    };
    const struct question *question = &giving->protocol->questions[item];
    struct loader *loader = &giving->loader;
    const struct unit *unit;
    const char *name;
    unsigned at[2];

    loader_members(loader, value, "a measured number", members, 2, NULL, at);
    if (at[0] == NOT_GIVEN || at[1] == NOT_GIVEN)
        return;
    name = json_text(loader->json, at[1]);
    unit = unit_named(question, name);
    if (unit != NULL)
        report(giving, at[0], question,
               interview_number_in(giving->interview, item, unit,
                                   json_number(loader->json, at[0])));
    else if (question->unit != NULL && strcmp(question->unit, name) == 0)
        report(giving, at[0], question,
               interview_number(giving->interview, item, json_number(loader->json, at[0])));
    else
        loader_fault(loader, at[1], DIAG_BAD_ANSWER,
                     "the question \"%s\" is not measured in %s; %s was expected", question->id,
                     loader_quote(loader, name), unit_list(giving, question));
}

static void give_number(struct giving *giving, unsigned value, unsigned item)
{
    const struct json *json = giving->loader.json;

    switch (json_type(json, value)) {
    case JSON_NUMBER:
        report(giving, value, &giving->protocol->questions[item],
               interview_number(giving->interview, item, json_number(json, value)));
        return;
    case JSON_OBJECT:
        give_measure(giving, value, item);
        return;
    default:
        give_choice(giving, value, item);
    }
}

static void give_info(struct giving *giving, unsigned value, unsigned item)
{
    const struct json *json = giving->loader.json;
    if (json_type(json, value) == JSON_BOOL && json_bool(json, value))
        interview_read(giving->interview, item);
    else
        impossible(giving, value, &giving->protocol->questions[item]);
}

static void (*const give[QUESTION_KIND_COUNT])(struct giving *giving, unsigned value,
                                               unsigned item) = {
    [QUESTION_CHOICE] = give_choice,
    [QUESTION_CHECKLIST] = give_checklist,
    [QUESTION_NUMBER] = give_number,
    [QUESTION_INFO] = give_info,
};

/* ---- the whole object ---- */

static void unknown_question(struct giving *giving, unsigned value)
{
    struct loader *loader = &giving->loader;
    const char *id = json_name(loader->json, value);
    struct guess guess = guess_begin(id);

    for (unsigned i = 0; i < giving->protocol->question_count && loader->guesses > 0; i++) {
        loader->guesses--;
        guess_try(&guess, giving->protocol->questions[i].id);
    }
    if (guess_best(&guess) != NULL)
        loader_name_fault(loader, value, DIAG_UNKNOWN_QUESTION,
                          "there is no question %s; did you mean \"%s\"?",
                          loader_quote(loader, id), guess_best(&guess));
    else
        loader_name_fault(loader, value, DIAG_UNKNOWN_QUESTION,
                          "there is no question %s; the id of a question of \"%s\" was expected",
                          loader_quote(loader, id), giving->protocol->id);
}

static void give_all(struct giving *giving, unsigned object)
{
    struct loader *loader = &giving->loader;

    if (!loader_type(loader, object, JSON_OBJECT, "a set of answers"))
        return;
    EACH_CHILD(loader, child, object) {
        unsigned item = protocol_find(giving->protocol, PROTOCOL_QUESTION,
                                      json_name(loader->json, child));
        if (item == PROTOCOL_NONE)
            unknown_question(giving, child);
        else
            give[giving->protocol->questions[item].kind](giving, child, item);
    }
}

bool load_answers_in(struct json *json, unsigned object, const char *path,
                     struct interview *interview, struct diags *diags)
{
    size_t errors = diags_errors(diags);
    struct giving giving = {
        .loader = {.json = json, .diags = diags, .path = path, .guesses = LOADER_GUESSES},
        .protocol = interview_protocol(interview),
        .interview = interview,
    };

    interview_hold(interview);
    give_all(&giving, object);
    interview_settle(interview);
    arena_free(&giving.loader.scratch);
    return diags_errors(diags) == errors;
}

bool load_answers(const char *path, struct interview *interview, struct diags *diags)
{
    bool input = strcmp(path, "-") == 0;
    const char *name = input ? "standard input" : path;
    size_t errors = diags_errors(diags);
    struct json *json = input ? json_read_input(name, diags) : json_read(path, diags);
    bool good = json != NULL && load_answers_in(json, 0, name, interview, diags) &&
                diags_errors(diags) == errors;

    json_wipe(json);
    if (!good)
        interview_restart(interview);
    return good;
}
