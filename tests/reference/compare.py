#!/usr/bin/python3
"""Compares the program with the reference on random protocols.

    compare.py DRIVER [--seed S] [--count N] [--answers N] [--cases] [--stop]

Protocol number n of a run is made from seed S + n, so a failure is found again with --seed S+n
--count 1.  Every tenth protocol has a planted defect that both sides must refuse.  README.md has
the lines that DRIVER speaks.  Prints what was compared and the first difference, made as small as
it stays different; exits 1 if there was any.
"""

import argparse
import copy
import os
import random
import re
import select
import subprocess
import sys
from collections import Counter

from bruteforce import prove
from random_protocol import make_broken, make_cases, make_protocol, random_answers
from reference import BadAnswer, BadProtocol, Protocol, case_faults, interview, one_line
from wellformed import BadFile, check_cases, check_protocol, parse

TIMEOUT_S = 20
BROKEN_EVERY = 10


class Driver:
    """The program behind a pipe.  A crash or a hang is an answer like any other (and differs)."""

    def __init__(self, path):
        self.path, self.process = path, None

    def start(self):
        self.process = subprocess.Popen([self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.rest = b""

    def ask(self, letter, argument=""):
        if isinstance(argument, str):
            argument = argument.encode("utf-8", "surrogateescape")
        if not self.process:
            self.start()
        try:
            self.process.stdin.write(b" ".join([letter.encode(), argument]).rstrip() + b"\n")
            self.process.stdin.flush()
            return self.line()
        except (BrokenPipeError, EOFError) as error:
            return self.lost(str(error) or "the driver is gone")

    def line(self):
        out = self.process.stdout.fileno()
        while b"\n" not in self.rest:
            if not select.select([out], [], [], TIMEOUT_S)[0]:
                raise EOFError(f"no reply in {TIMEOUT_S} s")
            chunk = os.read(out, 1 << 16)
            if not chunk:
                raise EOFError("the driver ended")
            self.rest += chunk
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode("utf-8", "replace")

    def lost(self, why):
        self.process.kill()
        status = self.process.wait()
        self.process = None
        return f"lost: {why} (status {status})"

    def alive(self):
        return self.process is not None

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()


# -- one protocol on both sides --------------------------------------------------------------------

def refused(reply):
    return reply.split(" ", 1)[0] == "error"


def values(reply):
    try:
        value = parse(reply)
        return value if isinstance(value, dict) else {"reply": value}
    except BadFile:
        return {"reply": reply}


def in_any_order(value):
    """Lists of a proof are sets."""
    if isinstance(value, list):
        return sorted(value, key=str)
    if isinstance(value, dict):
        return {name: in_any_order(part) for name, part in value.items()}
    return value


class Sample:
    """What is compared: a protocol, its cases file and answers objects, all as JSON values."""

    def __init__(self, protocol, cases, answers):
        self.protocol, self.cases, self.answers = protocol, cases, answers

    def compare(self, driver, with_cases):
        """Yields (kind, what was asked, expected, got) for each difference."""
        protocol = Protocol(self.protocol)
        reply = driver.ask("P", one_line(self.protocol))
        if reply != "ok":
            yield "load", "P", "ok", reply
            return
        reply = driver.ask("C", one_line(self.cases))
        if reply != "ok":
            yield "load cases", "C", "ok", reply
        for answers in self.answers:
            yield from compare_answers(driver, protocol, answers)
            if not driver.alive():
                return      # a new one would not know the protocol
        yield from compare_proofs(driver, protocol, self.cases)
        if with_cases and driver.alive():
            expected = {case["id"]: not case_faults(protocol, case)
                        for case in self.cases.get("cases", [])}
            got = values(driver.ask("K"))
            if got != expected:
                yield "cases", "K", expected, got

    def good(self):
        return not (check_protocol(self.protocol) or check_cases(self.protocol, self.cases))


def compare_answers(driver, protocol, answers):
    reply = driver.ask("A", one_line(answers))
    try:
        expected = interview(protocol, answers)
    except BadAnswer as error:
        if not refused(reply):
            yield "answer", f"A {one_line(answers)}", f"error ({error})", reply
        return
    got = values(reply)
    if any(got.get(name, "nothing") != value for name, value in expected.items()):
        yield "answer", f"A {one_line(answers)}", one_line(expected), reply


def compare_proofs(driver, protocol, cases):
    reply = driver.ask("V")
    if not driver.alive():
        yield "proof", "V", "one JSON object", reply
        return
    got = values(reply)
    if got.get("examples") is not True:
        yield "examples", "V", "each shows what it is an example of", reply
    for name, value in prove(protocol, cases).items():
        if in_any_order(got.get(name, "nothing")) != in_any_order(value):
            yield f"proof of {name}", "V", value, got.get(name, reply)


# -- made smaller ----------------------------------------------------------------------------------

def paths(value, path=()):
    """Every place in a JSON value, outer ones first."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        yield path + (key,)
        if isinstance(part, (dict, list)):
            yield from paths(part, path + (key,))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def smaller(whole):
    """Copies of a value with one part left out, or one condition replaced by a part of it."""
    for path in list(paths(whole)):
        less = copy.deepcopy(whole)
        del at(less, path[:-1])[path[-1]]
        yield less
        part = at(whole, path)
        if isinstance(part, dict):
            inner = [part["not"]] if "not" in part else []
            for form in ("all", "any", "of"):
                inner += part[form] if isinstance(part.get(form), list) else []
            for one in inner:
                less = copy.deepcopy(whole)
                at(less, path[:-1])[path[-1]] = one
                yield less


def minimise(whole, still_differs):
    shrunk = True
    while shrunk:
        shrunk = False
        for less in smaller(whole):
            if still_differs(less):
                whole, shrunk = less, True
                break
    return whole


def minimise_sample(driver, sample, kind, with_cases):
    def still_differs(parts):
        less = Sample(*parts)
        if len(parts) != 3 or not less.good():
            return False
        return any(k == kind for k, *_ in less.compare(driver, with_cases))

    def safely(parts):
        try:
            return still_differs(parts)
        except (TypeError, IndexError):       # an answers object was dropped or hollowed out
            return False

    return Sample(*minimise([sample.protocol, sample.cases, sample.answers], safely))


def gist(errors):
    """Errors without the numbers in their places, which change as a protocol shrinks."""
    return {re.sub(r"/\d+", "", error) for error in errors}


def minimise_broken(driver, protocol, errors):
    """A protocol that the driver takes though it has one of these errors."""
    def still_differs(less):
        found = check_protocol(less) if isinstance(less, dict) else []
        return gist(found) & gist(errors) and not refused(
            driver.ask("P", one_line(less)))
    return minimise(protocol, still_differs)


# -- a run -----------------------------------------------------------------------------------------

def run_broken(driver, rng, first):
    """Both must refuse it.  Returns whether they do."""
    defect, data = make_broken(rng)
    reply = driver.ask("P", data)
    if refused(reply):
        return True
    if first:
        print(f"defect: {defect}\nexpected: error ...\ngot: {reply}")
        try:
            protocol = parse(data)
            errors = check_protocol(protocol)
            print("reference: " + "; ".join(errors))
            if isinstance(protocol, dict):
                data = one_line(minimise_broken(driver, protocol, errors)).encode(
                    "utf-8", "surrogateescape")
        except BadFile as error:
            print(f"reference: {error}")
        print("P " + data.decode("utf-8", "backslashreplace"))
    return False


def run_good(driver, rng, first, options, counts):
    raw = make_protocol(rng)
    protocol = Protocol(raw)
    cases = make_cases(protocol, rng)
    sample = Sample(raw, cases, [random_answers(protocol, rng) for _ in range(options.answers)])
    counts["answers"] += options.answers
    counts["promises"] += len(cases["promises"])
    found = next(sample.compare(driver, options.cases), None)
    if found and first:
        sample = minimise_sample(driver, sample, found[0], options.cases)
        print(f"P {one_line(sample.protocol)}\nC {one_line(sample.cases)}")
        for kind, asked, expected, got in sample.compare(driver, options.cases):
            print(f"{kind}\n  {asked}\n  expected: {expected}\n  got:      {got}")
    return not found


def run(options):
    driver, counts, passed, failed = Driver(options.driver), Counter(), 0, 0
    for seed in range(options.seed, options.seed + options.count):
        rng = random.Random(seed)
        broken = seed % BROKEN_EVERY == BROKEN_EVERY - 1
        counts["broken" if broken else "good"] += 1
        if broken:
            same = run_broken(driver, rng, not failed and not options.stop)
        else:
            same = run_good(driver, rng, not failed and not options.stop, options, counts)
        if not same and not failed:
            print(f"first difference: --seed {seed} --count 1\n", flush=True)
        passed, failed = passed + same, failed + (not same)
        if failed and options.stop:
            break
    driver.close()
    print(f"{counts['good']} protocols proved, {counts['answers']} answers, "
          f"{counts['promises']} promises, {counts['broken']} broken protocols")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("driver")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--answers", type=int, default=6, help="answers objects per protocol")
    parser.add_argument("--stop", action="store_true",
                        help="stop at the first difference, and do not make it smaller")
    parser.add_argument("--cases", action="store_true", help="compare the verdicts on cases too")
    return run(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
