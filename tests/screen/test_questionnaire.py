"""The shipped questionnaire from its opening to each kind of result, as whole screens under
screens/. To capture them anew after a wanted change: UPDATE=1."""
import time

from questionnaire import CASES, answer_case, begin, press, start
from terminal import run
from test_screens import check

RESULTS = {"emergency": "emergency-chest-pain", "emergency-department": "department-testicle",
           "within-a-day": "pee-changed", "within-days": "three-months",
           "self-care": "plain-cramp"}


def kind(size):
    return f"{size[0]}x{size[1]}"


def first_pages(size):
    with start(size) as terminal:
        check(f"cramps-opening-{kind(size)}", terminal)
        begin(terminal)
        check(f"cramps-checklist-{kind(size)}", terminal)
        CASES["first-two"] = {"emergency-now": [], "sudden-or-injury": []}
        answer_case(terminal, "first-two")
        check(f"cramps-question-{kind(size)}", terminal)
        press(terminal, "?")
        check(f"cramps-help-{kind(size)}", terminal)


def leave_review(terminal):
    """On a busy machine the page may come late, and a key that was pressed before it does not count."""
    for _ in range(5):
        press(terminal, "enter")
        end = time.monotonic() + 2
        while "These are your answers" in terminal.text() and time.monotonic() < end:
            terminal.read(0.05)
        if "These are your answers" not in terminal.text():
            terminal.settle(0.2)
            return
    raise AssertionError(f"no result:\n{terminal.text()}")


def review_and_result(disposition, case, size):
    """An emergency is not kept waiting: its result comes without a review."""
    with start(size) as terminal:
        begin(terminal)
        answer_case(terminal, case)
        if disposition == "self-care":
            check(f"cramps-review-{kind(size)}", terminal)
        if not disposition.startswith("emergency"):
            leave_review(terminal)
        check(f"cramps-result-{disposition}-{kind(size)}", terminal)


def test_first_pages_80x24():
    first_pages((80, 24))


def test_first_pages_40x12():
    first_pages((40, 12))


def test_results_80x24():
    for disposition, case in RESULTS.items():
        review_and_result(disposition, case, (80, 24))


def test_result_40x12():
    review_and_result("self-care", "plain-cramp", (40, 12))
    review_and_result("emergency", "emergency-chest-pain", (40, 12))


def test_leaving_tells_what_the_answers_so_far_call_for():
    with start() as terminal:
        begin(terminal)
        CASES["so-far"] = {"emergency-now": [], "sudden-or-injury": [], "pee": "changed"}
        answer_case(terminal, "so-far")
        press(terminal, "q")
        check("cramps-leave-80x24", terminal)


def test_ticks_that_were_not_sent_are_not_lost():
    with start() as terminal:
        begin(terminal)
        press(terminal, "down", "space", "q")
        assert "Leave without a result?" in terminal.text(), terminal.text()
        assert "already call for this" in terminal.text()
        assert "Call 999 or 112 now" in terminal.text()
        press(terminal, "b")
        assert "2  [x]" in terminal.text(), terminal.text()
        press(terminal, "space", "home")
        CASES["first-one"] = {"emergency-now": []}
        answer_case(terminal, "first-one")
        press(terminal, "down", "space", "b", "end", "enter")
        assert "Question 2" in terminal.text()
        assert "2  [x]" in terminal.text(), terminal.text()


def test_a_red_flag_ticked_after_the_result_is_not_passed_over():
    with start() as terminal:
        begin(terminal)
        answer_case(terminal, "plain-cramp")
        press(terminal, "enter", "a", "down", "enter", "home", "down", "space", "q")
        assert "Leave without a result?" in terminal.text(), terminal.text()
        assert "Call 999 or 112 now" in terminal.text(), terminal.text()
        press(terminal, "2")
        terminal.wait()
        assert "at home" not in terminal.raw.decode().rpartition("\33[?1049l")[2]


def test_a_very_small_screen_says_in_whole_words_that_there_is_more():
    with start((20, 5)) as terminal:
        press(terminal, "space")
        rows = [row.rstrip() for row in terminal.rows()]
        assert rows[3:] == ["-- more both ways --", "Space more   ? help"], rows


if __name__ == "__main__":
    run([test for name, test in sorted(globals().items()) if name.startswith("test_")],
        "questionnaire")
