"""When a batch meets: its timetable, stated and taken away."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.base import Id
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/batches/{batch_id}/timetable", include_in_schema=False, route_class=Paged)
Raw = dict[str, Any]

WEEKLY, SINGLE, OFF = "weekly", "single", "off"
PARTS = {WEEKLY: ("day", "start", "end"), SINGLE: ("start", "end")}
BLANK = 2
"""So many lines are left to write into."""
MIDNIGHT, END_OF_DAY = "00:00", "24:00"
"""Browsers' fields for times know no 24:00."""


@router.get("")
async def show_timetable(request: Request, batch_id: Id) -> Response:
    """Show when a batch meets; whoever may change that gets a form."""
    services, who = await visitor(request)
    return await _timetable(services, who, batch_id, saved="saved" in request.query_params)


@router.post("")
async def state_timetable(request: Request, batch_id: Id) -> Response:
    """State it, as it was when that was asked; what the lines say that have something in them."""
    services, who, sent = await filled_in(request, partial(_timetable, batch_id=batch_id))
    off = [day for day in sent.all(OFF) if day.strip()]
    sessions = [*lines_of(sent, WEEKLY), *lines_of(sent, SINGLE)]
    new = body(NewTimetable, sessions=sessions, exceptions=off, **sent.given("from", "until"))
    await services.timetables.put(who.known, batch_id, new, sent["tag"])
    return done(f"/batches/{batch_id}/timetable?saved=1")


@router.get("/delete")
async def ask_whether_to_delete(request: Request, batch_id: Id) -> Response:
    """Say what becomes of its sessions."""
    services, who = await visitor(request)
    return await _deleting(services, who, batch_id)


@router.post("/delete")
async def delete_timetable(request: Request, batch_id: Id) -> Response:
    """State that there is none, likewise."""
    services, who, sent = await filled_in(request, partial(_deleting, batch_id=batch_id))
    await services.timetables.put(who.known, batch_id, NewTimetable(), sent["tag"])
    return done(f"/batches/{batch_id}")


def lines_of(sent: Sent, kind: str) -> list[Raw]:
    """The meetings that were typed."""
    lines = sent.lines(kind, PARTS[kind])
    for line in lines:
        if kind == WEEKLY and line["end"] == MIDNIGHT:
            line["end"] = END_OF_DAY
    return lines


async def _timetable(
    services: Services,
    who: Visitor,
    batch_id: str,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
    *,
    saved: bool = False,
) -> Response:
    stated = await services.timetables.read(who.known, batch_id)
    may_change = await services.timetables.may_change(who.known, batch_id)
    shown: Raw = {
        "batch": await services.batches.read(who.known, batch_id),
        "stated": stated,
        "tag": tagged(stated).tag,
        "may_change": may_change,
        "clashes": await services.timetables.clashes(who.known, batch_id) if may_change else [],
        "saved": saved,
        "blank": BLANK,
        **(_typed(sent) if sent else _stored(stated)),
    }
    return answered("timetable.html", who, shown, sent, error)


def _typed(sent: Sent) -> Raw:
    return {WEEKLY: lines_of(sent, WEEKLY), SINGLE: lines_of(sent, SINGLE), OFF: sent.all(OFF)}


def _stored(stated: Raw) -> Raw:
    sessions = stated["sessions"]
    weekly, single = ([one for one in sessions if ("day" in one) is has_day] for has_day in (True, False))
    return {WEEKLY: weekly, SINGLE: single, OFF: stated["exceptions"]}


async def _deleting(
    services: Services, who: Visitor, batch_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    stated = await services.timetables.read_to_change(who.known, batch_id)
    batch = await services.batches.read(who.known, batch_id)
    return answered("timetable_delete.html", who, {"batch": batch, "tag": tagged(stated).tag}, sent, error)
