"""Access: the keys of machines, and who may change what."""

from datetime import date, datetime, time, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Scope
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.permissions import MATRIX
from multitrainer.domain.standings import Standing
from multitrainer.schemas.base import Id
from multitrainer.schemas.keys import NewApiKey
from multitrainer.services import Services
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.locales import Locale
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor
from multitrainer.web.words_of_audit import of_actions

router = APIRouter(prefix="/access", include_in_schema=False, route_class=Paged)
A_PAGE = 50
SCOPES = [scope.value for scope in Scope]
CODES = of_actions(str)
CHANGES = [
    (action.code, [one.value for one in Standing if one in MATRIX[action].may])
    for action in Action
    if action.code in CODES
]
"""What changes something, and who may do it."""


@router.get("")
async def list_keys(request: Request) -> Response:
    """Show machines' keys, and who may change what."""
    services, who = await visitor(request)
    return await _list(services, who, request.query_params.get("cursor"))


@router.post("/keys")
async def create_key(request: Request) -> Response:
    """Make a key, and show it this once."""
    services, who, sent = await filled_in(request, _list)
    new = body(NewApiKey, name=sent["name"], scopes=sent.all("scopes"), **_until(sent, who.locale))
    made = await services.api_keys.create(who.known, new, fresh_id(sent))
    if not made.key:
        return done("/access")
    return page("access_key.html", who, key=made.key, kept=made.view)


@router.get("/keys/{key_id}/revoke")
async def ask_whether_to_revoke(request: Request, key_id: Id) -> Response:
    """Say what that ends."""
    services, who = await visitor(request)
    return page("access_revoke.html", who, kept=await services.api_keys.read(who.known, key_id))


@router.post("/keys/{key_id}/revoke")
async def revoke_key(request: Request, key_id: Id) -> Response:
    """Revoke a key."""
    services, who, _ = await filled_in(request)
    await services.api_keys.revoke(who.known, key_id)
    return done("/access")


def _until(sent: Sent, locale: Locale) -> dict[str, Any]:
    """The end of the last day on which a key is good. What is no day is told as what it would have been."""
    last = sent["expiresAt"].strip()
    try:
        return {"expiresAt": datetime.combine(date.fromisoformat(last), time(), locale.zone) + timedelta(days=1)}
    except (ValueError, OverflowError):
        return {"expiresAt": last} if last else {}


async def _list(
    services: Services,
    who: Visitor,
    cursor: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    found = await services.api_keys.page(who.known, cursor, A_PAGE)
    shown: dict[str, Any] = {"keys": found.items, "next": found.next, "fresh": new_id(), "scopes": SCOPES}
    return answered("access.html", who, {**shown, "changes": CHANGES}, sent, error)
