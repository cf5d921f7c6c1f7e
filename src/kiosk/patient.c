/* patient: see patient.h. */
#include "kiosk/patient.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "kiosk/sandbox.h"
#include "ui/kiosk.h"

_Static_assert(PATIENT_RESULT + PROTOCOL_MAX_DISPOSITIONS <= 128, "exit statuses of signals");

/* Goes on while the machine sleeps: a patient has left by then. */
static long long boot_time_ms(void *unused)
{
    struct timespec now;

    (void)unused;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* SIGALRM has its default action, so the kernel ends this process even where it hangs in a write. */
static void set_deadline(void *unused, unsigned seconds)
{
    struct itimerval timer = {.it_value.tv_sec = (time_t)seconds};

    (void)unused;
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void set_blocked(int how, int number)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, number);
    sigprocmask(how, &signals, NULL);
}

static void hold_renewal(void *unused)
{
    (void)unused;
    set_blocked(SIG_BLOCK, SIGUSR1);
}

/* As it was before the parent took signals into its own hands, but for those of the keyboard. */
static void take_signals(void)
{
    static const int standard[] = {SIGALRM, SIGUSR1, SIGTERM, SIGHUP, SIGCHLD};
    sigset_t none;

    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++)
        signal(standard[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * A crash ends this process as it is: the keeper puts the terminal in order, and a handler could not
 * raise the signal again from inside the sandbox.
 */
static void let_crashes_end_it(void)
{
    static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        signal(crashes[i], SIG_DFL);
}

static int status_of(enum kiosk_end end, unsigned disposition)
{
    if (end == KIOSK_GONE)
        return PATIENT_GONE;
    if (disposition != PROTOCOL_NONE)
        return PATIENT_RESULT + (int)disposition;
    return end == KIOSK_SIGNALLED ? PATIENT_ENDED : PATIENT_DONE;
}

/* The terminal's description is read before the sandbox closes, the first key after it. */
void patient_serve(const struct content *content, const struct patient_options *options)
{
    struct kiosk kiosk = {
        .protocol = content->protocol,
        .region = content->region,
        .idle_s = options->idle_s,
        .world = {.now_ms = boot_time_ms, .deadline = set_deadline, .begun = hold_renewal},
    };
    struct sandbox sandbox;
    enum kiosk_end end;
    unsigned disposition;

    take_signals();
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0);
    kiosk.ui = curses_start(&options->screen);
    if (kiosk.ui == NULL)
        _exit(PATIENT_NO_SCREEN);
    let_crashes_end_it();
    sandbox = sandbox_enter();
    if (options->require_sandbox && !sandbox_is_closed(&sandbox))
        _exit(PATIENT_OPEN);
    end = kiosk_serve(&kiosk, &disposition);
    kiosk.ui->methods->stop(kiosk.ui);
    _exit(status_of(end, disposition));
}
