/* test_host: machines made of a few files; which holes are found in each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "kiosk/host.h"

/* A file of a machine: its path, and what is in it. "-> x" is a link to x. */
struct file {
    const char *path, *text;
};

static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

static void make_file(const char *root, const struct file *file)
{
    char *path = memory_format("%s%s", root, file->path);

    make_folders(path);
    if (strncmp(file->text, "-> ", 3) == 0) {
        assert_int_equal(symlink(file->text + 3, path), 0);
    } else {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fputs(file->text, out);
        fclose(out);
    }
    free(path);
}

/* What is said about a machine made of these files. Caller frees. */
static char *look_at(const struct file *files, size_t count, struct host_counts *counts)
{
    char root[] = "/tmp/redflag-host-XXXXXX", *text = NULL, *command;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < count; i++)
        make_file(root, &files[i]);
    *counts = host_check(root, "tty1", out);
    fclose(out);
    command = memory_format("rm -r %s", root);
    assert_int_equal(system(command), 0);
    free(command);
    return text;
}

static void says(const char *text, const char *line)
{
    char *whole = memory_format("\n%s\n", line);
    char *framed = memory_format("\n%s", text);

    if (strstr(framed, whole) == NULL)
        fail_msg("no line \"%s\" in:\n%s", line, text);
    free(whole);
    free(framed);
}

#define COUNT(files) (sizeof(files) / sizeof *(files))

static const struct file open_machine[] = {
    {"/dev/tty0", ""},
    {"/dev/gpmctl", ""},
    {"/proc/sys/kernel/sysrq", "438\n"},
    {"/proc/sys/kernel/ctrl-alt-del", "0\n"},
    {"/proc/sys/dev/tty/legacy_tiocsti", "1\n"},
    {"/proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n"},
    {"/sys/module/usbcore/parameters/authorized_default", "-1\n"},
    {"/etc/systemd/logind.conf", "[Login]\n#NAutoVTs=0\n#ReserveVT=0\n"},
    {"/etc/systemd/system/getty.target.wants/getty@tty1.service", "-> /lib/systemd/x"},
    {"/etc/systemd/system/sysinit.target.wants/debug-shell.service", "-> /lib/systemd/y"},
};

static void an_open_machine_is_open_everywhere(void **state)
{
    struct host_counts counts;
    char *text = look_at(open_machine, COUNT(open_machine), &counts);

    (void)state;
    assert_int_equal(counts.of[HOST_OPEN], 9);
    assert_int_equal(counts.of[HOST_UNKNOWN], 2);
    assert_int_equal(counts.of[HOST_CLOSED], 0);
    says(text, "OPEN     a login prompt on the same terminal");
    says(text, "         to close it: systemctl mask getty@tty1.service");
    says(text, "OPEN     SysRq keys reach the kernel");
    says(text, "         to close it: in /etc/sysctl.d/kiosk.conf: kernel.sysrq = 0");
    says(text, "9 open, 2 to be checked by hand, 0 closed");
    free(text);
}

static const struct file closed_machine[] = {
    {"/proc/sys/kernel/sysrq", "0\n"},
    {"/proc/sys/kernel/ctrl-alt-del", "0\n"},
    {"/proc/sys/dev/tty/legacy_tiocsti", "0\n"},
    {"/proc/swaps", "Filename Type Size Used Priority\n"},
    {"/sys/module/usbcore/parameters/authorized_default", "2\n"},
    {"/etc/systemd/logind.conf", "[Login]\nNAutoVTs=6\nReserveVT=6\n"},
    {"/etc/systemd/logind.conf.d/10-other.conf", "[Login]\nNAutoVTs=4\n"},
    {"/etc/systemd/logind.conf.d/50-kiosk.conf",
     "[Login]\nNAutoVTs=0\n ReserveVT=0\nHandlePowerKey=ignore\n"},
    {"/etc/systemd/logind.conf.d/90-no.bak", "[Login]\nNAutoVTs=6\n"},
    {"/etc/systemd/system.conf.d/kiosk.conf", "[Manager]\nCtrlAltDelBurstAction=none\n"},
    {"/etc/systemd/system/ctrl-alt-del.target", "-> /dev/null"},
    {"/etc/systemd/system/getty@tty1.service", "-> /dev/null"},
    {"/etc/systemd/system/getty.target.wants/getty@tty1.service", "-> /lib/systemd/x"},
};

static void a_closed_machine_is_closed_everywhere(void **state)
{
    struct host_counts counts;
    char *text = look_at(closed_machine, COUNT(closed_machine), &counts);

    (void)state;
    assert_int_equal(counts.of[HOST_OPEN], 0);
    assert_int_equal(counts.of[HOST_CLOSED], 11);
    assert_null(strstr(text, "to close it"));
    free(text);
}

#define CONSOLES "login prompts on other consoles"

/* Of two pieces of one name the more important folder's counts; else the last name, in any folder. */
static void settings_are_read_as_systemd_does(void **state)
{
    static const struct {
        struct file files[2];
        const char *expected;
    } machines[] = {
        {{{"/etc/systemd/logind.conf.d/10-kiosk.conf", "NAutoVTs=0\nReserveVT=0\n"},
          {"/usr/lib/systemd/logind.conf.d/90-vendor.conf", "NAutoVTs=6\n"}}, "OPEN     " CONSOLES},
        {{{"/etc/systemd/logind.conf.d/90-kiosk.conf", "NAutoVTs=0\nReserveVT=0\n"},
          {"/usr/lib/systemd/logind.conf.d/10-vendor.conf", "NAutoVTs=6\n"}}, "closed   " CONSOLES},
        {{{"/etc/systemd/logind.conf.d/50-vts.conf", "NAutoVTs=0\nReserveVT=0\n"},
          {"/run/systemd/logind.conf.d/50-vts.conf", "NAutoVTs=6\n"}}, "closed   " CONSOLES},
        {{{"/etc/systemd/logind.conf.d/50-vts.conf", "-> /dev/null"},
          {"/usr/lib/systemd/logind.conf.d/50-vts.conf", "NAutoVTs=0\nReserveVT=0\n"}}, "OPEN     " CONSOLES},
        {{{"/etc/systemd/logind.conf.d/10-kiosk.conf", "NAutoVTs=0\nReserveVT=0\n"},
          {"/etc/systemd/logind.conf.d/20-other.conf", "NAutoVTs = 6\n"}}, "OPEN     " CONSOLES},
        {{{"/etc/systemd/logind.conf.d/10-kiosk.conf", " NAutoVTs\t= 0 \nReserveVT =0\r\n"},
          {"/proc/swaps", ""}}, "closed   " CONSOLES},
        {{{"/usr/lib/systemd/logind.conf", "NAutoVTs=0\nReserveVT=0\n"},
          {"/proc/swaps", ""}}, "closed   " CONSOLES},
        {{{"/usr/lib/systemd/logind.conf", "NAutoVTs=0\nReserveVT=0\n"},
          {"/etc/systemd/logind.conf", ""}}, "OPEN     " CONSOLES},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(machines); i++) {
        struct host_counts counts;
        char *text = look_at(machines[i].files, 2, &counts);

        says(text, machines[i].expected);
        free(text);
    }
}

/* A partial mask of SysRq may leave "kill the program" or "restart". */
static void part_of_sysrq_is_open(void **state)
{
    static const struct file files[] = {{"/proc/sys/kernel/sysrq", "4\n"}};
    struct host_counts counts;
    char *text = look_at(files, COUNT(files), &counts);

    (void)state;
    says(text, "OPEN     SysRq keys reach the kernel");
    free(text);
}

/* Masked is not enough where seven presses force the restart, or the kernel restarts by itself. */
static void half_of_ctrl_alt_del_is_open(void **state)
{
    static const struct file files[] = {
        {"/etc/systemd/system/ctrl-alt-del.target", "-> /dev/null"},
    };
    static const struct file more[] = {
        {"/etc/systemd/system/ctrl-alt-del.target", "-> /dev/null"},
        {"/etc/systemd/system.conf", "CtrlAltDelBurstAction=none\n"},
        {"/proc/sys/kernel/ctrl-alt-del", "1\n"},
    };
    struct host_counts counts;
    char *text = look_at(files, COUNT(files), &counts);

    (void)state;
    says(text, "OPEN     Ctrl-Alt-Del restarts the machine");
    free(text);
    text = look_at(more, COUNT(more), &counts);
    says(text, "OPEN     Ctrl-Alt-Del restarts the machine");
    free(text);
}

static void an_old_kernel_lets_programs_type(void **state)
{
    static const struct file files[] = {{"/proc/swaps", ""}};
    struct host_counts counts;
    char *text = look_at(files, COUNT(files), &counts);

    (void)state;
    says(text, "OPEN     a program can type into the terminal (TIOCSTI)");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_open_machine_is_open_everywhere),
        cmocka_unit_test(a_closed_machine_is_closed_everywhere),
        cmocka_unit_test(settings_are_read_as_systemd_does),
        cmocka_unit_test(part_of_sysrq_is_open),
        cmocka_unit_test(half_of_ctrl_alt_del_is_open),
        cmocka_unit_test(an_old_kernel_lets_programs_type),
    };
    return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
