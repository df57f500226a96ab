"""Quiet hours in every night: a clock that is read minute by minute says the same."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.quiet_hours import QuietHours

MINUTE = timedelta(minutes=1)
CHANGES = {
    "Europe/Berlin": ("2026-03-29 01:00", "2026-10-25 01:00"),
    "America/St_Johns": ("2026-03-08 05:30", "2026-11-01 04:30"),
    "Australia/Lord_Howe": ("2026-04-04 15:00", "2026-10-03 15:30"),
    "America/Santiago": ("2026-04-05 03:00", "2026-09-06 04:00"),
    "Asia/Kathmandu": ("2026-03-29 01:00",),
    "Pacific/Apia": ("2011-12-30 10:00",),
}
"""Moments at which clocks change, of hours, half hours and a whole day; and a zone in which they never do."""

NIGHTS = st.sampled_from([(zone, at) for zone, moments in CHANGES.items() for at in moments])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def quiet(start: int, end: int, zone: str = "Europe/Berlin") -> QuietHours:
    """Of minutes since midnight."""
    return QuietHours(timedelta(minutes=start), timedelta(minutes=end), ZoneInfo(zone))


@settings(max_examples=150)
@given(night=NIGHTS, start=st.integers(0, 1439), end=st.integers(0, 1439), after=st.integers(-1500, 1500))
def test_quiet_hours_end_and_begin_when_a_clock_that_is_watched_says_so(
    night: tuple[str, str], start: int, end: int, after: int
) -> None:
    hours, now = quiet(start, end, night[0]), at(night[1]) + after * MINUTE
    ends = begins = now
    while hours.hold_at(ends):
        ends += MINUTE
    while hours.hold_at(begins - MINUTE):
        begins -= MINUTE
    assert hours.until(now) == ends
    assert hours.since(now) == begins
    assert hours.until(now) > now or not hours.hold_at(now)


def test_seconds_within_quiet_hours_are_waited_out_too() -> None:
    night = quiet(22 * 60, 7 * 60)
    now = at("2026-12-01 03:00") + timedelta(seconds=59, microseconds=1)
    assert (night.since(now), night.until(now)) == (at("2026-11-30 21:00"), at("2026-12-01 06:00"))
    assert not night.hold_at(at("2026-12-01 06:00"))
    assert night.hold_at(at("2026-12-01 06:00") - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("now", "until"),
    [("2026-10-25 00:03", "2026-10-25 00:30"), ("2026-10-25 01:03", "2026-10-25 01:30")],
    ids=["the first time", "the second time"],
)
def test_an_hour_that_comes_twice_is_quiet_twice(now: str, until: str) -> None:
    assert quiet(22 * 60, 2 * 60 + 30).until(at(now)) == at(until)


def test_an_hour_that_is_left_out_is_never_quiet() -> None:
    assert quiet(22 * 60, 2 * 60 + 30).until(at("2026-03-29 00:30")) == at("2026-03-29 01:00")


def test_hours_that_begin_as_they_end_are_never_quiet() -> None:
    assert not any(quiet(480, 480).hold_at(at("2026-11-30 00:00") + n * 15 * MINUTE) for n in range(96))
