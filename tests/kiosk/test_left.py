#!/usr/bin/python3
"""Nothing is left for the next patient: in memory, on the screen, in the scrollback, in files.

A canary is an answer that stands nowhere else: 73919137 steps. Each search is first shown to find it
while the patient is still there, so that it could find it afterwards.
"""
import os
import re
import signal
import tempfile
import time
from pathlib import Path

from kiosk import (FEVER, HURRIED, PROGRAM, SANITIZED, Kiosk, Skip, children, find_in_memory,
                   regions, run, tmux, until)

CANARY = "73919137"


def memory_can_be_read():
    if os.geteuid() != 0:
        raise Skip("only root can read the memory of a process that is not dumpable")
    if SANITIZED:
        raise Skip("the sanitizers' own memory is too large to be searched")


def test_the_search_finds_what_is_there():
    memory_can_be_read()
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.begin().key("4").wait_for("[x] None of these")
        kiosk.key("5").wait_for("How many steps")
        kiosk.key(CANARY).wait_for(CANARY)
        found = find_in_memory(kiosk.patient(), CANARY)
        assert "bytes" in found and "cells" in found, found
        kiosk.key("enter").wait_for("For how long?")
        found = find_in_memory(kiosk.patient(), CANARY)
        assert "double" in found or "integer" in found, found
        assert find_in_memory(kiosk.keeper, CANARY) == []


def test_no_answer_is_in_the_memory_of_any_process_afterwards():
    memory_can_be_read()
    ends = {
        "finished": lambda kiosk: kiosk.finish(),
        "crashed": lambda kiosk: os.kill(kiosk.patient(), signal.SIGSEGV),
        "killed": lambda kiosk: os.kill(kiosk.patient(), signal.SIGKILL),
        "idle": lambda kiosk: None,
    }
    for name, end in ends.items():
        with Kiosk("--idle", "1" if name == "idle" else "60") as kiosk:
            if name == "idle":
                kiosk.begin().key("4", "5", CANARY).wait_for(CANARY)
            else:
                kiosk.to_result(steps=CANARY)
            old = kiosk.patient()
            assert find_in_memory(old, CANARY) != [], name
            end(kiosk)
            kiosk.wait_for_new_patient(old, within=8)
            for pid in (kiosk.keeper, kiosk.patient()):
                # What only stands in answers, and in no file that the kiosk reads.
                for words in (CANARY, "LOOK AFTER IT AT HOME"):
                    assert find_in_memory(pid, words) == [], (name, words)
            assert children(kiosk.keeper) == [kiosk.patient()]


def dump(kiosk):
    """All that a process can write to, by address."""
    found = {}
    for role, pid in (("keeper", kiosk.keeper), ("patient", kiosk.patient())):
        for start, name, content in regions(pid, writable=True):
            found[role, start, name] = content
    return found


def differences(one, other):
    """(place, old bytes, new bytes) of every run of bytes that is not the same."""
    found = []
    for place in sorted(set(one) | set(other), key=str):
        a, b = one.get(place, b""), other.get(place, b"")
        size = max(len(a), len(b))
        a, b = a.ljust(size, b"\0"), b.ljust(size, b"\0")
        if a == b:
            continue
        at = 0
        while at < size:
            if a[at:at + 4096] == b[at:at + 4096]:
                at += 4096
                continue
            end = min(at + 4096, size)
            words = [i for i in range(at, end, 8) if a[i:i + 8] != b[i:i + 8]]
            found += [(place, i, a[i:i + 8], b[i:i + 8]) for i in words]
            at = end
    return found


def virgin(patients):
    """The memory of a kiosk at its start screen after so many patients with different answers."""
    with Kiosk(program=PROGRAM, command=("setarch", "-R")) as kiosk:
        for number in range(patients):
            kiosk.begin().key("2" if number % 2 else "4", "5", f"{100019 * (number + 1)}", "enter",
                              "2" if number % 3 else "1")
            kiosk.wait_for("These are your answers")
            old = kiosk.patient()
            kiosk.key("enter")
            while "Finish and clear" not in kiosk.text():
                kiosk.key("pgdn")
            kiosk.key(re.search(r"(\d)\s+Finish and clear", kiosk.text())[1])
            kiosk.wait_for_new_patient(old)
        kiosk.settle(0.2)
        return dump(kiosk)


def test_a_kiosk_that_served_fifty_is_like_one_that_served_nobody():
    memory_can_be_read()
    if SANITIZED:
        raise Skip("the sanitizers keep a history of their own")
    first = virgin(0)
    # Process ids, times and the random numbers of hash tables differ in any case.
    always = {d[:2] for _ in range(4) for d in differences(first, virgin(0))}
    served = virgin(50)
    found = [d for d in differences(first, served) if d[:2] not in always]
    heap = [d for d in found if d[0][2] != "[stack]"]
    print(f"# {len(found)} words of 8 bytes differ, {len(heap)} of them outside of the stack;"
          f" {len(always)} differ between those that served nobody")
    for place, at, old, new in found:
        print(f"#   {place[0]} {place[2] or 'data'} +{at:x}: {old.hex()} {new.hex()}")
    spans = [(start, start + len(content)) for (_, start, _), content in served.items()]
    for place, at, _, new in found:
        number = int.from_bytes(new, "little")
        pointer = any(start <= number < end for start, end in spans) or number >> 40 in (0x55, 0x7f)
        assert pointer or not re.search(rb"[0-9A-Za-z]{4}", new), ("text", place, at, new)
        assert number % 100019 or number < 100019, ("a number of steps", place, at, new)
    assert len(heap) <= 16, len(heap)


# --- the terminal ---------------------------------------------------------------------------


def test_neither_screen_nor_scrollback_keep_anything():
    """In tmux, which has another screen and a scrollback like any terminal emulator."""
    socket = f"redflag-{os.getpid()}"
    command = f"{HURRIED} kiosk {FEVER} --region GB 2>/dev/null"
    try:
        tmux(socket, "new-session", "-d", "-x", "80", "-y", "16", command)
        tmux(socket, "set", "-g", "history-limit", "10000", check=False)

        def screen(*more):
            return tmux(socket, "capture-pane", "-p", *more)

        def key(name, words):
            time.sleep(0.1)
            tmux(socket, "send-keys", name)
            until(lambda: words in screen(), f"{words} after {name} on:\n{screen()}")

        until(lambda: "Press any key" in screen(), "the start")
        key("x", "1  Start")
        key("Enter", "any of these")
        for _ in range(4):
            tmux(socket, "send-keys", "Down")
            time.sleep(0.1)
        key("4", "[x] None")
        key("5", "How many steps")
        time.sleep(0.1)
        tmux(socket, "send-keys", CANARY)
        until(lambda: CANARY in screen(), "the canary")
        pid = children(int(tmux(socket, "display", "-p", "#{pane_pid}")))
        pid = pid or [int(tmux(socket, "display", "-p", "#{pane_pid}"))]
        kiosk = pid[0]
        patient = (children(kiosk) or [kiosk])[0]
        os.kill(patient, signal.SIGKILL)
        until(lambda: "Press any key" in screen() and CANARY not in screen(), "the start again")
        everything = screen("-S", "-", "-E", "-")
        other = tmux(socket, "capture-pane", "-p", "-a", "-S", "-", check=False)
        for words in (CANARY, "How many", "None of these", "Start"):
            assert words not in everything, everything
            assert words not in other, other
        assert everything.strip() == screen().strip()
    finally:
        tmux(socket, "kill-server", check=False)


def test_what_is_typed_into_a_dying_interview_answers_nothing():
    with Kiosk(program=PROGRAM) as kiosk:
        for _ in range(20):
            kiosk.begin()
            old = kiosk.patient()
            os.kill(old, signal.SIGTERM)
            os.write(kiosk.master, b"1\r2\r1\r3\r" * 20)
            until(lambda: kiosk.read(0.002) is not None and kiosk.patient_now() not in (old, None), "new")
            kiosk.settle(0.3)
            if "Press any key" in kiosk.text():
                kiosk.key("x")
            if "1  Start" in kiosk.text():
                kiosk.key("x", "enter")
            kiosk.wait_for("Is any of these true?")
            assert "[x]" not in kiosk.text(), kiosk.text()
            old = kiosk.patient()
            os.kill(old, signal.SIGTERM)
            kiosk.wait_for_new_patient(old)


# --- files ----------------------------------------------------------------------------------


def test_no_core_file_with_a_collector_or_without():
    pattern = Path("/proc/sys/kernel/core_pattern")
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder, "core.%p")
        old = pattern.read_text(encoding="ascii")
        try:
            pattern.write_text(f"{collected}\n", encoding="ascii")
        except OSError as error:
            raise Skip("the pattern of core files cannot be set here") from error
        try:
            with Kiosk(program=PROGRAM) as kiosk:
                kiosk.begin()
                dead = kiosk.patient()
                os.kill(dead, signal.SIGABRT)
                kiosk.wait_for_new_patient(dead)
                assert os.listdir(folder) == []
                # A pipe to a collector ignores the limit, but not this:
                assert not os.access(f"/proc/{kiosk.patient()}/mem", os.R_OK) or os.geteuid() == 0
                assert Path(f"/proc/{kiosk.patient()}/mem").stat().st_uid == 0
        finally:
            pattern.write_text(old, encoding="ascii")


def test_no_file_is_written_without_a_tally():
    if SANITIZED:
        raise Skip("strace and the sanitizers do not go together")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "trace")
        with Kiosk(program=PROGRAM, wait=False, command=(
                "strace", "-f", "-o", path, "-e",
                "trace=open,openat,creat,rename,mkdir,unlink,link,symlink")) as kiosk:
            kiosk.wait_for("Press any key")
            kiosk.process.terminate()
        trace = path.read_text(encoding="utf-8", errors="replace")
    for line in trace.splitlines():
        assert not re.search(r"O_WRONLY|O_RDWR|O_CREAT|creat\(|rename|mkdir|unlink", line), line


if __name__ == "__main__":
    run([test for name, test in list(globals().items()) if name.startswith("test_")], "left")
