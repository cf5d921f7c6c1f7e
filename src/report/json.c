/* json: the result for programs. See json.h. */
#include "report/json.h"

#include <stdlib.h>

#include "report/answers.h"
#include "report/writer.h"

/* What the parts of a report pass around. */
struct report {
    struct writer writer;
    const struct interview *interview;
    const struct protocol *protocol;
    const struct region *region;
    struct arena arena; /* texts made for this report; they may tell answers */
};

static const char *fill(struct report *report, const char *text)
{
    return text == NULL ? NULL : region_fill(report->region, text, &report->arena);
}

static void write_protocol(struct report *report)
{
    const struct protocol *protocol = report->protocol;

    writer_object(&report->writer, "protocol");
    writer_text(&report->writer, "id", protocol->id);
    writer_text(&report->writer, "version", protocol->version);
    writer_text(&report->writer, "language", protocol->language);
    writer_text(&report->writer, "review", protocol->review.status);
    writer_end_object(&report->writer);
}

static void write_disposition(struct report *report, const char *name, unsigned disposition)
{
    const struct disposition *outcome = &report->protocol->dispositions[disposition];

    writer_object(&report->writer, name);
    writer_text(&report->writer, "id", outcome->id);
    writer_text(&report->writer, "title", fill(report, outcome->title));
    writer_text(&report->writer, "within", fill(report, outcome->within));
    writer_end_object(&report->writer);
}

/* Unfinished: only what was raised so far, and under another name. */
static void write_outcome(struct report *report)
{
    unsigned disposition = interview_facts(report->interview)->disposition;
    bool complete = interview_complete(report->interview);

    writer_bool(&report->writer, "complete", complete);
    if (complete) {
        write_disposition(report, "disposition", disposition);
        return;
    }
    writer_text(&report->writer, "disposition", NULL);
    if (disposition == report->protocol->disposition_count - 1)
        writer_text(&report->writer, "at_least", NULL);
    else
        write_disposition(report, "at_least", disposition);
}

static bool question_hidden(const struct report *report, unsigned question)
{
    return report->protocol->questions[question].private;
}

static void write_grounds(struct report *report, unsigned finding)
{
    unsigned room = report->protocol->question_count;
    unsigned *questions = memory_new(room, sizeof *questions);
    size_t count = interview_grounds(report->interview, finding, questions, room);

    writer_list(&report->writer, "questions");
    for (size_t i = 0; i < count; i++)
        writer_text(&report->writer, NULL, report->protocol->questions[questions[i]].id);
    writer_end_list(&report->writer);
    free(questions);
}

static void write_red_flag(struct report *report, unsigned finding)
{
    const struct protocol *protocol = report->protocol;
    unsigned raised = protocol_finding_raise(protocol, finding);

    if (protocol_finding_private(protocol, finding))
        return;
    writer_object(&report->writer, NULL);
    writer_text(&report->writer, "id", protocol_finding_id(protocol, finding, &report->arena));
    writer_text(&report->writer, "note", fill(report, protocol_finding_note(protocol, finding)));
    writer_text(&report->writer, "raises", protocol->dispositions[raised].id);
    write_grounds(report, finding);
    writer_end_object(&report->writer);
}

static void write_red_flags(struct report *report)
{
    unsigned total = protocol_finding_total(report->protocol);
    unsigned *findings = memory_new(total, sizeof *findings);
    size_t count = interview_red_flags(report->interview, findings, total);

    writer_list(&report->writer, "red_flags");
    for (size_t i = 0; i < count; i++)
        write_red_flag(report, findings[i]);
    writer_end_list(&report->writer);
    memory_wipe(findings, total * sizeof *findings);
    free(findings);
}

static void write_findings(struct report *report)
{
    const struct protocol *protocol = report->protocol;

    writer_list(&report->writer, "findings");
    for (unsigned f = 0; f < protocol_finding_total(protocol); f++) {
        if (!facts_holds(interview_facts(report->interview), f) ||
            protocol_finding_private(protocol, f))
            continue;
        writer_object(&report->writer, NULL);
        writer_text(&report->writer, "id", protocol_finding_id(protocol, f, &report->arena));
        writer_text(&report->writer, "note", fill(report, protocol_finding_note(protocol, f)));
        writer_end_object(&report->writer);
    }
    writer_end_list(&report->writer);
}

/* A score that a private answer gave points to would tell that answer. */
static bool score_hidden(const struct report *report, unsigned score)
{
    const struct protocol *protocol = report->protocol;

    for (unsigned a = 0; a < protocol->answer_count; a++) {
        const struct answer *answer = &protocol->answers[a];
        for (size_t i = 0; question_hidden(report, answer->question) && i < answer->points_count;
             i++)
            if (answer->points[i].score == score)
                return true;
    }
    return false;
}

static void write_points(struct report *report)
{
    writer_object(&report->writer, "points");
    for (unsigned s = 0; s < report->protocol->score_count; s++)
        if (!score_hidden(report, s))
            writer_integer(&report->writer, report->protocol->scores[s].id,
                           interview_facts(report->interview)->points[s]);
    writer_end_object(&report->writer);
}

static void write_reasons(struct report *report, unsigned advice)
{
    unsigned total = protocol_finding_total(report->protocol);
    unsigned *findings = memory_new(total, sizeof *findings);
    size_t count = interview_reasons(report->interview, advice, findings, total);

    writer_list(&report->writer, "reasons");
    for (size_t i = 0; i < count; i++)
        writer_text(&report->writer, NULL,
                    protocol_finding_id(report->protocol, findings[i], &report->arena));
    writer_end_list(&report->writer);
    memory_wipe(findings, total * sizeof *findings);
    free(findings);
}

/* Advice belongs to a disposition, so without one there is none. */
static void write_advice(struct report *report)
{
    const struct protocol *protocol = report->protocol;
    bool complete = interview_complete(report->interview);

    writer_list(&report->writer, "advice");
    for (unsigned a = 0; complete && a < protocol->advice_count; a++) {
        const struct advice *advice = &protocol->advice[a];
        if (advice->private ||
            !facts_advise(interview_facts(report->interview), protocol, a))
            continue;
        writer_object(&report->writer, NULL);
        writer_text(&report->writer, "id", advice->id);
        writer_text(&report->writer, "text", fill(report, advice->text));
        write_reasons(report, a);
        writer_end_object(&report->writer);
    }
    writer_end_list(&report->writer);
}

static void write_asked(struct report *report)
{
    writer_list(&report->writer, "asked");
    for (unsigned q = 0; q < report->protocol->question_count; q++)
        if (interview_asked(report->interview, q) && !question_hidden(report, q))
            writer_text(&report->writer, NULL, report->protocol->questions[q].id);
    writer_end_list(&report->writer);
}

void report_json(FILE *out, const struct interview *interview, const struct region *region)
{
    struct report report = {
        .writer = {.out = out},
        .interview = interview,
        .protocol = interview_protocol(interview),
        .region = region,
    };

    writer_object(&report.writer, NULL);
    write_protocol(&report);
    write_outcome(&report);
    write_red_flags(&report);
    write_findings(&report);
    write_points(&report);
    write_advice(&report);
    write_asked(&report);
    answers_write(&report.writer, "answers", interview, true);
    writer_text(&report.writer, "region", region->id);
    writer_end_object(&report.writer);
    writer_end(&report.writer);
    arena_wipe(&report.arena);
}
