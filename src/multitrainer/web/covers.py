"""Cover: who is sought, who is asked, who stands in; and what decides it by hand."""

from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.covers.doings import Doing
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.base import Id
from multitrainer.schemas.covers import (
    Acceptance,
    Assisting,
    Cancelling,
    Combining,
    Moving,
    NewCoverReport,
    NewSubstitute,
)
from multitrainer.services import Services
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.lists import A_PAGE, Listing
from multitrainer.web.offered import courses_of
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/covers", include_in_schema=False, route_class=Paged)
AHEAD = timedelta(days=400)
BACK = timedelta(days=14)


@router.get("")
async def list_covers(request: Request) -> Response:
    """Show what is open and what was settled of all that somebody answers for, and what concerns a trainer."""
    services, who = await visitor(request)
    listing, today = Listing.asked(request, "state", "course", "since", "until"), who.locale.today()
    span = today - BACK, today + AHEAD
    since, until = listing.days()
    wanted = listing.choice("state", CoverState), listing.id("course"), since or span[0], until or span[1]
    found = await services.covers.page(who.known, *wanted, listing.cursor, A_PAGE)
    mine = await services.covers.of_trainer(who.known, who.actor.id, *span, None, A_PAGE) if who.teaches else None
    shown = {**listing.shown(found.items, found.next), "mine": mine.items if mine else []}
    shown["courses"] = await courses_of(services, who)
    return answered("covers.html", who, shown)


@router.get("/{cover_id}")
async def show_cover(request: Request, cover_id: Id) -> Response:
    """Show where a search stands, who comes into question, and what can be done."""
    services, who = await visitor(request)
    return await _cover(services, who, cover_id)


@router.post("/{cover_id}/{doing}")
async def decide(request: Request, cover_id: Id, doing: Doing) -> Response:
    """Do one of the things that the page offers, as the cover was when it was shown."""
    services, who, sent = await filled_in(request, partial(_cover, cover_id=cover_id))
    await _do(services, who, cover_id, doing, sent)
    return done(f"/covers/{cover_id}")


async def _do(services: Services, who: Visitor, cover: str, doing: Doing, sent: Sent) -> None:
    """What was decided. The answers to a question are about that question, whatever else has changed since."""
    if doing in {Doing.ACCEPT, Doing.REFUSE}:
        answer = services.cover_answers.accept if doing is Doing.ACCEPT else services.cover_answers.refuse
        others = body(Acceptance, **{"with": sent.all("with")}).others
        await answer(who.known, cover, others)
    elif doing in {Doing.CANCEL, Doing.COMBINE, Doing.MOVE, Doing.ASSIST}:
        await _find_a_way(services, who, cover, doing, sent)
    else:
        await _settle(services, who, cover, doing, sent)


async def _find_a_way(services: Services, who: Visitor, cover: str, doing: Doing, sent: Sent) -> None:
    """Those ways that need nobody who stands in."""
    caller, ways, tag = who.known, services.cover_ways, sent["tag"]
    match doing:
        case Doing.CANCEL:
            await ways.cancel(caller, cover, body(Cancelling, **sent.given("note")).note, tag)
        case Doing.COMBINE:
            join = body(Combining, **sent.given("batch", "note"))
            await ways.combine(caller, cover, join.batch, join.note, tag)
        case Doing.MOVE:
            to = body(Moving, **sent.given("start", "end", "note"))
            await ways.move(caller, cover, to.start, to.end, to.note, tag)
        case _:
            await ways.assist(caller, cover, body(Assisting, **sent.given("assistant")).assistant, tag)


async def _settle(services: Services, who: Visitor, cover: str, doing: Doing, sent: Sent) -> None:
    caller, covers, tag = who.known, services.covers, sent["tag"]
    match doing:
        case Doing.SUBSTITUTE:
            named = body(NewSubstitute, **sent.given("trainer", "overrule"))
            await covers.reassign(caller, cover, named.trainer, overruling=named.overrule, if_match=tag)
        case Doing.RELEASE:
            await covers.release(caller, cover, tag)
        case Doing.REOPEN:
            await covers.reopen(caller, cover, tag)
        case _:
            said = body(NewCoverReport, text=sent["text"], held=sent["held"] == "true")
            await covers.report(caller, cover, said.text, held=said.held, if_match=tag)


async def _cover(
    services: Services, who: Visitor, cover_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    found = await services.covers.read(who.known, cover_id)
    cover = found.view
    decides = Doing.SUBSTITUTE.value in cover["actions"]
    shown: dict[str, Any] = {"cover": cover, "tag": found.tag, "stand_ins": None, "ways": None}
    if decides:
        shown["stand_ins"] = await services.covers.candidates(who.known, cover_id)
    if decides and cover["state"] in {CoverState.SEARCHING.value, CoverState.EXHAUSTED.value}:
        shown["ways"] = await services.cover_ways.read(who.known, cover_id)
    return answered("cover.html", who, shown, sent, error)
