"""Sizes: what a resize keeps, storms of resizes, screens that are too small, silence."""
import os
import random
import resource
import time

from demo import CHECKLIST, CHOICE, NUMBER, OPENING, PROGRAM, RESULT, REVIEW, SIZES, demo, events
from questionnaire import press, start
from terminal import Skip, run, sanitized


def test_a_resize_keeps_focus_and_ticks():
    with demo(CHECKLIST) as terminal:
        terminal.press("down", "down", "space")
        for size in SIZES[1:] + [(80, 24)]:
            terminal.set_size(*size)
            terminal.settle()
            line, column = terminal.focus()
            assert "> 3" in terminal.rows()[line] and "[x]" in terminal.rows()[line], size
            assert terminal.cursor() == (line, column), size


def test_a_resize_keeps_what_is_typed():
    with demo(NUMBER) as terminal:
        terminal.press("3", "8", ".")
        terminal.set_size(40, 9)
        terminal.settle()
        terminal.press("5")
        assert "[ 38.5" in terminal.text()


def test_a_resize_keeps_the_place_in_a_text():
    with demo(RESULT) as terminal:
        terminal.press("space")
        word = terminal.rows()[2].split()[0:4]
        for size in ((50, 15), (40, 12), (64, 18), (80, 24)):
            terminal.set_size(*size)
            terminal.settle()
            assert " ".join(word) in " ".join(terminal.words()), (size, word, terminal.text())


def test_too_small_asks_for_room_and_takes_no_answer():
    for size in ((19, 24), (80, 4), (10, 3), (1, 1), (2, 40)):
        with demo(CHOICE) as terminal:
            terminal.set_size(*size)
            terminal.settle()
            text = "".join(row.ljust(size[0]) for row in terminal.screen.display)
            assert "Please make this window larger".startswith(text.strip()[:30]), (size, text)
            for key in ("1", "enter", "b", "down"):
                terminal.press(key, first=0.02)
            terminal.set_size(80, 24)
            terminal.wait_for("How long")
            assert events(terminal)[:-1] == ["command 3"], size


def test_starts_too_small_and_grows():
    with demo(CHOICE, size=(10, 3)) as terminal:
        terminal.set_size(80, 24)
        terminal.wait_for("How long")
        assert terminal.cursor() == terminal.focus()


def test_a_size_that_nobody_has():
    for size in ((65535, 65535), (40000, 24), (24, 40000)):
        with demo(CHOICE) as terminal:
            terminal.set_size(*size, tell=False)
            terminal.settle(0.5)
            terminal.set_size(80, 24)
            terminal.press("ctrl-l")
            terminal.wait_for("How long does")
            assert terminal.process.poll() is None, (size, terminal.raw[-200:])


def test_storm():
    dice = random.Random(7)
    with demo(REVIEW) as terminal:
        terminal.press("down", "down", "down")
        for step in range(300):
            terminal.set_size(dice.randint(1, 300), dice.randint(1, 100), tell=False)
            if step % 7 == 0:
                os.write(terminal.master, dice.choice([b"j", b"k", b"\033OB", b"\033[6~"]))
            if step % 3 == 0:
                while terminal.read(0):
                    pass
        terminal.set_size(80, 24)
        terminal.settle(0.3)
        terminal.press("ctrl-l")
        terminal.wait_for("All is right" if "more above" not in terminal.text() else "Question")
        assert terminal.cursor() == terminal.focus()
        terminal.press("q", first=0.3)
        assert terminal.wait() == 0


def limit_memory(pid, more):
    """From now on it can have so many bytes more than it has."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
        size = int(statm.read().split()[0]) * resource.getpagesize() + more
    resource.prlimit(pid, resource.RLIMIT_AS, (size, size))


def test_without_memory_for_a_larger_screen_it_says_so():
    """Wherever in the enlarging it runs out. With enough it goes on."""
    if sanitized(PROGRAM):
        raise Skip("the sanitizers need far more address space than a limit could leave")
    ended = went_on = 0
    for kilobytes in (0, 4, 16, 64, 128, 256, 512, 1024, 1536, 2048, 3072, 4096, 32768):
        with demo(CHOICE) as terminal:
            limit_memory(terminal.process.pid, kilobytes * 1024)
            terminal.set_size(500, 200)
            terminal.settle(0.3)
            terminal.press("down", "up", first=0.3)
            terminal.set_size(80, 24)
            terminal.settle(0.3)
            if terminal.process.poll() is None:
                went_on += 1
                assert "How long does" in terminal.text(), (kilobytes, terminal.text())
            else:
                ended += 1
                assert terminal.wait() == 4, (kilobytes, terminal.process.returncode)
                assert terminal.restored() == [], (kilobytes, terminal.restored())
                assert b"run out of memory" in terminal.raw and b"clinician" in terminal.raw
    assert ended and went_on, (ended, went_on)


def test_without_memory_for_colours_it_says_so():
    """Curses itself ends a program then. Colours are begun with the first result, or with the contrast key."""
    if sanitized(PROGRAM):
        raise Skip("the sanitizers need far more address space than a limit could leave")
    ended = went_on = 0
    for keys in (("h",), ("end", "enter", "1", "end", "enter")):
        for kilobytes in (0, 4, 8, 16, 64, 32768):
            with start() as terminal:
                press(terminal, "?", "b", *keys[:-1])  # its stack is as large as it will be
                limit_memory(terminal.process.pid, kilobytes * 1024)
                press(terminal, keys[-1])
                terminal.settle(0.3)
                if terminal.process.poll() is None:
                    went_on += 1
                    continue
                ended += 1
                assert terminal.wait() == 4, (keys, kilobytes, terminal.process.returncode)
                assert terminal.restored() == [], (keys, kilobytes, terminal.restored())
                assert b"run out of memory" in terminal.raw and b"clinician" in terminal.raw
    assert ended and went_on, (ended, went_on)


def test_lines_and_columns_in_the_environment_do_not_pin_the_size():
    with demo(CHOICE, env={"LINES": "10", "COLUMNS": "30"}) as terminal:
        assert "leave" in terminal.rows()[23]
        terminal.set_size(60, 20)
        terminal.settle()
        assert "leave" in terminal.rows()[19]


def test_every_size_draws():
    with demo(OPENING) as terminal:
        for columns in list(range(18, 60, 5)) + [61, 99, 100, 101, 150]:
            for lines in (4, 5, 6, 9, 10, 11, 12, 15, 16, 25):
                terminal.set_size(columns, lines)
                terminal.settle(0.2)
                terminal.press("home", first=0.02)
                if columns >= 20 and lines >= 5:
                    assert "ramps" in terminal.text(), (columns, lines, terminal.text())
                    assert "? help" in terminal.rows()[-1], (columns, lines, terminal.text())


def test_silence_while_nobody_does_anything():
    with demo(CHOICE) as terminal, demo(RESULT) as other:
        switches = os.path.join("/proc", str(terminal.process.pid), "status")

        def wakes():
            with open(switches, encoding="ascii") as status:
                return [line for line in status if "ctxt" in line]

        before = wakes()
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            assert terminal.read(0.2) == b"" and other.read(0) == b""
        assert wakes() == before


def test_the_first_screen_is_short():
    with demo(CHOICE, "mouse", "colour") as terminal:
        assert len(terminal.raw) <= 1200, len(terminal.raw)


def test_wide_screens_have_a_block_in_the_middle():
    with demo(CHOICE, size=(200, 60)) as terminal:
        left = min(len(row) - len(row.lstrip()) for row in terminal.rows() if row)
        right = max(len(row) for row in terminal.rows())
        assert right - left <= 76 and abs((200 - right) - left) < 8, (left, right)


if __name__ == "__main__":
    run([test for name, test in sorted(globals().items()) if name.startswith("test_")], "sizes")
