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
    brought_up,
    by_month,
    by_term,
    by_week,
    correction,
    fair_days,
    ids_of,
    must_be_terms,
    other_side,
    rounded,
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


@pytest.mark.parametrize("hours", [0.125, -1.001, 0.004, 1e-9])
def test_a_correction_with_more_decimals_than_are_counted_is_refused_and_not_rounded(hours: float) -> None:
    with pytest.raises(SenselessCorrection, match="two decimals at the most"):
        correction(SARAHS, hours, "x", "admin", at(30), "c1")


def test_every_hundredth_of_an_hour_can_be_corrected() -> None:
    every = [n / 100 for n in range(1, 1000)]
    assert [correction(SARAHS, hours, "x", "admin", at(30), "c1").hours for hours in every] == every


def test_hours_are_summed_up_before_they_are_rounded() -> None:
    minutes = [entry(5 / 60, date(2026, 12, 28)) for _ in range(3)]
    assert balances(minutes) == {"sarah": 0.25}
    assert (rounded(5 / 60), str(rounded(-0.001))) == (0.08, "0.0")


def test_each_side_of_a_cover_says_what_the_other_one_is() -> None:
    assert (other_side(SARAHS), other_side(JOHNS)) == (JOHNS, SARAHS)
    for one in (correction(SARAHS, 1, "x", "admin", at(3), "c1"), replace(SARAHS, other=None)):
        assert other_side(one) is None


def test_what_is_taken_back_and_counted_again_has_its_other_side_too() -> None:
    for turn, hours in ((1, -1.5), (2, 1.5)):
        sarahs, johns = booked(DONE, at(9), ZONE, turn)
        assert (sarahs.hours, johns.hours, sarahs.day) == (hours, -hours, SARAHS.day)
        assert (other_side(sarahs), other_side(johns)) == (johns, sarahs)
        assert (sarahs.id, johns.id) == ids_of(DONE.id, turn)
        assert (sarahs.corrects, johns.corrects) == ids_of(DONE.id, turn - 1)


def test_however_often_a_report_changes_its_mind_a_cover_counts_as_the_last_one_says() -> None:
    there: dict[str, LedgerEntry] = {}
    turns = 0
    for held in (True, True, False, False, True, False, True, True):
        for _ in range(2):
            new = brought_up(replace(DONE, held=held), turns, at(9), ZONE)
            there |= {entry.id: entry for entry in new}
            turns = len(there) // 2
        assert balances(there.values()) == ({"sarah": 1.5, "john": -1.5} if held else {"sarah": 0, "john": 0})
    assert len(there) == 2 * turns == 10


def test_where_one_side_of_the_last_turn_was_cut_off_it_is_booked_with_the_next() -> None:
    new = [entry.id for entry in brought_up(replace(DONE, held=False), 1, at(9), ZONE)]
    assert new == [*ids_of(DONE.id, 0), *ids_of(DONE.id, 1)]
    assert brought_up(replace(DONE, held=False), 0, at(9), ZONE) == ()


def test_a_correction_of_a_correction_is_of_the_day_of_the_first() -> None:
    first = correction(SARAHS, 1, "x", "admin", at(300), "c1")
    second = correction(first, -1, "y", "admin", at(600), "c2")
    assert (second.day, second.trainer, second.corrects, first.corrects) == (SARAHS.day, "sarah", "c1", SARAHS.id)


def test_a_session_counts_on_the_day_that_the_institutes_clocks_show() -> None:
    new_year = replace(DONE, session=session(31 * 24 + 23.5, 31 * 24 + 25))  # in UTC it is still the old one
    later = replace(new_year, session=session(32 * 24 + 0.25, 32 * 24 + 1))
    assert [booked(one, at(999), ZONE)[0].day for one in (new_year, later)] == [date(2026, 12, 31), date(2027, 1, 1)]
    assert later.session.start.date() == date(2026, 12, 31)


def test_what_counts_as_lately_is_the_running_term_else_the_last_180_days() -> None:
    assert fair_days(TERMS, date(2026, 11, 30)) == (date(2026, 9, 1), date(2026, 11, 30))
    first, last = fair_days(TERMS, date(2026, 12, 1))
    assert (last, (last - first).days + 1) == (date(2026, 12, 1), 180)


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
