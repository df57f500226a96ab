"""The front door: what waits for somebody, by what they are."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.leave.values import LeaveState
from multitrainer.domain.questions.values import QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.domain.sessions import SessionStatus
from multitrainer.services import Services
from multitrainer.web.offered import trainers_of
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor
from multitrainer.web.words import choices

router = APIRouter(include_in_schema=False, route_class=Paged)

FEW = 8
"""So many of each kind; each leads to the others."""


@router.get("/")
async def show_home(request: Request) -> Response:
    """Show an admin what is to be decided, and a trainer what comes next."""
    services, who = await visitor(request)
    if who.plans:
        return page("overview.html", who, **await _to_decide(services, who))
    if who.teaches:
        return page("my_week.html", who, **await _coming(services, who))
    return page("nothing.html", who)


async def _to_decide(services: Services, who: Visitor) -> dict[str, Any]:
    caller, today = who.known, who.locale.today()
    since, until = today, today + timedelta(days=400)
    states = (CoverState.EXHAUSTED, CoverState.SEARCHING)
    covers = [await services.covers.page(caller, one, None, since, until, None, FEW) for one in states]
    overview = await services.overviews.of_institute(caller)
    return {
        "unstaffed": overview.unstaffed,
        "covers": [cover for found in covers for cover in found.items],
        "leaves": (await services.leaves.page(caller, LeaveState.REQUESTED, None, FEW)).items,
        "overloaded": overview.overloaded[:FEW],
        "idle": overview.idle[:FEW],
        "names": dict(choices(await trainers_of(services, who))),
        "few": FEW,
    }


async def _coming(services: Services, who: Visitor) -> dict[str, Any]:
    caller, today = who.known, who.locale.today()
    week = today, today + timedelta(days=6)
    covers = await services.covers.of_trainer(caller, who.actor.id, today, today + timedelta(days=400), None, 100)
    return {
        "sessions": (await services.sessions.of_trainer(caller, who.actor.id, *week, None, 100)).items,
        "lately": await _lately(services, who),
        "offers": [cover for cover in covers.items if "accept" in cover["actions"]],
        "questions": (
            await services.questions.page(caller, Which(holder=who.actor.id, state=QuestionState.OPEN), None, FEW)
        ).items,
        "unstaffed": await services.overviews.unstaffed(caller),
        "few": FEW,
    }


async def _lately(services: Services, who: Visitor) -> list[dict[str, Any]]:
    """The sessions of a trainer that have begun within a week, the latest first: of these they may report."""
    today, now = who.locale.today(), datetime.now(UTC)
    found = await services.sessions.of_trainer(who.known, who.actor.id, today - timedelta(days=7), today, None, 100)
    return [one for one in reversed(found.items) if one["start"] <= now and one["status"] != SessionStatus.CANCELLED]
