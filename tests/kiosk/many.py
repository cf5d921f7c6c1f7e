#!/usr/bin/python3
"""Many kiosks at once on one machine, each with a patient who presses one key a second.

All must end with the right result. Printed are the memory that each process has written to, and how
long a key took to change the screen.
"""
import argparse
import os
import random
import resource
import selectors
import sys
import time

from kiosk import PROGRAM, SANITIZED, Kiosk, children
from soak import memory

# A mild and an urgent interview, and the words that end each.
INTERVIEWS = [([b"x", b"\r", b"4", b"5", b"123456", b"\r", b"1", b"\r"], b"LOOK AFTER IT AT HOME"),
              ([b"x", b"\r", b"1", b"5"], b"CALL AN AMBULANCE NOW"),
              ([b"x", b"\r", b"2", b"5", b"123456", b"\r", b"1", b"\r"], b"SEE A CLINICIAN TODAY")]


class One(Kiosk):
    """Emulates no screen: only what is written is looked at."""

    def __init__(self, chance, **more):
        super().__init__(wait=False, **more)
        os.close(self.slave)
        self.slave = os.open("/dev/null", os.O_RDWR)
        keys, self.words = chance.choice(INTERVIEWS)
        self.keys = list(keys)
        self.out = b""
        self.pressed = self.due = None

    def hear(self):
        data = os.read(self.master, 65536)
        self.out = (self.out + data)[-16384:]

    def press(self, now):
        self.out = b""
        os.write(self.master, self.keys.pop(0))
        self.pressed, self.due = now, now + 1


def drive(kiosks, selector):
    """Until each has had all its keys and a second more. The times from key to screen."""
    times = []
    while any(kiosk.keys or kiosk.due > time.perf_counter() for kiosk in kiosks):
        for entry, _ in selector.select(0.02):
            kiosk = entry.data
            kiosk.hear()
            if kiosk.pressed:
                times.append(time.perf_counter() - kiosk.pressed)
                kiosk.pressed = None
        now = time.perf_counter()
        for kiosk in kiosks:
            if kiosk.keys and kiosk.due <= now:
                kiosk.press(now)
    return times


def start(count, chance):
    """A few at a time, as on one machine they share two processors."""
    selector = selectors.DefaultSelector()
    kiosks = []
    for _ in range(count):
        kiosk = One(chance, program=PROGRAM)
        selector.register(kiosk.master, selectors.EVENT_READ, kiosk)
        kiosks.append(kiosk)
        for entry, _ in selector.select(0):
            entry.data.hear()
    end = time.monotonic() + 60 + count / 10
    while not all(b"any key to begin" in kiosk.out for kiosk in kiosks):
        assert time.monotonic() < end, "not all have begun"
        for entry, _ in selector.select(0.1):
            entry.data.hear()
    now = time.perf_counter()
    for kiosk in kiosks:
        kiosk.due = now + 1 + chance.random()
    return kiosks, selector


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kiosks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    limit = 6 * options.kiosks + 100
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, max(limit, resource.getrlimit(
        resource.RLIMIT_NOFILE)[1])))
    began = time.monotonic()
    kiosks, selector = start(options.kiosks, random.Random(options.seed))
    print(f"{options.kiosks} kiosks started in {time.monotonic() - began:.1f} s")
    times = sorted(drive(kiosks, selector))
    keepers = [memory(kiosk.keeper) for kiosk in kiosks]
    patients = [memory(children(kiosk.keeper)[0]) for kiosk in kiosks]
    wrong = sum(kiosk.words not in kiosk.out for kiosk in kiosks)
    for kiosk in kiosks:
        kiosk.__exit__()
    p99 = times[int(len(times) * 0.99)] * 1000
    print(f"memory written: keeper {max(keepers) // 1024} KiB, patient {max(patients) // 1024} KiB at most")
    print(f"key to screen: median {times[len(times) // 2] * 1000:.1f} ms, p99 {p99:.1f} ms")
    checks = {
        f"{wrong} wrong results": wrong == 0,
        "more than 3 MiB for one process": max(keepers + patients) <= 3 << 20 or SANITIZED,
        "p99 above 100 ms": p99 <= 100,
    }
    for what, fine in checks.items():
        if not fine:
            print(f"FAILED: {what}")
    failed = sum(not fine for fine in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
