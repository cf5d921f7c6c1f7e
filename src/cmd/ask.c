/*
 * ask: the default command. It puts the parts together: settings, protocol, region, a front end,
 * and what is printed at the end. It knows no rules and draws nothing.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "cmd/find.h"
#include "cmd/settings.h"
#include "engine/interview.h"
#include "engine/load.h"
#include "engine/region.h"
#include "report/json.h"
#include "report/text.h"
#include "ui/ask.h"
#include "ui/locale.h"

static const struct cmd_option options[] = {
    {"answers", 0, "FILE", "take the answers from FILE (JSON; - is standard input), ask nothing"},
    {"json", 0, NULL, "print the result as JSON on standard output"},
    {"region", 0, "REGION", "whose emergency numbers to show, such as GB"},
    {"plain", 0, NULL, "plain numbered lines instead of the full screen"},
    {"accessible", 0, NULL, "the same, by the name that other programs use"},
    {"color", 0, "WHEN", "auto, always or never"},
    {"contrast", 0, NULL, "high contrast"},
    {"ascii", 0, NULL, "no character outside ASCII"},
    {"no-mouse", 0, NULL, "leave the mouse to the terminal"},
    {"quiet", 'q', NULL, "print nothing after the full screen"},
    {0},
};

/* Options that are settings under another name. A NULL value: the argument of the option. */
static const struct effect {
    const char *option, *key, *value;
} effects[] = {
    {"accessible", "plain", "yes"}, {"ascii", "ascii", "yes"}, {"color", "color", NULL},
    {"contrast", "contrast", "yes"}, {"no-mouse", "mouse", "no"}, {"plain", "plain", "yes"},
    {"quiet", "quiet", "yes"}, {"region", "region", NULL},
};

/* Everything that one run needs. */
struct run {
    const struct cmd *cmd;
    struct settings settings;
    struct find_folders folders;
    struct arena arena;
    struct diags *diags;
    const char *answers; /* --answers, or NULL */
    bool json;
    bool region_option;  /* --region was given */
    bool full_screen;    /* the interview was asked there */
    struct protocol *protocol;
    struct region *region;
};

static bool take_setting(struct run *run, const struct cmd_option *option, const char *argument)
{
    const char *wanted = NULL;

    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
        const struct effect *effect = &effects[i];
        const char *value = effect->value != NULL ? effect->value : argument;
        if (strcmp(effect->option, option->name) != 0)
            continue;
        if (settings_set(&run->settings, effect->key, value, &wanted))
            return true;
        cmd_usage(run->cmd, "--%s cannot be '%s': it is %s", option->name, value, wanted);
        return false;
    }
    return false;
}

static bool take_option(struct run *run, const struct cmd_option *option, const char *argument)
{
    if (strcmp(option->name, "answers") == 0) {
        run->answers = argument;
        return true;
    }
    if (strcmp(option->name, "json") == 0) {
        run->json = true;
        return true;
    }
    if (strcmp(option->name, "region") == 0)
        run->region_option = true;
    return take_setting(run, option, argument);
}

static bool read_options(struct run *run, int argc, char **argv, const char **protocol)
{
    struct cmd_reading reading = {0};
    const struct cmd_option *option;

    while ((option = cmd_option(run->cmd, argc, argv, &reading)) != NULL)
        if (!take_option(run, option, reading.argument))
            return false;
    *protocol = reading.bad || reading.operands == argc ? FIND_SHIPPED : argv[reading.operands];
    return !reading.bad;
}

static enum status load(struct run *run, const char *name)
{
    const char *path = cmd_find_protocol(&run->folders, name);

    if (path == NULL)
        return STATUS_NOT_USABLE;
    run->protocol = load_protocol(path, run->diags);
    return run->protocol == NULL ? STATUS_NOT_USABLE : STATUS_FINISHED;
}

/* A wrong region would mean wrong numbers, so what is not known becomes words, never a guess. */
static enum status choose_region(struct run *run)
{
    const struct settings *settings = &run->settings;
    const char *path = find_file(&run->folders, "regions.json");

    if (run->region_option)
        return cmd_load_region(run->cmd, path, settings->region, run->diags, &run->region);
    if (settings->region != NULL && path != NULL)
        run->region = region_load(path, settings->region, run->diags);
    if (run->region != NULL)
        return STATUS_FINISHED;
    if (settings->region_named)
        cmd_say("no numbers are known for the region '%s'", settings->region);
    run->region = region_unknown();
    return STATUS_FINISHED;
}

/* --- reporting ------------------------------------------------------------------------------ */

/* Text goes to people at a terminal of this locale, JSON is UTF-8 everywhere. */
static void report(const struct run *run, const struct interview *interview)
{
    struct plain plain = {stdout, plain_columns(stdout), run->settings.ascii};

    if (run->json)
        report_json(stdout, interview, run->region);
    else
        report_text(&plain, interview, run->region);
}

static enum status evaluate(struct run *run)
{
    struct interview *interview = interview_new(run->protocol);
    enum status status = STATUS_FINISHED;

    if (!load_answers(run->answers, interview, run->diags)) {
        status = STATUS_NOT_USABLE;
    } else {
        report(run, interview);
        if (!interview_complete(interview)) {
            cmd_say("the answers stop short: question '%s' is asked and has no answer",
                    run->protocol->questions[interview_next(interview)].id);
            status = STATUS_LEFT;
        }
    }
    interview_free(interview);
    return status;
}

/* --- asking --------------------------------------------------------------------------------- */

static struct ui *start_full_screen(struct run *run, const struct ui_options *wanted)
{
    const char *terminal = getenv("TERM");
    struct ui *ui;

    if (run->settings.plain || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return NULL;
    ui = curses_start(wanted);
    run->full_screen = ui != NULL;
    if (ui == NULL)
        cmd_say("the terminal type '%s' has no full screen, so the questions come as plain lines",
                terminal == NULL ? "" : terminal);
    return ui;
}

static struct ui *start(struct run *run)
{
    struct ui_options wanted = {
        .colour = settings_colour(&run->settings),
        .ascii = run->settings.ascii,
        .mouse = run->settings.mouse,
        .on_stderr = run->json,
    };
    struct ui *ui = start_full_screen(run, &wanted);

    return ui != NULL ? ui : line_start(&wanted);
}

/* After clean-up, so that whoever started the program sees why it ended. */
static enum status end_by_signal(int number)
{
    if (number == SIGINT)
        return STATUS_INTERRUPTED;
    signal(number, SIG_DFL);
    raise(number);
    return STATUS_NO_TERMINAL;
}

static enum status status_of(enum ask_end end, const struct dialogue *dialogue)
{
    switch (end) {
    case ASK_FINISHED:
        return STATUS_FINISHED;
    case ASK_LEFT:
        return STATUS_LEFT;
    case ASK_INPUT_ENDED:
        if (dialogue_has_result(dialogue))
            return STATUS_FINISHED;
        cmd_say("the input has ended before the questions were finished, so there is no result");
        return STATUS_NO_TERMINAL;
    case ASK_TIMED_OUT:
        return STATUS_TIMED_OUT;
    default:
        return STATUS_NO_TERMINAL;
    }
}

/* In line mode the result already stands where it would be printed. */
static void report_after(const struct run *run, const struct dialogue *dialogue)
{
    if (run->json || (dialogue_has_result(dialogue) && run->full_screen && !run->settings.quiet))
        report(run, dialogue_interview(dialogue));
}

static enum status ask(struct run *run)
{
    struct ui *ui = start(run);
    struct dialogue_options help = {.keys = ui->methods->keys, .key_count = ui->methods->key_count};
    struct dialogue *dialogue = dialogue_new(run->protocol, run->region, help);
    enum ask_end end = ask_run(ui, dialogue, -1);
    enum status status;

    ui->methods->stop(ui);
    status = status_of(end, dialogue);
    if (end != ASK_SIGNALLED && end != ASK_TERMINAL_GONE)
        report_after(run, dialogue);
    dialogue_free(dialogue);
    return end == ASK_SIGNALLED ? end_by_signal(ui_signal()) : status;
}

/* --- the command ---------------------------------------------------------------------------- */

static const char *variable(const char *name)
{
    return getenv(name);
}

static enum status prepare(struct run *run, int argc, char **argv)
{
    const char *name;
    enum status status;

    settings_gather(&run->settings, variable, run->diags);
    if (!locale_start())
        run->settings.ascii = true;
    if (!read_options(run, argc, argv, &name))
        return STATUS_USAGE;
    status = load(run, name);
    return status == STATUS_FINISHED ? choose_region(run) : status;
}

static enum status run_ask(const struct cmd *cmd, int argc, char **argv)
{
    struct run run = {.cmd = cmd, .diags = diags_new()};
    struct find_context context = find_outside(&run.arena);
    enum status status;

    settings_init(&run.settings);
    find_init(&run.folders, &context);
    status = prepare(&run, argc, argv);
    diags_print(run.diags, stderr);
    diags_free(run.diags);
    run.diags = diags_new();
    if (status == STATUS_FINISHED)
        status = run.answers != NULL ? evaluate(&run) : ask(&run);
    diags_print(run.diags, stderr);
    diags_free(run.diags);
    region_free(run.region);
    protocol_free(run.protocol);
    find_fini(&run.folders);
    settings_fini(&run.settings);
    arena_free(&run.arena);
    return status;
}

const struct cmd cmd_ask = {
    .name = "",
    .operands = "[PROTOCOL]",
    .what = "Asks the questions of PROTOCOL (without it: the shipped one) and ends with advice",
    .most_operands = 1,
    .options = options,
    .run = run_ask,
};
