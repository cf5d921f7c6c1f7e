/* check_json: what was found, for programs. See check_json.h. */
#include "report/check_json.h"

#include "report/answers.h"
#include "report/proofs.h"

/* 2^53: up to here every reader of JSON keeps an integer as it is. */
static const long double EXACT_LIMIT = 9007199254740992.0L;

struct scene {
    struct writer *writer;
    const struct check *check;
    enum check_part part; /* the one whose faults are being written */
    struct arena arena;
};

static void write_protocol(struct scene *scene)
{
    const struct protocol *protocol = scene->check->protocol;

    writer_object(scene->writer, "protocol");
    writer_text(scene->writer, "id", protocol->id);
    writer_text(scene->writer, "version", protocol->version);
    writer_text(scene->writer, "language", protocol->language);
    writer_text(scene->writer, "title", protocol->title);
    writer_text(scene->writer, "review", protocol->review.status);
    writer_end_object(scene->writer);
}

/* --- faults -------------------------------------------------------------------------------- */

static void write_example(struct scene *scene, const char *name,
                          const struct interview *interview)
{
    const struct protocol *protocol = scene->check->protocol;

    if (interview == NULL)
        return;
    writer_object(scene->writer, name);
    writer_text(scene->writer, "disposition",
                protocol->dispositions[interview_facts(interview)->disposition].id);
    answers_write(scene->writer, "answers", interview, false);
    writer_end_object(scene->writer);
}

static void write_item(struct scene *scene, const struct verify_item *item)
{
    bool pair = item->other != NULL;

    writer_text(scene->writer, "meaning",
                proofs_meaning(scene->check->proofs, item));
    write_example(scene, pair ? "without" : "example", item->example);
    write_example(scene, "with", item->other);
}

static void write_place(struct scene *scene, const struct diag *diag)
{
    writer_text(scene->writer, "file", diag_safe(&scene->arena, diag->file));
    if (diag->line > 0) {
        writer_integer(scene->writer, "line", diag->line);
        writer_integer(scene->writer, "column", diag->column);
    }
    if (diag->pointer != NULL)
        writer_text(scene->writer, "pointer", diag_safe(&scene->arena, diag->pointer));
}

static void write_fault(void *context, const struct diag *diag)
{
    static const char *const parts[CHECK_PART_COUNT] = {"load", "lint", "proof", "trial"};
    struct scene *scene = context;

    writer_object(scene->writer, NULL);
    writer_text(scene->writer, "part", parts[scene->part]);
    writer_text(scene->writer, "severity", diag_severity_word(diag->severity));
    writer_text(scene->writer, "code", diag->code);
    write_place(scene, diag);
    writer_text(scene->writer, "message", diag->message);
    if (diag->tied != NULL)
        write_item(scene, diag->tied);
    writer_end_object(scene->writer);
}

static void write_faults(struct scene *scene)
{
    writer_list(scene->writer, "faults");
    for (scene->part = 0; scene->part < CHECK_PART_COUNT; scene->part++)
        diags_each(scene->check->diags[scene->part], write_fault, scene);
    writer_end_list(scene->writer);
}

/* --- figures ------------------------------------------------------------------------------- */

static void write_kept(struct scene *scene)
{
    const struct verify_report *report = scene->check->proofs;

    writer_text(scene->writer, "stopped_at", report->protocol->questions[report->stopped_at].id);
    writer_list(scene->writer, "kept_apart");
    for (size_t i = 0; i < report->kept_count; i++)
        writer_text(scene->writer, NULL,
                    protocol_finding_id(report->protocol, report->kept[i], &scene->arena));
    writer_end_list(scene->writer);
}

/* The number of interviews is null where it would not be exact; the words always say it. */
static void write_interviews(struct scene *scene)
{
    const struct verify_report *report = scene->check->proofs;

    writer_object(scene->writer, "interviews");
    if (report->interviews < EXACT_LIMIT)
        writer_integer(scene->writer, "count", (int64_t)report->interviews);
    else
        writer_text(scene->writer, "count", NULL);
    writer_text(scene->writer, "about", check_interviews(report, &scene->arena));
    writer_integer(scene->writer, "fewest_questions", report->fewest);
    writer_integer(scene->writer, "most_questions", report->most);
    writer_end_object(scene->writer);
}

static void write_tallies(struct scene *scene)
{
    writer_object(scene->writer, "tallies");
    for (enum check_kind kind = 0; kind < CHECK_KIND_COUNT; kind++) {
        struct check_tally tally = check_tally(scene->check, kind);
        writer_object(scene->writer, check_tally_name(kind));
        writer_bool(scene->writer, "known", check_is_known(scene->check, kind));
        writer_integer(scene->writer, "total", (int64_t)tally.total);
        writer_integer(scene->writer, "held", (int64_t)tally.held);
        writer_integer(scene->writer, "failed", (int64_t)tally.failed);
        writer_integer(scene->writer, "undecided", (int64_t)tally.undecided);
        writer_end_object(scene->writer);
    }
    writer_end_object(scene->writer);
}

/* --- the trace and what is missing --------------------------------------------------------- */

static void write_condition(struct scene *scene, const struct condition *condition)
{
    const struct protocol *protocol = scene->check->protocol;

    if (condition == NULL)
        return;
    if (condition->kind == CONDITION_FINDING)
        writer_text(scene->writer, NULL,
                    protocol_finding_id(protocol, condition->index, &scene->arena));
    if (condition->kind == CONDITION_SCORE)
        writer_text(scene->writer, NULL, protocol->scores[condition->index].id);
    for (size_t i = 0; i < condition->count; i++)
        write_condition(scene, &condition->of[i]);
}

static void write_origin(struct scene *scene, unsigned finding)
{
    const struct protocol *protocol = scene->check->protocol;

    if (finding < protocol->answer_count) {
        const struct answer *answer = &protocol->answers[finding];
        writer_text(scene->writer, "question", protocol->questions[answer->question].id);
        writer_text(scene->writer, "answer", answer->id);
    } else {
        const struct finding *named = &protocol->findings[finding - protocol->answer_count];
        writer_list(scene->writer, "rests_on");
        write_condition(scene, named->when);
        write_condition(scene, named->unless);
        writer_end_list(scene->writer);
    }
}

static void write_sources(struct scene *scene, unsigned finding)
{
    struct indexes sources = coverage_sources(scene->check->protocol, finding);

    writer_list(scene->writer, "sources");
    for (size_t i = 0; i < sources.count; i++)
        writer_text(scene->writer, NULL, scene->check->protocol->sources[sources.items[i]].id);
    writer_end_list(scene->writer);
}

static void write_cases(struct scene *scene, unsigned finding)
{
    const struct coverage *coverage = &scene->check->coverage;

    writer_list(scene->writer, "cases");
    for (size_t i = 0; coverage->cases != NULL && i < coverage->cases->vignette_count; i++)
        if (coverage_shows(coverage, i, finding))
            writer_text(scene->writer, NULL, coverage->cases->vignettes[i].id);
    writer_end_list(scene->writer);
}

static void write_trace(struct scene *scene)
{
    const struct protocol *protocol = scene->check->protocol;

    writer_list(scene->writer, "trace");
    for (unsigned f = 0; f < protocol_finding_total(protocol); f++) {
        unsigned raise = protocol_finding_raise(protocol, f);
        if (raise == PROTOCOL_NONE)
            continue;
        writer_object(scene->writer, NULL);
        writer_text(scene->writer, "red_flag", protocol_finding_id(protocol, f, &scene->arena));
        writer_text(scene->writer, "disposition", protocol->dispositions[raise].id);
        write_origin(scene, f);
        write_sources(scene, f);
        write_cases(scene, f);
        writer_end_object(scene->writer);
    }
    writer_end_list(scene->writer);
}

static void write_uncovered(struct scene *scene)
{
    static const char *const names[COVERAGE_COUNT] = {"answers", "findings", "advice",
                                                      "dispositions"};
    const struct coverage *coverage = &scene->check->coverage;

    writer_object(scene->writer, "uncovered");
    for (enum coverage_kind kind = 0; kind < COVERAGE_COUNT; kind++) {
        writer_list(scene->writer, names[kind]);
        for (unsigned i = 0; i < coverage_total(coverage, kind); i++)
            if (coverage_times(coverage, kind, i) == 0)
                writer_text(scene->writer, NULL, coverage_id(coverage, kind, i, &scene->arena));
        writer_end_list(scene->writer);
    }
    writer_end_object(scene->writer);
}

static void write_completing(struct scene *scene)
{
    writer_list(scene->writer, "covering");
    for (size_t i = 0; i < scene->check->completing_count; i++)
        answers_write(scene->writer, NULL, scene->check->completing[i], false);
    writer_end_list(scene->writer);
    writer_bool(scene->writer, "covering_all", scene->check->completing_all);
}

void check_json(struct writer *writer, const struct check *check)
{
    struct scene scene = {.writer = writer, .check = check};

    writer_object(writer, NULL);
    writer_text(writer, "file", diag_safe(&scene.arena, check->path));
    writer_bool(writer, "passed", check_errors(check) == 0);
    writer_integer(writer, "errors", (int64_t)check_errors(check));
    writer_integer(writer, "warnings", (int64_t)check_warnings(check));
    write_faults(&scene);
    writer_integer(writer, "faults_not_listed", (int64_t)check_unlisted(check));
    if (check->protocol != NULL) {
        write_protocol(&scene);
        writer_bool(writer, "decided", check->proofs->decided);
        if (check->proofs->decided)
            write_interviews(&scene);
        else
            write_kept(&scene);
        write_tallies(&scene);
        write_trace(&scene);
        write_uncovered(&scene);
        write_completing(&scene);
    }
    writer_end_object(writer);
    arena_free(&scene.arena);
}
