#!/usr/bin/python3
"""redflag graph: the text it prints for small protocols, and that Graphviz draws it.

tests/protocols/graph/X.json is drawn, and what is printed is compared with X.expect. After a change
UPDATE_EXPECT=1 writes the outputs anew: look at the pictures before you commit them.
"""
import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
PROGRAM = str(TOP / os.environ.get("BUILD", "build") / "redflag")
PROTOCOLS = sorted((TOP / "tests/protocols/graph").glob("*.json"))


def graph(*arguments):
    return subprocess.run([PROGRAM, "graph", *map(str, arguments)], cwd=TOP, text=True,
                          capture_output=True, timeout=60, check=False,
                          env=os.environ | {"LC_ALL": "C.UTF-8"})


def draw(text):
    """The SVG as one text, and what dot complained about."""
    done = subprocess.run(["dot", "-Tsvg"], input=text, text=True, capture_output=True,
                          timeout=300, check=False)
    return done.stdout, done.stderr, done.returncode


def words(svg):
    root = xml.etree.ElementTree.fromstring(svg)
    return " ".join(node.text or "" for node in root.iter() if node.tag.endswith("text"))


class Graph(unittest.TestCase):
    maxDiff = None

    def test_findings_that_name_each_other(self):
        """Each names the two before it: there are more ways down than could ever be followed."""
        with open(TOP / "tests/examples/ankle.json", encoding="utf-8") as file:
            protocol = json.load(file)
        protocol["findings"] += [{"id": f"f{n}", "when": {"any": [f"f{n - 1}", f"f{n - 2}"]}
                                  if n > 1 else "walk.no"} for n in range(60)]
        protocol["questions"].append({"id": "end", "kind": "info", "text": "T", "ask_if": "f59"})
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(protocol, file)
            file.flush()
            done = graph(file.name)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count(f"leads to {len(protocol['questions'])}<"), 1)

    def test_what_is_large_is_drawn_at_once(self):
        """Ten seconds and 400 MB are far more than it takes; what grows with the square needs more."""
        with open(TOP / "tests/examples/ankle.json", encoding="utf-8") as file:
            protocol = json.load(file)
        protocol |= {"findings": [], "questions": [
            {"id": "list", "kind": "checklist", "text": "T",
             "answers": [{"id": f"a{n}", "text": f"Answer {n}"} for n in range(10000)]},
            {"id": "long", "kind": "info", "text": "T",
             "ask_if": {"any": [f"list.a{n}" for n in range(10000)]}}] + [
                 {"id": f"q{n}", "kind": "info", "text": "T"} for n in range(80000)]}
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(protocol, file)
            file.flush()
            with subprocess.Popen([PROGRAM, "graph", file.name], stdout=subprocess.DEVNULL) as child:
                _, status, used = os.wait4(child.pid, 0)
                child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, 0)
        self.assertLess(used.ru_utime + used.ru_stime, 10)
        self.assertLess(used.ru_maxrss, 400 * 1024)

    def test_output(self):
        self.assertGreaterEqual(len(PROTOCOLS), 2)
        for path in PROTOCOLS:
            with self.subTest(path.name):
                done = graph(path)
                if os.environ.get("UPDATE_EXPECT"):
                    path.with_suffix(".expect").write_text(done.stdout)
                self.assertEqual(done.stdout, path.with_suffix(".expect").read_text())
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_graphviz_draws_it_without_a_word(self):
        for path in [*PROTOCOLS, "data/cramps.json", "tests/examples/ankle.json",
                     "tests/protocols/good.json"]:
            with self.subTest(path):
                svg, complaints, status = draw(graph(path).stdout)
                self.assertEqual((complaints, status), ("", 0))
                self.assertIn("<svg", svg)

    def test_texts_arrive_as_they_are(self):
        """Brackets, quotes, ampersands and backslashes mean something to Graphviz."""
        svg = draw(graph("tests/protocols/graph/everything.json").stdout)[0]
        for text in ('A "quoted" title & <b>bold</b> \\ back', "Read this: </TD></TABLE>> \\N \\G",
                     'A < B & "C" > D \\l', "N\u00e9 \u2014 nothing", '<Section> & "one"'):
            self.assertIn(text, words(svg))

    def test_the_shipped_protocol_is_all_there(self):
        text = graph("data/cramps.json").stdout
        self.assertEqual(len(re.findall(r"^  q\d+ \[label", text, re.M)), 20)
        self.assertEqual(len(re.findall(r'PORT="a\d+"', text)), 126)
        self.assertIn("STOP", text)
        seen = words(draw(text)[0])
        for title in ("Emergency check", "1. Do you have any of these right now?",
                      "Asked only if", "leads to 7", "Speak to a"):
            self.assertIn(title, seen)
        self.assertNotRegex(text, r"\{(emergency|urgent_advice)\}")

    def test_no_argument_is_the_shipped_protocol(self):
        self.assertEqual(graph().stdout, graph("data/cramps.json").stdout)

    def test_what_cannot_be_drawn(self):
        done = graph("tests/protocols/bad-id.json")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("[bad-id]", done.stderr)
        self.assertEqual(graph("no-such-thing").returncode, 3)
        self.assertEqual(graph("a", "b").returncode, 2)


if __name__ == "__main__":
    unittest.main(verbosity=0)
