"""The audit: who changed what, and when."""

from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.audit import Wanted
from multitrainer.services import Services
from multitrainer.web.forms import answered
from multitrainer.web.lists import id_in
from multitrainer.web.locales import Locale
from multitrainer.web.offered import courses_of, trainers_of
from multitrainer.web.routes import Paged
from multitrainer.web.values import said
from multitrainer.web.visitors import Visitor, visitor
from multitrainer.web.words_of_audit import of_actions

router = APIRouter(prefix="/audit", include_in_schema=False, route_class=Paged)
A_PAGE = 50
ASKED = ("by", "about", "action", "since", "until")
CODES = frozenset(of_actions(str))


@router.get("")
async def list_audit(request: Request) -> Response:
    """Show who changed what, the newest first; what an entry is to be of can be asked for."""
    services, who = await visitor(request)
    asked = {name: request.query_params.get(name, "") for name in ASKED}
    return await _list(services, who, asked, request.query_params.get("cursor"))


async def _list(services: Services, who: Visitor, asked: dict[str, str], cursor: str | None) -> Response:
    found = await services.audit.page(who.known, _wanted(asked, who.locale), cursor, A_PAGE)
    names = await services.audit_names.of(who.known, found.items, asked["by"], asked["about"])
    shown: dict[str, Any] = {"entries": found.items, "next": found.next, "asked": asked, "named": names}
    shown |= {
        "trainers": await trainers_of(services, who),
        "courses": await courses_of(services, who),
        "operator": THE_ADMIN.id,
        "said": lambda value, words: said(value, names, words, who.locale),
    }
    return answered("audit.html", who, shown)


def _wanted(asked: dict[str, str], locale: Locale) -> Wanted:
    """What makes no sense is left out: it stands in the address, and nobody typed it."""
    by, about, action = asked["by"], asked["about"], asked["action"]
    return Wanted(
        id_in(about),
        THE_ADMIN.id if by == THE_ADMIN.id else id_in(by),
        action if action in CODES else None,
        _midnight(asked["since"], locale),
        _midnight(asked["until"], locale, timedelta(days=1)),
    )


def _midnight(day: str, locale: Locale, later: timedelta = timedelta()) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(day) + later, datetime.min.time(), locale.zone)
    except (ValueError, OverflowError):
        return None
