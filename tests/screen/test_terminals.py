"""Kinds of terminals, character sets and colours."""
import re
import termios

from demo import CHOICE, RESULT, SIZES, demo, events
from terminal import run


def test_terminals_that_can_do_it():
    for term in ("vt100", "linux", "xterm", "xterm-256color", "screen", "tmux-256color"):
        with demo(CHOICE, env={"TERM": term}) as terminal:
            assert "How long" in terminal.text(), term
            terminal.press(b"\033[B")  # whatever this terminal is said to send
            terminal.press(b"\033OB")
            assert "> 3" in terminal.rows()[terminal.focus()[0]], term
            assert terminal.cursor() == terminal.focus(), term
            events(terminal)
            assert "settings" not in terminal.restored(), term


def test_nothing_stays_on_a_terminal_with_one_screen():
    for term in ("vt100", "linux"):
        with demo(CHOICE, env={"TERM": term}) as terminal:
            assert "How long" in terminal.text(), term
            terminal.press("q")
            terminal.wait()
            assert "How long" not in terminal.text(), (term, terminal.text())


def test_an_unknown_xterm_is_taken_for_xterm():
    for term in ("xterm-kitty", "xterm-ghostty", "xterm-something-new"):
        with demo(CHOICE, env={"TERM": term}) as terminal:
            assert "How long" in terminal.text(), term


def test_terminals_that_cannot_do_it_are_left_alone():
    for term in ("dumb", "unknown", "no-such-terminal", "", None, "x" * 5000, "../../etc/passwd"):
        # A sanitizer would report what newterm of ncurses itself leaks when it fails.
        with demo(CHOICE, env={"TERM": term, "ASAN_OPTIONS": "detect_leaks=0"}) as terminal:
            assert terminal.wait() == 4, term
            assert terminal.raw == b"no full screen\r\n", (term, terminal.raw)
            assert termios.tcgetattr(terminal.slave) == terminal.settings, term


def test_utf8_where_the_locale_has_it():
    for locale in ("C.UTF-8", "xx_YY.UTF-8", "en_GB.utf8"):  # the last two are not installed
        with demo(RESULT, env={"LC_ALL": locale}) as terminal:
            assert "“today”" in terminal.text() and "──" in terminal.rows()[1], locale


def test_ascii_elsewhere():
    for env in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": None, "LANG": None},
                {"LC_ALL": "xx_YY.ISO-8859-1"}):
        with demo(RESULT, env=env) as terminal:
            assert '- "today" means' in terminal.text(), (env, terminal.text())
            assert "------" in terminal.rows()[1]
            assert all(byte < 128 for byte in terminal.raw), env


def test_ascii_by_option():
    for size in SIZES:
        with demo(RESULT, "ascii", size=size) as terminal:
            assert all(byte < 128 for byte in terminal.raw), size


def test_no_colour_unless_wanted():
    with demo(RESULT, "mouse") as terminal:
        assert not re.search(rb"\033\[(?:[0-9;]*;)?[34][0-7]m", terminal.raw), terminal.raw


def test_colours_are_the_terminals_own():
    with demo(RESULT, "colour") as terminal:
        cells = terminal.screen.buffer
        assert cells[0][2].bg == "default" and cells[5][5].bg == "default"
        assert cells[1][2].fg == "cyan"


def test_contrast_fills_the_screen():
    with demo(RESULT, "contrast") as terminal:
        for line, column in ((0, 2), (5, 5), (12, 70), (23, 3)):
            cell = terminal.screen.buffer[line][column]
            assert (cell.fg, cell.bg) == ("white", "black"), (line, column, cell)


if __name__ == "__main__":
    run([test for name, test in sorted(globals().items()) if name.startswith("test_")],
        "terminals")
