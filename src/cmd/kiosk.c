/*
 * kiosk: the unattended mode. Options, a fixed environment and what must be right before anybody
 * relies on it; the keeper does the rest.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "cmd/find.h"
#include "cmd/settings.h"
#include "kiosk/host.h"
#include "kiosk/journal.h"
#include "kiosk/keeper.h"
#include "kiosk/sandbox.h"
#include "ui/kiosk.h"
#include "ui/locale.h"

static const struct cmd_option options[] = {
    {"region", 0, "REGION", "whose emergency numbers to show, such as GB; needed"},
    {"idle", 0, "SECONDS", "ask for somebody after so long without a key (60)"},
    {"tally", 0, "FILE", "add to FILE which advice was given how often"},
    {"contrast", 0, NULL, "high contrast"},
    {"ascii", 0, NULL, "no character outside ASCII"},
    {"require-sandbox", 0, NULL, "do not start where the sandbox is not complete"},
    {"status", 0, NULL, "show what the sandbox gives up here, and end"},
    {"check-host", 0, NULL, "show what this machine leaves open, and end"},
    {0},
};

/* Terminals whose sequences are known to be understood and that cannot name a file of terminfo. */
static const char *const terminals[] = {
    "linux", "xterm", "xterm-256color", "screen", "screen-256color", "tmux", "tmux-256color",
    "rxvt-unicode-256color", "vt100", "vt102", "vt220",
};

struct run {
    const struct cmd *cmd;
    struct settings settings;
    struct find_folders folders;
    struct arena arena;
    struct diags *diags;
    struct keeper_options options;
    const char *protocol; /* as it is called */
    bool status, check_host;
};

/* --- options -------------------------------------------------------------------------------- */

static bool take_idle(struct run *run, const char *argument)
{
    char *end;
    long seconds = strtol(argument, &end, 10);

    if (*argument == '\0' || *end != '\0' || seconds < KIOSK_MIN_IDLE_S ||
        seconds > KIOSK_MAX_IDLE_S) {
        cmd_usage(run->cmd, "--idle cannot be '%s': it is %d to %d seconds", argument,
                  KIOSK_MIN_IDLE_S, KIOSK_MAX_IDLE_S);
        return false;
    }
    run->options.patient.idle_s = (unsigned)seconds;
    return true;
}

static bool take_setting(struct run *run, const struct cmd_option *option, const char *argument)
{
    const char *wanted, *value = argument == NULL ? "yes" : argument;

    if (settings_set(&run->settings, option->name, value, &wanted))
        return true;
    cmd_usage(run->cmd, "--%s cannot be '%s': it is %s", option->name, value, wanted);
    return false;
}

static bool take_option(struct run *run, const struct cmd_option *option, const char *argument)
{
    struct {
        const char *name;
        bool *flag;
    } flags[] = {
        {"status", &run->status},
        {"check-host", &run->check_host},
        {"require-sandbox", &run->options.patient.require_sandbox},
    };

    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(option->name, flags[i].name) == 0)
            return *flags[i].flag = true;
    if (strcmp(option->name, "idle") == 0)
        return take_idle(run, argument);
    if (strcmp(option->name, "tally") == 0) {
        run->options.tally = argument;
        return true;
    }
    return take_setting(run, option, argument);
}

static bool read_options(struct run *run, int argc, char **argv)
{
    struct cmd_reading reading = {0};
    const struct cmd_option *option;

    while ((option = cmd_option(run->cmd, argc, argv, &reading)) != NULL)
        if (!take_option(run, option, reading.argument))
            return false;
    if (reading.bad)
        return false;
    if (reading.operands < argc && (run->status || run->check_host)) {
        cmd_usage(run->cmd, "--%s looks at no protocol, so '%s' is too much",
                  run->status ? "status" : "check-host", argv[reading.operands]);
        return false;
    }
    run->protocol = reading.operands == argc ? FIND_SHIPPED : argv[reading.operands];
    return true;
}

/* --- the environment ------------------------------------------------------------------------ */

/*
 * Nothing of the environment can name a file that is read then. Who starts the program decides the
 * terminal's type, but only among those in the list.
 */
static void fix_environment(void)
{
    char *terminal = getenv("TERM") == NULL ? NULL : memory_text(getenv("TERM"));

    clearenv();
    setenv("LANG", "C.UTF-8", 1);
    if (terminal != NULL)
        setenv("TERM", terminal, 1);
    free(terminal);
    locale_start();
}

static const char *no_variable(const char *name)
{
    (void)name;
    return NULL;
}

static bool knows_terminal(void)
{
    const char *name = getenv("TERM");

    for (size_t i = 0; name != NULL && i < sizeof terminals / sizeof *terminals; i++)
        if (strcmp(name, terminals[i]) == 0)
            return true;
    cmd_say("a kiosk cannot run on the terminal type '%s'; redflag-kiosk(8) lists those it can",
            name == NULL ? "" : name);
    return false;
}

/* --- reports -------------------------------------------------------------------------------- */

static void list_calls(FILE *out)
{
    size_t count = 0;

    while (sandbox_call(count) != NULL)
        count++;
    fprintf(out, "%zu system calls are left:", count);
    for (size_t i = 0; i < count; i++)
        fprintf(out, " %s", sandbox_call(i));
    fputc('\n', out);
}

static void print_sandbox(const struct sandbox *sandbox)
{
    for (enum sandbox_part part = 0; part < SANDBOX_PART_COUNT; part++)
        if (sandbox_holds(sandbox, part))
            printf("in force: %s\n", sandbox_words(part));
        else
            printf("not in force: %s: %s\n", sandbox_words(part), sandbox->missing[part]);
    if (sandbox_holds(sandbox, SANDBOX_CALLS))
        list_calls(stdout);
}

static void tell_what_is_missing(const struct sandbox *sandbox)
{
    for (enum sandbox_part part = 0; part < SANDBOX_PART_COUNT; part++)
        if (!sandbox_holds(sandbox, part))
            journal_say("not in force: %s: %s", sandbox_words(part), sandbox->missing[part]);
}

/* Inside the sandbox, so what is said is what is so. */
static void report_sandbox(bool all)
{
    struct sandbox sandbox = sandbox_enter();

    if (all)
        print_sandbox(&sandbox);
    else
        tell_what_is_missing(&sandbox);
    _exit((int)cmd_finish(sandbox_is_closed(&sandbox) ? STATUS_FINISHED : STATUS_NOT_USABLE));
}

/* What a patient process would give up here. FINISHED: it would be closed. */
static enum status try_sandbox(bool all)
{
    int status = 0;
    pid_t pid;

    fflush(NULL);
    signal(SIGCHLD, SIG_DFL); /* who started this may ignore it, and the status would be lost */
    pid = fork();
    if (pid == 0)
        report_sandbox(all);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return STATUS_NOT_USABLE;
    return (enum status)WEXITSTATUS(status);
}

static enum status check_host(void)
{
    const char *name = ttyname(STDIN_FILENO);
    struct host_counts counts;

    if (name == NULL || strncmp(name, "/dev/tty", 8) != 0)
        name = "/dev/tty1";
    counts = host_check("", name + strlen("/dev/"), stdout);
    return counts.of[HOST_OPEN] == 0 ? STATUS_FINISHED : STATUS_NOT_USABLE;
}

/* --- starting ------------------------------------------------------------------------------- */

/* A wrong number in an emergency would be worse than no kiosk. */
static enum status choose_region(struct run *run)
{
    struct content_source *source = &run->options.source;
    struct region *region;
    enum status status;

    source->region = run->settings.region;
    source->regions = find_file(&run->folders, "regions.json");
    if (!run->settings.region_named || source->region == NULL)
        return cmd_usage(run->cmd, "a kiosk needs --region, for the right emergency number");
    status = cmd_load_region(run->cmd, source->regions, source->region, run->diags, &region);
    region_free(region);
    return status;
}

static enum status prepare(struct run *run)
{
    enum status status = choose_region(run);

    if (status != STATUS_FINISHED)
        return status;
    run->options.source.protocol = cmd_find_protocol(&run->folders, run->protocol);
    if (run->options.source.protocol == NULL)
        return STATUS_NOT_USABLE;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        cmd_say("a kiosk needs a terminal as its standard input and output");
        return STATUS_NO_TERMINAL;
    }
    return knows_terminal() ? STATUS_FINISHED : STATUS_NO_TERMINAL;
}

static enum status keep(struct run *run)
{
    struct patient_options *patient = &run->options.patient;

    if (try_sandbox(false) != STATUS_FINISHED && patient->require_sandbox) {
        cmd_say("the sandbox is not complete here, so the kiosk does not start");
        return STATUS_NOT_USABLE;
    }
    patient->screen = (struct ui_options){
        .colour = settings_colour(&run->settings),
        .ascii = run->settings.ascii,
        .spacious = true,
        .kiosk = true,
    };
    return keeper_run(&run->options);
}

static enum status run_kiosk(const struct cmd *cmd, int argc, char **argv)
{
    struct run run = {.cmd = cmd, .diags = diags_new(), .options.patient.idle_s = KIOSK_IDLE_S};
    struct find_context context;
    enum status status;

    fix_environment();
    context = find_outside(&run.arena);
    settings_init(&run.settings);
    settings_gather(&run.settings, no_variable, run.diags);
    find_init(&run.folders, &context);
    if (!read_options(&run, argc, argv))
        status = STATUS_USAGE;
    else if (run.status)
        status = try_sandbox(true);
    else if (run.check_host)
        status = check_host();
    else
        status = prepare(&run);
    diags_print(run.diags, stderr);
    diags_free(run.diags);
    if (status == STATUS_FINISHED && !run.status && !run.check_host)
        status = keep(&run);
    find_fini(&run.folders);
    settings_fini(&run.settings);
    arena_free(&run.arena);
    return status;
}

const struct cmd cmd_kiosk = {
    .name = "kiosk",
    .operands = "[PROTOCOL]",
    .what = "Asks one patient after the other on a terminal that nobody looks after",
    .most_operands = 1,
    .options = options,
    .run = run_kiosk,
};
