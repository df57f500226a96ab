"""Calendars that trainers subscribe to: their addresses, and what is there."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import REPEATABLE, WRITING, describe, done, view
from multitrainer.api.dependencies import IdempotencyKey, asked, services_of
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import TrainerNotFound
from multitrainer.schemas.base import Id
from multitrainer.schemas.sessions import CalendarView

router = APIRouter(tags=["sessions"], route_class=Strict)

TEXT = "text/calendar; charset=utf-8"


@router.get("/api/trainers/{trainer_id}/calendar", **describe(200, CalendarView, TrainerNotFound))
async def read_calendar_address(request: Request, trainer_id: Id) -> Response:
    """Read where a trainer's calendar is."""
    services, caller = asked(request)
    return view(await services.calendars.address(caller, trainer_id))


@router.post(
    "/api/trainers/{trainer_id}/calendar",
    **describe(200, CalendarView, TrainerNotFound, *WRITING[1:], *REPEATABLE),
)
async def renew_calendar_address(request: Request, trainer_id: Id, idempotency_key: IdempotencyKey = None) -> Response:
    """Give a trainer's calendar a new address; the one before leads nowhere any more."""
    services, caller = asked(request)
    return done(await services.calendars.renew(caller, trainer_id))


@router.delete("/api/trainers/{trainer_id}/calendar", **describe(200, CalendarView, TrainerNotFound, *WRITING[1:]))
async def withdraw_calendar_address(request: Request, trainer_id: Id) -> Response:
    """Take its address away from a trainer's calendar."""
    services, caller = asked(request)
    return done(await services.calendars.withdraw(caller, trainer_id))


@router.get("/calendar/{token}.ics", include_in_schema=False)
async def read_calendar(request: Request, token: str) -> Response:
    """Read a trainer's calendar; whoever knows the address may."""
    content = await services_of(request).calendars.feed(token)
    return Response(content, media_type=TEXT, headers={"Cache-Control": "private, max-age=300"})
