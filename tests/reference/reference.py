#!/usr/bin/python3
"""What a protocol means: one interview, step by step, written from the format description alone.

This is the second implementation that the program is compared with, so it shares nothing with it
and goes for plainness, not speed.  README.md states the meaning in sentences.

    reference.py check PROTOCOL [CASES]   errors, one a line; nothing if both are good
    reference.py replay PROTOCOL          answers objects from stdin, one a line -> results
    reference.py cases PROTOCOL CASES     run the vignettes; one line for each that fails
"""

import json
import sys

from wellformed import BadFile, Names, check_cases, check_protocol, exact, on_grid, parse


class BadProtocol(Exception):
    """Not well formed; `errors` is the list of sentences."""

    def __init__(self, errors):
        super().__init__(errors[0])
        self.errors = errors


class BadAnswer(Exception):
    """An entry for a question that is asked cannot be an answer to it."""


# -- conditions ------------------------------------------------------------------------------------

def compile_condition(c):
    """A condition as a function of an interview."""
    if isinstance(c, str):
        return lambda i: c in i.held
    if "all" in c:
        parts = [compile_condition(part) for part in c["all"]]
        return lambda i: all(part(i) for part in parts)
    if "any" in c:
        parts = [compile_condition(part) for part in c["any"]]
        return lambda i: any(part(i) for part in parts)
    if "not" in c:
        part_of_not = compile_condition(c["not"])
        return lambda i: not part_of_not(i)
    if "at_least" in c:
        parts, least = [compile_condition(part) for part in c["of"]], c["at_least"]
        return lambda i: sum(part(i) for part in parts) >= least
    score, low, high = c["score"], c.get("from"), c.get("below")
    return lambda i: ((low is None or i.points[score] >= low)
                      and (high is None or i.points[score] < high))


def inner_conditions(c, place=""):
    """The groups and scores inside a condition, however deep, each as (place in it, condition);
    and the bounds of each score that has both."""
    found = []
    if isinstance(c, dict):
        if "from" in c and "below" in c:
            found += [(f"{place}/{bound}", {"score": c["score"], bound: c[bound]})
                      for bound in ("from", "below")]
        parts = [(f"{place}/{form}/{n}", part) for form in ("all", "any", "of")
                 for n, part in enumerate(c.get(form, []))]
        parts += [(f"{place}/not", c["not"])] if "not" in c else []
        for where, part in parts:
            if isinstance(part, dict) and "not" not in part:
                found.append((where, part))
            found += inner_conditions(part, where)
    return found


class Condition:
    """One that is evaluated at a place of the protocol; whoever watches is told its value, and
    that of everything inside it."""

    def __init__(self, place, raw):
        self.place, self.holds = place, compile_condition(raw)
        self.inner = [(place + where, compile_condition(part))
                      for where, part in inner_conditions(raw)]

    def __call__(self, interview):
        value = self.holds(interview)
        if interview.watch:
            interview.watch(self.place, value)
            for place, holds in self.inner:
                interview.watch(place, holds(interview))
        return value


def optional_condition(holder, member, place):
    return Condition(f"{place}/{member}", holder[member]) if member in holder else None


# -- the protocol ----------------------------------------------------------------------------------

class Answer:
    def __init__(self, question, a, raw, rank):
        self.id = raw["id"]
        self.place = a
        self.name = f"{question}.{self.id}"
        self.raises = rank.get(raw.get("raise"))        # a rank, None if it raises nothing
        self.ends = raw.get("ends", False)
        self.unsure = raw.get("unsure", False)
        self.exclusive = raw.get("exclusive", False)
        self.points = raw.get("points", {})
        self.start = exact(raw.get("from"))             # of a band; None beside a number


class Question:
    def __init__(self, q, raw, rank):
        self.id, self.kind, self.place = raw["id"], raw["kind"], q
        self.answers = [Answer(self.id, a, one, rank)
                        for a, one in enumerate(raw.get("answers", []))]
        self.by_id = {answer.id: answer for answer in self.answers}
        self.ask_if = optional_condition(raw, "ask_if", f"/questions/{q}")
        self.low, self.high, self.step = (exact(raw.get(m)) for m in ("min", "max", "step"))

    def ticks(self, entry):
        """The given answers (in file order) for an entry of an answers object."""
        if self.kind == "info":
            if entry is not True:
                raise BadAnswer(f"{self.id}: an info question is answered by true")
            return ()
        if self.kind == "checklist":
            return self.checklist_ticks(entry)
        if self.kind == "number" and exact(entry) is not None:
            return (self.band(exact(entry)),)
        answer = self.by_id.get(entry) if isinstance(entry, str) else None
        if answer is None or answer.start is not None:
            raise BadAnswer(f"{self.id}: {entry!r} is none of its answers")
        return (answer,)

    def checklist_ticks(self, entry):
        if not isinstance(entry, list):
            raise BadAnswer(f"{self.id}: a checklist is answered by a list")
        if not all(isinstance(tick, str) and tick in self.by_id for tick in entry):
            raise BadAnswer(f"{self.id}: {entry!r} holds an unknown answer")
        if len(set(entry)) < len(entry):
            raise BadAnswer(f"{self.id}: an answer is ticked twice")
        ticks = tuple(answer for answer in self.answers if answer.id in entry)
        if len(ticks) > 1 and any(answer.exclusive for answer in ticks):
            raise BadAnswer(f"{self.id}: an exclusive answer is ticked together with another")
        return ticks

    def band(self, value):
        if not self.low <= value <= self.high or not on_grid(value, self.low, self.step):
            raise BadAnswer(f"{self.id}: {value} cannot be typed")
        return [a for a in self.answers if a.start is not None and a.start <= value][-1]

    def choices(self):
        """Every way to answer: (), one answer, or a set of ticks; each a tuple of answers."""
        if self.kind == "info":
            return [()]
        if self.kind != "checklist":
            return [(answer,) for answer in self.answers]
        sets = [()]
        for answer in self.answers:
            if not answer.exclusive:
                sets += [ticks + (answer,) for ticks in sets]
        return sets + [(answer,) for answer in self.answers if answer.exclusive]


class Finding:
    def __init__(self, f, raw, rank):
        self.id, self.place = raw["id"], f
        self.when = optional_condition(raw, "when", f"/findings/{f}")
        self.unless = optional_condition(raw, "unless", f"/findings/{f}")
        self.raises = rank.get(raw.get("raise"))


class Item:
    def __init__(self, place, raw):
        self.id = raw["id"]
        self.when = optional_condition(raw, "when", place)
        self.unless = optional_condition(raw, "unless", place)
        self.only = raw.get("for")                      # disposition ids, None for all


class Protocol:
    """A good protocol, ready to be asked.  Dispositions are ranks: 0 is the most urgent."""

    def __init__(self, raw):
        errors = check_protocol(raw)
        if errors:
            raise BadProtocol(errors)
        self.raw, self.id = raw, raw["id"]
        self.dispositions = [d["id"] for d in raw["dispositions"]]
        self.ending = [d.get("ends", False) for d in raw["dispositions"]]
        rank = {d: r for r, d in enumerate(self.dispositions)}
        self.questions = [Question(q, one, rank) for q, one in enumerate(raw["questions"])]
        self.findings = [Finding(f, one, rank) for f, one in enumerate(raw.get("findings", []))]
        self.scores = [s["id"] for s in raw.get("scores", [])]
        self.advice = [Item(f"/advice/{g}/items/{i}", one)
                       for g, group in enumerate(raw.get("advice", []))
                       for i, one in enumerate(group["items"])]
        # settling[q]: the findings, in file order, whose last named question is q; -1 for those
        # that name none.
        last = Names(raw).last
        self.settling = {q: [] for q in range(-1, len(self.questions))}
        for finding in self.findings:
            self.settling[last[finding.place]].append(finding)


def load(path):
    with open(path, "rb") as file:
        return Protocol(parse(file.read()))


# -- one interview ---------------------------------------------------------------------------------

class Interview:
    """The state after the answers so far.  `question` is the one to be asked now, None at the
    end.  give() answers it.  `watch`, if there is one, is told the place and the value of every
    condition that is evaluated."""

    __slots__ = ("protocol", "watch", "held", "points", "rank", "asked", "at", "over")

    def __init__(self, protocol, watch=None):
        self.protocol, self.watch = protocol, watch
        self.held = set()       # answers given ("question.answer") and named findings that hold
        self.points = dict.fromkeys(protocol.scores, 0)
        self.rank = len(protocol.dispositions) - 1
        self.asked = []         # ids of the questions asked and answered
        self.at, self.over = 0, False
        self.settle(-1)
        self.seek()

    def copy(self):
        other = object.__new__(Interview)
        other.protocol, other.watch = self.protocol, self.watch
        other.held, other.points = set(self.held), dict(self.points)
        other.asked = list(self.asked)
        other.rank, other.at, other.over = self.rank, self.at, self.over
        return other

    @property
    def question(self):
        return None if self.over else self.protocol.questions[self.at]

    def give(self, ticks):
        """Answer the question with a tuple of its answers (none for info and None of these)."""
        self.asked.append(self.question.id)
        for answer in ticks:
            self.hold(answer.name, answer.raises)
            for score, count in answer.points.items():
                self.points[score] += count
        self.passed(any(answer.ends for answer in ticks))
        self.seek()

    def hold(self, name, raises):
        self.held.add(name)
        if raises is not None and raises < self.rank:
            self.rank = raises

    def passed(self, ends):
        """The question was answered or skipped: settle what waited for it, perhaps end."""
        self.settle(self.at)
        self.at += 1
        if ends:
            self.over = True

    def settle(self, q):
        for finding in self.protocol.settling[q]:
            when = finding.when(self)
            unless = finding.unless is not None and finding.unless(self)
            if when and not unless:
                self.hold(finding.id, finding.raises)
        if self.protocol.ending[self.rank]:
            self.over = True

    def seek(self):
        """Pass the questions that are skipped; stop at one to ask, or at the end."""
        questions = self.protocol.questions
        while not self.over:
            if self.at == len(questions):
                self.over = True
                return
            ask_if = questions[self.at].ask_if
            if ask_if is None or ask_if(self):
                return
            self.passed(False)

    def advice(self):
        """The items shown now; only meant for the end of an interview."""
        disposition = self.protocol.dispositions[self.rank]
        shown = []
        for item in self.protocol.advice:
            if item.only is not None and disposition not in item.only:
                continue
            when = item.when is None or item.when(self)
            unless = item.unless is not None and item.unless(self)
            if when and not unless:
                shown.append(item.id)
        return shown

    def findings(self):
        """Answers given in file order, then named findings in file order."""
        names = [a.name for q in self.protocol.questions for a in q.answers]
        names += [f.id for f in self.protocol.findings]
        return [name for name in names if name in self.held]


def check_answers(protocol, answers):
    """Every entry answers its question, asked or not: a slip in a file must not pass unseen."""
    questions = {question.id: question for question in protocol.questions}
    for name, entry in answers.items():
        if name not in questions:
            raise BadAnswer(f"{name}: there is no such question")
        questions[name].ticks(entry)


def interview(protocol, answers):
    """The result for an answers object (question id -> entry), as far as the answers go."""
    if not isinstance(answers, dict):
        raise BadAnswer("answers must be an object")
    check_answers(protocol, answers)
    i = Interview(protocol)
    while i.question:
        question = i.question
        if question.id in answers:
            i.give(question.ticks(answers[question.id]))
        elif question.kind == "info":
            i.give(())
        else:
            break
    return {
        "complete": i.over, "disposition": protocol.dispositions[i.rank], "asked": i.asked,
        "findings": i.findings(), "scores": i.points, "advice": i.advice() if i.over else [],
        "next": None if i.over else i.question.id}


# -- cases -----------------------------------------------------------------------------------------

def case_faults(protocol, case):
    """Why a vignette fails; an empty list if it passes."""
    try:
        result = interview(protocol, case["answers"])
    except BadAnswer as error:
        return [f"bad answer: {error}"]
    faults = []
    if not result["complete"]:
        faults.append(f"question {result['next']} is asked and not answered")
    faults += [f"question {q} is answered and never asked"
               for q in case["answers"] if q not in result["asked"]]
    expect = case["expect"]
    if result["disposition"] != expect["disposition"]:
        faults.append(f"gives {result['disposition']}, not {expect['disposition']}")
    for kind, word in (("findings", "holds"), ("advice", "is shown")):
        faults += [f"{name} {word} not" for name in expect.get(kind, [])
                   if name not in result[kind]]
        faults += [f"{name} {word}" for name in expect.get(f"not_{kind}", [])
                   if name in result[kind]]
    faults += [f"question {q} is asked" for q in expect.get("not_asked", [])
               if q in result["asked"]]
    return faults


def load_cases(protocol, path):
    with open(path, "rb") as file:
        cases = parse(file.read())
    errors = check_cases(protocol.raw, cases)
    if errors:
        raise BadProtocol(errors)
    return cases


# -- command line ----------------------------------------------------------------------------------

def one_line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def replay(protocol):
    for line in sys.stdin:
        try:
            print(one_line(interview(protocol, parse(line))))
        except (BadAnswer, BadFile) as error:
            print(one_line({"error": str(error)}))


def run_cases(protocol, cases):
    failed = 0
    for case in cases.get("cases", []):
        faults = case_faults(protocol, case)
        failed += bool(faults)
        for fault in faults:
            print(f"{case['id']}: {fault}")
    print(f"{len(cases.get('cases', [])) - failed} passed, {failed} failed")
    return 1 if failed else 0


def main(arguments):
    command, *paths = arguments or [""]
    if (command, len(paths)) not in (("check", 1), ("check", 2), ("replay", 1), ("cases", 2)):
        print(__doc__, file=sys.stderr)
        return 2
    path = paths[0]
    try:
        protocol = load(path)
        if len(paths) == 2:
            path = paths[1]
            cases = load_cases(protocol, path)
    except (BadFile, OSError) as error:
        print(f"{path}: {error}")
        return 3
    except BadProtocol as error:
        print("\n".join(f"{path}: {one}" for one in error.errors))
        return 3
    if command == "replay":
        replay(protocol)
    return run_cases(protocol, cases) if command == "cases" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
