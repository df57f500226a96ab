"""Handover notes: what there is, what it was before, and the next version."""

import asyncio
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.base import Id
from multitrainer.schemas.handovers import NewHandover
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.telling.markdown import html_of
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.offered import trainers_of
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor
from multitrainer.web.words import choices

router = APIRouter(prefix="/batches/{batch_id}/handover", include_in_schema=False, route_class=Paged)
A_PAGE = 20
PARTS = ("stands", "watchFor", "materials")
Number = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("")
async def show_handover(request: Request, batch_id: Id, cursor: str | None = None) -> Response:
    """Show a batch's note, and to whoever may write it what they would write anew."""
    services, who = await visitor(request)
    return await _handover(services, who, batch_id, cursor)


@router.post("")
async def write_handover(request: Request, batch_id: Id) -> Response:
    """Write the next version of what was shown; of another one, both stand side by side."""
    services, who, sent = await filled_in(request, partial(_handover, batch_id=batch_id))
    new = body(NewHandover, **{part: sent[part] for part in PARTS})
    await services.handovers.put(who.known, batch_id, new, sent["tag"])
    return done(f"/batches/{batch_id}/handover")


@router.get("/{number}")
async def show_version(request: Request, batch_id: Id, number: Number) -> Response:
    """Show the note as it once was."""
    services, who = await visitor(request)
    version = await services.handovers.version(who.known, batch_id, number)
    shown: dict[str, Any] = {"batch": await services.batches.read(who.known, batch_id), "note": version}
    shown["html"] = await _html(version)
    return page("handover_version.html", who, **shown, names=dict(choices(await trainers_of(services, who))))


async def _handover(
    services: Services,
    who: Visitor,
    batch_id: str,
    cursor: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    caller = who.known
    note = await services.handovers.read(caller, batch_id)
    versions = await services.handovers.versions(caller, batch_id, cursor, A_PAGE)
    shown: dict[str, Any] = {"note": note, "html": await _html(note), "tag": tagged(note).tag}
    shown |= {"versions": versions.items, "next": versions.next}
    shown["batch"] = await services.batches.read(caller, batch_id)
    shown["may_write"] = await services.handovers.may_write(caller, batch_id)
    shown["names"] = dict(choices(await trainers_of(services, who)))
    return answered("handover.html", who, shown, sent, error)


async def _html(note: dict[str, Any]) -> dict[str, str]:
    """The parts of a note as safe HTML, rendered beside the requests."""
    return await asyncio.to_thread(lambda: {part: html_of(note[part]) for part in PARTS})
