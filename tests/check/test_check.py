#!/usr/bin/python3
"""redflag check: what it prints for a small protocol with one fault of each kind, that every
example it gives shows what it is said to show, and that JSON and text tell the same.

tests/protocols/check/X.json is checked, with X.cases.json beside it and the options in X.arguments
if there are such files, and what is printed is compared with X.expect. After a change of wording
UPDATE_EXPECT=1 writes the outputs anew: read the difference before you commit it.
"""
import json
import os
import pty
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
PROGRAM = str(TOP / os.environ.get("BUILD", "build") / "redflag")
FOLDER = "tests/protocols/check"
PROTOCOLS = sorted(str(path.relative_to(TOP)) for path in (TOP / FOLDER).glob("*.json")
                   if not path.name.endswith(".cases.json"))
SHIPPED = "data/cramps.json"

# A red flag raises when it is found and nothing lowers, so no file can show this one.
CANNOT_HAPPEN = {"floor-broken"}


def environment():
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("LC_", "LANG", "XDG_", "REDFLAG", "COLUMNS"))}
    return kept | {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}


def run(*arguments, text=""):
    return subprocess.run([PROGRAM, *arguments], input=text, text=True, cwd=TOP, timeout=60,
                          capture_output=True, env=environment(), check=False)


def beside(path, ending):
    return TOP / (path.removesuffix(".json") + ending)


def options(path):
    file = beside(path, ".arguments")
    return file.read_text().split() if file.exists() else []


def check(path, *more):
    return run("check", *options(path), *more, path)


def check_json(path, *more):
    done = check(path, "--json", *more)
    return done.returncode, json.loads(done.stdout)["protocols"][0]


def result(path, answers):
    """What the interview with these answers comes to."""
    done = run("--json", "--answers", "-", path, text=json.dumps(answers))
    assert done.returncode == 0, (path, answers, done.stderr)
    return json.loads(done.stdout)


class Golden(unittest.TestCase):
    maxDiff = None

    def test_output_and_exit_status(self):
        self.assertGreater(len(PROTOCOLS), 25)
        for path in PROTOCOLS:
            with self.subTest(path):
                done = check(path)
                expect = beside(path, ".expect")
                if os.environ.get("UPDATE_EXPECT"):
                    expect.write_text(done.stdout)
                self.assertEqual(done.stdout, expect.read_text())
                self.assertEqual(done.stderr, "")
                verdict = done.stdout.splitlines()[-1].split(":")[0]
                self.assertEqual(done.returncode, 0 if verdict == "Passed" else 3)

    def test_every_code_has_its_protocol(self):
        header = (TOP / "src/base/diag_codes.h").read_text()
        seen = "".join(beside(path, ".expect").read_text() for path in PROTOCOLS)
        for part in ("LINT", "PROOF", "TRIAL"):
            block = header.split(f"#define DIAG_CODES_{part}(X)")[1].split("\n\n")[0]
            codes = re.findall(r'"([a-z-]+)"', block)
            self.assertGreater(len(codes), 2)
            for code in codes:
                self.assertEqual(f"[{code}]" in seen, code not in CANNOT_HAPPEN, code)

    def test_a_protocol_called_like_a_code_shows_it(self):
        for path in PROTOCOLS:
            name = Path(path).stem.removesuffix("-reviewed")
            header = (TOP / "src/base/diag_codes.h").read_text()
            if f'"{name}"' in header:
                self.assertIn(f"[{name}]", beside(path, ".expect").read_text(), path)

    def test_a_gap_is_an_error_once_reviewed(self):
        for name in ("no-case", "no-cases", "no-source"):
            draft = check(f"{FOLDER}/{name}.json").stdout
            reviewed = check(f"{FOLDER}/{name}-reviewed.json").stdout
            self.assertRegex(draft, rf"warning: .*\[{name}\]")
            self.assertRegex(reviewed, rf"error: .*\[{name}\]")


class Examples(unittest.TestCase):
    """An example that does not show what it is said to show would be worse than none."""

    def replay(self, path, example):
        out = result(path, example["answers"])
        self.assertTrue(out["complete"])
        self.assertEqual(out["disposition"]["id"], example["disposition"])
        return out

    def rank(self, path):
        protocol = json.loads((TOP / path).read_text())
        return [disposition["id"] for disposition in protocol["dispositions"]].index

    def test_every_example_replays(self):
        replayed = 0
        for path in [*PROTOCOLS, SHIPPED]:
            for fault in check_json(path)[1]["faults"]:
                for name in ("example", "with", "without"):
                    if name in fault:
                        self.replay(path, fault[name])
                        replayed += 1
        self.assertGreater(replayed, 40)

    def test_with_the_symptom_it_ends_milder(self):
        for path in [*PROTOCOLS, SHIPPED]:
            rank = self.rank(path) if "not-usable" not in path else None
            for fault in check_json(path)[1]["faults"]:
                if fault["code"] != "not-monotone":
                    continue
                one, other = fault["without"], fault["with"]
                self.assertGreater(rank(other["disposition"]), rank(one["disposition"]))
                differing = [question for question in one["answers"]
                             if question in other["answers"] and
                             one["answers"][question] != other["answers"][question]]
                self.assertEqual(len(differing), 1, fault)
                added = set(other["answers"][differing[0]]) - set(one["answers"][differing[0]])
                self.assertEqual(len(added), 1, fault)
                self.assertIn(f'"{differing[0]}.{added.pop()}"', fault["message"])

    def test_broken_promises_are_broken(self):
        path = f"{FOLDER}/promise-broken.json"
        faults = {re.search('"(.*?)"', fault["message"])[1]: fault
                  for fault in check_json(path)[1]["faults"]}
        self.assertEqual(set(faults), {"pain-is-urgent", "no-walk", "no-fever", "one"})
        urgent = self.replay(path, faults["pain-is-urgent"]["example"])
        self.assertNotEqual(urgent["disposition"]["id"], "now")
        self.assertIn("pain.some", [finding["id"] for finding in urgent["findings"]])
        walk = self.replay(path, faults["no-walk"]["example"])
        self.assertIn("walk", [advice["id"] for advice in walk["advice"]])
        self.assertIn("fever.yes", [finding["id"] for finding in walk["findings"]])
        fever = self.replay(path, faults["no-fever"]["example"])
        self.assertIn("fever", fever["asked"])
        self.assertEqual(len(self.replay(path, faults["one"]["example"])["asked"]), 2)

    def test_not_sure_ends_milder(self):
        path = f"{FOLDER}/unsure-milder.json"
        fault, = check_json(path)[1]["faults"]
        self.assertEqual(self.replay(path, fault["example"])["disposition"]["id"], "home")
        self.assertEqual(fault["example"]["answers"], {"pain": "not-sure"})

    def test_lines_of_the_text_replay(self):
        """A line of JSON belongs to the result in words before it."""
        replayed = 0
        for path in [*PROTOCOLS, SHIPPED]:
            title = None
            for line in check(path).stdout.splitlines():
                if line.strip().startswith("Result: "):
                    title = line.strip().removeprefix("Result: ")
                elif line.startswith("{") and title is not None:
                    self.assertEqual(result(path, json.loads(line))["disposition"]["title"], title)
                    replayed += 1
        self.assertGreater(replayed, 10)

    def test_examples_in_words_are_those_answers(self):
        text = check(f"{FOLDER}/promise-broken.json").stdout
        self.assertIn("       1. Does it hurt?\n          -> Some\n"
                      "       2. Do you have a fever?\n          -> Yes\n"
                      "      Result: Go soon\n", text)


class Coverage(unittest.TestCase):
    def shown(self, path, interviews):
        kinds = {"answers": set(), "findings": set(), "advice": set(), "dispositions": set()}
        for answers in interviews:
            out = result(path, answers)
            kinds["findings"] |= {finding["id"] for finding in out["findings"]}
            kinds["advice"] |= {advice["id"] for advice in out["advice"]}
            kinds["dispositions"].add(out["disposition"]["id"])
        kinds["answers"] = kinds["findings"]
        return kinds

    def assert_covered(self, path, most):
        out = check_json(path, "--coverage")[1]
        shown = self.shown(path, out["covering"])
        for kind, missing in out["uncovered"].items():
            self.assertEqual(set(missing) - shown[kind], set(), kind)
        self.assertLessEqual(len(out["covering"]), most)
        return out

    def test_small_sets_really_cover(self):
        out = self.assert_covered(f"{FOLDER}/coverage.json", 3)
        self.assertEqual(out["uncovered"]["dispositions"], ["soon", "home"])
        self.assert_covered("tests/examples/ankle.json", 8)

    def test_the_shipped_protocol_without_its_cases(self):
        """Private answers leave no trace in a result, so that mark is taken off first."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "copy.json"
            text = (TOP / SHIPPED).read_text()
            path.write_text(re.sub(r'"private": true,', "", text))
            out = self.assert_covered(str(path), 40)
        self.assertGreater(len(out["uncovered"]["answers"]), 100)

    def test_lines_of_the_text_are_those_interviews(self):
        path = f"{FOLDER}/coverage.json"
        lines = [json.loads(line) for line in check(path).stdout.splitlines() if line[:1] == "{"]
        self.assertEqual(lines, check_json(path)[1]["covering"])

    def test_the_shipped_cases_leave_nothing_out(self):
        out = check_json(SHIPPED)[1]
        self.assertEqual(out["uncovered"],
                         {"answers": [], "findings": [], "advice": [], "dispositions": []})

    def test_trace(self):
        out = {row["red_flag"]: row for row in check_json(f"{FOLDER}/trace.json")[1]["trace"]}
        self.assertEqual(out["pain.some"],
                         {"red_flag": "pain.some", "disposition": "soon", "question": "pain",
                          "answer": "some", "sources": ["book"], "cases": ["some", "fever"]})
        self.assertEqual(out["fever-and-pain"],
                         {"red_flag": "fever-and-pain", "disposition": "now",
                          "rests_on": ["pain.some", "fever.yes"], "sources": ["book"],
                          "cases": ["fever"]})
        self.assertEqual(out["pain.not-sure"]["cases"], [])


class Report(unittest.TestCase):
    def test_the_shipped_protocol_passes(self):
        done = check(SHIPPED)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.splitlines()[-1], f"Passed: {SHIPPED}: 0 errors, 0 warnings")
        self.assertNotRegex(done.stdout, r"\?\?|BAD|warn ")

    def test_json_and_text_tell_the_same(self):
        for path in PROTOCOLS:
            with self.subTest(path):
                done, (status, out) = check(path, "--notes"), check_json(path)
                self.assertEqual(done.returncode, status)
                self.assertEqual(out["passed"], status == 0)
                codes = re.findall(r"^\S+: (?:error|warning|note): .* \[([a-z-]+)\]$", done.stdout,
                                   re.M)
                self.assertEqual([fault["code"] for fault in out["faults"]], codes)
                errors = re.findall(r"^\S+: error: ", done.stdout, re.M)
                self.assertEqual(out["errors"], len(errors))
                for name, tally in out.get("tallies", {}).items():
                    self.assertEqual(tally["held"] + tally["failed"] + tally["undecided"],
                                     tally["total"], name)
                    self.assertTrue(tally["known"] or tally["undecided"] == tally["total"])

    def test_numbers_of_interviews(self):
        small = check_json(f"{FOLDER}/good.json")[1]["interviews"]
        self.assertEqual((small["count"], small["fewest_questions"], small["most_questions"]),
                         (6, 1, 2))
        large = check_json(SHIPPED)[1]["interviews"]
        self.assertIsNone(large["count"])
        self.assertIn(f"{large['about']} different",
                      check(SHIPPED).stdout)

    def test_undecided_names_what_is_kept_apart(self):
        status, out = check_json(f"{FOLDER}/undecided.json")
        self.assertEqual((status, out["decided"]), (3, False))
        self.assertIn("signs.sign-0", out["kept_apart"])
        self.assertEqual(out["stopped_at"], "signs")
        self.assertTrue(all(not tally["known"] for name, tally in out["tallies"].items()
                            if name == "answers_given"))
        more = run("check", "--budget", "100000", f"{FOLDER}/undecided.json")
        self.assertEqual(more.returncode, 0, more.stdout)

    def test_undecided_with_no_finding_to_name(self):
        path = f"{FOLDER}/undecided-score.json"
        self.assertEqual(check_json(path)[1]["kept_apart"], [])
        self.assertNotIn("Each of these", check(path).stdout)
        self.assertEqual(run("check", path).returncode, 0)

    def test_undecided_is_neither_held_nor_failed(self):
        path = f"{FOLDER}/undecided-parts.json"
        status, out = check_json(path)
        counts = {name: (tally["held"], tally["failed"], tally["undecided"])
                  for name, tally in out["tallies"].items()}
        self.assertEqual(status, 3)
        self.assertEqual(counts["promises_kept"], (1, 1, 1))
        self.assertEqual(counts["advice_shown"], (1, 0, 1))
        self.assertEqual(counts["conditions_decide"], (1, 0, 2))
        text = check(path).stdout
        for line in ("  ok   1 of 3 promises of the cases file are kept\n",
                     "  BAD  1 of 3 promises of the cases file are broken or about nobody\n",
                     "  ??   1 of 3 undecided: promises of the cases file are kept\n",
                     "  ??   1 of 2 undecided: pieces of advice can be shown\n"):
            self.assertIn(line, text)
        self.assertNotIn("ok   3 of 3 conditions", text)

    def test_no_argument_is_the_shipped_protocol(self):
        done = run("check")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout.splitlines()[-1], r"^Passed: \S+/data/cramps.json: ")

    def test_many_protocols(self):
        done = run("check", f"{FOLDER}/good.json", f"{FOLDER}/never-asked.json", "no-such-thing")
        verdicts = re.findall("^(Passed|Failed|Not usable): ", done.stdout, re.M)
        self.assertEqual((done.returncode, verdicts), (3, ["Passed", "Failed", "Not usable"]))
        done = run("check", "--json", f"{FOLDER}/good.json", "no-such-thing")
        out = json.loads(done.stdout)
        self.assertEqual((out["passed"], [protocol["passed"] for protocol in out["protocols"]]),
                         (False, [True, False]))

    def test_wrong_usage(self):
        for words in (["--budget", "0"], ["--budget", "many"], ["--budget", "-1"],
                      ["--budget", "99999999999999999999999"], ["--bogus"]):
            done = run("check", *words)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)

    def test_names_of_files_are_made_safe(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a\x1b[31m\n.json"
            shutil.copy(TOP / FOLDER / "good.json", path)
            for more in ([], ["--json"]):
                done = run("check", *more, str(path))
                self.assertNotIn("\x1b", done.stdout + done.stderr)
                self.assertIn("\\\\u{001B}" if more else "\\u{001B}", done.stdout)

    def test_a_terminal_of_80_columns(self):
        """All is wrapped there but the lines to copy."""
        for path in [SHIPPED, f"{FOLDER}/promise-broken.json", f"{FOLDER}/trace.json"]:
            output = self.on_terminal("check", *options(path), path)
            for line in output.splitlines():
                if line[:1] != "{" and "redflag --answers" not in line:
                    self.assertLessEqual(len(line), 80, line)
            self.assertNotIn("\x1b", output)

    def on_terminal(self, *arguments):
        leader, follower = pty.openpty()
        process = subprocess.Popen([PROGRAM, *arguments], stdout=follower, cwd=TOP,
                                   env=environment())
        os.close(follower)
        output = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            output += part
        os.close(leader)
        process.wait(timeout=60)
        return output.decode()

    def test_ascii_where_the_locale_is_not_utf8(self):
        done = subprocess.run([PROGRAM, "check", "--trace", SHIPPED], cwd=TOP, capture_output=True,
                              env=environment() | {"LC_ALL": "C"}, check=False)
        done.stdout.decode("ascii")


if __name__ == "__main__":
    unittest.main(verbosity=0)
