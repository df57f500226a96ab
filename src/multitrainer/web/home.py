"""The front door: what waits for somebody, by what they are."""

from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.leave.values import LeaveState
from multitrainer.domain.questions.values import QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.domain.sessions import SessionStatus
from multitrainer.domain.swaps import SwapDoing, SwapState
from multitrainer.services import Services
from multitrainer.services.overviews.overviews import Seen, lacking
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
    caller = who.known
    overview = await services.overviews.of_institute(caller)
    open_questions = await services.questions.page(caller, Which(state=QuestionState.OPEN), None, FEW)
    return {
        "overview": overview,
        "unstaffed": overview.unstaffed,
        "covers": await _open_covers(services, who),
        "leaves": (await services.leaves.page(caller, LeaveState.REQUESTED, None, FEW)).items,
        "questions": open_questions.items,
        "proposals": await services.proposals.ready(caller, FEW),
        "names": dict(choices(await trainers_of(services, who))),
        "few": FEW,
    }


async def _open_covers(services: Services, who: Visitor) -> list[dict[str, Any]]:
    """Those whose sessions nobody takes yet, the next one first."""
    today = who.locale.today()
    span = today, today + timedelta(days=400)
    states = (CoverState.EXHAUSTED, CoverState.SEARCHING)
    found = [await services.covers.page(who.known, one, None, *span, None, FEW) for one in states]
    return sorted((cover for page in found for cover in page.items), key=itemgetter("start"))


async def _coming(services: Services, who: Visitor) -> dict[str, Any]:
    caller, today = who.known, who.locale.today()
    week = today, today + timedelta(days=6)
    covers = await services.covers.of_trainer(caller, who.actor.id, today, today + timedelta(days=400), None, 100)
    scope = await services.overviews.scope(caller)
    swaps = await services.swaps.of_trainer(caller, who.actor.id, SwapState.PROPOSED, None, 100)
    return {
        **await _as_lead(services, who, scope),
        "now": datetime.now(UTC),
        "load": await services.workloads.of_trainer(caller, who.actor.id),
        "balance": (await services.cover_ledgers.of_trainer(caller, who.actor.id, None, None, None, 1)).balance,
        "swaps": [swap for swap in swaps.items if SwapDoing.CONFIRM.value in swap["actions"]],
        "taken": [cover for cover in covers.items if _has(who, cover)],
        "sessions": (await services.sessions.of_trainer(caller, who.actor.id, *week, None, 100)).items,
        "lately": await _lately(services, who),
        "offers": [cover for cover in covers.items if "accept" in cover["actions"]],
        "questions": (
            await services.questions.page(caller, Which(holder=who.actor.id, state=QuestionState.OPEN), None, FEW)
        ).items,
        "unstaffed": lacking(scope),
        "few": FEW,
    }


def _has(who: Visitor, cover: dict[str, Any]) -> bool:
    """Whether somebody stands in, and still has to."""
    theirs = str((cover["substitute"] or {}).get("_id")) == who.actor.id
    return theirs and cover["state"] == CoverState.COVERED


async def _as_lead(services: Services, who: Visitor, scope: list[Seen]) -> dict[str, Any]:
    """What somebody answers for on the courses that they lead: their batches, and what the others carry."""
    shares = await services.workloads.led(who.known)
    led = {share["course"]: share["courseName"] for share in shares}
    covers = [one for one in await _open_covers(services, who) if str(one["course"]) in led] if led else []
    names = {share["trainer"]: share["name"] for share in shares}
    others = [one for one in shares if not _is(who, one)]
    return {"led": led, "scope": scope, "names": names, "others": others, "uncovered": covers}


def _is(who: Visitor, share: dict[str, Any]) -> bool:
    return str(share["trainer"]) == who.actor.id


async def _lately(services: Services, who: Visitor) -> list[dict[str, Any]]:
    """The sessions of a trainer that have begun within a week, the latest first: of these they may report."""
    today, now = who.locale.today(), datetime.now(UTC)
    found = await services.sessions.of_trainer(who.known, who.actor.id, today - timedelta(days=7), today, None, 100)
    return [one for one in reversed(found.items) if one["start"] <= now and one["status"] != SessionStatus.CANCELLED]
