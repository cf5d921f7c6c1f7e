#!/usr/bin/python3
"""Answers in, the whole dialogue in line mode out.

Each .txt file here is one run of the program:

    # what it shows
    $ redflag ARGUMENT...          (an environment variable may stand before: $ LC_ALL=C redflag)
    < an entry                     (one line each; no newline after the last one: "<| entry")
    everything it wrote on standard output
    ! a line it wrote on standard error
    = its exit status

The output of every run is also held to what line mode promises: no control byte but the newline, no
trailing blank, no line wider than the screen. `test_transcripts.py --update` writes what comes out
into the files; read the difference before you commit it.
"""
import os
import shlex
import subprocess
import sys
import unicodedata
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
PROGRAM = str(TOP / os.environ.get("BUILD", "build") / "redflag")


class Transcript:
    def __init__(self, path):
        lines = path.read_text().splitlines()
        self.path = path
        self.head = [line for line in lines[:2]]
        body = lines[2:]
        self.entries = []
        while body and body[0].startswith("<"):
            self.entries.append(body.pop(0))
        self.expected = body

    def stdin(self):
        return "".join(entry[3:] if entry.startswith("<|") else entry[2:] + "\n"
                       for entry in self.entries)

    def run(self):
        """(standard output, the rest of the file as it should be)"""
        words = shlex.split(self.head[1][2:])
        variables = {}
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            variables[name] = value
        done = subprocess.run([PROGRAM, *words[1:]], input=self.stdin().encode(), cwd=TOP,
                              env=environment() | variables, capture_output=True, timeout=60,
                              check=False)
        output = done.stdout.decode()
        errors = [("! " + line).rstrip()
                  for line in done.stderr.decode().splitlines()]
        return output, [*output.splitlines(), *errors, f"= {done.returncode}"], variables


def environment():
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("LC_", "XDG_", "REDFLAG_"))}
    return kept | {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}


def columns(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


class Transcripts(unittest.TestCase):
    maxDiff = None

    def keeps_promises(self, output, variables):
        for line in output.split("\n"):
            self.assertEqual(line, line.rstrip(), "trailing blank")
            self.assertFalse([c for c in line if unicodedata.category(c) == "Cc"], "control byte")
            if "): " not in line:  # a prompt and what was typed behind it
                self.assertLessEqual(columns(line), min(72, int(variables.get("COLUMNS", 72))))
        if variables.get("LC_ALL") == "C" or variables.get("LC_ALL") == "POSIX":
            self.assertTrue(output.isascii(), "not ASCII in a locale that is not UTF-8")

    def check(self, path):
        transcript = Transcript(path)
        output, found, variables = transcript.run()
        self.assertEqual("\n".join(transcript.expected), "\n".join(found))
        if "--json" not in transcript.head[1]:
            self.keeps_promises(output, variables)


def add_test(path):
    setattr(Transcripts, f"test_{path.stem}", lambda self: self.check(path))


def update(path):
    transcript = Transcript(path)
    path.write_text("\n".join(transcript.head + transcript.entries + transcript.run()[1]) + "\n")


if __name__ == "__main__":
    for file in sorted(HERE.glob("*.txt")):
        if sys.argv[1:] == ["--update"]:
            update(file)
        else:
            add_test(file)
    if sys.argv[1:] != ["--update"]:
        unittest.main(verbosity=0)
