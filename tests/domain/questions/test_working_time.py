"""Time that counts only while the institute works."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.questions.working_time import LONGEST_WAIT, Hours, Week, WorkingTime
from tests.domain.questions.asking import BERLIN, HOLIDAY, at

MINUTE = timedelta(minutes=1)
OFFICE = WorkingTime(BERLIN, off=frozenset({HOLIDAY}))
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago", "UTC"]
CHANGES = [
    datetime(year, month, day, tzinfo=UTC)
    for year, month, day in ((2026, 3, 27), (2026, 3, 7), (2026, 4, 4), (2026, 9, 4), (2026, 10, 23))
]
"""Some days before clocks are changed in one of them or another."""


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(10, 3), 2, at(12, 3)),
        (at(16, 3), 2, at(10, 4)),  # overnight
        (at(9, 3), 8, at(17, 3)),  # to the end of a day, not to the beginning of the next
        (at(16, 4), 2, at(10, 7)),  # over a weekend
        (at(20, 5), 1, at(10, 7)),
        (at(16, 1), 2, at(10, 3)),  # over a holiday
    ],
)
def test_a_wait_ends_when_its_working_hours_are_over(start: datetime, hours: int, end: datetime) -> None:
    assert OFFICE.after(start, timedelta(hours=hours)) == end
    assert OFFICE.between(start, end) == timedelta(hours=hours)


def test_who_never_works_again_waits_no_longer_than_three_years() -> None:
    off = frozenset(date(2026, 12, 1) + timedelta(days=n) for n in range(1_200))
    assert WorkingTime(BERLIN, off=off).after(at(10), timedelta(hours=1)) == at(10) + LONGEST_WAIT


@pytest.mark.parametrize(
    "week",
    [
        (),
        ((),) * 7,
        ((Hours(540, 540),),) + ((),) * 6,
        ((Hours(540, 480),),) + ((),) * 6,
        ((Hours(540, 720), Hours(700, 800)),) + ((),) * 6,
        ((Hours(-1, 720),),) + ((),) * 6,
        ((Hours(540, 1441),),) + ((),) * 6,
    ],
)
def test_a_week_without_sense_is_refused(week: Week) -> None:
    with pytest.raises(ValueError, match="orking hours"):
        WorkingTime(BERLIN, week)


def spans() -> st.SearchStrategy[tuple[Hours, ...]]:
    minutes = st.lists(st.integers(0, 1440), max_size=4, unique=True).map(sorted)
    return minutes.map(lambda found: tuple(map(Hours, found[::2], found[1::2])))


WEEKS = st.tuples(*(spans() for _ in range(7))).filter(any)
STARTS = st.builds(lambda day, n: day + n * MINUTE, st.sampled_from(CHANGES), st.integers(0, 2_000))


@settings(max_examples=60)
@given(st.sampled_from(ZONES), WEEKS, STARTS, st.integers(0, 4_000), st.sets(st.integers(0, 3), max_size=2))
def test_working_time_is_what_a_count_minute_by_minute_finds(
    zone: str, week: Week, start: datetime, minutes: int, holidays: set[int]
) -> None:
    off = frozenset(start.date() + timedelta(days=n) for n in holidays)
    time = WorkingTime(ZoneInfo(zone), week, off)
    counted = [n for n in range(minutes) if is_working(start + n * MINUTE, time)]
    assert time.between(start, start + minutes * MINUTE) == len(counted) * MINUTE
    if counted:
        assert time.after(start, len(counted) * MINUTE) == start + (counted[-1] + 1) * MINUTE


def is_working(at: datetime, time: WorkingTime) -> bool:
    shown = at.astimezone(time.zone)
    minute = 60 * shown.hour + shown.minute
    return shown.date() not in time.off and any(b <= minute < e for b, e in time.week[shown.weekday()])
