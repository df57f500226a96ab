"""The institute's holidays: a year of them, added and removed once it is seen which sessions that is about."""

from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError, NotAllowed
from multitrainer.domain.timetable import Holiday
from multitrainer.schemas.sessions import HolidayOfInstitute
from multitrainer.services import Services
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/holidays", include_in_schema=False, route_class=Paged)


@router.get("")
async def list_holidays(request: Request) -> Response:
    """Show those of a year: this one, unless another is asked for."""
    services, who = await visitor(request)
    return await _list(services, who, request.query_params.get("year", ""))


@router.post("")
async def add_holiday(request: Request) -> Response:
    """Add one: at once where no session lies on its days, else once it was seen which ones do."""
    services, who, sent = await filled_in(request, partial(_list, year=""))
    new = _holiday(sent)
    touched = await services.holidays.touched(who.known, new)
    if touched and not sent["seen"]:
        return page("holiday_add.html", who, holiday=new, touched=touched)
    await services.holidays.add(who.known, new)
    return done(f"/holidays?year={new.first.year}")


@router.post("/import")
async def import_holidays(request: Request) -> Response:
    """Add those of an .ics file."""
    services, who, sent = await filled_in(request, partial(_list, year=""))
    content = await sent.files[0].read() if sent.files else b""
    await services.holidays.take_over(who.known, content)
    return done("/holidays")


@router.post("/remove")
async def remove_holiday(request: Request) -> Response:
    """Remove one, once it was said what follows from that."""
    services, who, sent = await filled_in(request, partial(_list, year=""))
    old = _holiday(sent)
    if not sent["seen"]:
        await services.holidays.touched(who.known, old)
        return page("holiday_remove.html", who, holiday=old)
    await services.holidays.remove(who.known, old)
    return done(f"/holidays?year={old.first.year}")


def _holiday(sent: Sent) -> Holiday:
    """Raises InvalidInput."""
    return body(HolidayOfInstitute, **{"name": "", "first": ""} | sent.given("name", "first", "last")).holiday()


async def _list(
    services: Services, who: Visitor, year: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    if isinstance(error, NotAllowed):  # whoever may look only has no form that could come back
        raise error
    found = [_read(one) for one in (await services.holidays.read(who.known))["holidays"]]
    wanted = int(year) if year.isdecimal() and len(year) == 4 else who.locale.today().year
    years = sorted({wanted, who.locale.today().year, *(day.year for one in found for day in (one.first, one.last))})
    those = [one for one in found if one.first.year <= wanted <= one.last.year]
    shown: dict[str, Any] = {"holidays": those, "years": years, "year": wanted}
    return answered("holidays.html", who, shown, sent, error)


def _read(one: dict[str, Any]) -> Holiday:
    return Holiday(one["name"], date.fromisoformat(one["first"]), date.fromisoformat(one["last"]))
