"""What is set about cover: /api/courses/{course}/cover, /api/substitute-pool, /api/students-contacts."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import CourseNotFound, NotATrainer, UnknownTrainer
from multitrainer.schemas.base import Id
from multitrainer.schemas.cover_settings import (
    CourseCoverView,
    NewCourseCover,
    NewPool,
    PoolView,
    StudentsContacts,
    StudentsContactsView,
)

router = APIRouter(prefix="/api", tags=["cover"], route_class=Strict)


@router.get("/courses/{course_id}/cover", **describe(200, CourseCoverView, CourseNotFound))
async def read_cover_settings(request: Request, course_id: Id) -> Response:
    """Read how a course is covered: who is asked in which order, and whom its students' news goes to."""
    services, caller = asked(request)
    return view(await services.cover_settings.course(caller, course_id))


@router.put(
    "/courses/{course_id}/cover",
    **describe(200, CourseCoverView, CourseNotFound, UnknownTrainer, NotATrainer, *WRITING, *WITH_BODY),
)
async def set_cover_settings(
    request: Request, course_id: Id, body: NewCourseCover, if_match: IfMatch = None
) -> Response:
    """Set how a course is covered. What is left out stays as it is; null is as the institute has it."""
    services, caller = asked(request)
    return done(await services.cover_settings.set_course(caller, course_id, body, if_match))


@router.get("/substitute-pool", **describe(200, PoolView))
async def read_substitute_pool(request: Request) -> Response:
    """Read the institute's substitutes, in their order."""
    services, caller = asked(request)
    return view(await services.cover_settings.pool(caller))


@router.put("/substitute-pool", **describe(200, PoolView, UnknownTrainer, NotATrainer, *WRITING, *WITH_BODY))
async def set_substitute_pool(request: Request, body: NewPool, if_match: IfMatch = None) -> Response:
    """Set all of the institute's substitutes."""
    services, caller = asked(request)
    return done(await services.cover_settings.set_pool(caller, body, if_match))


@router.get("/students-contacts", **describe(200, StudentsContactsView))
async def read_students_contacts(request: Request) -> Response:
    """Read whom students' news goes to where a course says nothing else."""
    services, caller = asked(request)
    return view(await services.cover_settings.contacts(caller))


@router.put("/students-contacts", **describe(200, StudentsContactsView, *WRITING, *WITH_BODY))
async def set_students_contacts(request: Request, body: StudentsContacts, if_match: IfMatch = None) -> Response:
    """Set whom students' news goes to where a course says nothing else."""
    services, caller = asked(request)
    return done(await services.cover_settings.set_contacts(caller, body, if_match))
