"""Who is on a course: put there, changed, taken off."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.base import Id
from multitrainer.schemas.roster import Leaving, NewRosterEntry, RosterChange
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.services.courses.roster import entry_of
from multitrainer.web.courses import course_page
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.offered import batches_of
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/courses/{course_id}/trainers", include_in_schema=False, route_class=Paged)


@router.post("")
async def add_to_roster(request: Request, course_id: Id) -> Response:
    """Put a trainer on a course."""
    services, who, sent = await filled_in(request, partial(course_page, course_id=course_id))
    new = body(NewRosterEntry, **sent.given("trainer", "role"))
    await services.roster.add(who.known, course_id, new)
    return done(f"/courses/{course_id}")


@router.get("/{trainer_id}")
async def show_entry(request: Request, course_id: Id, trainer_id: Id) -> Response:
    """Show somebody's place on a course: role, status, batches; and how to take them off."""
    services, who = await visitor(request)
    return await _entry(services, who, course_id, trainer_id)


@router.post("/{trainer_id}")
async def change_entry(request: Request, course_id: Id, trainer_id: Id) -> Response:
    """Change somebody's role, status or batches, as they were when that was asked."""
    services, who, sent = await filled_in(request, partial(_entry, course_id=course_id, trainer_id=trainer_id))
    wanted: dict[str, Any] = sent.given("role", "status")
    if sent["batches_shown"]:
        wanted["assignedBatches"] = sent.all("batch")
    await services.roster.change(who.known, course_id, trainer_id, body(RosterChange, **wanted), sent["tag"])
    return done(f"/courses/{course_id}")


@router.post("/{trainer_id}/remove")
async def remove_from_roster(request: Request, course_id: Id, trainer_id: Id) -> Response:
    """Take somebody off a course and all its batches; whoever is chosen takes over."""
    services, who, sent = await filled_in(request, partial(_entry, course_id=course_id, trainer_id=trainer_id))
    successor = body(Leaving, **sent.given("successor")).successor
    await services.roster.remove(who.known, course_id, trainer_id, successor, sent["tag"])
    return done(f"/courses/{course_id}")


async def _entry(
    services: Services,
    who: Visitor,
    course_id: str,
    trainer_id: str,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    roster = await services.roster.entries_to_change(who.known, course_id)
    batches = await batches_of(services, who, course_id)
    shown = {
        "course": await services.courses.read(who.known, course_id),
        "entry": entry_of(roster, course_id, trainer_id),
        "others": [e for e in roster if e["trainer"] and str(e["trainer"]["_id"]) != trainer_id],
        "batches": batches,
        "primary_of": [one for one in batches if one["primary"] == trainer_id],
        "tag": tagged(roster).tag,
    }
    return answered("entry.html", who, shown, sent, error)
