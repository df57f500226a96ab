"""/api/workload, hours over time, and the workload of a course and of a trainer."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import OF_PAGE, describe, view
from multitrainer.api.dependencies import Cursor, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import CourseNotFound, MalformedData, TrainerNotFound
from multitrainer.domain.ledger_parts import Around, By
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.sessions import LocalDay
from multitrainer.schemas.workload import (
    HoursInPart,
    SortBy,
    SortHoursBy,
    Workload,
    WorkloadOfTrainer,
    WorkloadOnCourse,
)
from multitrainer.services.overviews.workloads import Wanted

router = APIRouter(tags=["workload"], route_class=Strict)

Percent = Annotated[float | None, Query(ge=0, le=1_000_000, allow_inf_nan=False, description="Per cent.")]
OnCourse = Annotated[Id | None, Query(description="Only trainers on this course's roster; of all their courses.")]
Drift = Annotated[bool | None, Query(description="Only those of whom a roster says something else, or only the rest.")]
Sort = Annotated[SortBy, Query(description="What they go by; with a minus before it, the most first.")]


@router.get("/api/workload", **describe(200, Page[Workload], MalformedData, headers=OF_PAGE))
async def list_workloads(
    request: Request,
    course: OnCourse = None,
    at_least: Annotated[Percent, Query(alias="atLeast")] = None,
    at_most: Annotated[Percent, Query(alias="atMost")] = None,
    drift: Drift = None,
    sort: Sort = SortBy.LEAST_PERCENT_LAST,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List what trainers carry on all courses: hours a week, students, per cent of their weekly hours."""
    services, caller = asked(request)
    page = await services.workloads.page(caller, Wanted(course, at_least, at_most, drift), sort, cursor, limit)
    return view(page._asdict())


@router.get("/api/workload/hours", **describe(200, HoursInPart, headers=OF_PAGE))
async def list_hours(
    request: Request,
    by: Annotated[By, Query(description="How long the part is.")] = By.MONTH,
    day: Annotated[LocalDay | None, Query(description="A day in it; today if none is named.")] = None,
    sort: Annotated[SortHoursBy, Query(description="What they go by; with a minus before it, the most first.")] = (
        SortHoursBy.LEAST_PERCENT_LAST
    ),
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List trainers' hours in a week, month or term: planned, covered, in the ledger, beside their capacity.

    A lead sees whoever is on their courses, as far as it is about these; a trainer themself.
    """
    services, caller = asked(request)
    found = await services.work_hours.page(caller, by, day, sort, cursor, limit)
    return view({**spelled(found.there), "items": found.items, "next": found.next})


def spelled(there: Around | None) -> dict[str, Any]:
    """A part, and the first days of those next to it."""
    if there is None:
        return {}
    part, before, after = there
    return {
        "part": part.name,
        "first": part.first.isoformat(),
        "last": part.last.isoformat(),
        "before": before and before.first.isoformat(),
        "after": after and after.first.isoformat(),
    }


@router.get("/api/courses/{course_id}/workload", **describe(200, list[WorkloadOnCourse], CourseNotFound, MalformedData))
async def read_course_workload(request: Request, course_id: Id) -> Response:
    """Read what everybody on a course carries there, as counted and as the roster says."""
    services, caller = asked(request)
    return view(await services.workloads.of_course(caller, course_id))


@router.get("/api/trainers/{trainer_id}/workload", **describe(200, WorkloadOfTrainer, TrainerNotFound, MalformedData))
async def read_trainer_workload(request: Request, trainer_id: Id) -> Response:
    """Read what a trainer carries, altogether and course by course."""
    services, caller = asked(request)
    return view(await services.workloads.of_trainer(caller, trainer_id))
