"""/api/batches/{batch}/trainers: who is on a batch."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import REPEATABLE, WITH_BODY, WRITING, Errors, describe, done, gone, view
from multitrainer.api.dependencies import Again, IdempotencyKey, IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    AlreadyOnBatch,
    BatchNotFound,
    BatchWithoutCourse,
    MalformedData,
    NotATrainer,
    NotOnBatch,
    PrimaryTaken,
    TrainerInactive,
    UnknownTrainer,
)
from multitrainer.domain.people import Duty
from multitrainer.schemas.base import Id
from multitrainer.schemas.people import Named, NewOnBatch, PeopleAnswer, PopulatedPeople

router = APIRouter(prefix="/api/batches/{batch_id}/trainers", tags=["people of a batch"], route_class=Strict)

NAMING: Errors = (BatchNotFound, BatchWithoutCourse, UnknownTrainer, NotATrainer, TrainerInactive, *WRITING, *WITH_BODY)


@router.get("", **describe(200, PopulatedPeople, BatchNotFound, MalformedData))
async def read_batch_trainers(request: Request, batch_id: Id) -> Response:
    """Read who is on a batch, populated with name, email and phone."""
    services, caller = asked(request)
    return view(await services.batch_people.read(caller, batch_id))


@router.post("", **describe(201, PeopleAnswer, AlreadyOnBatch, PrimaryTaken, *NAMING, *REPEATABLE))
async def add_batch_trainer(
    request: Request,
    batch_id: Id,
    body: NewOnBatch,
    again: Again,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Put one more trainer on a batch; whoever is new to the course joins its roster."""
    services, caller = asked(request)
    answer = await services.batch_people.name(caller, batch_id, body.trainer, body.duty, if_match, again=again)
    return done(answer, 201)


@router.put("/primary", **describe(200, PeopleAnswer, *NAMING))
async def set_batch_primary(request: Request, batch_id: Id, body: Named, if_match: IfMatch = None) -> Response:
    """Make a trainer the primary, in place of whoever is."""
    services, caller = asked(request)
    return done(await services.batch_people.name_primary(caller, batch_id, body.trainer, if_match))


@router.post("/backup", **describe(201, PeopleAnswer, AlreadyOnBatch, *NAMING, *REPEATABLE))
async def add_batch_backup(
    request: Request,
    batch_id: Id,
    body: Named,
    again: Again,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Add a backup to a batch."""
    services, caller = asked(request)
    answer = await services.batch_people.name(caller, batch_id, body.trainer, Duty.BACKUP, if_match, again=again)
    return done(answer, 201)


@router.delete("/{trainer_id}", **describe(204, None, BatchNotFound, BatchWithoutCourse, NotOnBatch, *WRITING))
async def remove_batch_trainer(request: Request, batch_id: Id, trainer_id: Id, if_match: IfMatch = None) -> Response:
    """Take a trainer off a batch; they stay on the course's roster."""
    services, caller = asked(request)
    return gone(await services.batch_people.dismiss(caller, batch_id, trainer_id, if_match))
