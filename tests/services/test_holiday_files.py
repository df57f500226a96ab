"""Holidays in an .ics file: which days they are, those that repeat too, and what is refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.errors import SenselessTimetable, UnreadableFile
from multitrainer.services.timetables.icalendars import holidays_in

TODAY = date(2026, 3, 2)
MONDAY = "DTSTART;VALUE=DATE:20260302"
YEARLY = "DTSTART;VALUE=DATE:{}\nRRULE:FREQ=YEARLY{}"


def calendar(*events: str) -> bytes:
    return "\n".join(["BEGIN:VCALENDAR", *map(event, events), "END:VCALENDAR"]).encode()


def event(text: str, n: int = 0) -> str:
    return f"BEGIN:VEVENT\nUID:{n}\n{text}\nEND:VEVENT"


def firsts(*events: str) -> list[str]:
    return [one.first.isoformat() for one in holidays_in(calendar(*events), TODAY)]


def test_what_repeats_each_year_is_there_for_the_last_year_and_the_next_five_by_its_name_and_length() -> None:
    (first, *_, last) = found = holidays_in(
        calendar(YEARLY.format("19901224", "") + "\nDTEND;VALUE=DATE:19901227\nSUMMARY:Christmas"), TODAY
    )
    assert (first.name, first.first, first.last) == ("Christmas", date(2025, 12, 24), date(2025, 12, 26))
    assert (last.first, len(found)) == (date(2030, 12, 24), 6)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (YEARLY.format("20240101", ";COUNT=4"), ["2026-01-01", "2027-01-01"]),
        (YEARLY.format("20240101", ";UNTIL=20270101"), ["2026-01-01", "2027-01-01"]),
        (YEARLY.format("20240101", ";UNTIL=20270101T000000Z"), ["2026-01-01", "2027-01-01"]),
        (YEARLY.format("20240229", ";UNTIL=20280301"), ["2028-02-29"]),
        (YEARLY.format("20240101", ";INTERVAL=2;UNTIL=20290101"), ["2026-01-01", "2028-01-01"]),
        (YEARLY.format("20261126", ";BYMONTH=11;BYDAY=4TH;COUNT=2"), ["2026-11-26", "2027-11-25"]),
        (f"{MONDAY}\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", ["2026-03-02", "2026-03-04", "2026-03-09"]),
        (f"{MONDAY}\nRRULE:FREQ=DAILY;COUNT=2", ["2026-03-02", "2026-03-03"]),
        (f"{MONDAY}\nRDATE;VALUE=DATE:20260501,20260601", ["2026-03-02", "2026-05-01", "2026-06-01"]),
        (YEARLY.format("20260101", ";COUNT=3") + "\nEXDATE;VALUE=DATE:20270101", ["2026-01-01", "2028-01-01"]),
        (
            YEARLY.format("20260101", ";COUNT=4") + "\nEXDATE;VALUE=DATE:20270101\nEXDATE:20280101T000000Z",
            ["2026-01-01", "2029-01-01"],
        ),
        ("DTSTART;VALUE=DATE:20200101", ["2020-01-01"]),
    ],
)  # fmt: skip
def test_a_rule_means_the_days_that_calendar_programs_show(rule: str, days: list[str]) -> None:
    assert firsts(rule) == days


def test_a_day_that_was_moved_or_cancelled_is_where_it_was_moved_to_or_nowhere() -> None:
    moved = "RECURRENCE-ID;VALUE=DATE:20270101\nDTSTART;VALUE=DATE:20270104"
    cancelled = "RECURRENCE-ID;VALUE=DATE:20280101\nDTSTART;VALUE=DATE:20280101\nSTATUS:CANCELLED"
    found = firsts(YEARLY.format("20260101", ";COUNT=3"), moved, cancelled)
    assert found == ["2026-01-01", "2027-01-04"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY", "FREQ=SECONDLY;COUNT=1", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYMONTH=2",
        "FREQ=YEARLY;INTERVAL=0", "FREQ=YEARLY;BYHOUR=3", "FREQ=NEVER", "COUNT=2", "FREQ=DAILY;COUNT=-1", "",
        "FREQ=YEARLY;UNTIL=soon",
    ],
)  # fmt: skip
def test_a_rule_that_is_not_followed_refuses_the_file(rule: str) -> None:
    with pytest.raises(UnreadableFile):
        firsts("DTSTART;VALUE=DATE:20260101", f"DTSTART;VALUE=DATE:20260101\nRRULE:{rule}")


def test_there_is_an_end_of_what_repeats() -> None:
    with pytest.raises(SenselessTimetable, match="500 holidays at most"):
        firsts(*["DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY"] * 3)
    with pytest.raises(SenselessTimetable, match="200 holidays that repeat"):
        firsts(*[YEARLY.format("20260101", "")] * 201)


def test_what_has_a_time_of_day_is_no_holiday_however_often() -> None:
    with pytest.raises(UnreadableFile, match="no event of whole days"):
        firsts("DTSTART:20260101T100000Z\nRRULE:FREQ=YEARLY")


@given(st.text(max_size=60), st.sampled_from(["RRULE:", "EXDATE:", "RDATE:", "RECURRENCE-ID:", "DURATION:"]))
def test_whatever_stands_there_is_read_or_refused(text: str, name: str) -> None:
    with suppress(UnreadableFile, SenselessTimetable):
        firsts(f"DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;COUNT=2\n{name}{text}")
