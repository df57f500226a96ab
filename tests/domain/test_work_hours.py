"""Hours over time, and what stands in calendars."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from multitrainer.domain.agendas import As, Entry, Search, entries_of
from multitrainer.domain.cover_ledger import Term
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.ledger_parts import By, Part, around
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.work_hours import Meetings, WorkHours, capacity_in, counted

SESSION = Session(
    "s", "b", date(2026, 3, 2), 0, datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)
)
FOUND, SOUGHT = Search("c", "s", "john", CoverState.COVERED), Search("c", "s", "john", CoverState.SEARCHING)


def test_a_session_is_planned_for_whose_it_is_and_covered_by_who_stands_in() -> None:
    meetings = [
        Meetings("b", None, None, 10),
        Meetings("b", None, "maria", 2),
        Meetings("b", "maria", None, 3),
        Meetings("nobody's", None, "maria", 1),
    ]
    found = counted(meetings, {"b": "john", "nobody's": None}, lambda *_: True)
    assert found == {"john": WorkHours(12, 0), "maria": WorkHours(3, 3)}
    assert counted(meetings, {"b": "john"}, lambda trainer, _: trainer == "john") == {"john": WorkHours(12, 0)}


def test_capacity_is_the_weekly_hours_for_each_day_a_seventh() -> None:
    assert capacity_in(Part("w", date(2026, 3, 2), date(2026, 3, 8)), 20) == 20
    assert capacity_in(Part("f", date(2026, 2, 1), date(2026, 2, 28)), 20) == 80
    assert capacity_in(Part("m", date(2026, 3, 1), date(2026, 3, 31)), 20) == 88.57


def test_parts_have_neighbours_and_a_day_between_terms_is_in_the_one_before() -> None:
    there = around(By.MONTH, date(2026, 1, 31))
    assert there
    assert [part and part.name for part in there] == ["2026-01", "2025-12", "2026-02"]
    spring, autumn = Term("s", date(2026, 3, 1), date(2026, 6, 30)), Term("a", date(2026, 9, 1), date(2026, 12, 1))
    names = {
        day: [part and part.name for part in around(By.TERM, day, (autumn, spring)) or ()]
        for day in (date(2026, 1, 1), date(2026, 7, 15), date(2027, 1, 1))
    }
    assert [*names.values()] == [["s", None, "a"], ["s", None, "a"], ["a", "s", None]]
    assert around(By.TERM, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("session", "searches", "entries"),
    [
        (SESSION, [], [Entry("john", As.TEACHES), Entry("ann", As.ASSISTS, "john")]),
        (SESSION, [SOUGHT], [Entry("john", As.UNCOVERED, None, "c"), Entry("ann", As.ASSISTS, "john")]),
        (
            replace(SESSION, cover="maria"),
            [FOUND],
            [
                Entry("maria", As.COVERS, "john", "c"),
                Entry("john", As.COVERED, "maria", "c"),
                Entry("ann", As.ASSISTS, "maria"),
            ],
        ),
        (
            replace(SESSION, cover="ann"),
            [FOUND],
            [Entry("ann", As.COVERS, "john", "c"), Entry("john", As.COVERED, "ann", "c")],
        ),
        (replace(SESSION, teacher="maria"), [], [Entry("maria", As.TEACHES), Entry("ann", As.ASSISTS, "maria")]),
        (
            replace(SESSION, status=SessionStatus.CANCELLED),
            [],
            [Entry("john", As.CANCELLED), Entry("ann", As.CANCELLED)],
        ),
    ],
)
def test_a_session_stands_in_the_calendar_of_everybody_who_has_to_do_with_it(
    session: Session, searches: list[Search], entries: list[Entry]
) -> None:
    assert [*entries_of(session, "john", ["ann"], searches)] == entries
