"""Each rule of the validator, where it alone is broken: by how much, and that whoever keeps it is left alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from multitrainer.solver.documents.objective import RULES, Rule
from multitrainer.solver.validating import rules
from multitrainer.solver.validating.answer import answer
from multitrainer.solver.validating.rules import broken
from tests.solver.stating import Json, batch, dated, problem, taught, trainer, weekly

MONDAY = weekly("monday", "10:00", "12:00")

People = Mapping[str, str | None]


@dataclass(frozen=True)
class Case:
    """A problem in which whoever is given the first people breaks a rule, and whoever is given the others does not."""

    name: str
    rule: Rule
    given: dict[str, Any]
    bad: People
    amount: int = 1
    good: People = field(default_factory=lambda: {"B1": None, "B2": None})


def sessions(*first: Json, then: tuple[Json, ...] = ()) -> dict[str, Any]:
    return {"batches": [batch("B1", sessions=[*first]), batch("B2", sessions=[*then])]}


def limited(by: dict[str, float], *batches: Json) -> dict[str, Any]:
    return {"trainers": [trainer("John", limits=by), trainer("Maria")], "batches": [*batches]}


def one(**more: Any) -> dict[str, Any]:
    return {"trainers": [trainer("John", **more), trainer("Maria")]}


def today(**more: Any) -> dict[str, Any]:
    return {"batches": [batch("B1", current={"primary": "Maria"}, **more), batch("B2")]}


JOHN = {"B1": "John", "B2": None}
MARIA = {"B1": "Maria", "B2": None}
BOTH = {"B1": "John", "B2": "John"}
EACH = {"B1": "John", "B2": "Maria"}
LATE = weekly("sunday", "23:00", "24:00")
EARLY = weekly("monday", "00:30", "01:30")

CASES = [
    Case("inactive", Rule.STATUS, one(status="inactive"), JOHN, good=MARIA),
    Case("on leave", Rule.STATUS, one(status="on_leave"), JOHN, good=MARIA),
    Case(
        "keeps what they have",
        Rule.STATUS,
        {**one(status="inactive"), "batches": [batch("B1", current={"primary": "John"}), batch("B2")]},
        {"B1": None, "B2": "John"},
        good=JOHN,
    ),
    Case("substitute", Rule.ROLE, one(roles={"German A1": "substitute"}), JOHN, good=MARIA),
    Case("not on the course", Rule.ROLE, one(roles={"English B2": "lead"}), JOHN, good=MARIA),
    Case(
        "prohibited",
        Rule.PROHIBITED,
        {"pairs": [{"trainer": "John", "batch": "B1", "level": "prohibited"}]},
        JOHN,
        good={"B1": "Maria", "B2": "John"},
    ),
    Case(
        "somebody else is required",
        Rule.PROHIBITED,
        {"pairs": [{"trainer": "Maria", "batch": "B1", "level": "required"}]},
        JOHN,
        good={"B1": "Maria", "B2": "John"},
    ),
    Case("pinned to another", Rule.PINNED, today(pinned=True), JOHN, good=MARIA),
    Case(
        "lacks one of two skills",
        Rule.SKILLS,
        {
            "trainers": [trainer("John", skills=["C1"]), trainer("Maria", skills=["online", "C1"])],
            "batches": [batch("B1", skills=["C1", "online"]), batch("B2")],
        },
        JOHN,
        good=MARIA,
    ),
    Case(
        "away every Monday",
        Rule.AVAILABILITY,
        {**one(unavailable=[weekly("monday", "11:59", "13:00")]), **sessions(MONDAY)},
        JOHN,
        good=MARIA,
    ),
    Case(
        "away on one Monday, which is one of every week's",
        Rule.AVAILABILITY,
        {**one(unavailable=[dated("2026-03-09T09:00", "2026-03-09T10:01")]), **sessions(MONDAY)},
        JOHN,
        good=MARIA,
    ),
    Case(
        "away every Monday, which one date is",
        Rule.AVAILABILITY,
        {**one(unavailable=[MONDAY]), **sessions(dated("2026-03-09T11:00", "2026-03-09T13:00"))},
        JOHN,
        good=MARIA,
    ),
    Case(
        "leave of a fortnight",
        Rule.AVAILABILITY,
        {**one(unavailable=[dated("2026-03-02T00:00", "2026-03-16T00:00")]), **sessions(MONDAY)},
        JOHN,
        good=MARIA,
    ),
    Case("two at once", Rule.CONFLICTS, sessions(MONDAY, then=(weekly("monday", "11:00", "13:00"),)), BOTH, good=EACH),
    Case(
        "a date in a week that is like every other",
        Rule.CONFLICTS,
        sessions(MONDAY, then=(dated("2026-03-02T11:00", "2026-03-02T13:00"),)),
        BOTH,
        good=EACH,
    ),
    Case(
        "two dates",
        Rule.CONFLICTS,
        sessions(dated("2026-03-02T10:00", "2026-03-05T11:00"), then=(dated("2026-03-04T11:00", "2026-03-04T13:00"),)),
        BOTH,
        good=EACH,
    ),
    Case(
        "too little rest, over the end of the week",
        Rule.CONFLICTS,
        {**sessions(LATE, then=(EARLY,)), "restMinutes": 31},
        BOTH,
        good=EACH,
    ),
    Case(
        "too little rest, over midnight of a date",
        Rule.CONFLICTS,
        {
            **sessions(
                dated("2026-03-02T22:00", "2026-03-02T23:50"), then=(dated("2026-03-03T00:10", "2026-03-03T01:00"),)
            ),
            "restMinutes": 21,
        },
        BOTH,
        good=EACH,
    ),
    Case("what they do elsewhere counts", Rule.CAPACITY, one(load=10.5), BOTH, amount=30, good=EACH),
    Case(
        "the pair's hours count",
        Rule.CAPACITY,
        {"pairs": [{"trainer": "John", "batch": "B1", "hours": 15.5}]},
        BOTH,
        amount=30,
        good=JOHN,
    ),
    Case(
        "a day of the week",
        Rule.DAILY_LIMIT,
        limited(
            {"hoursPerDay": 3},
            batch("B1", sessions=[MONDAY]),
            batch("B2", sessions=[weekly("monday", "13:00", "14:30"), weekly("tuesday", "10:00", "11:00")]),
        ),
        BOTH,
        amount=30,
        good=JOHN,
    ),
    Case(
        "a date, with what is on its day every week",
        Rule.DAILY_LIMIT,
        limited(
            {"hoursPerDay": 3},
            batch("B1", sessions=[MONDAY]),
            batch("B2", sessions=[dated("2026-03-02T22:30", "2026-03-03T00:30")]),
        ),
        BOTH,
        amount=30,
        good=JOHN,
    ),
    Case(
        "a week, with batches without sessions",
        Rule.WEEKLY_LIMIT,
        limited({"hoursPerWeek": 6}, batch("B1", sessions=[MONDAY]), batch("B2")),
        BOTH,
        amount=60,
        good=JOHN,
    ),
    Case(
        "the fullest week of dates",
        Rule.WEEKLY_LIMIT,
        limited(
            {"hoursPerWeek": 3},
            batch("B1", sessions=[MONDAY]),
            batch(
                "B2",
                sessions=[
                    dated("2026-03-08T10:00", "2026-03-08T12:00"),
                    dated("2026-03-09T14:00", "2026-03-09T15:00"),
                ],
            ),
        ),
        BOTH,
        amount=60,
        good=JOHN,
    ),
    Case("not the same", Rule.LINKS, {"links": [{"kind": "same", "batches": ["B1", "B2"]}]}, EACH, good=BOTH),
    Case("only one of two", Rule.LINKS, {"links": [{"kind": "same", "batches": ["B1", "B2"]}]}, JOHN),
    Case("not different", Rule.LINKS, {"links": [{"kind": "different", "batches": ["B1", "B2"]}]}, BOTH, good=EACH),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_only_this_rule_is_broken(case: Case) -> None:
    stated = problem(**case.given)
    found = answer(stated, taught(**case.bad))
    assert {rule: sum(b.amount for b in broken(rule, found)) for rule in RULES} == dict.fromkeys(RULES, 0) | {
        case.rule: case.amount
    }
    assert [line.startswith(f"{case.rule}: '") for line in rules(found)] == [True]
    assert [*rules(answer(stated, taught(**case.good)))] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
@pytest.mark.parametrize("level", ["preferred", "neutral"])
def test_a_rule_that_is_not_required_forbids_nothing(case: Case, level: str) -> None:
    stated = problem(**case.given, rules={case.rule: level})
    assert [*rules(answer(stated, taught(**case.bad)))] == []


def test_there_is_a_case_for_every_rule() -> None:
    assert {case.rule for case in CASES} == {*Rule}


DECIDED = [
    one(status="on_leave", roles={}),
    {"pairs": [{"trainer": "John", "batch": "B1", "level": "prohibited"}]},
    {**one(unavailable=[MONDAY])},
]


@pytest.mark.parametrize("given", DECIDED)
def test_what_people_decided_outweighs_what_forbids_one_trainer_one_batch(given: dict[str, Any]) -> None:
    pinned = batch("B1", current={"primary": "John"}, pinned=True, skills=["C1"], sessions=[MONDAY])
    stated = problem(**given, batches=[pinned, batch("B2")])
    assert [*rules(answer(stated, taught(B1="John", B2=None)))] == []


def test_what_people_decided_does_not_outweigh_time_and_capacity() -> None:
    pinned = [batch(name, current={"primary": "John"}, pinned=True, sessions=[MONDAY], hours=15) for name in BOTH]
    found = [*rules(answer(problem(batches=pinned), taught(B1="John", B2="John")))]
    assert [line.partition(":")[0] for line in found] == ["conflicts", "capacity"]


def test_no_rest_is_due_towards_a_time_in_which_somebody_is_away() -> None:
    given = {**one(unavailable=[weekly("monday", "12:00", "13:00")]), **sessions(MONDAY), "restMinutes": 60}
    assert [*rules(answer(problem(**given), taught(B1="John", B2=None)))] == []


def test_sessions_that_follow_each_other_after_the_rest_meet_nowhere() -> None:
    given = {**sessions(LATE, then=(EARLY,)), "restMinutes": 30}
    assert [*rules(answer(problem(**given), taught(B1="John", B2="John")))] == []
