"""The week."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from multitrainer.domain.sentences import Sentence

MINUTES_OF_A_DAY = 24 * 60
TIME = re.compile(r"(\d\d):(\d\d)")


class Day(StrEnum):
    """A day of the week; the first is Monday."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


DAY_NAMES = {
    Day.MONDAY: Sentence("Monday"),
    Day.TUESDAY: Sentence("Tuesday"),
    Day.WEDNESDAY: Sentence("Wednesday"),
    Day.THURSDAY: Sentence("Thursday"),
    Day.FRIDAY: Sentence("Friday"),
    Day.SATURDAY: Sentence("Saturday"),
    Day.SUNDAY: Sentence("Sunday"),
}
"""How they are called in sentences."""


class Meeting(NamedTuple):
    """What is every week; `start` and `end` are times of the day, like 18:00. 24:00 is the end of the day."""

    day: Day
    start: str
    end: str


def minute_of(time: str) -> int:
    """Minutes since midnight of a time of the day, 00:00 to 24:00. Raises ValueError for what is none."""
    found = TIME.fullmatch(time)
    if found is None or int(found[2]) > 59 or (minutes := 60 * int(found[1]) + int(found[2])) > MINUTES_OF_A_DAY:
        raise ValueError(f"{time} is no time of the day.")
    return minutes


def time_of(minutes: int) -> str:
    """The time of the day so many minutes after midnight, like 18:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def weekly_hours(sessions: Iterable[Any]) -> float:
    """Hours a week of sessions as they are stored. What is dated is not of every week, and counts nothing."""
    return sum(map(_minutes, sessions)) / 60


def _minutes(session: Any) -> int:
    if not isinstance(session, Mapping) or "day" not in session:
        return 0
    start, end = (TIME.fullmatch(str(session.get(name))) for name in ("start", "end"))
    if start is None or end is None:
        return 0
    return max(0, 60 * (int(end[1]) - int(start[1])) + int(end[2]) - int(start[2]))
