"""Each term of the validator, in a problem in which it alone is more than nothing."""

from collections.abc import Mapping
from typing import Any

import pytest

from multitrainer.solver.documents.objective import Rule, Term
from multitrainer.solver.documents.solution import Assignment
from multitrainer.solver.validating.answer import answer
from multitrainer.solver.validating.terms import measured
from tests.solver.stating import batch, dated, problem, taught, trainer, weekly

People = Mapping[str, str | None]

TWO = {"B1": "John", "B2": "Maria"}
TODAY_MARIA = batch("B1", current={"primary": "Maria"})
EIGHT_TO_NINE = weekly("monday", "08:00", "09:00")
LEAD = trainer("John", roles={"German A1": "lead"})
EVERYTHING_ELSE = {Term.HIGHEST_LOAD, Term.SPREAD, Term.TRAINERS_PER_COURSE, Term.ROSTER_ORDER, Term.BREAKS}
"""What no plan is without, in which anybody teaches two batches."""

CASES: list[tuple[Term, dict[str, Any], People, int]] = [
    (Term.UNCOVERED, {}, {"B1": "John", "B2": None}, 1),
    (Term.LEADS_TEACH, {"trainers": [LEAD, trainer("Maria")]}, TWO, 1),
    (Term.HIGHEST_LOAD, {"trainers": [trainer("John", load=1.66), trainer("Maria", load=20)]}, {"B1": "John"}, 334),
    (Term.HIGHEST_LOAD, {}, {"B1": None}, 0),
    (Term.SPREAD, {"trainers": [trainer("John", load=1.66), trainer("Maria", load=10)]}, {"B1": "John"}, 361_556),
    (Term.CHANGES, {"batches": [TODAY_MARIA, batch("B2")]}, TWO, 1),
    (Term.CHANGES, {"batches": [TODAY_MARIA, batch("B2")]}, {"B1": None, "B2": "Maria"}, 1),
    (Term.BREAKS, {}, TWO, 1),
    (Term.BREAKS, {}, {"B1": None, "B2": "Maria"}, 1),
    (Term.BREAKS, {}, {"B1": None, "B2": None}, 0),
    (Term.BREAKS, {"batches": [batch("B1"), batch("B2", course="English B2")]}, TWO, 0),
    (
        Term.BREAKS,
        {
            "batches": [batch("B1"), batch("B2"), batch("B3")],
            "links": [{"kind": "consecutive", "batches": ["B1", "B3"]}],
        },
        {"B1": "John", "B2": "Maria", "B3": "John"},
        0,
    ),
    (Term.PREFERENCES, {"pairs": [{"trainer": "John", "batch": "B1", "cost": 1.255}]}, TWO, 125),
    (Term.PREFERENCES, {"pairs": [{"trainer": "John", "batch": "B1", "level": "discouraged"}]}, TWO, 100),
    (Term.PREFERENCES, {"pairs": [{"trainer": "John", "batch": "B1", "level": "preferred", "cost": 0.5}]}, TWO, -50),
    (Term.PREFERENCES, {"pairs": [{"trainer": "Maria", "batch": "B1", "level": "preferred"}]}, TWO, 0),
    (Term.TRAINERS_PER_COURSE, {}, TWO, 2),
    (Term.TRAINERS_PER_COURSE, {"batches": [batch("B1"), batch("B2", course="c")]}, {"B1": "John", "B2": "John"}, 2),
    (
        Term.IDLE_MINUTES,
        {
            "rules": {"conflicts": "neutral"},
            "batches": [
                batch("B1", sessions=[weekly("monday", "08:00", "12:00")]),
                batch("B2", sessions=[weekly("monday", "09:00", "10:00"), weekly("monday", "13:00", "14:00")]),
            ],
        },
        {"B1": "John", "B2": "John"},
        60,
    ),
    (
        Term.IDLE_MINUTES,
        {
            "batches": [
                batch("B1", sessions=[weekly("monday", "10:00", "11:00"), weekly("tuesday", "10:00", "11:00")]),
                batch("B2", sessions=[weekly("monday", "12:15", "13:00"), weekly("monday", "13:00", "14:00")]),
            ]
        },
        {"B1": "John", "B2": "John"},
        75,
    ),
    (
        Term.IDLE_MINUTES,
        {
            "batches": [
                batch("B1", sessions=[dated("2026-03-02T10:00", "2026-03-02T11:00")]),
                batch("B2", sessions=[dated("2026-03-02T12:15", "2026-03-02T13:00"), EIGHT_TO_NINE]),
            ]
        },
        {"B1": "John", "B2": "John"},
        75,
    ),
    (Term.ROSTER_ORDER, {"batches": [batch(f"B{n}") for n in range(4)]}, {f"B{n}": "Maria" for n in range(4)}, 6),
    (Term.ROSTER_ORDER, {}, {"B1": "John", "B2": None}, 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("term", "given", "people", "value"), CASES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_term_is_what_its_definition_says(term: Term, given: dict[str, Any], people: People, value: int) -> None:
    stated = problem(**{"batches": [batch(name) for name in people], **given}, backups=0)
    found = answer(stated, taught(**people))
    assert measured(term, found) == value
    others = {one: measured(one, found) for one in {*Term} - EVERYTHING_ELSE - {term}}
    assert {one: n for one, n in others.items() if n and one is not Term.UNCOVERED} == {}


@pytest.mark.parametrize(
    ("roles", "pairs", "backup", "value"),
    [
        ({"German A1": "lead"}, [], ("John",), 0),
        ({"German A1": "assistant"}, [], ("John",), 1),
        (None, [], ("John",), 1),
        ({"German A1": "substitute"}, [], ("John",), 2),
        ({"German A1": "lead"}, [{"trainer": "John", "batch": "B1", "level": "discouraged"}], ("John",), 1),
        ({"German A1": "lead"}, [{"trainer": "John", "batch": "B1", "level": "preferred"}], ("John",), 0),
        (None, [], (), 5),
    ],
)
def test_backup_quality_is_what_its_definition_says(
    roles: dict[str, str] | None, pairs: list[Any], backup: tuple[str, ...], value: int
) -> None:
    stated = problem(trainers=[trainer("John", roles=roles), trainer("Maria")], batches=[batch("B1")], pairs=pairs)
    people = [Assignment(batch="B1", primary="Maria", backup=backup)]
    assert measured(Term.BACKUP_QUALITY, answer(stated, people)) == value


def test_a_rule_that_is_merely_preferred_is_measured_by_what_breaks_it() -> None:
    stated = problem(trainers=[trainer("John", capacity=8)], rules={"capacity": "preferred"})
    assert measured(Rule.CAPACITY, answer(stated, taught(B1="John", B2="John"))) == 120


def test_there_is_a_case_for_every_term() -> None:
    assert {term for term, *_ in CASES} | {Term.BACKUP_QUALITY} == {*Term}
