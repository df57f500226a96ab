"""Leave: /api/leaves, /api/trainers/{trainer}/leaves."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, IfMatch, Limit, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    LeaveInPast,
    LeaveNeedsApproval,
    LeaveNotFound,
    LeaveNotReady,
    LeaveOverlaps,
    SenselessLeave,
    TimeNeverComes,
    TrainerNotFound,
)
from multitrainer.domain.leave.values import LeaveState
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.leaves import Decision, LeavePatch, LeaveView, NewLeave

router = APIRouter(prefix="/api", tags=["leave"], route_class=Strict)

OfState = Annotated[LeaveState | None, Query(description="Only leave in this state.")]
NO_NOTE = Decision()
FITTING = (SenselessLeave, LeaveInPast, LeaveOverlaps)


@router.get("/leaves", **describe(200, Page[LeaveView], headers=OF_PAGE))
async def list_leaves(request: Request, state: OfState = None, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List everybody's leave in the order in which it was entered."""
    services, caller = asked(request)
    return view((await services.leaves.page(caller, state, cursor, limit))._asdict())


@router.get("/trainers/{trainer_id}/leaves", **describe(200, Page[LeaveView], TrainerNotFound, headers=OF_PAGE))
async def list_trainer_leaves(
    request: Request, trainer_id: Id, state: OfState = None, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """List a trainer's leave in the order in which it was entered."""
    services, caller = asked(request)
    return view((await services.leaves.of_trainer(caller, trainer_id, state, cursor, limit))._asdict())


@router.post(
    "/trainers/{trainer_id}/leaves",
    **describe(
        201,
        LeaveView,
        TrainerNotFound,
        *FITTING,
        TimeNeverComes,
        *WRITING[1:],
        *WITH_BODY,
        *REPEATABLE,
        headers=MADE,
    ),
)
async def request_leave(
    request: Request, trainer_id: Id, body: NewLeave, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Ask for leave. What an admin enters is approved at once."""
    services, caller = asked(request)
    answer = await services.leaves.request(caller, trainer_id, body, new_id)
    return done(answer, 201, f"/api/leaves/{answer.view['_id']}")


@router.get("/leaves/{leave_id}", **describe(200, LeaveView, LeaveNotFound))
async def read_leave(request: Request, leave_id: Id) -> Response:
    """Read a leave."""
    services, caller = asked(request)
    return done(await services.leaves.read(caller, leave_id))


@router.patch(
    "/leaves/{leave_id}",
    **describe(
        200,
        LeaveView,
        LeaveNotFound,
        LeaveNotReady,
        LeaveNeedsApproval,
        *FITTING,
        TimeNeverComes,
        *WRITING,
        *WITH_BODY,
    ),
)
async def patch_leave(request: Request, leave_id: Id, body: LeavePatch, if_match: IfMatch = None) -> Response:
    """Shorten, lengthen or move a leave, or change its kind or note."""
    services, caller = asked(request)
    return done(await services.leaves.patch(caller, leave_id, body, if_match))


@router.post(
    "/leaves/{leave_id}/approve",
    **describe(
        200, LeaveView, LeaveNotFound, LeaveNotReady, SenselessLeave, LeaveOverlaps, *WRITING, *WITH_BODY, *REPEATABLE
    ),
)
async def approve_leave(
    request: Request,
    leave_id: Id,
    body: Decision = NO_NOTE,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Approve a leave that was asked for, with a note to whoever did."""
    services, caller = asked(request)
    return done(await services.leaves.approve(caller, leave_id, if_match, body.note))


@router.post(
    "/leaves/{leave_id}/decline",
    **describe(200, LeaveView, LeaveNotFound, LeaveNotReady, *WRITING, *WITH_BODY, *REPEATABLE),
)
async def decline_leave(
    request: Request,
    leave_id: Id,
    body: Decision = NO_NOTE,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Decline a leave that was asked for, with a note to whoever did."""
    services, caller = asked(request)
    return done(await services.leaves.decline(caller, leave_id, if_match, body.note))


@router.post(
    "/leaves/{leave_id}/cancel",
    **describe(200, LeaveView, LeaveNotFound, LeaveNotReady, LeaveInPast, *WRITING, *REPEATABLE),
)
async def cancel_leave(
    request: Request, leave_id: Id, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Cancel a leave that was asked for or approved."""
    services, caller = asked(request)
    return done(await services.leaves.cancel(caller, leave_id, if_match))
