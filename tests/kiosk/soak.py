#!/usr/bin/python3
"""Very many patients, at some kiosks side by side: memory, open files and the time to answer a key stay
as they are.

Each patient has a whole interview with random answers, and reads about in it with keys that answer
nothing. Keys that choose have the pace of fingers, as a kiosk takes nothing faster for an answer.
"""
import argparse
import os
import random
import re
import signal
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from kiosk import PROGRAM, SANITIZED, Kiosk

MOST_GROWTH = 256 * 1024
WARM_UP = 20  # patients


def memory(pid):
    """Bytes that a process has written to. Its program's own pages are as many as others use, too."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(re.search(r"^Anonymous:\s+(\d+) kB$", text, re.M)[1]) * 1024


def files(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


class Marathon(Kiosk):
    keys, times, broken_off = 0, (), 0

    def quick(self, key):
        """A key that answers nothing; how long the screen took."""
        began = time.perf_counter()
        os.write(self.master, key)
        self.keys += 1
        answered = self.read(0.02)
        took = time.perf_counter() - began
        while self.read(0.001):
            pass
        if answered:
            self.times.append(took)

    def choose(self, *keys):
        for key in keys:
            time.sleep(0.05)
            os.write(self.master, key)
            self.keys += 1
            while self.read(0.004):
                pass
        self.raw = b""

    def read_about(self, chance, count):
        for _ in range(count):
            self.quick(chance.choice([b"\033[A", b"\033[B", b"\033[5~", b"\033[6~", b"\033[H", b"\033[F"]))

    def patient_with(self, chance, reading):
        old = self.patient()
        self.choose(b"x", b"\r")
        self.read_about(chance, reading // 3)
        self.choose(chance.choice([b"2", b"4"]), b"5", b"%d" % chance.randrange(99999999), b"\r")
        self.read_about(chance, reading // 3)
        self.choose(chance.choice([b"1", b"2"]), b"\r")
        self.read_about(chance, reading // 3)
        for _ in range(3):  # "Finish and clear" is the only choice of the result
            self.choose(b"\033[F", b"1")
            end = time.monotonic() + 1
            while self.patient_now() == old and time.monotonic() < end:
                self.read(0.01)
            if self.patient_now() != old:
                break
        else:  # on a busy machine a key can come too close to another to count
            os.kill(old, signal.SIGTERM)
            self.broken_off += 1
        self.wait_for_new_patient(old, within=5)


def serve(patients, keys, seed):
    """One kiosk and its patients: what was measured, after the first few and at the end."""
    chance = random.Random(seed)
    reading = max(3, keys // patients - 12)
    first = []
    with Marathon(program=PROGRAM) as kiosk:
        kiosk.times = []
        for number in range(patients):
            if number == min(WARM_UP, patients // 2):
                before = memory(kiosk.keeper), memory(kiosk.patient()), files(kiosk.keeper)
                kiosk.times.clear()
            kiosk.patient_with(chance, reading)
            if len(kiosk.times) > 4000:
                first = first or kiosk.times[:1000]
                kiosk.times = kiosk.times[-1000:]
        after = memory(kiosk.keeper), memory(kiosk.patient()), files(kiosk.keeper)
        return Served(before, after, first or kiosk.times[:1000], kiosk.times[-1000:], kiosk.keys,
                      kiosk.broken_off, kiosk.said())


class Served(NamedTuple):
    before: tuple  # bytes of the keeper, bytes of a patient process, files of the keeper
    after: tuple
    first: list    # seconds from key to screen
    last: list
    keys: int
    broken_off: int
    said: str

    def most_growth(self, what):
        return self.after[what] - self.before[what]


def report(served, patients, seconds):
    """Prints the worst of all kiosks, and what must not be. How much of that failed."""
    keeper, patient = (max(served, key=lambda one, what=what: one.most_growth(what)) for what in (0, 1))
    slow = [statistics.median(time for one in served for time in times(one)) * 1000
            for times in (lambda one: one.first, lambda one: one.last)]
    broken_off = sum(one.broken_off for one in served)
    print(f"{len(served)} kiosks, {patients} patients, {broken_off} of them broken off, "
          f"{sum(one.keys for one in served)} keys in {seconds:.0f} s")
    print(f"at most: keeper {keeper.before[0] // 1024} -> {keeper.after[0] // 1024} KiB, patient "
          f"{patient.before[1] // 1024} -> {patient.after[1] // 1024} KiB, files "
          f"{max(one.before[2] for one in served)} -> {max(one.after[2] for one in served)}; "
          f"key to screen {slow[0]:.2f} -> {slow[1]:.2f} ms (median)")
    checks = {
        "the keeper grows": keeper.most_growth(0) <= MOST_GROWTH,
        "a patient process grows": patient.most_growth(1) <= MOST_GROWTH,
        "files stay open": all(one.most_growth(2) == 0 for one in served),
        "keys become slow": slow[1] <= slow[0] * 2 + 1,
        "interviews are broken off": broken_off <= patients // 20 + 1,
        "an interview was ended": SANITIZED or not any("was ended" in one.said for one in served),
    }
    for what, fine in checks.items():
        if not fine:
            print(f"FAILED: {what}\n" + "".join(one.said for one in served))
    failed = sum(not fine for fine in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    return failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=10000, help="of all kiosks")
    parser.add_argument("--keys", type=int, default=1000000, help="of all patients")
    parser.add_argument("--kiosks", type=int, default=16, help="side by side")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    each = -(-options.patients // options.kiosks)
    began = time.monotonic()
    with ProcessPoolExecutor(options.kiosks) as pool:
        jobs = [pool.submit(serve, each, options.keys // options.kiosks, f"{options.seed}/{number}")
                for number in range(options.kiosks)]
        served = [job.result() for job in jobs]
    return 1 if report(served, each * options.kiosks, time.monotonic() - began) else 0


if __name__ == "__main__":
    sys.exit(main())
