"""Settings that change while the service runs: substitutes, whom students' news goes to, and terms."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.cover_ledger import Term
from multitrainer.domain.covers.courses import Contacts
from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.cover_settings import NewPool, StudentsContacts
from multitrainer.schemas.ledger import TermOfInstitute
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.offered import trainers_of
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/settings", include_in_schema=False, route_class=Paged)
Change = Callable[[Services, Visitor, Sent], Awaitable[object]]


@router.get("")
async def show_settings(request: Request) -> Response:
    """Show all of them."""
    services, who = await visitor(request)
    return await _settings(services, who)


@router.post("/substitutes")
async def change_substitutes(request: Request) -> Response:
    """Put somebody into the institute's substitutes, ahead by one, or out of them."""
    return await _changed(request, _substitutes)


@router.post("/students-contacts")
async def change_students_contacts(request: Request) -> Response:
    """Set whom students' news goes to, or have it as usual."""
    return await _changed(request, _contacts)


@router.post("/terms")
async def add_term(request: Request) -> Response:
    """Add a term."""
    return await _changed(request, _term_more)


@router.post("/terms/remove")
async def remove_term(request: Request) -> Response:
    """Remove a term."""
    return await _changed(request, _term_less)


async def _substitutes(services: Services, who: Visitor, sent: Sent) -> None:
    there = [str(one["_id"]) for one in (await services.cover_settings.pool(who.known))["trainers"]]
    wanted = body(NewPool, trainers=_moved(there, sent["trainer"], sent["deed"]))
    await services.cover_settings.set_pool(who.known, wanted, sent["tag"])


def _moved(there: list[str], trainer: str, deed: str) -> list[str]:
    """The list with somebody put where they are to be."""
    others = [one for one in there if one != trainer]
    if deed == "remove":
        return others
    if deed != "ahead":
        return [*there, trainer]
    ahead = max(0, there.index(trainer) - 1) if trainer in there else len(there)
    return [*others[:ahead], trainer, *others[ahead:]]


async def _contacts(services: Services, who: Visitor, sent: Sent) -> None:
    said = {"addresses": sent["addresses"].split(), "students": bool(sent["students"])}
    new = StudentsContacts() if sent["reset"] else body(StudentsContacts, **said)
    await services.cover_settings.set_contacts(who.known, new, sent["tag"])


async def _term_more(services: Services, who: Visitor, sent: Sent) -> None:
    new = body(TermOfInstitute, **{name: sent[name] for name in ("name", "first", "last")}).term()
    await services.terms.put(who.known, [*_terms(await services.terms.read(who.known)), new], sent["tag"])


async def _term_less(services: Services, who: Visitor, sent: Sent) -> None:
    there = _terms(await services.terms.read(who.known))
    left = [one for one in there if one.first.isoformat() != sent["first"]]
    await services.terms.put(who.known, left, sent["tag"])


def _terms(view: dict[str, Any]) -> list[Term]:
    return [
        Term(one["name"], date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in view["terms"]
    ]


async def _changed(request: Request, change: Change) -> Response:
    services, who, sent = await filled_in(request, _settings)
    await change(services, who, sent)
    return done("/settings")


async def _settings(
    services: Services, who: Visitor, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    caller = who.known
    pool, contacts = await services.cover_settings.pool(caller), await services.cover_settings.contacts(caller)
    terms = await services.terms.read(caller)
    tags = {"pool": tagged(pool).tag, "contacts": tagged(contacts).tag, "terms": tagged(terms).tag}
    shown: dict[str, Any] = {"pool": pool["trainers"], "contacts": contacts, "terms": _terms(terms), "tags": tags}
    usual = Contacts()
    shown |= {"usual": usual, "is_usual": contacts == {"addresses": [*usual.addresses], "students": usual.students}}
    shown |= {"configured": await services.configured.read(caller)}
    return answered("settings.html", who, {**shown, "trainers": await trainers_of(services, who)}, sent, error)
