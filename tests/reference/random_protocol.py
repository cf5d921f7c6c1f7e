#!/usr/bin/python3
"""Small random protocols, cases files and answers; and protocols with one planted defect.

    random_protocol.py SEED             a protocol, its cases file and some answers, as JSON
    random_protocol.py --broken SEED    {"defect": what is wrong, "text": the file}

The same seed always gives the same output.  Everything stays small, so that bruteforce.py can try
every interview: the product of the ways to answer each question is at most MOST_INTERVIEWS.
"""

import copy
import json
import random
import sys

from reference import BadAnswer, Interview, Protocol, interview, one_line
from wellformed import Names

MOST_INTERVIEWS = 1500

# min, max, step: whole, fractional, negative, coarse, and steps no binary fraction can hold.
GRIDS = [(0, 120, 1), (34, 43, 0.1), (0, 10, 0.5), (-5, 5, 1), (-1.5, 1.5, 0.25), (10, 50, 5),
         (0, 1, 0.01), (0.3, 3.3, 0.3), (100, 101.2, 0.2), (7, 7, 1), (0, 999999999, 3),
         (100050.123, 100050.124, 0.000001)]


def grid_value(grid, k):
    low, _, step = grid
    return tidy(round(low + k * step, 6))


def tidy(value):
    """An integer where it is one: JSON has no point then."""
    return int(value) if value == int(value) else value


def grid_count(grid):
    low, high, step = grid
    return round((high - low) / step) + 1


class Maker:
    """Makes one protocol; every choice comes from one seeded generator."""

    def __init__(self, rng):
        self.rng = rng

    def chance(self, p):
        return self.rng.random() < p

    def make(self):
        rng = self.rng
        count = rng.randint(2, 4)
        self.ranks = [f"d{i}" for i in range(count)]
        dispositions = [{"id": d, "title": f"Title of {d}", "within": "", "text": [f"Do {d}."]}
                        for d in self.ranks]
        for d, disposition in enumerate(dispositions[:-1]):
            if self.chance(0.5 if d == 0 else 0.15):
                disposition["ends"] = True
        self.scores = [f"score{i}" for i in range(rng.choice((0, 0, 1, 1, 2)))]
        self.given = self.scores[self.chance(0.15):]    # the others never get points
        self.protocol = {
            "redflag": 1, "id": "random", "version": "1.0.0", "language": "en", "title": "Random",
            "about": ["Made up."], "review": {"status": "draft"},
            "sources": [{"id": "src", "title": "A source", "publisher": "Nobody"}],
            "dispositions": dispositions, "questions": self.questions(),
            "scores": [{"id": s, "title": f"Sum {s}"} for s in self.scores],
            "findings": [], "advice": [],
            "topics": [{"id": "topic", "title": "More", "text": ["Something to read."]}]}
        for f in range(rng.choice((0, 1, 2, 2, 3, 4, 5))):
            self.protocol["findings"].append(self.finding(f))
        self.last = Names(self.protocol).last
        for q in range(1, len(self.protocol["questions"])):
            if self.chance(0.5):
                self.protocol["questions"][q]["ask_if"] = self.condition(self.known_before(q))
        self.protocol["advice"] = self.advice()
        return self.protocol

    # -- questions -----------------------------------------------------------------------------

    def questions(self):
        room, questions = MOST_INTERVIEWS, []
        for q in range(self.rng.randint(2, 6)):
            kind = self.rng.choice(("choice", "choice", "choice", "checklist", "checklist",
                                    "number", "info"))
            question = {"id": f"q{q}", "kind": kind, "text": f"Question {q}?"}
            ways = getattr(self, kind)(question, room)
            if ways > room:
                break
            room //= ways
            if self.chance(0.15):
                question["private"] = True
            if self.chance(0.1):
                question.update({"section": "Part", "why": "Because.", "sources": ["src"]})
            questions.append(question)
        return questions

    def answers(self, question, count):
        question["answers"] = [self.answer(a) for a in range(count)]
        return question["answers"]

    def answer(self, a):
        answer = {"id": f"a{a}", "text": f"Answer {a}"}
        if self.chance(0.25):
            answer["raise"] = self.rng.choice(self.ranks)
            answer["note"] = f"Noted {a}"
        if self.chance(0.06):
            answer["ends"] = True
        for score in self.given:
            if self.chance(0.4):
                answer.setdefault("points", {})[score] = self.rng.choice((-2, -1, 0, 1, 1, 2, 3))
        return answer

    def choice(self, question, room):
        answers = self.answers(question, self.rng.randint(2, 4))
        if self.chance(0.5):
            self.rng.choice(answers)["unsure"] = True
        return len(answers)

    def checklist(self, question, room):
        free = self.rng.randint(1, 4 if room >= 60 else 2)
        answers = self.answers(question, free)
        if self.chance(0.1):
            answers[-1]["unsure"] = True        # an unsure answer that excludes nothing
        for _ in range(self.rng.choice((0, 0, 1, 1, 2))):
            answer = self.answer(len(answers))
            answer["exclusive"] = True
            if self.chance(0.7):
                answer["unsure"] = True
            answers.append(answer)
        exclusive = len(answers) - free
        self.rng.shuffle(answers)
        if self.chance(0.3):
            question["none"] = "Nothing at all"
        return 2 ** free + exclusive

    def number(self, question, room):
        grid = self.rng.choice(GRIDS)
        question.update(zip(("min", "max", "step"), map(tidy, grid)), unit="units")
        bands = self.rng.randint(1, min(4, grid_count(grid)))
        starts = [0] + sorted(self.rng.sample(range(1, grid_count(grid)), bands - 1))
        answers = self.answers(question, bands)
        for answer, start in zip(answers, starts):
            answer["from"] = grid_value(grid, start)
        for _ in range(self.rng.choice((0, 0, 1, 2))):
            beside = self.answer(len(answers))
            if self.chance(0.7):
                beside["unsure"] = True
            answers.insert(self.rng.randint(0, len(answers)), beside)
        return len(answers)

    def info(self, question, room):
        return 1

    # -- conditions ----------------------------------------------------------------------------

    def known_before(self, q):
        """What an ask_if at question q, or anything after the last question, may name."""
        names = [f"{one['id']}.{a['id']}" for one in self.protocol["questions"][:q]
                 for a in one.get("answers", [])]
        names += [one["id"] for f, one in enumerate(self.protocol["findings"])
                  if self.last[f] < q] * 2
        return names

    def condition(self, names, depth=2):
        """A random condition; without names only scores are left, without both None."""
        rng = self.rng
        forms = ["name"] * 5 if names else []
        forms += ["score"] * 2 if self.scores else []
        if forms and depth:
            forms += ["all", "any", "not", "not", "at_least"]
        if not forms:
            return {}
        form = rng.choice(forms)
        if form == "name":
            return rng.choice(names)
        if form == "score":
            low = rng.randint(-2, 4)
            high = low + rng.randint(1, 3)
            return rng.choice(({"from": low}, {"below": high}, {"from": low, "below": high})) | {
                "score": rng.choice(self.scores)}
        if form == "not":
            return {"not": self.condition(names, depth - 1)}
        if names and self.chance(0.4):      # answers of one question: what a checklist combines
            question = rng.choice(names).split(".")[0]
            names = [name for name in names if name.split(".")[0] == question]
        parts = [self.condition(names, depth - 1) for _ in range(rng.randint(1, 3))]
        if form == "at_least":
            return {"at_least": rng.randint(1, len(parts)), "of": parts}
        return {form: parts}

    def finding(self, f):
        """Names only the questions before some place, so that many settle early."""
        self.last = Names(self.protocol).last
        names = self.known_before(self.rng.randint(1, len(self.protocol["questions"])))
        finding = {"id": f"f{f}", "when": self.condition(names)}
        if self.chance(0.35):
            finding["unless"] = self.condition(names, 1)
        if self.chance(0.5):
            finding.update({"raise": self.rng.choice(self.ranks), "note": f"Found {f}"})
        return finding

    def advice(self):
        names = self.known_before(len(self.protocol["questions"]))
        groups, serial = [], 0
        for g in range(self.rng.randint(0, 2)):
            items = []
            for _ in range(self.rng.randint(1, 3)):
                item = {"id": f"advice{serial}", "text": f"Advice {serial}."}
                serial += 1
                if self.chance(0.5):
                    item["when"] = self.condition(names)
                if self.chance(0.4):
                    item["unless"] = self.condition(names)
                if self.chance(0.4):
                    item["for"] = self.rng.sample(self.ranks, self.rng.randint(1, 2))
                if self.chance(0.2):
                    item["topic"] = "topic"
                items.append(item)
            groups.append({"title": f"Group {g}", "items": items})
        return groups

    # -- cases ---------------------------------------------------------------------------------

    def cases(self, protocol):
        """A cases file: vignettes that mostly pass, promises that may be kept or broken."""
        rng = self.rng
        advice = [item.id for item in protocol.advice]
        questions = [q.id for q in protocol.questions]
        names = [a.name for q in protocol.questions for a in q.answers]
        names += [f.id for f in protocol.findings]
        promises = []
        for p in range(rng.randint(0, 4)):
            kind = rng.choice(("at_least", "never_shown", "never_asked", "questions_at_most"))
            if kind == "never_shown" and not advice:
                kind = "never_asked"
            promise = {"id": f"promise{p}", "title": f"Promise {p}", kind: {
                "at_least": lambda: rng.choice(protocol.dispositions),
                "never_shown": lambda: rng.sample(advice, 1),
                "never_asked": lambda: rng.sample(questions, rng.randint(1, 2)
                                                  if len(questions) > 1 else 1),
                "questions_at_most": lambda: rng.randint(0, len(questions))}[kind]()}
            if kind != "questions_at_most":
                promise["when"] = self.condition(names, 1)
                if promise["when"] == {}:
                    continue
            promises.append(promise)
        return {"redflag-cases": 1, "protocol": protocol.id, "promises": promises,
                "cases": [self.case(protocol, c) for c in range(rng.randint(0, 2))]}

    def case(self, protocol, c):
        answers = complete_answers(protocol, self.rng)
        result = interview(protocol, answers)
        held, shown = result["findings"], result["advice"]
        expect = {"disposition": result["disposition"], "findings": held, "advice": shown,
                  "not_findings": [f.id for f in protocol.findings if f.id not in held],
                  "not_advice": [item.id for item in protocol.advice if item.id not in shown],
                  "not_asked": [q.id for q in protocol.questions if q.id not in result["asked"]]}
        wrong = self.rng.randint(0, 11)
        if wrong == 0:
            expect["disposition"] = self.rng.choice(protocol.dispositions)
        elif wrong == 1:
            expect["findings"], expect["not_findings"] = expect["not_findings"], held
        elif wrong == 2:
            expect["advice"], expect["not_advice"] = expect["not_advice"], shown
        elif wrong == 3 and result["asked"]:
            expect["not_asked"] = [self.rng.choice(result["asked"])]
        elif wrong == 4 and answers:
            del answers[self.rng.choice(list(answers))]
        elif wrong == 5:
            add_superfluous(protocol, answers, self.rng)
        return {"id": f"case{c}", "title": f"Case {c}", "answers": answers, "expect": expect}


def has_hole(condition):
    """A condition is {} where there was nothing that it could name."""
    return condition == {} or isinstance(condition, (dict, list)) and any(
        has_hole(part) for part in (condition.values() if isinstance(condition, dict)
                                    else condition))


def make_protocol(rng):
    """A protocol as JSON values.  Tried again in the rare case that nothing could be named."""
    while True:
        protocol = Maker(rng).make()
        if protocol["questions"] and not has_hole(
                [protocol["questions"], protocol["findings"], protocol["advice"]]):
            return protocol


def make_cases(protocol, rng):
    maker = Maker(rng)
    maker.scores = protocol.scores
    return maker.cases(protocol)


# -- answers ---------------------------------------------------------------------------------------

def random_entry(question, rng):
    """An entry for a question that answers it."""
    if question.kind == "info":
        return True
    if question.kind == "checklist":
        ticks = [answer.id for answer in rng.choice(question.choices())]
        rng.shuffle(ticks)
        return ticks
    answer = rng.choice(question.answers)
    return answer.id if answer.start is None else random_value(question, answer, rng)


def random_value(question, band, rng):
    """A number that belongs to a band, often its lowest or its highest."""
    later = [a.start for a in question.answers if a.start is not None and a.start > band.start]
    first = int((band.start - question.low) / question.step)
    beyond = min(later, default=question.high + question.step)
    last = int((beyond - question.low) / question.step) - 1
    value = question.low + question.step * rng.choice((first, last, rng.randint(first, last)))
    return tidy(float(value))


def complete_answers(protocol, rng):
    """Answers for exactly the questions that are asked; info questions by chance."""
    answers, state = {}, Interview(protocol)
    while state.question:
        question = state.question
        entry = random_entry(question, rng)
        if question.kind != "info" or rng.random() < 0.5:
            answers[question.id] = entry
        state.give(question.ticks(entry))
    return answers


def add_superfluous(protocol, answers, rng):
    for question in protocol.questions:
        if question.id not in answers and question.kind != "info":
            answers[question.id] = random_entry(question, rng)


def spoil(protocol, answers, rng):
    """Make one entry something that is no answer."""
    for question in rng.sample(protocol.questions, len(protocol.questions)):
        if question.id not in answers:
            continue
        ids = [a.id for a in question.answers]
        wrong = ["no-such", None, 5, True, {}, ["no-such"], ids, ids + ids[:1], "", [""], -7.77]
        if question.kind == "info":
            wrong = [False, "yes", 1, []]
        if question.kind == "number":
            half = question.step / 2
            wrong += [float(question.low + half), float(question.high + question.step),
                      float(question.low - question.step), str(question.low)] + ids
        answers[question.id] = rng.choice(wrong)
        return


def random_answers(protocol, rng):
    """Complete, partial, with superfluous entries, or spoiled."""
    answers = complete_answers(protocol, rng)
    dice = rng.random()
    if dice < 0.4:
        for name in list(answers):
            if rng.random() < 0.4:
                del answers[name]
    if 0.25 < dice < 0.6:
        add_superfluous(protocol, answers, rng)
    if dice > 0.92:
        spoil(protocol, answers, rng)
    if dice > 0.98:
        answers["no-such-question"] = "a0"
    return answers


# -- planted defects -------------------------------------------------------------------------------
# Each function breaks a good protocol (a fresh copy) in one way.  It returns the broken file,
# as values or as text, or None where the protocol has nothing that can be broken so.

def all_answers(p):
    return [a for q in p["questions"] for a in q.get("answers", [])]


def conditions(value):
    """Every (holder, key) of a condition, nested ones too."""
    found = []
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("ask_if", "when", "unless", "not"):
                found.append((value, key))
            if key in ("all", "any", "of") and isinstance(part, list):
                found += [(part, i) for i in range(len(part))]
            found += conditions(part)
    elif isinstance(value, list):
        for part in value:
            found += conditions(part)
    return found


def replaced_condition(bad):
    def plant(p, rng):
        places = conditions(p)
        if not places:
            return None
        holder, key = rng.choice(places)
        holder[key] = bad(holder[key], p)
        return p
    return plant


def member(pick, name, value):
    """Set a member (or drop it, if value is the DROP mark) of something picked."""
    def plant(p, rng):
        holders = [h for h in pick(p) if value is not DROP or name in h]
        if not holders:
            return None
        holder = rng.choice(holders)
        if value is DROP:
            del holder[name]
        else:
            holder[name] = copy.deepcopy(value)
        return p
    return plant


DROP = object()
top = lambda p: [p]
questions = lambda p: p["questions"]
raising = lambda p: [a for a in all_answers(p) if "raise" in a]
of_kind = lambda *kinds: lambda p: [q for q in p["questions"] if q["kind"] in kinds]
scored = lambda p: [c for c in (h[k] for h, k in conditions(p))
                    if isinstance(c, dict) and "score" in c]


def twice(pick):
    def plant(p, rng):
        things = pick(p)
        if not things:
            return None
        things.append(copy.deepcopy(rng.choice(things)))
        return p
    return plant


def not_yet_answered(p, rng):
    q = rng.choice(p["questions"])
    later = p["questions"][p["questions"].index(q):]
    names = [f"{one['id']}.{a['id']}" for one in later for a in one.get("answers", [])]
    if not names:
        return None
    q["ask_if"] = rng.choice(names)
    return p


def not_yet_settled(p, rng):
    last = Names(p).last
    pairs = [(q, f["id"]) for q in range(len(p["questions"]))
             for f, at in zip(p["findings"], last) if at >= q]
    if not pairs:
        return None
    q, name = rng.choice(pairs)
    p["questions"][q]["ask_if"] = {"not": name}
    return p


def later_finding(p, rng):
    if not p["findings"]:
        return None
    f = rng.randrange(len(p["findings"]))
    later = rng.randrange(f, len(p["findings"]))
    p["findings"][f]["when"] = {"any": [p["findings"][f]["when"], p["findings"][later]["id"]]}
    return p


def bands(p, rng):
    """A number question with at least two bands, as (question, bands)."""
    found = [(q, [a for a in q["answers"] if "from" in a]) for q in of_kind("number")(p)]
    found = [pair for pair in found if len(pair[1]) > 1]
    return rng.choice(found) if found else (None, None)


def bands_fall(p, rng):
    question, found = bands(p, rng)
    if not question:
        return None
    found[1]["from"] = question["min"]
    return p


def first_not_min(p, rng):
    question, found = bands(p, rng)
    if not question:
        return None
    question["answers"].remove(found[0])
    # Nothing else may name it any more: only this defect is planted.
    p.update(findings=[], advice=[])
    for q in p["questions"]:
        q.pop("ask_if", None)
    return p


def off_grid(p, rng):
    question, found = bands(p, rng)
    if not question:
        return None
    found[-1]["from"] += question["step"] / 2
    return p


def beyond_max(p, rng):
    question, found = bands(p, rng)
    if not question:
        return None
    found[-1]["from"] = question["max"] + question["step"]
    return p


def text_with(characters):
    def plant(p, rng):
        holder = rng.choice(p["questions"] + all_answers(p) + p["dispositions"][:1])
        key = rng.choice([k for k in ("text", "title", "note", "why") if isinstance(
            holder.get(k), str)])
        holder[key] += characters
        return p
    return plant


def as_text(change):
    """A defect that only exists in the bytes of the file."""
    return lambda p, rng: change(one_line(p))


DEFECTS = {
    "unknown member of the protocol": member(top, "question", []),
    "unknown member of a question": member(questions, "askif", "q0.a0"),
    "unknown member of an answer": member(all_answers, "raises", "d0"),
    "unknown member of a disposition": member(lambda p: p["dispositions"], "end", True),
    "unknown member of a finding": member(lambda p: p["findings"], "if", "q0.a0"),
    "unknown member of an advice item":
        member(lambda p: [i for g in p["advice"] for i in g["items"]], "only", ["d0"]),
    "no format version": member(top, "redflag", DROP),
    "another format version": member(top, "redflag", 2),
    "no id": member(top, "id", DROP),
    "no title": member(top, "title", DROP),
    "no dispositions": member(top, "dispositions", []),
    "no questions": member(top, "questions", DROP),
    "a question without id": member(questions, "id", DROP),
    "a question without text": member(questions, "text", DROP),
    "an unknown kind": member(questions, "kind", "slider"),
    "a choice without answers": member(of_kind("choice", "checklist", "number"), "answers", DROP),
    "an empty list of answers": member(of_kind("choice", "checklist", "number"), "answers", []),
    "an info question with answers": member(of_kind("info"), "answers",
                                            [{"id": "a0", "text": "Yes"}]),
    "a bad id": member(questions, "id", "Bad_Id"),
    "an id with a dot": member(questions, "id", "q.0"),
    "an answer without text": member(all_answers, "text", DROP),
    "text that is no text": member(all_answers, "text", 5),
    "ends that is no boolean": member(all_answers, "ends", "yes"),
    "private that is no boolean": member(questions, "private", 1),
    "raises an unknown disposition": member(raising, "raise", "d9"),
    "raises without a note": member(raising, "note", DROP),
    "points for an unknown score": member(all_answers, "points", {"no-such": 1}),
    "points that are no integer":
        member(lambda p: [a["points"] for a in all_answers(p) if "score0" in a.get("points", {})],
               "score0", 1.5),
    "an unknown source": member(questions, "sources", ["no-such"]),
    "an unknown topic":
        member(lambda p: [i for g in p["advice"] for i in g["items"]], "topic", "no-such"),
    "advice for an unknown disposition":
        member(lambda p: [i for g in p["advice"] for i in g["items"]], "for", ["no-such"]),
    "a finding without when": member(lambda p: p["findings"], "when", DROP),
    "from on a choice": member(lambda p: [a for q in of_kind("choice")(p) for a in q["answers"]],
                               "from", 0),
    "exclusive on a choice":
        member(lambda p: [a for q in of_kind("choice")(p) for a in q["answers"]],
               "exclusive", True),
    "none on a choice": member(of_kind("choice"), "none", "Nothing"),
    "a step of zero": member(of_kind("number"), "step", 0),
    "a step too small": member(of_kind("number"), "step", 1e-15),
    "a number without min": member(of_kind("number"), "min", DROP),
    "a number without max": member(of_kind("number"), "max", DROP),
    "bands that do not rise": bands_fall,
    "a first band that is not min": first_not_min,
    "a band off the step": off_grid,
    "a band beyond max": beyond_max,
    "a question id given twice": twice(questions),
    "a finding id given twice": twice(lambda p: p["findings"]),
    "a disposition id given twice": twice(lambda p: p["dispositions"]),
    "an answer id given twice":
        lambda p, rng: twice(lambda p: rng.choice(of_kind("choice")(p) or [{}]).get("answers"))(
            p, rng),
    "an advice id given twice":
        lambda p, rng: twice(lambda p: p["advice"] and rng.choice(p["advice"])["items"])(p, rng),
    "names an unknown question": replaced_condition(lambda c, p: "no-such.a0"),
    "names an unknown answer": replaced_condition(lambda c, p: "q0.no-such"),
    "names an unknown finding": replaced_condition(lambda c, p: "no-such"),
    "an empty condition": replaced_condition(lambda c, p: {}),
    "an empty all": replaced_condition(lambda c, p: {"all": []}),
    "an empty any": replaced_condition(lambda c, p: {"any": []}),
    "an empty of": replaced_condition(lambda c, p: {"at_least": 1, "of": []}),
    "two forms in one condition": replaced_condition(lambda c, p: {"not": c, "all": [c]}),
    "an unknown form": replaced_condition(lambda c, p: {"none": [c]}),
    "a condition that is a list": replaced_condition(lambda c, p: [c]),
    "at_least without of": replaced_condition(lambda c, p: {"at_least": 1}),
    "at_least none": replaced_condition(lambda c, p: {"at_least": 0, "of": [c]}),
    "at_least more than there are": replaced_condition(lambda c, p: {"at_least": 2, "of": [c]}),
    "at_least that is no integer": replaced_condition(lambda c, p: {"at_least": 0.5, "of": [c]}),
    "an unknown score": replaced_condition(lambda c, p: {"score": "no-such", "from": 1}),
    "a score without bounds": replaced_condition(
        lambda c, p: {"score": p["scores"][0]["id"] if p["scores"] else "no-such"}),
    "a score bound that is no integer": member(scored, "from", 1.5),
    "ask_if names a question not asked yet": not_yet_answered,
    "ask_if names a finding not settled yet": not_yet_settled,
    "a finding names itself or a later one": later_finding,
    "an end in the last disposition": member(lambda p: p["dispositions"][-1:], "ends", True),
    "a control character": text_with("\x07"),
    "a line break": text_with("\n"),
    "an escape sequence": text_with("\x1b[31m"),
    "a C1 control character": text_with("\x9b"),
    "a bidirectional override": text_with("\u202e"),
    "an unknown placeholder": text_with(" {no-such-name}"),
    "a brace left open": text_with(" {emergency"),
    "invalid UTF-8": text_with("\udcff"),
    "a member given twice": as_text(lambda t: t.replace('"title":', '"title":"X","title":', 1)),
    "not closed": as_text(lambda t: t[:-1]),
    "something after the end": as_text(lambda t: t + "]"),
    "a comma too many": as_text(lambda t: t.replace('"questions":[', '"questions":[,', 1)),
    "a number that is none": as_text(lambda t: t.replace('"redflag":1', '"redflag":01', 1)),
    "not an object": as_text(lambda t: f"[{t}]"),
}


def make_broken(rng):
    """(name of the defect, the file as bytes)."""
    while True:
        protocol = make_protocol(rng)
        name = rng.choice(list(DEFECTS))
        broken = DEFECTS[name](protocol, rng)
        if broken is not None:
            text = broken if isinstance(broken, str) else one_line(broken)
            return name, text.encode("utf-8", "surrogateescape")


def main(arguments):
    broken = arguments[:1] == ["--broken"]
    seed = arguments[1:] if broken else arguments
    if len(seed) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    rng = random.Random(int(seed[0]))
    if broken:
        name, data = make_broken(rng)
        print(json.dumps({"defect": name, "text": data.decode("utf-8", "replace")}))
        return 0
    raw = make_protocol(rng)
    protocol = Protocol(raw)
    print(json.dumps({"protocol": raw, "cases": make_cases(protocol, rng),
                      "answers": [random_answers(protocol, rng) for _ in range(5)]}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
