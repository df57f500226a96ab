"""Batches: made, staffed, renamed, deleted."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.people import Duty
from multitrainer.domain.threads import of_batch
from multitrainer.schemas.base import Id
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.people import NewOnBatch
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.web.courses import course_page
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.offered import whom_to_offer
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(include_in_schema=False, route_class=Paged)
NEXT = 5
"""So many sessions to come are shown."""


@router.post("/courses/{course_id}/batches")
async def create_batch(request: Request, course_id: Id) -> Response:
    """Make a batch, with its primary where one is chosen."""
    services, who, sent = await filled_in(request, partial(course_page, course_id=course_id))
    people = {"trainers": sent.given("primary")} if sent["primary"] else {}
    new = body(NewBatch, course=course_id, name=sent["name"], **people)
    await services.batches.create(who.known, new, fresh_id(sent))
    return done(f"/courses/{course_id}")


@router.get("/batches/{batch_id}")
async def show_batch(request: Request, batch_id: Id) -> Response:
    """Show who is on a batch."""
    services, who = await visitor(request)
    return await _batch(services, who, batch_id)


@router.post("/batches/{batch_id}/name")
async def rename_batch(request: Request, batch_id: Id) -> Response:
    """Give a batch another name, as it was when that was asked."""
    services, who, sent = await filled_in(request, partial(_batch, batch_id=batch_id))
    await services.batches.patch(who.known, batch_id, body(BatchPatch, name=sent["name"]), sent["named_tag"])
    return done(f"/batches/{batch_id}")


@router.post("/batches/{batch_id}/trainers")
async def name_on_batch(request: Request, batch_id: Id) -> Response:
    """Put a trainer on a batch; a new primary takes the place of whoever is it."""
    services, who, sent = await filled_in(request, partial(_batch, batch_id=batch_id))
    new = body(NewOnBatch, **{"trainer": sent["trainer"], "as": sent["as"]})
    if new.duty is Duty.PRIMARY:
        await services.batch_people.name_primary(who.known, batch_id, new.trainer, sent["tag"])
    else:
        await services.batch_people.name(who.known, batch_id, new.trainer, new.duty, sent["tag"])
    return done(f"/batches/{batch_id}")


@router.post("/batches/{batch_id}/trainers/{trainer_id}/remove")
async def dismiss_from_batch(request: Request, batch_id: Id, trainer_id: Id) -> Response:
    """Take a trainer off a batch; they stay on the course."""
    services, who, sent = await filled_in(request, partial(_batch, batch_id=batch_id))
    await services.batch_people.dismiss(who.known, batch_id, trainer_id, sent["tag"])
    return done(f"/batches/{batch_id}")


@router.get("/batches/{batch_id}/delete")
async def ask_whether_to_delete(request: Request, batch_id: Id) -> Response:
    """Say what would be lost."""
    services, who = await visitor(request)
    return await _deleting(services, who, batch_id)


@router.post("/batches/{batch_id}/delete")
async def delete_batch(request: Request, batch_id: Id) -> Response:
    """Delete a batch, as it was when that was asked."""
    services, who, sent = await filled_in(request, partial(_deleting, batch_id=batch_id))
    course = (await services.batches.read(who.known, batch_id)).get("course")
    await services.batches.delete(who.known, batch_id, force=True, if_match=sent["tag"])
    return done(f"/courses/{course}" if course else "/courses")


async def _batch(
    services: Services, who: Visitor, batch_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    batch = await services.batches.read(who.known, batch_id)
    people = await services.batch_people.read(who.known, batch_id)
    shown: dict[str, Any] = {"batch": batch, "people": people, "tag": tagged(people).tag}
    shown["named_tag"] = tagged(batch).tag
    shown["may_change"] = await services.batch_people.may_change(who.known, batch_id)
    shown["reads_note"] = await services.handovers.may_read(who.known, batch_id)
    shown["sees_thread"] = await services.threads.is_seen(who.known, of_batch(batch_id))
    offered = await whom_to_offer(services, who) if shown["may_change"] else {}
    return answered("batch.html", who, {**shown, **await _meets(services, who, batch), **offered}, sent, error)


async def _meets(services: Services, who: Visitor, batch: dict[str, Any]) -> dict[str, Any]:
    """When it meets, and the next times; nothing of one without a course."""
    id_ = str(batch["_id"])
    if not batch.get("course"):
        return {"stated": None}
    page = await services.sessions.of_batch(who.known, id_, None, None, None, NEXT)
    people = [str(one[name]) for one in page.items for name in ("cover", "teacher") if one[name]]
    return {
        "stated": await services.timetables.read(who.known, id_),
        "sessions": page.items,
        "names": await services.names.of(users=people),
        "may_state": await services.timetables.may_change(who.known, id_),
    }


async def _deleting(
    services: Services, who: Visitor, batch_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    batch = await services.batches.read_to_delete(who.known, batch_id)
    return answered("batch_delete.html", who, {"batch": batch, "tag": tagged(batch).tag}, sent, error)
