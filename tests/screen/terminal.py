"""terminal: a program in a pseudo-terminal of a given size, and what a person would see on it.

Nothing here sleeps for a fixed time: the screen is read until the program has been silent for a
moment, and every wait has an end.
"""
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pyte

SILENCE = 0.03  # seconds without output: the screen is complete
PATIENCE = 5.0  # seconds until something must have happened

KEYS = {
    "up": b"\033OA", "down": b"\033OB", "right": b"\033OC", "left": b"\033OD",
    "home": b"\033OH", "end": b"\033OF", "pgup": b"\033[5~", "pgdn": b"\033[6~",
    "enter": b"\r", "esc": b"\033", "space": b" ", "backspace": b"\177", "ctrl-c": b"\003",
    "ctrl-z": b"\032", "ctrl-s": b"\023", "ctrl-l": b"\014", "ctrl-\\": b"\034",
}


class Screen(pyte.Screen):
    """With what pyte lacks of xterm: repeat the last character, scroll up and down."""

    last = " "

    def draw(self, data):
        if data:
            self.last = data[-1]
        super().draw(data)

    def repeat(self, count=1):
        super().draw(self.last * (count or 1))

    def move_lines(self, count, edge, step):
        line, column = self.cursor.y, self.cursor.x
        margins = self.margins or pyte.screens.Margins(0, self.lines - 1)
        for _ in range(count or 1):
            self.cursor.y = getattr(margins, edge)
            step()
        self.cursor.y, self.cursor.x = line, column

    def scroll_up(self, count=1):
        self.move_lines(count, "bottom", self.index)

    def scroll_down(self, count=1):
        self.move_lines(count, "top", self.reverse_index)

    def report_device_status(self, *_, **__):
        """No answers: nothing but keys goes in."""

    def report_device_attributes(self, *_, **__):
        pass


class Stream(pyte.ByteStream):
    csi = dict(pyte.ByteStream.csi, b="repeat", S="scroll_up", T="scroll_down")
    events = pyte.ByteStream.events | {"repeat", "scroll_up", "scroll_down"}


class Terminal:
    """One program, started in its own session with the terminal as its controlling terminal."""

    def __init__(self, command, columns=80, lines=24, env=None, before=None,
                 stderr=None):
        self.columns, self.lines = columns, lines
        self.screen = Screen(columns, lines)
        self.stream = Stream(self.screen)
        self.raw = b""
        self.master, self.slave = pty.openpty()
        self.set_size(columns, lines, tell=False)
        self.settings = termios.tcgetattr(self.slave)
        environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color",
                       "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
        if "LSAN_OPTIONS" in os.environ:  # which leaks of libraries the sanitizer build lets pass
            environment["LSAN_OPTIONS"] = os.environ["LSAN_OPTIONS"]
        for name, value in (env or {}).items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = value

        def child():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if before is not None:
                before()

        self.process = subprocess.Popen(command, stdin=self.slave, stdout=self.slave,
                                        stderr=stderr or self.slave, env=environment, preexec_fn=child,
                                        close_fds=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for end in (self.master, self.slave):
            try:
                os.close(end)
            except OSError:
                pass

    # --- what comes out ---

    def read(self, timeout):
        """What the program writes within the time-out, or b'' if it is silent."""
        ready, _, _ = select.select([self.master], [], [], timeout)
        if not ready:
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError as error:
            if error.errno == errno.EIO:
                return b""
            raise
        self.raw += data
        self.stream.feed(data)
        return data

    def settle(self, first=PATIENCE):
        """Reads until the program is silent. Returns what it has written; waits `first` for it."""
        out = self.read(first)
        while True:
            data = self.read(SILENCE)
            if not data:
                return out
            out += data

    def wait_until_drawn(self):
        """Reads the first screen: its bottom line is drawn last. A tiny screen has none."""
        self.settle()
        end = time.monotonic() + 1
        while not self.rows()[-1] and time.monotonic() < end:
            self.read(0.05)
        self.settle(0.01)

    def wait_for(self, words):
        """Reads until the words are on the screen."""
        end = time.monotonic() + PATIENCE
        while words not in self.text():
            if time.monotonic() > end:
                raise AssertionError(f"never saw {words!r} on:\n{self.text()}")
            self.read(0.05)
        self.settle(0)
        return self

    # --- what goes in ---

    def press(self, *keys, first=PATIENCE):
        """Presses keys one after another, each answered before the next. Bytes of the last one."""
        out = b""
        for key in keys:
            os.write(self.master, KEYS.get(key, key.encode() if isinstance(key, str) else key))
            out = self.settle(first)
        return out

    def press_again(self, key, first=PATIENCE):
        """The key that was pressed last. At once it would be one that is still held down; Ctrl-L in
        between, which only draws, shows that it was let go."""
        self.press("ctrl-l")
        return self.press(key, first=first)

    def hold(self, key, seconds, delay, pace):
        """A key held down on a keyboard that repeats like this. Where that cannot be done in time, on a
        machine that is too busy, a test has nothing to say."""
        times, due, end = [], time.monotonic(), time.monotonic() + seconds
        while due <= end:
            while time.monotonic() < due:
                self.read(max(0, due - time.monotonic()))
            os.write(self.master, KEYS.get(key, key.encode() if isinstance(key, str) else key))
            times.append(time.monotonic())
            due += delay if len(times) == 1 else pace
        gaps = [later - one for one, later in zip(times, times[1:])]
        if any(gap > 0.2 for gap in gaps[1:]) or gaps[:1] > [delay + 0.1]:
            raise Skip(f"too busy to hold a key: {max(gaps):.2f} s between two repeats")

    def set_size(self, columns, lines, tell=True):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        if tell:
            self.columns, self.lines = columns, lines
            self.screen.resize(lines, columns)

    # --- what can be seen ---

    def rows(self):
        return [row.rstrip() for row in self.screen.display]

    def text(self):
        return "\n".join(self.rows()).rstrip()

    def words(self):
        return re.findall(r"\S+", self.text())

    def cursor(self):
        """Line and column, from 0."""
        return self.screen.cursor.y, self.screen.cursor.x

    def focus(self):
        """The line and column of the focus marker, or None."""
        for line, row in enumerate(self.rows()):
            if re.match(r"\s*> ", row + " "):
                return line, row.index(">")
        return None

    # --- the end ---

    def wait(self, timeout=PATIENCE):
        """Waits for the end of the program; its status as subprocess gives it."""
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"still running; screen:\n{self.text()}")
            self.read(0.005)
        while self.read(0.01):
            pass
        return self.process.returncode

    def restored(self):
        """What is wrong with the terminal that was left behind; empty if all is well."""
        wrong = []
        if termios.tcgetattr(self.slave) != self.settings:
            wrong.append("settings")
        out = self.raw
        if out.rfind(b"\033[?1049h") > out.rfind(b"\033[?1049l"):
            wrong.append("alternate screen")
        if out.rfind(b"\033[?25l") > max(out.rfind(b"\033[?25h"), out.rfind(b"\033[?12l\033[?25h")):
            wrong.append("cursor hidden")
        if out.rfind(b"\033[?1000h") > out.rfind(b"\033[?1000l") or \
           out.rfind(b"1000h") > out.rfind(b"1000l"):
            wrong.append("mouse on")
        if out.rfind(b"\033[?1h") > out.rfind(b"\033[?1l"):
            wrong.append("keypad")
        return wrong


def state_of(pid):
    """The state letter of a process: S sleeps, T is stopped."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        return stat.read().rpartition(")")[2].split()[0]


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"never happened: {what}")
        time.sleep(0.002)


def sanitized(program):
    """Was it built with the sanitizers? They are slow, and strace and they do not go together."""
    with open(program, "rb") as content:
        return b"__asan_init" in content.read()


class Skip(Exception):
    """This cannot be tested here, and why."""


def run(tests, module):
    """Runs test functions and prints TAP. Exit status 1 if one failed."""
    failed = 0
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        began = time.monotonic()
        fault, skipped = None, ""
        try:
            test()
        except Skip as reason:
            skipped = f" # SKIP {reason}"
        except Exception as error:  # a test may fail in any way; the others still run
            fault = f"{type(error).__name__}: {error}"
            failed += 1
        print(f"{'not ok' if fault else 'ok'} {number} - {module}: {test.__name__} "
              f"({time.monotonic() - began:.2f} s){skipped}")
        if fault:
            print("# " + fault.replace("\n", "\n# "), flush=True)
    print(f"# {module}: {len(tests) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
