#!/usr/bin/python3
"""What of the engine the tests have never done: lines, branches and MC/DC.

    coverage.py EXPORT.json

EXPORT.json is what `llvm-cov export` writes.  A place that no test can reach says so itself, with
`/* not covered: the reason */` at the end of its line or on a line of its own above; that holds for
the whole statement, that is for deeper lines behind as well.  Such places are listed and leave the
figures.  Prints a table and every gap; exits 1 if there is any.

MC/DC (modified condition/decision coverage): each condition of a decision was seen to change the
outcome on its own.
"""

import json
import re
import sys
from pathlib import Path

MARK = re.compile(r"/\* not covered: (.*?)(\*/|$)")


def excused(path):
    """Line number -> reason."""
    reasons, reason, depth = {}, None, 0
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            indent = len(line) - len(line.lstrip())
            found = MARK.search(line)
            if found:
                reason, depth = found.group(1).strip(), indent
                first = line.strip().startswith("/*")   # the statement comes on the next line
            elif reason and first:
                first, depth = False, indent
            elif reason and indent <= depth:
                if line.strip() == "}":
                    reasons[number] = reason
                reason = None
            if reason:
                reasons[number] = reason
    return reasons


def lines(segments):
    """Line -> how often it ran: the most often of what stands on it."""
    by_line, counts, outer = {}, {}, None
    for line, column, count, has_count, begins, gap in segments:
        by_line.setdefault(line, []).append((count, has_count, begins, gap))
    if not by_line:
        return counts
    for line in range(min(by_line), max(by_line) + 1):
        here = by_line.get(line, [])
        starts = [s for s in here if s[1] and s[2] and not s[3]]
        # A line counts if code begins on it, or goes on from the line above.
        skipped = here and not here[0][1] and here[0][2]
        if not skipped and (starts or (outer and outer[1])):
            inherited = [outer[0]] if outer and outer[1] else []
            counts[line] = max([s[0] for s in starts] + inherited)
        if here:
            outer = here[-1]
    return counts


class Measure:
    def __init__(self):
        self.seen, self.all = 0, 0

    def add(self, seen):
        self.all += 1
        self.seen += bool(seen)

    def __str__(self):
        return f"{self.seen:5} of {self.all:5}  {100 * self.seen / self.all if self.all else 100:6.2f} %"


def gaps(file, source):
    """Yields (line, kind, seen, text) for everything that is counted."""
    for line, count in lines(file["segments"]).items():
        yield line, "lines", count > 0, "line never run"
    for branch in file["branches"]:
        line, column, _, end, taken, refused = branch[:6]
        text = source[line - 1][column - 1:end - 1] if branch[2] == line else source[line - 1].strip()
        yield line, "branches", taken > 0, f"never true: {text}"
        yield line, "branches", refused > 0, f"never false: {text}"
    for record in file["mcdc_records"]:
        for number, seen in enumerate(record[-1], 1):
            yield (record[0], "MC/DC", seen,
                   f"condition {number} of {len(record[-1])} never decided alone: "
                   f"{source[record[0] - 1][record[1] - 1:].strip()}")


def in_order(gap):
    path, line, what = gap.split(":", 2)
    return path, int(line), what


def main(path):
    with open(path, encoding="utf-8") as file:
        files = [f for f in json.load(file)["data"][0]["files"]
                 if re.search(r"src/engine/\w+\.c$", f["filename"])]
    missed = [f"{path}:1: not measured: no test is linked with it"
              for path in sorted(map(str, Path("src/engine").glob("*.c")))
              if not any(f["filename"].endswith(path) for f in files)]
    total = {kind: Measure() for kind in ("lines", "branches", "MC/DC")}
    excuses = {}
    print(f"{'':22}" + "".join(f"{kind:>25}" for kind in total))
    for file in sorted(files, key=lambda f: f["filename"]):
        with open(file["filename"], encoding="utf-8") as text:
            source = text.read().split("\n")
        name, reasons = "/".join(file["filename"].split("/")[-2:]), excused(file["filename"])
        own = {kind: Measure() for kind in total}
        for line, kind, seen, what in gaps(file, source):
            if not seen and line in reasons:
                excuses[f"{name}:{line}"] = reasons[line]
                continue
            own[kind].add(seen)
            total[kind].add(seen)
            if not seen:
                missed.append(f"src/{name}:{line}: {what}")
        print(f"{name:22}" + "".join(f"{str(m):>25}" for m in own.values()))
    print(f"{'all':22}" + "".join(f"{str(m):>25}" for m in total.values()))
    print("\n".join(f"excused: {place}: {reason}" for place, reason in excuses.items()))
    print("\n".join(sorted(missed, key=in_order)))
    print(f"{len(missed)} gaps, {len(excuses)} lines excused")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
