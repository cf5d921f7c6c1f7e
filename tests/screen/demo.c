/*
 * demo: drives the full screen with pages made by hand, so that its tests do not depend on the
 * words of any protocol. Enter goes from page to page, b back, q leaves. After the end it prints
 * the events it got, one a line.
 *
 *   demo [PAGE] [ascii] [mouse] [spacious] [colour] [contrast] [idle=MS]
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/locale.h"
#include "ui/ui.h"

#define CRAMP "Cramps after orgasm"

static bool ticked[12];
static const char *remark;
static char events[4096];

static void questions_hints(struct page *page)
{
    page_add_hint(page, COMMAND_BACK, "back");
    page_add_hint(page, COMMAND_HELP, "why we ask");
    page_add_hint(page, COMMAND_LEAVE, "leave");
}

static void opening(struct page *page)
{
    page_begin(page, PAGE_OPENING);
    page_add(page, BLOCK_TEXT, "If you are very ill now, call your local emergency number.", NULL);
    page_add(page, BLOCK_TEXT,
             "These questions are for adults who get cramps in the pelvis, the back or the legs "
             "during or after orgasm, alone or with a partner. They take about three minutes.",
             NULL);
    page_add(page, BLOCK_TEXT, "Nothing you answer is stored or sent anywhere.", NULL);
    page_add(page, BLOCK_TEXT, "This is a draft. No clinician has reviewed it.", NULL);
    page_add_choice(page, MARK_NONE, "Start", NULL);
    page_add_hint(page, COMMAND_HELP, "help");
    page_add_hint(page, COMMAND_READ, "read more");
    page_add_hint(page, COMMAND_LEAVE, "leave");
}

static void choice(struct page *page)
{
    page_begin(page, PAGE_QUESTION);
    page->progress = "Question 3, at most 12 left";
    page_add(page, BLOCK_HEADING, "About the cramp", NULL);
    page_add(page, BLOCK_TEXT, "How long does the cramp last?", NULL);
    page_add_choice(page, MARK_OPEN, "Less than 10 minutes", NULL);
    page_add_choice(page, MARK_OPEN, "10 minutes to an hour", NULL);
    page_add_choice(page, MARK_OPEN, "More than an hour, and nothing eases it, neither warmth nor "
                                     "rest nor moving about nor medicine from the chemist", NULL);
    page_add_choice(page, MARK_CHOSEN, "I am not sure", NULL);
    questions_hints(page);
}

static void checklist(struct page *page)
{
    static const char *const items[] = {
        "Fever, or feeling hot and cold", "Discharge that is new or smells",
        "Pain or burning when you pass water", "Blood in urine or semen",
        "Numbness between the legs", "I am not sure", "None of these"};
    page_begin(page, PAGE_QUESTION);
    page->progress = "Question 4, at most 11 left";
    page->several = true;
    page_add(page, BLOCK_TEXT, "Do you have any of these as well?", NULL);
    page_add(page, BLOCK_TEXT, "Tick all that are true.", NULL);
    for (size_t i = 0; i < 7; i++)
        page_add_choice(page, ticked[i] ? MARK_TICKED : MARK_UNTICKED, items[i], NULL);
    page_add_choice(page, MARK_NONE, "Continue", NULL);
    page->remark = remark;
    questions_hints(page);
}

static void number(struct page *page)
{
    page_begin(page, PAGE_QUESTION);
    page->progress = "Question 5, at most 10 left";
    page->number = true;
    page->unit = "°C";
    page_add(page, BLOCK_TEXT, "What is your temperature?", NULL);
    page_add(page, BLOCK_TEXT, "Type a number from 34 to 43 °C.", NULL);
    page_add_choice(page, MARK_OPEN, "I have not measured it", NULL);
    page->remark = remark;
    questions_hints(page);
}

static void review(struct page *page)
{
    page_begin(page, PAGE_REVIEW);
    page_add(page, BLOCK_TEXT, "These are your answers. Choose one to change it.", NULL);
    page_add_choice(page, MARK_NONE, "All is right: show the result", NULL);
    for (int i = 1; i <= 11; i++)
        page_add_choice(page, MARK_NONE,
                        arena_format(&page->arena, "Question number %d, in its own words?", i),
                        i % 3 ? "No" : "More than an hour, and nothing eases it");
    questions_hints(page);
}

static void result(struct page *page)
{
    page_begin(page, PAGE_RESULT);
    page_add(page, BLOCK_HEADLINE, "See a clinician today", "within 24 hours");
    page_add(page, BLOCK_HEADING, "What to do now", NULL);
    page_add(page, BLOCK_TEXT, "Ring your doctor's surgery or a walk-in clinic today and say that "
                               "you have had pelvic cramps for more than an hour – “today” means "
                               "before you go to bed.", NULL);
    page_add(page, BLOCK_HEADING, "Why", NULL);
    page_add(page, BLOCK_BULLET, "Your cramps last more than an hour without relief",
             "you said: question 15");
    page_add(page, BLOCK_HEADING, "Get help at once if", NULL);
    for (int i = 1; i <= 24; i++)
        page_add(page, BLOCK_BULLET,
                 arena_format(&page->arena, "Sign number %d appears, or gets worse in an hour", i),
                 NULL);
    page_add_hint(page, COMMAND_HELP, "help");
    page_add_hint(page, COMMAND_READ, "read more");
    page_add_hint(page, COMMAND_ANSWERS, "my answers");
    page_add_hint(page, COMMAND_RESTART, "start again");
    page_add_hint(page, COMMAND_LEAVE, "leave");
}

static void table(struct page *page)
{
    page_begin(page, PAGE_TOPIC);
    page_add(page, BLOCK_HEADING, "Causes and what helps", NULL);
    page_add(page, BLOCK_ROW, "Tense pelvic floor", "Breathing, warmth, a few days of rest");
    page_add(page, BLOCK_ROW, "Too little water or salt", "Drink more; eat something");
    page_add_hint(page, COMMAND_BACK, "back");
    page_add_hint(page, COMMAND_HELP, "help");
}

static void (*const pages[])(struct page *) = {opening, choice, checklist, number,
                                               review,  result, table};
enum { PAGES = sizeof pages / sizeof *pages };

static void note(const char *text)
{
    strncat(events, text, sizeof events - strlen(events) - 1);
    strncat(events, "\n", sizeof events - strlen(events) - 1);
}

/* Where the event leads: another page, or SIZE_MAX to leave. */
static size_t handle(size_t at, const struct page *page, const struct event *event)
{
    char text[64];
    remark = NULL;
    switch (event->kind) {
    case EVENT_CHOICE:
        snprintf(text, sizeof text, "choice %zu of page %zu", event->choice + 1, at);
        note(text);
        if (page->several && event->choice + 1 < page->choice_count) {
            ticked[event->choice] = !ticked[event->choice];
            return at;
        }
        if (page->several && !ticked[0]) {
            remark = "Tick what is true, or the last box if none is.";
            return at;
        }
        return (at + 1) % PAGES;
    case EVENT_NUMBER:
        snprintf(text, sizeof text, "number %.30s", event->text);
        note(text);
        if (strtod(event->text, NULL) <= 43)
            return (at + 1) % PAGES;
        remark = "That number is too high. Check it and type it again.";
        return at;
    case EVENT_COMMAND:
        snprintf(text, sizeof text, "command %d", (int)event->command);
        note(text);
        if (event->command == COMMAND_LEAVE)
            return (size_t)-1;
        return (at + (event->command == COMMAND_BACK ? PAGES - 1 : 1)) % PAGES;
    }
    return at;
}

int main(int argc, char **argv)
{
    struct ui_options options = {0};
    struct page page = {0};
    struct event event;
    enum ui_status status = UI_EVENT;
    size_t at = argc > 1 ? (size_t)atoi(argv[1]) : 0;
    unsigned serial = 1;
    int idle_ms = -1;
    struct ui *ui;

    if (!locale_start())
        options.ascii = true;
    for (int i = 1; i < argc; i++) {
        options.ascii |= strcmp(argv[i], "ascii") == 0;
        options.mouse |= strcmp(argv[i], "mouse") == 0;
        options.spacious |= strcmp(argv[i], "spacious") == 0;
        if (strcmp(argv[i], "colour") == 0)
            options.colour = UI_COLOUR_NORMAL;
        if (strcmp(argv[i], "contrast") == 0)
            options.colour = UI_COLOUR_CONTRAST;
        if (strncmp(argv[i], "idle=", 5) == 0)
            idle_ms = atoi(argv[i] + 5);
    }
    ui = curses_start(&options);
    if (ui == NULL) {
        puts("no full screen");
        return 4;
    }
    while (at != (size_t)-1) {
        size_t before = at;
        pages[at](&page);
        page.title = CRAMP;
        page.serial = serial;
        if (!ui->methods->show(ui, &page))
            break;
        do
            status = ui->methods->event(ui, &event, idle_ms);
        while (status == UI_BUSY);
        if (status != UI_EVENT)
            break;
        at = handle(at, &page, &event);
        serial += at != before;
    }
    ui->methods->stop(ui);
    page_end(&page);
    fputs(events, stdout);
    printf("status %d\n", (int)status);
    if (status == UI_SIGNALLED) {
        fflush(stdout);
        raise(ui_signal());
    }
    return 0;
}
