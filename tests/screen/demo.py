"""demo: the pages of demo.c by name, and how the tests start it."""
import os
import re

from terminal import Terminal

OPENING, CHOICE, CHECKLIST, NUMBER, REVIEW, RESULT, TABLE = (str(n) for n in range(7))
SIZES = [(80, 24), (50, 15), (40, 12), (40, 9), (200, 60)]

BUILD = os.path.abspath(os.environ.get("BUILD", "build"))
PROGRAM = os.path.join(BUILD, "tests", "screen", "demo")


def demo(page, *options, size=(80, 24), ready=True, **more):
    """The demo showing `page`, its first screen complete."""
    terminal = Terminal([PROGRAM, page, *options], *size, **more)
    if ready:
        terminal.wait_until_drawn()
    return terminal


def events(terminal):
    """Leaves with q (or waits, if the program has ended) and returns the events, one a line."""
    if terminal.process.poll() is None:
        terminal.press("q", first=0.2)
    terminal.wait()
    end = terminal.raw.rfind(b"\033[?1049l")
    return re.findall(r"(?:choice|number|command|status) .*?(?=[\r\n])", terminal.raw[end:].decode())
