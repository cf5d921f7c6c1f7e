/*
 * driver: the program's engine and prover behind a pipe, so that many protocols can be compared
 * with the reference in one process. One line in, one line out; README.md beside this file says
 * which.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/cases.h"
#include "engine/interview.h"
#include "engine/load.h"
#include "engine/verify.h"
#include "examples.h"

struct driver {
    struct protocol *protocol;
    struct cases *cases;
    char path[32]; /* of the file that inline text goes through */
};

/* The text as a file: a path is taken as it is, anything else is written to our own file. */
static const char *as_file(struct driver *driver, const char *text)
{
    FILE *file;

    if (*text != '{' && *text != '[')
        return text;
    file = fopen(driver->path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        perror(driver->path);
        exit(1);
    }
    return driver->path;
}

/* "ok", or "error" and the faults in one line. */
static void answer_load(const struct diags *diags, bool good)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out;

    if (good) {
        puts("ok");
        return;
    }
    out = open_memstream(&text, &size);
    diags_print(diags, out);
    fclose(out);
    for (char *c = text; *c != '\0'; c++)
        if (*c == '\n')
            *c = ' ';
    printf("error %s\n", text);
    free(text);
}

static void load(struct driver *driver, const char *text)
{
    struct diags *diags = diags_new();

    cases_free(driver->cases);
    protocol_free(driver->protocol);
    driver->cases = NULL;
    driver->protocol = load_protocol(as_file(driver, text), diags);
    answer_load(diags, driver->protocol != NULL);
    diags_free(diags);
}

static void load_cases(struct driver *driver, const char *text)
{
    struct diags *diags = diags_new();

    cases_free(driver->cases);
    driver->cases = cases_load(as_file(driver, text), driver->protocol, diags);
    answer_load(diags, driver->cases != NULL);
    diags_free(diags);
}

/* --- lists of ids -------------------------------------------------------------------------- */

static void open_list(const char *name)
{
    printf("\"%s\":[", name);
}

static void list_item(bool *first, const char *text)
{
    printf("%s\"%s\"", *first ? "" : ",", text);
    *first = false;
}

static void list_asked(const struct interview *interview)
{
    const struct protocol *protocol = interview_protocol(interview);
    bool first = true;

    open_list("asked");
    for (unsigned q = 0; q < protocol->question_count; q++)
        if (interview_asked(interview, q) && q != interview_next(interview))
            list_item(&first, protocol->questions[q].id);
    printf("],");
}

static void list_findings(const struct interview *interview, struct arena *arena)
{
    const struct protocol *protocol = interview_protocol(interview);
    unsigned total = protocol_finding_total(protocol);
    bool first = true;

    open_list("findings");
    for (unsigned f = 0; f < total; f++)
        if (facts_holds(interview_facts(interview), f))
            list_item(&first, protocol_finding_id(protocol, f, arena));
    printf("],");
}

static void list_scores(const struct interview *interview)
{
    const struct protocol *protocol = interview_protocol(interview);

    printf("\"scores\":{");
    for (unsigned s = 0; s < protocol->score_count; s++)
        printf("%s\"%s\":%lld", s == 0 ? "" : ",", protocol->scores[s].id,
               (long long)interview_facts(interview)->points[s]);
    printf("},");
}

static void list_advice(const struct interview *interview)
{
    const struct protocol *protocol = interview_protocol(interview);
    bool first = true;

    open_list("advice");
    for (unsigned a = 0; a < protocol->advice_count && interview_complete(interview); a++)
        if (facts_advise(interview_facts(interview), protocol, a))
            list_item(&first, protocol->advice[a].id);
    printf("],");
}

static void answer(struct driver *driver, const char *text)
{
    struct diags *diags = diags_new();
    struct interview *interview = interview_new(driver->protocol);
    const struct protocol *protocol = driver->protocol;
    struct arena arena = {0};
    unsigned next;

    if (!load_answers(as_file(driver, text), interview, diags)) {
        answer_load(diags, false);
    } else {
        interview_read_infos(interview);
        next = interview_next(interview);
        printf("{\"complete\":%s,\"disposition\":\"%s\",",
               interview_complete(interview) ? "true" : "false",
               protocol->dispositions[interview_facts(interview)->disposition].id);
        list_asked(interview);
        list_findings(interview, &arena);
        list_scores(interview);
        list_advice(interview);
        if (next == PROTOCOL_NONE)
            puts("\"next\":null}");
        else
            printf("\"next\":\"%s\"}\n", protocol->questions[next].id);
    }
    arena_free(&arena);
    interview_free(interview);
    diags_free(diags);
}

/* --- proofs -------------------------------------------------------------------------------- */

static const char *item_name(const struct driver *driver, const struct verify_item *item,
                             struct arena *arena)
{
    const struct protocol *protocol = driver->protocol;

    switch (item->kind) {
    case VERIFY_UNREACHABLE_QUESTION:
    case VERIFY_UNSURE_MILDER:
        return protocol->questions[item->index].id;
    case VERIFY_UNREACHABLE_ADVICE:
        return protocol->advice[item->index].id;
    case VERIFY_UNREACHABLE_DISPOSITION:
        return protocol->dispositions[item->index].id;
    case VERIFY_ALWAYS:
    case VERIFY_NEVER:
    case VERIFY_UNDECIDED:
        return item->pointer;
    default:
        return protocol_finding_id(protocol, item->index, arena);
    }
}

static void list_items(const struct driver *driver, const struct verify_report *report,
                       const char *name, enum verify_kind kind, struct arena *arena)
{
    bool first = true;

    open_list(name);
    for (size_t i = 0; i < report->item_count; i++)
        if (report->items[i].kind == kind)
            list_item(&first, item_name(driver, &report->items[i], arena));
    printf("]");
}

static bool is_broken(const struct verify_report *report, unsigned promise)
{
    for (size_t i = 0; i < report->item_count; i++)
        if (report->items[i].kind == VERIFY_PROMISE_BROKEN && report->items[i].index == promise)
            return true;
    return false;
}

static void list_promises(const struct driver *driver, const struct verify_report *report)
{
    printf("\"promises\":{");
    for (unsigned i = 0; driver->cases != NULL && i < driver->cases->promise_count; i++)
        printf("%s\"%s\":%s", i == 0 ? "" : ",", driver->cases->promises[i].id,
               is_broken(report, i) ? "false" : "true");
    printf("}");
}

static void prove(struct driver *driver)
{
    struct verify_report *report =
        verify(driver->protocol, driver->cases, verify_budget(driver->protocol));
    const struct verify_item *wrong = examples_fault(report, driver->cases);
    struct arena arena = {0};

    if (wrong != NULL)
        fprintf(stderr, "driver: the example for %s is wrong\n", wrong->pointer);
    printf("{\"examples\":%s,\"interviews\":%llu,\"fewest\":%u,\"most\":%u,\"unreachable\":{",
           wrong == NULL ? "true" : "false", (unsigned long long)report->interviews,
           report->fewest, report->most);
    list_items(driver, report, "questions", VERIFY_UNREACHABLE_QUESTION, &arena);
    printf(",");
    list_items(driver, report, "answers", VERIFY_UNREACHABLE_ANSWER, &arena);
    printf(",");
    list_items(driver, report, "findings", VERIFY_UNREACHABLE_FINDING, &arena);
    printf(",");
    list_items(driver, report, "advice", VERIFY_UNREACHABLE_ADVICE, &arena);
    printf(",");
    list_items(driver, report, "dispositions", VERIFY_UNREACHABLE_DISPOSITION, &arena);
    printf("},");
    list_items(driver, report, "always", VERIFY_ALWAYS, &arena);
    printf(",");
    list_items(driver, report, "never", VERIFY_NEVER, &arena);
    printf(",");
    list_items(driver, report, "floor_broken", VERIFY_FLOOR_BROKEN, &arena);
    printf(",");
    list_items(driver, report, "unsure_milder", VERIFY_UNSURE_MILDER, &arena);
    printf(",");
    list_items(driver, report, "not_monotone", VERIFY_NOT_MONOTONE, &arena);
    printf(",");
    list_items(driver, report, "undecided", VERIFY_UNDECIDED, &arena);
    printf(",");
    list_promises(driver, report);
    puts("}");
    arena_free(&arena);
    verify_free(report);
}

static void judge(struct driver *driver)
{
    printf("{");
    for (size_t i = 0; i < driver->cases->vignette_count; i++) {
        const struct vignette *vignette = &driver->cases->vignettes[i];
        struct arena arena = {0};
        size_t count;
        cases_judge(vignette, &arena, &count);
        printf("%s\"%s\":%s", i == 0 ? "" : ",", vignette->id, count == 0 ? "true" : "false");
        arena_free(&arena);
    }
    puts("}");
}

static void obey(struct driver *driver, char letter, const char *text)
{
    if (letter == 'P')
        load(driver, text);
    else if (driver->protocol == NULL)
        puts("error no protocol");
    else if (letter == 'C')
        load_cases(driver, text);
    else if (letter == 'A')
        answer(driver, text);
    else if (letter == 'V')
        prove(driver);
    else if (letter == 'K' && driver->cases != NULL)
        judge(driver);
    else
        puts("error unknown line");
}

int main(void)
{
    struct driver driver = {.path = "/tmp/redflag-driver-XXXXXX"};
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    int file = mkstemp(driver.path);

    if (file < 0) {
        perror(driver.path);
        return 1;
    }
    close(file);
    while ((length = getline(&line, &room, stdin)) > 0) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        obey(&driver, line[0], length > 2 ? line + 2 : "");
        fflush(stdout);
    }
    free(line);
    unlink(driver.path);
    cases_free(driver.cases);
    protocol_free(driver.protocol);
    return 0;
}
