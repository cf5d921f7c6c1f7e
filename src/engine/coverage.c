/* coverage: what the cases try, and what they leave out. See coverage.h. */
#include "engine/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "engine/example.h"
#include "engine/search.h"

struct indexes coverage_sources(const struct protocol *protocol, unsigned finding)
{
    const struct answer *answer;

    if (finding >= protocol->answer_count)
        return protocol->findings[finding - protocol->answer_count].sources;
    answer = &protocol->answers[finding];
    return answer->sources.count > 0 ? answer->sources
                                     : protocol->questions[answer->question].sources;
}

/* --- counting ------------------------------------------------------------------------------ */

/* What an interview shows is counted once more. */
static void add(struct coverage *coverage, const struct interview *interview)
{
    const struct protocol *protocol = coverage->protocol;
    const struct facts *facts = interview_facts(interview);

    for (unsigned f = 0; f < protocol_finding_total(protocol); f++)
        coverage->findings[f] += facts_holds(facts, f);
    for (unsigned a = 0; a < protocol->advice_count; a++)
        coverage->advice[a] += facts_advise(facts, protocol, a);
    coverage->dispositions[facts->disposition]++;
}

static void make(struct coverage *coverage, const struct protocol *protocol)
{
    memset(coverage, 0, sizeof *coverage);
    coverage->protocol = protocol;
    coverage->findings =
        memory_new(protocol_finding_total(protocol), sizeof *coverage->findings);
    coverage->advice = memory_new(protocol->advice_count, sizeof *coverage->advice);
    coverage->dispositions =
        memory_new(protocol->disposition_count, sizeof *coverage->dispositions);
}

static bool passes(const struct vignette *vignette)
{
    struct arena arena = {0};
    size_t count;

    cases_judge(vignette, &arena, &count);
    arena_free(&arena);
    return count == 0;
}

static void count_flags(struct coverage *coverage)
{
    const struct protocol *protocol = coverage->protocol;

    for (unsigned f = 0; f < protocol_finding_total(protocol); f++) {
        if (protocol_finding_raise(protocol, f) == PROTOCOL_NONE)
            continue;
        coverage->flags++;
        coverage->unsourced += coverage_sources(protocol, f).count == 0;
        coverage->untried += coverage->findings[f] == 0;
    }
}

void coverage_init(struct coverage *coverage, const struct protocol *protocol,
                   const struct cases *cases)
{
    make(coverage, protocol);
    coverage->cases = cases;
    if (cases != NULL) {
        coverage->passed = memory_new(cases->vignette_count, sizeof *coverage->passed);
        for (size_t i = 0; i < cases->vignette_count; i++) {
            coverage->passed[i] = passes(&cases->vignettes[i]);
            if (coverage->passed[i])
                add(coverage, cases->vignettes[i].interview);
        }
    }
    count_flags(coverage);
}

void coverage_fini(struct coverage *coverage)
{
    free(coverage->passed);
    free(coverage->findings);
    free(coverage->advice);
    free(coverage->dispositions);
}

bool coverage_shows(const struct coverage *coverage, size_t number, unsigned finding)
{
    return coverage->passed[number] &&
           facts_holds(interview_facts(coverage->cases->vignettes[number].interview), finding);
}

unsigned coverage_total(const struct coverage *coverage, enum coverage_kind kind)
{
    const struct protocol *protocol = coverage->protocol;
    const unsigned totals[COVERAGE_COUNT] = {protocol->answer_count, protocol->finding_count,
                                             protocol->advice_count, protocol->disposition_count};
    return totals[kind];
}

unsigned coverage_times(const struct coverage *coverage, enum coverage_kind kind, unsigned item)
{
    const unsigned *counts[COVERAGE_COUNT] = {
        coverage->findings, coverage->findings + coverage->protocol->answer_count,
        coverage->advice, coverage->dispositions};
    return counts[kind][item];
}

const char *coverage_id(const struct coverage *coverage, enum coverage_kind kind, unsigned item,
                        struct arena *arena)
{
    const struct protocol *protocol = coverage->protocol;

    switch (kind) {
    case COVERAGE_ADVICE:
        return protocol->advice[item].id;
    case COVERAGE_DISPOSITIONS:
        return protocol->dispositions[item].id;
    case COVERAGE_FINDINGS:
        return protocol->findings[item].id;
    default:
        return protocol_finding_id(protocol, item, arena);
    }
}

/* --- gaps ---------------------------------------------------------------------------------- */

static void add_gap(const struct coverage *coverage, struct diags *diags, enum diag_code code,
                    unsigned finding, const char *what)
{
    const struct protocol *protocol = coverage->protocol;
    struct arena arena = {0};
    struct place place = protocol_finding_place(protocol, finding);

    diag_add(diags, code, protocol->path, place.line, place.column,
             protocol_finding_pointer(protocol, finding, &arena), "%s \"%s\"", what,
             protocol_finding_id(protocol, finding, &arena));
    if (strcmp(protocol->review.status, "reviewed") == 0)
        diag_escalate(diags);
    arena_free(&arena);
}

void coverage_gaps(const struct coverage *coverage, struct diags *diags)
{
    const struct protocol *protocol = coverage->protocol;

    for (unsigned f = 0; f < protocol_finding_total(protocol); f++) {
        if (protocol_finding_raise(protocol, f) == PROTOCOL_NONE)
            continue;
        if (coverage_sources(protocol, f).count == 0)
            add_gap(coverage, diags, DIAG_NO_SOURCE, f, "no source is named for the red flag");
        if (coverage->cases != NULL && coverage->findings[f] == 0)
            add_gap(coverage, diags, DIAG_NO_CASE, f, "no case covers the red flag");
    }
}

/* --- completing ---------------------------------------------------------------------------- */

/* Something no case shows. Findings come first: they are single facts and quick to combine. */
enum target_kind { TARGET_FINDING, TARGET_DISPOSITION, TARGET_ADVICE };

struct target {
    enum target_kind kind;
    unsigned index;
    bool done; /* shown by an interview, or it cannot be */
};

struct completion {
    const struct protocol *protocol;
    struct target *targets;
    size_t target_count;
    struct walk_final *finals;
    size_t final_count, final_room;
    struct walk *walk;
    struct survey survey;
    size_t steps; /* those that are left for the search */
    bool all;     /* nothing was left open so far */
    /* The interview being put together: all of these must hold at its end. */
    struct condition *goals;
    size_t goal_count;
    uint64_t ends;
};

static void add_finals(struct completion *c, const struct condition *condition)
{
    if (condition == NULL)
        return;
    if (condition->kind == CONDITION_SCORE) {
        c->finals = memory_grow(c->finals, &c->final_room, c->final_count + 1, sizeof *c->finals);
        c->finals[c->final_count++] = (struct walk_final){condition, PROTOCOL_NONE};
    }
    for (size_t i = 0; i < condition->count; i++)
        add_finals(c, &condition->of[i]);
}

static void add_targets(struct completion *c, enum target_kind kind, const unsigned *counts,
                        unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (counts[i] == 0)
            c->targets[c->target_count++] = (struct target){.kind = kind, .index = i};
}

static void list_targets(struct completion *c, const struct coverage *coverage)
{
    const struct protocol *protocol = c->protocol;
    unsigned total = protocol_finding_total(protocol);

    c->targets = memory_new((size_t)total + protocol->advice_count + protocol->disposition_count,
                            sizeof *c->targets);
    add_targets(c, TARGET_FINDING, coverage->findings, total);
    add_targets(c, TARGET_DISPOSITION, coverage->dispositions, protocol->disposition_count);
    add_targets(c, TARGET_ADVICE, coverage->advice, protocol->advice_count);
    c->goals = memory_new(2 * c->target_count, sizeof *c->goals);
}

/* A condition around another one, which stays where it is: search knows scores by address. */
static void add_goal(struct completion *c, enum condition_kind kind, const struct condition *of)
{
    if (of != NULL)
        c->goals[c->goal_count++] = (struct condition){.kind = kind, .of = of, .count = 1};
}

static void add_goals(struct completion *c, const struct target *target)
{
    const struct advice *advice;

    switch (target->kind) {
    case TARGET_FINDING:
        c->goals[c->goal_count++] =
            (struct condition){.kind = CONDITION_FINDING, .index = target->index};
        break;
    case TARGET_DISPOSITION:
        c->ends &= (uint64_t)1 << target->index;
        break;
    default:
        advice = &c->protocol->advice[target->index];
        c->ends &= advice->dispositions;
        add_goal(c, CONDITION_ALL, advice->when);
        add_goal(c, CONDITION_NOT, advice->unless);
        break;
    }
}

static struct wish wish_for(const struct completion *c, struct condition *all)
{
    struct wish wish = {.ends = c->ends, .asked = PROTOCOL_NONE};

    *all = (struct condition){.kind = CONDITION_ALL, .of = c->goals, .count = c->goal_count};
    if (c->goal_count > 0)
        wish.parts[wish.part_count++].condition = all;
    return wish;
}

/* Takes the target into the interview, if one that shows it too is possible. */
static enum search_answer take(struct completion *c, const struct target *target)
{
    size_t goal_count = c->goal_count;
    uint64_t ends = c->ends;
    enum search_answer answer = c->steps > 0 ? SEARCH_NO : SEARCH_UNDECIDED;
    struct condition all;
    struct wish wish;

    add_goals(c, target);
    wish = wish_for(c, &all);
    if (wish.ends != 0 && c->steps > 0)
        search(&c->survey, &wish, 1, &c->steps, &answer);
    if (answer != SEARCH_YES) {
        c->goal_count = goal_count;
        c->ends = ends;
    }
    return answer;
}

/* What cannot be shown even alone is done with; so is what nobody knows that about. */
static void give_up(struct completion *c, struct target *target, enum search_answer answer)
{
    target->done = true;
    if (answer == SEARCH_UNDECIDED)
        c->all = false;
}

/* The next interview, made to show as many targets as it can; NULL if none is left. */
static struct interview *next_interview(struct completion *c)
{
    struct interview *interview;
    enum search_answer answer;
    struct condition all;
    struct wish wish;
    bool any = false;

    c->goal_count = 0;
    c->ends = ((uint64_t)2 << (c->protocol->disposition_count - 1)) - 1;
    for (size_t i = 0; i < c->target_count; i++) {
        struct target *target = &c->targets[i];
        if (target->done)
            continue;
        answer = take(c, target);
        if (answer == SEARCH_YES)
            any = target->done = true;
        else if (!any)
            give_up(c, target, answer);
    }
    if (!any)
        return NULL;
    wish = wish_for(c, &all);
    interview = example_find(&c->survey, &wish, &c->steps);
    if (interview == NULL) /* it exists, but takes more than may be looked at or kept */
        c->all = false;
    return interview;
}

static void complete(struct completion *c, struct interview ***list, size_t *count)
{
    struct interview *interview;
    size_t room = 0;

    while ((interview = next_interview(c)) != NULL) {
        *list = memory_grow(*list, &room, *count + 1, sizeof **list);
        (*list)[(*count)++] = interview;
    }
}

struct interview **coverage_complete(const struct coverage *coverage, size_t budget, size_t *count,
                                     bool *all)
{
    const struct protocol *protocol = coverage->protocol;
    struct completion c = {.protocol = protocol,
                           .steps = search_steps(budget),
                           .all = true};
    struct walk_options options = {.budget = budget};
    struct interview **list = NULL;
    struct facts start;

    *count = 0;
    list_targets(&c, coverage);
    for (unsigned a = 0; a < protocol->advice_count; a++) {
        add_finals(&c, protocol->advice[a].when);
        add_finals(&c, protocol->advice[a].unless);
    }
    options.finals = c.finals;
    options.final_count = (unsigned)c.final_count;
    facts_init(&start, protocol);
    facts_begin(&start, protocol);
    c.walk = walk_new(protocol, &start, 0, &options);
    if (c.walk->complete) {
        survey_init(&c.survey, c.walk, &options);
        complete(&c, &list, count);
        survey_fini(&c.survey);
    }
    *all = c.walk->complete && c.all;
    facts_fini(&start, protocol);
    walk_free(c.walk);
    free(c.targets);
    free(c.goals);
    free(c.finals);
    return list;
}
