/* dialogue: which page is shown, and what each event changes. See dialogue.h. */
#include "page/dialogue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "engine/ahead.h"
#include "page/result.h"

struct dialogue {
    const struct protocol *protocol;
    const struct region *region;
    struct dialogue_options options;
    struct interview *interview;

    enum page_kind place;
    enum page_kind came_from[PAGE_KIND_COUNT]; /* help, topics, "leave?": what back leads to */
    unsigned question;        /* the one shown, on PAGE_QUESTION */
    unsigned topic;           /* the one shown, on PAGE_TOPIC */
    bool *ticked;             /* per answer: ticks of checklists, perhaps not yet given */
    bool none_ticked;
    const char *remark;       /* about the last entry; a constant or NULL */
    bool has_result;
    bool over;                /* the person has left */

    unsigned serial;
    struct page page;
};

/* --- what each page shows ------------------------------------------------------------------ */

static const char *fill(struct dialogue *dialogue, const char *text)
{
    return region_fill(dialogue->region, text, &dialogue->page.arena);
}

static void add(struct dialogue *dialogue, enum block_kind kind, const char *text)
{
    page_add(&dialogue->page, kind, fill(dialogue, text), NULL);
}

static void add_all(struct dialogue *dialogue, const struct texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        add(dialogue, BLOCK_TEXT, texts->items[i]);
}

static void add_choice(struct dialogue *dialogue, enum mark mark, const char *text)
{
    page_add_choice(&dialogue->page, mark, fill(dialogue, text), NULL);
}

/* The last hints are the first to give way on a narrow screen, so help and back come first. */
static void add_hints(struct dialogue *dialogue, bool back)
{
    if (back)
        page_add_hint(&dialogue->page, COMMAND_BACK, "back");
    page_add_hint(&dialogue->page, COMMAND_HELP, "help");
}

static void add_leave(struct dialogue *dialogue)
{
    if (!dialogue->options.kiosk)
        page_add_hint(&dialogue->page, COMMAND_LEAVE, "leave");
}

static void show_opening(struct dialogue *dialogue)
{
    struct page *page = &dialogue->page;

    add(dialogue, BLOCK_TEXT,
        dialogue->options.kiosk
            ? "If you are very ill now, tell a member of staff or call {emergency}."
            : "If you are very ill now, call {emergency}.");
    add_all(dialogue, &dialogue->protocol->about);
    add(dialogue, BLOCK_TEXT, result_review_text(dialogue->protocol, &page->arena));
    add_choice(dialogue, MARK_NONE, "Start");
    add_hints(dialogue, false);
    if (dialogue->protocol->topic_count > 0)
        page_add_hint(page, COMMAND_READ, "read more");
    add_leave(dialogue);
}

/* "Question 3, at most 12 left": exact for all continuations. */
static const char *progress(struct dialogue *dialogue)
{
    struct arena *arena = &dialogue->page.arena;
    unsigned number = interview_asked_before(dialogue->interview, dialogue->question) + 1;
    struct facts before;
    struct ahead ahead;

    facts_init(&before, dialogue->protocol);
    interview_facts_before(dialogue->interview, dialogue->question, &before);
    ahead = ahead_count(dialogue->protocol, &before, dialogue->question);
    facts_fini(&before, dialogue->protocol);
    if (ahead.most == 0)
        return arena_format(arena, "Question %u, the last one", number);
    if (ahead.fewest == ahead.most)
        return arena_format(arena, "Question %u, %u left", number, ahead.most);
    return arena_format(arena, "Question %u, at most %u left", number, ahead.most);
}

/* A band of a number is what the number means, not something to choose. */
static bool is_choice(const struct question *question, const struct answer *answer)
{
    return question->kind != QUESTION_NUMBER || !answer->band;
}

static enum mark mark_of(const struct dialogue *dialogue, const struct question *question,
                         unsigned answer)
{
    if (question->kind == QUESTION_CHECKLIST)
        return dialogue->ticked[answer] ? MARK_TICKED : MARK_UNTICKED;
    return interview_gave(dialogue->interview, answer) ? MARK_CHOSEN : MARK_OPEN;
}

static void add_answers(struct dialogue *dialogue, const struct question *question)
{
    for (unsigned i = 0; i < question->answer_count; i++) {
        unsigned answer = question->first_answer + i;
        enum mark mark;
        if (!is_choice(question, &dialogue->protocol->answers[answer]))
            continue;
        mark = mark_of(dialogue, question, answer);
        if (mark == MARK_CHOSEN)
            dialogue->page.focus = dialogue->page.choice_count;
        add_choice(dialogue, mark, dialogue->protocol->answers[answer].text);
    }
}

static void add_checklist_end(struct dialogue *dialogue, const struct question *question)
{
    add_choice(dialogue, dialogue->none_ticked ? MARK_TICKED : MARK_UNTICKED,
               result_none_text(question));
    add_choice(dialogue, MARK_NONE, "Continue");
}

static void add_number(struct dialogue *dialogue, const struct question *question)
{
    struct page *page = &dialogue->page;
    const char *unit = question->unit == NULL ? "" : question->unit;
    double value;

    page->number = true;
    page->unit = question->unit;
    page_add(page, BLOCK_TEXT,
             arena_format(&page->arena, "Type a number from %s to %s%s%s.",
                          number_text(question->grid.min).text,
                          number_text(question->grid.max).text, *unit == '\0' ? "" : " ", unit),
             NULL);
    for (size_t i = 0; i < question->unit_count; i++)
        page_add(page, BLOCK_TEXT,
                 arena_format(&page->arena, "You can also type it in %s: put %s behind it.",
                              question->units[i].name, question->units[i].name),
                 NULL);
    if (interview_value(dialogue->interview, dialogue->question, &value)) {
        struct number_text typed = number_text(value);
        page->typed = arena_text(&page->arena, typed.text);
        memory_wipe(&typed, sizeof typed);
    }
}

static void show_question(struct dialogue *dialogue)
{
    const struct question *question = &dialogue->protocol->questions[dialogue->question];
    struct page *page = &dialogue->page;

    page->progress = progress(dialogue);
    page->several = question->kind == QUESTION_CHECKLIST;
    if (question->section != NULL)
        add(dialogue, BLOCK_HEADING, question->section);
    add(dialogue, BLOCK_TEXT, question->text);
    if (page->several)
        add(dialogue, BLOCK_TEXT, "Tick all that are true.");
    if (question->private)
        add(dialogue, BLOCK_TEXT, "Your answer stays on this screen. It is never written down.");
    if (question->kind == QUESTION_NUMBER)
        add_number(dialogue, question);
    if (question->kind == QUESTION_INFO)
        add_choice(dialogue, MARK_NONE, "Continue");
    else
        add_answers(dialogue, question);
    if (page->several)
        add_checklist_end(dialogue, question);
    add_hints(dialogue, true);
    add_leave(dialogue);
}

/* Choice 0 goes on to the result; the others change one answer each. */
static void show_review(struct dialogue *dialogue)
{
    struct page *page = &dialogue->page;

    add(dialogue, BLOCK_TEXT, "These are your answers. Choose one to change it.");
    add_choice(dialogue, MARK_NONE, "All is right: show the result");
    for (unsigned q = 0; q < dialogue->protocol->question_count; q++)
        if (interview_asked(dialogue->interview, q))
            page_add_choice(page, MARK_NONE, fill(dialogue, dialogue->protocol->questions[q].text),
                            result_answer_text(dialogue->interview, q, &page->arena));
    add_hints(dialogue, true);
    add_leave(dialogue);
}

static void show_result(struct dialogue *dialogue)
{
    struct page *page = &dialogue->page;

    dialogue->has_result = true;
    if (dialogue->options.kiosk && dialogue_is_urgent(dialogue))
        page->remark = "Tell a member of staff now. Show them this screen.";
    result_blocks(page, dialogue->interview, dialogue->region, false);
    if (dialogue->options.kiosk)
        add_choice(dialogue, MARK_NONE, "Finish and clear");
    add_hints(dialogue, false);
    if (dialogue->protocol->topic_count > 0)
        page_add_hint(page, COMMAND_READ, "read more");
    page_add_hint(page, COMMAND_ANSWERS, "my answers");
    if (!dialogue->options.kiosk)
        page_add_hint(page, COMMAND_RESTART, "start again");
    add_leave(dialogue);
}

static void show_topics(struct dialogue *dialogue)
{
    add(dialogue, BLOCK_TEXT, "Things to read. They do not replace advice for you.");
    for (unsigned t = 0; t < dialogue->protocol->topic_count; t++)
        add_choice(dialogue, MARK_NONE, dialogue->protocol->topics[t].title);
    dialogue->page.focus = dialogue->topic == PROTOCOL_NONE ? 0 : dialogue->topic;
    add_hints(dialogue, true);
    add_leave(dialogue);
}

/* A row reads as its first cell and the rest: a table needs no columns on a small screen then. */
static void add_row(struct dialogue *dialogue, const struct texts *row)
{
    struct arena *arena = &dialogue->page.arena;
    const char *rest = NULL;

    for (size_t i = 1; i < row->count; i++)
        rest = rest == NULL ? row->items[i] : arena_format(arena, "%s. %s", rest, row->items[i]);
    page_add(&dialogue->page, BLOCK_ROW, fill(dialogue, row->items[0]),
             rest == NULL ? NULL : fill(dialogue, rest));
}

static void show_topic(struct dialogue *dialogue)
{
    const struct topic *topic = &dialogue->protocol->topics[dialogue->topic];

    add(dialogue, BLOCK_HEADING, topic->title);
    add_all(dialogue, &topic->text);
    for (size_t i = 0; i < topic->row_count; i++)
        add_row(dialogue, &topic->rows[i]);
    for (size_t i = 0; i < topic->sources.count; i++) {
        const struct source *source = &dialogue->protocol->sources[topic->sources.items[i]];
        page_add(&dialogue->page, BLOCK_BULLET,
                 arena_format(&dialogue->page.arena, "Source: %s, %s", source->title,
                              source->publisher),
                 NULL);
    }
    add_hints(dialogue, true);
    add_leave(dialogue);
}

static void show_help(struct dialogue *dialogue)
{
    const struct question *question =
        dialogue->came_from[PAGE_HELP] == PAGE_QUESTION
            ? &dialogue->protocol->questions[dialogue->question]
            : NULL;

    if (question != NULL && question->why != NULL) {
        add(dialogue, BLOCK_HEADING, "Why we ask");
        add(dialogue, BLOCK_TEXT, question->why);
    }
    add(dialogue, BLOCK_HEADING, "In an emergency");
    add(dialogue, BLOCK_TEXT, "Do not go on with the questions. Call {emergency}.");
    add(dialogue, BLOCK_HEADING, "Keys");
    for (size_t i = 0; i < dialogue->options.key_count; i++)
        page_add(&dialogue->page, BLOCK_BULLET, dialogue->options.keys[i], NULL);
    add(dialogue, BLOCK_HEADING, "Your answers");
    add(dialogue, BLOCK_TEXT,
        "Nothing that you answer is sent anywhere or kept when you leave. You can go back and "
        "change any answer.");
    add_hints(dialogue, true);
}

/* On a question, or asked on it whether to leave. */
static bool is_at_question(const struct dialogue *dialogue)
{
    enum page_kind place = dialogue->place;

    return (place == PAGE_LEAVE ? dialogue->came_from[place] : place) == PAGE_QUESTION;
}

/* What the answers so far call for; a red flag that is ticked but not yet given counts too. */
static unsigned called_for(const struct dialogue *dialogue)
{
    const struct protocol *protocol = dialogue->protocol;
    const struct question *question = &protocol->questions[dialogue->question];
    unsigned so_far = interview_facts(dialogue->interview)->disposition;

    for (unsigned i = 0; is_at_question(dialogue) && i < question->answer_count; i++) {
        unsigned answer = question->first_answer + i;
        if (dialogue->ticked[answer] && protocol->answers[answer].raise < so_far)
            so_far = protocol->answers[answer].raise;
    }
    return so_far;
}

/* Whoever leaves early hears what the answers so far already call for. */
static void show_leave(struct dialogue *dialogue)
{
    unsigned so_far = called_for(dialogue);

    add(dialogue, BLOCK_HEADING, "Leave without a result?");
    if (so_far != dialogue->protocol->disposition_count - 1) {
        add(dialogue, BLOCK_TEXT, "Your answers so far already call for this:");
        add(dialogue, BLOCK_HEADING, dialogue->protocol->dispositions[so_far].title);
    } else {
        add(dialogue, BLOCK_TEXT,
            "Not all questions have been asked, so nothing can be said yet. If you are worried, "
            "speak to a clinician. In an emergency call {emergency}.");
    }
    add_choice(dialogue, MARK_NONE, "Go on with the questions");
    add_choice(dialogue, MARK_NONE, "Leave");
    add_hints(dialogue, true);
}

static void (*const show[PAGE_KIND_COUNT])(struct dialogue *) = {
    [PAGE_OPENING] = show_opening, [PAGE_QUESTION] = show_question, [PAGE_REVIEW] = show_review,
    [PAGE_RESULT] = show_result,   [PAGE_TOPICS] = show_topics,     [PAGE_TOPIC] = show_topic,
    [PAGE_HELP] = show_help,       [PAGE_LEAVE] = show_leave,
};

/* Builds the page anew. Its texts may hold answers, so the old one is overwritten. */
static void build(struct dialogue *dialogue)
{
    page_begin(&dialogue->page, dialogue->place);
    dialogue->page.serial = dialogue->serial;
    dialogue->page.title = dialogue->protocol->title;
    show[dialogue->place](dialogue);
    if (dialogue->remark != NULL)
        dialogue->page.remark = arena_text(&dialogue->page.arena, dialogue->remark);
}

/* --- going from page to page --------------------------------------------------------------- */

static void go(struct dialogue *dialogue, enum page_kind place)
{
    dialogue->place = place;
    dialogue->serial++;
}

/* To a page that leads back here. */
static void go_aside(struct dialogue *dialogue, enum page_kind place)
{
    dialogue->came_from[place] = dialogue->place;
    go(dialogue, place);
}

/*
 * The ticks of a checklist start as they were given, so that going back shows them. Where nothing
 * was given yet, those that were made before going back are still there.
 */
static void go_to_question(struct dialogue *dialogue, unsigned question)
{
    const struct question *asked = &dialogue->protocol->questions[question];
    bool given = interview_given(dialogue->interview, question), any = false;

    dialogue->question = question;
    for (unsigned i = 0; i < asked->answer_count; i++) {
        unsigned answer = asked->first_answer + i;
        if (given)
            dialogue->ticked[answer] = interview_gave(dialogue->interview, answer);
        any = any || dialogue->ticked[answer];
    }
    dialogue->none_ticked = given && !any;
    go(dialogue, PAGE_QUESTION);
}

/*
 * After an answer: the first question that is still open. When none is, the answers are reviewed
 * before the result - but an emergency is not kept waiting; there the answers can be changed from
 * the result.
 */
static void go_on(struct dialogue *dialogue)
{
    unsigned next = interview_next(dialogue->interview);
    unsigned disposition = interview_facts(dialogue->interview)->disposition;

    if (next != PROTOCOL_NONE)
        go_to_question(dialogue, next);
    else if (dialogue->protocol->dispositions[disposition].ends)
        go(dialogue, PAGE_RESULT);
    else
        go(dialogue, PAGE_REVIEW);
}

/* Does the checklist show other ticks than were given? */
static bool is_changed(const struct dialogue *dialogue)
{
    const struct question *asked = &dialogue->protocol->questions[dialogue->question];

    for (unsigned i = 0; i < asked->answer_count; i++) {
        unsigned answer = asked->first_answer + i;
        if (dialogue->ticked[answer] != interview_gave(dialogue->interview, answer))
            return true;
    }
    return false;
}

/*
 * Ticks that were changed and left without Continue are neither dropped nor taken: a red flag
 * among them must not be lost, a slip must not count. The question is open again and shows them.
 */
static void reopen_changed(struct dialogue *dialogue)
{
    if (dialogue->protocol->questions[dialogue->question].kind != QUESTION_CHECKLIST ||
        !interview_given(dialogue->interview, dialogue->question) || !is_changed(dialogue))
        return;
    interview_forget(dialogue->interview, dialogue->question);
    dialogue->has_result = false;
}

static void go_back(struct dialogue *dialogue)
{
    unsigned previous = PROTOCOL_NONE;

    switch (dialogue->place) {
    case PAGE_HELP:
    case PAGE_LEAVE:
    case PAGE_TOPICS:
        go(dialogue, dialogue->came_from[dialogue->place]);
        return;
    case PAGE_TOPIC:
        go(dialogue, PAGE_TOPICS);
        return;
    case PAGE_QUESTION:
        reopen_changed(dialogue);
        previous = interview_previous(dialogue->interview, dialogue->question);
        break;
    case PAGE_REVIEW:
        previous = interview_previous(dialogue->interview, dialogue->protocol->question_count);
        break;
    default:
        return;
    }
    if (previous == PROTOCOL_NONE)
        go(dialogue, PAGE_OPENING);
    else
        go_to_question(dialogue, previous);
}

/* --- taking answers ------------------------------------------------------------------------ */

static const char *const fault_texts[] = {
    [INTERVIEW_NOT_AN_ANSWER] = "That is not a number this question can use.",
    [INTERVIEW_EXCLUSIVE] = "Those answers do not go together.",
    [INTERVIEW_TOO_LOW] = "That number is too low. Check it and type it again.",
    [INTERVIEW_TOO_HIGH] = "That number is too high. Check it and type it again.",
    [INTERVIEW_OFF_STEP] = "That number is too exact. Round it and type it again.",
};

/* Any answer may change the result, so the result must be shown anew. */
static void after_answer(struct dialogue *dialogue, enum interview_fault fault)
{
    if (fault != INTERVIEW_TAKEN) {
        dialogue->remark = fault_texts[fault];
        return;
    }
    dialogue->has_result = false;
    go_on(dialogue);
}

static void give_ticks(struct dialogue *dialogue, const struct question *question)
{
    unsigned *ticked = memory_new(question->answer_count, sizeof *ticked);
    size_t count = 0;

    for (unsigned i = 0; i < question->answer_count; i++)
        if (dialogue->ticked[question->first_answer + i])
            ticked[count++] = question->first_answer + i;
    if (count == 0 && !dialogue->none_ticked)
        dialogue->remark = "Tick what is true, or the last box if none is.";
    else
        after_answer(dialogue, interview_tick(dialogue->interview, dialogue->question, ticked,
                                              count));
    memory_wipe(ticked, question->answer_count * sizeof *ticked);
    free(ticked);
}

/* A tick takes away the ticks that cannot stand beside it. */
static void toggle(struct dialogue *dialogue, const struct question *question, unsigned answer)
{
    bool *ticked = dialogue->ticked;
    bool alone = dialogue->protocol->answers[answer].exclusive;

    ticked[answer] = !ticked[answer];
    if (!ticked[answer])
        return;
    dialogue->none_ticked = false;
    for (unsigned i = 0; i < question->answer_count; i++) {
        unsigned other = question->first_answer + i;
        if (other != answer && (alone || dialogue->protocol->answers[other].exclusive))
            ticked[other] = false;
    }
}

static void toggle_none(struct dialogue *dialogue, const struct question *question)
{
    dialogue->none_ticked = !dialogue->none_ticked;
    if (dialogue->none_ticked)
        memset(dialogue->ticked + question->first_answer, 0,
               question->answer_count * sizeof *dialogue->ticked);
}

static void choose_in_checklist(struct dialogue *dialogue, const struct question *question,
                                size_t choice)
{
    if (choice < question->answer_count)
        toggle(dialogue, question, question->first_answer + (unsigned)choice);
    else if (choice == question->answer_count)
        toggle_none(dialogue, question);
    else
        give_ticks(dialogue, question);
}

/* The answer behind a choice of the page; bands are not choices. */
static unsigned answer_of_choice(const struct dialogue *dialogue, const struct question *question,
                                 size_t choice)
{
    for (unsigned i = 0; i < question->answer_count; i++) {
        unsigned answer = question->first_answer + i;
        if (is_choice(question, &dialogue->protocol->answers[answer]) && choice-- == 0)
            return answer;
    }
    return PROTOCOL_NONE;
}

static void choose_in_question(struct dialogue *dialogue, size_t choice)
{
    unsigned q = dialogue->question;
    const struct question *question = &dialogue->protocol->questions[q];

    if (question->kind == QUESTION_CHECKLIST)
        choose_in_checklist(dialogue, question, choice);
    else if (question->kind == QUESTION_INFO)
        after_answer(dialogue, interview_read(dialogue->interview, q));
    else
        after_answer(dialogue, interview_choose(dialogue->interview, q,
                                                answer_of_choice(dialogue, question, choice)));
}

static void choose_in_review(struct dialogue *dialogue, size_t choice)
{
    if (choice-- == 0) {
        go(dialogue, PAGE_RESULT);
        return;
    }
    for (unsigned q = 0; q < dialogue->protocol->question_count; q++)
        if (interview_asked(dialogue->interview, q) && choice-- == 0) {
            go_to_question(dialogue, q);
            return;
        }
}

static void choose(struct dialogue *dialogue, size_t choice)
{
    if (choice >= dialogue->page.choice_count)
        return;
    switch (dialogue->place) {
    case PAGE_OPENING:
        go_on(dialogue);
        break;
    case PAGE_QUESTION:
        choose_in_question(dialogue, choice);
        break;
    case PAGE_REVIEW:
        choose_in_review(dialogue, choice);
        break;
    case PAGE_TOPICS:
        dialogue->topic = (unsigned)choice;
        go(dialogue, PAGE_TOPIC);
        break;
    case PAGE_LEAVE:
        if (choice == 0)
            go(dialogue, dialogue->came_from[PAGE_LEAVE]);
        else
            dialogue->over = true;
        break;
    case PAGE_RESULT:
        dialogue->over = true;
        break;
    default:
        break;
    }
}

/* Reads "38.5", "38,5" or "101.3 F"; *rest is what stands behind the number. */
static bool read_number(const char *text, double *value, const char **rest)
{
    size_t length = strspn(text, "+-0123456789.,");
    char *plain = memory_text(text), *end;
    bool read;

    plain[length] = '\0';
    for (char *c = plain; *c != '\0'; c++)
        if (*c == ',')
            *c = '.';
    *value = strtod(plain, &end);
    read = length > 0 && end == plain + length && isfinite(*value);
    *rest = text + length + strspn(text + length, " ");
    memory_wipe(plain, length);
    free(plain);
    return read;
}

/* "1,000" is a thousand to some and one to others: where both fit, nothing is guessed. */
static bool is_ambiguous(const struct question *question, const char *text, double value)
{
    const char *point = text + strcspn(text, ".,");

    return *point != '\0' && strspn(point + 1, "0123456789") == 3 && value * 1000 <= question->grid.max;
}

static enum interview_fault give_number(struct dialogue *dialogue, const char *text)
{
    const struct question *question = &dialogue->protocol->questions[dialogue->question];
    const char *unit;
    double value;

    if (!read_number(text, &value, &unit) || is_ambiguous(question, text, value))
        return INTERVIEW_NOT_AN_ANSWER;
    if (*unit == '\0' || (question->unit != NULL && strcmp(unit, question->unit) == 0))
        return interview_number(dialogue->interview, dialogue->question, value);
    for (size_t i = 0; i < question->unit_count; i++)
        if (strcmp(unit, question->units[i].name) == 0)
            return interview_number_in(dialogue->interview, dialogue->question,
                                       &question->units[i], value);
    return INTERVIEW_NOT_AN_ANSWER;
}

/* --- commands ------------------------------------------------------------------------------ */

/* Ticks count: whoever has made some is not to lose them by one key. */
static bool any_given(const struct dialogue *dialogue)
{
    for (unsigned i = 0; i < dialogue->protocol->answer_count; i++)
        if (dialogue->ticked[i])
            return true;
    for (unsigned q = 0; q < dialogue->protocol->question_count; q++)
        if (interview_given(dialogue->interview, q))
            return true;
    return false;
}

static void forget_ticks(struct dialogue *dialogue)
{
    memory_wipe(dialogue->ticked, dialogue->protocol->answer_count * sizeof *dialogue->ticked);
    dialogue->none_ticked = false;
}

static void restart(struct dialogue *dialogue)
{
    interview_restart(dialogue->interview);
    forget_ticks(dialogue);
    dialogue->has_result = false;
    dialogue->topic = PROTOCOL_NONE;
    go(dialogue, PAGE_OPENING);
}

static void leave(struct dialogue *dialogue)
{
    if (dialogue->options.kiosk)
        return;
    /* A result that the ticks on the screen contradict is none. */
    if (called_for(dialogue) != interview_facts(dialogue->interview)->disposition)
        dialogue->has_result = false;
    if (dialogue->has_result || !any_given(dialogue))
        dialogue->over = true;
    else
        go_aside(dialogue, PAGE_LEAVE);
}

static void obey(struct dialogue *dialogue, enum command command)
{
    switch (command) {
    case COMMAND_BACK:
        go_back(dialogue);
        break;
    case COMMAND_HELP:
        if (dialogue->place == PAGE_HELP)
            go_back(dialogue);
        else
            go_aside(dialogue, PAGE_HELP);
        break;
    case COMMAND_READ:
        dialogue->topic = PROTOCOL_NONE;
        go_aside(dialogue, PAGE_TOPICS);
        break;
    case COMMAND_ANSWERS:
        go(dialogue, PAGE_REVIEW);
        break;
    case COMMAND_RESTART:
        restart(dialogue);
        break;
    case COMMAND_LEAVE:
        leave(dialogue);
        break;
    default:
        break;
    }
}

/* --- the life of a dialogue ---------------------------------------------------------------- */

struct dialogue *dialogue_new(const struct protocol *protocol, const struct region *region,
                              struct dialogue_options options)
{
    struct dialogue *dialogue = memory_new(1, sizeof *dialogue);

    dialogue->protocol = protocol;
    dialogue->region = region;
    dialogue->options = options;
    dialogue->interview = interview_new(protocol);
    dialogue->ticked = memory_new(protocol->answer_count, sizeof *dialogue->ticked);
    restart(dialogue);
    build(dialogue);
    return dialogue;
}

void dialogue_free(struct dialogue *dialogue)
{
    if (dialogue == NULL)
        return;
    interview_free(dialogue->interview);
    forget_ticks(dialogue);
    free(dialogue->ticked);
    page_end(&dialogue->page);
    memory_wipe(dialogue, sizeof *dialogue);
    free(dialogue);
}

const struct page *dialogue_page(const struct dialogue *dialogue)
{
    return &dialogue->page;
}

const struct interview *dialogue_interview(const struct dialogue *dialogue)
{
    return dialogue->interview;
}

bool dialogue_has_result(const struct dialogue *dialogue)
{
    return dialogue->has_result;
}

/* The last disposition is what is left when nothing was raised, so it is never urgent. */
bool dialogue_is_urgent(const struct dialogue *dialogue)
{
    unsigned disposition = interview_facts(dialogue->interview)->disposition;

    return dialogue->has_result && disposition < 2 &&
           disposition + 1 < dialogue->protocol->disposition_count;
}

enum dialogue_state dialogue_handle(struct dialogue *dialogue, const struct event *event)
{
    dialogue->remark = NULL;
    switch (event->kind) {
    case EVENT_CHOICE:
        choose(dialogue, event->choice);
        break;
    case EVENT_NUMBER:
        if (dialogue->page.number)
            after_answer(dialogue, give_number(dialogue, event->text));
        break;
    case EVENT_COMMAND:
        if (page_key(&dialogue->page, event->command) != 0)
            obey(dialogue, event->command);
        break;
    }
    if (dialogue->over)
        return dialogue->has_result ? DIALOGUE_FINISHED : DIALOGUE_LEFT;
    build(dialogue);
    return DIALOGUE_GOES_ON;
}
