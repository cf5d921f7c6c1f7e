#!/usr/bin/python3
"""No number to call stands in the protocol: they are facts of a region, each with its date, and a
number of one country can be nothing or something else in another."""
import json
import re
import unittest
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "data"
FACTS = ("id", "title", "territories", "source", "verified_on", "note", "unconfirmed")


def numbers():
    regions = json.loads((DATA / "regions.json").read_text(encoding="utf-8"))["regions"]
    return {number for region in regions for name, text in region.items() if name not in FACTS
            for number in re.findall(r"\d[\d -]+\d", text)}


def texts(value, path=""):
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        if isinstance(part, str):
            yield f"{path}/{key}", part
        elif isinstance(part, (dict, list)):
            yield from texts(part, f"{path}/{key}")


class Numbers(unittest.TestCase):
    def test_none_in_the_protocol(self):
        protocol = json.loads((DATA / "cramps.json").read_text(encoding="utf-8"))
        del protocol["sources"]  # publishers have names such as NHS 111 Wales
        known = numbers()
        self.assertGreater(len(known), 30)
        found = [(path, number) for path, text in texts(protocol) for number in known
                 if re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text)]
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
