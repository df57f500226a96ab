"""/api/courses."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import GONE, MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, gone, view
from multitrainer.api.dependencies import (
    Cursor,
    Force,
    IdempotencyKey,
    IfMatch,
    Limit,
    NewId,
    asked,
)
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    CourseNotFound,
    NotATrainer,
    PeopleWouldBeLost,
    TrainerInactive,
    UnknownTrainer,
)
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.courses import Course, CoursePatch, NewCourse

router = APIRouter(prefix="/api/courses", tags=["courses"], route_class=Strict)


@router.get("", **describe(200, Page[Course], headers=OF_PAGE))
async def list_courses(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List courses in the order they were made."""
    services, caller = asked(request)
    page = await services.courses.page(caller, cursor, limit)
    return view(page._asdict())


@router.post(
    "",
    **describe(201, Course, UnknownTrainer, NotATrainer, *WRITING[1:], *WITH_BODY, *REPEATABLE, headers=MADE),
)
async def create_course(
    request: Request, body: NewCourse, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Create a course, with its roster or, in the old format, its instructor."""
    services, caller = asked(request)
    answer = await services.courses.create(caller, body, new_id)
    return done(answer, 201, f"/api/courses/{answer.view['_id']}")


@router.get("/{course_id}", **describe(200, Course, CourseNotFound))
async def read_course(request: Request, course_id: Id) -> Response:
    """Read a course: its roster by id, and its instructor for whoever knows one only."""
    services, caller = asked(request)
    return view(await services.courses.read(caller, course_id))


@router.patch(
    "/{course_id}",
    **describe(200, Course, CourseNotFound, UnknownTrainer, NotATrainer, TrainerInactive, *WRITING, *WITH_BODY),
)
async def patch_course(request: Request, course_id: Id, body: CoursePatch, if_match: IfMatch = None) -> Response:
    """Change a course's name, or, in the old format, its instructor."""
    services, caller = asked(request)
    return done(await services.courses.patch(caller, course_id, body, if_match))


@router.delete("/{course_id}", **describe(204, None, CourseNotFound, PeopleWouldBeLost, *WRITING, headers=GONE))
async def delete_course(request: Request, course_id: Id, force: Force = False, if_match: IfMatch = None) -> Response:
    """Delete a course and its batches; with people on it only when forced."""
    services, caller = asked(request)
    await services.courses.delete(caller, course_id, force=force, if_match=if_match)
    return gone()
