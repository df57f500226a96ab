"""Time in sets of intervals."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.intervals import Interval, united, without

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def hours(start: int, end: int) -> Interval:
    return Interval(NOON + timedelta(hours=start), NOON + timedelta(hours=end))


SETS = st.lists(st.builds(hours, st.integers(0, 12), st.integers(0, 12)), max_size=5)


def instants(intervals: list[Interval]) -> set[int]:
    return {n for n in range(13) for one in intervals if one.start <= NOON + timedelta(hours=n) < one.end}


def test_what_adjoins_or_overlaps_becomes_one() -> None:
    assert united([hours(3, 4), hours(0, 2), hours(2, 3), hours(6, 7), hours(6, 8)]) == (hours(0, 4), hours(6, 8))


def test_a_hole_leaves_both_sides() -> None:
    assert without([hours(0, 8)], [hours(2, 3), hours(5, 9)]) == (hours(0, 2), hours(3, 5))
    assert hours(0, 2).hours == 2


@given(SETS, SETS)
def test_sets_of_intervals_are_sets_of_instants(some: list[Interval], others: list[Interval]) -> None:
    assert instants([*united(some)]) == instants(some)
    assert instants([*without(some, others)]) == instants(some) - instants(others)
    assert without(some, others) == united(without(some, others))
