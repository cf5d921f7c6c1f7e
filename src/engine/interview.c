/* interview: the answers, and their replay. See interview.h. */
#include "engine/interview.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct interview {
    const struct protocol *protocol;
    /* What was given. */
    bool *given;    /* per question */
    bool *gave;     /* per answer */
    int64_t *value; /* per question: NUMBER, steps above min; -1: no number */
    bool held;      /* what follows waits for interview_settle */
    /* What follows: computed by replay() and nowhere else. */
    bool *asked; /* per question */
    unsigned next;
    struct facts facts;
};

/*
 * The one walk through a protocol with given answers: asks the questions in order, up to `until`
 * or to the first asked question without an answer, and returns where it stopped; PROTOCOL_NONE
 * if nothing is left to ask. `asked` may be NULL; unless `read` is, infos are read on the way.
 */
static unsigned walk(const struct interview *interview, unsigned until, struct facts *facts,
                     bool *asked, bool *read)
{
    const struct protocol *protocol = interview->protocol;

    facts_begin(facts, protocol);
    for (unsigned q = 0; q < protocol->question_count && !facts->ended; q++) {
        const struct question *question = &protocol->questions[q];
        if (q == until)
            return q;
        if (facts_ask(facts, protocol, q)) {
            if (asked != NULL)
                asked[q] = true;
            if (read != NULL && question->kind == QUESTION_INFO)
                read[q] = true;
            if (!interview->given[q])
                return q;
            for (unsigned i = 0; i < question->answer_count; i++)
                if (interview->gave[question->first_answer + i])
                    facts_give(facts, protocol, question->first_answer + i);
        }
        facts_pass(facts, protocol, q);
    }
    return PROTOCOL_NONE;
}

static void replay_reading(struct interview *interview, bool *read)
{
    memset(interview->asked, 0, interview->protocol->question_count * sizeof *interview->asked);
    interview->next = walk(interview, PROTOCOL_NONE, &interview->facts, interview->asked, read);
}

static void replay(struct interview *interview)
{
    if (!interview->held)
        replay_reading(interview, NULL);
}

struct interview *interview_new(const struct protocol *protocol)
{
    struct interview *interview = memory_new(1, sizeof *interview);

    interview->protocol = protocol;
    interview->given = memory_new(protocol->question_count, sizeof *interview->given);
    interview->gave = memory_new(protocol->answer_count, sizeof *interview->gave);
    interview->value = memory_new(protocol->question_count, sizeof *interview->value);
    interview->asked = memory_new(protocol->question_count, sizeof *interview->asked);
    facts_init(&interview->facts, protocol);
    interview_restart(interview);
    return interview;
}

static void wipe(struct interview *interview)
{
    const struct protocol *protocol = interview->protocol;

    memory_wipe(interview->given, protocol->question_count * sizeof *interview->given);
    memory_wipe(interview->gave, protocol->answer_count * sizeof *interview->gave);
    memory_wipe(interview->value, protocol->question_count * sizeof *interview->value);
    memory_wipe(interview->asked, protocol->question_count * sizeof *interview->asked);
}

void interview_free(struct interview *interview)
{
    if (interview == NULL)
        return;
    wipe(interview);
    facts_fini(&interview->facts, interview->protocol);
    free(interview->given);
    free(interview->gave);
    free(interview->value);
    free(interview->asked);
    memory_wipe(interview, sizeof *interview);
    free(interview);
}

void interview_restart(struct interview *interview)
{
    wipe(interview);
    interview_settle(interview);
}

void interview_hold(struct interview *interview)
{
    interview->held = true;
}

void interview_settle(struct interview *interview)
{
    interview->held = false;
    replay(interview);
}

const struct protocol *interview_protocol(const struct interview *interview)
{
    return interview->protocol;
}

/* Forgets what was given to `question`, so that the new answer stands alone. */
static void forget(struct interview *interview, unsigned question)
{
    const struct question *asked = &interview->protocol->questions[question];

    memset(interview->gave + asked->first_answer, 0,
           asked->answer_count * sizeof *interview->gave);
    interview->value[question] = -1;
}

static enum interview_fault take(struct interview *interview, unsigned question)
{
    interview->given[question] = true;
    replay(interview);
    return INTERVIEW_TAKEN;
}

static bool belongs(const struct question *question, unsigned answer)
{
    return answer >= question->first_answer &&
           answer - question->first_answer < question->answer_count;
}

enum interview_fault interview_choose(struct interview *interview, unsigned question,
                                      unsigned answer)
{
    const struct question *asked = &interview->protocol->questions[question];

    if (!belongs(asked, answer))
        return INTERVIEW_NOT_AN_ANSWER;
    if (asked->kind != QUESTION_CHOICE &&
        (asked->kind != QUESTION_NUMBER || interview->protocol->answers[answer].band))
        return INTERVIEW_NOT_AN_ANSWER;
    forget(interview, question);
    interview->gave[answer] = true;
    return take(interview, question);
}

enum interview_fault interview_tick(struct interview *interview, unsigned question,
                                    const unsigned *answers, size_t count)
{
    const struct question *asked = &interview->protocol->questions[question];

    if (asked->kind != QUESTION_CHECKLIST)
        return INTERVIEW_NOT_AN_ANSWER;
    for (size_t i = 0; i < count; i++) {
        if (!belongs(asked, answers[i]))
            return INTERVIEW_NOT_AN_ANSWER;
        if (interview->protocol->answers[answers[i]].exclusive && count > 1)
            return INTERVIEW_EXCLUSIVE;
    }
    forget(interview, question);
    for (size_t i = 0; i < count; i++)
        interview->gave[answers[i]] = true;
    return take(interview, question);
}

/* The band with the highest `from` that the number reaches. There is one: the loader has seen to it
 * that the first begins at 0 steps. */
static unsigned band_of(const struct protocol *protocol, const struct question *question,
                        int64_t steps)
{
    unsigned band = PROTOCOL_NONE;

    for (unsigned i = 0; i < question->answer_count; i++) {
        const struct answer *answer = &protocol->answers[question->first_answer + i];
        if (answer->band && answer->from <= steps)
            band = question->first_answer + i;
    }
    return band;
}

static enum interview_fault take_number(struct interview *interview, unsigned question,
                                        double number,
                                        enum grid_place (*find)(const struct grid *grid,
                                                                double number, int64_t *steps))
{
    static const enum interview_fault faults[] = {
        [GRID_BELOW] = INTERVIEW_TOO_LOW,
        [GRID_ABOVE] = INTERVIEW_TOO_HIGH,
        [GRID_BETWEEN] = INTERVIEW_OFF_STEP,
    };
    const struct question *asked = &interview->protocol->questions[question];
    enum grid_place place;
    int64_t steps;

    if (asked->kind != QUESTION_NUMBER || !isfinite(number))
        return INTERVIEW_NOT_AN_ANSWER;
    place = find(&asked->grid, number, &steps);
    if (place != GRID_HIT)
        return faults[place];
    forget(interview, question);
    interview->gave[band_of(interview->protocol, asked, steps)] = true;
    interview->value[question] = steps;
    return take(interview, question);
}

enum interview_fault interview_number(struct interview *interview, unsigned question, double value)
{
    return take_number(interview, question, value, grid_find);
}

enum interview_fault interview_number_in(struct interview *interview, unsigned question,
                                         const struct unit *unit, double value)
{
    return take_number(interview, question, unit->scale * value + unit->offset, grid_nearest);
}

enum interview_fault interview_read(struct interview *interview, unsigned question)
{
    if (interview->protocol->questions[question].kind != QUESTION_INFO)
        return INTERVIEW_NOT_AN_ANSWER;
    return take(interview, question);
}

void interview_read_infos(struct interview *interview)
{
    replay_reading(interview, interview->given);
}

void interview_forget(struct interview *interview, unsigned question)
{
    forget(interview, question);
    interview->given[question] = false;
    replay(interview);
}

bool interview_given(const struct interview *interview, unsigned question)
{
    return interview->given[question];
}

bool interview_gave(const struct interview *interview, unsigned answer)
{
    return interview->gave[answer];
}

bool interview_value(const struct interview *interview, unsigned question, double *value)
{
    const struct question *asked = &interview->protocol->questions[question];

    if (!interview->given[question] || asked->kind != QUESTION_NUMBER ||
        interview->value[question] < 0)
        return false;
    *value = grid_number(&asked->grid, interview->value[question]);
    return true;
}

bool interview_asked(const struct interview *interview, unsigned question)
{
    return interview->asked[question];
}

unsigned interview_next(const struct interview *interview)
{
    return interview->next;
}

bool interview_complete(const struct interview *interview)
{
    return interview->next == PROTOCOL_NONE;
}

unsigned interview_asked_before(const struct interview *interview, unsigned question)
{
    unsigned count = 0;

    for (unsigned q = 0; q < question; q++)
        if (interview->asked[q])
            count++;
    return count;
}

unsigned interview_previous(const struct interview *interview, unsigned question)
{
    for (unsigned q = question; q-- > 0;)
        if (interview->asked[q])
            return q;
    return PROTOCOL_NONE;
}

const struct facts *interview_facts(const struct interview *interview)
{
    return &interview->facts;
}

void interview_facts_before(const struct interview *interview, unsigned question,
                            struct facts *facts)
{
    walk(interview, question, facts, NULL, NULL);
}

/* Indexes in the caller's storage, each once: all are counted, those there is room for are kept. */
struct list {
    unsigned *items;
    size_t room, count;
    bool *listed; /* per index; tells answers */
    size_t most;  /* indexes */
};

static struct list list_begin(unsigned *items, size_t room, size_t most)
{
    return (struct list){items, room, 0, memory_new(most, sizeof(bool)), most};
}

/* Returns how many there are. */
static size_t list_end(struct list *list)
{
    memory_wipe(list->listed, list->most * sizeof *list->listed);
    free(list->listed);
    return list->count;
}

/* False: it is listed already. */
static bool list_add(struct list *list, unsigned item)
{
    if (list->listed[item])
        return false;
    list->listed[item] = true;
    if (list->count < list->room)
        list->items[list->count] = item;
    list->count++;
    return true;
}

size_t interview_red_flags(const struct interview *interview, unsigned *findings, size_t room)
{
    const struct protocol *protocol = interview->protocol;
    unsigned total = protocol_finding_total(protocol);
    size_t count = 0;

    for (unsigned d = 0; d < protocol->disposition_count; d++) {
        for (unsigned f = 0; f < total; f++) {
            if (protocol_finding_raise(protocol, f) != d || !facts_holds(&interview->facts, f))
                continue;
            if (count < room)
                findings[count] = f;
            count++;
        }
    }
    return count;
}

/* Collects the findings of `condition` that make it hold; what a `not` keeps away is no reason. */
static void collect_findings(const struct interview *interview, const struct condition *condition,
                             struct list *list)
{
    if (condition->kind == CONDITION_NOT || condition->kind == CONDITION_SCORE)
        return;
    if (condition->kind == CONDITION_FINDING) {
        if (facts_holds(&interview->facts, condition->index))
            list_add(list, condition->index);
        return;
    }
    for (size_t i = 0; i < condition->count; i++)
        collect_findings(interview, &condition->of[i], list);
}

/* What a finding rests on: the questions that are asked for, and the findings on the way there. */
struct grounds {
    const struct interview *interview;
    struct list questions, findings;
};

static void collect_questions(struct grounds *grounds, unsigned finding);

/* The questions whose given answers feed the score. */
static void collect_scorers(struct grounds *grounds, unsigned score)
{
    const struct protocol *protocol = grounds->interview->protocol;

    for (unsigned a = 0; a < protocol->answer_count; a++) {
        const struct answer *answer = &protocol->answers[a];
        if (!facts_holds(&grounds->interview->facts, a))
            continue;
        for (size_t i = 0; i < answer->points_count; i++)
            if (answer->points[i].score == score)
                list_add(&grounds->questions, answer->question);
    }
}

static void collect_grounds(struct grounds *grounds, const struct condition *condition)
{
    switch (condition->kind) {
    case CONDITION_NOT:
        return;
    case CONDITION_FINDING:
        if (facts_holds(&grounds->interview->facts, condition->index))
            collect_questions(grounds, condition->index);
        return;
    case CONDITION_SCORE:
        collect_scorers(grounds, condition->index);
        return;
    default:
        for (size_t i = 0; i < condition->count; i++)
            collect_grounds(grounds, &condition->of[i]);
    }
}

/* Many findings may name the same one; it is followed once. */
static void collect_questions(struct grounds *grounds, unsigned finding)
{
    const struct protocol *protocol = grounds->interview->protocol;

    if (finding < protocol->answer_count)
        list_add(&grounds->questions, protocol->answers[finding].question);
    else if (list_add(&grounds->findings, finding))
        collect_grounds(grounds, protocol->findings[finding - protocol->answer_count].when);
}

size_t interview_grounds(const struct interview *interview, unsigned finding, unsigned *questions,
                         size_t room)
{
    const struct protocol *protocol = interview->protocol;
    struct grounds grounds = {
        .interview = interview,
        .questions = list_begin(questions, room, protocol->question_count),
        .findings = list_begin(NULL, 0, protocol_finding_total(protocol)),
    };

    collect_questions(&grounds, finding);
    list_end(&grounds.findings);
    return list_end(&grounds.questions);
}

size_t interview_reasons(const struct interview *interview, unsigned advice, unsigned *findings,
                         size_t room)
{
    const struct condition *when = interview->protocol->advice[advice].when;
    struct list list = list_begin(findings, room, protocol_finding_total(interview->protocol));

    if (when != NULL)
        collect_findings(interview, when, &list);
    return list_end(&list);
}
