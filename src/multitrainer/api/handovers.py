"""Handover notes: /api/batches/{batch}/handover."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import BatchNotFound, BatchWithoutCourse
from multitrainer.schemas.base import Id
from multitrainer.schemas.handovers import HandoverView, NewHandover

router = APIRouter(prefix="/api/batches", tags=["cover"], route_class=Strict)


@router.get("/{batch_id}/handover", **describe(200, HandoverView, BatchNotFound, BatchWithoutCourse))
async def read_handover(request: Request, batch_id: Id) -> Response:
    """Read a batch's handover note; its text is empty where nobody has written one."""
    services, caller = asked(request)
    return view(await services.handovers.read(caller, batch_id))


@router.put(
    "/{batch_id}/handover", **describe(200, HandoverView, BatchNotFound, BatchWithoutCourse, *WRITING, *WITH_BODY)
)
async def write_handover(request: Request, batch_id: Id, body: NewHandover, if_match: IfMatch = None) -> Response:
    """Write a batch's handover note anew. Send If-Match, so that nobody's words are lost."""
    services, caller = asked(request)
    return done(await services.handovers.put(caller, batch_id, body.text, if_match))
