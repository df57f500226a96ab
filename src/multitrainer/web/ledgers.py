"""A trainer's ledger of cover: what they have held for others, and what others have for them."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.schemas.base import Id
from multitrainer.services import Services
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(include_in_schema=False, route_class=Paged)
A_PAGE = 50
Days = tuple[date | None, date | None]


@router.get("/me/ledger")
async def show_mine(request: Request, term: str = "", cursor: str | None = None) -> Response:
    """Show one's own."""
    services, who = await visitor(request)
    return await _ledger(services, who, who.actor.id, term, cursor)


@router.get("/trainers/{trainer_id}/ledger")
async def show_theirs(request: Request, trainer_id: Id, term: str = "", cursor: str | None = None) -> Response:
    """Show a trainer's."""
    services, who = await visitor(request)
    return await _ledger(services, who, trainer_id, term, cursor)


async def _ledger(services: Services, who: Visitor, trainer: str, term: str, cursor: str | None) -> Response:
    terms = (await services.terms.read(who.known))["terms"]
    since, until = _days(terms, term)
    found = await services.ledger_sheets.of_trainer(who.known, trainer, since, until, cursor, A_PAGE)
    entries = [{**one, "day": _day(one["day"])} for one in found.items]
    shown: dict[str, Any] = {"entries": entries, "next": found.next, "balance": found.balance}
    shown |= {"terms": terms[::-1], "term": term if since else "", "mine": trainer == who.actor.id}
    shown["trainer"] = await services.trainers.read(who.known, trainer)
    return page("ledger.html", who, **shown)


def _days(terms: list[dict[str, Any]], name: str) -> Days:
    """The days of a term; all, where there is none of that name."""
    named = next((one for one in terms if one["name"] == name), None)
    return (_day(named["first"]), _day(named["last"])) if named else (None, None)


def _day(written: Any) -> date:
    return date.fromisoformat(str(written))
