"""/api/holidays: days on which no batch meets."""

from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import REPEATABLE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import IdempotencyKey, IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import SenselessTimetable, UnreadableFile
from multitrainer.schemas.sessions import HolidaysView, NewHolidays

router = APIRouter(prefix="/api/holidays", tags=["sessions"], route_class=Strict)

A_CALENDAR: dict[str, Any] = {
    "requestBody": {
        "description": "An iCalendar file, whose events of whole days are the holidays.",
        "required": True,
        "content": {"text/calendar": {"schema": {"type": "string"}}},
    }
}


@router.get("", **describe(200, HolidaysView))
async def read_holidays(request: Request) -> Response:
    """Read the institute's holidays, the earliest first."""
    services, caller = asked(request)
    return view(await services.holidays.read(caller))


@router.put("", **describe(200, HolidaysView, SenselessTimetable, *WRITING, *WITH_BODY))
async def set_holidays(request: Request, body: NewHolidays, if_match: IfMatch = None) -> Response:
    """Set all of them; the worker brings all sessions after them."""
    services, caller = asked(request)
    return done(await services.holidays.put(caller, (one.holiday() for one in body.holidays), if_match))


@router.post(
    "/import",
    openapi_extra=A_CALENDAR,
    **describe(200, HolidaysView, UnreadableFile, SenselessTimetable, *WRITING, *WITH_BODY, *REPEATABLE),
)
async def import_holidays(
    request: Request, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Add the holidays of an .ics file, which is sent as the body; those that are there stay."""
    services, caller = asked(request)
    return done(await services.holidays.take_over(caller, await request.body(), if_match))
