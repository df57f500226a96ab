"""Swaps: two trainers exchange a session each; proposed, agreed to, declined or withdrawn."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.swaps import SwapDoing, SwapState
from multitrainer.schemas.base import Id
from multitrainer.schemas.swaps import NewSwap
from multitrainer.services import Services
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/swaps", include_in_schema=False, route_class=Paged)
A_PAGE = 50


@router.get("")
async def list_swaps(request: Request, state: SwapState = SwapState.PROPOSED, cursor: str | None = None) -> Response:
    """Show the swaps in a state that somebody has to do with."""
    services, who = await visitor(request)
    found = await services.swaps.page(who.known, state, cursor, A_PAGE)
    return page("swaps.html", who, swaps=found.items, next=found.next, state=state.value)


@router.get("/new/{session_id}")
async def choose_partner(request: Request, session_id: Id) -> Response:
    """Show with what a session could be swapped."""
    services, who = await visitor(request)
    return await _choice(services, who, session_id)


@router.post("/new/{session_id}")
async def propose(request: Request, session_id: Id) -> Response:
    """Propose a swap of a session."""
    services, who, sent = await filled_in(request, partial(_choice, session=session_id))
    new = body(NewSwap, session=session_id, **sent.given("other", "note"))
    made = await services.swaps.propose(who.known, new, fresh_id(sent))
    return done(f"/swaps/{made.view['_id']}")


@router.get("/{swap_id}")
async def show_swap(request: Request, swap_id: Id) -> Response:
    """Show a swap, and what somebody can do with it."""
    services, who = await visitor(request)
    return await _swap(services, who, swap_id)


@router.post("/{swap_id}/{doing}")
async def do(request: Request, swap_id: Id, doing: SwapDoing) -> Response:
    """Do one of the things that the page offers, with the swap as it was shown."""
    services, who, sent = await filled_in(request, partial(_swap, swap=swap_id))
    swaps = services.swaps
    does = {SwapDoing.CONFIRM: swaps.confirm, SwapDoing.DECLINE: swaps.decline, SwapDoing.WITHDRAW: swaps.withdraw}
    await does[doing](who.known, swap_id, sent["tag"])
    return done(f"/swaps/{swap_id}")


async def _choice(
    services: Services, who: Visitor, session: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    found = await services.swap_partners.of_session(who.known, session)
    shown: dict[str, Any] = {"session": found.session, "others": found.others, "fresh": new_id()}
    return answered("swap_new.html", who, shown, sent, error)


async def _swap(
    services: Services, who: Visitor, swap: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    found = await services.swaps.read(who.known, swap)
    return answered("swap.html", who, {"swap": found.view, "tag": found.tag}, sent, error)
