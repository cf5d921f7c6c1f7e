"""kiosk: a kiosk in a pseudo-terminal, and what a patient, a visitor and an administrator do to it.

The program is the hurried build (idle 1 s, warning 2 s) unless a test needs the real times. All else
is as in a clinic: the keeper, one locked process for each patient, the sandbox.
"""
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "screen"))

from terminal import (PATIENCE, Screen, Skip, Stream, Terminal, run, sanitized,  # noqa: E402,F401
                      state_of, until)

TOP = HERE.parent.parent
PROGRAM = (TOP / os.environ.get("BUILD", "build") / "redflag").resolve()
HURRIED = PROGRAM.parent / "tests/hurried-kiosk"
FEVER = HERE / "fever.json"
SANITIZED = sanitized(PROGRAM)

START = "Press any key to begin"
BROKEN = "This screen is out of order."
# How long anything may take that should take no time. The sanitizers make everything slower.
SOON = 3.0 if SANITIZED else 1.0


def children(pid):
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


def listens(pid):
    """A patient process does not hold back SIGHUP; the keeper and what it tries do."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return False
    blocked = re.search(r"SigBlk:\t([0-9a-f]+)", status)
    return blocked is not None and int(blocked[1], 16) & 1 == 0


def sandboxed(pid):
    """Has this process closed its sandbox? With sanitizers there is only the first half of it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return "NoNewPrivs:\t1" in status and (SANITIZED or "Seccomp:\t2" in status)


class Kiosk(Terminal):
    def __init__(self, *options, program=HURRIED, protocol=FEVER, wait=True, command=(), log=None,
                 **more):
        self.log = log or tempfile.TemporaryFile()
        super().__init__([*command, str(program), "kiosk", str(protocol), "--region", "GB",
                          *options], stderr=self.log, **more)
        if wait:
            self.wait_for_start()

    def __exit__(self, *rest):
        super().__exit__(*rest)
        self.log.close()

    @property
    def keeper(self):
        return self.process.pid

    def said(self):
        """What stands in the journal."""
        return os.pread(self.log.fileno(), 1 << 20, 0).decode(errors="replace")

    def wait_for_log(self, words):
        until(lambda: self.read(0.005) is not None and words in self.said(), words)
        return self

    def patient_now(self):
        """The process of the patient, or None between two. One that tries new content is none."""
        return next((pid for pid in children(self.keeper) if listens(pid)), None)

    def patient(self):
        """The process of the patient; between two it is waited for."""
        end = time.monotonic() + PATIENCE
        while not (pid := self.patient_now()):
            self.read(0.005)
            assert time.monotonic() < end, f"no patient process\n{self.said()}"
        return pid

    def wait_for_start(self, within=PATIENCE):
        """Until the start screen is there and a key would be read; how long that took."""
        began = time.monotonic()
        while True:
            self.read(0.01)
            pid = self.patient_now()
            try:
                if START in self.text() and pid and state_of(pid) == "S" and sandboxed(pid):
                    return time.monotonic() - began
            except OSError:
                pass
            if time.monotonic() > began + within:
                raise AssertionError(f"no start screen within {within} s:\n{self.text()}\n"
                                     + self.said())

    def wait_for_new_patient(self, old, within=SOON):
        """Until the start screen is there again, in a process that is not `old`."""
        began = time.monotonic()
        while self.patient_now() in (old, None):
            self.read(0.005)
            assert time.monotonic() < began + within, f"{old} is still there\n{self.said()}"
        return self.wait_for_start(within)

    def key(self, *keys):
        """Keys at the pace of fingers."""
        for one in keys:
            time.sleep(0.03)
            self.press(one, first=0.3)
        return self

    def begin(self):
        """To the first question."""
        self.key("x").wait_for("1  Start")
        self.key("enter").wait_for("Is any of these true?")
        return self

    def to_result(self, urgent=False, steps="73919137"):
        """A whole interview, to its result."""
        self.begin()
        if urgent:
            self.key("1").wait_for("[x] My neck is stiff")
            self.key("5").wait_for("CALL AN AMBULANCE NOW")
            return self
        self.key("4").wait_for("[x] None of these")
        self.key("5").wait_for("How many steps")
        self.key(steps).wait_for(steps)
        self.key("enter").wait_for("For how long?")
        self.key("1").wait_for("These are your answers")
        self.key("enter").wait_for("LOOK AFTER IT AT HOME")
        return self

    def finish(self):
        """From the result to the next patient."""
        old = self.patient()
        while "Finish and clear" not in self.text():
            self.key("pgdn")
        self.key("1")
        self.wait_for_new_patient(old)
        return self


def regions(pid, writable=False):
    """(start, bytes) of all memory of a process that can be read."""
    found = []
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, \
            open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *rest = line.split()
            start, end = (int(number, 16) for number in span.split("-"))
            if rights[0] != "r" or (writable and rights[1] != "w") or "[v" in line:
                continue
            try:
                memory.seek(start)
                found.append((start, rest[-1] if len(rest) > 3 else "", memory.read(end - start)))
            except OSError:
                continue
    return found


def forms(text):
    """How a text could lie in memory: bytes, 16 and 32 bits, in the cells of the screen, a number."""
    plain = text.encode()
    cell = b".{24}".join(re.escape(letter.encode("utf-32-le")) for letter in text)
    found = {"bytes": re.escape(plain), "utf-16": re.escape(text.encode("utf-16-le")),
             "utf-32": re.escape(text.encode("utf-32-le")), "cells": cell}
    if text.isdigit():
        found["double"] = re.escape(struct.pack("<d", int(text)))
        found["integer"] = re.escape(struct.pack("<q", int(text)))
    return {name: re.compile(pattern, re.S) for name, pattern in found.items()}


def find_in_memory(pid, text):
    """In which forms the text lies in the memory of a process."""
    memory = regions(pid)
    return sorted(name for name, pattern in forms(text).items()
                  if any(pattern.search(content) for _, _, content in memory))


def tmux(socket, *arguments, check=True):
    return subprocess.run(["tmux", "-L", socket, "-f", "/dev/null", *arguments], check=check,
                          capture_output=True, text=True).stdout
