"""What lists are narrowed down by."""

from datetime import date

import pytest

from multitrainer.domain.listing import CourseState, Load, Period, load_of, state_on, status_over
from multitrainer.domain.roster import Status
from multitrainer.domain.searching import finds

SPRING = Period(date(2026, 3, 2), date(2026, 6, 26))
TODAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("periods", "state"),
    [
        ([], CourseState.PLANNED),
        ([Period()], CourseState.PLANNED),
        ([Period(date(2026, 4, 2))], CourseState.PLANNED),
        ([Period(TODAY)], CourseState.RUNNING),
        ([SPRING, Period()], CourseState.RUNNING),
        ([Period(date(2026, 1, 5), TODAY)], CourseState.RUNNING),
        ([Period(date(2026, 1, 5), date(2026, 3, 31))], CourseState.OVER),
        ([Period(date(2026, 1, 5), date(2026, 3, 31)), Period(date(2026, 9, 1))], CourseState.RUNNING),
    ],
)
def test_a_course_runs_from_when_its_first_batch_begins_until_its_last_one_is_over(
    periods: list[Period], state: CourseState
) -> None:
    assert state_on(TODAY, periods) is state


def test_whoever_is_away_on_one_course_is_away_and_whoever_is_inactive_on_all_is_inactive() -> None:
    assert status_over([Status.ACTIVE, Status.ON_LEAVE]) is Status.ON_LEAVE
    assert status_over([Status.ACTIVE, Status.INACTIVE]) is Status.ACTIVE
    assert status_over([Status.INACTIVE, Status.INACTIVE]) is Status.INACTIVE
    assert status_over([]) is Status.ACTIVE


def test_what_shows_as_all_hours_is_neither_room_nor_too_much() -> None:
    amounts = [load_of(percent) for percent in (0, 0.1, 99.4, 99.5, 100.4, 100.5)]
    assert amounts == [Load.NOTHING, Load.FREE, Load.FREE, Load.FULL, Load.FULL, Load.TOO_MUCH]


def test_each_word_is_found_anywhere_whatever_its_capitals_and_accents() -> None:
    assert finds("jose GERM", "German A1", "José")
    assert finds("", "anything")
    assert not finds("german b", "German A1", None)
