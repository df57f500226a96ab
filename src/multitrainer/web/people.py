"""People: who has an account, what they are, and how they sign in."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.actors import ActorKind
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.accounts import SHORTEST, NewAccount, NewPassword
from multitrainer.schemas.base import Id
from multitrainer.schemas.trainers import NewTrainer
from multitrainer.schemas.wording import refusal
from multitrainer.services import Services
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/people", include_in_schema=False, route_class=Paged)
A_PAGE = 50
KINDS = {kind.value: kind for kind in (ActorKind.ADMIN, ActorKind.TRAINER, ActorKind.STUDENT)}


@router.get("")
async def list_people(request: Request) -> Response:
    """Show who has an account; those of a kind, and those in whose name or address a text stands."""
    services, who = await visitor(request)
    return await _list(services, who, dict(request.query_params))


@router.post("")
async def create_account(request: Request) -> Response:
    """Make an account for an admin or a trainer, and show it."""
    services, who, sent = await filled_in(request, partial(_list, asked={}))
    new = body(NewAccount, **{name: sent[name].strip() for name in ("name", "email", "kind")}, **_password(sent))
    user = await _made(services, who, new, fresh_id(sent))
    return done(f"/people/{user}")


@router.get("/{user_id}")
async def show_person(request: Request, user_id: Id) -> Response:
    """Show somebody's account, and where they are signed in."""
    services, who = await visitor(request)
    return await _person(services, who, user_id)


@router.post("/{user_id}/password")
async def set_password(request: Request, user_id: Id) -> Response:
    """Give somebody a password, which ends every sign-in of theirs."""
    services, who, sent = await filled_in(request, partial(_person, user_id=user_id))
    await services.people.set_password(who.known, user_id, body(NewPassword, **_password(sent)))
    return done(f"/people/{user_id}")


@router.get("/{user_id}/sign-out")
async def ask_whether_to_sign_out(request: Request, user_id: Id) -> Response:
    """Say what that ends."""
    services, who = await visitor(request)
    return answered("person_sign_out.html", who, {"person": await services.people.read(who.known, user_id)})


@router.post("/{user_id}/sign-out")
async def sign_out(request: Request, user_id: Id) -> Response:
    """Sign somebody out everywhere."""
    services, who, _ = await filled_in(request)
    await services.people.sign_out(who.known, user_id)
    return done(f"/people/{user_id}")


async def _made(services: Services, who: Visitor, new: NewAccount, fresh: str | None) -> str:
    if new.kind is ActorKind.ADMIN:
        return await services.people.create_admin(who.known, new)
    trainer = await services.trainers.create(who.known, NewTrainer(name=new.name, email=new.email), fresh)
    user = str(trainer.view["_id"])
    await services.people.give_first_password(who.known, user, NewPassword(password=new.password))
    return user


def _password(sent: Sent) -> dict[str, str]:
    """A password that was typed twice alike. Raises InvalidInput."""
    if sent["password"] != sent["password_again"]:
        raise refusal([("password_again", Sentence("differs from the first"))])
    return {"password": sent["password"]}


async def _list(
    services: Services,
    who: Visitor,
    asked: dict[str, str],
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    text, kind, cursor = asked.get("search", "").strip(), asked.get("kind", ""), asked.get("cursor")
    found = await services.people.page(who.known, text, KINDS.get(kind), cursor, A_PAGE)
    shown: dict[str, Any] = {"people": found.items, "next": found.next, "search": text, "kind": kind}
    return answered("people.html", who, {**shown, "fresh": new_id(), "shortest": SHORTEST}, sent, error)


async def _person(
    services: Services, who: Visitor, user_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    shown = {"person": await services.people.read(who.known, user_id), "shortest": SHORTEST}
    return answered("person.html", who, shown, sent, error)
