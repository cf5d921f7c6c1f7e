/*
 * graph: the decision tree as Graphviz text. See graph.h.
 *
 * Each question is a table, so that an answer and what it calls for stand side by side and an edge
 * can begin at the answer. What a red flag raises is told in words on a coloured ground; hundreds
 * of edges to five dispositions could not be read.
 */
#include "report/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

enum { WRAP_QUESTION = 40, WRAP_ANSWER = 34, WRAP_CHIP = 17, WRAP_FINDING = 38, WRAP_WHEN = 52 };

/* An answer that decides whether a later question is asked. */
struct lead {
    unsigned answer, question;
    bool negated; /* the question is asked where the answer was not given */
};

struct drawing {
    FILE *out;
    const struct protocol *protocol;
    const struct region *region;
    struct lead *leads; /* by answer, then by question */
    size_t lead_count, lead_room;
    unsigned *followed; /* per named finding, plain and negated: 1 + the question, the last time */
    uint64_t *known;    /* per number of questions passed: the dispositions raised by then, if any */
    struct arena arena;
};

/* --- the answers that lead on -------------------------------------------------------------- */

static void find_leads(struct drawing *drawing, const struct condition *condition,
                       unsigned question, bool negated);

/* Named findings are followed to the answers that they rest on. */
static void find_lead(struct drawing *drawing, unsigned finding, unsigned question, bool negated)
{
    const struct protocol *protocol = drawing->protocol;
    const struct finding *named;
    unsigned *followed;

    if (finding < protocol->answer_count) {
        drawing->leads = memory_grow(drawing->leads, &drawing->lead_room, drawing->lead_count + 1,
                                     sizeof *drawing->leads);
        drawing->leads[drawing->lead_count++] = (struct lead){finding, question, negated};
        return;
    }
    followed = &drawing->followed[2 * (size_t)(finding - protocol->answer_count) + negated];
    if (*followed == question + 1)
        return; /* many findings may name the same one */
    *followed = question + 1;
    named = &protocol->findings[finding - protocol->answer_count];
    find_leads(drawing, named->when, question, negated);
    if (named->unless != NULL)
        find_leads(drawing, named->unless, question, !negated);
}

static void find_leads(struct drawing *drawing, const struct condition *condition,
                       unsigned question, bool negated)
{
    if (condition->kind == CONDITION_FINDING)
        find_lead(drawing, condition->index, question, negated);
    for (size_t i = 0; i < condition->count; i++)
        find_leads(drawing, &condition->of[i], question,
                   negated != (condition->kind == CONDITION_NOT));
}

static int by_answer(const void *first, const void *second)
{
    const struct lead *a = first, *b = second;

    if (a->answer != b->answer)
        return a->answer < b->answer ? -1 : 1;
    if (a->question != b->question)
        return a->question < b->question ? -1 : 1;
    return a->negated - b->negated;
}

/* A condition may name an answer more than once; one line is enough then. */
static void sort_leads(struct drawing *drawing)
{
    size_t kept = 0;

    if (drawing->lead_count > 1)
        qsort(drawing->leads, drawing->lead_count, sizeof *drawing->leads, by_answer);
    for (size_t i = 0; i < drawing->lead_count; i++)
        if (kept == 0 || by_answer(&drawing->leads[kept - 1], &drawing->leads[i]) != 0)
            drawing->leads[kept++] = drawing->leads[i];
    drawing->lead_count = kept;
}

static void collect_leads(struct drawing *drawing)
{
    drawing->followed =
        memory_new(2 * (size_t)drawing->protocol->finding_count, sizeof *drawing->followed);
    for (unsigned q = 0; q < drawing->protocol->question_count; q++)
        if (drawing->protocol->questions[q].ask_if != NULL)
            find_leads(drawing, drawing->protocol->questions[q].ask_if, q, false);
    sort_leads(drawing);
}

/* The first lead from this answer or a later one. */
static size_t first_lead(const struct drawing *drawing, unsigned answer)
{
    size_t low = 0, high = drawing->lead_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (drawing->leads[middle].answer < answer)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* --- what stops ---------------------------------------------------------------------------- */

/* A set of dispositions: bit d. */
static uint64_t set_of(unsigned raise)
{
    return raise == PROTOCOL_NONE ? 0 : (uint64_t)1 << raise;
}

/* What can be raised by answers of a question; those that are given beside others, or all. */
static uint64_t raised_by_answers(const struct protocol *protocol, const struct question *question,
                                  bool beside_others)
{
    uint64_t raised = 0;

    for (unsigned i = 0; i < question->answer_count; i++) {
        const struct answer *answer = &protocol->answers[question->first_answer + i];
        if (!beside_others || !answer->exclusive)
            raised |= set_of(answer->raise);
    }
    return raised;
}

/* What can be raised by findings, a range of those that settle. */
static uint64_t raised_by_findings(const struct protocol *protocol, unsigned first, unsigned count)
{
    uint64_t raised = 0;

    for (unsigned i = first; i < first + count; i++)
        raised |= set_of(protocol->findings[protocol->settling[i]].raise);
    return raised;
}

static uint64_t raised_by_settling(const struct protocol *protocol, const struct question *question)
{
    return raised_by_findings(protocol, question->first_settling, question->settling_count);
}

static void find_known(struct drawing *drawing)
{
    const struct protocol *protocol = drawing->protocol;
    uint64_t *known = memory_new((size_t)protocol->question_count + 1, sizeof *known);

    known[0] = raised_by_findings(protocol, 0, protocol->settled_at_start);
    for (unsigned q = 0; q < protocol->question_count; q++)
        known[q + 1] = known[q] | raised_by_answers(protocol, &protocol->questions[q], false) |
                       raised_by_settling(protocol, &protocol->questions[q]);
    drawing->known = known;
}

enum stop { STOP_NEVER, STOP_UNLESS, STOP_ALWAYS };

/*
 * Does raising this disposition end the interview, where those in `known` may be raised as well? The
 * most urgent one decides, so it does not beside a more urgent one that goes on.
 */
static enum stop stop_of(const struct protocol *protocol, unsigned raise, uint64_t known)
{
    if (raise == PROTOCOL_NONE || !protocol->dispositions[raise].ends)
        return STOP_NEVER;
    for (unsigned d = 0; d < raise; d++)
        if ((known >> d & 1) != 0 && !protocol->dispositions[d].ends)
            return STOP_UNLESS;
    return STOP_ALWAYS;
}

/* What a red flag calls for. */
struct chip {
    unsigned raise; /* or PROTOCOL_NONE */
    enum stop stop;
};

/* What may be known when a question has been answered, apart from the answer itself. */
struct beside {
    uint64_t alone, ticked; /* ... beside an answer that is the only one; beside any other */
};

static struct beside beside_answers(const struct drawing *drawing, unsigned number)
{
    const struct protocol *protocol = drawing->protocol;
    const struct question *question = &protocol->questions[number];
    uint64_t alone = drawing->known[number] | raised_by_settling(protocol, question), ticked = alone;

    if (question->kind == QUESTION_CHECKLIST)
        ticked |= raised_by_answers(protocol, question, true);
    return (struct beside){alone, ticked};
}

static struct chip chip_of(const struct protocol *protocol, const struct answer *answer,
                           const struct beside *beside)
{
    uint64_t known = answer->exclusive ? beside->alone : beside->ticked;

    if (answer->ends)
        return (struct chip){answer->raise, STOP_ALWAYS};
    return (struct chip){answer->raise, stop_of(protocol, answer->raise, known)};
}

/* --- text ---------------------------------------------------------------------------------- */

static void escape(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        case '\\': /* \N and the like would become the name of the node */
            fputs("\\\\", out);
            break;
        default:
            putc(text[i], out);
        }
    }
}

/* Text in a cell, wrapped; every line is closed so that all are aligned alike. */
static void write_wrapped(struct drawing *drawing, const char *text, size_t width,
                          const char *align)
{
    size_t count;
    struct text_line *lines;

    text = region_fill(drawing->region, text, &drawing->arena);
    lines = text_wrap(&drawing->arena, text, width, &count);
    for (size_t i = 0; i < count; i++) {
        escape(drawing->out, lines[i].start, lines[i].length);
        fprintf(drawing->out, "<BR ALIGN=\"%s\"/>", align);
    }
}

/* --- colours ------------------------------------------------------------------------------- */

/* From most to least urgent; each pair can be told apart in grey too. */
static const struct colour {
    const char *ground, *text;
} colours[] = {
    {"#a50f15", "#ffffff"}, {"#e8590c", "#000000"}, {"#fab005", "#000000"},
    {"#ffec99", "#000000"}, {"#d3f9d8", "#000000"},
};

enum { COLOURS = sizeof colours / sizeof *colours };

static const struct colour *colour_of(const struct protocol *protocol, unsigned disposition)
{
    unsigned last = protocol->disposition_count - 1;

    if (disposition == last)
        return &colours[COLOURS - 1];
    return &colours[disposition < COLOURS - 1 ? disposition : COLOURS - 2];
}

/* --- conditions in words ------------------------------------------------------------------- */

static const char *words_of(struct drawing *drawing, const struct condition *condition);

/* 3 "Yes, as normal": the number of the question leads to its box. */
static const char *finding_words(struct drawing *drawing, unsigned finding, bool number)
{
    const struct protocol *protocol = drawing->protocol;
    const struct finding *named;
    const struct answer *answer;

    if (finding >= protocol->answer_count) {
        named = &protocol->findings[finding - protocol->answer_count];
        return arena_format(&drawing->arena, "\"%s\"",
                            named->note != NULL ? named->note : named->id);
    }
    answer = &protocol->answers[finding];
    if (!number)
        return arena_format(&drawing->arena, "\"%s\"", answer->text);
    return arena_format(&drawing->arena, "%u \"%s\"", answer->question + 1, answer->text);
}

static const char *score_words(struct drawing *drawing, const struct condition *condition)
{
    struct arena *arena = &drawing->arena;
    const char *title = drawing->protocol->scores[condition->index].title;
    const char *from = "", *below = "";

    if (condition->from != INT64_MIN)
        from = arena_format(arena, " from %lld", (long long)condition->from);
    if (condition->below != INT64_MAX)
        below = arena_format(arena, " below %lld", (long long)condition->below);
    return arena_format(arena, "points \"%s\"%s%s", title, from, below);
}

/* An answer to the same question as the one before it: its number need not be said again. */
static bool follows(const struct protocol *protocol, const struct condition *of, size_t part)
{
    return part > 0 && of[part].kind == CONDITION_FINDING &&
           of[part - 1].kind == CONDITION_FINDING && of[part].index < protocol->answer_count &&
           of[part - 1].index < protocol->answer_count &&
           protocol->answers[of[part].index].question ==
               protocol->answers[of[part - 1].index].question;
}

static const char *part_words(struct drawing *drawing, const struct condition *of, size_t part)
{
    if (follows(drawing->protocol, of, part))
        return finding_words(drawing, of[part].index, false);
    if (of[part].count > 1)
        return arena_format(&drawing->arena, "(%s)", words_of(drawing, &of[part]));
    return words_of(drawing, &of[part]);
}

/* All the parts are there before they are copied, once: there may be thousands. */
static const char *join_words(struct drawing *drawing, const struct condition *condition,
                              const char *joint)
{
    const char **parts = memory_new(condition->count, sizeof *parts);
    size_t length = 0;
    char *text, *end;

    for (size_t i = 0; i < condition->count; i++) {
        parts[i] = part_words(drawing, condition->of, i);
        length += strlen(joint) + strlen(parts[i]);
    }
    text = end = arena_new(&drawing->arena, length + 1, 1);
    for (size_t i = 0; i < condition->count; i++)
        end = stpcpy(stpcpy(end, i == 0 ? "" : joint), parts[i]);
    free(parts);
    return text;
}

static const char *words_of(struct drawing *drawing, const struct condition *condition)
{
    switch (condition->kind) {
    case CONDITION_FINDING:
        return finding_words(drawing, condition->index, true);
    case CONDITION_ALL:
        return join_words(drawing, condition, " and ");
    case CONDITION_ANY:
        return join_words(drawing, condition, " or ");
    case CONDITION_NOT:
        return arena_format(&drawing->arena, "not (%s)", words_of(drawing, condition->of));
    case CONDITION_AT_LEAST:
        return arena_format(&drawing->arena, "at least %zu of (%s)", condition->at_least,
                            join_words(drawing, condition, ", "));
    default:
        return score_words(drawing, condition);
    }
}

#define LEAD_COLOUR "#1864ab"

/* --- tables -------------------------------------------------------------------------------- */

/* On the colour of what is raised; `rows` answers share it. */
static void write_chip(struct drawing *drawing, struct chip chip, unsigned rows)
{
    const struct protocol *protocol = drawing->protocol;
    const struct colour *colour;

    if (chip.raise == PROTOCOL_NONE) {
        fprintf(drawing->out, "<TD ROWSPAN=\"%u\"><B>STOP</B></TD>", rows);
        return;
    }
    colour = colour_of(protocol, chip.raise);
    fprintf(drawing->out, "<TD ROWSPAN=\"%u\" BGCOLOR=\"%s\"><FONT COLOR=\"%s\">", rows,
            colour->ground, colour->text);
    write_wrapped(drawing, protocol->dispositions[chip.raise].title, WRAP_CHIP, "CENTER");
    if (chip.stop != STOP_NEVER)
        fputs("<B>STOP</B>", drawing->out);
    if (chip.stop == STOP_UNLESS)
        fputs("<BR/>unless something<BR/>more urgent is known", drawing->out);
    fputs("</FONT></TD>", drawing->out);
}

static bool is_blank(struct chip chip)
{
    return chip.raise == PROTOCOL_NONE && chip.stop == STOP_NEVER;
}

/* How many of the answers, from the first one on, call for the same thing: they share one chip. */
static unsigned alike(const struct protocol *protocol, const struct answer *answers, unsigned count,
                      const struct beside *beside)
{
    struct chip first = chip_of(protocol, answers, beside);
    unsigned i = 1;

    for (; i < count; i++) {
        struct chip chip = chip_of(protocol, &answers[i], beside);
        if (chip.raise != first.raise || chip.stop != first.stop)
            break;
    }
    return i;
}

/* The label of an edge stands where it begins: on the lines themselves labels overlap. */
static void write_lead_words(struct drawing *drawing, unsigned answer)
{
    for (size_t i = first_lead(drawing, answer);
         i < drawing->lead_count && drawing->leads[i].answer == answer; i++)
        fprintf(drawing->out,
                "<FONT COLOR=\"" LEAD_COLOUR "\"><B>%s %u</B></FONT><BR ALIGN=\"LEFT\"/>",
                drawing->leads[i].negated ? "without it, to" : "leads to",
                drawing->leads[i].question + 1);
}

static void write_answers(struct drawing *drawing, unsigned number)
{
    const struct protocol *protocol = drawing->protocol;
    const struct question *question = &protocol->questions[number];
    const struct answer *answers = &protocol->answers[question->first_answer];
    struct beside beside = beside_answers(drawing, number);
    unsigned shared = 0;

    for (unsigned i = 0; i < question->answer_count; i++) {
        struct chip chip = chip_of(protocol, &answers[i], &beside);
        bool blank = is_blank(chip);
        fprintf(drawing->out, "    <TR><TD ALIGN=\"LEFT\"%s PORT=\"a%u\">",
                blank ? " COLSPAN=\"2\"" : "", question->first_answer + i);
        write_wrapped(drawing, answers[i].text, blank ? WRAP_QUESTION : WRAP_ANSWER, "LEFT");
        write_lead_words(drawing, question->first_answer + i);
        fputs("</TD>", drawing->out);
        if (i == shared) {
            shared += alike(protocol, &answers[i], question->answer_count - i, &beside);
            if (!blank)
                write_chip(drawing, chip, shared - i);
        }
        fputs("</TR>\n", drawing->out);
    }
}

static const char *kind_words(struct drawing *drawing, const struct question *question)
{
    const char *unit = question->unit == NULL ? "" : question->unit;

    switch (question->kind) {
    case QUESTION_CHOICE:
        return "choose one";
    case QUESTION_CHECKLIST:
        return "tick all that are true, or none";
    case QUESTION_NUMBER:
        return arena_format(&drawing->arena, "a number from %s to %s %s",
                            number_text(question->grid.min).text,
                            number_text(question->grid.max).text, unit);
    default:
        return "read";
    }
}

static void write_question(struct drawing *drawing, unsigned number)
{
    const struct question *question = &drawing->protocol->questions[number];

    fprintf(drawing->out,
            "  q%u [label=<<TABLE BORDER=\"2\" CELLBORDER=\"1\" CELLSPACING=\"0\" "
            "CELLPADDING=\"4\" BGCOLOR=\"#ffffff\">\n"
            "    <TR><TD ALIGN=\"LEFT\" COLSPAN=\"2\" WIDTH=\"290\" BGCOLOR=\"#dee2e6\" "
            "PORT=\"top\"><B>",
            number);
    write_wrapped(drawing,
                  arena_format(&drawing->arena, "%u. %s", number + 1, question->text),
                  WRAP_QUESTION, "LEFT");
    fputs("</B><I>", drawing->out);
    write_wrapped(drawing, kind_words(drawing, question), WRAP_QUESTION, "LEFT");
    fputs("</I>", drawing->out);
    if (question->ask_if != NULL)
        write_wrapped(drawing, arena_format(&drawing->arena, "Asked only if %s",
                                            words_of(drawing, question->ask_if)),
                      WRAP_QUESTION + 6, "LEFT");
    fputs("</TD></TR>\n", drawing->out);
    write_answers(drawing, number);
    fputs("  </TABLE>>];\n", drawing->out);
}

static void write_finding(struct drawing *drawing, unsigned number)
{
    const struct finding *finding = &drawing->protocol->findings[number];
    const char *text = finding->note != NULL ? finding->note : finding->id;
    const char *when = words_of(drawing, finding->when);
    struct chip chip;

    if (finding->unless != NULL)
        when = arena_format(&drawing->arena, "%s, unless %s", when,
                            words_of(drawing, finding->unless));
    fputs("    <TR><TD ALIGN=\"LEFT\"><B>", drawing->out);
    write_wrapped(drawing, text, WRAP_FINDING, "LEFT");
    fputs("</B>", drawing->out);
    if (text != finding->id)
        write_wrapped(drawing, arena_format(&drawing->arena, "\"%s\"", finding->id), WRAP_FINDING,
                      "LEFT");
    fputs("</TD><TD ALIGN=\"LEFT\">", drawing->out);
    write_wrapped(drawing, when, WRAP_WHEN, "LEFT");
    fputs("</TD>", drawing->out);
    chip = (struct chip){finding->raise, stop_of(drawing->protocol, finding->raise,
                                                 drawing->known[finding->settles_after])};
    if (!is_blank(chip))
        write_chip(drawing, chip, 1);
    else
        fputs("<TD><I>decides what is<BR/>asked or advised</I></TD>", drawing->out);
    fputs("</TR>\n", drawing->out);
}

static void write_findings(struct drawing *drawing)
{
    if (drawing->protocol->finding_count == 0)
        return;
    fputs("  findings [label=<<TABLE BORDER=\"2\" CELLBORDER=\"1\" CELLSPACING=\"0\" "
          "CELLPADDING=\"4\" BGCOLOR=\"#ffffff\">\n"
          "    <TR><TD COLSPAN=\"3\" PORT=\"top\" BGCOLOR=\"#dee2e6\"><B>Answers that mean more "
          "together</B></TD></TR>\n",
          drawing->out);
    for (unsigned i = 0; i < drawing->protocol->finding_count; i++)
        write_finding(drawing, i);
    fputs("  </TABLE>>];\n", drawing->out);
}

/* Of a disposition as the result: it is the most urgent one then, but not when it was raised. */
static void write_stop(struct drawing *drawing, enum stop stop)
{
    static const char *const words[] = {
        [STOP_NEVER] = "",
        [STOP_UNLESS] = ("STOP: no further question is asked,<BR/>"
                         "unless something more urgent is known"),
        [STOP_ALWAYS] = "STOP: no further question is asked",
    };

    fputs(words[stop], drawing->out);
}

static void write_dispositions(struct drawing *drawing)
{
    const struct protocol *protocol = drawing->protocol;

    fputs("  dispositions [label=<<TABLE BORDER=\"2\" CELLBORDER=\"1\" CELLSPACING=\"0\" "
          "CELLPADDING=\"6\" BGCOLOR=\"#ffffff\">\n"
          "    <TR><TD PORT=\"top\" BGCOLOR=\"#dee2e6\"><B>The result: the most urgent one "
          "raised</B></TD></TR>\n",
          drawing->out);
    for (unsigned d = 0; d < protocol->disposition_count; d++) {
        const struct disposition *disposition = &protocol->dispositions[d];
        const struct colour *colour = colour_of(protocol, d);
        fprintf(drawing->out, "    <TR><TD BGCOLOR=\"%s\"><FONT COLOR=\"%s\"><B>", colour->ground,
                colour->text);
        write_wrapped(drawing, disposition->title, WRAP_ANSWER, "CENTER");
        fputs("</B>", drawing->out);
        if (disposition->within[0] != '\0')
            write_wrapped(drawing, disposition->within, WRAP_ANSWER, "CENTER");
        write_stop(drawing, stop_of(protocol, d, drawing->known[protocol->question_count]));
        fputs("</FONT></TD></TR>\n", drawing->out);
    }
    fputs("  </TABLE>>];\n", drawing->out);
}

/* --- edges --------------------------------------------------------------------------------- */

/* A section reaches to the next question that begins one. */
static unsigned section_end(const struct protocol *protocol, unsigned first)
{
    unsigned end = first + 1;

    while (end < protocol->question_count && protocol->questions[end].section == NULL)
        end++;
    return end;
}

#define THIN "constraint=false, color=\"" LEAD_COLOUR "\""

/* A lead begins on the left, where no chip is in its way. */
static void write_leads(struct drawing *drawing)
{
    const struct protocol *protocol = drawing->protocol;

    for (size_t i = 0; i < drawing->lead_count; i++) {
        const struct lead *lead = &drawing->leads[i];
        unsigned from = protocol->answers[lead->answer].question;
        fprintf(drawing->out,
                "  q%u:a%u:w -> q%u:top:w [edgetooltip=\"%s %u\", style=%s, " THIN "];\n",
                from, lead->answer, lead->question,
                lead->negated ? "without it, to" : "leads to", lead->question + 1,
                lead->negated ? "dashed" : "solid");
    }
}

#define THICK "color=\"#868e96\", penwidth=3"

/*
 * The columns stand side by side, their first boxes on one line, whatever leads from the end of one
 * to the next. Graphviz fills a column from below, so the edges that order it point upwards.
 */
static void write_order(struct drawing *drawing)
{
    const struct protocol *protocol = drawing->protocol;
    unsigned first = 0;

    for (unsigned q = 1; q < protocol->question_count; q++) {
        if (protocol->questions[q].section == NULL) {
            fprintf(drawing->out,
                    "  q%u -> q%u [style=invis];\n"
                    "  q%u -> q%u [constraint=false, " THICK "];\n",
                    q, q - 1, q - 1, q);
            continue;
        }
        fprintf(drawing->out, "  q%u:top -> q%u:top [style=invis, weight=100];\n", first,
                q);
        fprintf(drawing->out, "  q%u:e -> q%u:w [constraint=false, " THICK "];\n", q - 1, q);
        first = q;
    }
    fprintf(drawing->out, "  q%u:top -> %s:top [style=invis, weight=100];\n", first,
            protocol->finding_count > 0 ? "findings" : "dispositions");
    if (protocol->finding_count > 0)
        fputs("  findings:top -> dispositions:top [" THICK ", weight=100];\n", drawing->out);
}

static void write_edges(struct drawing *drawing)
{
    const struct protocol *protocol = drawing->protocol;
    unsigned last = protocol->question_count - 1;

    write_order(drawing);
    write_leads(drawing);
    fprintf(drawing->out, "  q%u:e -> %s:w [constraint=false, " THICK "];\n", last,
            protocol->finding_count > 0 ? "findings" : "dispositions");
}

/* --- the whole ----------------------------------------------------------------------------- */

static void write_section(struct drawing *drawing, unsigned first, unsigned end)
{
    const char *title = drawing->protocol->questions[first].section;

    fprintf(drawing->out, "subgraph cluster_%u {\n  style=filled; color=\"#f1f3f5\";\n"
                          "  label=<<B>",
            first);
    write_wrapped(drawing, title == NULL ? drawing->protocol->title : title, WRAP_QUESTION,
                  "CENTER");
    fputs("</B>>;\n", drawing->out);
    for (unsigned q = first; q < end; q++)
        write_question(drawing, q);
    fputs("  { rank=same;", drawing->out);
    for (unsigned q = first; q < end; q++)
        fprintf(drawing->out, " q%u;", q);
    fputs(" }\n}\n", drawing->out);
}

static void write_title(struct drawing *drawing)
{
    const struct protocol *protocol = drawing->protocol;

    fputs("  label=<<FONT POINT-SIZE=\"28\"><B>", drawing->out);
    write_wrapped(drawing,
                  arena_format(&drawing->arena, "%s, version %s (%s)", protocol->title,
                               protocol->version, protocol->review.status),
                  100, "CENTER");
    fputs("</B></FONT>Questions are asked in the order of their numbers, along the thick line. "
          "A thin line leads from an answer to a question that is asked only then. "
          "STOP: nothing more is asked.<BR/>>;\n",
          drawing->out);
}

void graph(FILE *out, const struct protocol *protocol, const struct region *region)
{
    struct drawing drawing = {.out = out, .protocol = protocol, .region = region};

    fprintf(out,
            "digraph \"%s\" {\n"
            "  rankdir=LR; newrank=true; labelloc=t; nodesep=0.25; ranksep=0.7;\n"
            "  fontname=\"Helvetica\";\n"
            "  node [shape=plain, fontname=\"Helvetica\", fontsize=11];\n"
            "  edge [fontname=\"Helvetica\", fontsize=10];\n",
            protocol->id);
    collect_leads(&drawing);
    find_known(&drawing);
    write_title(&drawing);
    for (unsigned q = 0; q < protocol->question_count; q = section_end(protocol, q))
        write_section(&drawing, q, section_end(protocol, q));
    write_findings(&drawing);
    write_dispositions(&drawing);
    write_edges(&drawing);
    fputs("}\n", out);
    free(drawing.leads);
    free(drawing.followed);
    free(drawing.known);
    arena_free(&drawing.arena);
}
