/* console: see console.h. */
#include "kiosk/console.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "ui/terminal.h"

enum { WRITE_MS = 1000, MARGIN = 2, WIDEST = 72 };

static struct termios saved;

/*
 * CAN breaks off what the last process may have left half written. Then colours, character set,
 * scroll region, wrapping, insert mode, cursor keys, keypad, mouse, focus reports and pasting as
 * they should be; the other screen cleared and left; the screen and its scrollback (E3) cleared.
 */
static const char clearing[] =
    "\030\033[0m\033(B\017\033[r\033[4l\033[?7h\033[?6l\033[?1l\033>"
    "\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2004l"
    "\033[?1049h\033[H\033[2J\033[3J\033[?1049l\033[H\033[2J\033[3J\033[?25h";

/* --- writing without waiting for ever ------------------------------------------------------- */

static bool wait_for_room(long long until_ms)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    long long left = until_ms - clock_ms();

    return left > 0 && poll(&output, 1, (int)left) > 0 && (output.revents & POLLOUT) != 0;
}

/* The patient's process shares the open terminal and must find it blocking again. */
static void write_all(const char *bytes, size_t length)
{
    int flags = fcntl(STDOUT_FILENO, F_GETFL);
    long long until_ms = clock_ms() + WRITE_MS;

    fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
    while (length > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, length);
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        } else if (written < 0 && errno != EINTR &&
                   (errno != EAGAIN || !wait_for_room(until_ms))) {
            break;
        }
    }
    fcntl(STDOUT_FILENO, F_SETFL, flags);
}

/* --- settings ------------------------------------------------------------------------------- */

static struct termios raw(void)
{
    struct termios settings = saved;

    settings.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON | IXOFF |
                                    IXANY);
    settings.c_iflag |= IGNBRK;
    settings.c_oflag |= OPOST | ONLCR;
    settings.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    settings.c_cflag |= CS8 | CREAD;
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    return settings;
}

bool console_open(void)
{
    return isatty(STDOUT_FILENO) && tcgetattr(STDIN_FILENO, &saved) == 0;
}

void console_reset(void)
{
    struct termios settings = raw();

    tcflush(STDOUT_FILENO, TCOFLUSH);
    terminal_start_output();
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
    write_all(clearing, sizeof clearing - 1);
    tcflush(STDIN_FILENO, TCIFLUSH);
}

bool console_gone(void)
{
    struct pollfd ends[] = {{.fd = STDIN_FILENO}, {.fd = STDOUT_FILENO}};
    struct termios settings;

    return tcgetattr(STDIN_FILENO, &settings) != 0 || tcgetattr(STDOUT_FILENO, &settings) != 0 ||
           poll(ends, 2, 0) > 0; /* nothing was asked for, so it is an end or a fault */
}

void console_close(void)
{
    console_reset();
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

/* --- a few sentences ------------------------------------------------------------------------ */

static size_t width_of_screen(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return WIDEST;
    return size.ws_col < 2 * MARGIN + 8 ? size.ws_col : (size_t)(size.ws_col - 2 * MARGIN);
}

static void write_sentence(const char *sentence, size_t width)
{
    struct arena arena = {0};
    size_t count;
    struct text_line *lines =
        text_wrap(&arena, sentence, width > WIDEST ? WIDEST : width, &count);

    write_all("\r\n", 2);
    for (size_t i = 0; i < count; i++) {
        write_all("  ", MARGIN);
        write_all(lines[i].start, lines[i].length);
        write_all("\r\n", 2);
    }
    arena_free(&arena);
}

void console_say(const char *const *sentences, size_t count)
{
    console_reset();
    for (size_t i = 0; i < count; i++)
        write_sentence(sentences[i], width_of_screen());
}
