/* terminal: see terminal.h. */
#include "ui/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "ui/ui.h"

/* Curses counts lines and columns in 16 bits with a sign, and cells in memory. No screen is larger. */
enum { CRASH_STACK = 64 * 1024, CRASH_BYTES = 256, LARGEST = 1000 };

static const int end_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
static const int crash_signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

enum {
    END_SIGNALS = sizeof end_signals / sizeof *end_signals,
    CRASH_SIGNALS = sizeof crash_signals / sizeof *crash_signals
};

/* What the handlers need. */
static volatile sig_atomic_t ended_by, stop_wanted, continued, resized;
static volatile sig_atomic_t restore_length;
static char restore_bytes[CRASH_BYTES];
static struct termios saved;
static volatile sig_atomic_t have_saved;

/* What has to be put back. */
static struct sigaction old_end[END_SIGNALS], old_crash[CRASH_SIGNALS], old_stop, old_continue, old_resize;
static sigset_t outside; /* the signal mask while signals are not held back */
static char crash_stack[CRASH_STACK]; /* so that an overflowing stack can be handled too */

static void on_end(int signal)
{
    ended_by = signal;
}

static void on_stop(int signal)
{
    (void)signal;
    stop_wanted = 1;
}

static void on_continue(int signal)
{
    (void)signal;
    continued = 1;
}

static void on_resize(int signal)
{
    (void)signal;
    resized = 1;
}

void terminal_restore(void)
{
    size_t length = (size_t)restore_length;
    const char *at = restore_bytes;

    restore_length = 0;
    if (!terminal_is_ours())
        return;
    while (length > 0) {
        ssize_t written = write(STDOUT_FILENO, at, length);
        if (written <= 0)
            break;
        at += written;
        length -= (size_t)written;
    }
    if (have_saved)
        tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

/* SA_RESETHAND has put the default action back: raising the signal again ends the program. */
static void on_crash(int signal)
{
    terminal_restore();
    raise(signal);
}

/* A signal that is ignored stays ignored: that is how nohup and the kiosk want it. */
static void catch_signal(int number, void (*handler)(int), int flags, struct sigaction *old)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

    sigemptyset(&action.sa_mask);
    sigaction(number, NULL, old);
    if (old->sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

bool terminal_save(void)
{
    have_saved = tcgetattr(STDIN_FILENO, &saved) == 0;
    return have_saved;
}

void terminal_catch_signals(void)
{
    stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
    size_t i;

    /* A second signal ends the program at once, should the first not be noticed. */
    for (i = 0; i < END_SIGNALS; i++)
        catch_signal(end_signals[i], on_end, (int)SA_RESETHAND, &old_end[i]);
    catch_signal(SIGTSTP, on_stop, 0, &old_stop);
    catch_signal(SIGCONT, on_continue, 0, &old_continue);
    catch_signal(SIGWINCH, on_resize, 0, &old_resize);
    sigaltstack(&stack, NULL);
    for (i = 0; i < CRASH_SIGNALS; i++)
        catch_signal(crash_signals[i], on_crash, (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK),
                     &old_crash[i]);
}

void terminal_on_crash(const char *bytes, size_t length)
{
    restore_length = 0;
    if (length >= sizeof restore_bytes)
        length = sizeof restore_bytes - 1;
    memcpy(restore_bytes, bytes, length);
    restore_length = (sig_atomic_t)length;
}

void terminal_release(void)
{
    stack_t none = {.ss_flags = SS_DISABLE};
    size_t i;

    restore_length = 0;
    if (have_saved && terminal_is_ours())
        tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
    have_saved = 0;
    for (i = 0; i < CRASH_SIGNALS; i++)
        sigaction(crash_signals[i], &old_crash[i], NULL);
    sigaltstack(&none, NULL);
    sigaction(SIGWINCH, &old_resize, NULL);
    sigaction(SIGCONT, &old_continue, NULL);
    sigaction(SIGTSTP, &old_stop, NULL);
    for (i = 0; i < END_SIGNALS; i++)
        sigaction(end_signals[i], &old_end[i], NULL);
}

bool terminal_is_held(void)
{
    return have_saved;
}

void terminal_hold_signals(void)
{
    sigset_t held;
    size_t i;

    sigemptyset(&held);
    for (i = 0; i < END_SIGNALS; i++)
        sigaddset(&held, end_signals[i]);
    sigaddset(&held, SIGTSTP);
    sigaddset(&held, SIGCONT);
    sigaddset(&held, SIGWINCH);
    sigprocmask(SIG_BLOCK, &held, &outside);
}

void terminal_let_signals(void)
{
    sigprocmask(SIG_SETMASK, &outside, NULL);
}

/* Is there anything to read? Ready, but with nothing: the end. */
static bool has_bytes(void)
{
    int bytes = 0;
    return ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0 && bytes > 0;
}

enum terminal_wait terminal_wait(int timeout_ms)
{
    struct pollfd both[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = STDOUT_FILENO}};
    struct timespec timeout = {timeout_ms / 1000, (long)(timeout_ms % 1000) * 1000000L};
    int ready;

    if (ended_by != 0 || stop_wanted || continued || resized)
        return TERMINAL_WOKEN;
    ready = ppoll(both, 2, timeout_ms < 0 ? NULL : &timeout, &outside);
    if (ready < 0)
        return errno == EINTR ? TERMINAL_WOKEN : TERMINAL_GONE;
    if (ready == 0)
        return TERMINAL_TIMED_OUT;
    /* What was typed before the terminal went away is nobody's answer any more. */
    if ((both[0].revents | both[1].revents) & (POLLHUP | POLLERR | POLLNVAL))
        return TERMINAL_GONE;
    return has_bytes() ? TERMINAL_INPUT : TERMINAL_GONE;
}

bool terminal_takes_output(void)
{
    ssize_t written;

    do
        written = write(STDOUT_FILENO, "", 0);
    while (written < 0 && errno == EINTR);
    return written >= 0 || errno == EAGAIN;
}

bool terminal_stop_wanted(void)
{
    bool wanted = stop_wanted;
    stop_wanted = 0;
    return wanted;
}

bool terminal_was_stopped(void)
{
    bool stopped = continued;
    continued = 0;
    return stopped;
}

bool terminal_was_resized(void)
{
    bool other = resized;
    resized = 0;
    return other;
}

bool terminal_size(int *lines, int *columns)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return false;
    *lines = size.ws_row < LARGEST ? size.ws_row : LARGEST;
    *columns = size.ws_col < LARGEST ? size.ws_col : LARGEST;
    return true;
}

void terminal_start_output(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    struct termios settings, with_flow;

    if (poll(&output, 1, 0) != 0 || tcgetattr(STDIN_FILENO, &settings) != 0)
        return;
    with_flow = settings;
    with_flow.c_iflag |= IXON;
    tcflow(STDOUT_FILENO, TCOON);
    tcsetattr(STDIN_FILENO, TCSANOW, &with_flow);
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

/* Where nobody can be asked, as in the sandbox of a kiosk, there is no shell either. */
bool terminal_is_ours(void)
{
    pid_t front = tcgetpgrp(STDIN_FILENO);

    return front < 0 || front == getpgrp();
}

void terminal_wait_for_front(void)
{
    if (!terminal_is_ours())
        raise(SIGTTIN);
}

/*
 * The default action, not SIGSTOP: where no shell could ever wake the program up again (an orphaned
 * process group, such as `ssh -t host redflag`) the kernel ignores it.
 */
void terminal_stop_now(void)
{
    struct sigaction ours, standard = {.sa_handler = SIG_DFL};

    sigemptyset(&standard.sa_mask);
    sigaction(SIGTSTP, &standard, &ours);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

int ui_signal(void)
{
    return ended_by;
}
