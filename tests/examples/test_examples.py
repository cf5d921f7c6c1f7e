#!/usr/bin/python3
"""The examples of README.md and of the man pages do what they say.

An example is a line that begins with "$ ": in README.md inside a fence, in a man page inside
.Bd -literal or behind .Dl. The lines that follow, up to the next one, are what it prints; "..." stands
for any lines. Examples run in a folder where data and tests are those of the source tree. An
example that shows no output must be good usage and find its protocol; it is run without input.
Commands of make and git are not run, but the targets must exist.

The whole protocol in redflag-protocol(5) must be the file ankle.json beside this test.
"""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
PROGRAM = TOP / os.environ.get("BUILD", "build") / "redflag"
PAGES = [TOP / "README.md", *sorted((TOP / "man").glob("*.[1-8]"))]


def blocks(path):
    """The literal blocks of a page, each a list of lines."""
    text = path.read_text()
    if path.suffix == ".md":
        found = re.findall(r"^```\w*\n(.*?)^```$", text, re.M | re.S)
    else:
        found = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", text, re.M | re.S)
        found += re.findall(r"^\.Dl (.*\n)", text, re.M)
        found = [block.replace("\\&", "").replace("\\e", "\\") for block in found]
    return [block.splitlines() for block in found]


def examples(path):
    """(command, the lines it prints) in the order of the page."""
    found = []
    for block in blocks(path):
        inside = False
        for line in block:
            if line.startswith("$ "):
                found.append((line[2:], []))
                inside = True
            elif inside:
                found[-1][1].append(line)
    return found


def as_pattern(lines):
    return "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in lines)


class Examples(unittest.TestCase):
    maxDiff = None

    def run_example(self, command, folder):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("LC_", "LANG", "XDG_"))}
        environment |= {"PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        return subprocess.run(command, shell=True, cwd=folder, text=True, timeout=120,
                              stdin=subprocess.DEVNULL, capture_output=True, env=environment,
                              check=False)

    def check_make(self, command):
        """Nothing is run: make itself would start tests in the middle of a test, even with -n."""
        known = " ".join(re.findall(r"^\.PHONY: (.*)", (TOP / "Makefile").read_text(), re.M)).split()
        for word in command.split()[1:]:
            if "=" not in word:
                self.assertIn(word, known, command)

    def check(self, command, printed, folder):
        if command.startswith(("git ", "sudo ", "cd ")):
            return
        if command.startswith("make"):
            self.check_make(command)
            return
        done = self.run_example(command, folder)
        if printed:
            self.assertEqual(done.stderr, "", command)
            self.assertRegex(done.stdout, r"\A" + as_pattern(printed) + r"\Z", command)
        else:
            self.assertNotIn(done.returncode, (2, 3), f"{command}: {done.stderr}")

    def check_page(self, path):
        found = examples(path)
        with tempfile.TemporaryDirectory() as folder:
            for name in ("data", "tests"):
                os.symlink(TOP / name, Path(folder) / name)
            for command, printed in found:
                self.check(command, printed, folder)
        return len(found)

    def test_readme(self):
        self.assertGreaterEqual(self.check_page(TOP / "README.md"), 4)

    def test_redflag_1(self):
        self.assertGreaterEqual(self.check_page(TOP / "man/redflag.1"), 5)

    def test_the_other_pages(self):
        for path in PAGES[1:]:
            self.check_page(path)

    def test_the_protocol_of_the_manual(self):
        wanted = (HERE / "ankle.json").read_text().splitlines()
        self.assertIn(wanted, blocks(TOP / "man/redflag-protocol.5"))


if __name__ == "__main__":
    unittest.main(verbosity=0)
