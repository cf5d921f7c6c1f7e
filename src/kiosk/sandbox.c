/*
 * sandbox: see sandbox.h. Two walls that do not rest on each other: Landlock closes files and the
 * network, the filter of system calls closes everything that is not in a short list.
 */
#include "kiosk/sandbox.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include <seccomp.h>

/* The sanitizers need system calls of their own, so their build has no filter - and says so. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED true
#else
#define SANITIZED false
#endif
#else
#define SANITIZED false
#endif

static const char *const words[SANDBOX_PART_COUNT] = {
    [SANDBOX_NO_CORE] = "no core dumps",
    [SANDBOX_LOCKED_MEMORY] = "memory is never swapped out",
    [SANDBOX_NO_PRIVILEGES] = "no new privileges",
    [SANDBOX_LANDLOCK] = "no files and no network (Landlock)",
    [SANDBOX_CALLS] = "a short list of system calls (seccomp)",
};

const char *sandbox_words(enum sandbox_part part)
{
    return words[part];
}

/* The reason of a failure: the words of errno, or "" for none. */
static const char *reason(bool done)
{
    return done ? "" : strerror(errno);
}

/* --- core dumps and memory ------------------------------------------------------------------ */

static const char *forbid_core(void)
{
    static const struct rlimit none = {0, 0};

    /* The limit alone would not stop a collector that the kernel pipes core files to. */
    return reason(setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
}

/* The limit does not hold for whoever has this; root need not. */
static bool may_lock_all(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2] = {{0}};

    return syscall(SYS_capget, &header, sets) == 0 &&
           (sets[CAP_TO_INDEX(CAP_IPC_LOCK)].effective & CAP_TO_MASK(CAP_IPC_LOCK)) != 0;
}

/*
 * With a low limit the next allocation would fail, and an interview is worth more than what swap
 * space could tell; so the limit must have room for all of it.
 */
static const char *lock_memory(void)
{
    enum { ENOUGH = 64 * 1024 * 1024 };
    struct rlimit limit;

    if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur < ENOUGH &&
        !may_lock_all())
        return "the limit of locked memory (RLIMIT_MEMLOCK) is below 64 MiB";
    if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0)
        return "";
    return reason(mlockall(MCL_CURRENT | MCL_FUTURE) == 0);
}

/* --- Landlock ------------------------------------------------------------------------------- */

/* As in linux/landlock.h of a newer kernel than the one this may be built on. */
struct landlock_ruleset {
    uint64_t files, network, scopes;
};

enum { LANDLOCK_VERSION = 1, SCOPE_ABSTRACT_SOCKETS = 1, SCOPE_SIGNALS = 2 };

/* All rights over files that a version of Landlock knows: as many bits. */
static uint64_t file_rights(int version)
{
    static const unsigned char bits[] = {0, 13, 14, 15, 15, 16};
    size_t last = sizeof bits - 1;
    return ((uint64_t)1 << bits[(size_t)version > last ? last : (size_t)version]) - 1;
}

static int landlock_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_VERSION);
    return version < 0 ? 0 : (int)version;
}

/* Handles every right there is and allows none. */
static const char *enter_landlock(int version)
{
    struct landlock_ruleset ruleset = {.files = file_rights(version)};
    size_t size = sizeof ruleset.files;
    int rules;
    bool done;

    if (version == 0)
        return "this kernel has no Landlock";
    if (version >= 4) {
        ruleset.network = 3; /* bind and connect */
        size += sizeof ruleset.network;
    }
    if (version >= 6) {
        ruleset.scopes = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
        size += sizeof ruleset.scopes;
    }
    rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
    if (rules < 0)
        return strerror(errno);
    done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return reason(done);
}

/* --- system calls --------------------------------------------------------------------------- */

/*
 * What is left, and why. Anything else fails with EPERM; what only an intruder would try ends the
 * process, and the next patient gets a new one.
 */
static const struct {
    int number;
    const char *name;
} allowed[] = {
    {SCMP_SYS(read), "read"},                     /* keys */
    {SCMP_SYS(write), "write"},                   /* the screen */
    {SCMP_SYS(poll), "poll"},                     /* curses, before it draws */
    {SCMP_SYS(ppoll), "ppoll"},                   /* waiting for keys */
    {SCMP_SYS(restart_syscall), "restart_syscall"}, /* the kernel, after a stop */
    {SCMP_SYS(brk), "brk"},                       /* memory */
    {SCMP_SYS(mmap), "mmap"},
    {SCMP_SYS(mremap), "mremap"},
    {SCMP_SYS(munmap), "munmap"},
    {SCMP_SYS(rt_sigprocmask), "rt_sigprocmask"}, /* signals are held back while drawing */
    {SCMP_SYS(rt_sigreturn), "rt_sigreturn"},     /* the end of a signal handler */
    {SCMP_SYS(setitimer), "setitimer"},           /* the alarm that ends a stuck interview */
    {SCMP_SYS(clock_gettime), "clock_gettime"},   /* where it is not done without a call */
    {SCMP_SYS(exit_group), "exit_group"},
    {SCMP_SYS(ioctl), "ioctl"},                   /* the terminal, see below */
};

/* What a program does with its terminal; typing into it (TIOCSTI, TIOCLINUX) is not there. */
static const unsigned requests[] = {TCGETS, TCSETS, TCSETSW,    TCSETSF,
                                    TCFLSH, TCXONC, TIOCGWINSZ, FIONREAD};

static const int fatal[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),   SCMP_SYS(vfork),
    SCMP_SYS(clone),  SCMP_SYS(clone3),   SCMP_SYS(ptrace), SCMP_SYS(process_vm_writev),
};

enum {
    ALLOWED = sizeof allowed / sizeof *allowed,
    REQUESTS = sizeof requests / sizeof *requests,
    FATAL = sizeof fatal / sizeof *fatal
};

_Static_assert((int)ALLOWED <= (int)SANDBOX_MOST_CALLS, "the list is short");

/*
 * The kernel looks at the low 32 bits of a request only, so the filter must compare those alone;
 * with bits set above, a forbidden request would pass.
 */
static bool allow_requests(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < REQUESTS; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                             SCMP_A1(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFu, requests[i])) != 0)
            return false;
    return true;
}

/* New memory can hold data, never code. */
static bool allow(scmp_filter_ctx filter, int number)
{
    if (number == SCMP_SYS(mmap))
        return seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
    if (number == SCMP_SYS(ioctl))
        return allow_requests(filter);
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0) == 0;
}

static bool fill_filter(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < ALLOWED; i++)
        if (!allow(filter, allowed[i].number))
            return false;
    for (size_t i = 0; i < FATAL; i++)
        if (fatal[i] >= 0 && seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, fatal[i], 0) != 0)
            return false;
    return true;
}

static const char *enter_filter(void)
{
    scmp_filter_ctx filter;
    bool done;

    if (SANITIZED)
        return "this build with sanitizers needs other system calls";
    filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    done = filter != NULL && fill_filter(filter) && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return done ? "" : "this kernel has no seccomp filter";
}

const char *sandbox_call(size_t number)
{
    return number < ALLOWED ? allowed[number].name : NULL;
}

/* --- all of it ------------------------------------------------------------------------------ */

static const char *forbid_privileges(void)
{
    return reason(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
}

void sandbox_prepare(void)
{
    forbid_core();
    forbid_privileges();
}

struct sandbox sandbox_enter(void)
{
    struct sandbox sandbox = {.landlock_version = landlock_version()};

    sandbox.missing[SANDBOX_NO_CORE] = forbid_core();
    sandbox.missing[SANDBOX_LOCKED_MEMORY] = lock_memory();
    sandbox.missing[SANDBOX_NO_PRIVILEGES] = forbid_privileges();
    sandbox.missing[SANDBOX_LANDLOCK] = enter_landlock(sandbox.landlock_version);
    sandbox.missing[SANDBOX_CALLS] = enter_filter();
    return sandbox;
}

bool sandbox_holds(const struct sandbox *sandbox, enum sandbox_part part)
{
    return sandbox->missing[part][0] == '\0';
}

bool sandbox_is_closed(const struct sandbox *sandbox)
{
    return sandbox_holds(sandbox, SANDBOX_NO_CORE) &&
           sandbox_holds(sandbox, SANDBOX_NO_PRIVILEGES) &&
           sandbox_holds(sandbox, SANDBOX_LANDLOCK) && sandbox_holds(sandbox, SANDBOX_CALLS);
}
