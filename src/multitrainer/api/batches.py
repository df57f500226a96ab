"""/api/batches."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

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
    BatchNotFound,
    BatchWithoutCourse,
    NotATrainer,
    PeopleOverlap,
    PeopleWouldBeLost,
    TrainerInactive,
    UnknownCourse,
    UnknownStudent,
    UnknownTrainer,
)
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.batches import Batch, BatchPatch, NewBatch

router = APIRouter(prefix="/api/batches", tags=["batches"], route_class=Strict)

STAFFING = (UnknownStudent, UnknownTrainer, NotATrainer, PeopleOverlap, TrainerInactive)
OfCourse = Annotated[Id | None, Query(description="Only batches of this course.")]


@router.get("", **describe(200, Page[Batch], headers=OF_PAGE))
async def list_batches(
    request: Request, course: OfCourse = None, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """List batches in the order they were made."""
    services, caller = asked(request)
    page = await services.batches.page(caller, course, cursor, limit)
    return view(page._asdict())


@router.post("", **describe(201, Batch, UnknownCourse, *STAFFING, *WRITING[1:], *WITH_BODY, *REPEATABLE, headers=MADE))
async def create_batch(
    request: Request, body: NewBatch, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Create a batch, with its people or, in the old format, its instructor."""
    services, caller = asked(request)
    answer = await services.batches.create(caller, body, new_id)
    return done(answer, 201, f"/api/batches/{answer.view['_id']}")


@router.get("/{batch_id}", **describe(200, Batch, BatchNotFound))
async def read_batch(request: Request, batch_id: Id) -> Response:
    """Read a batch: its people by id, and its instructor for whoever knows one only."""
    services, caller = asked(request)
    return view(await services.batches.read(caller, batch_id))


@router.patch("/{batch_id}", **describe(200, Batch, BatchNotFound, BatchWithoutCourse, *STAFFING, *WRITING, *WITH_BODY))
async def patch_batch(request: Request, batch_id: Id, body: BatchPatch, if_match: IfMatch = None) -> Response:
    """Change a batch's name, students or people, or, in the old format, its instructor."""
    services, caller = asked(request)
    return done(await services.batches.patch(caller, batch_id, body, if_match))


@router.delete(
    "/{batch_id}", **describe(204, None, BatchNotFound, BatchWithoutCourse, PeopleWouldBeLost, *WRITING, headers=GONE)
)
async def delete_batch(request: Request, batch_id: Id, force: Force = False, if_match: IfMatch = None) -> Response:
    """Delete a batch; with people on it only when forced."""
    services, caller = asked(request)
    await services.batches.delete(caller, batch_id, force=force, if_match=if_match)
    return gone()
