"""interviews: random interviews, and what must come out of them, by the reference alone.

An interview is a list of steps, one for each question in the order in which it is asked. People
with no symptom, with one and with many give answers in different ways, so that the short ends of
an emergency, the long ways to the last question and what lies between all come up.
"""
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference"))

from random_protocol import random_value  # noqa: E402
from reference import Interview, interview, load  # noqa: E402  (load: for whoever imports this)


class Step:
    """How one question is answered."""

    def __init__(self, question, ticks, value=None):
        self.question, self.ticks = question, ticks
        self.value = value      # the number typed; None where an answer was chosen

    def entry(self):
        """As it stands in an answers object."""
        if self.question.kind == "info":
            return True
        if self.question.kind == "checklist":
            return [answer.id for answer in self.ticks]
        return self.ticks[0].id if self.value is None else self.value


def random_step(question, rng, symptoms):
    """`symptoms`: how likely each one is."""
    if question.kind == "info":
        return Step(question, ())
    if question.kind == "checklist":
        alone = [answer for answer in question.answers if answer.exclusive]
        if alone and rng.random() < symptoms / 2:
            return Step(question, (rng.choice(alone),))
        return Step(question, tuple(answer for answer in question.answers
                                    if not answer.exclusive and rng.random() < symptoms))
    answer = rng.choice(question.answers)
    if answer.start is None:
        return Step(question, (answer,))
    return Step(question, (answer,), random_value(question, answer, rng))


def random_interview(protocol, rng):
    """The steps from the first question to the end."""
    symptoms = rng.choice((0, 0.02, 0.05, 0.15, 0.5))
    state, steps = Interview(protocol), []
    while state.question:
        step = random_step(state.question, rng, symptoms)
        steps.append(step)
        state.give(step.ticks)
    return steps


def other_step(step, rng):
    """Another answer to the same question, if there is one."""
    for _ in range(20):
        other = random_step(step.question, rng, 0.3)
        if other.entry() != step.entry():
            return other
    return step


def answers_of(steps):
    return {step.question.id: step.entry() for step in steps}


# -- what must come out ----------------------------------------------------------------------------

def names_in(condition):
    """The findings and scores that a condition names."""
    if isinstance(condition, str):
        return {condition}
    if not isinstance(condition, dict):
        return set()
    names = {condition["score"]} if "score" in condition else set()
    for part in condition.values():
        for one in part if isinstance(part, list) else [part]:
            if isinstance(one, dict) or (isinstance(one, str) and part != condition.get("score")):
                names |= names_in(one)
    return names


class Privacy:
    """What rests on a private question never leaves the program, so results lack it."""

    def __init__(self, raw):
        self.questions = {q["id"] for q in raw["questions"] if q.get("private")}
        hidden = [(q, a) for q in raw["questions"] if q.get("private") for a in q["answers"]]
        self.findings = {f"{q['id']}.{a['id']}" for q, a in hidden}
        self.scores = {score for _, a in hidden for score in a.get("points", {})}
        for finding in raw.get("findings", []):
            if self.hides(finding):
                self.findings.add(finding["id"])
        self.advice = {item["id"] for group in raw.get("advice", []) for item in group["items"]
                       if self.hides(item)}

    def hides(self, holder):
        named = names_in(holder.get("when")) | names_in(holder.get("unless"))
        return bool(named & (self.findings | self.scores))


def expected(protocol, privacy, steps):
    """The reference's result, in the words of the program's JSON."""
    result = interview(protocol, answers_of(steps))
    return {
        "complete": result["complete"],
        "disposition": result["disposition"],
        "asked": [q for q in result["asked"] if q not in privacy.questions],
        "findings": [f for f in result["findings"] if f not in privacy.findings],
        "points": {s: n for s, n in result["scores"].items() if s not in privacy.scores},
        "advice": [a for a in result["advice"] if a not in privacy.advice],
        "answers": {q: entry for q, entry in answers_of(steps).items()
                    if q not in privacy.questions},
    }


def found(report):
    """The same parts of what `redflag --json` printed."""
    return {
        "complete": report["complete"],
        "disposition": report["disposition"] and report["disposition"]["id"],
        "asked": report["asked"],
        "findings": [f["id"] for f in report["findings"]],
        "points": report["points"],
        "advice": [a["id"] for a in report["advice"]],
        "answers": report["answers"],
    }


def seeded(seed, number):
    """The dice of interview `number` of a run."""
    return random.Random(f"{seed} {number}")
