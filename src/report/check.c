/* check: what was found out about one protocol, added up. See check.h. */
#include "report/check.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

void check_init(struct check *check, const char *path)
{
    memset(check, 0, sizeof *check);
    check->path = path;
    for (enum check_part part = 0; part < CHECK_PART_COUNT; part++)
        check->diags[part] = diags_new();
}

void check_fini(struct check *check)
{
    for (size_t i = 0; i < check->completing_count; i++)
        interview_free(check->completing[i]);
    free(check->completing);
    verify_free(check->proofs);
    if (check->protocol != NULL)
        coverage_fini(&check->coverage);
    cases_free(check->cases);
    protocol_free(check->protocol);
    for (enum check_part part = 0; part < CHECK_PART_COUNT; part++)
        diags_free(check->diags[part]);
}

size_t check_errors(const struct check *check)
{
    size_t count = 0;

    for (enum check_part part = 0; part < CHECK_PART_COUNT; part++)
        count += diags_errors(check->diags[part]);
    return count;
}

size_t check_warnings(const struct check *check)
{
    size_t count = 0;

    for (enum check_part part = 0; part < CHECK_PART_COUNT; part++)
        count += diags_warnings(check->diags[part]);
    return count;
}

size_t check_unlisted(const struct check *check)
{
    size_t count = 0;

    for (enum check_part part = 0; part < CHECK_PART_COUNT; part++)
        count += diags_unlisted(check->diags[part]);
    return count;
}

/* --- what there is ------------------------------------------------------------------------- */

/* What a part of a condition is counted as; CHECK_CONDITIONS where it is not counted apart. */
static const enum check_kind kinds_of_parts[VERIFY_PART_COUNT] = {[VERIFY_WHOLE] = CHECK_CONDITIONS,
                                                                  [VERIFY_GROUP] = CHECK_GROUPS,
                                                                  [VERIFY_NUMBER] = CHECK_THRESHOLDS,
                                                                  [VERIFY_BOUND] = CHECK_THRESHOLDS};

static size_t count_parts(const struct condition *condition, enum check_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < condition->count; i++)
        count += (size_t)(kinds_of_parts[verify_part_of(&condition->of[i])] == kind) +
                 count_parts(&condition->of[i], kind);
    return count;
}

/*
 * A whole condition counts as one; the groups and the numbers inside it are counted apart. A whole
 * one that is a range of points is a number as well, which may fail though the condition does not.
 */
static size_t count_condition(const struct condition *condition, enum check_kind kind)
{
    if (condition == NULL)
        return 0;
    if (kind == CHECK_CONDITIONS)
        return 1;
    return count_parts(condition, kind) +
           (size_t)(kind == CHECK_THRESHOLDS && protocol_is_range(condition));
}

static size_t count_conditions(const struct protocol *protocol, enum check_kind kind)
{
    size_t count = 0;

    for (unsigned q = 0; q < protocol->question_count; q++)
        count += count_condition(protocol->questions[q].ask_if, kind);
    for (unsigned f = 0; f < protocol->finding_count; f++)
        count += count_condition(protocol->findings[f].when, kind) +
                 count_condition(protocol->findings[f].unless, kind);
    for (unsigned a = 0; a < protocol->advice_count; a++)
        count += count_condition(protocol->advice[a].when, kind) +
                 count_condition(protocol->advice[a].unless, kind);
    return count;
}

static size_t count_unsure(const struct protocol *protocol)
{
    size_t count = 0;

    for (unsigned a = 0; a < protocol->answer_count; a++)
        count += protocol->answers[a].unsure;
    return count;
}

/* Ticks that can stand beside others. */
static size_t count_symptoms(const struct protocol *protocol)
{
    size_t count = 0;

    for (unsigned a = 0; a < protocol->answer_count; a++) {
        const struct answer *answer = &protocol->answers[a];
        count += !answer->exclusive &&
                 protocol->questions[answer->question].kind == QUESTION_CHECKLIST;
    }
    return count;
}

const char *check_tally_name(enum check_kind kind)
{
    static const char *const names[CHECK_KIND_COUNT] = {
        [CHECK_QUESTIONS] = "questions_asked",
        [CHECK_ANSWERS] = "answers_given",
        [CHECK_FINDINGS] = "findings_held",
        [CHECK_ADVICE] = "advice_shown",
        [CHECK_TOPICS] = "topics_listed",
        [CHECK_DISPOSITIONS] = "dispositions_reached",
        [CHECK_CONDITIONS] = "conditions_decide",
        [CHECK_GROUPS] = "groups_decide",
        [CHECK_THRESHOLDS] = "thresholds_decide",
        [CHECK_FLOORS] = "red_flags_keep_floor",
        [CHECK_UNSURE] = "unsure_not_milder",
        [CHECK_SYMPTOMS] = "symptoms_not_milder",
        [CHECK_PROMISES] = "promises_kept",
        [CHECK_CASES] = "cases_passed",
        [CHECK_SOURCES] = "red_flags_sourced",
        [CHECK_TRIED] = "red_flags_covered",
    };
    return names[kind];
}

/* --- what fails ---------------------------------------------------------------------------- */

static enum check_kind item_about(const struct verify_item *item)
{
    static const enum check_kind kinds[VERIFY_KIND_COUNT] = {
        [VERIFY_UNREACHABLE_QUESTION] = CHECK_QUESTIONS,
        [VERIFY_UNREACHABLE_ANSWER] = CHECK_ANSWERS,
        [VERIFY_UNREACHABLE_FINDING] = CHECK_FINDINGS,
        [VERIFY_UNREACHABLE_ADVICE] = CHECK_ADVICE,
        [VERIFY_UNREACHABLE_DISPOSITION] = CHECK_DISPOSITIONS,
        [VERIFY_ALWAYS] = CHECK_CONDITIONS,
        [VERIFY_NEVER] = CHECK_CONDITIONS,
        [VERIFY_FLOOR_BROKEN] = CHECK_FLOORS,
        [VERIFY_UNSURE_MILDER] = CHECK_UNSURE,
        [VERIFY_NOT_MONOTONE] = CHECK_SYMPTOMS,
        [VERIFY_PROMISE_BROKEN] = CHECK_PROMISES,
    };

    if (verify_is_promise(item))
        return CHECK_PROMISES;
    if (item->part != VERIFY_WHOLE)
        return kinds_of_parts[item->part];
    return kinds[item->kind == VERIFY_UNDECIDED ? item->doubt : item->kind];
}

/* How much of its pointer says what an item is about: both bounds are about one range. */
static size_t subject_length(const struct verify_item *item)
{
    return item->part == VERIFY_BOUND ? (size_t)(strrchr(item->pointer, '/') - item->pointer)
                                      : strlen(item->pointer);
}

static bool is_same_thing(const struct verify_item *a, const struct verify_item *b)
{
    size_t length = subject_length(a);

    return item_about(a) == item_about(b) && length == subject_length(b) &&
           strncmp(a->pointer, b->pointer, length) == 0;
}

/*
 * One thing can fail twice, such as a promise about two pieces of advice; then one item comes after
 * the other. What fails has failed, whatever else is undecided about it.
 */
static void count_items(const struct verify_report *report, enum check_kind kind,
                        struct check_tally *tally)
{
    for (size_t i = 0; i < report->item_count;) {
        const struct verify_item *first = &report->items[i];
        bool failed = false;
        for (; i < report->item_count && is_same_thing(first, &report->items[i]); i++)
            failed = failed || report->items[i].kind != VERIFY_UNDECIDED;
        tally->failed += item_about(first) == kind && failed;
        tally->undecided += item_about(first) == kind && !failed;
    }
}

static size_t count_failed_cases(const struct coverage *coverage)
{
    size_t count = 0;

    for (size_t i = 0; i < coverage->cases->vignette_count; i++)
        count += !coverage->passed[i];
    return count;
}

bool check_is_known(const struct check *check, enum check_kind kind)
{
    if (kind == CHECK_SOURCES)
        return true;
    if (kind > CHECK_LAST_PROOF)
        return check->cases != NULL;
    return check->proofs->decided && (kind != CHECK_PROMISES || check->cases != NULL);
}

static enum diag_severity severity_of(const struct check *check, enum check_kind kind)
{
    bool reviewed = strcmp(check->protocol->review.status, "reviewed") == 0;

    if (kind == CHECK_SYMPTOMS)
        return DIAG_NOTE;
    return (kind == CHECK_SOURCES || kind == CHECK_TRIED) && !reviewed ? DIAG_WARNING : DIAG_ERROR;
}

struct check_tally check_tally(const struct check *check, enum check_kind kind)
{
    const struct protocol *protocol = check->protocol;
    const struct coverage *coverage = &check->coverage;
    const struct cases *cases = check->cases;
    const size_t totals[CHECK_KIND_COUNT] = {
        [CHECK_QUESTIONS] = protocol->question_count,
        [CHECK_ANSWERS] = protocol->answer_count,
        [CHECK_FINDINGS] = protocol->finding_count,
        [CHECK_ADVICE] = protocol->advice_count,
        [CHECK_TOPICS] = protocol->topic_count, /* all are listed with every result */
        [CHECK_DISPOSITIONS] = protocol->disposition_count,
        [CHECK_CONDITIONS] = count_conditions(protocol, CHECK_CONDITIONS),
        [CHECK_GROUPS] = count_conditions(protocol, CHECK_GROUPS),
        [CHECK_THRESHOLDS] = count_conditions(protocol, CHECK_THRESHOLDS),
        [CHECK_FLOORS] = coverage->flags,
        [CHECK_UNSURE] = count_unsure(protocol),
        [CHECK_SYMPTOMS] = count_symptoms(protocol),
        [CHECK_PROMISES] = cases == NULL ? 0 : cases->promise_count,
        [CHECK_CASES] = cases == NULL ? 0 : cases->vignette_count,
        [CHECK_SOURCES] = coverage->flags,
        [CHECK_TRIED] = coverage->flags,
    };
    struct check_tally tally = {.total = totals[kind]};

    if (!check_is_known(check, kind))
        tally.undecided = tally.total;
    else if (kind <= CHECK_LAST_PROOF)
        count_items(check->proofs, kind, &tally);
    else if (kind == CHECK_CASES)
        tally.failed = count_failed_cases(coverage);
    else
        tally.failed = kind == CHECK_SOURCES ? coverage->unsourced : coverage->untried;
    tally.held = tally.total - tally.failed - tally.undecided;
    tally.severity = severity_of(check, kind);
    return tally;
}

const char *check_interviews(const struct verify_report *report, struct arena *arena)
{
    if (report->interviews < 1000 * 1000)
        return arena_format(arena, "%.0Lf", report->interviews);
    if (report->interviews > LDBL_MAX)
        return arena_format(arena, "more than %.1Le", LDBL_MAX);
    return arena_format(arena, "about %.1Le", report->interviews);
}
