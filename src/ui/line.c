/*
 * line: line mode. A page is written as plain numbered lines, an answer is one typed line. For
 * screen readers, braille lines, pipes and tests, so: no escape, no control byte but the newline,
 * nothing that was written is ever changed. It knows pages and events, no rules of a protocol.
 *
 * Pages are generic, so a checklist is filled in by the events that a person at the full screen
 * would cause: "1 3" toggles what differs from it, one event at a time, then chooses "Continue".
 */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/text.h"
#include "page/plain.h"
#include "ui/ui.h"

enum { ENTRY_ROOM = 256 }; /* a longer entry is no answer to anything */

/* The ticks that a person asked for, while they are being carried over to the page. */
struct filling {
    bool active;
    size_t step;  /* first every choice that loses its tick, then every one that gets one */
    bool *wanted; /* per choice that can be ticked */
};

struct line {
    struct ui ui;
    struct plain plain;
    const struct page *page;
    unsigned serial;      /* of the page that was written last */
    bool written;         /* a page was written */
    bool taught;          /* the long hint has been given */
    bool echo;            /* the input is no terminal, so show what was read */
    char *said;           /* "You chose: ..." for when the page has taken it; or NULL */
    struct filling filling;
    char input[ENTRY_ROOM]; /* read and not yet used */
    size_t input_used, input_length;
    char entry[ENTRY_ROOM];
};

/* Behind the answers of every checklist stand "None of these" and "Continue". */
static size_t none_choice(const struct page *page)
{
    return page->choice_count - 2;
}

static size_t tickable(const struct page *page)
{
    return none_choice(page);
}

static size_t continue_choice(const struct page *page)
{
    return page->choice_count - 1;
}

/* --- what is written ------------------------------------------------------------------------ */

static void write_line(const struct line *line, const char *text)
{
    plain_text(&line->plain, "", text);
}

static bool is_key(const struct page *page, int key)
{
    return key == 'r' || page_hint(page, key) != NULL;
}

/* Beside a number, choices have letters: a digit would be taken for the number. 0 for too many. */
static char choice_letter(const struct page *page, size_t choice)
{
    for (int letter = 'a'; letter <= 'z'; letter++)
        if (!is_key(page, letter) && choice-- == 0)
            return (char)letter;
    return 0;
}

static void write_choice(const struct line *line, size_t choice)
{
    const struct page *page = line->page;
    const struct block *block = page_choice(page, choice);
    struct arena arena = {0};
    const char *text = block->text, *lead;

    if (page->several && choice == continue_choice(page))
        return;
    if (page->number)
        lead = arena_format(&arena, "%c. ", choice_letter(page, choice));
    else if (page->several && choice == none_choice(page))
        lead = "0. ";
    else
        lead = arena_format(&arena, "%zu. ", choice + 1);
    if (block->aside != NULL)
        text = arena_format(&arena, "%s (%s)", text, block->aside);
    if (block->mark == MARK_CHOSEN || block->mark == MARK_TICKED)
        text = arena_format(&arena, "%s (chosen before)", text);
    plain_text(&line->plain, lead, text);
    arena_wipe(&arena);
}

static void write_choices(const struct line *line)
{
    if (line->page->choice_count > 0)
        fputc('\n', line->plain.out);
    for (size_t i = 0; i < line->page->choice_count; i++)
        write_choice(line, i);
}

/* "b: back, ?: help, q: leave, r: repeat" */
static const char *hints_text(const struct page *page, struct arena *arena)
{
    const char *text = "";

    for (size_t i = 0; i < page->hint_count; i++)
        text = arena_format(arena, "%s%s%c: %s", text, i == 0 ? "" : ", ", page->hints[i].key,
                            page->hints[i].word);
    if (page_hint(page, 'r') == NULL)
        text = arena_format(arena, "%s%sr: repeat", text, page->hint_count == 0 ? "" : ", ");
    return text;
}

/* A question page is asked often, so its keys are said once; the other pages differ. */
static void write_hints(struct line *line)
{
    struct arena arena = {0};

    if (line->page->kind == PAGE_QUESTION && line->taught)
        return;
    if (line->page->kind == PAGE_QUESTION) {
        line->taught = true;
        fputc('\n', line->plain.out);
        write_line(line, "Type your answer and press Enter. Other keys:");
    } else {
        fputc('\n', line->plain.out);
    }
    write_line(line, hints_text(line->page, &arena));
    arena_free(&arena);
}

/* The most urgent thing is the first line, so a result has no title above it. */
static void write_title(const struct line *line)
{
    const struct page *page = line->page;
    struct arena arena = {0};

    if (page->block_count > 0 && page->blocks[0].kind == BLOCK_HEADLINE)
        return;
    if (page->kind == PAGE_QUESTION && page->progress != NULL)
        write_line(line, arena_format(&arena, "%s.", page->progress));
    else
        write_line(line, page->title);
    fputc('\n', line->plain.out);
    arena_free(&arena);
}

static void write_page(struct line *line)
{
    struct arena arena = {0};

    write_title(line);
    plain_blocks(&line->plain, line->page);
    write_choices(line);
    if (line->page->typed != NULL) {
        fputc('\n', line->plain.out);
        write_line(line, arena_format(&arena, "You entered before: %s", line->page->typed));
    }
    write_hints(line);
    arena_wipe(&arena);
}

/* What can be entered here: "1-4, b, ?, q". */
static const char *allowed(const struct page *page, struct arena *arena)
{
    const char *text, *comma = ", ";
    size_t count = page->choice_count;

    if (page->number) {
        text = page->unit == NULL ? "a number" : arena_format(arena, "a number in %s", page->unit);
        for (size_t i = 0; i < count; i++)
            text = arena_format(arena, "%s, %c", text, choice_letter(page, i));
    } else if (page->several) {
        text = tickable(page) == 1
                   ? "1, or 0 for none"
                   : arena_format(arena, "one or more of 1-%zu, or 0 for none", tickable(page));
    } else if (count > 1) {
        text = arena_format(arena, "1-%zu", count);
    } else {
        text = count == 1 ? "1" : "";
    }
    if (text[0] == '\0')
        comma = "";
    for (size_t i = 0; i < page->hint_count; i++, comma = ", ")
        text = arena_format(arena, "%s%s%c", text, comma, page->hints[i].key);
    return text;
}

/* The prompt ends in a blank, so that what is typed stands apart; hence not plain_text. */
static void write_prompt(const struct line *line)
{
    struct arena arena = {0};
    const char *text = allowed(line->page, &arena);

    if (line->plain.ascii)
        text = text_ascii(&arena, text);
    fprintf(line->plain.out, "%s (%s): ",
            line->page->kind == PAGE_QUESTION ? "Your answer" : "Your choice", text);
    fflush(line->plain.out);
    arena_free(&arena);
}

static void write_allowed(const struct line *line, const char *wrong)
{
    struct arena arena = {0};

    write_line(line, arena_format(&arena, "%sPlease type %s.", wrong,
                                  allowed(line->page, &arena)));
    arena_free(&arena);
}

/* --- what is read --------------------------------------------------------------------------- */

static enum ui_status wait_for_input(int idle_ms)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int ready;

    do
        ready = poll(&input, 1, idle_ms);
    while (ready < 0 && errno == EINTR);
    if (ready == 0)
        return UI_TIMED_OUT;
    return ready < 0 ? UI_GONE : UI_EVENT;
}

/* More bytes into line->input. */
static enum ui_status read_more(struct line *line, int idle_ms)
{
    enum ui_status status = wait_for_input(idle_ms);
    ssize_t length;

    if (status != UI_EVENT)
        return status;
    do
        length = read(STDIN_FILENO, line->input, sizeof line->input);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return UI_GONE;
    line->input_used = 0;
    line->input_length = (size_t)length;
    return length == 0 ? UI_ENDED : UI_EVENT;
}

/* Blanks at both ends do not count. */
static void trim(char *text)
{
    size_t length = strlen(text), blanks;

    while (length > 0 && isspace((unsigned char)text[length - 1]))
        text[--length] = '\0';
    blanks = strspn(text, " \t");
    memmove(text, text + blanks, length - blanks + 1);
}

/*
 * One whole line into line->entry; an unfinished line before the end of the input is no answer. A
 * line that is too long or holds a NUL comes out as "?!", which means nothing on any page.
 */
static enum ui_status read_entry(struct line *line, int idle_ms)
{
    size_t length = 0;
    bool bad = false;

    for (;;) {
        char byte;
        if (line->input_used == line->input_length) {
            enum ui_status status = read_more(line, idle_ms);
            if (status != UI_EVENT)
                return status;
        }
        byte = line->input[line->input_used++];
        if (byte == '\n')
            break;
        if (length == sizeof line->entry - 1 || byte == '\0')
            bad = true;
        else
            line->entry[length++] = byte;
    }
    line->entry[length] = '\0';
    if (bad)
        strcpy(line->entry, "?!");
    trim(line->entry);
    return UI_EVENT;
}

/* A pipe shows nothing of what came through it. Only plain characters, as anybody may write there. */
static void echo_entry(const struct line *line)
{
    if (!line->echo)
        return;
    if (line->entry[0] == '\0')
        fputs("(nothing)", line->plain.out);
    for (const char *c = line->entry; *c != '\0'; c++)
        fputc(*c >= ' ' && *c <= '~' ? *c : '.', line->plain.out);
    fputc('\n', line->plain.out);
}

/* --- what an entry means -------------------------------------------------------------------- */

static void remember(struct line *line, const char *text)
{
    if (line->said != NULL)
        memory_wipe(line->said, strlen(line->said));
    free(line->said);
    line->said = text == NULL ? NULL : memory_text(text);
}

/* Reads a choice number from 1 to `most` at *text and moves on behind it. 0 if there is none. */
static size_t read_choice(const char **text, size_t most)
{
    size_t number = 0;

    if (!isdigit((unsigned char)**text))
        return 0;
    while (isdigit((unsigned char)**text) && number <= most)
        number = number * 10 + (size_t)(*(*text)++ - '0');
    return number <= most ? number : 0;
}

static bool take_choice(struct line *line, size_t choice, struct event *event)
{
    event->kind = EVENT_CHOICE;
    event->choice = choice;
    remember(line, page_choice(line->page, choice)->text);
    return true;
}

static bool take_number(struct line *line, struct event *event)
{
    const char *entry = line->entry;

    for (size_t i = 0; i < line->page->choice_count; i++)
        if (entry[1] == '\0' &&
            tolower((unsigned char)entry[0]) == choice_letter(line->page, i))
            return take_choice(line, i, event);
    if (entry[0] == '\0' || strchr("+-.,0123456789", entry[0]) == NULL)
        return false;
    event->kind = EVENT_NUMBER;
    event->text = entry;
    remember(line, entry);
    return true;
}

/* "1 3", "1,3", "0" or "none". False, and nothing wanted, if it is none of these. */
static bool read_ticks(const struct page *page, const char *entry, bool *wanted)
{
    size_t separators, number;

    if (strcmp(entry, "0") == 0 || strcasecmp(entry, "none") == 0) {
        wanted[none_choice(page)] = true;
        return true;
    }
    if (entry[0] == '\0')
        return false;
    while (entry[0] != '\0') {
        number = read_choice(&entry, tickable(page));
        separators = strspn(entry, " ,");
        if (number == 0 || (separators == 0 && entry[0] != '\0'))
            return false;
        wanted[number - 1] = true;
        entry += separators;
    }
    return true;
}

static void end_filling(struct line *line)
{
    if (line->filling.wanted != NULL)
        memory_wipe(line->filling.wanted, line->page->choice_count * sizeof(bool));
    free(line->filling.wanted);
    line->filling = (struct filling){0};
}

static void remember_ticks(struct line *line)
{
    struct arena arena = {0};
    const char *text = NULL;

    for (size_t i = 0; i <= none_choice(line->page); i++)
        if (line->filling.wanted[i])
            text = arena_format(&arena, "%s%s%s", text == NULL ? "" : text,
                                text == NULL ? "" : "; ", page_choice(line->page, i)->text);
    remember(line, text);
    arena_wipe(&arena);
}

static bool is_ticked(const struct page *page, size_t choice)
{
    return page_choice(page, choice)->mark == MARK_TICKED;
}

/* The next event that brings the page closer to what was asked for. False: they contradict. */
static bool fill_on(struct line *line, struct event *event)
{
    const struct page *page = line->page;
    const bool *wanted = line->filling.wanted;
    size_t count = none_choice(page) + 1;

    event->kind = EVENT_CHOICE;
    while (line->filling.step < 2 * count) {
        size_t choice = line->filling.step % count;
        bool untick = line->filling.step++ < count;
        if (is_ticked(page, choice) != wanted[choice] && wanted[choice] != untick) {
            event->choice = choice;
            return true;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (is_ticked(page, i) != wanted[i])
            return false;
    event->choice = continue_choice(page);
    end_filling(line);
    return true;
}

static bool take_ticks(struct line *line, struct event *event)
{
    bool *wanted = memory_new(line->page->choice_count, sizeof *wanted);

    line->filling = (struct filling){.active = true, .wanted = wanted};
    if (!read_ticks(line->page, line->entry, wanted)) {
        end_filling(line);
        return false;
    }
    remember_ticks(line);
    return fill_on(line, event);
}

static bool take_single(struct line *line, struct event *event)
{
    const char *entry = line->entry;
    size_t number = read_choice(&entry, line->page->choice_count);

    return number != 0 && *entry == '\0' && take_choice(line, number - 1, event);
}

/* False if the entry means nothing on this page. */
static bool take_entry(struct line *line, struct event *event)
{
    const struct hint *hint = NULL;

    if (line->entry[0] != '\0' && line->entry[1] == '\0')
        hint = page_hint(line->page, (unsigned char)line->entry[0]);
    if (hint != NULL) {
        event->kind = EVENT_COMMAND;
        event->command = hint->command;
        remember(line, NULL);
        return true;
    }
    if (line->page->number)
        return take_number(line, event);
    return line->page->several ? take_ticks(line, event) : take_single(line, event);
}

static bool wants_repeat(const struct line *line)
{
    return strcasecmp(line->entry, "r") == 0 ? page_hint(line->page, 'r') == NULL
                                             : strcasecmp(line->entry, "repeat") == 0;
}

/* --- the front end -------------------------------------------------------------------------- */

static void write_said(struct line *line)
{
    struct arena arena = {0};

    if (line->said != NULL)
        write_line(line, arena_format(&arena, "You chose: %s", line->said));
    remember(line, NULL);
    arena_wipe(&arena);
}

/* A page that is only being filled in is not written again; that would be read out in full. */
static bool line_show(struct ui *ui, const struct page *page)
{
    struct line *line = (struct line *)ui;

    line->page = page;
    if (line->filling.active)
        return true;
    if (!line->written || page->serial != line->serial) {
        if (line->written) {
            write_said(line);
            fputc('\n', line->plain.out);
        }
        line->written = true;
        line->serial = page->serial;
        write_page(line);
        fputc('\n', line->plain.out);
    } else if (page->remark != NULL) {
        write_line(line, page->remark);
    }
    return fflush(line->plain.out) == 0 && !ferror(line->plain.out);
}

static enum ui_status ask_again(struct line *line, struct event *event, int idle_ms)
{
    for (;;) {
        enum ui_status status;

        write_prompt(line);
        if (ferror(line->plain.out))
            return UI_GONE;
        status = read_entry(line, idle_ms);
        if (status == UI_ENDED)
            fputs("(end of input)\n", line->plain.out);
        if (status != UI_EVENT)
            return status;
        echo_entry(line);
        if (wants_repeat(line)) {
            fputc('\n', line->plain.out);
            write_page(line);
            fputc('\n', line->plain.out);
            continue;
        }
        if (take_entry(line, event))
            return UI_EVENT;
        write_allowed(line, line->filling.active ? "Those do not go together. " : "");
        end_filling(line);
    }
}

static enum ui_status line_event(struct ui *ui, struct event *event, int idle_ms)
{
    struct line *line = (struct line *)ui;

    if (line->filling.active) {
        if (fill_on(line, event))
            return UI_EVENT;
        end_filling(line);
        write_allowed(line, "Those do not go together. ");
    }
    return ask_again(line, event, idle_ms);
}

static void line_stop(struct ui *ui)
{
    struct line *line = (struct line *)ui;

    remember(line, NULL);
    if (line->filling.active)
        end_filling(line);
    fflush(line->plain.out);
    memory_wipe(line, sizeof *line);
    free(line);
}

struct ui *line_start(const struct ui_options *options)
{
    static const char *const keys[] = {
        "Type the number of an answer and press Enter.",
        "Where several answers can be true, type all their numbers, such as 1 3, or 0 for none.",
        "b: back. q: leave. r: repeat, or the word repeat where r means something else.",
    };
    static const struct ui_methods methods = {
        .show = line_show, .event = line_event, .stop = line_stop,
        .keys = keys, .key_count = sizeof keys / sizeof *keys,
    };
    struct line *line = memory_new(1, sizeof *line);
    FILE *out = options->on_stderr ? stderr : stdout;

    line->ui.methods = &methods;
    line->plain = (struct plain){out, plain_columns(out), options->ascii};
    line->echo = isatty(STDIN_FILENO) == 0;
    return &line->ui;
}
