"""Trainers: the list with what each carries, and one of them."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.listing import Load
from multitrainer.domain.roster import Status
from multitrainer.schemas.base import Id
from multitrainer.schemas.trainers import NewTrainer, TrainerPatch
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.services.overviews.trainer_lists import WhichTrainers
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.lists import A_PAGE, Listing
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/trainers", include_in_schema=False, route_class=Paged)
FIELDS = ("name", "email", "phone", "specialization")


@router.get("")
async def list_trainers(request: Request) -> Response:
    """Show the trainers whom somebody may read."""
    services, who = await visitor(request)
    return await _list(services, who, Listing.asked(request, "who", "subject", "status", "load"))


@router.post("")
async def create_trainer(request: Request) -> Response:
    """Make a trainer."""
    services, who, sent = await filled_in(request, _list)
    made = await services.trainers.create(who.known, body(NewTrainer, **_said(sent)), fresh_id(sent))
    return done(f"/trainers/{made.view['_id']}")


@router.get("/{trainer_id}")
async def show_trainer(request: Request, trainer_id: Id) -> Response:
    """Show a trainer, and what they carry."""
    services, who = await visitor(request)
    return await _trainer(services, who, trainer_id)


@router.post("/{trainer_id}")
async def change_trainer(request: Request, trainer_id: Id) -> Response:
    """Change what a trainer is called and how they are reached, as it was when that was asked."""
    services, who, sent = await filled_in(request, partial(_trainer, trainer_id=trainer_id))
    await services.trainers.patch(who.known, trainer_id, body(TrainerPatch, **_said(sent)), sent["tag"])
    return done(f"/trainers/{trainer_id}")


def _said(sent: Sent) -> dict[str, Any]:
    """Several subjects are separated by commas."""
    said: dict[str, Any] = sent.given(*FIELDS)
    subjects = [one.strip() for one in said.get("specialization", "").split(",") if one.strip()]
    return {**said, "specialization": subjects if len(subjects) > 1 else subjects[0]} if subjects else said


async def _list(
    services: Services,
    who: Visitor,
    listing: Listing | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    listing = listing or Listing("/trainers", {})
    which = WhichTrainers(
        listing["who"], listing["subject"], listing.choice("status", Status), listing.choice("load", Load)
    )
    found = await services.trainer_lists.page(who.known, which, listing.cursor, A_PAGE)
    shown = {**listing.shown(found.items, found.next, found.total), "fresh": new_id()}
    return answered("trainers.html", who, shown, sent, error)


async def _trainer(
    services: Services, who: Visitor, trainer_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    trainer = await services.trainers.read(who.known, trainer_id)
    sees = await services.availability.may_read(who.known, trainer_id)
    load = await services.workloads.of_trainer(who.known, trainer_id) if sees else None
    return answered("trainer.html", who, {"trainer": trainer, "load": load, "tag": tagged(trainer).tag}, sent, error)
