#!/usr/bin/python3
"""Hand-computed examples for each rule of README.md, so that the reference itself is trusted.

Protocols here are written short: question() and friends fill in the texts that mean nothing.
"""

import random
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import compare
import random_protocol
from bruteforce import TooMany, prove
from reference import BadAnswer, BadProtocol, Protocol, case_faults, interview, one_line
from wellformed import BadFile, check_cases, check_protocol, parse


def answer(ident, **more):
    if "raises" in more:
        more["raise"] = more.pop("raises")
        more["note"] = "Noted"
    return {"id": ident, "text": "Text", **more}


def question(ident, kind, *answers, **more):
    if kind == "number":
        more = {"unit": "years", "min": 0, "max": 10, "step": 1} | more
    listed = {} if kind == "info" else {
        "answers": [answer(a) if isinstance(a, str) else a for a in answers]}
    return {"id": ident, "kind": kind, "text": "Text?", **listed, **more}


def yes_no(ident, **more):
    return question(ident, "choice", "yes", "no", **more)


def finding(ident, when, **more):
    if "raises" in more:
        more["raise"] = more.pop("raises")
        more["note"] = "Found"
    return {"id": ident, "when": when, **more}


def item(ident, **more):
    return {"id": ident, "text": "Text.", **more}


def raw(questions, findings=(), advice=(), scores=(), ends=("red",)):
    """Three dispositions: red, amber and green; red ends the interview."""
    dispositions = [{"id": d, "title": "Title", "within": "", "text": ["Do it."]}
                    for d in ("red", "amber", "green")]
    for disposition in dispositions:
        if disposition["id"] in ends:
            disposition["ends"] = True
    return {
        "redflag": 1, "id": "test", "version": "1", "language": "en", "title": "Test",
        "about": ["Made up."], "review": {"status": "draft"},
        "dispositions": dispositions,
        "questions": list(questions), "findings": list(findings),
        "scores": [{"id": s, "title": "Sum"} for s in scores],
        "advice": [{"title": "Group", "items": list(advice)}]}


def protocol(*arguments, **more):
    return Protocol(raw(*arguments, **more))


def tries(p, **answers):
    return interview(p, {name.replace("_", "-"): entry for name, entry in answers.items()})


class Asking(unittest.TestCase):
    def test_a_whole_result(self):
        p = protocol([yes_no("a"), yes_no("b", ask_if="a.yes"), yes_no("c")],
                     [finding("both", {"all": ["a.yes", "b.yes"]}, raises="amber")],
                     [item("rest", **{"for": ["green"]}), item("call", when="both")])
        self.assertEqual(tries(p, a="yes", b="yes", c="no"), {
            "complete": True, "disposition": "amber", "asked": ["a", "b", "c"],
            "findings": ["a.yes", "b.yes", "c.no", "both"], "scores": {}, "advice": ["call"],
            "next": None})
        self.assertEqual(tries(p, a="no", c="no"), {
            "complete": True, "disposition": "green", "asked": ["a", "c"],
            "findings": ["a.no", "c.no"], "scores": {}, "advice": ["rest"], "next": None})

    def test_a_missing_answer_leaves_it_incomplete_and_without_advice(self):
        p = protocol([question("a", "choice", answer("yes", raises="amber"), answer("other")), yes_no("b")],
                     [], [item("rest")])
        self.assertEqual(tries(p, a="yes"), {
            "complete": False, "disposition": "amber", "asked": ["a"], "findings": ["a.yes"],
            "scores": {}, "advice": [], "next": "b"})

    def test_entries_for_questions_not_asked_count_for_nothing_but_must_be_answers(self):
        p = protocol([yes_no("a"), yes_no("b", ask_if="a.yes")], [finding("f", "b.yes")])
        result = interview(p, {"a": "no", "b": "yes"})
        self.assertEqual(result["findings"], ["a.no"])
        self.assertRaises(BadAnswer, interview, p, {"a": "no", "b": None})
        self.assertRaises(BadAnswer, interview, p, {"a": "no", "zzz": 5})

    def test_info_is_passed_without_an_entry_and_counts_as_asked(self):
        p = protocol([question("hello", "info"), yes_no("a")])
        self.assertEqual(tries(p, a="no")["asked"], ["hello", "a"])
        self.assertEqual(tries(p, a="no", hello=True)["asked"], ["hello", "a"])
        self.assertRaises(BadAnswer, tries, p, a="no", hello=False)

    def test_choice(self):
        p = protocol([yes_no("a")])
        for wrong in ("maybe", None, ["yes"], True, 1, ""):
            self.assertRaises(BadAnswer, tries, p, a=wrong)

    def test_checklist(self):
        p = protocol([question("a", "checklist", "x", "y", answer("unsure", exclusive=True))])
        self.assertEqual(tries(p, a=["y", "x"])["findings"], ["a.x", "a.y"])
        self.assertEqual(tries(p, a=[])["findings"], [])
        self.assertEqual(tries(p, a=["unsure"])["findings"], ["a.unsure"])
        for wrong in (["x", "unsure"], ["x", "x"], ["z"], "x", None, [1], True):
            self.assertRaises(BadAnswer, tries, p, a=wrong)

    def test_number(self):
        p = protocol([question("t", "number", answer("low", **{"from": 34}), "unknown",
                               answer("high", **{"from": 37.5}), min=34, max=43, step=0.1)])
        for value, expected in ((34, "low"), (37.4, "low"), (Decimal("37.4"), "low"),
                                (37.5, "high"), (43, "high"), (43.0, "high"),
                                ("unknown", "unknown")):
            self.assertEqual(tries(p, t=value)["findings"], ["t." + expected])
        for wrong in (33.9, 43.1, 37.45, "low", "37", True, None, [37]):
            self.assertRaises(BadAnswer, tries, p, t=wrong)

    def test_a_step_that_does_not_begin_at_zero(self):
        p = protocol([question("n", "number", answer("all", **{"from": 1}),
                               min=1, max=7, step=3)])
        self.assertTrue(tries(p, n=4)["complete"])
        self.assertRaises(BadAnswer, tries, p, n=3)

    def test_numbers_are_compared_to_15_digits(self):
        p = protocol([question("n", "number", answer("all", **{"from": 0}),
                               min=0, max=1, step=0.1)])
        self.assertTrue(tries(p, n=Decimal("0.30000000000000004"))["complete"])
        self.assertRaises(BadAnswer, tries, p, n=Decimal("0.300000000000004"))


class Raising(unittest.TestCase):
    def test_the_most_urgent_wins_and_nothing_lowers(self):
        p = protocol([question("a", "choice", answer("x", raises="amber"), answer("other")),
                      question("b", "choice", answer("y", raises="green"), answer("other"))])
        self.assertEqual(tries(p, a="x", b="y")["disposition"], "amber")

    def test_a_disposition_that_ends(self):
        p = protocol([question("a", "checklist", answer("x", raises="red"), "y"), yes_no("b")],
                     [finding("late", {"not": "b.yes"}), finding("now", "a.y")])
        self.assertEqual(tries(p, a=["x", "y"], b="yes"), {
            "complete": True, "disposition": "red", "asked": ["a"],
            "findings": ["a.x", "a.y", "now"], "scores": {}, "advice": [], "next": None})

    def test_an_answer_that_ends(self):
        p = protocol([question("a", "choice", answer("stop", ends=True), "go"), yes_no("b")],
                     [finding("now", "a.stop", raises="amber"), finding("late", {"not": "b.yes"})])
        result = tries(p, a="stop", b="yes")
        self.assertEqual((result["asked"], result["findings"], result["disposition"]),
                         (["a"], ["a.stop", "now"], "amber"))
        self.assertEqual(tries(p, a="go", b="no")["findings"], ["a.go", "b.no", "late"])

    def test_a_finding_ends_after_a_skipped_question(self):
        p = protocol([yes_no("a"), yes_no("b", ask_if="a.yes"), yes_no("c")],
                     [finding("skipped", {"not": {"any": ["b.yes", "b.no"]}}, raises="red")])
        result = tries(p, a="no")
        self.assertEqual((result["complete"], result["asked"]), (True, ["a"]))

    def test_a_finding_without_questions_settles_first(self):
        always = {"score": "s", "below": 1}
        p = protocol([yes_no("a", ask_if="first")], [finding("first", always, raises="amber")],
                     scores=["s"])
        self.assertEqual(tries(p)["findings"], ["first"])
        self.assertEqual(tries(p)["next"], "a")
        p = protocol([yes_no("a")], [finding("first", always, raises="red")], scores=["s"])
        result = tries(p, a="yes")
        self.assertEqual((result["complete"], result["asked"]), (True, []))


class Settling(unittest.TestCase):
    def test_a_finding_waits_for_the_last_question_that_it_names(self):
        p = protocol([yes_no("a"), yes_no("b"), yes_no("c")],
                     [finding("f", "a.yes", unless="b.yes", raises="red")])
        self.assertEqual(tries(p, a="yes")["disposition"], "green")
        self.assertEqual(tries(p, a="yes", b="no")["disposition"], "red")
        self.assertEqual(tries(p, a="yes", b="yes")["next"], "c")

    def test_through_another_finding(self):
        questions = [yes_no("a"), yes_no("b"), yes_no("c", ask_if={"not": "g"})]
        p = protocol(questions, [finding("f", "b.yes"), finding("g", {"any": ["a.yes", "f"]})])
        self.assertEqual(tries(p, a="yes", b="no")["asked"], ["a", "b"])
        questions[1]["ask_if"] = {"not": "g"}
        self.assertTrue(check_protocol(raw(questions, p.raw["findings"])))

    def test_through_a_score(self):
        count = {"s": 1}
        questions = [question("a", "choice", answer("yes", points=count), "no"),
                     question("b", "choice", answer("yes", points=count), "no"), yes_no("c")]
        findings = [finding("f", {"score": "s", "from": 1}, raises="red")]
        p = protocol(questions, findings, scores=["s"])
        self.assertEqual(tries(p, a="yes")["next"], "b")
        self.assertEqual(tries(p, a="yes", b="no")["disposition"], "red")
        questions[1]["answers"][0]["ends"] = True
        self.assertTrue(tries(protocol(questions, findings, scores=["s"]), a="no", b="yes")
                        ["complete"])

    def test_in_file_order(self):
        p = protocol([yes_no("a")], [finding("f", "a.yes"), finding("g", "f"),
                                     finding("h", {"all": ["f", "g"]})])
        self.assertEqual(tries(p, a="yes")["findings"], ["a.yes", "f", "g", "h"])


class Conditions(unittest.TestCase):
    def holds(self, condition, ticks):
        points = {"s": 2}
        p = protocol([question("a", "checklist", answer("x", points=points),
                               answer("y", points=points), answer("z", points={"s": -1}))],
                     [finding("f", condition)], scores=["s"])
        return "f" in tries(p, a=list(ticks))["findings"]

    def check(self, condition, true, false):
        for ticks in true:
            self.assertTrue(self.holds(condition, ticks), (condition, ticks))
        for ticks in false:
            self.assertFalse(self.holds(condition, ticks), (condition, ticks))

    def test_forms(self):
        self.check("a.x", ["x", "xy"], ["", "y"])
        self.check({"all": ["a.x", "a.y"]}, ["xy", "xyz"], ["", "x", "yz"])
        self.check({"any": ["a.x", "a.y"]}, ["x", "y", "xy"], ["", "z"])
        self.check({"not": "a.x"}, ["", "yz"], ["x"])
        self.check({"at_least": 2, "of": ["a.x", "a.y", "a.z"]}, ["xy", "xyz"], ["", "x"])
        self.check({"at_least": 2, "of": ["a.x", "a.x"]}, ["x"], ["yz"])
        self.check({"score": "s", "from": 2, "below": 4}, ["x", "y", "xyz"], ["", "z", "xz", "xy"])
        self.check({"score": "s", "from": 4}, ["xy"], ["xyz", "x"])
        self.check({"score": "s", "below": 0}, ["z"], ["", "x"])
        self.check({"not": {"any": [{"all": ["a.x", {"not": "a.y"}]}, "a.z"]}},
                   ["", "y", "xy"], ["x", "z", "xyz"])

    def test_points_so_far_in_ask_if(self):
        points = {"s": 1}
        p = protocol([question("a", "choice", answer("yes", points=points), "no"),
                      question("b", "choice", answer("yes", points=points), "no",
                               ask_if={"score": "s", "from": 1})], scores=["s"])
        self.assertEqual(tries(p, a="yes", b="yes")["scores"], {"s": 2})
        self.assertEqual(tries(p, a="no")["asked"], ["a"])

    def test_advice(self):
        p = protocol([question("a", "checklist", "x", "y", answer("bad", raises="amber"))], [], [
            item("plain"), item("when", when="a.x"), item("unless", unless="a.y"),
            item("both", when="a.x", unless="a.y"), item("only", when="a.x", **{"for": ["amber"]})])
        self.assertEqual(tries(p, a=[])["advice"], ["plain", "unless"])
        self.assertEqual(tries(p, a=["x"])["advice"], ["plain", "when", "unless", "both"])
        self.assertEqual(tries(p, a=["x", "y"])["advice"], ["plain", "when"])
        self.assertEqual(tries(p, a=["x", "bad"])["advice"],
                         ["plain", "when", "unless", "both", "only"])


class WellFormed(unittest.TestCase):
    def test_every_planted_defect_is_refused(self):
        planted = set()
        rng = random.Random(7)
        for _ in range(20):
            for name, plant in random_protocol.DEFECTS.items():
                broken = plant(random_protocol.make_protocol(rng), rng)
                if broken is None:
                    continue
                text = broken if isinstance(broken, str) else one_line(broken)
                try:
                    errors = check_protocol(parse(text.encode("utf-8", "surrogateescape")))
                except BadFile:
                    errors = ["not JSON"]
                self.assertTrue(errors, name)
                planted.add(name)
        self.assertEqual(planted, set(random_protocol.DEFECTS))

    def test_random_protocols_are_good(self):
        for seed in range(200):
            self.assertEqual(check_protocol(random_protocol.make_protocol(random.Random(seed))), [])

    def test_the_same_seed_gives_the_same_protocol(self):
        first, again = (random_protocol.make_protocol(random.Random(5)) for _ in range(2))
        self.assertEqual(first, again)

    def test_errors_name_the_place(self):
        broken = raw([yes_no("a"), yes_no("b", ask_if={"any": ["a.yes", "c.no"]})])
        self.assertEqual(check_protocol(broken),
                         ["/questions/1/ask_if/any/1: c.no is neither an answer nor a finding"])
        self.assertRaises(BadProtocol, Protocol, broken)

    def test_nothing_malformed_is_more_than_an_error(self):
        """Replace each part of a protocol by each kind of value: errors, never an exception."""
        whole = raw([yes_no("a"), question("n", "number", answer("all", **{"from": 0}))],
                    [finding("f", {"at_least": 1, "of": ["a.yes", {"score": "s", "from": 1}]})],
                    [item("rest", when={"not": "f"})], scores=["s"])
        text = one_line(whole)
        for path in compare.paths(whole):
            for value in (None, True, 0, -1, 1.5, "", "x", [], {}, [None], [[]], {"x": 1}):
                broken = parse(text)
                compare.at(broken, path[:-1])[path[-1]] = value
                self.assertIsInstance(check_protocol(broken), list)
        for value in (None, True, 1, "x", []):
            self.assertTrue(check_protocol(value))


class Cases(unittest.TestCase):
    def setUp(self):
        self.protocol = protocol(
            [yes_no("a"), yes_no("b", ask_if="a.yes")], [finding("f", "b.yes", raises="amber")],
            [item("rest", unless="f")])

    def faults(self, answers, **expect):
        case = {"id": "c", "title": "C", "answers": answers,
                "expect": {"disposition": "green"} | expect}
        cases = {"redflag-cases": 1, "protocol": "test", "cases": [case]}
        self.assertEqual(check_cases(self.protocol.raw, cases), [])
        return case_faults(self.protocol, case)

    def test_passes(self):
        self.assertEqual(self.faults({"a": "no"}, findings=["a.no"], not_findings=["f"],
                                     advice=["rest"], not_advice=[], not_asked=["b"]), [])
        self.assertEqual(self.faults({"a": "yes", "b": "yes"}, disposition="amber",
                                     findings=["f"], not_advice=["rest"]), [])

    def test_fails(self):
        for answers, expect in (
                ({"a": "yes"}, {}), ({}, {}), ({"a": "no", "b": "yes"}, {}), ({"a": "x"}, {}),
                ({"a": "no", "zzz": 1}, {}), ({"a": "no"}, {"disposition": "amber"}),
                ({"a": "no"}, {"findings": ["f"]}), ({"a": "no"}, {"not_findings": ["a.no"]}),
                ({"a": "no"}, {"not_advice": ["rest"]}), ({"a": "no"}, {"not_asked": ["a"]}),
                ({"a": "yes", "b": "yes"}, {"disposition": "amber", "advice": ["rest"]})):
            self.assertEqual(len(self.faults(answers, **expect)), 1, (answers, expect))

    def test_malformed_cases(self):
        good = {"redflag-cases": 1, "protocol": "test", "cases": [], "promises": []}
        promise = {"id": "p", "title": "P"}
        self.assertEqual(check_cases(self.protocol.raw, good), [])
        for change in (
                {"protocol": "other"}, {"redflag-cases": 2}, {"case": []},
                {"cases": [{"id": "c", "title": "C", "answers": {}, "expect": {}}]},
                {"promises": [promise]}, {"promises": [promise | {"at_least": "red"}]},
                {"promises": [promise | {"never_asked": ["zzz"], "when": "f"}]},
                {"promises": [promise | {"never_shown": ["zzz"], "when": "f"}]},
                {"promises": [promise | {"questions_at_most": 2, "when": "f"}]},
                {"promises": [promise | {"questions_at_most": 2}] * 2}):
            self.assertTrue(check_cases(self.protocol.raw, good | change), change)


class Proofs(unittest.TestCase):
    def test_interviews_fewest_and_most(self):
        """a stops; b has 2^2 + 1 ways, then n has 3; c only follows b.x: 1 + (2 + 2*2 + 1)*3."""
        proof = prove(protocol([
            question("a", "choice", answer("stop", ends=True), "go"),
            question("b", "checklist", "x", "y", answer("none-known", exclusive=True)),
            yes_no("c", ask_if="b.x"), question("i", "info", ask_if="b.y"),
            question("n", "number", answer("low", **{"from": 0}), answer("high", **{"from": 5}),
                     "unknown")]))
        self.assertEqual(proof["interviews"], 1 + (2 + 2 * 2 + 1) * 3)
        self.assertEqual((proof["fewest"], proof["most"]), (1, 5))

    def test_unreachable(self):
        proof = prove(protocol(
            [question("a", "choice", answer("yes", raises="red"), "no"),
             yes_no("b", ask_if="a.yes"), yes_no("c")],
            [finding("f", {"all": ["a.yes", "c.yes"]}), finding("g", "c.yes")],
            [item("x", when="f"), item("y", **{"for": ["amber"]}), item("z", when="g")]))
        self.assertEqual(proof["unreachable"], {
            "questions": ["b"], "answers": ["b.yes", "b.no"], "findings": ["f"],
            "advice": ["x", "y"], "dispositions": ["amber"]})

    def test_always_and_never(self):
        """Evaluated only where reached: a.yes ends, so at b its ask_if is always true."""
        proof = prove(protocol(
            [question("a", "choice", answer("yes", raises="red"), "no"), yes_no("b", ask_if="a.no"),
             yes_no("c", ask_if="a.yes"), yes_no("d", ask_if="c.yes")],
            [finding("f", {"any": ["b.yes", "b.no"]}, unless={"not": "b.yes"}),
             finding("g", "d.yes", unless="f")],
            [item("x", when="f"), item("y", when={"not": "a.yes"}, **{"for": ["green"]}),
             item("z", unless="b.no", **{"for": ["amber"]})]))
        self.assertEqual(proof["always"], ["/advice/0/items/1/when", "/findings/0/when",
                                           "/questions/1/ask_if"])
        self.assertEqual(proof["never"], ["/findings/1/when", "/questions/2/ask_if",
                                          "/questions/3/ask_if"])

    def test_what_is_inside_a_condition(self):
        """A group is evaluated with its condition, whatever stands beside it and however deep."""
        both = {"all": ["a.yes", "a.no"]}
        proof = prove(protocol(
            [yes_no("a"), yes_no("b", ask_if={"any": ["a.yes", {"any": ["a.yes", "a.no"]}]})],
            [finding("f", {"any": ["b.yes", both]}),
             finding("g", {"any": ["b.yes", {"not": {"all": ["b.no", both]}}]}),
             finding("h", {"any": ["b.yes", {"at_least": 1, "of": ["a.no", {"score": "s",
                                                                         "from": 1}]}]})],
            [item("x", unless={"any": ["b.yes", both]})], scores=["s"]))
        self.assertEqual(proof["always"], ["/findings/1/when", "/questions/1/ask_if",
                                           "/questions/1/ask_if/any/1"])
        self.assertEqual(proof["never"], [
            "/advice/0/items/0/unless/any/1", "/findings/0/when/any/1",
            "/findings/1/when/any/1/not", "/findings/1/when/any/1/not/all/1",
            "/findings/2/when/any/1/of/1"])

    def test_bounds_of_a_score(self):
        """Each is judged on its own, unless the score decides nothing as a whole."""
        def between(low, high):
            return {"score": "s", "from": low, "below": high}
        proof = prove(protocol(
            [question("a", "choice", answer("x", points={"s": 10}), answer("y", points={"s": 12}),
                      "z")],
            [finding("f", between(10, 12)), finding("g", between(10, 99)),
             finding("h", {"any": ["a.x", between(0, 12)]}),
             finding("i", {"any": ["a.x", between(0, 99)]}),
             finding("j", {"any": ["a.x", between(20, 99)]})],
            [item("x", when=between(10, 99))], scores=["s"]))
        self.assertEqual(proof["always"], [
            "/advice/0/items/0/when/below", "/findings/1/when/below", "/findings/2/when/any/1/from",
            "/findings/3/when", "/findings/3/when/any/1"])
        self.assertEqual(proof["never"], ["/findings/4/when/any/1"])

    def unsure(self, kind, *answers, **more):
        return prove(protocol([question("a", kind, *answers),
                               question("b", "choice", answer("x", raises="amber"),
                                        answer("y", raises="amber"), **more)]
                              ))["unsure_milder"]

    def test_unsure_milder(self):
        unsure = answer("unsure", unsure=True)
        self.assertEqual(self.unsure("choice", "no", unsure, ask_if={"not": "a.unsure"}), ["a"])
        self.assertEqual(self.unsure("choice", "no", unsure), [])
        self.assertEqual(self.unsure("choice", "no", unsure, ask_if="a.unsure"), [])
        # Mild after one sure answer is enough.
        self.assertEqual(self.unsure("choice", "yes", "no", unsure, ask_if="a.yes"), [])
        # None of these is a sure answer of a checklist.
        self.assertEqual(self.unsure("checklist", "yes", answer("unsure", unsure=True,
                                     exclusive=True), ask_if="a.yes"), [])
        self.assertEqual(self.unsure("checklist", "yes", answer("unsure", unsure=True,
                                     exclusive=True), ask_if={"not": "a.unsure"}), ["a"])
        # Two ticks at once are no single choice, however mild.
        self.assertEqual(self.unsure("checklist", "x", "y", answer(
            "unsure", unsure=True, exclusive=True), ask_if={"not": {"any": [
                "a.unsure", {"all": ["a.x", "a.y"]}]}}), ["a"])
        # Two unsure answers do not hide one another; unsure ones only cannot be milder.
        other = answer("refused", unsure=True)
        mild = {"not": {"any": ["a.unsure", "a.refused"]}}
        self.assertEqual(self.unsure("choice", "no", unsure, other, ask_if=mild), ["a"])
        self.assertEqual(self.unsure("choice", "no", unsure, other,
                                     ask_if={"not": "a.refused"}), ["a"])
        self.assertEqual(self.unsure("choice", unsure, other, ask_if="a.unsure"), [])

    def test_not_monotone(self):
        """x switches the finding for y off; z only asks a question more; w ends too early."""
        questions = [question("a", "checklist", "x", answer("y"), "z"), yes_no("b", ask_if="a.z")]
        p = protocol(questions, [finding("f", "a.y", unless="a.x", raises="amber")])
        self.assertEqual(prove(p)["not_monotone"], ["a.x"])
        questions = [question("a", "checklist", answer("w", ends=True), "x"),
                     question("b", "choice", answer("yes", raises="amber"), "no")]
        self.assertEqual(prove(protocol(questions))["not_monotone"], ["a.w"])

    def test_monotone_pairs_agree_on_what_both_answer(self):
        """Without x: b may raise. With x: b may not raise. Only a different b would be milder."""
        questions = [question("a", "checklist", "x"),
                     question("b", "choice", answer("yes", raises="amber"), "no")]
        self.assertEqual(prove(protocol(questions))["not_monotone"], [])
        questions = [question("a", "checklist", "x"), yes_no("c", ask_if={"not": "a.x"}),
                     yes_no("b")]
        p = protocol(questions, [finding("f", {"all": ["c.yes", "b.yes"]}, raises="amber")])
        self.assertEqual(prove(p)["not_monotone"], ["a.x"])

    def test_exclusive_answers_are_no_added_symptoms(self):
        questions = [question("a", "checklist", answer("x", raises="amber"),
                              answer("sure-not", exclusive=True))]
        self.assertEqual(prove(protocol(questions))["not_monotone"], [])

    def test_promises(self):
        p = protocol([yes_no("a"), question("b", "choice", answer("yes", raises="amber"), "no",
                                            ask_if="a.yes"), question("i", "info")],
                     [finding("f", "b.no")], [item("rest", unless="b.yes")])
        promises = [
            ("kept-1", {"when": "b.yes", "at_least": "amber"}, True),
            ("kept-2", {"when": {"all": ["a.yes", {"not": "f"}]}, "at_least": "amber"}, True),
            ("broken-1", {"when": "a.yes", "at_least": "amber"}, False),
            ("kept-3", {"when": "b.yes", "never_shown": ["rest"]}, True),
            ("broken-3", {"when": "a.yes", "never_shown": ["rest"]}, False),
            ("kept-4", {"when": "a.no", "never_asked": ["b"]}, True),
            ("broken-4", {"when": {"not": "f"}, "never_asked": ["b"]}, False),
            ("broken-5", {"when": "b.yes", "never_asked": ["b", "i"]}, False),
            ("kept-6", {"questions_at_most": 3}, True),
            ("broken-6", {"questions_at_most": 2}, False)]
        cases = {"redflag-cases": 1, "protocol": "test", "promises": [
            {"id": ident, "title": "T", **promise} for ident, promise, _ in promises]}
        self.assertEqual(check_cases(p.raw, cases), [])
        self.assertEqual(prove(p, cases)["promises"], {ident: kept for ident, _, kept in promises})

    def test_promises_about_nobody(self):
        """Kept, and no interview ends with their condition; one that is broken says enough."""
        p = protocol([yes_no("a"), yes_no("b", ask_if="a.yes")], [finding("f", "b.no")],
                     [item("rest")])
        both = {"all": ["a.yes", "a.no"]}
        promises = [
            {"when": both, "at_least": "amber"}, {"when": both, "never_shown": ["rest"]},
            {"when": both, "never_asked": ["b"]}, {"when": "a.no", "never_asked": ["b"]},
            {"when": {"all": ["a.yes", {"not": {"any": ["b.yes", "f"]}}]}, "never_asked": ["b"]},
            {"questions_at_most": 2}, {"when": "a.no", "at_least": "green"}]
        cases = {"redflag-cases": 1, "protocol": "test", "promises": [
            {"id": f"p{n}", "title": "T", **promise} for n, promise in enumerate(promises)]}
        proof = prove(p, cases)
        self.assertEqual(check_cases(p.raw, cases), [])
        self.assertEqual(proof["never"], [f"/promises/{n}/when" for n in range(3)])
        self.assertFalse(proof["promises"]["p4"])

    def test_the_floor_is_never_broken(self):
        for seed in range(200):
            p = Protocol(random_protocol.make_protocol(random.Random(seed)))
            self.assertEqual(prove(p)["floor_broken"], [])

    def test_too_many(self):
        p = protocol([question("a", "checklist", *"abcdefgh")])
        self.assertEqual(prove(p)["interviews"], 256)
        self.assertRaises(TooMany, prove, p, None, 255)


class Mirror:
    """A driver made of the reference itself, optionally with a lie in it."""

    def __init__(self, lie=lambda letter, reply: reply):
        self.lie = lie

    def alive(self):
        return True

    def ask(self, letter, argument=""):
        return self.lie(letter, self.reply(letter, argument))

    def reply(self, letter, argument):
        try:
            if letter == "P":
                self.protocol = Protocol(parse(argument))
            elif letter == "C":
                self.cases = parse(argument)
            elif letter == "A":
                return one_line(interview(self.protocol, parse(argument)))
            else:
                return one_line(prove(self.protocol, self.cases) | {"examples": True})
        except (BadAnswer, BadFile, BadProtocol) as error:
            return f"error {error}"
        return "ok"


class Compare(unittest.TestCase):
    def sample(self, seed):
        rng = random.Random(seed)
        values = random_protocol.make_protocol(rng)
        p = Protocol(values)
        return compare.Sample(values, random_protocol.make_cases(p, rng),
                              [random_protocol.random_answers(p, rng) for _ in range(4)])

    def test_the_same_on_both_sides(self):
        for seed in range(30):
            self.assertEqual(list(self.sample(seed).compare(Mirror(), False)), [])

    def test_a_difference_is_found_and_made_small(self):
        """The lie: one member of the proof has another name."""
        def lie(letter, reply):
            return reply.replace('"most":', '"longest":') if letter == "V" else reply
        sample = self.sample(3)
        self.assertEqual(len(list(sample.compare(Mirror(lie), False))), 1)
        small = compare.minimise_sample(Mirror(lie), sample, "proof of most", False)
        self.assertEqual(len(small.protocol["questions"]), 1)
        self.assertEqual(small.answers, [])


if __name__ == "__main__":
    unittest.main()
