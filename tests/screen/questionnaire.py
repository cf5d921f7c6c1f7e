"""questionnaire: a person who answers the shipped questionnaire on the full screen, key by key."""
import json
import os
import re

from demo import BUILD
from terminal import Terminal

with open("data/cramps.json", encoding="utf-8") as file:
    PROTOCOL = json.load(file)
with open("data/cramps.cases.json", encoding="utf-8") as file:
    CASES = {case["id"]: case["answers"] for case in json.load(file)["cases"]}


def start(size=(80, 24), *options, **more):
    terminal = Terminal([os.path.join(BUILD, "redflag"), "--region", "GB", *options], *size, **more)
    terminal.wait_until_drawn()
    return terminal


def press(terminal, *keys):
    """A key that changes nothing, such as End on the last line, is not waited for long."""
    for key in keys:
        again = key == getattr(terminal, "pressed", None)
        terminal.pressed = key
        (terminal.press_again if again else terminal.press)(key, first=0.2)


def press_until(terminal, key, done):
    """On a small screen the first press may only bring the line wholly into sight."""
    for _ in range(40):
        press(terminal, key)
        if done():
            return
    raise AssertionError(f"{key} never did what it should on:\n{terminal.text()}")


def begin(terminal):
    """From the opening to the first question, however long the opening is on this screen."""
    press(terminal, "end")
    press_until(terminal, "enter", lambda: "Question 1" in terminal.text())


def progress(terminal):
    return next((row for row in terminal.rows()[:3] if "Question" in row), "no question")


def focused(terminal):
    return terminal.rows()[terminal.cursor()[0]]


def go_to(terminal, place):
    """Down to the choice at this place, counted from 0; a press may only scroll a long page."""
    press_until(terminal, "down" if place > 0 else "home",
                lambda: re.search(rf"> +{place + 1} ", focused(terminal)))


def answer(terminal, question, entry):
    """Ticks or chooses as a person does, who looks where the marker is."""
    ids = [one["id"] for one in question["answers"]]
    ticks = [] if question["kind"] == "choice" else sorted(map(ids.index, entry)) or [len(ids)]
    before = progress(terminal)
    for place in ticks or [ids.index(entry)]:
        go_to(terminal, place)
        if ticks:
            press_until(terminal, "space", lambda: "[x]" in focused(terminal))
    if ticks:
        press(terminal, "end")
    press_until(terminal, "enter", lambda: progress(terminal) != before)


def answer_case(terminal, case):
    """Answers as the case says, in the order of the questions."""
    for question in PROTOCOL["questions"]:
        if question["id"] in CASES[case]:
            answer(terminal, question, CASES[case][question["id"]])
