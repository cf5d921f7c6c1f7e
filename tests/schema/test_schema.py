#!/usr/bin/python3
"""The JSON Schemas in data/ say what the loader says, wherever a schema can see it.

An independent validator (python3-jsonschema) judges all shipped files, all bad files of
tests/protocols, and random protocols.  UNSEEN lists the faults that no schema can see, each with
the reason; SEEN the files that hold such a fault in a form that can be seen after all.
"""

import json
import os
import random
import re
import subprocess
import sys
import unittest
from pathlib import Path

import jsonschema

TOP = Path(__file__).resolve().parent.parent.parent
BAD = TOP / "tests/protocols"
sys.path.insert(0, str(TOP / "tests/reference"))

import random_protocol
from reference import Protocol

BYTES = "a schema sees values, not bytes: a parser has refused it, or made something else of it"
TWICE = "a schema cannot compare the ids of several places"
NAMED = "a schema cannot look up an id in another list"
ORDER = "a schema cannot tell what stands earlier"
SUMS = "a schema cannot compare two numbers of a file"
UNSEEN = {
    "bad-escape": BYTES, "duplicate-member": BYTES, "empty-file": BYTES, "invalid-utf8": BYTES,
    "lone-surrogate": BYTES, "long-number": BYTES, "long-string": BYTES, "syntax": BYTES,
    "text-behind": BYTES, "truncated": BYTES,
    "too-deep": "a schema cannot count how deep a value stands",
    "duplicate-id": TWICE, "unknown-reference": NAMED, "exclusive-answer": NAMED,
    "unknown-question": NAMED, "bad-answer": NAMED,
    "later-reference": ORDER, "not-settled": ORDER,
    "at-least-range": SUMS, "bad-bands": SUMS, "bad-range": SUMS, "off-grid": SUMS,
    "uneven-rows": SUMS,
    "bad-date": "a pattern cannot count the days of February",
    "ends-at-once": "a schema cannot see which element is the last",
    "invisible-character": "a list of all invisible characters would be longer than the schema",
    "noncharacter": "a list of all codes without a character would be longer than the schema",
    "stacked-marks": "a pattern of draft 7 does not know which characters are marks",
}
SEEN = {
    "bad-bands-none.json": "that no answer has \"from\" needs no comparing",
    "bad-range-step.json": "that a step is not above 0 needs no comparing",
    "long-number.json": "the member that holds it is unknown as well",
    "long-string.json": "it is longer than the longest text as well",
    "regions/unknown-reference.json": "the numbers of a region have fixed names",
    "out-of-range.json": "one number is beyond all numbers",
}


def read(path):
    return json.loads(Path(path).read_bytes().decode("utf-8"))


def schema(name):
    return read(TOP / "data" / f"{name}.schema.json")


def validator(name):
    base = "file:///{}.schema.json"     # nothing is read from there: all are in the store
    store = {base.format(part): schema(part) for part in ("protocol", "cases", "regions")}
    resolver = jsonschema.RefResolver(base.format(name), schema(name), store=store)
    return jsonschema.Draft7Validator(schema(name), resolver=resolver)


def faults(checker, value):
    return [f"/{'/'.join(map(str, fault.absolute_path))}: {fault.message[:100]}"
            for fault in checker.iter_errors(value)]


def codes(path):
    """The codes of the errors (not the warnings) that the loader finds in a file."""
    lines = path.with_suffix(".expect").read_text(encoding="utf-8").splitlines()
    return {re.search(r"\[([\w-]+)\]$", line).group(1) for line in lines if "warning: " not in line}


class Shipped(unittest.TestCase):
    def test_the_schemas_are_schemas(self):
        for name in ("protocol", "cases", "regions"):
            jsonschema.Draft7Validator.check_schema(schema(name))

    def test_shipped_files_are_valid(self):
        for path in sorted((TOP / "data").glob("*.json")):
            if path.name.endswith(".schema.json"):
                continue
            name = ("regions" if path.name == "regions.json" else
                    "cases" if path.name.endswith(".cases.json") else "protocol")
            with self.subTest(path.name):
                self.assertEqual(faults(validator(name), read(path)), [])

    def test_everything_an_author_meets_is_described(self):
        """Every property has words of its own, or is a definition that has a title."""
        for name in ("protocol", "cases", "regions"):
            whole = schema(name)
            for owner in (whole, *whole["definitions"].values()):
                for member, part in owner.get("properties", {}).items():
                    with self.subTest(f"{name} {owner.get('title')} {member}"):
                        self.assertTrue("description" in part or "$ref" in part)


class BadFiles(unittest.TestCase):
    def judge(self, folder, name):
        checker = validator(name)
        paths = sorted(path for path in folder.glob("*.json")
                       if path.with_suffix(".expect").exists())
        self.assertGreater(len(paths), 5)
        for path in paths:
            found = codes(path)
            seen = str(path.relative_to(BAD)) in SEEN or bool(found - set(UNSEEN))
            with self.subTest(path.name, codes=found):
                try:
                    wrong = faults(checker, read(path))
                except (UnicodeDecodeError, json.JSONDecodeError):
                    self.assertTrue(found)       # no JSON, so refused by everybody
                    continue
                if seen:
                    self.assertNotEqual(wrong, [])
                else:
                    self.assertEqual(wrong, [])

    def test_protocols(self):
        self.judge(BAD, "protocol")

    def test_regions(self):
        self.judge(BAD / "regions", "regions")

    def test_reasons_are_needed(self):
        """No code is excused that has no bad file."""
        known = set()
        for path in BAD.glob("**/*.expect"):
            known |= {code for line in path.read_text(encoding="utf-8").splitlines()
                      for code in re.findall(r"\[([\w-]+)\]$", line)}
        self.assertEqual(set(UNSEEN) - known, set())


class Random(unittest.TestCase):
    """What the generator of tests/reference makes."""

    def test_good_protocols_and_cases_are_valid(self):
        protocol, cases = validator("protocol"), validator("cases")
        for seed in range(60):
            rng = random.Random(seed)
            value = random_protocol.make_protocol(rng)
            self.assertEqual(faults(protocol, value), [])
            self.assertEqual(faults(cases, random_protocol.make_cases(Protocol(value), rng)), [])

    def test_what_the_schema_refuses_the_loader_refuses(self):
        checker, refused = validator("protocol"), 0
        driver = subprocess.Popen([Path(os.environ.get("BUILD", "build")) / "tests/driver"], cwd=TOP,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for seed in range(200):
            _, data = random_protocol.make_broken(random.Random(seed))
            try:
                wrong = faults(checker, json.loads(data))
            except (UnicodeDecodeError, json.JSONDecodeError):
                continue
            driver.stdin.write(b"P " + data + b"\n")
            driver.stdin.flush()
            reply = driver.stdout.readline()
            self.assertTrue(reply.startswith(b"error"))
            refused += bool(wrong)
        driver.stdin.close()
        driver.stdout.close()
        driver.wait()
        self.assertGreater(refused, 40)


if __name__ == "__main__":
    unittest.main()
