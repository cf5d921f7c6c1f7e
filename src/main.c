/* main: one row per subcommand, the words that every subcommand knows, and a clean start. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "cmd/cmd.h"

static const struct cmd *const commands[] = {
    &cmd_ask, /* without a subcommand */
    &cmd_check,
    &cmd_graph,
    &cmd_kiosk,
    &cmd_list,
    &cmd_tally,
};

enum { COMMAND_TOTAL = sizeof commands / sizeof *commands };

/*
 * A file must never be opened in the place of a missing stream. Standard output becomes one that
 * cannot be written to, so that the loss of a result is noticed.
 */
static bool open_streams(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) < 0 &&
            open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY) != stream)
            return false;
    return true;
}

/* Is one of these words among the arguments, wherever it stands? */
static bool has_word(int argc, char **argv, const char *letter, const char *word)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], letter) == 0 || strcmp(argv[i], word) == 0)
            return true;
    return false;
}

static void print_overview(void)
{
    fputs("Examples:\n"
          "  redflag                        ask the questions\n"
          "  redflag --plain                ask them line by line\n"
          "  redflag --json --answers FILE  the result for stored answers\n\n",
          stdout);
    cmd_help(&cmd_ask, stdout);
    fputs("  -h, --help          this help, or that of a command\n"
          "  -V, --version       the version\n"
          "\nCommands:\n",
          stdout);
    for (size_t i = 1; i < COMMAND_TOTAL; i++)
        printf("  %-20s%s\n", commands[i]->name, commands[i]->what);
    fputs("\nredflag(1) tells more: man redflag. It gives no diagnosis. In an emergency call your\n"
          "local emergency number. Report faults to whoever gave you this program, with the\n"
          "first line of redflag --version.\n",
          stdout);
}

static const struct cmd *find_command(int argc, char **argv)
{
    for (size_t i = 1; argc > 1 && i < COMMAND_TOTAL; i++)
        if (strcmp(argv[1], commands[i]->name) == 0)
            return commands[i];
    return &cmd_ask;
}

int main(int argc, char **argv)
{
    const struct cmd *cmd = find_command(argc, argv);
    int skip = cmd == &cmd_ask ? 0 : 1;

    if (!open_streams())
        return STATUS_NO_TERMINAL;
    signal(SIGPIPE, SIG_IGN);
    memory_frugal();
    if (has_word(argc, argv, "-h", "--help")) {
        if (cmd == &cmd_ask)
            print_overview();
        else
            cmd_help(cmd, stdout);
        return (int)cmd_finish(STATUS_FINISHED);
    }
    if (has_word(argc, argv, "-V", "--version")) {
        puts("redflag " REDFLAG_VERSION);
        return (int)cmd_finish(STATUS_FINISHED);
    }
    return (int)cmd_finish(cmd->run(cmd, argc - skip, argv + skip));
}
