"""What somebody was told, on a page of its own and by the bell in the frame of every page."""

from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.schemas.base import Id
from multitrainer.web.forms import done, filled_in
from multitrainer.web.notices import address_of
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import visitor

router = APIRouter(prefix="/notifications", include_in_schema=False, route_class=Paged)
A_PAGE = 50
Raw = dict[str, Any]


@router.get("")
async def list_notifications(request: Request, cursor: str | None = None, earlier: str | None = None) -> Response:
    """Show what is unread, and under it what was read; of one of the two its next page."""
    services, who = await visitor(request)
    shown: dict[str, Any] = {"fresh": [], "next": None, "read": [], "further": None}
    if earlier is None:
        found = await services.notifications.apart(who.known, cursor, A_PAGE, who.language, unread=True)
        shown |= {"fresh": [*map(_linked, found.items)], "next": found.next}
    if cursor is None:
        found = await services.notifications.apart(who.known, earlier, A_PAGE, who.language, unread=False)
        shown |= {"read": [*map(_linked, found.items)], "further": found.next}
    return page("notifications.html", who, begins=cursor is None and earlier is None, **shown)


@router.post("/read")
async def read_all(request: Request) -> Response:
    """All have been read."""
    services, who, _ = await filled_in(request)
    await services.notifications.read_all(who.known)
    return done("/notifications")


@router.post("/{notification_id}/read")
async def read_one(request: Request, notification_id: Id) -> Response:
    """One has been read."""
    services, who, _ = await filled_in(request)
    await services.notifications.read(who.known, notification_id)
    return done("/notifications")


@router.get("/bell")
async def show_bell(request: Request) -> Response:
    """The bell alone, for the script that keeps it true."""
    _, who = await visitor(request)
    return page("bell_alone.html", who, told=None)


@router.get("/{notification_id}/bell")
async def show_news(request: Request, notification_id: Id) -> Response:
    """The same with what has arrived just now."""
    services, who = await visitor(request)
    told = await services.notifications.find(who.known, notification_id, who.language)
    return page("bell_alone.html", who, told=_linked(told))


def _linked(told: Raw) -> Raw:
    """A notification, with the page of what it is about."""
    return {**told, "address": address_of(told["kind"], told["facts"])}
