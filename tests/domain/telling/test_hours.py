"""When an e-mail may go out."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from multitrainer.domain.telling.hours import Quiet, after_quiet, next_at

BERLIN, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
NIGHT, NOON = Quiet(time(22), time(7)), Quiet(time(12), time(13))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "then"),
    [
        pytest.param(NIGHT, "2026-11-30 21:59", "2026-11-30 21:59", id="before they begin"),
        pytest.param(NIGHT, "2026-11-30 22:00", "2026-12-01 07:00", id="as they begin"),
        pytest.param(NIGHT, "2026-12-01 00:30", "2026-12-01 07:00", id="past midnight"),
        pytest.param(NIGHT, "2026-12-01 07:00", "2026-12-01 07:00", id="as they end"),
        pytest.param(NIGHT, "2026-12-31 23:00", "2027-01-01 07:00", id="over new year"),
        pytest.param(NOON, "2026-11-30 12:30", "2026-11-30 13:00", id="within one day"),
        pytest.param(NOON, "2026-11-30 22:30", "2026-11-30 22:30", id="outside of them"),
        pytest.param(Quiet(time(8), time(8)), "2026-11-30 08:00", "2026-11-30 08:00", id="that begin as they end"),
        pytest.param(None, "2026-11-30 03:00", "2026-11-30 03:00", id="of nobody"),
    ],
)
def test_quiet_hours_are_waited_out(quiet: Quiet | None, now: str, then: str) -> None:
    assert after_quiet(at(now), quiet, UTC_ZONE) == at(then)


def test_quiet_hours_are_those_of_the_institutes_clocks() -> None:
    assert after_quiet(at("2026-07-01 20:30"), NIGHT, BERLIN) == at("2026-07-02 05:00")
    assert after_quiet(at("2026-12-01 20:30"), NIGHT, BERLIN) == at("2026-12-01 20:30")


def test_a_night_in_which_clocks_change_ends_at_the_same_time_of_day() -> None:
    assert after_quiet(at("2026-03-28 23:00"), NIGHT, BERLIN) == at("2026-03-29 05:00")
    assert after_quiet(at("2026-10-24 22:00"), NIGHT, BERLIN) == at("2026-10-25 06:00")


def test_what_is_told_in_a_quiet_hour_that_comes_twice_waits_for_its_end_and_not_for_the_next_day() -> None:
    short = Quiet(time(22), time(2, 30))
    assert after_quiet(at("2026-10-25 00:15"), short, BERLIN) == at("2026-10-25 00:30")
    assert after_quiet(at("2026-10-25 01:15"), short, BERLIN) == at("2026-10-25 01:30")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        pytest.param("2026-11-30 06:29", "2026-11-30 06:30", id="still today"),
        pytest.param("2026-11-30 06:30", "2026-12-01 06:30", id="tomorrow, once it is that time"),
        pytest.param("2026-11-30 23:30", "2026-12-01 06:30", id="tomorrow, where it is that already"),
    ],
)
def test_a_digest_comes_at_the_next_time_that_clocks_show_it(now: str, then: str) -> None:
    assert next_at(at(now), time(7, 30), BERLIN) == at(then)


def test_a_time_that_a_night_leaves_out_comes_an_hour_later_and_one_that_comes_twice_once() -> None:
    assert next_at(at("2026-03-28 12:00"), time(2, 30), BERLIN) == at("2026-03-29 01:30")
    first = next_at(at("2026-10-24 12:00"), time(2, 30), BERLIN)
    assert first == at("2026-10-25 00:30")
    assert next_at(first, time(2, 30), BERLIN) == at("2026-10-26 01:30")
