"""/api/trainers/{trainer}/planning, /api/batches/{batch}/planning, /lock and /candidates: what planning knows."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import BatchNotFound, BatchWithoutCourse, MalformedData, NoPrimary, TrainerNotFound
from multitrainer.schemas.base import Id
from multitrainer.schemas.candidates import CandidatesForBatch
from multitrainer.schemas.planning import BatchPlanning, Lock, PlannedBatch, PlannedTrainer, TrainerPlanning

router = APIRouter(tags=["planning"], route_class=Strict)

OfAll = Annotated[bool, Query(description="All trainers of the institute, and not only those on the course.")]


@router.get("/api/trainers/{trainer_id}/planning", **describe(200, PlannedTrainer, TrainerNotFound))
async def read_trainer_planning(request: Request, trainer_id: Id) -> Response:
    """Read what is stated of a trainer for planning."""
    services, caller = asked(request)
    return view(await services.planning_facts.trainer(caller, trainer_id))


@router.put(
    "/api/trainers/{trainer_id}/planning", **describe(200, PlannedTrainer, TrainerNotFound, *WRITING, *WITH_BODY)
)
async def set_trainer_planning(
    request: Request, trainer_id: Id, body: TrainerPlanning, if_match: IfMatch = None
) -> Response:
    """State a trainer's weekly hours, skills, absences and limits; what is left out stays as it is."""
    services, caller = asked(request)
    return done(await services.planning_facts.set_trainer(caller, trainer_id, body, if_match))


@router.get("/api/batches/{batch_id}/planning", **describe(200, PlannedBatch, BatchNotFound, BatchWithoutCourse))
async def read_batch_planning(request: Request, batch_id: Id) -> Response:
    """Read what is stated of a batch for planning."""
    services, caller = asked(request)
    return view(await services.planning_facts.batch(caller, batch_id))


@router.put(
    "/api/batches/{batch_id}/planning",
    **describe(200, PlannedBatch, BatchNotFound, BatchWithoutCourse, *WRITING, *WITH_BODY),
)
async def set_batch_planning(request: Request, batch_id: Id, body: BatchPlanning, if_match: IfMatch = None) -> Response:
    """State a batch's hours, sessions and required skills; what is left out stays as it is."""
    services, caller = asked(request)
    return done(await services.planning_facts.set_batch(caller, batch_id, body, if_match))


@router.put(
    "/api/batches/{batch_id}/lock",
    **describe(200, PlannedBatch, BatchNotFound, BatchWithoutCourse, NoPrimary, *WRITING, *WITH_BODY),
)
async def lock_batch(request: Request, batch_id: Id, body: Lock, if_match: IfMatch = None) -> Response:
    """Lock a batch, so that no plan that is made, applied or reverted takes its primary away; or unlock it.

    The tag is that of its planning. Who changes the people by hand may still name another primary.
    """
    services, caller = asked(request)
    return done(await services.planning_facts.lock(caller, batch_id, locked=body.locked, if_match=if_match))


@router.get(
    "/api/batches/{batch_id}/candidates",
    **describe(200, CandidatesForBatch, BatchNotFound, BatchWithoutCourse, MalformedData),
)
async def read_candidates(request: Request, batch_id: Id, everybody: OfAll = False) -> Response:
    """Read for each trainer which rule forbids them for a batch, or what would change if they took it, best first."""
    services, caller = asked(request)
    return view(await services.candidates.of_batch(caller, batch_id, of_all=everybody))
