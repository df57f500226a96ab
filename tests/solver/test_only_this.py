"""Each required rule where it alone forbids, and each term where it alone decides; by both engines."""

from collections.abc import Iterable
from typing import Any

import pytest

from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import Rule, Term
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.solving import solve
from tests.solver.stating import Json, batch, dated, problem, trainer, weekly

MONDAY_NINE, MONDAY_TEN = weekly("monday", "09:00", "10:00"), weekly("monday", "10:00", "11:00")
MONDAY_AT_HALF, MONDAY_NOON = weekly("monday", "09:30", "10:30"), weekly("monday", "12:00", "13:00")
FIRST_MONDAY, SECOND_MONDAY = (dated(f"2026-03-0{day}T09:00", f"2026-03-0{day}T10:00") for day in (2, 9))
COURSE = "German A1"
JOHN, MARIA = trainer("John"), trainer("Maria")

engines = pytest.mark.parametrize("exact", [False, True], ids=["annealing", "exact"])


def two(**more: Any) -> list[Json]:
    return [batch("B1", **more), batch("B2", **more)]


def limited(**limits: float) -> list[Json]:
    return [trainer("John", limits=limits)]


ONLY_JOHN: dict[Rule, tuple[dict[str, Any], int]] = {
    Rule.STATUS: ({"trainers": [trainer("John", status="on_leave")]}, 2),
    Rule.ROLE: ({"trainers": [trainer("John", roles={COURSE: "substitute"})]}, 2),
    Rule.PROHIBITED: ({"trainers": [JOHN], "pairs": [{"trainer": "John", "batch": "B1", "level": "prohibited"}]}, 1),
    Rule.SKILLS: ({"trainers": [JOHN], "batches": [batch("B1", skills=["C1"]), batch("B2")]}, 1),
    Rule.AVAILABILITY: (
        {
            "trainers": [trainer("John", unavailable=[MONDAY_AT_HALF])],
            "batches": [batch("B1", sessions=[MONDAY_NINE]), batch("B2")],
        },
        1,
    ),
    Rule.CONFLICTS: (
        {"trainers": [JOHN], "batches": [batch("B1", sessions=[MONDAY_NINE]), batch("B2", sessions=[MONDAY_AT_HALF])]},
        1,
    ),
    Rule.CAPACITY: ({"trainers": [trainer("John", load=11)]}, 1),
    Rule.DAILY_LIMIT: (
        {
            "trainers": limited(hoursPerDay=1),
            "batches": [batch("B1", sessions=[MONDAY_NINE]), batch("B2", sessions=[SECOND_MONDAY])],
            "rules": {"conflicts": "neutral"},
        },
        1,
    ),
    Rule.WEEKLY_LIMIT: ({"trainers": limited(hoursPerWeek=9)}, 1),
    Rule.LINKS: ({"trainers": [JOHN], "links": [{"kind": "different", "batches": ["B1", "B2"]}]}, 1),
}
"""With John alone, and how many of two batches stay with nobody."""


@engines
@pytest.mark.parametrize("rule", ONLY_JOHN)
def test_where_one_rule_forbids_a_batch_stays_with_nobody_and_without_the_rule_it_does_not(
    rule: Rule, exact: bool
) -> None:
    given, uncovered = ONLY_JOHN[rule]
    assert uncovered_of(given, exact) == uncovered
    assert uncovered_of({**given, "rules": {**given.get("rules", {}), rule: "neutral"}}, exact) == 0


def uncovered_of(given: dict[str, Any], exact: bool) -> int:
    return len(solved(given, exact).uncovered)


@engines
def test_a_pinned_batch_keeps_its_primary_whatever_speaks_for_another(exact: bool) -> None:
    given: dict[str, Any] = {
        "batches": [batch("B1", current={"primary": "John"}, pinned=True)],
        "pairs": [{"trainer": "John", "batch": "B1", "level": "discouraged"}],
        "order": [{"terms": {"preferences": 1}}],
    }
    assert teaching(given, exact) == ["John"]
    assert teaching({**given, "rules": {"pinned": "neutral"}}, exact) != ["John"]


@engines
def test_batches_that_are_linked_have_one_trainer_even_where_two_would_be_fairer(exact: bool) -> None:
    given: dict[str, Any] = {"links": [{"kind": "same", "batches": ["B1", "B2"]}]}
    assert len({*teaching(given, exact)}) == 1
    assert len({*teaching({}, exact)}) == 2


@engines
def test_two_sessions_with_too_little_rest_between_them_are_in_conflict(exact: bool) -> None:
    given = {"trainers": [JOHN], "batches": [batch("B1", sessions=[MONDAY_NINE]), batch("B2", sessions=[MONDAY_TEN])]}
    assert uncovered_of(given, exact) == 0
    assert uncovered_of({**given, "restMinutes": 30}, exact) == 1


@engines
def test_what_happens_every_week_meets_what_has_a_date(exact: bool) -> None:
    given = {"trainers": [JOHN], "batches": [batch("B1", sessions=[MONDAY_NINE]), batch("B2", sessions=[FIRST_MONDAY])]}
    assert uncovered_of(given, exact) == 1


DECIDING: dict[Term | Rule, tuple[dict[str, Any], list[str | None]]] = {
    Term.UNCOVERED: ({"batches": [batch("B1")], "trainers": [JOHN]}, ["John"]),
    Term.LEADS_TEACH: (
        {"batches": [batch("B1")], "trainers": [trainer("John", roles={COURSE: "lead"}), MARIA]},
        ["Maria"],
    ),
    Term.HIGHEST_LOAD: ({"batches": [batch("B1")], "trainers": [trainer("John", load=8), MARIA]}, ["Maria"]),
    Term.SPREAD: ({"batches": [batch("B1")], "trainers": [trainer("John", load=8), MARIA]}, ["Maria"]),
    Term.CHANGES: ({"batches": [batch("B1", current={"primary": "Maria"})]}, ["Maria"]),
    Term.PREFERENCES: (
        {"batches": [batch("B1")], "pairs": [{"trainer": "John", "batch": "B1", "cost": 0.01}]},
        ["Maria"],
    ),
    Term.BREAKS: (
        {
            "batches": [batch("B1", pinned=True, current={"primary": "Maria"}), batch("B2")],
        },
        ["Maria", "Maria"],
    ),
    Term.TRAINERS_PER_COURSE: (
        {
            "batches": [batch("B1", pinned=True, current={"primary": "Maria"}), batch("X", course="X"), batch("B2")],
            "pairs": [{"trainer": "John", "batch": "X", "level": "required"}],
        },
        ["Maria", "John", "Maria"],
    ),
    Term.IDLE_MINUTES: (
        {
            "batches": [
                batch("B1", pinned=True, current={"primary": "John"}, sessions=[MONDAY_NINE]),
                batch("B2", pinned=True, current={"primary": "Maria"}, sessions=[MONDAY_TEN]),
                batch("B3", sessions=[MONDAY_NOON]),
            ]
        },
        ["John", "Maria", "Maria"],
    ),
    Term.ROSTER_ORDER: (
        {
            "batches": two(),
            "links": [{"kind": "different", "batches": ["B1", "B2"]}],
        },
        ["John", "Maria"],
    ),
    Rule.STATUS: ({"batches": [batch("B1")], "trainers": [trainer("John", status="on_leave"), MARIA]}, ["Maria"]),
    Rule.ROLE: (
        {"batches": [batch("B1")], "trainers": [trainer("John", roles={COURSE: "substitute"}), MARIA]},
        ["Maria"],
    ),
    Rule.PROHIBITED: (
        {"batches": [batch("B1")], "pairs": [{"trainer": "John", "batch": "B1", "level": "prohibited"}]},
        ["Maria"],
    ),
    Rule.PINNED: ({"batches": [batch("B1", pinned=True, current={"primary": "Maria"})]}, ["Maria"]),
    Rule.SKILLS: (
        {"batches": [batch("B1", skills=["C1"])], "trainers": [JOHN, trainer("Maria", skills=["C1"])]},
        ["Maria"],
    ),
    Rule.AVAILABILITY: (
        {
            "batches": [batch("B1", sessions=[MONDAY_NINE])],
            "trainers": [trainer("John", unavailable=[MONDAY_AT_HALF]), MARIA],
        },
        ["Maria"],
    ),
    Rule.CONFLICTS: (
        {
            "batches": [
                batch("B1", pinned=True, current={"primary": "John"}, sessions=[MONDAY_NINE]),
                batch("B2", sessions=[MONDAY_AT_HALF]),
            ]
        },
        ["John", "Maria"],
    ),
    Rule.CAPACITY: ({"batches": [batch("B1")], "trainers": [trainer("John", load=16), MARIA]}, ["Maria"]),
    Rule.DAILY_LIMIT: (
        {
            "batches": [batch("B1", sessions=[MONDAY_NINE])],
            "trainers": [trainer("John", limits={"hoursPerDay": 0.5}), MARIA],
        },
        ["Maria"],
    ),
    Rule.WEEKLY_LIMIT: (
        {"batches": [batch("B1")], "trainers": [trainer("John", limits={"hoursPerWeek": 4}), MARIA]},
        ["Maria"],
    ),
    Rule.LINKS: (
        {
            "batches": [batch("B1", pinned=True, current={"primary": "John"}), batch("B2")],
            "links": [{"kind": "different", "batches": ["B1", "B2"]}],
        },
        ["John", "Maria"],
    ),
}
"""Once everything is covered, the term alone; and rosterOrder would have it otherwise."""


@engines
@pytest.mark.parametrize("term", DECIDING)
def test_where_one_term_decides_its_choice_is_taken(term: Term | Rule, exact: bool) -> None:
    given, expected = DECIDING[term]
    preferred = {"rules": {term: "preferred"}} if isinstance(term, Rule) else {}
    assert in_order((Term.UNCOVERED, term, Term.ROSTER_ORDER), {**given, **preferred}, exact) == expected


@pytest.mark.parametrize("term", [term for term in DECIDING if term not in {Term.UNCOVERED, Term.ROSTER_ORDER}])
def test_where_nobody_asks_for_that_term_another_choice_is_taken(term: Term | Rule) -> None:
    given, expected = DECIDING[term]
    neutral = {"rules": {term: "neutral"}} if isinstance(term, Rule) else {}
    assert in_order((Term.UNCOVERED, Term.ROSTER_ORDER), {**given, **neutral}, exact=False) != expected


def in_order(terms: Iterable[Term | Rule], given: dict[str, Any], exact: bool) -> list[str | None]:
    """Who teaches the batches when they are followed by one more, so that the roster's order concerns them all."""
    order = [{"terms": {term: 1}} for term in dict.fromkeys(terms)]
    batches = given.get("batches", two())
    last = batch("last", course="last", skills=["what nobody can"])
    return teaching({**given, "batches": [*batches, last], "order": order}, exact)[: len(batches)]


def teaching(given: dict[str, Any], exact: bool) -> list[str | None]:
    return [one.primary for one in solved(given, exact).people]


def solved(given: dict[str, Any], exact: bool) -> Solution:
    return solve(problem(**given), limits=Limits(exact=exact, effort=2000))


@engines
def test_clashes_are_counted_in_batches_also_where_links_bind_them(exact: bool) -> None:
    given = {
        "trainers": [JOHN],
        "batches": [batch(name, sessions=[MONDAY_NINE]) for name in ("B1", "B2", "B3")],
        "links": [{"kind": "same", "batches": ["B1", "B2"]}],
        "rules": {"conflicts": "preferred"},
        "order": [{"terms": {"uncovered": 1}}, {"terms": {"conflicts": 1}}],
    }
    assert [term.value for term in solved(given, exact).terms] == [0, 3]


@engines
def test_where_nobody_looks_at_capacity_hours_of_a_pair_may_be_any(exact: bool) -> None:
    given = {
        "trainers": [JOHN],
        "pairs": [{"trainer": "John", "batch": name, "hours": 100} for name in ("B1", "B2")],
        "rules": {"capacity": "neutral"},
    }
    assert uncovered_of(given, exact) == 0
