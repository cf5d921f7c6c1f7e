"""What each key does, where the cursor is after it, and what it costs in bytes."""
import os
import re
import time

from demo import (CHECKLIST, CHOICE, NUMBER, OPENING, RESULT, REVIEW, SIZES, TABLE, demo, events)
from terminal import run


def said(lines, *expected):
    found = [line for line in lines if line.startswith(("choice", "number", "command"))]
    # The last event is the q that ended the test.
    assert found[:-1] == list(expected), found


def after(terminal):
    """The screen when all is done that was asked for."""
    terminal.settle(0.3)
    return terminal.text()


def cursor_is_on_the_focus(terminal, key):
    assert terminal.focus() is not None, f"no focus after {key}:\n{terminal.text()}"
    line, column = terminal.focus()
    at = terminal.cursor()
    if terminal.rows()[line].lstrip().startswith("> ["):  # in the field, behind what is typed
        assert at[0] == line and at[1] > column, f"{at} after {key}:\n{terminal.text()}"
    else:
        assert at == (line, column), f"cursor {at}, focus {(line, column)} after {key}"
    assert not terminal.screen.cursor.hidden, f"cursor hidden after {key}"


def test_cursor_is_on_the_focus_after_every_key():
    keys = ["down", "down", "down", "up", "end", "home", "pgdn", "pgup", "j", "k", "down", "up"]
    for size in SIZES:
        for page in (CHOICE, CHECKLIST, NUMBER, REVIEW):
            with demo(page, size=size) as terminal:
                for key in keys:
                    terminal.press(key, first=0.1)
                    cursor_is_on_the_focus(terminal, f"{key} on page {page} at {size}")


def test_arrow_key_costs_few_bytes():
    with demo(CHOICE) as terminal:
        for key in ("down", "down", "down", "up", "up", "up"):
            before = terminal.rows()
            out = terminal.press(key)
            assert len(out) <= 150, (key, len(out))
            changed = [a for a, b in zip(before, terminal.rows()) if a != b]
            assert len(changed) == 2, changed


def test_focus_shows_without_colour():
    with demo(CHOICE) as terminal:
        terminal.press("down")
        line, column = terminal.focus()
        cells = terminal.screen.buffer[line]
        assert cells[column].data == ">" and cells[column].bold
        assert cells[column + 2].data == "2" and cells[column + 2].reverse
        used = {cell.fg for row in terminal.screen.buffer.values() for cell in row.values()}
        assert used <= {"default"}, used


def test_enter_and_digits_choose():
    with demo(CHOICE) as terminal:
        terminal.press("down", "enter")
        terminal.wait_for("Tick all")
        terminal.press("b")
        terminal.wait_for("How long")
        terminal.press("4")
        terminal.wait_for("Tick all")
        said(events(terminal), "choice 2 of page 1", "command 1", "choice 4 of page 1")


def test_a_digit_that_is_no_choice_does_nothing():
    with demo(CHOICE) as terminal:
        for key in ("5", "9", "0", "x", "right"):
            assert terminal.press(key, first=0.1) == b"", key
        said(events(terminal))


def test_checklist_ticks_with_space_and_enter_and_stays():
    with demo(CHECKLIST) as terminal:
        terminal.press("down", "space", "down", "enter", "4")
        rows = terminal.text()
        assert "2  [x]" in rows and "3  [x]" in rows and "4  [x]" in rows and "1  [ ]" in rows
        cursor_is_on_the_focus(terminal, "4")
        assert "> 4" in rows
        terminal.press("space")
        assert "4  [ ]" in terminal.text()


def test_a_remark_is_seen_at_every_size():
    for size in SIZES:
        with demo(CHECKLIST, size=size) as terminal:
            terminal.press("end", first=0.1)
            terminal.press("enter")
            text = " ".join(terminal.words())
            assert "! Tick what is true, or the last box if none is." in text, text
            assert "> 8" in text
            cursor_is_on_the_focus(terminal, "enter")


def test_a_long_list_takes_two_digits():
    with demo(REVIEW) as terminal:
        terminal.press("1", first=0.25)
        terminal.press("2")
        assert "12  Question number 11" in terminal.rows()[terminal.focus()[0]]
        terminal.press("5")
        assert " 5  Question number 4" in terminal.rows()[terminal.focus()[0]]
        terminal.press("enter")
        said(events(terminal), "choice 5 of page 4")


def test_a_number_is_typed_and_mended():
    with demo(NUMBER) as terminal:
        terminal.press("4", "5", ".", "enter")
        terminal.wait_for("too high")
        assert "[ 45." in terminal.text()
        terminal.press("backspace", "backspace", "0", ",", "5")
        assert "[ 40,5" in terminal.text()
        terminal.press("enter")
        terminal.wait_for("All is right")
        said(events(terminal), "number 45.", "number 40,5")


def test_a_unit_can_follow_a_number():
    with demo(NUMBER) as terminal:
        terminal.press("4", "0", "l", "b", "enter")
        said(events(terminal), "number 40lb")


def test_commands_work_beside_a_number():
    with demo(NUMBER) as terminal:
        terminal.press("4", "b")
        terminal.wait_for("Tick all")
        said(events(terminal), "command 1")


def test_all_ways_back():
    for key in ("esc", "backspace", "left", "b", "B"):
        with demo(CHOICE) as terminal:
            terminal.press(key)
            terminal.wait_for("clinician has reviewed")
            said(events(terminal), "command 1")


def test_back_is_not_offered_on_the_opening():
    with demo(OPENING) as terminal:
        for key in ("esc", "backspace", "left", "b"):
            assert terminal.press(key, first=0.15) == b"", key


def test_escape_is_answered_within_30_ms_and_a_little():
    with demo(CHOICE) as terminal:
        times = []
        for _ in range(5):
            began = time.monotonic()
            os.write(terminal.master, b"\033")
            terminal.read(1)
            times.append(time.monotonic() - began)
            terminal.settle(0.05)
            terminal.press("1") if "Start" in terminal.text() else None
            terminal.wait_for("How long")
        assert sorted(times)[2] < 0.045, times


def test_parts_of_unknown_sequences_are_not_keys():
    strange = [b"\033[5;2~", b"\033[1;5A", b"\033[<0;1;1M", b"\033[<0;1;1m", b"\033[M !!",
               b"\033[200~1\r\033[201~", b"\033]11;rgb:1111/2222/3333\033\\", b"\033P1+r1\033\\",
               b"\033[?1;2c", b"\033[2;2R", b"\0331", b"\033O1", b"\033[49~", b"\033[I"]
    with demo(CHOICE) as terminal:
        for sequence in strange:
            terminal.press(sequence, first=0.1)
            assert "How long" in terminal.text(), sequence
        said(events(terminal))


def test_type_ahead_does_not_answer_the_next_page():
    with demo(CHOICE) as terminal:
        terminal.press(b"1\r\r3\r")
        terminal.wait_for("Tick all")
        terminal.settle(0.1)
        assert "[x]" not in terminal.text()
        said(events(terminal), "choice 1 of page 1")


# The delay before the first repeat and the pace after it: a Linux console as it comes, one with
# kbdrate's own pace, X, and what else can be set.
KEYBOARDS = [(0.25, 0.033), (0.25, 0.092), (0.66, 0.04), (1.0, 0.1)]


def test_a_key_held_down_answers_one_page():
    for delay, pace in KEYBOARDS:
        with demo(OPENING) as terminal:
            terminal.hold("enter", delay + 0.6, delay, pace)
            terminal.settle(0.3)
            assert "How long" in terminal.text(), (delay, pace, terminal.text())
            terminal.press_again("enter")
            terminal.wait_for("Tick all")
            said(events(terminal), "choice 1 of page 0", "choice 1 of page 1")


def test_a_key_held_down_ticks_once():
    for delay, pace in KEYBOARDS:
        with demo(CHECKLIST) as terminal:
            terminal.hold("1", delay + 0.6, delay, pace)
            terminal.settle(0.3)
            said(events(terminal), "choice 1 of page 2")


def test_a_key_let_go_after_its_first_repeat_ticks_once():
    for key in ("1", "space", "enter"):
        with demo(CHECKLIST) as terminal:
            terminal.hold(key, 0.25, 0.25, 0.033)
            terminal.settle(0.3)
            said(events(terminal), "choice 1 of page 2")


def test_another_key_is_not_lost_while_one_is_looked_at():
    with demo(CHECKLIST) as terminal:
        terminal.press("1")
        time.sleep(0.8)  # it could be held by a keyboard with a long delay
        os.write(terminal.master, b"1")
        os.write(terminal.master, b"2")
        terminal.wait_for("2  [x]")
        said(events(terminal), "choice 1 of page 2", "choice 1 of page 2", "choice 2 of page 2")


def test_digits_and_arrows_can_be_held():
    with demo(NUMBER) as terminal:
        terminal.hold("3", 0.5, 0.25, 0.05)
        assert "[ 333333" in after(terminal), terminal.text()
    with demo(REVIEW) as terminal:
        terminal.hold("down", 0.5, 0.25, 0.05)
        assert re.search(r"> +[6-9] ", after(terminal)), terminal.text()


def test_a_key_that_leads_to_a_number_does_not_type_there():
    with demo(CHECKLIST) as terminal:
        terminal.press("1")
        terminal.hold("8", 1.0, 0.4, 0.04)
        terminal.wait_for("What is your temperature?")
        assert "8 " not in terminal.rows()[terminal.focus()[0]], terminal.text()
        terminal.press("3", "8")
        assert "[ 38 " in terminal.text()


def test_what_is_not_on_the_screen_is_not_chosen():
    with demo(CHOICE, size=(40, 9)) as terminal:
        # The third answer is cut by the window: it is shown whole first.
        terminal.press("home", first=0.1)
        terminal.press("3")
        assert "How long" not in terminal.rows()[4] and "chemist" in terminal.text()
        terminal.press_again("3")
        terminal.wait_for("Tick all")


def test_text_pages_scroll_and_the_cursor_reads_on():
    with demo(RESULT) as terminal:
        assert terminal.cursor() == (0, 2)
        last = terminal.rows()[21]
        terminal.press("down")
        assert terminal.cursor() == (21, 2) and terminal.rows()[20] == last
        terminal.press("space")
        line, _ = terminal.cursor()
        assert terminal.rows()[line - 1].strip() != "" and "SEE A CLINICIAN" in terminal.rows()[0]
        terminal.press("home")
        assert terminal.cursor() == (0, 2)
        terminal.press("end")
        assert "number 24" in terminal.text() and "more above" in terminal.text()


def test_every_word_can_be_reached():
    expected = {}
    for page in (OPENING, CHOICE, CHECKLIST, NUMBER, REVIEW, RESULT, TABLE):
        with demo(page, size=(200, 60)) as terminal:
            expected[page] = set(" ".join(terminal.rows()[:-1]).split()) - {">"}
    for size in SIZES[:-1]:
        for page, words in expected.items():
            with demo(page, size=size) as terminal:
                seen = set(terminal.words())
                for _ in range(80):
                    if terminal.press("down", first=0.25) == b"":
                        break
                    seen |= set(terminal.words())
                missing = {w for w in words - seen if not w.startswith("──")}
                assert not missing, (size, page, missing)


def test_contrast_by_key():
    with demo(CHOICE, "colour") as terminal:
        terminal.press("h")
        cells = terminal.screen.buffer[5]
        assert cells[8].bg == "black" and cells[8].fg == "white", cells[8]
        terminal.press_again("h")
        assert terminal.screen.buffer[5][8].bg == "default"


def click(column, line):
    """Press and release of the left button, as xterm reports them; counted from 1."""
    return b"\033[<0;%d;%dM\033[<0;%d;%dm" % (column, line, column, line)


def test_mouse_chooses_and_is_off_on_text():
    with demo(CHOICE, "mouse") as terminal:
        assert b"1000h" in terminal.raw
        terminal.press(click(10, 7))
        terminal.wait_for("Tick all")
        time.sleep(0.45)  # a double click would end within this time
        terminal.press(click(terminal.rows()[23].index("b back") + 3, 24))
        terminal.wait_for("How long")
        said(events(terminal), "choice 2 of page 1", "command 1")
    with demo(RESULT, "mouse") as terminal:
        assert b"1000h" not in terminal.raw


def test_a_double_click_chooses_once():
    with demo(OPENING, "mouse") as terminal:
        line = terminal.focus()[0] + 1
        terminal.press(click(8, line))
        terminal.wait_for("How long")
        terminal.press(click(8, 7), first=0.1)
        said(events(terminal), "choice 1 of page 0")


def test_a_double_click_ticks_once_and_two_boxes_can_be_clicked_quickly():
    with demo(CHECKLIST, "mouse") as terminal:
        first = terminal.focus()[0] + 1
        os.write(terminal.master, click(10, first) + click(11, first) + click(11, first + 1))
        terminal.wait_for("2  [x]")
        said(events(terminal), "choice 1 of page 2", "choice 2 of page 2")


def test_other_buttons_do_nothing():
    with demo(CHOICE, "mouse") as terminal:
        for _ in range(20):
            terminal.press(b"\033[<2;10;7M\033[<2;10;7m", first=0.02)
        said(events(terminal))


def test_wheel_scrolls():
    with demo(REVIEW, "mouse", size=(60, 16)) as terminal:
        top = terminal.rows()[2]
        terminal.press(b"\033[<65;10;7M")
        assert terminal.rows()[2] != top
        cursor_is_on_the_focus(terminal, "wheel")


if __name__ == "__main__":
    run([test for name, test in sorted(globals().items()) if name.startswith("test_")], "keys")
