/*
 * load_question: one question with its answers, and for a number its steps, bands and units. See
 * loader.h. What a question and its answers may hold stands in two tables, what a kind of question
 * needs in a third.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/loader.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* ---- answers ---- */

enum answer_member {
    ANSWER_ID,
    ANSWER_TEXT,
    ANSWER_NOTE,
    ANSWER_RAISE,
    ANSWER_ENDS,
    ANSWER_UNSURE,
    ANSWER_EXCLUSIVE,
    ANSWER_FROM,
    ANSWER_POINTS,
    ANSWER_SOURCES,
    ANSWER_MEMBERS
};

static const struct member answer_members[ANSWER_MEMBERS] = {
    [ANSWER_ID] = {"id", JSON_TEXT, true, read_id, offsetof(struct answer, id)},
    [ANSWER_TEXT] = {"text", JSON_TEXT, true, read_text, offsetof(struct answer, text)},
    [ANSWER_NOTE] = {"note", JSON_TEXT, false, read_text, offsetof(struct answer, note)},
    [ANSWER_RAISE] = {"raise", JSON_TEXT, false, read_disposition, offsetof(struct answer, raise)},
    [ANSWER_ENDS] = {"ends", JSON_BOOL, false, read_flag, offsetof(struct answer, ends)},
    [ANSWER_UNSURE] = {"unsure", JSON_BOOL, false, read_flag, offsetof(struct answer, unsure)},
    [ANSWER_EXCLUSIVE] = {"exclusive", JSON_BOOL, false, read_flag,
                          offsetof(struct answer, exclusive)},
    [ANSWER_FROM] = {"from", JSON_NUMBER, false, NULL, 0},
    [ANSWER_POINTS] = {"points", JSON_OBJECT, false, NULL, 0},
    [ANSWER_SOURCES] = {"sources", JSON_LIST, false, read_sources,
                        offsetof(struct answer, sources)},
};

/* The score that a member of "points" names. */
static unsigned score_named(struct loader *loader, unsigned value)
{
    const char *id = json_name(loader->json, value);
    unsigned score = id_index_find(loader->ids, loader->building, PROTOCOL_SCORE, id);
    if (score == PROTOCOL_NONE)
        loader_name_fault(loader, value, DIAG_UNKNOWN_REFERENCE,
                          "there is no score %s; the id of a score of this file was expected",
                          loader_quote(loader, id));
    return score;
}

static void load_points(struct loader *loader, unsigned value, struct answer *answer)
{
    struct points *points =
        arena_new(loader->arena, json_count(loader->json, value), sizeof *points);

    loader_not_empty(loader, value, "\"points\"");
    EACH_CHILD(loader, child, value) {
        unsigned score = score_named(loader, child);
        int64_t number = 0;
        if (loader_type(loader, child, JSON_NUMBER, "a number of points"))
            read_integer(loader, child, &number);
        if (score == PROTOCOL_NONE)
            continue;
        points[answer->points_count++] = (struct points){score, number};
        loader->score_settles[score] = answer->question + 1;
    }
    answer->points = points;
}

static void misplaced(struct loader *loader, unsigned value, const char *where)
{
    loader_name_fault(loader, value, DIAG_MISPLACED_MEMBER,
                      "\"%s\" means nothing here; it belongs to %s",
                      json_name(loader->json, value), where);
}

static void load_answer(struct loader *loader, unsigned value, unsigned item, unsigned question,
                        bool kind_known, unsigned *from)
{
    struct answer *answer = &loader->answers[item];
    enum question_kind kind = loader->questions[question].kind;
    unsigned at[ANSWER_MEMBERS];

    *from = NOT_GIVEN;
    answer->place = json_place(loader->json, value);
    answer->question = question;
    answer->raise = PROTOCOL_NONE;
    if (!loader_members(loader, value, "an answer", answer_members, ANSWER_MEMBERS, answer, at))
        return;
    loader_add_id(loader, at[ANSWER_ID], PROTOCOL_FINDING, item, answer->id);
    loader_check_raise(loader, at[ANSWER_RAISE], answer->raise, at[ANSWER_NOTE]);
    if (at[ANSWER_POINTS] != NOT_GIVEN)
        load_points(loader, at[ANSWER_POINTS], answer);
    if (kind_known && kind != QUESTION_CHECKLIST && at[ANSWER_EXCLUSIVE] != NOT_GIVEN)
        misplaced(loader, at[ANSWER_EXCLUSIVE], "the answers of a checklist");
    if (kind_known && kind != QUESTION_NUMBER && at[ANSWER_FROM] != NOT_GIVEN)
        misplaced(loader, at[ANSWER_FROM], "the answers of a number question");
    if (kind == QUESTION_NUMBER)
        *from = at[ANSWER_FROM];
}

/* ---- questions ---- */

enum question_member {
    QUESTION_ID,
    QUESTION_KIND,
    QUESTION_TEXT,
    QUESTION_WHY,
    QUESTION_SECTION,
    QUESTION_ASK_IF,
    QUESTION_PRIVATE,
    QUESTION_ANSWERS,
    QUESTION_SOURCES,
    QUESTION_NONE,
    QUESTION_UNIT,
    QUESTION_MIN,
    QUESTION_MAX,
    QUESTION_STEP,
    QUESTION_UNITS,
    QUESTION_MEMBERS
};

static void read_kind(struct loader *loader, unsigned value, void *into);

static const struct member question_members[QUESTION_MEMBERS] = {
    [QUESTION_ID] = {"id", JSON_TEXT, true, read_id, offsetof(struct question, id)},
    [QUESTION_KIND] = {"kind", JSON_TEXT, true, read_kind, offsetof(struct question, kind)},
    [QUESTION_TEXT] = {"text", JSON_TEXT, true, read_text, offsetof(struct question, text)},
    [QUESTION_WHY] = {"why", JSON_TEXT, false, read_text, offsetof(struct question, why)},
    [QUESTION_SECTION] = {"section", JSON_TEXT, false, read_text,
                          offsetof(struct question, section)},
    [QUESTION_ASK_IF] = {"ask_if", CONDITION_TYPES, false, NULL, 0},
    [QUESTION_PRIVATE] = {"private", JSON_BOOL, false, read_flag,
                          offsetof(struct question, private)},
    [QUESTION_ANSWERS] = {"answers", JSON_LIST, false, NULL, 0},
    [QUESTION_SOURCES] = {"sources", JSON_LIST, false, read_sources,
                          offsetof(struct question, sources)},
    [QUESTION_NONE] = {"none", JSON_TEXT, false, read_text, offsetof(struct question, none)},
    [QUESTION_UNIT] = {"unit", JSON_TEXT, false, read_text, offsetof(struct question, unit)},
    [QUESTION_MIN] = {"min", JSON_NUMBER, false, read_number, offsetof(struct question, grid.min)},
    [QUESTION_MAX] = {"max", JSON_NUMBER, false, read_number, offsetof(struct question, grid.max)},
    [QUESTION_STEP] = {"step", JSON_NUMBER, false, read_number,
                       offsetof(struct question, grid.step)},
    [QUESTION_UNITS] = {"units", JSON_LIST, false, NULL, 0},
};

/* What each kind of question needs and may have beyond what all have. */
static const struct kind {
    const char *name, *words;
    unsigned fewest_answers; /* 0: no answers at all */
    unsigned own, needs;     /* sets of members */
} kinds[QUESTION_KIND_COUNT] = {
    [QUESTION_CHOICE] = {"choice", "a choice", 2, 0, 0},
    [QUESTION_CHECKLIST] = {"checklist", "a checklist", 1, 1u << QUESTION_NONE, 0},
    [QUESTION_NUMBER] = {"number", "a number question", 1,
                         1u << QUESTION_UNIT | 1u << QUESTION_MIN | 1u << QUESTION_MAX |
                             1u << QUESTION_STEP | 1u << QUESTION_UNITS,
                         1u << QUESTION_MIN | 1u << QUESTION_MAX},
    [QUESTION_INFO] = {"info", "an info", 0, 0, 0},
};

static void read_kind(struct loader *loader, unsigned value, void *into)
{
    const char *name = json_text(loader->json, value);
    enum question_kind kind = 0;

    while (kind < QUESTION_KIND_COUNT && strcmp(kinds[kind].name, name) != 0)
        kind++;
    if (kind == QUESTION_KIND_COUNT)
        loader_fault(loader, value, DIAG_BAD_WORD,
                     "%s is no kind of question; \"choice\", \"checklist\", \"number\" or "
                     "\"info\" was expected",
                     loader_quote(loader, name));
    *(enum question_kind *)into = kind;
}

/* Members that belong to another kind, and those that this kind lacks. */
static void check_kind(struct loader *loader, unsigned value, const struct kind *kind,
                       const unsigned *at)
{
    for (enum question_member i = QUESTION_NONE; i < QUESTION_MEMBERS; i++) {
        if (at[i] != NOT_GIVEN && !(kind->own >> i & 1))
            misplaced(loader, at[i], i == QUESTION_NONE ? "a checklist" : "a number question");
        if (at[i] == NOT_GIVEN && kind->needs >> i & 1 &&
            !loader_has_member(loader, value, question_members[i].name))
            loader_fault(loader, value, DIAG_MISSING_MEMBER, "%s needs \"%s\"; it is missing",
                         kind->words, question_members[i].name);
    }
    if (kind->fewest_answers == 0 && at[QUESTION_ANSWERS] != NOT_GIVEN)
        misplaced(loader, at[QUESTION_ANSWERS], "questions of the other kinds");
    if (kind->fewest_answers > 0 && at[QUESTION_ANSWERS] == NOT_GIVEN &&
        !loader_has_member(loader, value, "answers"))
        loader_fault(loader, value, DIAG_MISSING_MEMBER, "%s needs \"answers\"; it is missing",
                     kind->words);
}

static void check_answer_count(struct loader *loader, unsigned list, const struct question *asked)
{
    const struct kind *kind = &kinds[asked->kind];
    if (loader_not_empty(loader, list, "the list of answers") &&
        asked->answer_count < kind->fewest_answers)
        loader_fault(loader, list, DIAG_TOO_FEW_ANSWERS,
                     "%s needs at least %u answers; it has %u", kind->words,
                     kind->fewest_answers, asked->answer_count);
}

/* ---- numbers ---- */

/* Given, and small enough to count with (else that was reported). */
static bool countable(const struct loader *loader, unsigned value)
{
    return value != NOT_GIVEN && fabs(json_number(loader->json, value)) <= LOADER_MAX_NUMBER;
}

static void off_grid(struct loader *loader, unsigned value, const struct grid *grid, double number)
{
    loader_fault(loader, value, DIAG_OFF_GRID,
                 "%s cannot be typed; it is no whole number of steps of %s above %s",
                 number_text(number).text, number_text(grid->step).text,
                 number_text(grid->min).text);
}

/* Is there anything between the bounds, and not too much? */
static bool check_range(struct loader *loader, const unsigned *at, struct grid *grid)
{
    if (grid->step <= 0)
        loader_fault(loader, at[QUESTION_STEP], DIAG_BAD_RANGE,
                     "the step %s is not above 0; such as 1 or 0.1", number_text(grid->step).text);
    else if (grid->max < grid->min)
        loader_fault(loader, at[QUESTION_MAX], DIAG_BAD_RANGE,
                     "the maximum %s is below the minimum %s", number_text(grid->max).text,
                     number_text(grid->min).text);
    else if ((grid->max - grid->min) / grid->step > LOADER_MAX_NUMBER)
        loader_fault(loader, at[QUESTION_MAX], DIAG_BAD_RANGE,
                     "the step %s is too small; at most 1000000000 steps can be told apart",
                     number_text(grid->step).text);
    else if (!grid_make(grid))
        loader_fault(loader, at[QUESTION_MAX], DIAG_BAD_RANGE,
                     "numbers from %s to %s in steps of %s have too many digits; at most %d before "
                     "and behind the point can be told apart",
                     number_text(grid->min).text, number_text(grid->max).text,
                     number_text(grid->step).text, GRID_DIGITS);
    else
        return true;
    return false;
}

/* Is the grid of numbers usable? Only then can the bands be looked at. */
static bool load_grid(struct loader *loader, const unsigned *at, struct grid *grid)
{
    int64_t steps;

    if (!countable(loader, at[QUESTION_MIN]) || !countable(loader, at[QUESTION_MAX]))
        return false;
    if (at[QUESTION_STEP] == NOT_GIVEN)
        grid->step = 1;
    else if (!countable(loader, at[QUESTION_STEP]))
        return false;
    if (!check_range(loader, at, grid))
        return false;
    if (grid_find(grid, grid->max, &steps) != GRID_HIT) {
        off_grid(loader, at[QUESTION_MAX], grid, grid->max);
        return false;
    }
    return true;
}

/* One band; `before` is the one before it, or NULL. */
static void load_band(struct loader *loader, unsigned from, const struct grid *grid,
                      struct answer *band, const struct answer *before)
{
    double number;
    enum grid_place place;

    read_number(loader, from, &number);
    if (!countable(loader, from))
        return;
    place = grid_find(grid, number, &band->from);
    if (place == GRID_ABOVE)
        loader_fault(loader, from, DIAG_OUT_OF_RANGE, "%s is above the maximum, %s",
                     number_text(number).text, number_text(grid->max).text);
    else if (before == NULL && (place != GRID_HIT || band->from != 0))
        loader_fault(loader, from, DIAG_BAD_BANDS,
                     "the first band is from %s; it must be from the minimum, %s",
                     number_text(number).text, number_text(grid->min).text);
    else if (place == GRID_BETWEEN)
        off_grid(loader, from, grid, number);
    else if (before != NULL && (place == GRID_BELOW || band->from <= before->from))
        loader_fault(loader, from, DIAG_BAD_BANDS,
                     "%s is not above the band before it; bands must rise", number_text(number).text);
}

/* from[i] is the value of "from" of answer i of the question. */
static void load_bands(struct loader *loader, unsigned list, const struct question *question,
                       const unsigned *from, bool usable)
{
    const struct answer *before = NULL;

    for (unsigned i = 0; i < question->answer_count; i++) {
        struct answer *answer = &loader->answers[question->first_answer + i];
        if (from[i] == NOT_GIVEN)
            continue;
        answer->band = true;
        if (usable)
            load_band(loader, from[i], &question->grid, answer, before);
        before = answer;
    }
    if (before == NULL && question->answer_count > 0)
        loader_fault(loader, list, DIAG_BAD_BANDS,
                     "no answer has \"from\"; a number needs at least one band");
}

static void load_unit(struct loader *loader, unsigned value, struct unit *unit)
{
    static const struct member members[] = {
        {"unit", JSON_TEXT, true, read_text, offsetof(struct unit, name)},
        {"scale", JSON_NUMBER, true, read_number, offsetof(struct unit, scale)},
        {"offset", JSON_NUMBER, false, read_number, offsetof(struct unit, offset)},
    };
    unsigned at[COUNT(members)];

    loader_members(loader, value, "a second unit", members, COUNT(members), unit, at);
    if (at[1] != NOT_GIVEN && unit->scale == 0)
        loader_fault(loader, at[1], DIAG_OUT_OF_RANGE,
                     "a scale of 0 makes all numbers the same; value = scale * number + offset");
}

static void load_units(struct loader *loader, unsigned list, struct question *question)
{
    struct unit *units;

    if (list == NOT_GIVEN)
        return;
    loader_not_empty(loader, list, "the list of second units");
    question->units = units =
        arena_new(loader->arena, json_count(loader->json, list), sizeof *units);
    EACH_CHILD(loader, child, list)
        load_unit(loader, child, &units[question->unit_count++]);
}

/* ---- one question ---- */

/* Returns the values of "from" of its answers, for the bands. Caller frees. */
static unsigned *load_answers_of(struct loader *loader, unsigned list, unsigned item,
                                 bool kind_known)
{
    struct question *question = &loader->questions[item];
    unsigned *from = memory_new(question->answer_count, sizeof *from), i = 0;

    if (list == NOT_GIVEN)
        return from;
    EACH_CHILD(loader, child, list) {
        load_answer(loader, child, question->first_answer + i, item, kind_known, &from[i]);
        i++;
    }
    return from;
}

void load_question(struct loader *loader, unsigned value, unsigned item, unsigned *ask_if)
{
    struct question *question = &loader->questions[item];
    unsigned at[QUESTION_MEMBERS], *from;
    bool kind_known;

    question->place = json_place(loader->json, value);
    if (!loader_members(loader, value, "a question", question_members, QUESTION_MEMBERS, question,
                        at))
        return;
    loader_add_id(loader, at[QUESTION_ID], PROTOCOL_QUESTION, item, question->id);
    *ask_if = at[QUESTION_ASK_IF];
    kind_known = at[QUESTION_KIND] != NOT_GIVEN && question->kind < QUESTION_KIND_COUNT;
    from = load_answers_of(loader, at[QUESTION_ANSWERS], item, kind_known);
    if (kind_known)
        check_kind(loader, value, &kinds[question->kind], at);
    if (kind_known && at[QUESTION_ANSWERS] != NOT_GIVEN && kinds[question->kind].fewest_answers > 0)
        check_answer_count(loader, at[QUESTION_ANSWERS], question);
    load_units(loader, at[QUESTION_UNITS], question);
    if (kind_known && question->kind == QUESTION_NUMBER)
        load_bands(loader, value, question, from, load_grid(loader, at, &question->grid));
    free(from);
}
