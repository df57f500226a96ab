"""What no field of a problem shows by itself. In each test only one thing is wrong."""

import json
from typing import Any

import pytest

from tests.solver.stating import batch, dated, problem, trainer, weekly
from tests.solver.test_reading import faults

MONDAY = weekly("monday", "10:00", "12:00")


def team(**people: Any) -> dict[str, Any]:
    return batch("B1", current=people)


def link(kind: str, *batches: str) -> dict[str, Any]:
    return {"kind": kind, "batches": [*batches]}


def pair(trainer: str, batch: str, **more: Any) -> dict[str, Any]:
    return {"trainer": trainer, "batch": batch, **more}


FOUR = [batch(name) for name in ("B1", "B2", "B3", "B4")]


@pytest.mark.parametrize(
    ("given", "path", "words"),
    [
        ({"trainers": [trainer("John"), trainer("John")]}, "trainers[1].id", "is 'John', as that of trainers[0]"),
        ({"batches": [batch("B1"), batch("B1")]}, "batches[1].id", "is 'B1', as that of batches[0]"),
        (
            {"pairs": [pair("John", "B1"), pair("John", "B1", cost=1)]},
            "pairs[1]",
            "is about the same trainer and batch as pairs[0]",
        ),
        ({"pairs": [pair("Mario", "B1")]}, "pairs[0].trainer", "there is no trainer 'Mario'"),
        ({"pairs": [pair("John", "B9")]}, "pairs[0].batch", "there is no batch 'B9'"),
        ({"links": [link("same", "B1", "B9")]}, "links[0].batches[1]", "there is no batch 'B9'"),
        ({"batches": [team(primary="Mario")]}, "batches[0].current.primary", "there is no trainer 'Mario'"),
        ({"batches": [team(backup=["John", "Mario"])]}, "batches[0].current.backup[1]", "there is no trainer"),
        ({"batches": [team(assistants=["Mario"])]}, "batches[0].current.assistants[0]", "there is no trainer"),
        (
            {"batches": [batch("B1", sessions=[MONDAY, weekly("monday", "11:59", "13:00")])]},
            "batches[0].sessions[1]",
            "overlaps sessions[0] of the same batch",
        ),
        (
            {
                "batches": [
                    batch(
                        "B1",
                        sessions=[
                            dated("2026-03-02T10:00", "2026-03-04T12:00"),
                            dated("2026-03-03T11:00", "2026-03-03T13:00"),
                        ],
                    )
                ]
            },
            "batches[0].sessions[1]",
            "overlaps sessions[0]",
        ),
        (
            {"batches": [batch("B1", sessions=[dated("2026-03-02T11:00", "2026-03-02T13:00"), MONDAY])]},
            "batches[0].sessions[1]",
            "overlaps sessions[0]",
        ),
        (
            {"pairs": [pair("John", "B1", level="required"), pair("Maria", "B1", level="required")]},
            "pairs[1].level",
            "requires another trainer for the batch than pairs[0] does",
        ),
        ({"links": [link("same", "B1", "B2", "B1")]}, "links[0].batches[2]", "names 'B1' twice"),
        (
            {
                "batches": FOUR,
                "links": [link("same", "B1", "B2"), link("different", "B1", "B4", "B3"), link("same", "B3", "B2")],
            },
            "links[1].batches[2]",
            "'B1' and 'B3' are to have different trainers, but other links give them the same",
        ),
        ({"links": [link("same", "B1", "B2"), link("different", "B1", "B2")]}, "links[1].batches[1]", "'B1' and 'B2'"),
        ({"batches": [batch("B1", pinned=True)]}, "batches[0].pinned", "must not be true without current.primary"),
        ({"trainers": [trainer("John", load=168.5)]}, "trainers[0].load", "must be at most 168"),
        ({"trainers": [trainer("John", capacity=0.001)]}, "trainers[0].capacity", "must be at least a minute"),
        ({"batches": [batch("B1", hours=0.001)]}, "batches[0].hours", "must be at least a minute"),
        ({"pairs": [pair("John", "B1", hours=0.001)]}, "pairs[0].hours", "must be at least a minute"),
        (
            {"order": [{"terms": {"changes": 1}}, {"terms": {"breaks": 1, "changes": 2}}]},
            "order[1].terms.changes",
            "is in order[0] already",
        ),
        ({"order": [{"terms": {"skills": 1}}]}, "order[0].terms.skills", "set rules.skills to preferred"),
        (
            {"order": [{"terms": {"skills": 1}}], "rules": {"skills": "neutral"}},
            "order[0].terms.skills",
            "set rules.skills to preferred",
        ),
        (
            {"batches": [batch("B1", sessions=[dated("2026-03-02T10:00:30", "2026-03-02T12:00")])]},
            "batches[0].sessions[0].start",
            "must be a whole minute",
        ),
        (
            {"trainers": [trainer("John", unavailable=[dated("2026-03-02T10:00", "2026-03-02T12:00:00.5")])]},
            "trainers[0].unavailable[0].end",
            "must be a whole minute",
        ),
        (
            {"batches": [batch("B1", sessions=[dated("2026-03-02T10:00", "2026-03-09T10:01")])]},
            "batches[0].sessions[0].end",
            "must come within a week of the start",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_contradicts_itself_is_a_fault(given: dict[str, Any], path: str, words: str) -> None:
    found = faults(**given)
    assert [*found] == [path]
    assert words in found[path]


def test_consecutive_links_that_make_a_circle_are_faults_and_what_hangs_on_it_is_none() -> None:
    links = [link("consecutive", *names) for names in (("B4", "B1"), ("B1", "B2"), ("B2", "B3", "B1"), ("B3", "B5"))]
    assert [*faults(batches=[*FOUR, batch("B5")], links=links)] == ["links[1].batches", "links[2].batches"]


def test_a_long_line_of_consecutive_links_is_looked_through_in_no_time() -> None:
    names = [f"B{n}" for n in range(3_000)]
    links = [link("consecutive", names[n - 1], names[n]) for n in range(len(names) - 1, 0, -1)]
    assert problem(batches=[batch(name) for name in names], links=links)


@pytest.mark.parametrize(
    "given",
    [
        {"trainers": []},
        {"batches": []},
        {"trainers": [trainer("John", roles={"a course without batches": "lead"})]},
        {"batches": [batch("B1", sessions=[MONDAY, weekly("monday", "12:00", "13:00")])]},
        {"batches": [batch("B1", sessions=[MONDAY, dated("2026-03-03T11:00", "2026-03-03T13:00")])]},
        {"order": [{"terms": {"skills": 1}}], "rules": {"skills": "preferred"}},
        {"order": [{"terms": {"idleMinutes": 1}}]},
        {"links": [link("same", "B1", "B2"), link("consecutive", "B1", "B2")]},
        {"batches": FOUR, "links": [link("consecutive", "B1", "B2"), link("consecutive", "B1", "B3", "B2")]},
        {"pairs": [pair("John", "B1", level="required"), pair("Maria", "B1", level="prohibited")]},
        {"trainers": [trainer("John", load=30)]},
    ],
    ids=json.dumps,
)
def test_what_is_merely_unusual_is_none(given: dict[str, Any]) -> None:
    assert problem(**given)
