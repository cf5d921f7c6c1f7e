#!/usr/bin/python3
"""One kiosk and very many patients: memory, open files and the time to answer a key stay as they are.

Each patient has a whole interview with random answers, and reads about in it with keys that answer
nothing. Keys that choose have the pace of fingers, as a kiosk takes nothing faster for an answer.
"""
import argparse
import os
import random
import signal
import statistics
import sys
import time
from pathlib import Path

from kiosk import PROGRAM, SANITIZED, Kiosk

MOST_GROWTH = 256 * 1024
WARM_UP = 20  # patients


def memory(pid):
    """Private bytes of a process."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines()
               if line.startswith(("Private_Clean", "Private_Dirty")))


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
        self.choose(chance.choice([b"1", b"2"]), b"1")
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=10000)
    parser.add_argument("--keys", type=int, default=1000000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    reading = max(3, options.keys // options.patients - 12)
    began = time.monotonic()
    with Marathon(program=PROGRAM) as kiosk:
        kiosk.times = []
        for number in range(options.patients):
            if number == min(WARM_UP, options.patients // 2):
                before = memory(kiosk.keeper), memory(kiosk.patient()), files(kiosk.keeper)
                kiosk.times.clear()
            kiosk.patient_with(chance, reading)
            if len(kiosk.times) > 4000:
                first = getattr(kiosk, "first", None) or kiosk.times[:1000]
                kiosk.first, kiosk.times = first, kiosk.times[-1000:]
        after = memory(kiosk.keeper), memory(kiosk.patient()), files(kiosk.keeper)
        first = getattr(kiosk, "first", None) or kiosk.times[:1000]
        said = kiosk.said()
    slow = [statistics.median(times) * 1000 for times in (first, kiosk.times[-1000:])]
    print(f"{options.patients} patients, {kiosk.broken_off} of them broken off, {kiosk.keys} keys in {time.monotonic() - began:.0f} s")
    print(f"keeper {before[0] // 1024} -> {after[0] // 1024} KiB, patient {before[1] // 1024} -> "
          f"{after[1] // 1024} KiB, files {before[2]} -> {after[2]}, "
          f"key to screen {slow[0]:.2f} -> {slow[1]:.2f} ms (median)")
    checks = {
        "the keeper grows": after[0] - before[0] <= MOST_GROWTH,
        "a patient process grows": after[1] - before[1] <= MOST_GROWTH,
        "files stay open": after[2] == before[2],
        "keys become slow": slow[1] <= slow[0] * 2 + 1,
        "interviews are broken off": kiosk.broken_off <= options.patients // 20 + 1,
        "an interview was ended": "was ended" not in said or SANITIZED,
    }
    for what, fine in checks.items():
        if not fine:
            print(f"FAILED: {what}\n{said}")
    failed = sum(not fine for fine in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
