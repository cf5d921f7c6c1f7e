/* keeper: see keeper.h. Signals are not handled but waited for, so nothing happens at odd moments. */
#include "kiosk/keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "kiosk/console.h"
#include "kiosk/journal.h"
#include "kiosk/sandbox.h"
#include "report/tally.h"
#include "ui/kiosk.h"
#include "ui/terminal.h"

enum {
    KILL_MS = 500,     /* a patient process that is asked to end has so long */
    QUICK_MS = 2000,   /* one that fails sooner failed at its start */
    MOST_FAILURES = 5, /* so often in a row: something is wrong here, not with one patient */
    RETRY_MS = 10000,  /* then it is tried again so often */
    /* And content that was refused, so often: a disk may be there again. */
    RETRY_CONTENT_MS = 1000 * KIOSK_SECONDS(60, 1),
    LOOK_MS = 1000,    /* files and the terminal are looked at so often while nothing is asked */
    TRIAL_S = 120      /* content has so long to pass its proofs */
};

struct keeper {
    const struct keeper_options *options;
    struct content content;   /* without a protocol: out of order */
    pid_t patient, trial;     /* 0: there is none */
    unsigned long long stamp; /* of the files when the last trial began */
    int ended_with;           /* the status of the last patient process, as wait gives it */
    bool ending, gone;        /* gone: the terminal */
    bool reload;              /* new content has passed its trial */
    bool again;               /* it has to be tried once more: it changed, or somebody asked */
    bool redraw;
    unsigned failures;        /* in a row */
    long long kill_ms;        /* when a patient process that should end is killed */
};

/* --- signals -------------------------------------------------------------------------------- */

static const int awaited[] = {SIGTERM, SIGHUP, SIGCHLD, SIGWINCH};

/* What the keyboard, a background write or a stranger could send, and means nothing here. */
static const int ignored[] = {SIGINT,  SIGQUIT, SIGTSTP,   SIGTTIN, SIGTTOU, SIGPIPE, SIGUSR1,   SIGUSR2,
                              SIGALRM, SIGVTALRM, SIGPROF, SIGIO,   SIGPWR,  SIGSTKFLT, SIGXFSZ, SIGXCPU};

static void collect(sigset_t *set)
{
    sigemptyset(set);
    for (size_t i = 0; i < sizeof awaited / sizeof *awaited; i++)
        sigaddset(set, awaited[i]);
}

static void take_signals(void)
{
    sigset_t set;

    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++)
        signal(number, SIG_IGN);
    /* One that is ignored would never arrive. */
    for (size_t i = 0; i < sizeof awaited / sizeof *awaited; i++)
        signal(awaited[i], SIG_DFL);
    collect(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
}

static void end(struct keeper *keeper)
{
    if (keeper->ending)
        return;
    keeper->ending = true;
    keeper->kill_ms = clock_ms() + KILL_MS;
    if (keeper->patient != 0)
        kill(keeper->patient, SIGTERM);
}

/* --- content -------------------------------------------------------------------------------- */

/* Where the reasons against some content are written before the journal gets them. */
static FILE *open_reasons(char **text, size_t *size)
{
    FILE *out = open_memstream(text, size);

    if (out == NULL)
        memory_ran_out();
    return out;
}

static void try_without_memory(void)
{
    static const char text[] = "redflag: kiosk: there is not enough memory for this content\n";

    journal_write(text, sizeof text - 1);
    _exit(STATUS_NOT_USABLE);
}

/*
 * Content is tried in a process of its own, also the first, so that whatever is wrong with it, it cannot
 * take along the kiosk that shows it or says that it is out of order.
 */
static _Noreturn void try_and_end(const struct content_source *source)
{
    struct content content;
    char *reasons = NULL;
    size_t size = 0;
    FILE *out;
    bool good;

    signal(SIGALRM, SIG_DFL);
    alarm(TRIAL_S);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    memory_on_failure(try_without_memory);
    out = open_reasons(&reasons, &size);
    good = content_load(source, &content, out) && content_prove(&content, out);
    fclose(out);
    journal_write(reasons, size);
    _exit(good ? STATUS_FINISHED : STATUS_NOT_USABLE);
}

static void try_content(struct keeper *keeper)
{
    pid_t pid;

    keeper->again = keeper->trial != 0;
    if (keeper->again)
        return;
    keeper->reload = false; /* what has passed before is not there any more */
    keeper->stamp = content_stamp(&keeper->options->source);
    pid = fork();
    if (pid == 0)
        try_and_end(&keeper->options->source);
    if (pid < 0)
        journal_say("the content cannot be tried: %s", strerror(errno));
    else
        keeper->trial = pid;
}

static bool has_changed(const struct keeper *keeper)
{
    return content_stamp(&keeper->options->source) != keeper->stamp;
}

/* Whoever sits at the start screen loses nothing; anybody else is left to finish. */
static void end_trial(struct keeper *keeper, int status)
{
    keeper->trial = 0;
    if (keeper->again || has_changed(keeper)) {
        try_content(keeper);
        return;
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != STATUS_FINISHED) {
        journal_say("this content is not used%s%s%s", WIFSIGNALED(status) ? ": " : "",
                    WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "",
                    keeper->content.protocol == NULL ? "" : "; the one before stays in use");
        return;
    }
    keeper->reload = true;
    if (keeper->patient != 0)
        kill(keeper->patient, SIGUSR1);
}

/* Takes over what has passed its trial, and nothing that has changed since. */
static void load(struct keeper *keeper)
{
    struct content loaded;
    char *reasons = NULL;
    size_t size = 0;
    FILE *out = open_reasons(&reasons, &size);
    bool good = !has_changed(keeper) && content_load(&keeper->options->source, &loaded, out);

    keeper->reload = false;
    fclose(out);
    if (good && !has_changed(keeper)) {
        content_free(&keeper->content);
        keeper->content = loaded;
        journal_say("asks '%s', version %s, with the numbers of %s", loaded.protocol->id,
                    loaded.protocol->version, loaded.region->id);
    } else {
        journal_write(reasons, size);
        if (good)
            content_free(&loaded);
        try_content(keeper);
    }
    free(reasons);
}

/* --- waiting -------------------------------------------------------------------------------- */

static void reap(struct keeper *keeper)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
        if (WIFSTOPPED(status)) {
            kill(pid, SIGKILL); /* it would show what it shows for ever */
        } else if (pid == keeper->patient) {
            keeper->patient = 0;
            keeper->ended_with = status;
        } else if (pid == keeper->trial) {
            end_trial(keeper, status);
        }
    }
}

static void obey(struct keeper *keeper, int number)
{
    switch (number) {
    case SIGTERM:
        end(keeper);
        break;
    case SIGHUP: /* from an administrator, or because there is no terminal any more */
        keeper->gone = console_gone();
        if (keeper->gone)
            end(keeper);
        else
            try_content(keeper);
        break;
    case SIGWINCH:
        keeper->redraw = true;
        break;
    default:
        break;
    }
}

/* Waits for a signal, at most so long, and carries it out. */
static void wait_for_signal(struct keeper *keeper, int milliseconds)
{
    struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000L};
    sigset_t set;
    int number;

    collect(&set);
    number = sigtimedwait(&set, NULL, &time);
    if (number > 0)
        obey(keeper, number);
    reap(keeper);
    if (keeper->ending && keeper->patient != 0 && clock_ms() >= keeper->kill_ms)
        kill(keeper->patient, SIGKILL);
}

/* --- one patient ---------------------------------------------------------------------------- */

static void start_patient(struct keeper *keeper)
{
    pid_t keeper_pid = getpid();
    pid_t pid = fork();

    if (pid == 0) {
        /* Nobody would clear the screen behind a patient process without a keeper. */
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != keeper_pid)
            _exit(PATIENT_ENDED);
        patient_serve(&keeper->content, &keeper->options->patient);
    }
    keeper->patient = pid > 0 ? pid : 0;
    if (pid < 0)
        journal_say("no new process: %s", strerror(errno));
}

static void count(struct keeper *keeper, unsigned disposition)
{
    const char *path = keeper->options->tally;
    const struct protocol *protocol = keeper->content.protocol;

    if (path == NULL || disposition >= protocol->disposition_count)
        return;
    if (!tally_append(path, time(NULL), protocol, disposition))
        journal_say("%s: an interview could not be counted: %s", path, strerror(errno));
}

/* Why a patient process failed, or NULL if it did not. */
static const char *failure_of(int status)
{
    if (WIFSIGNALED(status)) {
        switch (WTERMSIG(status)) {
        case SIGUSR1: /* there is new content */
        case SIGTERM: /* it was asked to end before it could listen */
        case SIGHUP:
            return NULL;
        case SIGALRM:
            return "it was stuck";
        case SIGSYS:
            return "it tried a forbidden system call";
        default:
            return strsignal(WTERMSIG(status));
        }
    }
    switch (WEXITSTATUS(status)) {
    case PATIENT_NO_SCREEN:
        return "this terminal has no full screen";
    case PATIENT_OPEN:
        return "it could not lock itself in";
    case PATIENT_GONE:
        return "it lost the terminal";
    case STATUS_NO_TERMINAL:
        return "it ran out of memory";
    case PATIENT_DONE:
    case PATIENT_ENDED:
        return NULL;
    default:
        return WEXITSTATUS(status) >= PATIENT_RESULT ? NULL : "it ended for an unknown reason";
    }
}

static void judge(struct keeper *keeper, long long lived_ms)
{
    int status = keeper->ended_with;
    const char *failure = failure_of(status);

    if (console_gone()) {
        keeper->gone = true;
        end(keeper);
        return;
    }
    if (failure == NULL) {
        keeper->failures = 0;
        if (WIFEXITED(status) && WEXITSTATUS(status) >= PATIENT_RESULT)
            count(keeper, (unsigned)(WEXITSTATUS(status) - PATIENT_RESULT));
        return;
    }
    if (keeper->ending)
        return;
    keeper->failures = lived_ms < QUICK_MS ? keeper->failures + 1 : 1;
    journal_say("an interview was ended (%s); a new one begins", failure);
}

static void serve(struct keeper *keeper)
{
    long long began = clock_ms();

    console_reset();
    start_patient(keeper);
    if (keeper->patient == 0) {
        keeper->failures++;
        wait_for_signal(keeper, LOOK_MS);
        return;
    }
    while (keeper->patient != 0) {
        wait_for_signal(keeper, keeper->ending ? KILL_MS : LOOK_MS);
        terminal_start_output(); /* the patient process may wait in a write for it */
    }
    /* What was on the screen goes first, everything else can wait. */
    console_reset();
    judge(keeper, clock_ms() - began);
}

/* --- out of order --------------------------------------------------------------------------- */

static void show_out_of_order(struct keeper *keeper)
{
    struct region *region = content_region(&keeper->options->source);
    struct arena arena = {0};
    const char *sentences[] = {
        "This screen is out of order.",
        "If you need help, speak to a member of staff.",
        region_fill(region, "In an emergency call {emergency}.", &arena),
    };

    console_say(sentences, sizeof sentences / sizeof *sentences);
    arena_free(&arena);
    region_free(region);
}

/*
 * Until there is new content, or for a while: whatever was wrong may have passed. Files that change are
 * tried at once, as nobody can be disturbed.
 */
static void be_out_of_order(struct keeper *keeper)
{
    bool failing = keeper->content.protocol != NULL;
    long long until_ms = clock_ms() + (failing ? RETRY_MS : RETRY_CONTENT_MS);

    journal_say("out of order");
    keeper->redraw = true;
    while (!keeper->ending && !keeper->reload && clock_ms() < until_ms) {
        if (keeper->redraw)
            show_out_of_order(keeper);
        keeper->redraw = false;
        wait_for_signal(keeper, LOOK_MS);
        tcflush(STDIN_FILENO, TCIFLUSH);
        if (console_gone()) {
            keeper->gone = true;
            end(keeper);
        }
        if (has_changed(keeper))
            try_content(keeper);
    }
    keeper->failures = MOST_FAILURES - 1;
    if (!failing && !keeper->ending && !keeper->reload)
        try_content(keeper);
}

/* A kiosk that cannot count still asks; whoever sets it up should not learn that a week later. */
static void try_tally(const char *path)
{
    if (path != NULL && !tally_ready(path))
        journal_say("%s: interviews cannot be counted: %s", path, strerror(errno));
}

/* --- the life of a kiosk -------------------------------------------------------------------- */

/* The first content. It takes no time that anybody would notice; else the screen says why. */
static void begin(struct keeper *keeper)
{
    long long until_ms = clock_ms() + LOOK_MS;

    try_content(keeper);
    while (keeper->trial != 0 && !keeper->ending && clock_ms() < until_ms)
        wait_for_signal(keeper, LOOK_MS);
}

enum status keeper_run(const struct keeper_options *options)
{
    struct keeper keeper = {.options = options};

    if (!console_open())
        return STATUS_NO_TERMINAL;
    take_signals();
    memory_on_failure(console_close);
    console_reset(); /* what a keeper that was killed may have left */
    sandbox_prepare();
    try_tally(options->tally);
    begin(&keeper);
    while (!keeper.ending) {
        if (keeper.reload)
            load(&keeper);
        else if (keeper.content.protocol == NULL || keeper.failures >= MOST_FAILURES)
            be_out_of_order(&keeper);
        else
            serve(&keeper);
    }
    if (keeper.trial > 0)
        kill(keeper.trial, SIGKILL);
    console_close();
    memory_on_failure(NULL);
    content_free(&keeper.content);
    journal_say(keeper.gone ? "ends: the terminal has gone away" : "ends");
    return keeper.gone ? STATUS_NO_TERMINAL : STATUS_FINISHED;
}
