"""Reports of sessions, and what they add up to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from multitrainer.domain.errors import ReportNotFlagged, SenselessReport, SessionNotBegun, SessionNotPlanned
from multitrainer.domain.quality import Count, Met, Per, counted
from multitrainer.domain.reports import (
    Place,
    Report,
    Said,
    acknowledged,
    must_have_begun,
    must_have_room,
    reported,
    said_shortly,
    said_unseeing,
    shortly,
)
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.telling.of_reports import is_news, notices_of_report

START = datetime(2026, 12, 8, 15, tzinfo=UTC)
END = START + timedelta(minutes=90)
SESSION = Session("s", "b", date(2026, 12, 8), 0, START, END)
PLACE = Place("s", "c", "b", START, END, "john", covered=False)
FLAGGED = Said(True, "Page 12", 17, for_lead="The projector is broken.", flagged=True)


def report(said: Said = FLAGGED, before: Report | None = None) -> Report:
    return reported(before, PLACE, said, "john", END)


def test_a_session_is_reported_of_from_its_beginning_on() -> None:
    must_have_begun(SESSION, START)
    must_have_begun(replace(SESSION, status=SessionStatus.HELD), END)
    with pytest.raises(SessionNotBegun):
        must_have_begun(SESSION, START - timedelta(seconds=1))
    with pytest.raises(SessionNotPlanned):
        must_have_begun(SESSION.cancelled(), END)


@pytest.mark.parametrize(("attendance", "students"), [(None, 18), (0, 18), (36, 18), (1000, 0)])
def test_as_many_guests_may_come_as_there_are_students(attendance: int | None, students: int) -> None:
    must_have_room(attendance, students)


@pytest.mark.parametrize(("attendance", "students"), [(37, 18), (1001, 0)])
def test_more_people_than_that_can_not_have_been_there(attendance: int, students: int) -> None:
    with pytest.raises(SenselessReport):
        must_have_room(attendance, students)


def test_what_is_for_the_lead_is_of_whoever_wrote_it_until_somebody_writes_it_otherwise() -> None:
    first = reported(None, replace(PLACE, held_by=None), FLAGGED, "maria", END)
    again = reported(first, first.place, replace(FLAGGED, topics="Page 13"), "sarah", END)
    assert (again.by, sorted(again.see_all)) == ("sarah", ["maria"])
    assert reported(again, first.place, FLAGGED, "maria", END).told_by is None
    assert reported(again, first.place, Said(True, for_lead="x"), "sarah", END).see_all == {"sarah"}


def test_whoever_does_not_see_what_is_for_the_lead_leaves_it_as_it_is() -> None:
    assert said_unseeing(FLAGGED, Said(False, reason="Rain")) == Said(
        False, reason="Rain", for_lead=FLAGGED.for_lead, flagged=True
    )
    assert said_unseeing(Said(True), FLAGGED) == FLAGGED
    with pytest.raises(SenselessReport):
        said_unseeing(FLAGGED, Said(True, for_lead="x", flagged=True))


def test_what_is_flagged_is_acknowledged_once_and_by_the_first() -> None:
    seen = acknowledged(report(), "sarah", END)
    assert acknowledged(seen, "ada", END + timedelta(hours=1)) == seen
    with pytest.raises(ReportNotFlagged):
        acknowledged(report(Said(True)), "sarah", END)


def test_what_is_flagged_otherwise_has_to_be_seen_again() -> None:
    seen = acknowledged(report(), "sarah", END)
    assert report(replace(FLAGGED, topics="Page 13"), seen).acknowledged == seen.acknowledged
    assert report(replace(FLAGGED, for_lead="And the door."), seen).acknowledged is None


def test_the_short_report_of_a_cover_leaves_what_else_was_said() -> None:
    held = said_shortly(report(), "Page 13", held=True)
    assert held == replace(FLAGGED, topics="Page 13")
    not_held = said_shortly(report(), "Nobody came.", held=False)
    assert not_held == Said(False, reason="Nobody came.", for_lead=FLAGGED.for_lead, flagged=True)
    assert [shortly(one) for one in (held, not_held)] == ["Page 13", "Nobody came."]
    assert said_shortly(report(not_held), "Page 13", held=True).reason == ""
    assert said_shortly(None, "Page 13", held=True) == Said(True, "Page 13")


def test_whoever_answers_for_the_batch_hears_of_what_is_newly_flagged() -> None:
    assert is_news(None, report())
    assert is_news(report(Said(True)), report())
    assert is_news(report(), report(replace(FLAGGED, for_lead="And the door.")))
    assert not is_news(report(), report(replace(FLAGGED, topics="Page 13")))
    assert not is_news(report(), report(Said(True, for_lead="Never mind.")))
    (notice,) = notices_of_report(report(), ["sarah", "john"], "john")
    assert (notice.to, notice.facts["session"], notice.facts["trainer"]) == ("sarah", "s", "john")
    assert "projector" not in str(notice)


def met(day: date, said: Said | None = None, *, by: str | None = "john", covered: bool = False) -> Met:
    place = replace(PLACE, held_by=by, covered=covered)
    return Met(place, day, Report(place, said, "x", END) if said else None)


def test_sessions_are_counted_by_part_and_by_whose_they_are_the_latest_first() -> None:
    november, december = date(2026, 11, 30), date(2026, 12, 1)
    there = [
        met(november, Said(True, attendance=10), covered=True),
        met(december, Said(True, attendance=17, for_lead="x", flagged=True)),
        met(december, Said(True, attendance=12)),
        met(december, Said(False, reason="Nobody came.")),
        met(december),
        replace(met(december), ticked=True),
        met(december, Said(True), by="maria"),
        met(december, by=None),
    ]
    assert counted(there, lambda one: one.place.held_by, Per.MONTH) == [
        Count("2026-12", "john", 5, 3, 1, 3, 0, 1, 14.5),
        Count("2026-12", "maria", 1, 1, 0, 1, 0, 0, None),
        Count("2026-11", "john", 1, 1, 0, 1, 1, 0, 10.0),
    ]
    (week,) = counted(there, lambda one: one.place.batch, Per.WEEK)
    assert (week.part, week.sessions, week.covered) == ("2026-W49", 8, 1)
