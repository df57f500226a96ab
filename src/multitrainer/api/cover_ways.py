"""Ways out where nobody stands in: /api/covers/{cover}/ways-out, /cancel, /combine, /move, /assist."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import REPEATABLE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import IdempotencyKey, IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    CourseNotFound,
    CoverNotFound,
    CoverNotReady,
    SessionNotFound,
    SessionNotPlanned,
    SessionOverlaps,
    TimeNeverComes,
    WayNotPossible,
)
from multitrainer.schemas.base import Id
from multitrainer.schemas.covers import Assisting, Cancelling, Combining, CoverView, Moving, WaysOutView

router = APIRouter(prefix="/api/covers/{cover_id}", tags=["cover"], route_class=Strict)

REFUSED = (CoverNotFound, CourseNotFound, CoverNotReady, WayNotPossible, SessionNotPlanned)
NO_NOTE = Cancelling()
LAST = (*WRITING, *WITH_BODY, *REPEATABLE)


@router.get("/ways-out", **describe(200, WaysOutView, CoverNotFound, CourseNotFound))
async def read_ways_out(request: Request, cover_id: Id) -> Response:
    """Read what is possible without anybody who stands in; nothing where somebody does, or the session has begun."""
    services, caller = asked(request)
    return view(await services.cover_ways.read(caller, cover_id))


@router.post("/cancel", **describe(200, CoverView, *REFUSED, *LAST))
async def cancel_session(
    request: Request,
    cover_id: Id,
    body: Cancelling = NO_NOTE,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Have the session not take place."""
    services, caller = asked(request)
    return done(await services.cover_ways.cancel(caller, cover_id, body.note, if_match))


@router.post("/combine", **describe(200, CoverView, *REFUSED, *LAST))
async def combine_session(
    request: Request,
    cover_id: Id,
    body: Combining,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Have the students join another batch's session for once."""
    services, caller = asked(request)
    return done(await services.cover_ways.combine(caller, cover_id, body.batch, body.note, if_match))


@router.post("/move", **describe(200, CoverView, *REFUSED, SessionNotFound, SessionOverlaps, TimeNeverComes, *LAST))
async def move_session(
    request: Request,
    cover_id: Id,
    body: Moving,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Have the session take place at another time, held by whom it belongs to."""
    services, caller = asked(request)
    return done(await services.cover_ways.move(caller, cover_id, body.start, body.end, body.note, if_match))


@router.post("/assist", **describe(200, CoverView, *REFUSED, *LAST))
async def assist_session(
    request: Request,
    cover_id: Id,
    body: Assisting,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Have an assistant of the batch hold it, which counts as cover."""
    services, caller = asked(request)
    return done(await services.cover_ways.assist(caller, cover_id, body.assistant, if_match))
