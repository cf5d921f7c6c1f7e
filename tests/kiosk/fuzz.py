#!/usr/bin/python3
"""A visitor who does everything at once: keys, broken sequences, floods, pastes, mice, signals.

Each run is a kiosk of its own and is made from the seed and its number alone, so that a failure can
be had again: fuzz.py --seed S --only N. What must hold afterwards:

  no exit      the keeper is there, and no patient process ended but by our own signals
  no freeze    the screen is drawn when that is asked for, and shows a page
  no left-over the start screen comes within a second; at the end the terminal is as it was
  no answer    the first question of the next patient has no answer, whatever was typed before
"""
import argparse
import os
import random
import re
import signal
import sys
import termios
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from kiosk import FEVER, PROGRAM, SANITIZED, SOON, START, TOP, Kiosk, Screen, Stream

TERMS = [name for name in ("xterm-256color", "xterm", "linux", "vt100", "vt220", "screen", "tmux-256color")
         if any(Path(folder, name[0], name).exists()
                for folder in ("/usr/share/terminfo", "/lib/terminfo", "/etc/terminfo"))]
PROTOCOLS = [FEVER, FEVER, FEVER, TOP / "data/cramps.json"]
QUESTION = {FEVER: "Is any of these true?", PROTOCOLS[3]: "Do you have any of these"}

SEQUENCES = [b"\033[A", b"\033OB", b"\033[5~", b"\033[6~", b"\033[H", b"\033OF", b"\033[1;5C", b"\033[Z",
             b"\033[[A", b"\033OP", b"\033[24~", b"\033[<0;10;8M", b"\033[<64;3;3M", b"\033[M !!",
             b"\033[?1;2c", b"\033[12;40R", b"\033[I", b"\033]11;rgb:1/2/3\033\\", b"\033P1$r0m\033\\",
             b"\033[200~1\r2\r\003\033[201~", b"\0331", b"\033\r", b"\033(0", b"\x9b5~"]
HARMLESS = [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGPIPE, signal.SIGWINCH,
            signal.SIGCONT, signal.SIGTTIN, signal.SIGTTOU]
KEEPER = HARMLESS + [signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGHUP, signal.SIGVTALRM,
                     signal.SIGIO, signal.SIGRTMIN]
# To a patient process, and what the journal says about it.
DEADLY = {signal.SIGSEGV: "Segmentation fault", signal.SIGKILL: "Killed",
          signal.SIGALRM: "it was stuck", signal.SIGTERM: None, signal.SIGUSR1: None,
          signal.SIGHUP: None}
if SANITIZED:  # which report it as a fault of the program until that has handlers of its own
    del DEADLY[signal.SIGSEGV]
# After five deaths in a row a kiosk says that it is out of order, and it should; one more follows.
DEADLY_AT_MOST = 3


class Visitor(Kiosk):
    """A kiosk whose output is looked at only when it matters: emulating all of it takes long."""

    def read(self, timeout):
        data = super().read(timeout) if self.looking else self.skip(timeout)
        self.tail = (self.tail + data)[-4096:]
        return data

    looking, tail = True, b""

    def skip(self, timeout):
        stream, self.stream = self.stream, Nothing()
        try:
            return super().read(timeout)
        finally:
            self.stream = stream
            self.raw = self.raw[-65536:]

    def look(self, columns, lines):
        """From here on the screen is emulated, beginning with an empty one."""
        self.looking = True
        self.columns, self.lines = columns, lines
        self.screen = Screen(columns, lines)
        self.stream = Stream(self.screen)

    def write(self, data):
        """Without waiting for ever should the keyboard's queue be full."""
        os.set_blocking(self.master, False)
        try:
            os.write(self.master, data)
        except BlockingIOError:
            pass
        finally:
            os.set_blocking(self.master, True)

    def wait_until(self, condition, what, within=None):
        within = within or SOON + 0.5
        end = time.monotonic() + within
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"{what}; screen:\n{self.text()}\n{self.said()}")
            self.read(0.005)


class Nothing:
    def feed(self, data):
        pass


def send(pid, number):
    try:
        if pid:
            os.kill(pid, number)
    except ProcessLookupError:
        pass


def some_bytes(chance):
    return bytes(chance.choice(b"123456789\r\n bnqh?jka\t\x7f") for _ in range(chance.randint(1, 4)))


def act(kiosk, chance, killed):
    """One thing that a visitor could do, or have done by a machine."""
    what = chance.random()
    if what < 0.35:
        kiosk.write(some_bytes(chance))
    elif what < 0.50:
        kiosk.write(chance.choice(SEQUENCES))
    elif what < 0.60:
        sequence = chance.choice(SEQUENCES)
        kiosk.write(sequence[:chance.randint(1, len(sequence))])
    elif what < 0.66:
        kiosk.write(bytes(chance.randrange(256) for _ in range(chance.randint(1, 200))))
    elif what < 0.70:
        kiosk.write(chance.choice([b"1", b"\r", b"1\r2\r", b"\033", b"\033[", b"x"])
                    * chance.randint(50, 1500))
    elif what < 0.82:
        kiosk.set_size(*chance.choice([(1, 1), (20, 5), (80, 24), (40, 9), (500, 200),
                                       (chance.randint(1, 500), chance.randint(1, 200))]), tell=False)
    elif what < 0.88:
        send(kiosk.keeper, chance.choice(KEEPER))
    elif what < 0.93:
        send(kiosk.patient_now(), chance.choice(HARMLESS))
    elif what < 0.95:
        number = chance.choice(list(DEADLY))
        if len(killed) < DEADLY_AT_MOST:
            killed.append(DEADLY[number])
            send(kiosk.patient_now(), number)
    elif what < 0.96:
        termios.tcflow(kiosk.slave, termios.TCOOFF)
    else:
        time.sleep(chance.choice([0.001, 0.03, 0.06]))
    kiosk.read(0.001)


def check_alive(kiosk, killed):
    assert kiosk.process.poll() is None, f"the keeper has ended: {kiosk.said()}"
    for reason in re.findall(r"was ended \(([^)]*)\)", kiosk.said()):
        assert reason in killed, f"ended for no reason of ours: {reason}\n{kiosk.said()}"
    assert not re.search(r"AddressSanitizer|runtime error|Sanitizer", kiosk.said()), kiosk.said()


def check_drawn(kiosk, protocol):
    """Whatever has begun is broken off; then a whole screen can be had, and it is one of ours."""
    kiosk.set_size(80, 24)
    kiosk.look(80, 24)
    kiosk.wait_until(kiosk.patient_now, "no patient process")
    title = "A fever" if protocol == FEVER else "Cramps"
    end = time.monotonic() + SOON + 1.0

    def drawn():
        kiosk.write(b"\x18\x18\x18\x18\033[201~\014")
        while kiosk.read(0.2):  # a key that is held down is over after a moment of silence
            pass
        return title in kiosk.text() or re.search(r"Finish and clear|NOW|CLINICIAN|HOME|^ *[A-Z ]{12}",
                                                  kiosk.text())

    while not drawn():
        assert time.monotonic() < end, f"frozen:\n{kiosk.text()}\n{kiosk.said()}"


def check_next_patient(kiosk, protocol, chance, killed):
    old = kiosk.patient_now()
    send(old, signal.SIGKILL)
    killed.append("Killed")
    if chance.random() < 0.5:
        kiosk.write(chance.choice([b"1\r2\r", b"\r", b"12345", b" ", b"\033[6~1"]) * 200)
    kiosk.look(80, 24)
    kiosk.wait_until(lambda: kiosk.patient_now() not in (None, old) and
                     (START in kiosk.text() or "Start" in kiosk.text()
                      or QUESTION[protocol] in kiosk.text()), "no start screen within a second")
    end = time.monotonic() + 5 + 2 * SANITIZED
    while QUESTION[protocol] not in kiosk.text():
        assert time.monotonic() < end, f"no first question:\n{kiosk.text()}\n{kiosk.said()}"
        time.sleep(0.03)
        starts = START in kiosk.text()
        kiosk.write(b"x" if starts else b"\r")
        kiosk.read(0.05)
        while kiosk.read(0.05 if starts else 0.8):  # sooner Enter would be one that is held down
            pass
    assert "[x]" not in kiosk.text(), f"an answer nobody gave:\n{kiosk.text()}"


def check_end(kiosk):
    patient = kiosk.patient_now()
    kiosk.process.terminate()
    assert kiosk.wait(SOON + 0.5) == 0, kiosk.process.returncode
    assert kiosk.restored() == [], kiosk.restored()
    assert kiosk.text() == "", kiosk.text()
    assert patient is None or not Path(f"/proc/{patient}").exists()


def one(seed, number):
    """One run. What is wrong, or None."""
    chance = random.Random(f"{seed}/{number}")
    protocol = chance.choice(PROTOCOLS)
    killed = []
    try:
        with Visitor(program=PROGRAM, protocol=protocol, env={"TERM": chance.choice(TERMS)}) as kiosk:
            kiosk.looking = False
            for _ in range(chance.randint(10, 60)):
                act(kiosk, chance, killed)
            check_alive(kiosk, killed)
            check_drawn(kiosk, protocol)
            check_next_patient(kiosk, protocol, chance, killed)
            check_alive(kiosk, killed)
            check_end(kiosk)
    except Exception as fault:  # whatever went wrong, the other runs go on
        return f"{type(fault).__name__}: {fault}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the one run with this number")
    parser.add_argument("--jobs", type=int, default=8)
    options = parser.parse_args()
    began = time.monotonic()
    numbers = range(options.runs) if options.only is None else [options.only]
    with ProcessPoolExecutor(options.jobs) as pool:
        faults = list(pool.map(one, [options.seed] * len(numbers), numbers, chunksize=4))
    for number, fault in zip(numbers, faults):
        if fault:
            print(f"FAILED run {number} (fuzz.py --seed {options.seed} --only {number}): {fault}")
    failed = sum(fault is not None for fault in faults)
    print(f"{len(numbers)} runs with seed {options.seed} in {time.monotonic() - began:.0f} s: "
          f"{len(faults) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
