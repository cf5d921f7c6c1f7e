/* check_text: what was found, for the author. See check_text.h. */
#include "report/check_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/proofs.h"
#include "report/transcript.h"

enum { DETAIL = 4 }; /* what belongs to a fault stands further in */

struct scene {
    const struct check_text *text;
    const struct check *check;
    struct arena *arena;
    uint64_t told[PROTOCOL_MAX_DISPOSITIONS]; /* notes: per end without, the ends with it */
};

static void __attribute__((format(printf, 3, 4)))
say(const struct scene *scene, const char *lead, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    plain_text(&scene->text->plain, lead, text == NULL ? "" : text);
    free(text);
}

static FILE *out(const struct scene *scene)
{
    return scene->text->plain.out;
}

static void say_heading(const struct scene *scene, const char *heading)
{
    fprintf(out(scene), "\n%s\n", heading);
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* --- faults -------------------------------------------------------------------------------- */

static void say_example(const struct scene *scene, const char *heading,
                        const struct interview *interview)
{
    if (interview == NULL)
        return;
    say(scene, "    ", "%s", heading);
    transcript_text(&scene->text->plain, DETAIL + 2, interview, scene->text->region);
    fprintf(out(scene), "    redflag --answers - %s, with this line, replays it:\n",
            diag_safe(scene->arena, scene->check->path));
    transcript_line(out(scene), interview);
}

/* Notes are of one sort if the two interviews end in the same two ways. */
static bool same_sort(const struct verify_item *a, const struct verify_item *b)
{
    return a->kind == VERIFY_NOT_MONOTONE && b->kind == VERIFY_NOT_MONOTONE &&
           interview_facts(a->example)->disposition == interview_facts(b->example)->disposition &&
           interview_facts(a->other)->disposition == interview_facts(b->other)->disposition;
}

/* True for the first note of its sort that is told. */
static bool is_first_of_sort(struct scene *scene, const struct verify_item *item)
{
    uint64_t *told = &scene->told[interview_facts(item->example)->disposition];
    uint64_t bit = (uint64_t)1 << interview_facts(item->other)->disposition;
    bool first = (*told & bit) == 0;

    *told |= bit;
    return first;
}

/* Names, as many on a line as fit; a name itself is never broken. */
struct names {
    const struct scene *scene;
    const char *heading;           /* a line of its own before the first; may be NULL */
    const char *first_lead, *lead; /* before the first line, before the others */
    size_t column;                 /* 0: nothing was said yet */
};

static void say_name(struct names *names, const char *name)
{
    size_t width = strlen(name); /* ids are ASCII */
    const char *lead = names->column == 0 ? names->first_lead : names->lead;

    if (names->column > 0 && names->column + 2 + width <= names->scene->text->plain.width) {
        fprintf(out(names->scene), ", %s", name);
        names->column += 2 + width;
        return;
    }
    if (names->column > 0)
        fputs(",\n", out(names->scene));
    else if (names->heading != NULL)
        fprintf(out(names->scene), "%s\n", names->heading);
    fprintf(out(names->scene), "%s%s", lead, name);
    names->column = strlen(lead) + width;
}

static void end_names(struct names *names)
{
    if (names->column > 0)
        fputc('\n', out(names->scene));
}

/* The others of the sort, by name only: there can be many, and they are much alike. */
static void say_sort(const struct scene *scene, const struct verify_item *item)
{
    const struct verify_report *report = scene->check->proofs;
    struct names names = {scene, "    The same with (--notes shows each):", "      ", "      ", 0};

    for (const struct verify_item *i = report->items; i < report->items + report->item_count; i++)
        if (i != item && same_sort(i, item))
            say_name(&names, protocol_finding_id(report->protocol, i->index, scene->arena));
    end_names(&names);
}

static void say_note(const struct scene *scene, const struct verify_item *item)
{
    const struct facts *end = interview_facts(item->other);

    if (scene->check->protocol->dispositions[end->disposition].ends)
        say(scene, "    ", "With it the interview ends at once, and what would have been asked "
                           "later is not found.");
    say_example(scene, "Without it:", item->example);
    say_example(scene, "With it:", item->other);
    if (!scene->text->notes)
        say_sort(scene, item);
}

/* The findings that keep too many situations apart, so that the author knows where to begin. */
static void say_kept(const struct scene *scene)
{
    const struct verify_report *report = scene->check->proofs;
    struct names names = {scene, NULL, "      ", "      ", 0};

    for (size_t i = 0; i < report->kept_count; i++)
        say_name(&names, protocol_finding_id(report->protocol, report->kept[i], scene->arena));
    end_names(&names);
}

static void say_item(const struct scene *scene, const struct verify_item *item)
{
    static const char *const headings[VERIFY_KIND_COUNT] = {
        [VERIFY_ALWAYS] = "An interview where it is true:",
        [VERIFY_NEVER] = "An interview where it is not true:",
    };

    say(scene, "    ", "%s", proofs_meaning(scene->check->proofs, item));
    if (item->kind == VERIFY_NOT_MONOTONE)
        say_note(scene, item);
    else
        say_example(scene, headings[item->kind] == NULL ? "Example:" : headings[item->kind],
                    item->example);
    if (item->kind == VERIFY_UNDECIDED)
        say_kept(scene);
}

static bool is_left_out(struct scene *scene, const struct verify_item *item)
{
    return item != NULL && item->kind == VERIFY_NOT_MONOTONE && !scene->text->notes &&
           !is_first_of_sort(scene, item);
}

static void say_fault(void *context, const struct diag *diag)
{
    struct scene *scene = context;
    char *line;

    if (is_left_out(scene, diag->tied))
        return;
    line = diag_line(diag);
    if (scene->text->wrap)
        plain_text(&scene->text->plain, "", line);
    else
        fprintf(out(scene), "%s\n", line);
    free(line);
    if (diag->tied != NULL)
        say_item(scene, diag->tied);
}

static void say_faults(struct scene *scene)
{
    for (enum check_part part = 0; part < CHECK_PART_COUNT; part++)
        diags_each(scene->check->diags[part], say_fault, scene);
    if (check_unlisted(scene->check) > 0)
        fprintf(out(scene), "%zu more faults are not shown\n", check_unlisted(scene->check));
}

/* --- the summary --------------------------------------------------------------------------- */

static const struct line {
    const char *good, *bad; /* behind "12 of 12" and "3 of 12" */
} lines[CHECK_KIND_COUNT] = {
    [CHECK_QUESTIONS] = {"questions can be asked", "questions can never be asked"},
    [CHECK_ANSWERS] = {"answers can be given", "answers can never be given"},
    [CHECK_FINDINGS] = {"named findings can hold", "named findings can never hold"},
    [CHECK_ADVICE] = {"pieces of advice can be shown", "pieces of advice can never be shown"},
    [CHECK_TOPICS] = {"topics are listed with every result", ""},
    [CHECK_DISPOSITIONS] = {"dispositions can be the result",
                            "dispositions can never be the result"},
    [CHECK_CONDITIONS] = {"conditions are neither always true nor never true",
                          "conditions are always true or never true"},
    [CHECK_GROUPS] = {"parts of conditions are neither always true nor never true",
                      "parts of conditions are always true or never true"},
    [CHECK_THRESHOLDS] = {"numbers in conditions can be hit and missed",
                          "numbers in conditions are always hit or never"},
    [CHECK_FLOORS] = {"red flags never end milder than they raise",
                      "red flags can end milder than they raise"},
    [CHECK_UNSURE] = {"answers like \"I am not sure\" never end mildest",
                      "answers like \"I am not sure\" can end mildest"},
    [CHECK_SYMPTOMS] = {"answers of checklists, ticked as well, never end milder",
                        "answers of checklists, ticked as well, can end milder"},
    [CHECK_PROMISES] = {"promises of the cases file are kept",
                        "promises of the cases file are broken or about nobody"},
    [CHECK_CASES] = {"cases come out as they expect", "cases do not come out as they expect"},
    [CHECK_SOURCES] = {"red flags name a source", "red flags name no source"},
    [CHECK_TRIED] = {"red flags are covered by a case", "red flags are covered by no case"},
};

/* What failed is told apart from what nobody knows; that the others hold goes without saying only
 * where all is known. */
static void say_tally(const struct scene *scene, enum check_kind kind)
{
    static const char *const marks[] = {
        [DIAG_NOTE] = "  note ", [DIAG_WARNING] = "  warn ", [DIAG_ERROR] = "  BAD  "};
    struct check_tally tally = check_tally(scene->check, kind);
    const struct line *line = &lines[kind];

    if (tally.total == 0)
        return;
    if (!check_is_known(scene->check, kind)) {
        say(scene, "  ??   ", "%s: not known", line->good);
        return;
    }
    if (tally.failed > 0)
        say(scene, marks[tally.severity], "%zu of %zu %s", tally.failed, tally.total, line->bad);
    if (tally.undecided > 0)
        say(scene, "  ??   ", "%zu of %zu undecided: %s", tally.undecided, tally.total, line->good);
    if (tally.held == tally.total || (tally.held > 0 && tally.undecided > 0))
        say(scene, "  ok   ", "%zu of %zu %s", tally.held, tally.total, line->good);
}

static void say_figures(const struct scene *scene)
{
    const struct protocol *protocol = scene->check->protocol;
    const struct verify_report *report = scene->check->proofs;

    say(scene, "", "%s, version %s, %s", protocol->title, protocol->version,
        protocol->review.status);
    if (!report->decided)
        return;
    say(scene, "  ", "%u question%s; the shortest interview asks %u, the longest %u",
        protocol->question_count, plural(protocol->question_count), report->fewest,
        report->most);
    say(scene, "  ", "%s different interview%s, none left out of the proofs",
        check_interviews(report, scene->arena), report->interviews == 1 ? "" : "s");
}

static void say_summary(const struct scene *scene)
{
    say_heading(scene, "Summary");
    say_figures(scene);
    say_heading(scene, scene->check->proofs->decided
                           ? "Proved for every interview"
                           : "Not proved, because there is too much to tell apart");
    for (enum check_kind kind = 0; kind <= CHECK_LAST_PROOF; kind++)
        say_tally(scene, kind);
    say_heading(scene, "Tried and traced");
    if (scene->check->cases == NULL)
        say(scene, "  ", "There are no cases that can be used, so nothing was tried.");
    for (enum check_kind kind = CHECK_LAST_PROOF + 1; kind < CHECK_KIND_COUNT; kind++)
        say_tally(scene, kind);
}

static void say_verdict(const struct scene *scene)
{
    size_t errors = check_errors(scene->check), warnings = check_warnings(scene->check);
    const char *verdict = errors == 0                      ? "Passed"
                          : scene->check->protocol == NULL ? "Not usable"
                                                           : "Failed";

    if (scene->check->protocol != NULL)
        fputc('\n', out(scene));
    fprintf(out(scene), "%s: %s: %zu error%s, %zu warning%s\n", verdict,
            diag_safe(scene->arena, scene->check->path), errors, plural(errors), warnings,
            plural(warnings));
}

void check_text(const struct check_text *text, const struct check *check)
{
    struct arena arena = {0};
    struct scene scene = {.text = text, .check = check, .arena = &arena};

    say_faults(&scene);
    if (check->protocol != NULL)
        say_summary(&scene);
    say_verdict(&scene);
    arena_free(&arena);
}

/* --- the trace ----------------------------------------------------------------------------- */

/* The findings that a condition names. */
static void say_condition(struct names *names, const struct condition *condition)
{
    const struct scene *scene = names->scene;

    if (condition == NULL)
        return;
    if (condition->kind == CONDITION_FINDING)
        say_name(names,
                 protocol_finding_id(scene->check->protocol, condition->index, scene->arena));
    if (condition->kind == CONDITION_SCORE)
        say_name(names, scene->check->protocol->scores[condition->index].id);
    for (size_t i = 0; i < condition->count; i++)
        say_condition(names, &condition->of[i]);
}

static void trace_finding(const struct scene *scene, unsigned number)
{
    const struct finding *finding = &scene->check->protocol->findings[number];
    struct names names = {scene, NULL, "  rests on     ", "               ", 0};

    say(scene, "  finding      ", "%s",
        region_fill(scene->text->region, finding->note, scene->arena));
    say_condition(&names, finding->when);
    say_condition(&names, finding->unless);
    end_names(&names);
}

/* An answer stands in its question; a named finding rests on others. */
static void trace_origin(const struct scene *scene, unsigned finding)
{
    const struct protocol *protocol = scene->check->protocol;
    const struct region *region = scene->text->region;

    if (finding < protocol->answer_count) {
        const struct answer *answer = &protocol->answers[finding];
        say(scene, "  question     ", "%s",
            region_fill(region, protocol->questions[answer->question].text, scene->arena));
        say(scene, "  answer       ", "%s", region_fill(region, answer->text, scene->arena));
    } else {
        trace_finding(scene, finding - protocol->answer_count);
    }
}

static void trace_sources(const struct scene *scene, unsigned finding)
{
    struct indexes sources = coverage_sources(scene->check->protocol, finding);
    struct names names = {scene, NULL, "  sources      ", "               ", 0};

    for (size_t i = 0; i < sources.count; i++)
        say_name(&names, scene->check->protocol->sources[sources.items[i]].id);
    if (sources.count == 0)
        say_name(&names, "NONE");
    end_names(&names);
}

static void trace_cases(const struct scene *scene, unsigned finding)
{
    const struct coverage *coverage = &scene->check->coverage;
    struct names names = {scene, NULL, "  cases        ", "               ", 0};

    for (size_t i = 0; coverage->cases != NULL && i < coverage->cases->vignette_count; i++)
        if (coverage_shows(coverage, i, finding))
            say_name(&names, coverage->cases->vignettes[i].id);
    if (coverage->findings[finding] == 0)
        say_name(&names, "NONE");
    end_names(&names);
}

void check_text_trace(const struct check_text *text, const struct check *check)
{
    const struct protocol *protocol = check->protocol;
    struct arena arena = {0};
    struct scene scene = {.text = text, .check = check, .arena = &arena};

    fputs("Red flags, where each comes from, and the cases that cover it\n", text->plain.out);
    for (unsigned f = 0; f < protocol_finding_total(protocol); f++) {
        unsigned raise = protocol_finding_raise(protocol, f);
        if (raise == PROTOCOL_NONE)
            continue;
        fprintf(text->plain.out, "\n%s\n", protocol_finding_id(protocol, f, &arena));
        say(&scene, "  disposition  ", "%s",
            region_fill(text->region, protocol->dispositions[raise].title, &arena));
        trace_origin(&scene, f);
        trace_sources(&scene, f);
        trace_cases(&scene, f);
    }
    fputc('\n', text->plain.out);
    arena_free(&arena);
}

/* --- coverage ------------------------------------------------------------------------------ */

static size_t say_uncovered(const struct scene *scene, enum coverage_kind kind)
{
    static const char *const headings[COVERAGE_COUNT] = {
        "  answers:", "  named findings:", "  advice:", "  dispositions:"};
    struct names names = {scene, headings[kind], "    ", "    ", 0};
    const struct coverage *coverage = &scene->check->coverage;
    size_t count = 0;

    for (unsigned i = 0; i < coverage_total(coverage, kind); i++) {
        if (coverage_times(coverage, kind, i) > 0)
            continue;
        say_name(&names, coverage_id(coverage, kind, i, scene->arena));
        count++;
    }
    end_names(&names);
    return count;
}

void check_text_coverage(const struct check_text *text, const struct check *check)
{
    struct arena arena = {0};
    struct scene scene = {.text = text, .check = check, .arena = &arena};
    size_t count = 0;

    fputs("What no case that passes shows\n", text->plain.out);
    for (enum coverage_kind kind = 0; kind < COVERAGE_COUNT; kind++)
        count += say_uncovered(&scene, kind);
    if (count == 0)
        say(&scene, "  ", "Nothing: every answer, finding, piece of advice and disposition is "
                          "shown by a case.");
    else
        say(&scene, "", "Shown by %zu more interview%s, as far as it can be shown (one a line, for "
                        "--answers; a smaller set may exist):",
            check->completing_count, plural(check->completing_count));
    for (size_t i = 0; i < check->completing_count; i++)
        transcript_line(text->plain.out, check->completing[i]);
    if (!check->completing_all)
        say(&scene, "", "There is too much to tell apart, so the search for more was stopped.");
    fputc('\n', text->plain.out);
    arena_free(&arena);
}
