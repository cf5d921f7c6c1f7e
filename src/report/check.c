/* check: what was found out about one protocol, added up. See check.h. */
#include "report/check.h"

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

static bool is_threshold(const struct condition *condition)
{
    return condition->kind == CONDITION_SCORE || condition->kind == CONDITION_AT_LEAST;
}

static size_t thresholds_below(const struct condition *condition)
{
    size_t count = 0;

    for (size_t i = 0; i < condition->count; i++)
        count += (size_t)is_threshold(&condition->of[i]) + thresholds_below(&condition->of[i]);
    return count;
}

/* A whole condition counts as one; the thresholds inside it are counted apart. */
static size_t count_condition(const struct condition *condition, bool thresholds)
{
    if (condition == NULL)
        return 0;
    return thresholds ? thresholds_below(condition) : 1;
}

static size_t count_conditions(const struct protocol *protocol, bool thresholds)
{
    size_t count = 0;

    for (unsigned q = 0; q < protocol->question_count; q++)
        count += count_condition(protocol->questions[q].ask_if, thresholds);
    for (unsigned f = 0; f < protocol->finding_count; f++)
        count += count_condition(protocol->findings[f].when, thresholds) +
                 count_condition(protocol->findings[f].unless, thresholds);
    for (unsigned a = 0; a < protocol->advice_count; a++)
        count += count_condition(protocol->advice[a].when, thresholds) +
                 count_condition(protocol->advice[a].unless, thresholds);
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

const char *check_tally_name(enum tally_kind kind)
{
    static const char *const names[TALLY_COUNT] = {
        [TALLY_QUESTIONS] = "questions_asked",
        [TALLY_ANSWERS] = "answers_given",
        [TALLY_FINDINGS] = "findings_held",
        [TALLY_ADVICE] = "advice_shown",
        [TALLY_TOPICS] = "topics_listed",
        [TALLY_DISPOSITIONS] = "dispositions_reached",
        [TALLY_CONDITIONS] = "conditions_decide",
        [TALLY_THRESHOLDS] = "thresholds_decide",
        [TALLY_FLOORS] = "red_flags_keep_floor",
        [TALLY_UNSURE] = "unsure_not_milder",
        [TALLY_SYMPTOMS] = "symptoms_not_milder",
        [TALLY_PROMISES] = "promises_kept",
        [TALLY_CASES] = "cases_passed",
        [TALLY_SOURCES] = "red_flags_sourced",
        [TALLY_TRIED] = "red_flags_covered",
    };
    return names[kind];
}

/* --- what fails ---------------------------------------------------------------------------- */

/* Undecided items say only by their place what they are about. */
static enum tally_kind undecided_about(const struct verify_item *item)
{
    if (strncmp(item->pointer, "/promises/", 10) == 0)
        return TALLY_PROMISES;
    return strncmp(item->pointer, "/advice/", 8) == 0 ? TALLY_ADVICE : TALLY_SYMPTOMS;
}

static enum tally_kind item_about(const struct verify_item *item)
{
    static const enum tally_kind kinds[VERIFY_KIND_COUNT] = {
        [VERIFY_UNREACHABLE_QUESTION] = TALLY_QUESTIONS,
        [VERIFY_UNREACHABLE_ANSWER] = TALLY_ANSWERS,
        [VERIFY_UNREACHABLE_FINDING] = TALLY_FINDINGS,
        [VERIFY_UNREACHABLE_ADVICE] = TALLY_ADVICE,
        [VERIFY_UNREACHABLE_DISPOSITION] = TALLY_DISPOSITIONS,
        [VERIFY_ALWAYS] = TALLY_CONDITIONS,
        [VERIFY_NEVER] = TALLY_CONDITIONS,
        [VERIFY_FLOOR_BROKEN] = TALLY_FLOORS,
        [VERIFY_UNSURE_MILDER] = TALLY_UNSURE,
        [VERIFY_NOT_MONOTONE] = TALLY_SYMPTOMS,
        [VERIFY_PROMISE_BROKEN] = TALLY_PROMISES,
    };

    if (item->kind == VERIFY_UNDECIDED)
        return undecided_about(item);
    return item->threshold ? TALLY_THRESHOLDS : kinds[item->kind];
}

/* One thing can fail twice, such as a promise about two pieces of advice; those follow each other. */
static bool is_repeated(const struct verify_report *report, size_t number)
{
    const struct verify_item *item = &report->items[number];

    return number > 0 && item_about(item - 1) == item_about(item) &&
           strcmp(item[-1].pointer, item->pointer) == 0;
}

static size_t count_items(const struct verify_report *report, enum tally_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < report->item_count; i++)
        count += item_about(&report->items[i]) == kind && !is_repeated(report, i);
    return count;
}

static size_t count_failed_cases(const struct coverage *coverage)
{
    size_t count = 0;

    for (size_t i = 0; i < coverage->cases->vignette_count; i++)
        count += !coverage->passed[i];
    return count;
}

bool check_is_known(const struct check *check, enum tally_kind kind)
{
    if (kind == TALLY_SOURCES)
        return true;
    if (kind > TALLY_LAST_PROOF)
        return check->cases != NULL;
    return check->proofs->decided && (kind != TALLY_PROMISES || check->cases != NULL);
}

static bool only_notes(const struct verify_report *report)
{
    for (size_t i = 0; i < report->item_count; i++)
        if (item_about(&report->items[i]) == TALLY_SYMPTOMS &&
            verify_is_failure(report->items[i].kind))
            return false;
    return true;
}

static enum diag_severity severity_of(const struct check *check, enum tally_kind kind)
{
    bool reviewed = strcmp(check->protocol->review.status, "reviewed") == 0;

    if (kind == TALLY_SYMPTOMS && only_notes(check->proofs))
        return DIAG_NOTE;
    return (kind == TALLY_SOURCES || kind == TALLY_TRIED) && !reviewed ? DIAG_WARNING : DIAG_ERROR;
}

struct tally check_tally(const struct check *check, enum tally_kind kind)
{
    const struct protocol *protocol = check->protocol;
    const struct coverage *coverage = &check->coverage;
    const struct cases *cases = check->cases;
    const size_t totals[TALLY_COUNT] = {
        [TALLY_QUESTIONS] = protocol->question_count,
        [TALLY_ANSWERS] = protocol->answer_count,
        [TALLY_FINDINGS] = protocol->finding_count,
        [TALLY_ADVICE] = protocol->advice_count,
        [TALLY_TOPICS] = protocol->topic_count, /* all are listed with every result */
        [TALLY_DISPOSITIONS] = protocol->disposition_count,
        [TALLY_CONDITIONS] = count_conditions(protocol, false),
        [TALLY_THRESHOLDS] = count_conditions(protocol, true),
        [TALLY_FLOORS] = coverage->flags,
        [TALLY_UNSURE] = count_unsure(protocol),
        [TALLY_SYMPTOMS] = count_symptoms(protocol),
        [TALLY_PROMISES] = cases == NULL ? 0 : cases->promise_count,
        [TALLY_CASES] = cases == NULL ? 0 : cases->vignette_count,
        [TALLY_SOURCES] = coverage->flags,
        [TALLY_TRIED] = coverage->flags,
    };
    struct tally tally = {.total = totals[kind]};

    if (!check_is_known(check, kind))
        return tally;
    if (kind <= TALLY_LAST_PROOF)
        tally.failed = count_items(check->proofs, kind);
    else if (kind == TALLY_CASES)
        tally.failed = count_failed_cases(coverage);
    else
        tally.failed = kind == TALLY_SOURCES ? coverage->unsourced : coverage->untried;
    tally.severity = severity_of(check, kind);
    return tally;
}
