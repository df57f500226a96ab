"""When a batch meets: across New Year, clock changes, holidays and exceptions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.errors import SenselessTimetable
from multitrainer.domain.local_time import comes, moment, shown, span
from multitrainer.domain.timetable import (
    LONGEST_PERIOD,
    MOST_EXCEPTIONS,
    Holiday,
    Planned,
    Single,
    Timetable,
    days,
    must_be_a_holiday,
    overlapping,
    planned,
    why_nothing_is_planned,
)
from multitrainer.domain.week import Day, Meeting

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YEAR = Holiday("New Year", date(2026, 12, 24), date(2027, 1, 6))
TUESDAY_EVENING = Meeting(Day.TUESDAY, "18:00", "19:30")


def local(text: str) -> datetime:
    """A time on the institute's clock."""
    return datetime.fromisoformat(text)


def between(timetable: Timetable, since: str, until: str, *holidays: Holiday) -> list[Planned]:
    """What is planned in Berlin."""
    return [*planned(timetable, date.fromisoformat(since), date.fromisoformat(until), holidays, BERLIN)]


def test_a_batch_meets_weekly_across_new_year_but_not_on_holidays() -> None:
    timetable = Timetable((TUESDAY_EVENING,), first=date(2026, 12, 1), last=date(2027, 1, 31))
    met = between(timetable, "2026-12-01", "2027-12-31", NEW_YEAR)
    assert [str(one.day) for one in met] == [
        "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22", "2027-01-12", "2027-01-19", "2027-01-26",
    ]  # fmt: skip


def test_first_and_last_day_are_both_of_the_period() -> None:
    timetable = Timetable((TUESDAY_EVENING,), first=date(2026, 3, 3), last=date(2026, 3, 10))
    assert [one.day.day for one in between(timetable, "2026-01-01", "2026-12-31")] == [3, 10]


def test_an_exception_takes_one_day_out() -> None:
    timetable = Timetable((TUESDAY_EVENING,), first=date(2026, 3, 3), exceptions=frozenset({date(2026, 3, 10)}))
    assert [one.day.day for one in between(timetable, "2026-03-01", "2026-03-20")] == [3, 17]


def test_a_single_meeting_takes_place_on_a_holiday_and_beyond_the_period() -> None:
    single = Single(local("2026-12-29T10:00"), local("2026-12-29T12:00"))
    timetable = Timetable((), (single,), first=date(2026, 1, 1), last=date(2026, 2, 1))
    assert [one.start.hour for one in between(timetable, "2026-01-01", "2026-12-31", NEW_YEAR)] == [9]


def test_without_a_first_day_nothing_is_planned() -> None:
    assert between(Timetable((TUESDAY_EVENING,)), "2026-01-01", "2026-12-31") == []


def test_the_meetings_of_a_day_are_numbered_in_their_order() -> None:
    morning = Meeting(Day.TUESDAY, "09:00", "10:30")
    timetable = Timetable((TUESDAY_EVENING, morning), first=date(2026, 3, 3))
    met = between(timetable, "2026-03-03", "2026-03-03")
    assert [(one.number, one.start.hour) for one in met] == [(0, 8), (1, 17)]


def test_a_class_begins_at_the_same_time_on_the_clock_when_clocks_change() -> None:
    timetable = Timetable((TUESDAY_EVENING,), first=date(2026, 3, 24), last=date(2026, 3, 31))
    before, after = between(timetable, "2026-03-01", "2026-04-30")
    assert (before.start.hour, after.start.hour) == (17, 16)
    assert {shown(one.start, BERLIN).time().isoformat() for one in (before, after)} == {"18:00:00"}


def test_a_class_in_the_hour_that_is_left_out_is_an_hour_later_and_as_long() -> None:
    night = Timetable((Meeting(Day.SUNDAY, "02:15", "02:45"),), first=date(2026, 3, 29), last=date(2026, 3, 29))
    (one,) = between(night, "2026-03-29", "2026-03-29")
    assert shown(one.start, BERLIN) == local("2026-03-29T03:15")
    assert one.end - one.start == timedelta(minutes=30)


def test_a_class_that_ends_in_the_hour_that_is_left_out_still_ends_after_it_begins() -> None:
    start, end = span(local("2026-03-29T02:30"), local("2026-03-29T03:15"), BERLIN)
    assert end - start == timedelta(minutes=45)


def test_a_time_that_comes_twice_is_the_first() -> None:
    assert moment(local("2026-10-25T02:30"), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_that_clocks_leave_out_never_comes() -> None:
    assert not comes(local("2026-03-29T02:30"), BERLIN)
    assert comes(local("2026-03-29T03:00"), BERLIN)


def test_a_class_until_midnight_ends_on_the_next_day() -> None:
    late = Timetable((Meeting(Day.THURSDAY, "22:30", "24:00"),), first=date(2026, 12, 31), last=date(2026, 12, 31))
    (one,) = between(late, "2026-12-31", "2026-12-31")
    assert shown(one.end, BERLIN) == local("2027-01-01T00:00")


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("needs its first day", {"last": date(2026, 1, 1)}),
        ("needs its first day", {"exceptions": frozenset({date(2026, 1, 1)})}),
        ("is its first or later", {"first": date(2026, 1, 2), "last": date(2026, 1, 1)}),
        ("within 1098 days", {"first": date(2026, 1, 1), "last": date(2026, 1, 1) + LONGEST_PERIOD + timedelta(1)}),
        (
            "at most 366 exceptions",
            {
                "first": date(2026, 1, 1),
                "exceptions": frozenset(days(date(2026, 1, 1), date(2026, 1, 1) + timedelta(MOST_EXCEPTIONS))),
            },
        ),
    ],
)
def test_a_timetable_whose_days_make_no_sense_is_refused(words: str, stated: dict[str, object]) -> None:
    with pytest.raises(SenselessTimetable, match=words) as refused:
        Timetable(**stated)  # type: ignore[arg-type]  # as it comes
    assert refused.value.facts["field"] in {"from", "until", "exceptions"}


@pytest.mark.parametrize(
    ("begins", "meets", "missing"),
    [(True, True, None), (True, False, "`sessions`"), (False, True, "`from`"), (False, False, "`from`")],
)
def test_where_nothing_is_planned_it_is_said_what_is_missing(begins: bool, meets: bool, missing: str | None) -> None:
    note = why_nothing_is_planned(begins=begins, meets=meets)
    assert (missing in note) if missing and note else note is missing


@pytest.mark.parametrize("last", [date(2026, 12, 24), date(2028, 1, 1)])
def test_a_holiday_ends_after_it_begins_and_within_a_year(last: date) -> None:
    with pytest.raises(SenselessTimetable, match="Easter"):
        must_be_a_holiday(Holiday("Easter", date(2026, 12, 25), last))


@given(
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    st.integers(0, 400),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
    st.integers(0, 23),
)
def test_no_two_planned_meetings_have_one_name_and_each_ends_after_it_begins(
    first: date, length: int, zone: str, hour: int
) -> None:
    meetings = tuple(Meeting(day, f"{hour:02}:10", f"{hour:02}:50") for day in Day)
    until = first + timedelta(days=length)
    met = [*planned(Timetable(meetings, first=first), first, until, (), ZoneInfo(zone))]
    assert len({(one.day, one.number) for one in met}) == len(met) == length + 1
    assert all(one.end - one.start == timedelta(minutes=40) for one in met)


def timetable(*meetings: Meeting | Single, **period: date | frozenset[date] | None) -> Timetable:
    """From 2026-03-02, a Monday, on, unless another period is said."""
    weekly = tuple(one for one in meetings if isinstance(one, Meeting))
    single = tuple(one for one in meetings if isinstance(one, Single))
    return replace(Timetable(weekly, single, date(2026, 3, 2)), **period)  # type: ignore[arg-type]  # of its own types


LATE_TUESDAY, AFTER_IT = Meeting(Day.TUESDAY, "19:00", "20:00"), Meeting(Day.TUESDAY, "19:30", "21:00")
ON_A_TUESDAY = Single(local("2026-03-10T19:00"), local("2026-03-10T19:15"))
OVERNIGHT = Single(local("2026-03-09T22:00"), local("2026-03-10T18:01"))


@pytest.mark.parametrize("theirs", [LATE_TUESDAY, TUESDAY_EVENING, ON_A_TUESDAY, OVERNIGHT])
def test_what_two_timetables_have_at_a_same_time_is_found_either_way(theirs: Meeting | Single) -> None:
    ours, others = timetable(TUESDAY_EVENING, Meeting(Day.MONDAY, "08:00", "09:00")), timetable(AFTER_IT, theirs)
    assert overlapping(ours, others, date(2026, 3, 2)) == (theirs,)
    assert overlapping(others, ours, date(2026, 3, 2)) == (TUESDAY_EVENING,)


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(timetable(AFTER_IT), id="it begins as ours ends"),
        pytest.param(timetable(LATE_TUESDAY._replace(day=Day.FRIDAY)), id="another day"),
        pytest.param(timetable(LATE_TUESDAY, last=date(2026, 3, 9)), id="it is over by the day from which on we look"),
        pytest.param(
            timetable(LATE_TUESDAY, last=date(2026, 3, 16), exceptions=frozenset({date(2026, 3, 10)})),
            id="not on the only day that both have",
        ),
        pytest.param(timetable(LATE_TUESDAY, first=None), id="nothing comes of it"),
    ],
)
def test_what_is_never_at_a_same_time_is_not_found(others: Timetable) -> None:
    assert overlapping(timetable(TUESDAY_EVENING), others, date(2026, 3, 10)) == ()
