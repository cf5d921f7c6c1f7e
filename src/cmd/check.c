/*
 * check: is a protocol well formed, and is it safe? Puts the loader, the lints, the prover and the
 * cases together; what each of them finds is told by the reports.
 */
#include "cmd/cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "cmd/find.h"
#include "engine/lint.h"
#include "engine/load.h"
#include "report/check_json.h"
#include "report/check_text.h"
#include "report/proofs.h"
#include "ui/fit.h"
#include "ui/locale.h"

static const struct cmd_option options[] = {
    {"trace", 0, NULL, "print where each red flag comes from and which cases cover it"},
    {"coverage", 0, NULL, "print what no case covers, and answers that would"},
    {"notes", 0, NULL, "print an example with each note, not only with one of each sort"},
    {"json", 0, NULL, "print everything as JSON"},
    {"budget", 0, "N", "how many steps the proofs may take (2000000 and 100 a question)"},
    {0},
};

struct run {
    const struct cmd *cmd;
    struct find_folders folders;
    struct arena arena;
    struct region *region;
    struct check_text text;
    struct writer writer;
    bool trace, coverage, json;
    size_t budget; /* 0: what is usual for the protocol */
};

static bool take_budget(struct run *run, const char *argument)
{
    char *end;

    errno = 0;
    run->budget = strtoul(argument, &end, 10);
    if (errno == 0 && *end == '\0' && argument[0] >= '1' && argument[0] <= '9')
        return true;
    cmd_usage(run->cmd, "--budget cannot be '%s': it is a number of steps, 1 or more", argument);
    return false;
}

static bool read_options(struct run *run, int argc, char **argv, int *operands)
{
    struct cmd_reading reading = {0};
    const struct cmd_option *option;

    while ((option = cmd_option(run->cmd, argc, argv, &reading)) != NULL) {
        bool *const flags[] = {&run->trace, &run->coverage, &run->text.notes, &run->json};
        if (option->argument == NULL)
            *flags[option - options] = true;
        else if (!take_budget(run, reading.argument))
            return false;
    }
    *operands = reading.operands;
    return !reading.bad;
}

/* --- finding out --------------------------------------------------------------------------- */

static void load_cases(struct run *run, struct check *check)
{
    const char *path = cases_path(check->path, &run->arena);

    if (cases_exist(path)) {
        check->cases = cases_load(path, check->protocol, check->diags[CHECK_LOAD]);
        return;
    }
    diag_add(check->diags[CHECK_TRIAL], DIAG_NO_CASES, check->path, 0, 0, NULL,
             "there is no file of cases, so nothing was tried; \"%s\" was looked for",
             diag_safe(&run->arena, path));
    if (strcmp(check->protocol->review.status, "reviewed") == 0)
        diag_escalate(check->diags[CHECK_TRIAL]);
}

static void judge_cases(struct check *check)
{
    struct arena arena = {0};

    for (size_t i = 0; check->cases != NULL && i < check->cases->vignette_count; i++) {
        const struct vignette *vignette = &check->cases->vignettes[i];
        size_t count;
        const char *const *sentences = cases_judge(vignette, &arena, &count);
        for (size_t s = 0; s < count; s++)
            diag_add(check->diags[CHECK_TRIAL], DIAG_CASE_FAILED, check->cases->path,
                     vignette->place.line, vignette->place.column,
                     arena_format(&arena, "/cases/%zu", i), "the case \"%s\": %s", vignette->id,
                     sentences[s]);
    }
    arena_free(&arena);
}

static void find_out(struct run *run, struct check *check)
{
    char today[DATE_SIZE];
    size_t budget;

    date_of(today, time(NULL));
    check->protocol = load_protocol(check->path, check->diags[CHECK_LOAD]);
    if (check->protocol == NULL)
        return;
    budget = run->budget != 0 ? run->budget : verify_budget(check->protocol);
    lint(check->protocol, today, check->diags[CHECK_LINT]);
    fit(check->protocol, run->region, check->diags[CHECK_LINT]);
    load_cases(run, check);
    check->proofs = verify(check->protocol, check->cases, budget);
    proofs_add(check->diags[CHECK_PROOF], check->proofs, check->cases);
    judge_cases(check);
    coverage_init(&check->coverage, check->protocol, check->cases);
    coverage_gaps(&check->coverage, check->diags[CHECK_TRIAL]);
    if (run->coverage)
        check->completing = coverage_complete(&check->coverage, budget,
                                              &check->completing_count, &check->completing_all);
}

/* --- the command --------------------------------------------------------------------------- */

static void tell(struct run *run, const struct check *check)
{
    if (run->json) {
        check_json(&run->writer, check);
        return;
    }
    if (run->trace && check->protocol != NULL)
        check_text_trace(&run->text, check);
    if (run->coverage && check->protocol != NULL)
        check_text_coverage(&run->text, check);
    check_text(&run->text, check);
}

/* A protocol that cannot be found is a fault like others, so that JSON tells of it too. */
static bool check_one(struct run *run, const char *name)
{
    const char *path = find_protocol(&run->folders, name);
    struct check check;
    bool passed;

    check_init(&check, path == NULL ? name : path);
    if (path == NULL)
        diag_add(check.diags[CHECK_LOAD], DIAG_CANNOT_OPEN, name, 0, 0, NULL,
                 "there is no protocol of this name; \"redflag list\" shows those there are");
    else
        find_out(run, &check);
    tell(run, &check);
    passed = check_errors(&check) == 0;
    check_fini(&check);
    return passed;
}

static bool check_each(struct run *run, int count, char **names)
{
    bool passed = true;

    if (count == 0)
        return check_one(run, FIND_SHIPPED);
    for (int i = 0; i < count; i++) {
        if (i > 0 && !run->json)
            putchar('\n');
        passed = check_one(run, names[i]) && passed;
    }
    return passed;
}

static bool check_all(struct run *run, int count, char **names)
{
    bool passed;

    if (!run->json)
        return check_each(run, count, names);
    writer_object(&run->writer, NULL);
    writer_list(&run->writer, "protocols");
    passed = check_each(run, count, names);
    writer_end_list(&run->writer);
    writer_bool(&run->writer, "passed", passed);
    writer_end_object(&run->writer);
    writer_end(&run->writer);
    return passed;
}

static enum status run_check(const struct cmd *cmd, int argc, char **argv)
{
    struct run run = {.cmd = cmd};
    struct find_context context = find_outside(&run.arena);
    enum status status = STATUS_USAGE;
    int operands;

    run.writer.out = stdout;
    run.text.plain = (struct plain){stdout, plain_columns(stdout), !locale_start()};
    run.text.wrap = isatty(STDOUT_FILENO);
    run.text.region = run.region = region_unknown();
    find_init(&run.folders, &context);
    if (read_options(&run, argc, argv, &operands))
        status = check_all(&run, argc - operands, argv + operands) ? STATUS_FINISHED
                                                                   : STATUS_NOT_USABLE;
    find_fini(&run.folders);
    region_free(run.region);
    arena_free(&run.arena);
    return status;
}

const struct cmd cmd_check = {
    .name = "check",
    .operands = "[PROTOCOL]...",
    .what = "Says what is wrong with a protocol, and proves what holds",
    .most_operands = SIZE_MAX / 2,
    .options = options,
    .run = run_check,
};
