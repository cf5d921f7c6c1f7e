#!/usr/bin/python3
"""Plants small faults in the engine, one at a time, and demands that the tests notice.

    mutants.py [--file NAME]... [--match PATTERN] [--sample N] [--seed S] [--jobs J] [--list]

A mutant is the engine with one change: a comparison turned, a logic operator or a sign swapped, a
constant one higher or lower, a statement left out, two arguments exchanged.  It is built as a
shared library (only the changed file is compiled) with AddressSanitizer, put under the unit tests, and under 300 random
protocols compared with the reference.  A mutant that compiles to the same machine code is no
mutant.  Of the red-flag code (RED_FLAG below) every mutant is tried and every one must be killed;
of the rest a seeded sample of N.  Prints what was done and each survivor; survivors that cannot
be told apart from the original stand in tests/mutants.txt with the reason.  Exits 1 if a red-flag
mutant survives without one.
"""

import argparse
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
ENGINE = TOP / "src/engine"
EXPLAINED = TOP / "tests/mutants.txt"
FLAGS = shlex.split(
    "-std=c11 -Isrc -D_GNU_SOURCE -O1 -fPIC -fsanitize=address "
    "-Werror=int-conversion -Werror=incompatible-pointer-types " +
    subprocess.run(["pkg-config", "--cflags", "libcjson"], capture_output=True, text=True,
                   check=True).stdout)
LIBRARIES = ["-lcjson", "-lunistring", "-lm"]
# What raises, settles, ends and keeps a floor: whole files (None), or functions of a file.
RED_FLAG = {
    "facts.c": None,
    "grid.c": None,
    "interview.c": {"walk", "replay", "replay_reading", "interview_hold", "interview_settle", "forget", "take", "belongs", "interview_choose",
                    "interview_tick", "band_of", "take_number", "interview_red_flags"},
    "walk.c": {"pass", "kept_disposition", "scatter", "walk_answer", "walk_item_node", "asks", "walk_asks"},
    "verify.c": {"milder_than", "check_floor", "check_floors"},
    "survey.c": {"survey_behind"},
    "protocol.c": {"protocol_finding_raise", "protocol_parts_needed"},
}
# The tests of the engine, the ones that see most first; tests of what is above it are not needed.
TESTS = ["facts", "grid", "number", "interview", "verify", "walk", "residual", "search", "monotone", "ahead", "cases",
         "region", "json", "scan", "protocols", "load", "loader", "table", "texts", "lint", "coverage"]
COMPARED = 300
LIMITS = "ulimit -t 20; exec "


# -- mutants ---------------------------------------------------------------------------------------

TURNED = {"==": ["!="], "!=": ["=="], "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="],
          ">=": [">", "<"], "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"], "+=": ["-="],
          "-=": ["+="], "++": ["--"], "--": ["++"], "|=": ["&="], "&=": ["|="], "<<": [">>"],
          ">>": ["<<"], "true": ["false"], "false": ["true"], "!": [""]}
TOKEN = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[A-Za-z_]\w*"""
                   r"""|0x[0-9a-fA-F]+\w*|\d[\w.]*|<<=|>>=|->|[=!<>+\-*/%&|^]=|&&|\|\||<<|>>|\+\+|--"""
                   r"""|\s+|.""", re.S)
# Words before a bracket that are no call, and calls whose two arguments are multiplied.
NOT_SWAPPED = ("sizeof", "if", "for", "while", "switch", "memory_new")
CALL = re.compile(r"\b([a-z_]\w*)\(([^(),]+), ([^(),]+)\)")
STATEMENT = re.compile(r"^[ ]{4,}(?!return\b|case\b|default\b|goto\b|static\b|const\b|struct\b|enum\b|"
                       r"unsigned\b|size_t\b|bool\b|int\b|int64_t\b|uint64_t\b|char\b|double\b|"
                       r"for\b|if\b|while\b|else\b|do\b|switch\b|uint32_t\b|signed\b)"
                       r"[^;{}#]*?;", re.M | re.S)


class Mutant:
    def __init__(self, path, function, start, end, new, text):
        self.path, self.function, self.start, self.end, self.new = path, function, start, end, new
        self.line = text.count("\n", 0, start) + 1
        begin = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        self.before = " ".join(text[begin:stop].split())
        self.after = " ".join((text[begin:start] + new + text[end:stop]).split())

    def applied(self, text):
        return text[:self.start] + self.new + text[self.end:]

    def key(self):
        """Stays the same while other lines change."""
        return f"{self.path.name}: {self.function}: {self.before} -> {self.after}"

    def __str__(self):
        return f"src/engine/{self.path.name}:{self.line}: {self.function}: {self.before}\n" \
               f"{'':8}-> {self.after}"

    def is_red_flag(self):
        functions = RED_FLAG.get(self.path.name, ())
        return functions is None or self.function in functions


def functions(text):
    """(start, end, name) of each function's body."""
    for body in re.finditer(r"^([^\s#/{}][^;{}]*?)\n\{\n(.*?)^\}", text, re.M | re.S):
        name = re.search(r"(\w+)\(", body.group(1))
        if name:
            yield body.start(2), body.end(2), name.group(1)


def turned(token, rest):
    """What may stand in the place of a token."""
    if token in TURNED:
        return TURNED[token]
    if re.fullmatch(r"\d+[uU]?", token):
        value, suffix = int(token.rstrip("uU")), token[len(token.rstrip("uU")):]
        return [f"{value + 1}{suffix}"] + ([f"{value - 1}{suffix}"] if value > 0 else [])
    return []


def mutants_of(path):
    text = path.read_text(encoding="utf-8")
    for start, end, name in functions(text):
        body = text[start:end]
        comments = [m.span() for m in re.finditer(r"/\*.*?\*/", body, re.S)]
        for token in TOKEN.finditer(body):
            for new in turned(token.group(), body[token.end():]):
                yield Mutant(path, name, start + token.start(), start + token.end(), new, text)
        for found in CALL.finditer(body):
            if found.group(1) not in NOT_SWAPPED:
                yield Mutant(path, name, start + found.start(2), start + found.end(3),
                             f"{found.group(3)}, {found.group(2)}", text)
        for found in STATEMENT.finditer(body):
            at = found.start() + len(found.group()) - len(found.group().lstrip())
            if not any(a <= at < b for a, b in comments):
                yield Mutant(path, name, start + at, start + found.end(), ";", text)


# -- building and running --------------------------------------------------------------------------

def command(words, folder, **more):
    """Runs a command with limits; True if it ends well."""
    line = LIMITS + " ".join(map(shlex.quote, map(str, words)))
    environment = os.environ | {
        "LD_LIBRARY_PATH": str(folder), "ASAN_OPTIONS": "hard_rss_limit_mb=1000"}
    try:
        done = subprocess.run(["bash", "-c", line], cwd=TOP, env=environment, timeout=90,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False


class Workshop:
    """Everything that does not change from mutant to mutant, built once."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.objects = {}
        for path in sorted((TOP / "src/base").glob("*.c")) + sorted(ENGINE.glob("*.c")):
            self.objects[path.name] = self.compile(path.read_text(encoding="utf-8"), path,
                                                   self.folder / f"{path.stem}.o")
        self.link(self.objects.values(), self.folder / "libengine.so")
        self.programs = [self.program(TOP / f"tests/unit/test_{name}.c", ["-lcmocka"])
                         for name in TESTS if (TOP / f"tests/unit/test_{name}.c").exists()]
        self.driver = self.program(TOP / "tests/reference/driver.c", [],
                                   TOP / "tests/reference/examples.c")

        floor = TOP / "tests/unit/test_floor.c"
        self.floor = self.compile(floor.read_text(encoding="utf-8"), floor, self.folder / "floor.o",
                                  "-Itests/unit")

    def compile(self, text, path, output, *more):
        done = subprocess.run(["cc", *FLAGS, *more, "-x", "c", "-", "-c", "-o", str(output)],
                              input=f'#line 1 "{path.name}"\n{text}', text=True, cwd=TOP,
                              stderr=subprocess.DEVNULL, check=False)
        return output if done.returncode == 0 else None

    def link(self, objects, output):
        subprocess.run(["cc", "-shared", "-fsanitize=address", "-o", str(output), *map(str, objects), *LIBRARIES],
                       cwd=TOP, check=True)

    def program(self, source, libraries, *more):
        output = self.folder / source.stem
        subprocess.run(["cc", *FLAGS, "-o", str(output), str(source), *map(str, more),
                        f"-L{self.folder}", "-lengine", *libraries, *LIBRARIES], cwd=TOP, check=True)
        return output

    def keeps_floor(self, folder, objects):
        """test_floor replaces a function of the engine, so it is linked with the objects."""
        subprocess.run(["cc", "-fsanitize=address", "-Wl,--wrap=facts_pass", "-o",
                        str(folder / "test_floor"), str(self.floor), *map(str, objects),
                        "-lcmocka", *LIBRARIES], cwd=TOP, check=True)
        return command([folder / "test_floor"], folder)

    def killer(self, folder, objects):
        """The name of the test that fails with the engine in `folder`, or None."""
        for program in self.programs:
            if not command([program], folder):
                return program.name
        if not self.keeps_floor(folder, objects):
            return "test_floor"
        if not command([sys.executable, "tests/reference/compare.py", self.driver, "--cases",
                        "--stop", "--count", COMPARED], folder):
            return "compare"
        return None

    def judge(self, mutant, folder):
        """"same", "no program", "survived", or what killed it."""
        changed = self.compile(mutant.applied(mutant.path.read_text(encoding="utf-8")),
                               mutant.path, folder / f"{mutant.path.stem}.o")
        if changed is None:
            return "no program"
        if changed.read_bytes() == self.objects[mutant.path.name].read_bytes():
            return "same"
        others = [o for name, o in self.objects.items() if name != mutant.path.name]
        self.link([*others, changed], folder / "libengine.so")
        return self.killer(folder, [*others, changed]) or "survived"


# -- a run -----------------------------------------------------------------------------------------

def explanations():
    """Pattern for the key of a mutant -> why it cannot be told apart."""
    reasons, pattern = {}, None
    for line in EXPLAINED.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            reasons[pattern] = (reasons.get(pattern, "") + " " + line.strip()).strip()
        elif line and not line.startswith("#"):
            pattern = re.compile(line)
    return reasons


def explained_by(mutant, reasons):
    """The reason, or None."""
    return next((why for pattern, why in reasons.items() if pattern.search(mutant.key())), None)


def chosen(options):
    everything = [m for path in sorted(ENGINE.glob("*.c")) for m in mutants_of(path)]
    if options.file:
        return [m for m in everything if m.path.name in options.file]
    if options.match:
        return [m for m in everything if re.search(options.match, m.key())]
    red = [m for m in everything if m.is_red_flag()]
    rest = [m for m in everything if not m.is_red_flag()]
    picked = random.Random(options.seed).sample(rest, min(options.sample, len(rest)))
    print(f"{len(everything)} mutants can be made: {len(red)} of the red-flag code, all tried, and "
          f"{len(rest)} others, {len(picked)} tried", flush=True)
    return red + picked


def work(workshop, queue, results, folder):
    while queue:
        try:
            mutant = queue.pop(0)
        except IndexError:
            return
        results.append((mutant, workshop.judge(mutant, folder)))
        if results[-1][1] == "survived":
            print(f"survived: {mutant}", flush=True)


def report(results, reasons):
    unexplained = []
    for red in (True, False):
        counts = Counter(outcome if outcome in ("same", "no program", "survived") else "killed"
                         for mutant, outcome in results if mutant.is_red_flag() == red)
        killers = Counter(outcome for mutant, outcome in results if mutant.is_red_flag() == red
                          and outcome not in ("same", "no program", "survived"))
        survivors = [m for m, outcome in results if outcome == "survived" and m.is_red_flag() == red]
        explained = [m for m in survivors if explained_by(m, reasons)]
        tried = counts["killed"] + counts["survived"] - len(explained)
        print(f"{'red-flag code' if red else 'the rest'}: {sum(counts.values())} mutants, "
              f"{counts['no program']} do not compile, {counts['same']} are the same program, "
              f"{len(explained)} explained as equal, {counts['killed']} of {tried} killed "
              f"({100 * counts['killed'] / max(1, tried):.1f} %)")
        print("  by " + ", ".join(f"{name} {count}" for name, count in killers.most_common()))
        for mutant in explained:
            print(f"  equal: {mutant}\n{'':8}because {explained_by(mutant, reasons)}")
        if red:
            unexplained = [m for m in survivors if m not in explained]
        for mutant in survivors:
            if mutant not in explained:
                print(f"  SURVIVED: {mutant}")
    return 1 if unexplained else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--file", action="append", help="only this file, all its mutants")
    parser.add_argument("--match", help="only those that --list shows with this pattern")
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="only show the mutants")
    options = parser.parse_args()
    queue = chosen(options)
    if options.list:
        print("\n".join(mutant.key() for mutant in queue))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        workshop, results, workers = Workshop(folder), [], []
        if workshop.killer(Path(folder), workshop.objects.values()):
            sys.exit("the tests fail without any mutant")
        for job in range(options.jobs):
            own = Path(folder) / f"job{job}"
            own.mkdir()
            workers.append(threading.Thread(target=work, args=(workshop, queue, results, own)))
            workers[-1].start()
        for worker in workers:
            worker.join()
        return report(results, explanations())


if __name__ == "__main__":
    sys.exit(main())
