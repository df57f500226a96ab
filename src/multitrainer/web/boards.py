"""A course's board: batches are moved from trainer to trainer, once their effect was seen."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from multitrainer import wire
from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.base import Id
from multitrainer.services import Services
from multitrainer.web.forms import Sent, answered, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/courses/{course_id}/board", include_in_schema=False, route_class=Paged)


@router.get("")
async def show_board(request: Request, course_id: Id) -> Response:
    """Show who has which batch; after a move, with the way to undo it."""
    services, who = await visitor(request)
    undo = {name: request.query_params.get(name, "") for name in ("moved", "was", "now")}
    return await _board(services, who, course_id, undo)


@router.get("/{batch_id}")
async def show_effects(request: Request, course_id: Id, batch_id: Id) -> Response:
    """Show what it would mean to move a batch to each trainer, to choose from."""
    services, who = await visitor(request)
    found = await services.candidates.of_batch(who.known, batch_id)
    course = await services.courses.read(who.known, course_id)
    return answered("board_move.html", who, {"course": course, "found": found})


@router.get("/{batch_id}/effects")
async def tell_effects(request: Request, course_id: Id, batch_id: Id) -> Response:
    """The same for the script of the board, while a card is dragged."""
    services, who = await visitor(request)
    found = await services.candidates.of_batch(who.known, batch_id)
    shown = [
        {
            "trainer": one["trainer"],
            "forbids": one.get("forbids"),
            "words": one.get("words"),
            "share": None if one.get("share") is None else who.locale.percent(one["share"]),
        }
        for one in found["candidates"]
    ]
    return Response(wire.encode(shown), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/{batch_id}")
async def move(request: Request, course_id: Id, batch_id: Id) -> Response:
    """Move a batch that is where it was when that was asked."""
    services, who, sent = await filled_in(request, partial(_board, course_id=course_id))
    to, was = sent["to"] or None, sent["was"] or None
    await services.boards.move(who.known, batch_id, to, was)
    undo = {} if sent["undoes"] else {"moved": batch_id, "was": was or "", "now": to or ""}
    return done(f"/courses/{course_id}/board?{urlencode(undo)}".rstrip("?"))


async def _board(
    services: Services,
    who: Visitor,
    course_id: str,
    undo: dict[str, str] | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    caller = who.known
    lanes = await services.boards.read(caller, course_id)
    names = {lane.trainer: lane.name for lane in lanes}
    cards = {card.batch: card for lane in lanes for card in lane.cards}
    undone = undo or {}
    shown: dict[str, Any] = {"lanes": lanes, "names": names, "undo": undone}
    shown["moved"] = cards.get(undone.get("moved", ""))
    shown["course"] = await services.courses.read(caller, course_id)
    shown["may_change"] = await services.roster.may_change(caller, course_id)
    return answered("board.html", who, shown, sent, error)
