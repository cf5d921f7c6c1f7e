#!/usr/bin/python3
"""A kiosk always comes back: crashes, hang-ups, signals, full disks, bad content, no memory."""
import contextlib
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import termios
import time
from pathlib import Path

from kiosk import (BROKEN, FEVER, PROGRAM, SANITIZED, SOON, START, Kiosk, Skip, children, run,
                   state_of, until)

CRASHES = [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL,
           signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGSYS, signal.SIGSTOP]


def test_after_a_crash_the_start_screen_is_back_within_a_second():
    with Kiosk(program=PROGRAM) as kiosk:
        for number in CRASHES:
            kiosk.begin().key("2").wait_for("[x] I have a rash")
            old = kiosk.patient()
            os.kill(old, number)
            kiosk.wait_for_new_patient(old)
            assert "rash" not in kiosk.text(), number
            new = kiosk.patient()
            os.kill(new, signal.SIGTERM)  # not a crash, so they are not in a row
            kiosk.wait_for_new_patient(new)
        assert kiosk.process.poll() is None


def test_the_journal_says_why_and_nothing_about_the_patient():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.begin().key("2").wait_for("[x] I have a rash")
        old = kiosk.patient()
        os.kill(old, signal.SIGSEGV)
        kiosk.wait_for_new_patient(old)
        assert "an interview was ended (Segmentation fault); a new one begins" in kiosk.said()
        for word in ("rash", "danger", "neck"):
            assert word not in kiosk.said()


def test_a_crash_at_every_start_is_out_of_order_then_back():
    with Kiosk(program=PROGRAM) as kiosk:
        end = time.monotonic() + 5
        while BROKEN not in kiosk.text() and time.monotonic() < end:
            patient = kiosk.patient_now()
            if patient:
                os.kill(patient, signal.SIGSEGV)
            kiosk.read(0.01)
        kiosk.wait_for(BROKEN)
        assert "999" in kiosk.text() and "member of staff" in kiosk.text()
        kiosk.wait_for_start(within=13)


def hang_up(kiosk):
    os.close(kiosk.master)
    os.close(kiosk.slave)
    kiosk.master, kiosk.slave = os.openpty()


def ends_soon(kiosk, seconds=1.0):
    began = time.monotonic()
    pid = kiosk.patient_now()
    yield
    while kiosk.process.poll() is None:
        assert time.monotonic() < began + seconds + 2 * SANITIZED, "still there"
        time.sleep(0.002)
    assert pid is None or not Path(f"/proc/{pid}").exists()


def test_a_hang_up_ends_everything_within_a_second():
    for place in ("start", "question", "warning", "result", "broken"):
        protocol = "/dev/null" if place == "broken" else FEVER
        with Kiosk("--idle", "1" if place == "warning" else "60", protocol=protocol,
                   wait=place != "broken") as kiosk:
            {"start": lambda: None, "question": kiosk.begin, "result": kiosk.to_result,
             "warning": lambda: kiosk.begin().wait_for("still there"),
             "broken": lambda: kiosk.wait_for(BROKEN)}[place]()
            for _ in ends_soon(kiosk):
                hang_up(kiosk)
            assert kiosk.process.returncode == 4, place


def test_a_hang_up_without_a_signal_ends_everything_too():
    def nohup():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with Kiosk(before=nohup) as kiosk:
        kiosk.begin()
        for _ in ends_soon(kiosk):
            hang_up(kiosk)


def test_sigterm_ends_and_gives_the_terminal_back():
    for place in ("start", "question", "broken"):
        with Kiosk(protocol="/dev/null" if place == "broken" else FEVER,
                   wait=place != "broken") as kiosk:
            if place == "question":
                kiosk.begin()
            if place == "broken":
                kiosk.wait_for(BROKEN)
            for _ in ends_soon(kiosk):
                kiosk.process.terminate()
                kiosk.wait()
            assert kiosk.process.returncode == 0
            assert kiosk.restored() == [], place
            assert kiosk.text() == "", place


def test_a_keeper_that_is_killed_takes_the_patient_along():
    with Kiosk() as kiosk:
        kiosk.begin()
        pid = kiosk.patient()
        kiosk.process.kill()
        kiosk.process.wait()
        until(lambda: not Path(f"/proc/{pid}").exists() or state_of(pid) in "ZX", "the end")


def test_a_full_disk_is_said_and_nobody_is_kept_waiting():
    with Kiosk("--tally", "/dev/full") as kiosk:
        kiosk.to_result().finish()
        kiosk.wait_for_log("No space left on device")
        kiosk.begin()


def test_a_tally_that_cannot_be_kept_is_said_at_the_start():
    with Kiosk("--tally", "/nonexistent/tally") as kiosk:
        assert "/nonexistent/tally: interviews cannot be counted: No such file" in kiosk.said()
        kiosk.to_result().finish()


def test_a_file_that_may_not_grow_is_said_and_ends_nothing():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tally")
        path.write_text("2026-01-01 fever 7 self-care 1\n", encoding="ascii")
        size = path.stat().st_size
        with Kiosk("--tally", path, log=open(os.devnull, "r+b"),
                   before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))) as kiosk:
            kiosk.to_result().finish()
            kiosk.begin()
        assert path.stat().st_size == size


def test_a_journal_that_takes_nothing_keeps_nobody_waiting():
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    for size in (65536, 1):  # whole, and what is left of it
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(writer, b"x" * size)
    os.set_blocking(writer, True)
    with Kiosk(program=PROGRAM, log=os.fdopen(writer, "wb")) as kiosk:
        old = kiosk.begin().patient()
        os.kill(old, signal.SIGSEGV)
        kiosk.wait_for_new_patient(old)
        kiosk.process.terminate()
        assert kiosk.wait() == 0
    os.close(reader)


def test_a_result_that_was_shown_is_counted_also_at_the_end_of_all():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tally")
        with Kiosk("--tally", path) as kiosk:
            kiosk.to_result(urgent=True)
            kiosk.process.terminate()
            assert kiosk.wait() == 0
        assert " fever 7 ambulance 1\n" in path.read_text(encoding="ascii")


def test_the_tally_has_one_line_for_each_result():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tally")
        with Kiosk("--tally", path) as kiosk:
            kiosk.to_result().finish()
            kiosk.to_result(urgent=True)
            kiosk.finish()
            kiosk.begin()  # and one that is not finished
            old = kiosk.patient()
            os.kill(old, signal.SIGKILL)
            kiosk.wait_for_new_patient(old)
            lines = path.read_text(encoding="ascii").splitlines()
        assert len(lines) == 2, lines
        assert re.fullmatch(r"\d{4}-\d\d-\d\d fever 7 self-care 1", lines[0]), lines
        assert re.fullmatch(r"\d{4}-\d\d-\d\d fever 7 ambulance 1", lines[1]), lines
        assert path.stat().st_mode & 0o777 == 0o600


# --- content --------------------------------------------------------------------------------


class Content:
    """A protocol of its own that can be changed."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "fever.json")
        shutil.copy(FEVER, self.path)
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def change(self, old, new):
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        new_path = self.path.with_suffix(".new")
        new_path.write_text(text.replace(old, new), encoding="utf-8")
        os.replace(new_path, self.path)


def test_new_content_is_used_from_the_next_patient_on():
    with Content() as content, Kiosk(protocol=content.path, program=PROGRAM) as kiosk:
        kiosk.begin()
        old = kiosk.patient()
        content.change("My neck is stiff", "My neck hurts")
        kiosk.process.send_signal(signal.SIGHUP)
        kiosk.settle(1)
        assert kiosk.patient() == old and "My neck is stiff" in kiosk.text()
        os.kill(old, signal.SIGKILL)
        kiosk.wait_for_new_patient(old)
        kiosk.begin()
        assert "My neck hurts" in kiosk.text()


def test_at_the_start_screen_new_content_is_used_at_once():
    with Content() as content, Kiosk(protocol=content.path, program=PROGRAM) as kiosk:
        old = kiosk.patient()
        content.change("A fever", "A high fever")
        kiosk.process.send_signal(signal.SIGHUP)
        kiosk.wait_for_new_patient(old, within=3)
        assert "A high fever" in kiosk.text()


def test_broken_content_is_refused_and_the_last_good_one_stays():
    broken = [
        ('"redflag": 1', '"redflag": 2'),                       # another format
        ('"raise": "ambulance"', '"raise": "ambulence"'),       # a slip of the pen
        ('"from": 100, "text"', '"from": 0, "text"'),           # bands
        ('"version"', ''),                                      # no JSON any more
    ]
    with Content() as content, Kiosk(protocol=content.path, program=PROGRAM) as kiosk:
        for old, new in broken:
            before = kiosk.said().count("stays in use")
            content.change(old, new)
            kiosk.process.send_signal(signal.SIGHUP)
            until(lambda: kiosk.read(0.01) is not None and
                  kiosk.said().count("stays in use") > before, (new, kiosk.said()))
            shutil.copy(FEVER, content.path)
            kiosk.begin()
            patient = kiosk.patient()
            os.kill(patient, signal.SIGKILL)
            kiosk.wait_for_new_patient(patient)


def test_content_that_cannot_be_tried_is_tried_again():
    """No process can be had for the trial, once."""
    if SANITIZED:
        raise Skip("strace and the sanitizers do not go together")
    with Content() as content, Kiosk(protocol=content.path, program=PROGRAM) as kiosk:
        old = kiosk.patient()
        tracer = subprocess.Popen(["strace", "-o", "/dev/null", "-p", str(kiosk.keeper), "-e",
                                   "inject=clone,fork,vfork:error=EAGAIN:when=1"], stderr=subprocess.PIPE)
        assert b"attached" in tracer.stderr.readline()
        content.change("A fever", "A high fever")
        kiosk.process.send_signal(signal.SIGHUP)
        kiosk.wait_for_log("the content cannot be tried: Resource temporarily unavailable")
        kiosk.process.send_signal(signal.SIGHUP)
        kiosk.wait_for_new_patient(old, within=3)
        assert "A high fever" in kiosk.text()
        tracer.terminate()
        tracer.wait()


def limit_of(pid, what, most):
    """From now on; what can be set again later."""
    resource.prlimit(pid, what, (most, resource.prlimit(pid, what)[1]))


def slow(text, questions=20000):
    """The same with so many questions more that its proof takes a while."""
    more = "".join(f', {{"id": "more-{number}", "kind": "choice", "text": "More?", "answers": '
                   '[{"id": "a", "text": "a"}, {"id": "b", "text": "b"}]}' for number in range(questions))
    end = text.index("\n  ],", text.index('"questions"'))
    return text[:end] + more + text[end:]


def test_content_that_changes_during_its_trial_is_tried_again():
    good = FEVER.read_text(encoding="utf-8")
    with Content() as content, Kiosk(protocol=content.path, program=PROGRAM) as kiosk:
        bad = slow(good).replace('"raise": "ambulance"', '"raise": "ambulence"')
        content.path.write_text(bad, encoding="utf-8")
        kiosk.process.send_signal(signal.SIGHUP)
        until(lambda: len(children(kiosk.keeper)) == 2, "the trial")
        content.path.write_text(good.replace("A fever", "In the end"), encoding="utf-8")
        kiosk.process.send_signal(signal.SIGHUP)
        kiosk.wait_for("In the end")


def test_a_journal_on_the_same_screen_is_not_written_over_a_result():
    with Content() as content, Kiosk(protocol=content.path, program=PROGRAM, command=(
            "sh", "-c", 'exec "$@" 2>&1', "sh")) as kiosk:
        kiosk.to_result(urgent=True)
        before = kiosk.text()
        content.change('"redflag": 1', '"redflag": 2')
        kiosk.process.send_signal(signal.SIGHUP)
        assert kiosk.settle(0.5) == b"" and kiosk.text() == before
        if not SANITIZED:
            content.path.write_text(slow(FEVER.read_text(encoding="utf-8")), encoding="utf-8")
            limit_of(kiosk.keeper, resource.RLIMIT_AS, 16 << 20)
            kiosk.process.send_signal(signal.SIGHUP)
            assert kiosk.settle(0.5) == b"" and kiosk.text() == before


def test_only_what_was_tried_is_shown_to_the_next_patient():
    """Good content waits for the end of an interview, and other content comes that will fail its trial."""
    good = FEVER.read_text(encoding="utf-8")
    with Content() as content, Kiosk(protocol=content.path, program=PROGRAM) as kiosk:
        kiosk.begin()
        old = kiosk.patient()

        def try_out(text):
            content.path.write_text(text, encoding="utf-8")
            kiosk.process.send_signal(signal.SIGHUP)
            until(lambda: len(children(kiosk.keeper)) == 2, "the trial")

        try_out(slow(good).replace("A fever", "Good and tried"))
        until(lambda: len(children(kiosk.keeper)) == 1, "its end")
        try_out(slow(good).replace("A fever", "Bad and not tried").replace(
            '"text": "For how long?"', '"text": "For how long?", '
            '"ask_if": {"all": ["danger.neck", "danger.not-sure"]}'))
        os.kill(old, signal.SIGKILL)
        kiosk.wait_for_new_patient(old, within=3)
        kiosk.wait_for_log("proofs fail")
        kiosk.wait_for_log("the one before stays in use")
        assert "Bad and not tried" not in kiosk.raw.decode()
        kiosk.begin()


class UnderShell(Kiosk):
    """A kiosk, and when it has ended another one with other content in the same terminal."""

    def __init__(self, then, **more):
        super().__init__(command=("sh", "-c", f'"$@"; exec "$1" kiosk {then} --region GB', "sh"), **more)

    @property
    def keeper(self):
        return (children(self.process.pid) or [self.process.pid])[0]


def test_what_a_killed_keeper_left_is_cleared_before_anything_else():
    with Content() as content:
        content.path.write_text(slow(FEVER.read_text(encoding="utf-8"), 60000), encoding="utf-8")
        with UnderShell(content.path, program=PROGRAM) as kiosk:
            kiosk.to_result()
            os.kill(kiosk.keeper, signal.SIGKILL)
            until(lambda: kiosk.read(0.002) is not None and "LOOK AFTER IT" not in kiosk.text(), "cleared")
            assert kiosk.said().count("asks 'fever'") == 1, "the second one has not looked at its content"
            end = time.monotonic() + 30
            while START not in kiosk.text():
                assert time.monotonic() < end, kiosk.said()
                kiosk.read(0.05)


def test_without_memory_for_new_content_the_last_good_one_stays():
    if SANITIZED:
        raise Skip("as below")
    with Content() as content, Kiosk(protocol=content.path, program=PROGRAM) as kiosk:
        size = int(Path(f"/proc/{kiosk.keeper}/statm").read_text(encoding="ascii").split()[0]) * 4096
        limit_of(kiosk.keeper, resource.RLIMIT_AS, size + (1 << 20))
        content.path.write_text(slow(FEVER.read_text(encoding="utf-8")), encoding="utf-8")
        kiosk.process.send_signal(signal.SIGHUP)
        kiosk.wait_for_log("the one before stays in use")
        assert "there is not enough memory for this content" in kiosk.said()
        limit_of(kiosk.keeper, resource.RLIMIT_AS, resource.RLIM_INFINITY)
        kiosk.begin()


def test_content_too_large_for_the_memory_is_out_of_order():
    if SANITIZED:
        raise Skip("as below")
    limit = 16 << 20
    with Content() as content:
        content.path.write_text(slow(FEVER.read_text(encoding="utf-8")), encoding="utf-8")
        with Kiosk(protocol=content.path, program=PROGRAM, wait=False, before=lambda: resource.setrlimit(
                resource.RLIMIT_AS, (limit, limit))) as kiosk:
            kiosk.wait_for(BROKEN)
            kiosk.wait_for("call 999")
            shutil.copy(FEVER, content.path)
            kiosk.wait_for_start()


def test_a_fault_that_passes_is_not_for_ever():
    """No file can be opened for a while, which is not seen from the files."""
    with Content() as content:
        content.change('"raise": "ambulance"', '"raise": "ambulence"')
        with Kiosk(protocol=content.path, wait=False) as kiosk:
            kiosk.wait_for(BROKEN)
            limit_of(kiosk.keeper, resource.RLIMIT_NOFILE, 3)
            content.change('"raise": "ambulence"', '"raise": "ambulance"')
            kiosk.wait_for_log("Too many open files")
            limit_of(kiosk.keeper, resource.RLIMIT_NOFILE, 100)
            kiosk.wait_for(START)


def test_content_that_changes_and_looks_the_same_is_noticed():
    """Its size, its node and the time of its last change are what they were."""
    with Content() as content:
        content.change('"raise": "ambulance"', '"raise": "ambulence"')
        before = content.path.stat()
        with Kiosk(protocol=content.path, wait=False, program=PROGRAM) as kiosk:
            kiosk.wait_for(BROKEN)
            text = content.path.read_text(encoding="utf-8")
            content.path.write_text(text.replace("ambulence", "ambulance"), encoding="utf-8")
            os.utime(content.path, ns=(before.st_atime_ns, before.st_mtime_ns))
            kiosk.wait_for_start()


def test_cases_that_cannot_be_looked_at_are_not_passed_over():
    with Content() as content:
        os.symlink("fever.cases.json", content.path.with_suffix(".cases.json"))  # to itself
        with Kiosk(protocol=content.path, wait=False, program=PROGRAM) as kiosk:
            kiosk.wait_for(BROKEN)
            assert "fever.cases.json" in kiosk.said()
        done = subprocess.run([PROGRAM, "check", content.path], capture_output=True, text=True, check=False)
        assert done.returncode == 3 and "fever.cases.json" in done.stdout + done.stderr, done


def test_without_usable_content_it_is_out_of_order_until_there_is_some():
    with Content() as content:
        content.change('"raise": "ambulance"', '"raise": "ambulence"')
        with Kiosk(protocol=content.path, program=PROGRAM, wait=False) as kiosk:
            kiosk.wait_for(BROKEN)
            assert "In an emergency call 999 or 112." in kiosk.text()
            assert "ambulence" in kiosk.said()
            kiosk.press("1", "enter", "ctrl-c", "ctrl-z", "esc", first=0.1)
            assert BROKEN in kiosk.text() and kiosk.process.poll() is None
            kiosk.set_size(30, 10)
            kiosk.wait_for("emergency")
            kiosk.set_size(80, 24)
            content.change('"raise": "ambulence"', '"raise": "ambulance"')
            kiosk.wait_for_start(within=5)


def test_a_protocol_whose_proofs_fail_is_refused():
    bad = FEVER.read_text(encoding="utf-8").replace(
        '"kind": "choice", "text": "For how long?"',
        '"kind": "choice", "text": "For how long?", "ask_if": {"all": ["danger.neck", "danger.not-sure"]}')
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fever.json")
        path.write_text(bad, encoding="utf-8")
        with Kiosk(protocol=path, program=PROGRAM, wait=False) as kiosk:
            kiosk.wait_for(BROKEN)
            assert "proofs fail" in kiosk.said(), kiosk.said()


def test_a_reviewed_protocol_with_gaps_is_refused():
    with Content() as content:
        content.change('{"status": "draft"}', '{"status": "reviewed", "by": "A. B.", "on": "2026-01-01"}')
        with Kiosk(protocol=content.path, program=PROGRAM, wait=False) as kiosk:
            kiosk.wait_for(BROKEN)
            assert 'no source is named for the red flag "danger.neck"' in kiosk.said(), kiosk.said()


# --- what can get stuck ---------------------------------------------------------------------


def test_scroll_lock_and_ctrl_s_freeze_nothing():
    with Kiosk("--idle", "1") as kiosk:
        kiosk.begin()
        termios.tcflow(kiosk.slave, termios.TCOOFF)
        before = kiosk.focus()
        kiosk.key("down")
        until(lambda: kiosk.read(0.01) is not None and kiosk.focus() != before, "the focus moves")
        termios.tcflow(kiosk.slave, termios.TCOOFF)
        old = kiosk.patient()
        kiosk.wait_for_new_patient(old, within=8)


def test_a_terminal_that_takes_no_output_keeps_no_answers_on_the_screen():
    with Kiosk("--idle", "1", columns=200, lines=60) as kiosk:
        kiosk.begin().key("2").wait_for("[x] I have a rash")
        old = kiosk.patient()
        end = time.monotonic() + 1.0
        while time.monotonic() < end:  # nobody reads what is drawn
            os.write(kiosk.master, b"\014")
            time.sleep(0.002)
        until(lambda: not Path(f"/proc/{old}").exists() or time.monotonic() > end + 8, "its end")
        time.sleep(0.1)
        kiosk.wait_for_start(within=5)
        assert "rash" not in kiosk.text()


def test_it_comes_back_where_memory_is_short():
    if SANITIZED:
        raise Skip("the sanitizers need far more address space than a limit could leave")
    needed = None
    for megabytes in range(48, 6, -8):
        limit = megabytes << 20
        with Kiosk(program=PROGRAM, wait=False, before=lambda: resource.setrlimit(
                resource.RLIMIT_AS, (limit, limit))) as kiosk:
            end = time.monotonic() + 1.5
            while START not in kiosk.text() and kiosk.process.poll() is None and \
                    time.monotonic() < end:
                kiosk.read(0.02)
            if START not in kiosk.text():
                assert kiosk.process.poll() in (None, 1, 3, 4, 127), kiosk.process.poll()
                break
            needed = megabytes
            kiosk.to_result().finish()
    assert needed is not None


def test_a_patient_process_without_memory_is_replaced():
    if SANITIZED:
        raise Skip("as above")
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.key("x").wait_for("1  Start")
        kiosk.key("?", "b")  # its stack is as large as it will be
        old = kiosk.patient()
        size = int(Path(f"/proc/{old}/statm").read_text(encoding="ascii").split()[0]) * 4096
        resource.prlimit(old, resource.RLIMIT_AS, (size, size))
        kiosk.set_size(500, 200)
        kiosk.wait_for_log("an interview was ended (it ran out of memory); a new one begins")
        new = kiosk.patient()
        assert new != old
        kiosk.wait_for_start()
        os.kill(new, signal.SIGTERM)
        kiosk.wait_for_new_patient(new)


def test_the_clock_of_the_wall_does_not_matter():
    """Idle time is measured by a clock that nobody can set: no call asks for the time of day."""
    if SANITIZED:
        raise Skip("strace and the sanitizers do not go together")
    with Kiosk("--idle", "1") as kiosk:
        pid = kiosk.patient()
        tracer = subprocess.Popen(["strace", "-f", "-e", "trace=time,gettimeofday,clock_settime",
                                   "-p", str(pid)], stderr=subprocess.PIPE, text=True)
        time.sleep(0.3)
        kiosk.begin().wait_for("still there")
        os.kill(pid, signal.SIGKILL)
        out = tracer.communicate(timeout=5)[1]
        assert "attached" in out
        assert "time(" not in out, out


def test_no_process_and_no_file_stays_open():
    with Kiosk(program=PROGRAM) as kiosk:
        for _ in range(10):
            old = kiosk.patient()
            kiosk.begin()
            os.kill(old, signal.SIGTERM)
            kiosk.wait_for_new_patient(old)
        assert len(children(kiosk.keeper)) == 1
        assert len(os.listdir(f"/proc/{kiosk.keeper}/fd")) == 3
        assert len(os.listdir(f"/proc/{kiosk.patient()}/fd")) == 3


if __name__ == "__main__":
    run([test for name, test in list(globals().items()) if name.startswith("test_")], "comes back")
