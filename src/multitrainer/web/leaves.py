"""Leave: asked for by trainers, entered and decided by admins."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from types import MappingProxyType

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.leave.values import LeaveState
from multitrainer.identity.callers import Caller
from multitrainer.schemas.base import Id
from multitrainer.schemas.leaves import Decision, NewLeave
from multitrainer.schemas.people import Named
from multitrainer.services import Services
from multitrainer.services.changes.tags import Tagged
from multitrainer.services.leave.leaves import WhichLeave
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.lists import A_PAGE, Listing
from multitrainer.web.offered import trainers_of, whom_to_offer
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, services_of, visitor

router = APIRouter(prefix="/leave", include_in_schema=False, route_class=Paged)
Decide = Callable[[Caller, str, str | None, str | None], Awaitable[Tagged]]


@router.get("")
async def list_leave(request: Request) -> Response:
    """Show an admin everybody's leave, those to decide on first; a trainer their own."""
    services, who = await visitor(request)
    listing = Listing.asked(request, "trainer", "state", "since", "until")
    proposed = {name: request.query_params.get(name, "") for name in ("trainer", "start", "end")}
    return await _list(services, who, listing, proposed=proposed)


@router.post("")
async def request_leave(request: Request) -> Response:
    """Ask for leave; an admin enters it for somebody."""
    services, who, sent = await filled_in(request, _list)
    trainer = body(Named, trainer=sent["trainer"]).trainer if who.plans else who.actor.id
    new = body(NewLeave, **sent.given("start", "end", "kind", "note"))
    made = await services.leaves.request(who.known, trainer, new, fresh_id(sent))
    return done(f"/leave/{made.view['_id']}")


@router.get("/{leave_id}")
async def show_leave(request: Request, leave_id: Id) -> Response:
    """Show a leave, and what can become of it."""
    services, who = await visitor(request)
    return await _leave(services, who, leave_id)


@router.post("/{leave_id}/approve")
async def approve(request: Request, leave_id: Id) -> Response:
    """Approve a leave, as it was when that was asked."""
    return await _decide(request, leave_id, services_of(request).leaves.approve)


@router.post("/{leave_id}/decline")
async def decline(request: Request, leave_id: Id) -> Response:
    """Decline a leave, likewise."""
    return await _decide(request, leave_id, services_of(request).leaves.decline)


@router.post("/{leave_id}/cancel")
async def cancel(request: Request, leave_id: Id) -> Response:
    """Cancel a leave, likewise: who stands in is told that they need not."""
    services, who, sent = await filled_in(request, partial(_leave, leave_id=leave_id))
    await services.leaves.cancel(who.known, leave_id, sent["tag"])
    return done(f"/leave/{leave_id}")


async def _decide(request: Request, leave_id: str, decision: Decide) -> Response:
    _, who, sent = await filled_in(request, partial(_leave, leave_id=leave_id))
    note = body(Decision, **sent.given("note")).note
    await decision(who.known, leave_id, sent["tag"], note)
    return done(f"/leave/{leave_id}")


async def _list(
    services: Services,
    who: Visitor,
    listing: Listing | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
    proposed: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """With what the form for a new one has in it at first, as a calendar's link proposes it."""
    listing, caller = listing or Listing("/leave", {}), who.known
    whose = listing.id("trainer") if who.plans else who.actor.id
    which = WhichLeave(whose, listing.choice("state", LeaveState), *listing.days())
    page = await services.leaves.during(caller, which, listing.cursor, A_PAGE)
    waiting = await services.leaves.page(caller, LeaveState.REQUESTED, None, A_PAGE) if who.plans else None
    shown = {"fresh": new_id(), "proposed": proposed, "requested": waiting.items if waiting else []}
    return answered(
        "leaves.html",
        who,
        {**shown, **listing.shown(page.items, page.next), **await whom_to_offer(services, who)},
        sent,
        error,
    )


async def _leave(
    services: Services, who: Visitor, leave_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    found = await services.leaves.read(who.known, leave_id)
    shown = {"leave": found.view, "tag": found.tag, "trainers": await trainers_of(services, who)}
    return answered("leave.html", who, shown, sent, error)
