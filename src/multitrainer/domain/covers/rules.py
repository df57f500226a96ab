"""Settings of cover: weights, limits, times to answer, quiet hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.errors import SenselessCoverRules
from multitrainer.domain.quiet_hours import QuietHours
from multitrainer.domain.sentences import Sentence

MINUTES_OF_A_DAY = 24 * 60
MOST_MINUTES = 366 * MINUTES_OF_A_DAY
MOST_HOURS = 7 * 24
MOST_POINTS = 1_000


class Criterion(StrEnum):
    """What makes one rather than another within a tier. Each gives a share, 0 to 1, of its weight."""

    KNOWS_BATCH = "knows-batch"
    """Has taught or covered the batch."""
    SKILLS = "skills"
    """The share that they have of the skills which the course needs."""
    NEXT_TO_OWN = "next-to-own"
    """Has a lesson of their own just before or just after."""
    SHORT_DAY = "short-day"
    """Their day, from its first lesson to the end of its last, is not overlong with it."""
    FAIR = "fair"
    """Has covered less than others: all of it at minus `fair_hours` or less in the ledger, none at plus as many."""
    RATHER_NOT = "rather-not"
    """Would rather not teach then. Its weight is negative."""


C = Criterion
CRITERIA = tuple(Criterion)
WEIGHTS = (30.0, 25.0, 15.0, 10.0, 20.0, -25.0)
"""Points, in the order of the criteria."""


def weighing(stated: Mapping[Criterion, float], others: tuple[float, ...] = WEIGHTS) -> tuple[float, ...]:
    """Weights in the order of the criteria, of which some are stated, and the others are these."""
    return tuple(stated.get(criterion, weight) for criterion, weight in zip(CRITERIA, others, strict=True))


class Answering(NamedTuple):
    """With so many minutes left before a session, or more: so many minutes to answer, so many asked at a time."""

    left: int
    minutes: int
    wave: int = 1


ANSWERING = (Answering(72 * 60, 24 * 60), Answering(12 * 60, 4 * 60), Answering(2 * 60, 15), Answering(0, 15, 3))


class Quiet(NamedTuple):
    """Hours in which nobody is asked: minutes since midnight by the institute's clocks; may pass midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CoverRules:
    """What an institute, or a course, sets about cover. Raises SenselessCoverRules.

    Sessions of one day with at most `neighbour_minutes` between them are offered together. A lesson within
    `adjacent_minutes` is just before or after; a day of more than `long_day_hours` is overlong. Quiet hours hold
    until `near_minutes` before the session. An admin is told `admin_minutes` after the lead. `together_minutes` is
    how far apart two sessions may begin for their students to be put together.
    """

    zone: ZoneInfo
    weights: tuple[float, ...] = WEIGHTS
    answering: tuple[Answering, ...] = ANSWERING
    quiet: Quiet | None = field(default=Quiet(21 * 60, 7 * 60))
    near_minutes: int = 12 * 60
    neighbour_minutes: int = 45
    adjacent_minutes: int = 30
    long_day_hours: float = 9.0
    daily_hours: float = 8.0
    weekly_hours: float = 30.0
    fair_hours: float = 20.0
    admin_minutes: int = 120
    together_minutes: int = 15

    def __post_init__(self) -> None:
        for field_name, refusal in (*_senseless(self), *_senseless_numbers(self)):
            raise SenselessCoverRules(refusal, field=field_name)

    def answering_at(self, session_starts: datetime, now: datetime) -> Answering:
        """How long somebody has who is asked now, and how many are asked at a time, before the session begins."""
        left = (session_starts - now) / timedelta(minutes=1)
        return next(row for row in self.answering if left >= row.left)

    def is_near(self, session_starts: datetime, now: datetime) -> bool:
        """Whether a session is so near that quiet hours do not hold for it."""
        return session_starts - now <= timedelta(minutes=self.near_minutes)

    @property
    def quiet_hours(self) -> QuietHours | None:
        """The same by the institute's clocks."""
        if self.quiet is None:
            return None
        return QuietHours(timedelta(minutes=self.quiet.start), timedelta(minutes=self.quiet.end), self.zone)

    def quiet_until(self, now: datetime) -> datetime | None:
        """When the quiet hours end in which now lies, which is later; None outside of them."""
        quiet = self.quiet_hours
        return quiet.until(now) if quiet and quiet.hold_at(now) else None


def _senseless(rules: CoverRules) -> list[tuple[str, Sentence]]:
    left = [row.left for row in rules.answering]
    quiet = rules.quiet or Quiet(0, 1)
    checks = (
        (
            "weights",
            len(rules.weights) == len(CRITERIA),
            Sentence("There is a weight for each of {criteria}.", criteria=[*CRITERIA]),
        ),
        (
            "answering",
            bool(left) and left == sorted({*left}, reverse=True) and left[-1] == 0,
            Sentence("The times left fall from row to row, and the last is 0."),
        ),
        (
            "answering",
            all(0 < row.minutes <= MOST_MINUTES for row in rules.answering),
            Sentence("There is some time to answer in each row, a year at most."),
        ),
        (
            "answering",
            all(row.wave > 0 for row in rules.answering),
            Sentence("At least one is asked at a time, in each row."),
        ),
        (
            "quiet",
            quiet.start != quiet.end and all(0 <= minute < MINUTES_OF_A_DAY for minute in quiet),
            Sentence("Quiet hours begin and end at two times between 00:00 and 23:59."),
        ),
        (
            "fairHours",
            rules.fair_hours > 0 and isfinite(rules.fair_hours),
            Sentence("Hours by which cover is fair are more than 0, not {hours}.", hours=rules.fair_hours),
        ),
    )
    return [(name, refusal) for name, right, refusal in checks if not right]


def _senseless_numbers(rules: CoverRules) -> Iterator[tuple[str, Sentence]]:
    """Such that no moment can be reckoned with, or nobody ever comes into question."""
    for name, minutes in (
        ("nearMinutes", rules.near_minutes),
        ("neighbourMinutes", rules.neighbour_minutes),
        ("adjacentMinutes", rules.adjacent_minutes),
        ("adminMinutes", rules.admin_minutes),
        ("togetherMinutes", rules.together_minutes),
    ):
        if not 0 <= minutes <= MOST_MINUTES:
            yield name, Sentence("Minutes are 0 to {most}, not {minutes}.", most=MOST_MINUTES, minutes=minutes)
    for name, hours in (
        ("longDayHours", rules.long_day_hours),
        ("dailyHours", rules.daily_hours),
        ("weeklyHours", rules.weekly_hours),
    ):
        if not 0 < hours <= MOST_HOURS:
            yield (
                name,
                Sentence("Hours are more than 0, and {most} at most, not {hours}.", most=MOST_HOURS, hours=hours),
            )
    if not all(abs(weight) <= MOST_POINTS for weight in rules.weights):
        yield "weights", Sentence("Weights are numbers from {least} to {most}.", least=-MOST_POINTS, most=MOST_POINTS)
