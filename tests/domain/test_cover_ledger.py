"""The ledger of cover."""

from dataclasses import replace
from datetime import date

import pytest

from multitrainer.domain.cover_ledger import (
    EntryKind,
    LedgerEntry,
    Term,
    balances,
    booked,
    by_month,
    by_term,
    by_week,
    correction,
    must_be_terms,
)
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.errors import CoverNotReady, SenselessCorrection, SenselessTerms
from tests.domain.covers.searches import ZONE, at, searching, session

DONE = replace(searching(session(0.5, 2), now=at(0))[0], state=CoverState.DONE, substitute="sarah")
SARAHS, JOHNS = booked(DONE, at(3), ZONE)
TERMS = (Term("autumn", date(2026, 9, 1), date(2026, 11, 30)), Term("winter", date(2026, 12, 7), date(2027, 2, 1)))


def entry(hours: float, day: date, trainer: str = "sarah") -> LedgerEntry:
    return replace(SARAHS, hours=hours, day=day, trainer=trainer)


def test_whoever_covers_gains_what_whoever_is_covered_loses_on_the_local_day() -> None:
    assert (SARAHS.trainer, SARAHS.hours, SARAHS.kind) == ("sarah", 1.5, EntryKind.COVERED)
    assert (JOHNS.trainer, JOHNS.hours, JOHNS.kind) == ("john", -1.5, EntryKind.WAS_COVERED)
    assert SARAHS.day == date(2026, 11, 30)
    assert sum(balances((SARAHS, JOHNS)).values()) == 0


def test_what_is_counted_twice_has_the_same_id() -> None:
    assert [one.id for one in booked(DONE, at(9), ZONE)] == [SARAHS.id, JOHNS.id]
    assert SARAHS.id != JOHNS.id


@pytest.mark.parametrize("state", [state for state in CoverState if state is not CoverState.DONE])
def test_only_what_was_held_counts(state: CoverState) -> None:
    with pytest.raises(CoverNotReady):
        booked(replace(DONE, state=state), at(3), ZONE)


def test_a_correction_stands_beside_what_it_corrects_and_has_a_reason() -> None:
    made = correction(SARAHS, -0.5, " ended early ", "admin", at(30), "c1")
    assert (made.id, made.kind, made.reason, made.by, made.day) == (
        "c1",
        EntryKind.CORRECTION,
        "ended early",
        "admin",
        SARAHS.day,
    )
    assert balances((SARAHS, made)) == {"sarah": 1.0}
    for hours, reason in ((-0.5, "  "), (0, "nothing"), (float("nan"), "odd"), (float("inf"), "odd")):
        with pytest.raises(SenselessCorrection):
            correction(SARAHS, hours, reason, "admin", at(30), "c1")


def test_hours_are_summed_by_iso_week_month_and_term() -> None:
    entries = (
        entry(1, date(2026, 12, 28)),
        entry(2, date(2027, 1, 3)),
        entry(4, date(2027, 1, 4)),
        entry(-8, date(2026, 12, 1), "john"),
        entry(0.1, date(2026, 11, 30)),
        entry(0.2, date(2026, 11, 30)),
    )
    assert by_week(entries) == {
        ("sarah", "2026-W53"): 3,
        ("sarah", "2027-W01"): 4,
        ("john", "2026-W49"): -8,
        ("sarah", "2026-W49"): 0.3,
    }
    assert by_month(entries)["sarah", "2027-01"] == 6
    assert by_term(entries, TERMS) == {("sarah", "winter"): 7, ("sarah", "autumn"): 0.3}


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ((TERMS[0], TERMS[0]), "name of its own"),
        ((Term("odd", date(2026, 2, 1), date(2026, 1, 1)),), "ends before it begins"),
        ((TERMS[0], Term("late", date(2026, 11, 30), date(2026, 12, 1))), "autumn and late overlap"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(terms: tuple[Term, ...], words: str) -> None:
    must_be_terms(TERMS)
    with pytest.raises(SenselessTerms, match=words):
        must_be_terms(terms)
