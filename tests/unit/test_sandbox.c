/*
 * test_sandbox: forty things a patient process must not be able to do, each tried from inside the
 * sandbox in a process of its own: it fails or the process is killed. What it needs still works.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "kiosk/sandbox.h"

enum { FORBIDDEN_WORKED = 77, SANDBOX_OPEN = 78, NO_TERMINAL = 79 };

static int terminal;  /* the slave end of a pseudo-terminal */
static int listening; /* a file that was open before */

static char program[] = "/bin/true";
static char *const arguments[] = {program, NULL};
static char letter = 'x';
static char buffer[4096];

/* Each returns what the system call returns: 0 or more means that it worked. */
#define CALL(name, ...)                              \
    static long name(void)                           \
    {                                                \
        return syscall(__VA_ARGS__);                 \
    }

CALL(try_execve, SYS_execve, "/bin/true", arguments, NULL)
CALL(try_execveat, SYS_execveat, AT_FDCWD, "/bin/true", arguments, NULL, 0)
CALL(try_fork, SYS_fork)
CALL(try_vfork_like, SYS_clone, SIGCHLD, NULL, NULL, NULL, 0UL)
CALL(try_open, SYS_open, "/etc/passwd", O_RDONLY)
CALL(try_openat, SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY)
CALL(try_create, SYS_openat, AT_FDCWD, "/tmp/redflag-sandbox", O_CREAT | O_WRONLY, 0600)
CALL(try_own_memory, SYS_openat, AT_FDCWD, "/proc/self/mem", O_RDWR)
CALL(try_terminal_again, SYS_openat, AT_FDCWD, "/dev/tty", O_RDWR)
CALL(try_socket, SYS_socket, 2, 1, 0)
CALL(try_local_socket, SYS_socket, 1, 1, 0)
CALL(try_socketpair, SYS_socketpair, 1, 1, 0, buffer)
CALL(try_connect, SYS_connect, terminal, buffer, 16)
CALL(try_sendto, SYS_sendto, terminal, buffer, 1, 0, NULL, 0)
CALL(try_ptrace, SYS_ptrace, 0, 0, NULL, NULL)
CALL(try_read_parent, SYS_process_vm_readv, getppid(), NULL, 0UL, NULL, 0UL, 0UL)
CALL(try_write_parent, SYS_process_vm_writev, getppid(), NULL, 0UL, NULL, 0UL, 0UL)
CALL(try_kill_parent, SYS_kill, getppid(), 0)
CALL(try_kill_init, SYS_kill, 1, 0)
CALL(try_tgkill, SYS_tgkill, getppid(), getppid(), 0)
CALL(try_type, SYS_ioctl, terminal, (unsigned long)TIOCSTI, &letter)
CALL(try_type_high, SYS_ioctl, terminal, (unsigned long)TIOCSTI | 0x100000000UL, &letter)
CALL(try_console, SYS_ioctl, terminal, (unsigned long)TIOCLINUX, buffer)
CALL(try_console_high, SYS_ioctl, terminal, (unsigned long)TIOCLINUX | 0xFFFFFFFF00000000UL, buffer)
CALL(try_take_terminal, SYS_ioctl, terminal, (unsigned long)TIOCSCTTY, 1)
CALL(try_leave_terminal, SYS_ioctl, terminal, (unsigned long)TIOCNOTTY, 0)
CALL(try_size, SYS_ioctl, terminal, (unsigned long)TIOCSWINSZ, buffer)
CALL(try_other_line, SYS_ioctl, terminal, (unsigned long)TIOCSETD, buffer)
CALL(try_unlink, SYS_unlinkat, AT_FDCWD, "/tmp/redflag-none", 0)
CALL(try_mkdir, SYS_mkdirat, AT_FDCWD, "/tmp/redflag-folder", 0700)
CALL(try_rename, SYS_rename, "/tmp/redflag-a", "/tmp/redflag-b")
CALL(try_chdir, SYS_chdir, "/")
CALL(try_list, SYS_getdents64, listening, buffer, sizeof buffer)
CALL(try_truncate, SYS_ftruncate, listening, 0L)
CALL(try_duplicate, SYS_dup, 0)
CALL(try_pipe, SYS_pipe2, buffer, 0)
CALL(try_memfd, SYS_memfd_create, "x", 0)
CALL(try_executable, SYS_mmap, NULL, 4096UL, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L)
CALL(try_protect, SYS_mprotect, (uintptr_t)buffer & ~4095UL, 4096UL, PROT_READ | PROT_WRITE | PROT_EXEC)
CALL(try_prctl, SYS_prctl, 4, 1, 0, 0, 0) /* PR_SET_DUMPABLE */
CALL(try_limit, SYS_prlimit64, 0, RLIMIT_CORE, NULL, buffer)
CALL(try_namespace, SYS_unshare, CLONE_NEWUSER)
CALL(try_mount, SYS_mount, "none", "/tmp", "tmpfs", 0UL, NULL)
CALL(try_bpf, SYS_bpf, 0, buffer, 0)
CALL(try_uring, SYS_io_uring_setup, 1, buffer)
CALL(try_keyctl, SYS_keyctl, 0, 0, 0, 0, 0)
CALL(try_setuid, SYS_setuid, 0)
CALL(try_reboot, SYS_reboot, 0, 0, 0, NULL)
CALL(try_log, SYS_syslog, 2, buffer, sizeof buffer)

static const struct {
    const char *name;
    long (*run)(void);
} forbidden[] = {
#define F(name) {#name, try_##name}
    F(execve), F(execveat), F(fork), F(vfork_like), F(open), F(openat), F(create), F(own_memory),
    F(terminal_again), F(socket), F(local_socket), F(socketpair), F(connect), F(sendto), F(ptrace),
    F(read_parent), F(write_parent), F(kill_parent), F(kill_init), F(tgkill), F(type),
    F(type_high), F(console), F(console_high), F(take_terminal), F(leave_terminal), F(size),
    F(other_line), F(unlink), F(mkdir), F(rename), F(chdir), F(list), F(truncate), F(duplicate),
    F(pipe), F(memfd), F(executable), F(protect), F(prctl), F(limit), F(namespace), F(mount),
    F(bpf), F(uring), F(keyctl), F(setuid), F(reboot), F(log),
};

enum { FORBIDDEN = sizeof forbidden / sizeof *forbidden };
_Static_assert(FORBIDDEN >= 40, "forty at least");

/* Runs `inside` in a sandboxed process and returns its status as wait gives it. */
static int run_inside(void (*inside)(size_t), size_t argument)
{
    int status;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        struct sandbox sandbox = sandbox_enter();
        if (!sandbox_holds(&sandbox, SANDBOX_CALLS))
            _exit(SANDBOX_OPEN);
        inside(argument);
        _exit(0);
    }
    waitpid(child, &status, 0);
    return status;
}

static bool is_open(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == SANDBOX_OPEN;
}

static void try_forbidden(size_t i)
{
    errno = 0;
    if (forbidden[i].run() >= 0 || errno != EPERM)
        _exit(FORBIDDEN_WORKED);
}

static void what_is_forbidden_fails_or_kills(void **state)
{
    (void)state;
    for (size_t i = 0; i < FORBIDDEN; i++) {
        int status = run_inside(try_forbidden, i);
        if (is_open(status))
            skip();
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
            continue;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("%s: status %x", forbidden[i].name, (unsigned)status);
    }
}

/* What an interview does: memory, the terminal, waiting, the clock, the alarm, the end. */
static void do_what_is_needed(size_t unused)
{
    struct termios settings;
    struct winsize size;
    struct timespec now, moment = {0, 1000000};
    struct pollfd input = {.fd = terminal, .events = POLLIN};
    sigset_t signals;
    char *large = malloc(1 << 20), *larger;

    (void)unused;
    if (large == NULL || (larger = realloc(large, 4 << 20)) == NULL)
        _exit(1);
    free(larger);
    if (tcgetattr(terminal, &settings) != 0 || tcsetattr(terminal, TCSADRAIN, &settings) != 0 ||
        tcflush(terminal, TCIFLUSH) != 0 || ioctl(terminal, TIOCGWINSZ, &size) != 0)
        _exit(NO_TERMINAL);
    sigemptyset(&signals);
    if (sigprocmask(SIG_BLOCK, &signals, NULL) != 0 || ppoll(&input, 1, &moment, NULL) != 0)
        _exit(2);
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0 || write(terminal, "x", 1) != 1)
        _exit(3);
    alarm(0);
    /* No file is opened any more, not even one of the system. */
    if (fopen("/dev/null", "r") != NULL)
        _exit(4);
}

static void what_an_interview_needs_works(void **state)
{
    int status = run_inside(do_what_is_needed, 0);

    (void)state;
    if (is_open(status))
        skip();
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void look_at_status(size_t unused)
{
    (void)unused;
    while (write(terminal, "", 0) == 0)
        pause();
}

/* The kernel's own word for it. */
static void the_kernel_says_so(void **state)
{
    char path[64], line[256];
    int filtered = -1, privileges = -1, ready[2], status;
    struct sandbox sandbox;
    pid_t child;
    FILE *file;

    (void)state;
    assert_int_equal(pipe(ready), 0);
    child = fork();
    if (child == 0) {
        sandbox = sandbox_enter();
        if (write(ready[1], &sandbox, sizeof sandbox) < 0)
            _exit(1);
        look_at_status(0);
    }
    assert_int_equal(read(ready[0], &sandbox, sizeof sandbox), sizeof sandbox);
    snprintf(path, sizeof path, "/proc/%d/status", (int)child);
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        sscanf(line, "Seccomp: %d", &filtered);
        sscanf(line, "NoNewPrivs: %d", &privileges);
    }
    fclose(file);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    close(ready[0]);
    close(ready[1]);
    assert_int_equal(privileges, 1);
    if (sandbox.missing[SANDBOX_CALLS][0] != '\0')
        skip();
    assert_int_equal(filtered, 2);
}

/* Landlock alone, as it would hold if the filter had a hole. */
static void landlock_is_in_force_where_the_kernel_has_it(void **state)
{
    int status;
    pid_t child;

    (void)state;
    if (syscall(SYS_landlock_create_ruleset, NULL, 0UL, LANDLOCK_CREATE_RULESET_VERSION) < 0)
        skip();
    child = fork();
    if (child == 0) {
        struct sandbox sandbox = sandbox_enter();
        _exit(sandbox_holds(&sandbox, SANDBOX_LANDLOCK) ? 0 : 1);
    }
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void the_list_is_short(void **state)
{
    size_t count = 0;

    (void)state;
    for (; sandbox_call(count) != NULL; count++)
        assert_true(strlen(sandbox_call(count)) > 0);
    assert_true(count > 0 && count <= 15);
}

static int open_terminal(void **state)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);

    (void)state;
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return -1;
    terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    listening = open("/", O_RDONLY | O_DIRECTORY);
    return terminal < 0 || listening < 0 ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_forbidden_fails_or_kills),
        cmocka_unit_test(what_an_interview_needs_works),
        cmocka_unit_test(the_kernel_says_so),
        cmocka_unit_test(landlock_is_in_force_where_the_kernel_has_it),
        cmocka_unit_test(the_list_is_short),
    };
    return cmocka_run_group_tests_name("sandbox", tests, open_terminal, NULL);
}
