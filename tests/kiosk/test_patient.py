#!/usr/bin/python3
"""What a patient sees: the start screen, the warning, the end by itself, urgent results, sizes."""
import subprocess
import time

from kiosk import FEVER, HURRIED, PROGRAM, START, Kiosk, run


def test_the_start_screen_fits_everyday_sizes():
    for columns, lines in [(80, 25), (64, 18), (50, 15), (120, 33)]:
        with Kiosk(columns=columns, lines=lines, program=PROGRAM) as kiosk:
            text = " ".join(kiosk.words())
            for words in ("A fever", START, "tell a member of staff", "999", "no diagnosis", "draft",
                          "Nothing that you answer is kept"):
                assert words in text, (columns, lines, words, text)


def test_any_key_begins_and_answers_nothing():
    for key in ("1", "enter", "space", "q", "up", "esc", "ctrl-c", b"\033[24~", b"\033b", "é"):
        with Kiosk(program=PROGRAM) as kiosk:
            kiosk.key(key)
            kiosk.wait_for("1  Start")


def test_the_key_that_begins_answers_nothing_while_it_is_held():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.hold("1", 1.5, 0.5, 0.04)
        kiosk.settle(0.3)
        assert "1  Start" in kiosk.text(), kiosk.text()


def test_a_key_held_down_does_not_run_through_to_the_result():
    """It answered the last question, passed the review, and cleared the result unread."""
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.begin().key("4").wait_for("[x] None of these")
        kiosk.key("5").wait_for("How many steps")
        kiosk.key("700").wait_for("700")
        kiosk.key("enter").wait_for("For how long?")
        kiosk.hold("1", 2.5, 1.0, 0.1)
        kiosk.settle(0.3)
        assert "These are your answers" in kiosk.text(), kiosk.text()


def test_nobody_is_offered_to_leave():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.begin()
        assert "leave" not in kiosk.rows()[-1]
        kiosk.key("?").wait_for("Keys")
        kiosk.key("pgdn", "pgdn", "pgdn")
        assert "Ctrl-C" not in kiosk.text()


def test_the_result_ends_with_finish_and_clear():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.to_result()
        kiosk.finish()
        assert "LOOK AFTER" not in kiosk.text()


def test_an_urgent_result_calls_staff():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.to_result(urgent=True)
        assert kiosk.rows()[0].strip().startswith("CALL AN AMBULANCE NOW")
        assert "Tell a member of staff now." in kiosk.text()


def test_a_mild_result_does_not():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.to_result()
        assert "staff now" not in kiosk.text()


def test_the_warning_keeps_everything_in_place():
    with Kiosk("--idle", "1") as kiosk:
        kiosk.begin().key("down", "2").wait_for("[x] I have a rash")
        before = kiosk.focus(), kiosk.patient()
        kiosk.wait_for("Are you still there?")
        kiosk.key("3")  # any key goes on, and does nothing else
        while "still there" in kiosk.text():
            kiosk.read(0.05)
        assert (kiosk.focus(), kiosk.patient()) == before
        assert "[x] I have a rash" in kiosk.text() and "[x] I am not" not in kiosk.text()


def test_the_key_that_takes_the_warning_away_answers_nothing_while_it_is_held():
    with Kiosk("--idle", "1") as kiosk:
        kiosk.begin().wait_for("Are you still there?")
        kiosk.hold("3", 1.15, 0.5, 0.04)
        kiosk.settle(0.3)
        assert "[x]" not in kiosk.text(), kiosk.text()


def test_the_warning_is_one_write_and_can_be_answered_again_and_again():
    with Kiosk("--idle", "1") as kiosk:
        kiosk.begin()
        for _ in range(3):
            kiosk.wait_for("Are you still there?")
            assert kiosk.settle(0.6) == b""  # no ticking number
            kiosk.key("x")
        assert "Is any of these true?" in kiosk.text()


def test_idle_time_and_warning_are_kept():
    with Kiosk("--idle", "1") as kiosk:
        kiosk.begin()
        old, began = kiosk.patient(), time.monotonic()
        kiosk.wait_for("Are you still there?")
        warned = time.monotonic()
        kiosk.wait_for_new_patient(old, within=5)
        assert 0.9 <= warned - began <= 2.0, warned - began
        assert 1.9 <= time.monotonic() - warned <= 3.2, time.monotonic() - warned


def test_whoever_only_moves_about_is_not_stuck():
    """Longer than the longest wait, without a pause that is as long as one look at the clock."""
    with Kiosk("--idle", "1") as kiosk:
        kiosk.begin().key("2").wait_for("[x] I have a rash")
        old, end = kiosk.patient(), time.monotonic() + 7
        while time.monotonic() < end:
            kiosk.press("down", "up", first=0.2)
            time.sleep(0.1)
        assert kiosk.patient() == old, kiosk.said()
        assert "[x] I have a rash" in kiosk.text() and "still there" not in kiosk.text(), kiosk.text()


def test_a_sequence_that_never_ends_is_over_after_a_second():
    for begun in (b"\033[200~", b"\033P", b"\033[1;"):
        with Kiosk(program=PROGRAM) as kiosk:
            kiosk.begin().press(begun, first=1.2)
            kiosk.key("2").wait_for("[x] I have a rash")


def test_the_start_screen_waits_for_ever_without_a_byte():
    with Kiosk("--idle", "1") as kiosk:
        old = kiosk.patient()
        assert kiosk.settle(5) == b""
        assert kiosk.patient() == old


def test_options_are_refused_in_words():
    cases = {
        (): "--region", ("--region", "ZZ"): "'ZZ'", ("--region", "GB", "--idle", "5"): "20 to 600",
        ("--region", "GB", "--idle", "601"): "20 to 600", ("--region", "GB", "--idle", "x"): "20",
        ("--region", "GB"): "needs a terminal",
    }
    for options, words in cases.items():
        done = subprocess.run([PROGRAM, "kiosk", FEVER, *options], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        assert done.returncode in (2, 4), (options, done)
        assert words in done.stderr and done.stdout == "", (options, done)


def test_the_hurried_build_is_another_program():
    assert PROGRAM.read_bytes() != HURRIED.read_bytes()


if __name__ == "__main__":
    run([test for name, test in list(globals().items()) if name.startswith("test_")], "patient")
