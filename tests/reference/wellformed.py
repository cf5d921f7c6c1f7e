"""Is a protocol (or its cases file) well formed?  Shape, references and order, nothing clinical.

check_protocol() and check_cases() return a list of plain sentences, each opening with the JSON
Pointer of the place; an empty list means the file can be used.  This file knows nothing of what an
interview is: that is reference.py.  Numbers are compared as exact decimals, never as floats.
"""

import json
import re
from decimal import Context, Decimal
from pathlib import Path

IDENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
# Control characters (C0, DEL, C1), line and paragraph separators, bidirectional overrides and
# isolates, and lone surrogates (what is left of invalid UTF-8).
BAD_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029"
                           "\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
BRACES = re.compile(r"\{[^{}]*\}|[{}]")
REGION_FACTS = {"id", "title", "territories", "unconfirmed", "source", "verified_on", "note"}
REGIONS = Path(__file__).resolve().parents[2] / "data" / "regions.json"

KINDS = ("choice", "checklist", "number", "info")
FIFTEEN = Context(prec=15)
CONDITION_FORMS = ("all", "any", "not", "at_least", "score")


class BadFile(Exception):
    """The bytes are not JSON as this format wants it."""


def parse(data):
    """Bytes or text to Python values; numbers with a point or an exponent become Decimal."""

    def members(pairs):
        seen = {}
        for name, value in pairs:
            if name in seen:
                raise BadFile(f"member \"{name}\" given twice")
            seen[name] = value
        return seen

    def constant(word):
        raise BadFile(f"{word} is not JSON")

    try:
        if isinstance(data, bytes):
            data = data.decode("utf-8")
        return json.loads(data, object_pairs_hook=members, parse_float=Decimal,
                          parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"not JSON: {error}") from None


def exact(value):
    """A JSON number to 15 digits, or None if the value is no number (true and false are none)."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, float)):
        return None
    return FIFTEEN.create_decimal(repr(value) if isinstance(value, float) else value)


def on_grid(value, low, step):
    return (value - low) % step == 0


def too_fine(low, high, step):
    """More steps, or more digits in a number of the grid, than can be told apart."""
    places = max(0, *(-number.normalize().as_tuple().exponent for number in (low, high, step)))
    most = max(abs(low), abs(high), step)
    return (high - low) / step > 10**9 or places > 15 or most.scaleb(places) >= 10**15


def placeholders():
    """Names that may stand in braces: what a region says beside the facts about itself."""
    names = {"emergency"}
    if REGIONS.exists():
        for _, region in listed(parse(REGIONS.read_bytes()), "regions"):
            names.update(region)
    return names - REGION_FACTS


class Checker:
    """Walks a file and collects errors.  The methods named after a type return True if it fits."""

    def __init__(self):
        self.errors = []
        self.names = placeholders()

    def say(self, path, words):
        self.errors.append(f"{path or '/'}: {words}")

    # -- types ---------------------------------------------------------------------------------

    def text(self, value, path):
        if not isinstance(value, str):
            self.say(path, "must be a text")
            return False
        if BAD_CHARACTER.search(value):
            self.say(path, "holds a control, override or invalid character")
        for piece in BRACES.findall(value):
            if piece[1:-1] not in self.names:
                self.say(path, f"unknown placeholder {piece}")
        return True

    def ident(self, value, path):
        if isinstance(value, str) and IDENT.match(value):
            return True
        self.say(path, "must be an id: lower-case words joined by -")
        return False

    def language(self, value, path):
        if not (isinstance(value, str) and LANGUAGE.match(value)):
            self.say(path, "must be a language tag")

    def true(self, value, path):
        if not isinstance(value, bool):
            self.say(path, "must be true or false")

    def integer(self, value, path):
        if isinstance(value, bool) or not isinstance(value, int):
            self.say(path, "must be an integer")
            return False
        return True

    def number(self, value, path):
        if exact(value) is None:
            self.say(path, "must be a number")

    def version(self, value, path):
        if self.integer(value, path) and value != 1:
            self.say(path, "only version 1 is known")

    def one_of(self, *words):
        def check(value, path):
            if value not in words:
                self.say(path, "must be one of " + ", ".join(words))
        return check

    def list_of(self, check, empty=True):
        def check_list(value, path):
            if not isinstance(value, list):
                self.say(path, "must be a list")
                return
            if not value and not empty:
                self.say(path, "must not be empty")
            for i, item in enumerate(value):
                check(item, f"{path}/{i}")
        return check_list

    def anything(self, value, path):
        """Checked elsewhere."""

    def object(self, value, path, required, optional):
        """An object with exactly these members, each checked by its own function."""
        if not isinstance(value, dict):
            self.say(path, "must be an object")
            return False
        for name in required:
            if name not in value:
                self.say(path, f"lacks \"{name}\"")
        for name, part in value.items():
            check = required.get(name) or optional.get(name)
            if check:
                check(part, f"{path}/{name}")
            else:
                self.say(path, f"unknown member \"{name}\"")
        return True

    def unique(self, ids, path):
        for ident in sorted({i for i in ids if ids.count(i) > 1}):
            self.say(path, f"id \"{ident}\" given twice")


def listed(value, name):
    """The objects of a list member, with their places; tolerant of anything malformed."""
    items = value.get(name) if isinstance(value, dict) else None
    return [(i, item) for i, item in enumerate(items if isinstance(items, list) else [])
            if isinstance(item, dict)]


def ids(value, name):
    return [item["id"] for _, item in listed(value, name) if isinstance(item.get("id"), str)]


class Names:
    """What a protocol defines, where it stands, and which question each finding waits for."""

    def __init__(self, protocol):
        self.dispositions = ids(protocol, "dispositions")
        self.sources = set(ids(protocol, "sources"))
        self.scores = ids(protocol, "scores")
        self.topics = set(ids(protocol, "topics"))
        self.advice = [ident for _, group in listed(protocol, "advice")
                       for ident in ids(group, "items")]
        self.questions = {}     # id -> place
        self.answers = {}       # "question.answer" -> place of the question
        self.findings = {}      # id -> place
        self.givers = {}        # score -> place of the last question with points for it
        for q, question in listed(protocol, "questions"):
            self.questions.setdefault(question.get("id") if isinstance(question.get("id"), str)
                                      else None, q)
            for _, answer in listed(question, "answers"):
                self.answers.setdefault(f"{question.get('id')}.{answer.get('id')}", q)
                points = answer.get("points")
                for score in points if isinstance(points, dict) else {}:
                    self.givers[score] = q
        self.last = []          # place of a finding -> place of its last question, -1 if none
        found = protocol.get("findings") if isinstance(protocol, dict) else None
        for f, finding in enumerate(found if isinstance(found, list) else []):
            if not isinstance(finding, dict):
                self.last.append(-1)
                continue
            self.last.append(max(self.last_question(finding.get("when")),
                                 self.last_question(finding.get("unless"))))
            if isinstance(finding.get("id"), str):
                self.findings.setdefault(finding["id"], f)

    def last_question(self, condition):
        """The last question that a condition names: directly, through a finding or a score."""
        if isinstance(condition, str):
            if condition in self.answers:
                return self.answers[condition]
            place = self.findings.get(condition)
            return -1 if place is None else self.last[place]
        if not isinstance(condition, dict):
            return -1
        if "score" in condition:
            score = condition["score"]
            return self.givers.get(score, -1) if isinstance(score, str) else -1
        parts = [condition.get("not")]
        for name in ("all", "any", "of"):
            if isinstance(condition.get(name), list):
                parts += condition[name]
        return max(map(self.last_question, parts))


class ProtocolChecker(Checker):
    def __init__(self, protocol):
        super().__init__()
        self.protocol = protocol
        self.known = Names(protocol)

    def ref(self, kind):
        known = getattr(self.known, kind)

        def check(value, path):
            if not isinstance(value, str) or value not in known:
                self.say(path, f"{value!r} is none of the {kind}")
        return check

    def sources(self, value, path):
        self.list_of(self.ref("sources"))(value, path)

    # -- conditions ----------------------------------------------------------------------------

    def condition(self, value, path, question=None, finding=None):
        """question, finding: the place it stands at; it may name only what stands earlier."""
        again = lambda part, place: self.condition(part, place, question, finding)
        if isinstance(value, str):
            self.named(value, path, question, finding)
            return
        if not isinstance(value, dict):
            self.say(path, "must be a finding or an object")
            return
        forms = [form for form in CONDITION_FORMS if form in value]
        if len(forms) != 1:
            self.say(path, "must have exactly one of " + ", ".join(CONDITION_FORMS))
            return
        form = forms[0]
        some = self.list_of(again, empty=False)
        if form in ("all", "any"):
            self.object(value, path, {form: some}, {})
        elif form == "not":
            self.object(value, path, {"not": again}, {})
        elif form == "at_least":
            self.object(value, path, {"at_least": self.integer, "of": some}, {})
            count, of = value["at_least"], value.get("of")
            if type(count) is int and isinstance(of, list) and not 1 <= count <= len(of):
                self.say(path, f"at_least {count} of {len(of)} makes no sense")
        else:
            self.object(value, path, {"score": self.ref("scores")},
                        {"from": self.integer, "below": self.integer})
            if "from" not in value and "below" not in value:
                self.say(path, "a score needs from or below")

    def named(self, name, path, question, finding):
        if name in self.known.answers:
            if question is not None and self.known.answers[name] >= question:
                self.say(path, f"{name} is not answered yet here")
        elif name in self.known.findings:
            place = self.known.findings[name]
            if finding is not None and place >= finding:
                self.say(path, f"finding {name} stands later")
            if question is not None and self.known.last[place] >= question:
                self.say(path, f"finding {name} is not settled yet here")
        else:
            self.say(path, f"{name} is neither an answer nor a finding")

    # -- parts of a protocol -------------------------------------------------------------------

    def points(self, value, path):
        if not isinstance(value, dict):
            self.say(path, "must be an object")
            return
        for score, count in value.items():
            self.ref("scores")(score, path)
            self.integer(count, f"{path}/{score}")

    def answer(self, kind):
        optional = {"raise": self.ref("dispositions"), "note": self.text, "ends": self.true,
                    "unsure": self.true, "points": self.points, "sources": self.sources}
        if kind == "checklist":
            optional["exclusive"] = self.true
        if kind == "number":
            optional["from"] = self.number

        def check(value, path):
            if self.object(value, path, {"id": self.ident, "text": self.text}, optional):
                if "raise" in value and "note" not in value:
                    self.say(path, "raises and so needs a note")
        return check

    def question(self, value, path):
        place = int(path.rsplit("/", 1)[1])
        kind = value.get("kind") if isinstance(value, dict) else None
        required = {"id": self.ident, "kind": self.one_of(*KINDS), "text": self.text}
        optional = {
            "why": self.text, "section": self.text, "private": self.true, "sources": self.sources,
            "ask_if": lambda c, at: self.condition(c, at, question=place)}
        if kind != "info":
            required["answers"] = self.list_of(self.answer(kind), empty=False)
        if kind == "checklist":
            optional["none"] = self.text
        if kind == "number":
            required.update({"unit": self.text, "min": self.number, "max": self.number,
                             "step": self.number})
            optional["units"] = self.units
        if self.object(value, path, required, optional):
            self.unique(ids(value, "answers"), f"{path}/answers")
            if kind == "choice" and 0 < len(ids(value, "answers")) < 2:
                self.say(f"{path}/answers", "a choice needs at least two answers")
            if kind == "number":
                self.bands(value, path)

    def units(self, value, path):
        unit = {"unit": self.text, "scale": self.number, "offset": self.number}
        check = lambda item, at: self.object(item, at, unit, {})
        (self.list_of(check) if isinstance(value, list) else check)(value, path)

    def bands(self, question, path):
        low, high, step = (exact(question.get(name)) for name in ("min", "max", "step"))
        if low is None or high is None or step is None:
            return
        if step <= 0 or low > high or too_fine(low, high, step) or not on_grid(high, low, step):
            self.say(path, "min, max and step do not fit together")
            return
        before = None
        for a, answer in listed(question, "answers"):
            start = exact(answer.get("from"))
            if start is None:
                continue
            if before is None and start != low:
                self.say(f"{path}/answers/{a}/from", "the first band must begin at min")
            if before is not None and start <= before:
                self.say(f"{path}/answers/{a}/from", "bands must rise")
            if start > high or not on_grid(start, low, step):
                self.say(f"{path}/answers/{a}/from", "cannot be typed: beyond max or off the step")
            before = start
        if before is None:
            self.say(path, "a number needs a band")

    def finding(self, value, path):
        place = int(path.rsplit("/", 1)[1])
        earlier = lambda c, at: self.condition(c, at, finding=place)
        if self.object(value, path, {"id": self.ident, "when": earlier},
                       {"unless": earlier, "raise": self.ref("dispositions"), "note": self.text,
                        "sources": self.sources}):
            if "raise" in value and "note" not in value:
                self.say(path, "raises and so needs a note")

    def item(self, value, path):
        self.object(value, path, {"id": self.ident, "text": self.text},
                    {"when": self.condition, "unless": self.condition,
                     "for": self.list_of(self.ref("dispositions"), empty=False),
                     "topic": self.ref("topics"), "sources": self.sources})

    def group(self, value, path):
        self.object(value, path, {"title": self.text, "items": self.list_of(self.item)}, {})

    def paragraph(self, value, path):
        if isinstance(value, dict):
            self.object(value, path, {"rows": self.rows}, {})
        else:
            self.text(value, path)

    def rows(self, value, path):
        self.list_of(self.list_of(self.text))(value, path)

    def disposition(self, value, path):
        self.object(value, path, {"id": self.ident, "title": self.text, "within": self.text,
                                  "text": self.list_of(self.text, empty=False)}, {"ends": self.true})

    def source(self, value, path):
        self.object(value, path, {"id": self.ident, "title": self.text, "publisher": self.text},
                    {"url": self.text, "read": self.text, "note": self.text})

    def topic(self, value, path):
        self.object(value, path, {"id": self.ident, "title": self.text},
                    {"text": self.list_of(self.paragraph), "rows": self.rows,
                     "sources": self.sources})

    def score(self, value, path):
        self.object(value, path, {"id": self.ident, "title": self.text}, {})

    def review(self, value, path):
        self.object(value, path, {"status": self.one_of("draft", "reviewed")},
                    {"by": self.text, "on": self.text, "next": self.text})

    def whole(self):
        p = self.protocol
        good = self.object(p, "", {
            "redflag": self.version, "id": self.ident, "version": self.text,
            "language": self.language, "title": self.text,
            "about": self.list_of(self.text, empty=False), "review": self.review,
            "dispositions": self.list_of(self.disposition, empty=False),
            "questions": self.list_of(self.question, empty=False)}, {
            "$schema": self.text, "url": self.text, "sources": self.list_of(self.source),
            "scores": self.list_of(self.score), "findings": self.list_of(self.finding),
            "advice": self.list_of(self.group), "topics": self.list_of(self.topic)})
        if not good:
            return
        for name in ("dispositions", "questions", "scores", "findings", "topics", "sources"):
            self.unique(ids(p, name), f"/{name}")
        self.unique(self.known.advice, "/advice")
        dispositions = listed(p, "dispositions")
        if dispositions and dispositions[-1][1].get("ends"):
            self.say(f"/dispositions/{dispositions[-1][0]}/ends",
                     "what is left when nothing was raised cannot end the interview")


class CasesChecker(ProtocolChecker):
    """The cases file of a good protocol.  Whether the answers fit is found by replaying them."""

    def finding_name(self, value, path):
        if not isinstance(value, str) or not (value in self.known.answers
                                              or value in self.known.findings):
            self.say(path, f"{value!r} is neither an answer nor a finding")

    def expect(self, value, path):
        findings, advice = self.list_of(self.finding_name), self.list_of(self.ref("advice"))
        self.object(value, path, {"disposition": self.ref("dispositions")}, {
            "findings": findings, "not_findings": findings, "advice": advice,
            "not_advice": advice, "not_asked": self.list_of(self.ref("questions"))})

    def answers_object(self, value, path):
        if not isinstance(value, dict):
            self.say(path, "must be an object")

    def case(self, value, path):
        self.object(value, path, {"id": self.ident, "title": self.text,
                                  "answers": self.answers_object, "expect": self.expect}, {})

    def promise(self, value, path):
        kinds = {"at_least": self.ref("dispositions"),
                 "never_shown": self.list_of(self.ref("advice"), empty=False),
                 "never_asked": self.list_of(self.ref("questions"), empty=False),
                 "questions_at_most": self.integer}
        given = [kind for kind in kinds if isinstance(value, dict) and kind in value]
        if len(given) != 1:
            self.say(path, "must promise exactly one of " + ", ".join(kinds))
            return
        kind = given[0]
        required = {"id": self.ident, "title": self.text, kind: kinds[kind]}
        if kind != "questions_at_most":
            required["when"] = self.condition
        self.object(value, path, required, {})

    def cases(self, value):
        if not self.object(value, "", {
                "redflag-cases": self.version, "protocol": self.ident}, {
                "$schema": self.text, "cases": self.list_of(self.case),
                "promises": self.list_of(self.promise)}):
            return
        if value.get("protocol") != self.protocol["id"]:
            self.say("/protocol", f"these cases are not for {self.protocol['id']}")
        self.unique(ids(value, "cases"), "/cases")
        self.unique(ids(value, "promises"), "/promises")


def check_protocol(protocol):
    checker = ProtocolChecker(protocol)
    checker.whole()
    return checker.errors


def check_cases(protocol, cases):
    """protocol must be good."""
    checker = CasesChecker(protocol)
    checker.cases(cases)
    return checker.errors
