"""Swaps: /api/swaps, /api/trainers/{trainer}/swaps."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, IfMatch, Limit, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    CourseNotFound,
    SenselessSwap,
    SessionNotFound,
    SwapNotFound,
    SwapNotPossible,
    SwapNotReady,
    TrainerNotFound,
)
from multitrainer.domain.swaps import SwapState
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.swaps import NewSwap, SwapView

router = APIRouter(prefix="/api", tags=["swaps"], route_class=Strict)

OfState = Annotated[SwapState | None, Query(description="Only swaps in this state.")]


@router.get("/swaps", **describe(200, Page[SwapView], headers=OF_PAGE))
async def list_swaps(request: Request, state: OfState = None, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List swaps in the order in which they were proposed; to trainers, their own and those of courses they lead."""
    services, caller = asked(request)
    return view((await services.swaps.page(caller, state, cursor, limit))._asdict())


@router.get("/trainers/{trainer_id}/swaps", **describe(200, Page[SwapView], TrainerNotFound, headers=OF_PAGE))
async def list_trainer_swaps(
    request: Request, trainer_id: Id, state: OfState = None, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """List the swaps of a trainer's sessions, likewise; to a lead, those that touch their courses."""
    services, caller = asked(request)
    return view((await services.swaps.of_trainer(caller, trainer_id, state, cursor, limit))._asdict())


@router.post(
    "/swaps",
    **describe(
        201,
        SwapView,
        SessionNotFound,
        CourseNotFound,
        SenselessSwap,
        SwapNotPossible,
        *WRITING[1:],
        *WITH_BODY,
        *REPEATABLE,
        headers=MADE,
    ),
)
async def propose_swap(
    request: Request, body: NewSwap, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Propose that two trainers exchange a session each. Whoever proposes it for themselves has confirmed."""
    services, caller = asked(request)
    answer = await services.swaps.propose(caller, body, new_id)
    return done(answer, 201, f"/api/swaps/{answer.view['_id']}")


@router.get("/swaps/{swap_id}", **describe(200, SwapView, SwapNotFound))
async def read_swap(request: Request, swap_id: Id) -> Response:
    """Read a swap."""
    services, caller = asked(request)
    return view((await services.swaps.read(caller, swap_id)).view)


@router.post(
    "/swaps/{swap_id}/confirm",
    **describe(200, SwapView, SwapNotFound, CourseNotFound, SwapNotReady, SwapNotPossible, *WRITING, *REPEATABLE),
)
async def confirm_swap(
    request: Request, swap_id: Id, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Confirm a swap of a session of one's own. With the second of the two, the sessions change hands."""
    services, caller = asked(request)
    return done(await services.swaps.confirm(caller, swap_id, if_match))


@router.post("/swaps/{swap_id}/decline", **describe(200, SwapView, SwapNotFound, SwapNotReady, *WRITING, *REPEATABLE))
async def decline_swap(
    request: Request, swap_id: Id, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Decline a swap of a session of one's own."""
    services, caller = asked(request)
    return done(await services.swaps.decline(caller, swap_id, if_match))


@router.post("/swaps/{swap_id}/withdraw", **describe(200, SwapView, SwapNotFound, SwapNotReady, *WRITING, *REPEATABLE))
async def withdraw_swap(
    request: Request, swap_id: Id, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Take a swap back that one has proposed."""
    services, caller = asked(request)
    return done(await services.swaps.withdraw(caller, swap_id, if_match))
