"""A trainer's week on the clocks of the wall."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.availability import Availability, Level, Painted, pieces
from multitrainer.domain.errors import SenselessAvailability
from multitrainer.domain.week import Day

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = Painted(Day.MONDAY, 8 * 60, 12 * 60, Level.NOT)
EVENING = Painted(Day.MONDAY, 18 * 60, 24 * 60, Level.RATHER_NOT)
WEEK = Availability((MORNING, EVENING))


def berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def test_what_is_not_painted_is_available() -> None:
    assert WEEK.at(berlin(30, 7, 59), BERLIN) is Level.AVAILABLE
    assert WEEK.at(berlin(30, 8), BERLIN) is Level.NOT
    assert WEEK.at(berlin(30, 12), BERLIN) is Level.AVAILABLE
    assert WEEK.at(berlin(1, 9, month=12), BERLIN) is Level.AVAILABLE


def test_a_session_is_as_good_as_the_worst_of_its_time() -> None:
    assert WEEK.over(berlin(30, 11), berlin(30, 13), BERLIN) is Level.NOT
    assert WEEK.over(berlin(30, 12), berlin(30, 18), BERLIN) is Level.AVAILABLE
    assert WEEK.over(berlin(30, 12), berlin(30, 19), BERLIN) is Level.RATHER_NOT
    assert WEEK.over(berlin(29, 23), berlin(30, 9), BERLIN) is Level.NOT
    assert WEEK.over(berlin(30, 23, 30), berlin(1, 0, 30, month=12), BERLIN) is Level.RATHER_NOT


def test_pieces_are_cut_at_midnight_and_where_clocks_change() -> None:
    assert pieces(berlin(30, 22), berlin(1, 1, month=12), BERLIN) == (
        (Day.MONDAY, 22 * 60, 24 * 60),
        (Day.TUESDAY, 0, 60),
    )
    back = pieces(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN)
    assert back == ((Day.SUNDAY, 150, 180), (Day.SUNDAY, 120, 150))
    forth = pieces(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC), BERLIN)
    assert forth == ((Day.SUNDAY, 90, 120), (Day.SUNDAY, 180, 210))
    assert pieces(berlin(30, 8), berlin(30, 8), BERLIN) == ()
    assert pieces(berlin(30, 8) + timedelta(seconds=20), berlin(30, 8) + timedelta(seconds=70), BERLIN) == (
        (Day.MONDAY, 480, 482),
    )


def test_a_time_of_months_is_cut_at_each_change_of_clocks() -> None:
    months = pieces(berlin(1, 0, month=3), berlin(1, 0), BERLIN)
    assert sum(end - start for _, start, end in months) == 245 * 24 * 60
    assert (Day.SUNDAY, 0, 120) in months
    assert (Day.SUNDAY, 180, 24 * 60) in months


@pytest.mark.parametrize(
    "painted",
    [
        (Painted(Day.MONDAY, 60, 60, Level.NOT),),
        (Painted(Day.MONDAY, 60, 1441, Level.NOT),),
        (Painted(Day.MONDAY, -1, 60, Level.NOT),),
        (MORNING, Painted(Day.MONDAY, 11 * 60, 13 * 60, Level.AVAILABLE)),
    ],
)
def test_a_week_that_contradicts_itself_is_refused(painted: tuple[Painted, ...]) -> None:
    with pytest.raises(SenselessAvailability, match="On Monday"):
        Availability(painted)


@given(
    st.integers(0, 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(1, 3000),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago"]),
)
def test_pieces_are_all_the_minutes_that_clocks_show(start: datetime, minutes: int, name: str) -> None:
    zone = ZoneInfo(name)
    found = pieces(start, start + timedelta(minutes=minutes), zone)
    shown = [(start + timedelta(minutes=n)).astimezone(zone) for n in (*range(0, minutes, 7), minutes - 1)]
    assert sum(end - first for _, first, end in found) == minutes
    for clock in shown:
        minute = 60 * clock.hour + clock.minute
        assert any(day == [*Day][clock.weekday()] and a <= minute < b for day, a, b in found)
