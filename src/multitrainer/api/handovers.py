"""Handover notes: /api/batches/{batch}/handover."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from multitrainer.api.answers import OF_PAGE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import Cursor, IfMatch, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import BatchNotFound, BatchWithoutCourse, HandoverVersionNotFound, IfMatchMissing
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.handovers import HandoverVersionView, HandoverView, NewHandover

router = APIRouter(prefix="/api/batches", tags=["cover"], route_class=Strict)

MOST_VERSIONS = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=MOST_VERSIONS, description="Which version, counted from 1.")]


@router.get("/{batch_id}/handover", **describe(200, HandoverView, BatchNotFound, BatchWithoutCourse))
async def read_handover(request: Request, batch_id: Id) -> Response:
    """Read a batch's handover note, which is empty where nobody has written one."""
    services, caller = asked(request)
    return view(await services.handovers.read(caller, batch_id))


@router.put(
    "/{batch_id}/handover",
    **describe(200, HandoverView, BatchNotFound, BatchWithoutCourse, IfMatchMissing, *WRITING, *WITH_BODY),
)
async def write_handover(request: Request, batch_id: Id, body: NewHandover, if_match: IfMatch = None) -> Response:
    """Write a batch's handover note anew. Where there is one, If-Match has to say which one was read.

    Whoever is refused gets both texts, and the one that they began with: `present`, `sent`, `startedFrom`.
    """
    services, caller = asked(request)
    return done(await services.handovers.put(caller, batch_id, body, if_match))


@router.get(
    "/{batch_id}/handover/versions",
    **describe(200, Page[HandoverVersionView], BatchNotFound, BatchWithoutCourse, headers=OF_PAGE),
)
async def list_handover_versions(request: Request, batch_id: Id, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List who wrote a batch's handover note and when, the newest first."""
    services, caller = asked(request)
    return view((await services.handovers.versions(caller, batch_id, cursor, limit))._asdict())


@router.get(
    "/{batch_id}/handover/versions/{number}",
    **describe(200, HandoverView, BatchNotFound, BatchWithoutCourse, HandoverVersionNotFound, headers=OF_PAGE),
)
async def read_handover_version(request: Request, batch_id: Id, number: Number) -> Response:
    """Read a batch's handover note as it once was."""
    services, caller = asked(request)
    return view(await services.handovers.version(caller, batch_id, number))
