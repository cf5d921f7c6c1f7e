"""Whole screens as text, compared with those under screens/. `>` at the left edge of the frame
marks the line of the cursor. To capture them anew after a wanted change: UPDATE=1."""
import os

from demo import (CHECKLIST, CHOICE, NUMBER, OPENING, RESULT, REVIEW, TABLE, demo)
from terminal import run

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "screens")
PAGES = {"opening": OPENING, "choice": CHOICE, "checklist": CHECKLIST, "number": NUMBER,
         "review": REVIEW, "result": RESULT, "table": TABLE}


def framed(terminal):
    edge = "+" + "-" * terminal.columns + "+\n"
    lines = [(">" if line == terminal.cursor()[0] else "|") + row + "|\n"
             for line, row in enumerate(terminal.screen.display)]
    return edge + "".join(lines) + edge


def check(name, terminal):
    path = os.path.join(FOLDER, name + ".txt")
    screen = framed(terminal)
    if os.environ.get("UPDATE"):
        with open(path, "w", encoding="utf-8") as file:
            file.write(screen)
    with open(path, encoding="utf-8") as file:
        assert screen == file.read(), f"{name} looks different:\n{screen}"


def screens_at(columns, lines, *options, **more):
    for name, page in PAGES.items():
        with demo(page, *options, size=(columns, lines), **more) as terminal:
            kind = "-".join([f"{columns}x{lines}", *options])
            check(f"{name}-{kind}", terminal)


def test_screens_80x24():
    screens_at(80, 24)


def test_screens_80x24_spacious():
    screens_at(80, 24, "spacious")


def test_screens_50x15():
    screens_at(50, 15)


def test_screens_40x9():
    screens_at(40, 9, "ascii")


def test_screen_with_a_remark():
    with demo(CHECKLIST) as terminal:
        terminal.press("2", "end", "enter")
        check("checklist-80x24-remark", terminal)


if __name__ == "__main__":
    run([test for name, test in sorted(globals().items()) if name.startswith("test_")], "screens")
