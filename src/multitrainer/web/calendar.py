"""The calendar of trainers: who holds what, who is away, and who stands in, as a table and drawn by a script."""

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer import wire
from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.ledger_parts import Around, By, around
from multitrainer.domain.sentences import Sentence
from multitrainer.web.calendar_entries import as_events, by_day, shown_in
from multitrainer.web.lists import addressed, day_in, id_in
from multitrainer.web.offered import courses_of
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import visitor
from multitrainer.web.workload import titled

router = APIRouter(prefix="/calendar", include_in_schema=False, route_class=Paged)
A_DAY = timedelta(days=1)


@router.get("")
async def show_calendar(request: Request) -> Response:
    """Show a week or a month of whomever somebody sees."""
    services, who = await visitor(request)
    asked = Asked(request, who.locale.today())
    first, last = asked.there.part.first, asked.there.part.last
    agenda = await services.agendas.read(who.known, first, last, asked.course, asked.trainer)
    days = [first + n * A_DAY for n in range((last - first).days + 1)]
    shown: dict[str, Any] = {
        "agenda": agenda,
        "asked": asked,
        "part": titled(asked.by, asked.there.part, who.locale),
        "days": days,
        "cells": by_day(shown_in(agenda, who), days, who.locale),
        "courses": await courses_of(services, who),
        "leave_from": max(first, min(last, who.locale.today())),
        "a_day": A_DAY,
    }
    return page("calendar.html", who, **shown)


@router.get("/events")
async def tell_events(request: Request) -> Response:
    """The same for the script, from a day until just before another. Raises InvalidInput where that is too long."""
    services, who = await visitor(request)
    start, end = (day_in(request.query_params.get(name, "")[:10]) for name in ("start", "end"))
    if start is None or end is None:
        raise InvalidInput(
            Sentence("A calendar is drawn from one day to another."), "`start` and `end` are days like 2026-03-02."
        )
    asked = Asked(request, start)
    agenda = await services.agendas.read(who.known, start, end - A_DAY, asked.course, asked.trainer)
    events = as_events(shown_in(agenda, who), who.locale)
    return Response(wire.encode(events), media_type="application/json", headers={"Cache-Control": "no-store"})


class Asked:
    """What the address asks for. What makes no sense is as if it were not there."""

    def __init__(self, request: Request, today: date) -> None:
        said = request.query_params
        self.by = By.MONTH if said.get("by") == By.MONTH else By.WEEK
        self.day = day_in(said.get("day"))
        self.course, self.trainer = id_in(said.get("course")), id_in(said.get("trainer"))
        self.there = _part(self.by, self.day or today)

    def address(self, path: str = "/calendar", **other: object) -> str:
        """The address that asks for the same but for something."""
        said = {"by": self.by, "day": self.day, "course": self.course, "trainer": self.trainer, **other}
        return addressed(path, said)


def _part(by: By, day: date) -> Around:
    found = around(by, day)
    assert found  # there is always a week, and a month
    return found
