"""fronts: a person at line mode, and one at the full screen. Both read what is shown, find the
answer by its words, and type. Neither knows the program's order of questions or numbers."""
import json
import os
import re
import select
import subprocess
import sys
import time

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, os.path.join(TESTS, "screen"))

from terminal import Terminal  # noqa: E402

PATIENCE_S = 10
PLACEHOLDER = re.compile(r"\\\{[a-z_-]+\\\}")
NOTHING_TICKED = "None of these"


def squeezed(text):
    """Without any blank: lines may break anywhere."""
    return "".join(text.split())


def shows(page, text):
    """Does the page show this text of a protocol, whatever stands for its placeholders?"""
    pattern = PLACEHOLDER.sub(".{1,80}?", re.escape(squeezed(text)))
    return re.search(pattern, squeezed(page)) is not None


class Front:
    """What both can do. `protocol` is the file as JSON, for the words."""

    def __init__(self, protocol):
        self.raw = {q["id"]: q for q in protocol["questions"]}

    def is_at(self, question):
        return not self.on_review() and shows(self.page(), self.raw[question.id]["text"])

    def on_review(self):
        return shows(self.page(), "These are your answers.")

    def on_result(self):
        return "myanswers" in squeezed(self.page())

    def expect(self, question):
        if not self.is_at(question):
            raise AssertionError(f"question '{question.id}' is not asked here:\n{self.page()}")

    def text_of(self, question, answer):
        return next(a["text"] for a in self.raw[question.id]["answers"] if a["id"] == answer.id)

    def start(self):
        self.choose(1)

    def give(self, step):
        self.expect(step.question)
        if step.question.kind == "info":
            self.choose(1)
        elif step.question.kind == "checklist":
            self.tick(step.question, step.ticks)
        elif step.value is not None:
            self.type_number(step.value)
        else:
            self.choose(self.number_of(self.text_of(step.question, step.ticks[0])))

    def go_back_to(self, question):
        """From a later question, the review or the result."""
        if self.on_result():
            self.command("a")
        while not self.is_at(question):
            if self.on_review():
                self.choose(self.number_of(self.raw[question.id]["text"]))
            else:
                self.command("b")

    def look_at_help(self):
        before = squeezed(self.page())
        self.command("?")
        if not shows(self.page(), "In an emergency"):
            raise AssertionError(f"no help:\n{self.page()}")
        self.command("b")
        self.same(before)

    def to_result(self):
        if self.on_review():
            self.choose(1)
        if not self.on_result():
            raise AssertionError(f"no result here:\n{self.page()}")


class Line(Front):
    """Line mode: the questions come on standard error, the result on standard output."""

    def __init__(self, program, path, protocol):
        super().__init__(protocol)
        self.process = subprocess.Popen([program, "--plain", "--json", path],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE,
                                        env=os.environ | {"LC_ALL": "C.UTF-8"})
        self.shown = ""
        self.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def read(self):
        """Up to the next prompt."""
        out, pipe = b"", self.process.stderr.fileno()
        while not re.search(rb"^Your (answer|choice) \(.*\): \Z", out, re.M):
            if not select.select([pipe], [], [], PATIENCE_S)[0]:
                raise AssertionError(f"no prompt:\n{out.decode()}")
            chunk = os.read(pipe, 1 << 16)
            if not chunk:
                raise AssertionError(f"ended:\n{out.decode()}")
            out += chunk
        self.shown = out.decode()

    def page(self):
        return self.shown

    def send(self, text):
        self.process.stdin.write(f"{text}\n".encode())
        self.process.stdin.flush()

    def enter(self, text):
        self.send(text)
        self.read()

    choose = command = type_number = enter

    def same(self, before):
        # Whoever comes back hears neither what was typed nor the keys again.
        begin, end = before.index("Question"), before.rindex("Your")
        if before[begin:end].split("Typeyour")[0] not in squeezed(self.page()):
            raise AssertionError(f"another page after help:\n{self.page()}")

    def number_of(self, text):
        for number, words in re.findall(r"^(\w+)\. (.*(?:\n +.*)*)", self.shown, re.M):
            if re.match(PLACEHOLDER.sub(".{1,80}?", re.escape(squeezed(text))), squeezed(words)):
                return number
        raise AssertionError(f"no answer {text!r}:\n{self.shown}")

    def tick(self, question, ticks):
        numbers = [self.number_of(self.text_of(question, answer)) for answer in ticks]
        self.enter(" ".join(numbers) if numbers else "0")

    def finish(self):
        self.to_result()
        self.send("q")
        return json.loads(self.process.communicate(timeout=PATIENCE_S)[0])


class Screen(Front):
    """The full screen of 80x24, in a pseudo-terminal."""

    def __init__(self, program, path, protocol):
        super().__init__(protocol)
        self.pressed = None
        self.terminal = Terminal([program, "--json", path])
        self.terminal.wait_for("leave")

    def __enter__(self):
        return self

    def __exit__(self, *rest):
        self.terminal.__exit__(*rest)

    def page(self):
        return self.terminal.text()

    def press(self, key):
        again, self.pressed = key == self.pressed, key
        (self.terminal.press_again if again else self.terminal.press)(key, first=0.3)

    def to_next_page(self, key):
        """Presses until it counts: on a small screen it may only read on at first."""
        before, end = self.page(), time.monotonic() + PATIENCE_S
        while self.page() == before:
            self.press(key)
            if time.monotonic() > end:
                raise AssertionError(f"{key!r} changes nothing:\n{before}")

    def command(self, key):
        self.to_next_page(key)

    def same(self, before):
        if squeezed(self.page()) != before:
            raise AssertionError(f"another page after help:\n{self.page()}")

    def focus(self):
        found = re.search(r"^ *> +(\d+) ", self.page() + " ", re.M)
        return int(found[1]) if found else 0

    def focus_on(self, number):
        if self.focus() > number:
            self.press("home")
        for _ in range(100):
            if self.focus() == number:
                return
            self.press("down")
        raise AssertionError(f"no way to number {number}:\n{self.page()}")

    def choose(self, number):
        self.focus_on(number)
        self.to_next_page("enter")

    def type_number(self, value):
        for digit in str(value):
            self.press(digit)
        self.to_next_page("enter")

    def number_of(self, text):
        """Reads on where the list is longer than the screen."""
        pattern = PLACEHOLDER.sub(".{1,80}?", re.escape(squeezed(text)))
        for key in ["home"] + ["down"] * 60:
            items = re.findall(r"^ *>? +(\d+)  (?:\[.\] |\(.\) )?(.*(?:\n +[^ \d>].*)*)",
                               self.page(), re.M)
            for number, words in items:
                # In the review the answer stands beside the question, after some blanks.
                first = [re.split(" {2,}", line.strip())[0] for line in words.split("\n")]
                if re.match(pattern, squeezed("".join(first))):
                    return int(number)
            self.press(key)
        raise AssertionError(f"no answer {text!r}:\n{self.page()}")

    def box(self, number):
        found = re.search(rf"^ *>? +{number}  \[(.)\]", self.page(), re.M)
        return found[1] == "x" if found else None

    def tick(self, question, ticks):
        raw = self.raw[question.id]
        wanted = {self.number_of(self.text_of(question, answer)) for answer in ticks}
        nothing = len(raw["answers"]) + 1
        if not ticks:
            wanted = {self.number_of(raw.get("none", NOTHING_TICKED))}
            if wanted != {nothing}:
                raise AssertionError(f"'none' is number {wanted}, not {nothing}:\n{self.page()}")
        for number in range(1, nothing + 1):
            if self.box(number) is None:  # further down
                self.focus_on(number)
            if self.box(number) != (number in wanted):
                self.focus_on(number)
                self.press("space")
        self.choose(nothing + 1)

    def resize(self, columns, lines):
        """To another size and back."""
        before = self.page()
        for size in ((columns, lines), (80, 24)):
            self.terminal.set_size(*size)
            self.terminal.settle()
        self.same(squeezed(before))

    def finish(self):
        self.to_result()
        self.press("q")
        self.terminal.wait()
        after = self.terminal.raw[self.terminal.raw.rindex(b"\033[?1049l"):].decode()
        return json.loads(after[after.index("{"):after.rindex("}") + 1])
