"""When a trainer can teach: a week that is painted, by themselves or by an admin for them."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.availability import Level
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.half_hours import SLOTS, Grid
from multitrainer.domain.week import Day, time_of
from multitrainer.schemas.base import Id
from multitrainer.services import Services
from multitrainer.web.forms import NoForm, Sent, answered, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(include_in_schema=False, route_class=Paged)
MINE, THEIRS = "/me/availability", "/trainers/{trainer_id}/availability"


@router.get(MINE)
async def show_mine(request: Request) -> Response:
    """Show one's own week."""
    services, who = await visitor(request)
    return await _week(request, services, who)


@router.post(MINE)
async def paint_mine(request: Request) -> Response:
    """Paint one's own week, as it was when that was asked."""
    return await _paint(request)


@router.get(THEIRS)
async def show_theirs(request: Request, trainer_id: Id) -> Response:
    """Show a trainer's week; an admin can paint it."""
    services, who = await visitor(request)
    return await _week(request, services, who, trainer_id)


@router.post(THEIRS)
async def paint_theirs(request: Request, trainer_id: Id) -> Response:
    """Paint a trainer's week, likewise."""
    return await _paint(request, trainer_id)


async def _paint(request: Request, trainer: str | None = None) -> Response:
    services, who, sent = await filled_in(request, partial(_week, request, trainer=trainer))
    await services.availability.paint(who.known, trainer or who.actor.id, _painted(sent), sent["tag"])
    return done(f"{who.path}?saved=1")


def _painted(sent: Sent) -> Grid:
    """What a form paints. Raises NoForm where a half hour of it has no level that there is."""
    try:
        return {day: [Level(sent[f"{day}.{time_of(slot)}"]) for slot in SLOTS] for day in Day}
    except ValueError:
        raise NoForm from None


async def _week(
    request: Request,
    services: Services,
    who: Visitor,
    trainer: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    """That of a trainer; without one, of whoever looks."""
    trainer = trainer or who.actor.id
    found = await services.availability.half_hours(who.known, trainer)
    shown: dict[str, Any] = {"grid": found.view.grid, "is_finer": found.view.is_finer, "tag": found.tag}
    shown |= {"times": [time_of(slot) for slot in SLOTS], "days": [day.value for day in Day]}
    shown["may_paint"] = await services.availability.may_state(who.known, trainer)
    shown["trainer"] = await services.trainers.read(who.known, trainer)
    shown["saved"] = "saved" in request.query_params
    shown["mine"] = trainer == who.actor.id
    return answered("availability.html", who, shown, sent, error)
