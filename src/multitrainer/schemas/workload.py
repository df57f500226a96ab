"""Workloads on the wire: hours a week, students, and per cent of a trainer's weekly hours."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from multitrainer.schemas.base import Id, Page, View
from multitrainer.schemas.roster import KnownRole, KnownStatus


class SortBy(StrEnum):
    """What a list of workloads goes by, the least first; with a minus before it, the most."""

    PERCENT = "percent"
    HOURS = "hours"
    STUDENTS = "students"
    BATCHES = "batches"
    NAME = "name"
    LEAST_PERCENT_LAST = "-percent"
    LEAST_HOURS_LAST = "-hours"
    LEAST_STUDENTS_LAST = "-students"
    LEAST_BATCHES_LAST = "-batches"
    NAME_BACKWARDS = "-name"


class SortHoursBy(StrEnum):
    """What a list of hours in a part goes by, the least first; with a minus before it, the most."""

    NAME = "name"
    PLANNED = "planned"
    COVERED = "covered"
    LEDGER = "ledger"
    CAPACITY = "capacity"
    PERCENT = "percent"
    NAME_BACKWARDS = "-name"
    LEAST_PLANNED_LAST = "-planned"
    LEAST_COVERED_LAST = "-covered"
    LEAST_LEDGER_LAST = "-ledger"
    LEAST_CAPACITY_LAST = "-capacity"
    LEAST_PERCENT_LAST = "-percent"


class WorkloadOnCourse(View):
    """What a trainer carries on a course, counted from its batches; `stored` is what the roster says.

    `drift` is what the roster says too much, in per cent; `multitrainer doctor` mends it.
    """

    course: Id
    course_name: str | None = None
    trainer: Id
    name: str | None = None
    role: KnownRole
    status: KnownStatus
    batches: int
    hours: float
    students: int
    percent: float
    stored: float
    drift: float


class Workload(View):
    """What a trainer carries on all courses. `drift` sums up how far the rosters are off, in per cent."""

    trainer: Id
    name: str | None = None
    courses: int = Field(description="On how many rosters they stand.")
    batches: int
    hours: float
    students: int
    weekly_hours: float
    percent: float
    drift: float
    cover_hours: float = Field(
        default=0.0,
        description="What the ledger of cover adds up to in the running term, else in the last 180 days: more than 0 "
        "for whoever covered others, less for whoever was covered. No part of `hours`.",
    )


class WorkloadOfTrainer(Workload):
    """The same, course by course."""

    on_courses: list[WorkloadOnCourse]


class HoursOfTrainer(View):
    """What a trainer has in a week, a month or a term."""

    trainer: Id
    name: str | None = None
    planned: float = Field(description="Hours of the sessions that are theirs, whoever holds them.")
    covered: float = Field(description="Hours of others' sessions that they hold, or are to hold.")
    ledger: float = Field(description="What the ledger of cover adds up to: covers that are done, and corrections.")
    capacity: float = Field(description="Their weekly hours, a seventh for each day.")
    percent: float = Field(description="`planned` of `capacity`.")


class HoursInPart(Page[HoursOfTrainer]):
    """One page of trainers' hours in a part; no `part` where the institute has no terms.

    `first` and `last` are its days; `before` and `after` the first days of the parts next to it.
    """

    part: str | None = Field(default=None, examples=["2026-W53"])
    first: date | None = None
    last: date | None = None
    before: date | None = None
    after: date | None = None
