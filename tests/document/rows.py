#!/usr/bin/python3
"""Is every fact still in the protocol?

rows.tsv lists the facts of the source document the first protocol was made from; safety.tsv lists the
dangers, the cautions and the rules that were added to it. Each row says where it is carried: a question,
an answer, a named finding, a piece of advice, a topic, a disposition or a promise. This test fails when

  - a row of the expected ids is missing, twice, or unknown;
  - a carrier is not in data/cramps.json (promises: data/cramps.cases.json);
  - the text of an advice or topic carrier holds none of the words given in the fourth column, so that a
    row cannot point at a text about something else;
  - a word of the fourth column is found in none of the row's carriers.

Run it from anywhere: tests/document/rows.py. No library is needed.
"""
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"


def span(prefix, last, first=1, width=1):
    return [f"{prefix}{n:0{width}}" for n in range(first, last + 1)]


ROWS = (
    ["S-T1"] + span("S-U", 9) + span("S-O", 7) + span("S-C", 6) + span("S-H", 4) + span("S-S", 5)
    + span("S-N", 4) + ["S-RF0", "S-RF1", "S-RF2", "S-RF3a", "S-RF3b", "S-RF4", "S-RF5", "S-RF6"]
    + span("S-M", 6) + span("S-TX", 7, first=0) + span("S-PF", 3)
    + [f"S-TB{n}{part}" for n in range(1, 6) for part in ("", "a", "b", "c")]
    + span("S-K", 6) + span("S-Q", 3) + span("S-KT", 5) + span("S-FAQ", 5) + span("S-CN", 4)
)
SAFETY = (
    span("B-", 57, width=2) + ["C-PF"] + span("C-EV", 5) + span("C-NS", 5) + ["C-PA"] + span("C-KM", 2)
    + span("C-HY", 3) + span("C-HT", 3) + ["C-ST"] + span("R", 14)
)


def carriers():
    """Every id a row may cite, with the text that stands there."""
    protocol = json.loads((DATA / "cramps.json").read_text(encoding="utf-8"))
    cases = json.loads((DATA / "cramps.cases.json").read_text(encoding="utf-8"))
    found = {}
    for question in protocol["questions"]:
        found["question:" + question["id"]] = question["text"]
        for answer in question.get("answers", []):
            found[f"answer:{question['id']}.{answer['id']}"] = answer["text"]
    for finding in protocol["findings"]:
        found["finding:" + finding["id"]] = finding["note"]
    for group in protocol["advice"]:
        for item in group["items"]:
            found["advice:" + item["id"]] = item["text"]
    for topic in protocol["topics"]:
        cells = [cell for row in topic.get("rows", []) for cell in row]
        found["topic:" + topic["id"]] = "\n".join(topic.get("text", []) + cells)
    for disposition in protocol["dispositions"]:
        found["disposition:" + disposition["id"]] = "\n".join(disposition["text"])
    for promise in cases["promises"]:
        found["promise:" + promise["id"]] = promise["title"]
    return found


def read(name):
    """The rows of a table: id, what it says, carriers, words."""
    for number, line in enumerate((HERE / name).read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 4:
            sys.exit(f"{name}:{number}: {len(cells)} columns instead of 4")
        yield cells[0], cells[1], cells[2].split(), [word for word in cells[3].split(";") if word]


def faults(row, places, words, found):
    """What is wrong with one row, in words."""
    if not places:
        yield "no carrier"
    unseen = set(words)
    for place in places:
        if place not in found:
            yield f"no such thing: {place}"
            continue
        text = found[place].lower()
        seen = {word for word in words if word.lower() in text}
        unseen -= seen
        if place.startswith(("advice:", "topic:")) and not seen:
            yield f"{place} has none of the words {'; '.join(words) or '(none given)'}"
    for word in sorted(unseen):
        yield f"no carrier says: {word}"


def check(name, expected, found):
    """Checks one table; returns how many rows passed and failed."""
    passed = failed = 0
    seen = set()
    for row, meaning, places, words in read(name):
        problems = list(faults(row, places, words, found))
        if not meaning:
            problems.append("does not say what the fact is")
        if row in seen:
            problems.append("stands twice")
        if row not in expected:
            problems.append("is not an expected row")
        seen.add(row)
        for problem in problems:
            print(f"{name}: {row}: {problem}")
        passed += not problems
        failed += bool(problems)
    for row in expected:
        if row not in seen:
            print(f"{name}: {row}: missing")
            failed += 1
    print(f"{name}: {len(seen)} rows, {len(expected)} expected")
    return passed, failed


def main():
    found = carriers()
    totals = [check("rows.tsv", ROWS, found), check("safety.tsv", SAFETY, found)]
    passed, failed = (sum(column) for column in zip(*totals))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
