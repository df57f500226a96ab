"""Weeks, months and terms, the latest first."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.cover_ledger import Term, month_of, week_of
from multitrainer.domain.ledger_parts import By, Part, parts_back

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def test_a_year_may_end_in_the_first_week_of_the_next_and_begin_in_the_last_of_the_one_before() -> None:
    weeks = [*parts_back(By.WEEK, date(2026, 12, 27), date(2027, 1, 4))]
    assert [week.name for week in weeks] == ["2027-W01", "2026-W53", "2026-W52"]
    assert weeks[1] == Part("2026-W53", date(2026, 12, 28), date(2027, 1, 3))
    assert next(parts_back(By.WEEK, date(2024, 12, 30), date(2024, 12, 30))).name == "2025-W01"


@pytest.mark.parametrize(("by", "name_of"), [(By.WEEK, week_of), (By.MONTH, month_of)])
@given(until=DAYS, days=st.integers(0, 800))
def test_parts_follow_each_other_without_a_gap_and_each_of_their_days_is_called_like_them(
    by: By, name_of: Callable[[date], str], until: date, days: int
) -> None:
    since = until - timedelta(days=days)
    parts = [*parts_back(by, since, until)]
    assert parts[0].last >= until
    assert parts[-1].first <= since < parts[-1].last + timedelta(days=1)
    for after, before in pairwise(parts):
        assert before.last + timedelta(days=1) == after.first
    assert all({name_of(part.first), name_of(part.last)} == {part.name} for part in parts)


def test_terms_are_those_that_have_a_day_within() -> None:
    autumn, winter = Term("a", date(2026, 9, 1), date(2026, 11, 30)), Term("w", date(2026, 12, 7), date(2027, 2, 1))
    found = parts_back(By.TERM, date(2026, 11, 30), date(2026, 12, 7), (autumn, winter))
    assert [part.name for part in found] == ["w", "a"]
    assert not [*parts_back(By.TERM, date(2026, 12, 1), date(2026, 12, 6), (autumn, winter))]
