"""/api/outbox: what could not be delivered, for admins."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import OF_PAGE, REPEATABLE, describe, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import DeliveryNotFound
from multitrainer.domain.telling.states import State
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.notifications import Delivery

router = APIRouter(prefix="/api/outbox", tags=["notifications"], route_class=Strict)

OfState = Annotated[
    State, Query(description="`dead`: given up. `due`: still to be done, or being done. `done`: kept for two weeks.")
]


@router.get("", **describe(200, Page[Delivery], headers=OF_PAGE))
async def list_outbox(
    request: Request, state: OfState = State.DEAD, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """List what could not be delivered, or what is still to be or has been, the newest first."""
    services, caller = asked(request)
    page = await services.outbox.page(caller, state, cursor, limit)
    return view(page._asdict())


@router.post("/{delivery_id}/resend", **describe(200, Delivery, DeliveryNotFound, *REPEATABLE))
async def resend(request: Request, delivery_id: Id, idempotency_key: IdempotencyKey = None) -> Response:
    """Have something sent again, at once, with all its attempts before it."""
    services, caller = asked(request)
    return view(await services.outbox.resend(caller, delivery_id))
