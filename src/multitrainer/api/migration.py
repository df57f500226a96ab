"""/api/migration and /api/courses/{course}/migration: how far the institute is moved over, and one course by itself."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import StringConstraints

from multitrainer.api.answers import OF_PAGE, REPEATABLE, describe, done, view
from multitrainer.api.dependencies import Again, Cursor, IdempotencyKey, IfMatch, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import CourseNotFound, LedgerUnreadable, MigrationHeld, RefusedByDatabase, Stale
from multitrainer.migrations import ALL
from multitrainer.schemas.base import Id, Must, Page
from multitrainer.schemas.migration import CourseConverted, CourseMigration, MigrationStatus, SetAsideDocument

router = APIRouter(prefix="/api", tags=["migration"], route_class=Strict)

NAMES = [migration.name for migration in ALL]
Name = Annotated[
    Annotated[str, StringConstraints(pattern=f"^({'|'.join(NAMES)})$"), Must(f"{', '.join(NAMES[:-1])} or {NAMES[-1]}")]
    | None,
    Query(description="What was set aside by this migration alone.", examples=NAMES[:1]),
]


@router.get("/migration", **describe(200, MigrationStatus, LedgerUnreadable, RefusedByDatabase, headers=OF_PAGE))
async def read_migration_status(request: Request) -> Response:
    """Tell how far the institute is moved over: each migration, sync, and each collection's validator."""
    services, caller = asked(request)
    return view(await services.migration_overview.read(caller))


@router.get("/migration/set-aside", **describe(200, Page[SetAsideDocument], headers=OF_PAGE))
async def list_set_aside(
    request: Request, migration: Name = None, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """List the documents that people have to mend, in the order in which they were set aside."""
    services, caller = asked(request)
    page = await services.migration_overview.set_aside(caller, migration, cursor, limit)
    return view(page._asdict())


@router.get("/courses/{course_id}/migration", **describe(200, CourseMigration, CourseNotFound))
async def preview_course_migration(request: Request, course_id: Id) -> Response:
    """Tell what would become of a course and its batches. Writes nothing."""
    services, caller = asked(request)
    return done(await services.course_conversion.preview(caller, course_id))


@router.post(
    "/courses/{course_id}/migration",
    **describe(200, CourseConverted, CourseNotFound, LedgerUnreadable, MigrationHeld, Stale, *REPEATABLE),
)
async def convert_course(
    request: Request,
    course_id: Id,
    again: Again,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Move one course and its batches over, whatever was done of the others.

    What can't be moved over is set aside and answered so. Doing it again changes nothing. What the old application
    writes after `If-Match` was compared is followed.
    """
    services, caller = asked(request)
    return done(await services.course_conversion.convert(caller, course_id, if_match, again=again))
