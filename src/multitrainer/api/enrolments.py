"""/api/courses/{course}/enrolments and …/batching, /api/enrolments: students, and how they are split."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import StringConstraints

from multitrainer.api.answers import MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, gone, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, IfMatch, Limit, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.enrolment_imports import How, Source
from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.domain.errors import (
    AlreadyEnrolled,
    BadRows,
    BatchFull,
    BatchOfAnotherCourse,
    CourseNotFound,
    EnrolmentNotFound,
    EnrolmentWithdrawn,
    MalformedData,
    UnknownSlot,
    UnknownStudent,
    UnreadableFile,
)
from multitrainer.schemas.base import Id, Must, Page
from multitrainer.schemas.enrolments import (
    BatchingView,
    Enrolment,
    EnrolmentPatch,
    ImportReport,
    NewBatching,
    NewEnrolment,
)

router = APIRouter(prefix="/api", tags=["enrolments"], route_class=Strict)

PLACING = (UnknownSlot, BatchOfAnotherCourse, BatchFull)
OfStatus = Annotated[EnrolmentStatus | None, Query(description="Only enrolments of this status.")]
OfBatch = Annotated[Id | None, Query(description="Only those who are placed in this batch.")]
DryRun = Annotated[bool, Query(alias="dryRun", description="Only tell what would come of it; nothing is written.")]
SkipBad = Annotated[bool, Query(alias="skipBad", description="Leave out what is wrong; else nothing is imported.")]
Path = Annotated[
    Annotated[
        str,
        StringConstraints(pattern=r"^[A-Za-z_]\w*(\.\w+)*$", max_length=200),
        Must("a dotted path, like students or class.members.user"),
    ],
    Query(description="Where in the documents the ids of students stand, through lists.", examples=["students"]),
]
From = Annotated[Source, Query(alias="from", description="Whether to look into the course's batches, or the course.")]
A_FILE: dict[str, Any] = {
    "requestBody": {
        "description": "A CSV (UTF-8) or an XLSX: docs/enrolments.md.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/courses/{course_id}/enrolments", **describe(200, Page[Enrolment], CourseNotFound, headers=OF_PAGE))
async def list_enrolments(
    request: Request,
    course_id: Id,
    status: OfStatus = None,
    batch: OfBatch = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List a course's enrolments in the order they were made; to a student, their own."""
    services, caller = asked(request)
    page = await services.enrolments.page(caller, course_id, status, batch, cursor, limit)
    return view(page._asdict())


@router.post(
    "/courses/{course_id}/enrolments",
    **describe(
        201,
        Enrolment,
        CourseNotFound,
        UnknownStudent,
        AlreadyEnrolled,
        *PLACING,
        *WRITING[1:],
        *WITH_BODY,
        *REPEATABLE,
        headers=MADE,
    ),
)
async def enrol_student(
    request: Request, course_id: Id, body: NewEnrolment, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Enrol a student, who waits unless a batch is named or they sit in one already."""
    services, caller = asked(request)
    answer = await services.enrolments.enrol(caller, course_id, body, new_id)
    return done(answer, 201, f"/api/enrolments/{answer.view['_id']}")


@router.post(
    "/courses/{course_id}/enrolments/import",
    openapi_extra=A_FILE,
    **describe(
        200,
        ImportReport,
        CourseNotFound,
        UnreadableFile,
        BadRows,
        *WRITING[1:],
        *WITH_BODY,
        *REPEATABLE,
        headers=OF_PAGE,
    ),
)
async def import_enrolments(
    request: Request,
    course_id: Id,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Enrol whom a spreadsheet names, which is sent as the body."""
    services, caller = asked(request)
    how = How(dry_run, skip_bad)
    return view(await services.enrolment_imports.from_file(caller, course_id, await request.body(), how))


@router.post(
    "/courses/{course_id}/enrolments/adopt",
    **describe(200, ImportReport, CourseNotFound, BadRows, *WRITING[1:], *REPEATABLE, headers=OF_PAGE),
)
async def adopt_enrolments(
    request: Request,
    course_id: Id,
    path: Path = "students",
    from_: From = Source.BATCHES,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Enrol whom existing documents name, in arrays under a dotted path."""
    services, caller = asked(request)
    return view(await services.enrolment_imports.adopt(caller, course_id, path, from_, How(dry_run, skip_bad)))


@router.get("/courses/{course_id}/batching", **describe(200, BatchingView, CourseNotFound, MalformedData))
async def read_batching(request: Request, course_id: Id) -> Response:
    """Read how a course is split into batches."""
    services, caller = asked(request)
    return view(await services.batchings.read(caller, course_id))


@router.put(
    "/courses/{course_id}/batching",
    **describe(200, BatchingView, CourseNotFound, UnknownSlot, BatchOfAnotherCourse, *WRITING, *WITH_BODY),
)
async def put_batching(request: Request, course_id: Id, body: NewBatching, if_match: IfMatch = None) -> Response:
    """Set how a course is split into batches. Batches that are there stay as they are."""
    services, caller = asked(request)
    return done(await services.batchings.put(caller, course_id, body, if_match))


@router.get("/enrolments/{enrolment_id}", **describe(200, Enrolment, EnrolmentNotFound))
async def read_enrolment(request: Request, enrolment_id: Id) -> Response:
    """Read an enrolment."""
    services, caller = asked(request)
    return view(await services.enrolments.read(caller, enrolment_id))


@router.patch(
    "/enrolments/{enrolment_id}",
    **describe(200, Enrolment, EnrolmentNotFound, EnrolmentWithdrawn, *PLACING, *WRITING, *WITH_BODY),
)
async def patch_enrolment(
    request: Request, enrolment_id: Id, body: EnrolmentPatch, if_match: IfMatch = None
) -> Response:
    """Change what a student wishes for, or put them into a batch."""
    services, caller = asked(request)
    return done(await services.enrolments.change(caller, enrolment_id, body, if_match))


@router.delete("/enrolments/{enrolment_id}", **describe(204, None, EnrolmentNotFound, *WRITING))
async def withdraw_enrolment(request: Request, enrolment_id: Id, if_match: IfMatch = None) -> Response:
    """Withdraw an enrolment, which is kept: the student leaves all batches of the course."""
    services, caller = asked(request)
    return gone(await services.enrolments.withdraw(caller, enrolment_id, if_match))
