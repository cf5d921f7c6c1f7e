#!/usr/bin/python3
"""Random interviews, held in four ways that must agree: the reference in Python, the stored answers
(`--answers`), a person typing in line mode, and one at the full screen.

    test_walk.py [--count N] [--screens N] [--seed S] [PROTOCOL]

Half of the persons take detours: they read the help, go back, answer otherwise and take it back,
change the size of their window. Who ends with the same answers must get the same result. Interview
number n of a run has the seed "S n", so a failure comes again with the same seed.
"""
import argparse
import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

from fronts import Line, Screen
from interviews import (Privacy, answers_of, expected, found, load, other_step, random_interview,
                        seeded)

TOP = Path(__file__).resolve().parent.parent.parent
PROGRAM = str(TOP / os.environ.get("BUILD", "build") / "redflag")
SIZES = [(50, 15), (40, 12), (40, 9), (132, 43), (20, 5), (10, 3)]
DETOURS = 0.15  # how likely one is at each question


def detour(front, steps, at, rng):
    """Something at question `at` that must not matter in the end."""
    kind = rng.choice(("help", "change", "back", "resize"))
    if kind == "help":
        front.look_at_help()
    elif kind == "resize" and isinstance(front, Screen):
        front.resize(*rng.choice(SIZES))
    elif kind == "change":
        front.give(other_step(steps[at], rng))
        front.go_back_to(steps[at].question)
    elif at > 0:
        again = rng.randrange(at)
        front.go_back_to(steps[again].question)
        if rng.random() < 0.5:
            front.give(other_step(steps[again], rng))
            front.go_back_to(steps[again].question)
        for step in steps[again:at]:
            if not front.is_at(step.question):
                front.go_back_to(step.question)
            front.give(step)
        if not front.is_at(steps[at].question):
            front.go_back_to(steps[at].question)


def hold(front, steps, rng, detours):
    """One interview at a front end, up to its result."""
    front.start()
    for at, step in enumerate(steps):
        if rng.random() < detours:
            detour(front, steps, at, rng)
        front.give(step)
    return found(front.finish())


def replay(path, steps):
    done = subprocess.run([PROGRAM, "--json", "--answers", "-", path], text=True,
                          input=json.dumps(answers_of(steps)), capture_output=True, check=True)
    return found(json.loads(done.stdout))


class Walk:
    """What the workers share."""

    def __init__(self, path, seed):
        self.path, self.seed = path, seed
        self.protocol = load(path)
        self.privacy = Privacy(self.protocol.raw)

    def hold_in(self, kind, steps, rng):
        if kind == "answers":
            return replay(self.path, steps)
        front = {"line": Line, "screen": Screen}[kind]
        detours = rng.choice((0, DETOURS))
        with front(PROGRAM, self.path, self.protocol.raw) as started:
            return hold(started, steps, rng, detours)

    def fault(self, task):
        """What is wrong with one interview held in one way, or None."""
        number, kind = task
        rng = seeded(self.seed, number)
        steps = random_interview(self.protocol, rng)
        wanted = expected(self.protocol, self.privacy, steps)
        try:
            got = self.hold_in(kind, steps, rng)
        except Exception as error:  # whatever went wrong belongs to this interview
            return f"{type(error).__name__}: {error}\nanswers {answers_of(steps)}"
        if got == wanted:
            return None
        return "\n".join(f"{name}: {got[name]}, the reference says {wanted[name]}"
                         for name in wanted if got[name] != wanted[name]) + \
               f"\nanswers {answers_of(steps)}"


def share(walk):
    """In each worker: what the tasks belong to (it cannot be sent, only inherited)."""
    global shared
    shared = walk


def fault_of(task):
    return shared.fault(task)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=300)
    options.add_argument("--screens", type=int, default=12)
    options.add_argument("--seed", default="1")
    options.add_argument("protocol", nargs="?", default=str(TOP / "data/cramps.json"))
    given = options.parse_args()

    walk = Walk(given.protocol, given.seed)
    tasks = [(n, "screen") for n in range(given.screens)]
    tasks += [(n, kind) for n in range(given.count) for kind in ("answers", "line")]
    failed = 0
    workers = multiprocessing.get_context("fork").Pool(max(4, os.cpu_count() or 1), share, [walk])
    with workers as pool:
        for task, fault in zip(tasks, pool.imap(fault_of, tasks)):
            if fault:
                failed += 1
                print(f"FAILED interview {task[0]}, {task[1]}, seed {given.seed}: {fault}")
    print(f"walk: {len(tasks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
