#!/usr/bin/python3
"""What `check` proves, found by trying every interview of a small protocol.

    bruteforce.py PROTOCOL [CASES]        prints one JSON object

The members of that object are defined, sentence by sentence, in README.md.
"""

import sys

from reference import BadProtocol, Interview, load, load_cases, compile_condition, one_line

LIMIT = 200_000         # interviews; beyond it enumeration is not the right tool


class TooMany(Exception):
    pass


class Node:
    """A state before a question (kids: one for each way to answer), or the end of an interview.
    mild and urgent are the mildest and the most urgent rank among the ends below."""

    __slots__ = ("state", "at", "kids", "mild", "urgent")

    def __init__(self, state):
        self.state, self.at, self.kids = state, state.at, []
        self.mild = self.urgent = state.rank

    def ends(self):
        return not self.kids


def grow(protocol, watch, limit=LIMIT):
    """The tree of all interviews, its inner nodes and its ends."""
    nodes, ends = [], []

    def below(state):
        node = Node(state)
        question = state.question
        if not question:
            ends.append(node)
            if len(ends) > limit:
                raise TooMany(f"more than {limit} interviews")
            return node
        nodes.append(node)
        for ticks in question.choices():
            after = state.copy()
            after.give(ticks)
            node.kids.append((ticks, below(after)))
        node.mild = max(kid.mild for _, kid in node.kids)
        node.urgent = min(kid.urgent for _, kid in node.kids)
        return node

    below(Interview(protocol, watch))
    return nodes, ends


class Watch:
    """Remembers which values each condition had."""

    def __init__(self):
        self.values = {}

    def __call__(self, place, value):
        self.values.setdefault(place, set()).add(bool(value))

    def only(self, value):
        return sorted(place for place, seen in self.values.items() if seen == {value}
                      and (bound(place) is None or len(self.values[bound(place)]) == 2))


def bound(place):
    """The place of the score that this is a bound of, if it is one."""
    score, _, name = place.rpartition("/")
    return score if name in ("from", "below") else None


def unreachable(protocol, ends, shown):
    held = set().union(*(end.state.held for end in ends))
    asked = set().union(*(end.state.asked for end in ends))
    advice = set().union(*shown)
    outcomes = {protocol.dispositions[end.state.rank] for end in ends}
    return {
        "questions": [q.id for q in protocol.questions if q.id not in asked],
        "answers": [a.name for q in protocol.questions for a in q.answers if a.name not in held],
        "findings": [f.id for f in protocol.findings if f.id not in held],
        "advice": [item.id for item in protocol.advice if item.id not in advice],
        "dispositions": [d for d in protocol.dispositions if d not in outcomes]}


def floor_broken(protocol, ends):
    """Raising answers and findings that hold at an end milder than what they raise."""
    raising = [(a.name, a.raises) for q in protocol.questions for a in q.answers]
    raising += [(f.id, f.raises) for f in protocol.findings]
    return [name for name, raises in raising if raises is not None
            and any(name in end.state.held and end.state.rank > raises for end in ends)]


def unsure_milder(protocol, nodes):
    """Questions where, in some state, an unsure answer u can end milder than every sure one: the
    mildest end after u is milder than the mildest end after each other choice.  The other choices
    are the single answers that are not unsure, and None of these."""
    found = set()
    for node in nodes:
        sure = [kid.mild for ticks, kid in node.kids
                if len(ticks) <= 1 and not any(a.unsure for a in ticks)]
        unsure = [kid.mild for ticks, kid in node.kids if len(ticks) == 1 and ticks[0].unsure]
        if sure and unsure and max(unsure) > max(sure):
            found.add(node.at)
    return [q.id for q in protocol.questions if q.place in found]


def can_end_milder(a, b):
    """Is there an interview through b that ends milder than one through a, the two agreeing on
    every question asked in both?"""
    if b.mild <= a.urgent:
        return False
    if a.ends() and b.ends():
        return True
    if a.ends() or (not b.ends() and b.at < a.at):      # a question that only b asks
        return any(can_end_milder(a, kid) for _, kid in b.kids)
    if b.ends() or a.at < b.at:                         # a question that only a asks
        return any(can_end_milder(kid, b) for _, kid in a.kids)
    return any(can_end_milder(x, y) for (_, x), (_, y) in zip(a.kids, b.kids))


def not_monotone(protocol, nodes):
    """Checklist answers whose additional tick can end the interview milder."""
    found = set()
    for node in nodes:
        question = protocol.questions[node.at]
        if question.kind != "checklist":
            continue
        free = {frozenset(ticks): kid for ticks, kid in node.kids
                if not any(answer.exclusive for answer in ticks)}
        for ticks, kid in free.items():
            for answer in question.answers:
                if answer.exclusive or answer in ticks or answer.name in found:
                    continue
                if can_end_milder(kid, free[ticks | {answer}]):
                    found.add(answer.name)
    return [a.name for q in protocol.questions for a in q.answers if a.name in found]


def kept(protocol, promise, nodes, ends, shown):
    """Does a promise hold in every interview?"""
    if "questions_at_most" in promise:
        return all(len(end.state.asked) <= promise["questions_at_most"] for end in ends)
    when = compile_condition(promise["when"])
    if "at_least" in promise:
        rank = protocol.dispositions.index(promise["at_least"])
        return all(end.state.rank <= rank for end in ends if when(end.state))
    if "never_shown" in promise:
        return not any(when(end.state) and any(item in items for item in promise["never_shown"])
                       for end, items in zip(ends, shown))
    return not any(protocol.questions[node.at].id in promise["never_asked"] and when(node.state)
                   for node in nodes)


def about_nobody(promises, ends):
    """The promises whose condition holds at no end, by place."""
    return [f"/promises/{n}/when" for n, promise in enumerate(promises) if "when" in promise
            and not any(map(compile_condition(promise["when"]), (end.state for end in ends)))]


def prove(protocol, cases=None, limit=LIMIT):
    watch = Watch()
    nodes, ends = grow(protocol, watch, limit)
    shown = [end.state.advice() for end in ends]
    lengths = [len(end.state.asked) for end in ends]
    promises = (cases or {}).get("promises", [])
    keeps = [kept(protocol, promise, nodes, ends, shown) for promise in promises]
    idle = about_nobody([promise if keep else {} for promise, keep in zip(promises, keeps)], ends)
    return {
        "interviews": len(ends), "fewest": min(lengths), "most": max(lengths),
        "unreachable": unreachable(protocol, ends, shown),
        "always": watch.only(True), "never": watch.only(False) + idle,
        "floor_broken": floor_broken(protocol, ends),
        "unsure_milder": unsure_milder(protocol, nodes),
        "not_monotone": not_monotone(protocol, nodes),
        "promises": {promise["id"]: keep for promise, keep in zip(promises, keeps)}}


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        protocol = load(arguments[0])
        cases = load_cases(protocol, arguments[1]) if len(arguments) == 2 else None
        print(one_line(prove(protocol, cases)))
    except BadProtocol as error:
        print("\n".join(error.errors), file=sys.stderr)
        return 3
    except TooMany as error:
        print(f"undecided: {error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
