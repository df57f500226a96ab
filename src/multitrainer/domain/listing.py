"""What lists of courses, trainers and batches can be narrowed down to, and how each is judged."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.roster import Status


class CourseState(StrEnum):
    """Whether a course is taught, by the periods of its batches' timetables."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"


class Period(NamedTuple):
    """The first and the last day of a batch's timetable; without a last one it goes on."""

    first: date | None = None
    last: date | None = None


class Load(StrEnum):
    """How much of their hours a trainer teaches."""

    NOTHING = "nothing"
    FREE = "free"
    FULL = "full"
    TOO_MUCH = "too-much"


def state_on(day: date, periods: Iterable[Period]) -> CourseState:
    """Whether a course is taught on a day: over once all of its batches are, planned until the first one begins."""
    known = [(period.first, period.last) for period in periods if period.first]
    if not any(first <= day for first, _ in known):
        return CourseState.PLANNED
    return CourseState.OVER if all(last and last < day for _, last in known) else CourseState.RUNNING


def status_over(statuses: Collection[Status]) -> Status:
    """What a trainer is altogether, by what they are on each course: away anywhere is away."""
    if Status.ON_LEAVE in statuses:
        return Status.ON_LEAVE
    return Status.INACTIVE if statuses and {*statuses} == {Status.INACTIVE} else Status.ACTIVE


def load_of(percent: float) -> Load:
    """What a workload in per cent amounts to. What shows as 100 % is not too much."""
    if percent <= 0:
        return Load.NOTHING
    if percent >= 100.5:
        return Load.TOO_MUCH
    return Load.FULL if percent >= 99.5 else Load.FREE
