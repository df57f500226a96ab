"""The outbox: what goes to people by e-mail and to programs by webhooks, what arrived, and what was given up."""

from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.audit import AN_ID
from multitrainer.domain.telling.states import State
from multitrainer.schemas.base import Id
from multitrainer.services import Services
from multitrainer.web.forms import answered, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/outbox", include_in_schema=False, route_class=Paged)
A_PAGE = 50
STATES = {state.value: state for state in (State.DEAD, State.DUE, State.DONE)}


@router.get("")
async def list_outbox(request: Request) -> Response:
    """Show what was given up, what waits, or what was sent."""
    services, who = await visitor(request)
    state = STATES.get(request.query_params.get("state", ""), State.DEAD)
    return await _list(services, who, state, request.query_params.get("cursor"))


@router.post("/{delivery_id}/resend")
async def resend(request: Request, delivery_id: Id) -> Response:
    """Have something sent again, with all its attempts before it."""
    services, who, sent = await filled_in(request)
    await services.outbox.resend(who.known, delivery_id)
    return done(_back(sent["state"]))


@router.post("/{delivery_id}/give-up")
async def give_up(request: Request, delivery_id: Id) -> Response:
    """Have something tried no more."""
    services, who, sent = await filled_in(request)
    await services.outbox.give_up(who.known, delivery_id)
    return done(_back(sent["state"]))


@router.post("/resend")
async def resend_several(request: Request) -> Response:
    """Have all of a page sent again."""
    services, who, sent = await filled_in(request)
    await services.outbox.resend_several(
        who.known, [one for one in sent.all("delivery") if AN_ID.fullmatch(one)][:A_PAGE]
    )
    return done(_back(sent["state"]))


def _back(state: str) -> str:
    return f"/outbox?state={state}" if state in STATES else "/outbox"


async def _list(services: Services, who: Visitor, state: State, cursor: str | None) -> Response:
    found = await services.outbox.page(who.known, state, cursor, A_PAGE)
    names = await services.outbox.names(who.known, found.items)
    shown: dict[str, Any] = {"deliveries": found.items, "next": found.next, "names": names, "state": state.value}
    return answered("outbox.html", who, shown)
