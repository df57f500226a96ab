"""One's own settings: how one is told, the address of one's calendar, and where one is signed in."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.telling.notices import Channel, Kind
from multitrainer.schemas.notifications import NewPreferences
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import LANGUAGE, Visitor, keep, visitor
from multitrainer.web.words_of_notices import named

router = APIRouter(prefix="/me", include_in_schema=False, route_class=Paged)
TOLD = "channels."
"""What the fields begin with that say by which ways one is told of a kind."""


@router.get("")
async def show_me(request: Request) -> Response:
    """Show one's settings."""
    services, who = await visitor(request)
    return await _me(request, services, who)


@router.post("")
async def change_me(request: Request) -> Response:
    """Say how one wants to be told, and in which language one reads: pages, too."""
    services, who, sent = await filled_in(request, partial(_me, request))
    new = body(NewPreferences, **_said(sent))
    await services.notification_preferences.set_mine(who.known, new, sent["tag"])
    answer = done("/me?saved=1")
    if new.language:
        keep(request, answer, LANGUAGE, new.language.value)
    return answer


@router.post("/sign-ins")
async def sign_out_elsewhere(request: Request) -> Response:
    """Stay signed in here alone."""
    services, who, _ = await filled_in(request)
    await services.sign_ins.sign_out_elsewhere(who.known)
    return done("/me")


@router.get("/calendar")
async def ask_about_calendar(request: Request) -> Response:
    """Show what it means to give one's calendar another address, or none."""
    services, who = await visitor(request)
    return page("calendar_feed.html", who, calendar=await services.calendars.address(who.known, who.actor.id))


@router.post("/calendar/renew")
async def renew_calendar(request: Request) -> Response:
    """Give one's calendar a new address; the one before leads nowhere any more."""
    services, who, _ = await filled_in(request)
    await services.calendars.renew(who.known, who.actor.id)
    return done("/me#calendar")


@router.post("/calendar/withdraw")
async def withdraw_calendar(request: Request) -> Response:
    """Take its address away."""
    services, who, _ = await filled_in(request)
    await services.calendars.withdraw(who.known, who.actor.id)
    return done("/me#calendar")


def _said(sent: Sent) -> dict[str, Any]:
    """What is not ticked is not wanted. Quiet hours of which nothing is said are none."""
    quiet = {name: sent[f"quietHours.{name}"] for name in ("start", "end") if sent[f"quietHours.{name}"]}
    channels = {kind.value: sent.all(TOLD + kind.value) for kind in Kind}
    return {"channels": channels, **sent.given("language", "digestAt"), **({"quietHours": quiet} if quiet else {})}


async def _me(
    request: Request,
    services: Services,
    who: Visitor,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    prefers = await services.notification_preferences.mine(who.known)
    shown: dict[str, Any] = {"prefers": prefers, "tag": tagged(prefers).tag, "calendar": None}
    shown["saved"] = "saved" in request.query_params
    shown |= {"kinds": named(who.language), "ways": [one.value for one in Channel]}
    shown["sign_ins"] = await services.sign_ins.mine(who.known)
    if who.teaches:
        path = (await services.calendars.address(who.known, who.actor.id))["path"]
        shown["calendar"] = str(request.base_url).rstrip("/") + path if path else ""
    return answered("me.html", who, shown, sent, error)
