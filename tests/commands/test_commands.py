#!/usr/bin/python3
"""What a shell sees of the program: options, exit statuses, which stream says what, lookup of
protocols, installing and removing, and that help, man page and completions know the same options.
"""
import fcntl
import json
import os
import pty
import re
import resource
import select
import shutil
import signal
import subprocess
import tempfile
import termios
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
PROGRAM = str(TOP / os.environ.get("BUILD", "build") / "redflag")
ANKLE = str(TOP / "tests/examples/ankle.json")
LONG = '{"danger": [], "walk": "no", "age": 30}'


def environment(**more):
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("LC_", "LANG", "XDG_", "REDFLAG", "ACCESSIBLE"))}
    return kept | {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"} | more


def run(*arguments, text="", program=PROGRAM, cwd=TOP, **variables):
    """The finished process, with output and errors as text."""
    return subprocess.run([program, *arguments], input=text, text=True, cwd=cwd, timeout=60,
                          capture_output=True, env=environment(**variables), check=False)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)


class Options(unittest.TestCase):
    def test_help_wherever_it_stands(self):
        for words in (["--help"], ["-h"], ["cramps", "--plain", "-h"], ["--bogus", "--help"],
                      ["list", "--help"]):
            done = run(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
            self.assertIn("usage: redflag", done.stdout)

    def test_help_opens_with_an_example_and_fits_the_screen(self):
        lines = run("--help").stdout.splitlines()
        self.assertEqual(lines[0], "Examples:")
        self.assertLessEqual(max(map(len, lines)), 92)

    def test_after_two_dashes_nothing_is_an_option(self):
        done = run("--", "--help")
        self.assertEqual(done.returncode, 3)
        self.assertIn("'--help'", done.stderr)

    def test_version(self):
        for word in ("--version", "-V"):
            done = run(word)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertRegex(done.stdout, r"^redflag \d+\.\d+\.\d+\n$")

    def usage_error(self, words, *parts):
        done = run(*words)
        self.assertEqual((done.returncode, done.stdout), (2, ""), words)
        self.assertRegex(done.stderr, r"\Aredflag: [^\n]+ --help'\n\Z")
        for part in parts:
            self.assertIn(part, done.stderr)

    def test_wrong_usage_is_one_line_with_a_hint(self):
        self.usage_error(["--bogus"], "unknown option '--bogus'")
        self.usage_error(["-x"], "unknown option '-x'")
        self.usage_error(["-qx"], "unknown option '-x'")
        self.usage_error(["-qh"], "'-h' stands alone")
        self.usage_error(["-Vq"], "'-V' stands alone")
        self.usage_error(["--answers"], "'--answers' needs an argument")
        self.usage_error(["--plain=yes"], "'--plain=yes' takes no argument")
        self.usage_error(["--color", "blue"], "'blue'", "auto, always or never")
        self.usage_error(["--region", ""], "region")
        self.usage_error(["--region", "XX"], "'XX'")
        self.usage_error(["a", "b"], "'b'")
        self.usage_error(["list", "x"], "'x'", "redflag list --help")
        self.usage_error(["list", "--json"], "'--json'")
        self.usage_error(["kiosk", "--status", "x"], "--status", "'x'", "redflag kiosk --help")
        self.usage_error(["kiosk", "x", "--check-host"], "--check-host", "'x'")

    def test_no_word_sends_escapes_to_the_terminal(self):
        for words in (["--\33[31m"], ["--region", "\33[31m"], ["--color", "\33[31m"],
                      ["a", "\33[31m"], ["list", "\33[31m"], ["check", "--budget", "\33[31m"]):
            self.usage_error(words, "\\u{001B}[31m")
        for words in (["\33[31m"], ["graph", "\33[31m"], ["check", "./\33[31m"]):
            done = run(*words)
            self.assertEqual(done.returncode, 3, words)
            self.assertNotIn("\33", done.stdout + done.stderr)
        self.assertNotIn("\33", run("--answers", "-", text="{}", REDFLAG_REGION="\33[31m").stderr)

    def test_options_may_stand_behind_the_protocol(self):
        done = run(ANKLE, "--answers", "-", "--json", text=LONG)
        self.assertEqual(json.loads(done.stdout)["disposition"]["id"], "x-ray")

    def test_help_manual_and_completions_know_the_same_options(self):
        told = set(re.findall(r"--[a-z-]+", run("--help").stdout.split("Options:")[1]
                              .split("Commands:")[0]))
        manual = (TOP / "man/redflag.1").read_text().split(".Sh OPTIONS")[1].split(".Sh KEYS")[0]
        self.assertEqual(told, {"-" + word for word in re.findall(r"^\.It (?:Fl \w , |Fl )(-[a-z-]+)",
                                                                   manual, re.M)})
        for shell in ("bash", "zsh", "fish"):
            text = (TOP / f"data/completions/redflag.{shell}").read_text()
            for option in told:
                wanted = f"-l {option[2:]} " if shell == "fish" else option
                self.assertIn(wanted, text, shell)

    def test_manual_and_completions_know_every_command(self):
        told = re.findall(r"^  (\w+)", run("--help").stdout.split("Commands:")[1], re.M)
        manual = (TOP / "man/redflag.1").read_text()
        self.assertEqual(told, re.findall(r"^\.It Nm Cm (\w+)", manual, re.M))
        for shell in ("bash", "zsh", "fish"):
            text = (TOP / f"data/completions/redflag.{shell}").read_text()
            self.assertIn(" ".join(told), text, shell)

    def test_completions_offer_the_regions_there_are(self):
        regions = json.loads((TOP / "data/regions.json").read_text())["regions"]
        ids = " ".join(sorted(region["id"] for region in regions))
        for shell in ("bash", "zsh", "fish"):
            self.assertIn(ids, (TOP / f"data/completions/redflag.{shell}").read_text(), shell)

    def test_bash_completes(self):
        script = (f"PATH={Path(PROGRAM).parent}:$PATH; . data/completions/redflag.bash; "
                  "COMP_WORDS=(redflag %s); COMP_CWORD=%d; _redflag; echo ${COMPREPLY[@]}")
        for words, at, expected in (("--js", 1, "--json"), ("--color al", 2, "always"),
                                    ("cram", 1, "cramps"), ("li", 1, "list")):
            done = subprocess.run(["bash", "-c", script % (words, at)], cwd=TOP, text=True,
                                  capture_output=True, env=environment(), check=True)
            self.assertIn(expected, done.stdout.split(), words)


class Answers(Folder):
    def test_result_as_text(self):
        done = run(ANKLE, "--answers", "-", text=LONG)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(done.stdout.startswith("Have an X-ray: today\n"))
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 72)

    def test_result_as_json(self):
        done = run(ANKLE, "--answers", "-", "--json", "--region", "gb", text=LONG)
        result = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0)
        self.assertTrue(result["complete"])
        self.assertEqual(result["protocol"], {"id": "ankle-injury", "version": "0.1.0",
                                              "language": "en", "review": "draft"})
        self.assertEqual(result["red_flags"], [{"id": "walk.no", "note": "Cannot take four steps",
                                                "raises": "x-ray", "questions": ["walk"]}])
        self.assertEqual(result["asked"], ["danger", "walk", "age"])
        self.assertEqual(result["region"], "GB")

    def test_the_answers_of_a_result_give_the_result_again(self):
        for answers in (LONG, '{"danger": ["cold-foot", "bone"]}',
                        '{"danger": [], "walk": "yes", "age": "unknown", "bone-pain": "no"}'):
            first = run(ANKLE, "--answers", "-", "--json", text=answers)
            stored = json.dumps(json.loads(first.stdout)["answers"])
            self.assertEqual(run(ANKLE, "--answers", "-", "--json", text=stored).stdout,
                             first.stdout)

    def test_answers_that_stop_short_are_no_result(self):
        done = run(ANKLE, "--answers", "-", text='{"danger": []}')
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.startswith("The questions were not finished"))
        self.assertNotIn("look after this at home", done.stdout)
        self.assertEqual(done.stderr, "redflag: the answers stop short: question 'walk' is asked "
                                      "and has no answer\n")

    def test_answers_that_stop_short_have_no_disposition(self):
        result = json.loads(run(ANKLE, "--answers", "-", "--json", text='{"danger": []}').stdout)
        self.assertEqual((result["complete"], result["disposition"], result["at_least"],
                          result["advice"]), (False, None, None, []))
        result = json.loads(run(ANKLE, "--answers", "-", "--json",
                                text='{"danger": ["not-sure"]}').stdout)
        self.assertIsNone(result["disposition"])
        self.assertEqual(result["at_least"]["id"], "x-ray")

    def test_answers_that_do_not_count_are_not_told(self):
        result = json.loads(run(ANKLE, "--answers", "-", "--json",
                                text='{"danger": ["bone"], "walk": "no", "age": 3}').stdout)
        self.assertEqual(result["answers"], {"danger": ["bone"]})

    def test_a_wrong_file_of_answers(self):
        for text in ('{"danger": []', '{"dangr": []}', '{"walk": "maybe"}', '{"age": 500}', "[]", ""):
            done = run(ANKLE, "--answers", self.write("a.json", text))
            self.assertEqual((done.returncode, done.stdout), (3, ""), text)
            self.assertRegex(done.stderr, r"a\.json:.*error: .* \[[a-z0-9-]+\]\n")

    def test_many_answers_are_taken_at_once(self):
        """Twenty seconds of a processor are far more than it takes; what grows with the square needs more."""
        protocol = json.loads(Path(ANKLE).read_text()) | {"findings": [], "questions": [
            {"id": f"q{n}", "kind": "choice", "text": "T",
             "answers": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]}
            for n in range(80000)] + [
                {"id": "list", "kind": "checklist", "text": "T",
                 "answers": [{"id": f"a{n}", "text": "T"} for n in range(80000)]}]}
        answers = {f"q{n}": "no" for n in range(80000)}
        answers["list"] = [f"a{n}" for n in range(80000)]
        path, answered = (self.write("many.json", json.dumps(protocol)),
                          self.write("answers.json", json.dumps(answers)))
        began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = run("--json", "--answers", answered, path)
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began, 20)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(json.loads(done.stdout)["answers"], answers)

    def test_private_answers_stay_private(self):
        ankle = json.loads(Path(ANKLE).read_text())
        ankle["questions"][1]["private"] = True
        path = self.write("ankle.json", json.dumps(ankle))
        done = run(path, "--answers", "-", "--json", text=LONG)
        self.assertNotIn("walk", done.stdout)
        self.assertNotIn("four steps", done.stdout)
        self.assertEqual(json.loads(done.stdout)["disposition"]["id"], "x-ray")
        self.assertNotIn("four steps", run(path, "--answers", "-", text=LONG).stdout)


class Streams(unittest.TestCase):
    def shell(self, command):
        return subprocess.run(["bash", "-c", command], cwd=TOP, text=True, capture_output=True,
                              env=environment(R=PROGRAM, A=ANKLE), timeout=60, check=False)

    def test_a_full_disk_is_reported(self):
        for options in ("--help", "--version", "list", "--answers <(echo '{}')", "", "kiosk --status"):
            done = self.shell(f'echo 1 | "$R" {options.replace("<(echo", "- < <(echo")} > /dev/full')
            self.assertNotEqual(done.returncode, 0, options)
            self.assertIn("cannot write to standard output", done.stderr, options)

    def test_closed_standard_output_is_reported(self):
        done = self.shell('"$R" --version >&-')
        self.assertEqual(done.returncode, 4)
        self.assertIn("cannot write to standard output", done.stderr)

    def test_closed_standard_input_is_its_end(self):
        done = self.shell('"$R" "$A" <&-')
        self.assertEqual(done.returncode, 4)
        self.assertIn("the input has ended", done.stderr)

    def test_all_streams_closed(self):
        self.assertNotEqual(self.shell('"$R" "$A" <&- >&- 2>&-').returncode, 0)

    def test_a_reader_that_goes_away_kills_nobody(self):
        done = self.shell('set -o pipefail; yes 1 | "$R" "$A" | head -n 1; echo "${PIPESTATUS[1]}"')
        self.assertEqual(done.stdout.splitlines()[-1], "4")

    def test_an_endless_entry_is_bounded(self):
        started = time.monotonic()
        done = self.shell('head -c 50000000 /dev/zero | tr "\\0" 1 | "$R" "$A"')
        self.assertEqual(done.returncode, 4)
        self.assertLess(time.monotonic() - started, 20)

    def test_bytes_of_any_kind_answer_nothing(self):
        done = self.shell('head -c 200000 /dev/urandom | tr -d "qQ" | "$R" "$A" | '
                          'LC_ALL=C tr -d "\\n\\40-\\176" | wc -c')
        self.assertEqual(done.stdout.strip(), "0", "something typed came out unfiltered")

    def test_no_escape_ever_in_line_mode(self):
        done = self.shell('printf "\\033[2J\\n1\\n1\\nq\\n" | TERM=xterm-256color '
                          'CLICOLOR_FORCE=1 "$R" --color always "$A"')
        self.assertEqual(done.returncode, 0)
        self.assertNotIn("\x1b", done.stdout)


class Terminal(unittest.TestCase):
    """Line mode at a real terminal."""

    def session(self, *arguments, keys=(), stderr=None, **variables):
        """(status, what the terminal showed); keys are sent one by one as prompts appear."""
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(TOP)
            os.execve(PROGRAM, [PROGRAM, *arguments], environment(**variables))
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, b"\x18\0\x50\0\0\0\0\0")
        shown, waiting, deadline = b"", list(keys), time.monotonic() + 30
        while time.monotonic() < deadline:
            if select.select([terminal], [], [], 0.05)[0]:
                try:
                    chunk = os.read(terminal, 65536)
                except OSError:
                    break
                if not chunk:
                    break
                shown += chunk
            elif waiting and shown.endswith(b"): "):
                os.write(terminal, waiting.pop(0))
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()

    def test_plain_at_a_terminal_has_no_escapes(self):
        for variables in ({}, {"ACCESSIBLE": "1"}, {"REDFLAG_ACCESSIBLE": "1"}):
            option = [] if variables else ["--plain"]
            status, shown = self.session(*option, ANKLE, keys=[b"1\n", b"1\n", b"q\n"],
                                         TERM="xterm-256color", **variables)
            self.assertEqual(status, 0)
            self.assertNotIn("\x1b", shown)
            self.assertIn("Call your local emergency number now", shown)

    def test_a_terminal_that_cannot_gets_lines_and_a_word_about_it(self):
        for name in ("dumb", "", "no-such-terminal"):
            status, shown = self.session(ANKLE, keys=[b"q\n"], TERM=name)
            self.assertEqual(status, 1, shown)
            self.assertIn(f"the terminal type '{name}' has no full screen", shown)
            self.assertNotIn("\x1b", shown)

    def test_end_of_input_by_key(self):
        status, shown = self.session("--plain", ANKLE, keys=[b"1\n", b"\x04"])
        self.assertEqual(status, 4)
        self.assertIn("the input has ended", shown)

    def test_ctrl_c_in_line_mode(self):
        status, _ = self.session("--plain", ANKLE, keys=[b"1\n", b"\x03"])
        self.assertEqual(status, -signal.SIGINT)


class Lookup(Folder):
    def setUp(self):
        super().setUp()
        self.ankle = Path(ANKLE).read_text()

    def listed(self, **variables):
        return run("list", XDG_DATA_HOME=str(self.folder / "home"),
                   XDG_DATA_DIRS=str(self.folder / "system"), **variables)

    def test_list(self):
        mine = self.write("home/redflag/ankle.json", self.ankle)
        hidden = self.write("system/redflag/ankle.json", self.ankle)
        broken = self.write("system/redflag/broken.json", "{")
        done = self.listed()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn(f"ankle: A twisted ankle, version 0.1.0, draft\n    {mine}\n", done.stdout)
        self.assertIn(f"    {hidden} (not used", done.stdout)
        self.assertIn("broken: not usable", done.stdout)
        self.assertIn(broken, done.stdout)
        self.assertIn("\ncramps: ", done.stdout, "the source tree's own")

    def test_by_name(self):
        self.write("home/redflag/ankle.json", self.ankle)
        for name in ("ankle", "ankle.json"):
            done = run(name, "--answers", "-", text=LONG, XDG_DATA_HOME=str(self.folder / "home"))
            self.assertEqual(done.returncode, 0)

    def test_a_name_nobody_has(self):
        done = run("elbow")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertEqual(done.stderr, "redflag: there is no protocol called 'elbow'; 'redflag list' "
                                      "shows those there are\n")

    def test_numbers_that_cannot_be_had_are_no_wrong_usage(self):
        broken = self.write("user/redflag/regions.json", "{")
        done = run(ANKLE, "--region", "GB", "--answers", "-", text=LONG,
                   XDG_DATA_HOME=str(self.folder / "user"))
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertRegex(done.stderr, rf"\A{re.escape(broken)}:1:2: error: [^\n]+\n\Z")

    def test_a_region_without_any_numbers_is_an_error(self):
        alone = shutil.copy(PROGRAM, self.folder)
        done = run(ANKLE, "--region", "GB", "--answers", "-", text=LONG, program=alone,
                   XDG_DATA_DIRS="/nonexistent")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("regions.json is not where the protocols are", done.stderr)

    def test_a_broken_protocol_is_never_asked(self):
        path = self.write("ankle.json", self.ankle.replace('"raise": "emergency"',
                                                           '"rise": "emergency"', 1))
        done = run(path)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("[unknown-member]", done.stderr)
        self.assertRegex(done.stderr, r"ankle\.json:\d+:\d+: error: ")

    def test_things_that_are_no_files(self):
        os.mkfifo(self.folder / "pipe.json")
        for path in (self.folder, self.folder / "pipe.json", "/dev/zero", self.folder / "nothing.json"):
            done = run(str(path) if str(path) != str(self.folder) else f"{path}/")
            self.assertEqual((done.returncode, done.stdout), (3, ""), path)


class Settings(Folder):
    def test_user_configuration(self):
        self.write("config/redflag/config", "region = GB\nclour = never\n")
        done = run(ANKLE, "--answers", "-", text='{"danger": ["bone"]}',
                   XDG_CONFIG_HOME=str(self.folder / "config"))
        self.assertEqual(done.returncode, 0)
        self.assertTrue(done.stdout.startswith("Call 999 or 112 now\n"))
        self.assertIn("config:2:1: warning: there is no setting \"clour\"", done.stderr)

    def region(self, *options, **variables):
        done = run(ANKLE, *options, "--answers", "-", "--json", text='{"danger": ["bone"]}',
                   **variables)
        return json.loads(done.stdout)["region"]

    def test_option_wins_over_environment_over_configuration_over_locale(self):
        self.write("config/redflag/config", "region = IE\n")
        config = {"XDG_CONFIG_HOME": str(self.folder / "config"), "LC_ALL": "en_AU.UTF-8"}
        self.assertEqual(self.region(LC_ALL="en_AU.UTF-8"), "AU")
        self.assertEqual(self.region(**config), "IE")
        self.assertEqual(self.region(**config, REDFLAG_REGION="US"), "US")
        self.assertEqual(self.region("--region", "GB", **config, REDFLAG_REGION="US"), "GB")

    def test_a_configuration_that_is_no_file_is_told_and_left_out(self):
        config = self.folder / "redflag/config"
        config.parent.mkdir()
        for make in (config.mkdir, lambda: os.mkfifo(config),
                     lambda: config.symlink_to("/dev/zero")):
            make()
            done = run(ANKLE, "--answers", "-", text=LONG, XDG_CONFIG_HOME=str(self.folder))
            self.assertEqual(done.returncode, 0)
            self.assertIn("config: error: this is no regular file", done.stderr)
            (config.rmdir if config.is_dir() else config.unlink)()

    def test_no_region_is_words(self):
        self.assertIsNone(self.region())
        self.assertIsNone(self.region(LC_ALL="en_AQ.UTF-8"))

    def test_an_unknown_region_in_the_environment_stops_nobody(self):
        done = run(ANKLE, "--answers", "-", text='{"danger": ["bone"]}', REDFLAG_REGION="XX")
        self.assertEqual(done.returncode, 0)
        self.assertIn("Call your local emergency number now", done.stdout)
        self.assertIn("no numbers are known for the region 'XX'", done.stderr)


class Installing(Folder):
    def make(self, *words):
        # The build is there already; what the run was built with must not be built again otherwise.
        build = Path(PROGRAM).parent
        return subprocess.run(["make", "-s", "-o", str(build / "redflag"), *words,
                               f"BUILD={os.path.relpath(build, TOP)}", f"DESTDIR={self.folder}",
                               "PREFIX=/opt"], cwd=TOP, text=True, capture_output=True,
                              env=environment(), check=True, timeout=120)

    def files(self):
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*")
                if path.is_file()}

    def test_install_run_uninstall(self):
        self.make("install")
        files = self.files()
        self.assertTrue(files and all(name.startswith("opt/") for name in files))
        for name in ("bin/redflag", "share/redflag/cramps.json", "share/redflag/regions.json",
                     "share/man/man1/redflag.1", "share/man/man5/redflag-protocol.5",
                     "share/bash-completion/completions/redflag",
                     "share/zsh/site-functions/_redflag",
                     "share/fish/vendor_completions.d/redflag.fish"):
            self.assertIn("opt/" + name, files)
        program = str(self.folder / "opt/bin/redflag")
        done = run("list", program=program, cwd="/", XDG_DATA_DIRS="/nowhere")
        self.assertIn(str(self.folder / "opt/share/redflag/cramps.json"), done.stdout)
        done = run("--answers", "-", "--region", "GB", program=program, cwd="/",
                   XDG_DATA_DIRS="/nowhere", text='{"emergency-now": ["chest-pain"]}')
        self.assertEqual(done.returncode, 0)
        self.assertIn("999", done.stdout)
        other = self.folder / "opt/share/redflag/own.json"
        other.write_text("{}")
        self.make("uninstall")
        self.assertEqual(self.files(), {"opt/share/redflag/own.json"})


class Manual(unittest.TestCase):
    def test_every_diagnostic_is_in_the_manual_and_no_other(self):
        header = (TOP / "src/base/diag_codes.h").read_text()
        codes = re.findall(r'X\(\w+, DIAG_\w+, "([a-z0-9-]+)"\)', header)
        manual = (TOP / "man/redflag-protocol.5").read_text().split(".Sh DIAGNOSTICS")[1]
        self.assertEqual(sorted(codes), sorted(re.findall(r"^\.It Li ([a-z0-9-]+)$", manual, re.M)))

    def test_every_exit_status_is_in_the_manual(self):
        header = (TOP / "src/base/status.h").read_text()
        statuses = re.findall(r"STATUS_\w+ = (\d+)", header)
        manual = (TOP / "man/redflag.1").read_text().split(".Sh EXIT STATUS")[1].split(".Sh")[0]
        self.assertEqual(statuses, re.findall(r"^\.It (\d+)$", manual, re.M))

    def test_every_setting_is_in_the_manual(self):
        source = (TOP / "src/cmd/settings.c").read_text().split("} keys[] = {")[1].split("};")[0]
        manual = (TOP / "man/redflag.1").read_text().split("Em option\n")[1].split(".El")[0]
        self.assertEqual(re.findall(r'\{"([a-z]+)"', source), re.findall(r"^\.It (\w+)", manual, re.M))


if __name__ == "__main__":
    unittest.main(verbosity=0)
