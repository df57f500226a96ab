"""/api/courses/{course}/trainers: who trains on a course. The ETag is always that of the whole roster."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import MADE, REPEATABLE, WITH_BODY, WRITING, describe, done, gone, view
from multitrainer.api.dependencies import Again, IdempotencyKey, IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    AlreadyOnRoster,
    BatchOfAnotherCourse,
    CourseNotFound,
    MalformedData,
    NotATrainer,
    NotOnRoster,
    StillPrimary,
    SubstituteHasNoBatches,
    TrainerInactive,
    UnknownTrainer,
)
from multitrainer.schemas.base import Id
from multitrainer.schemas.roster import NewRosterEntry, RosterChange, RosterEntry

router = APIRouter(prefix="/api/courses/{course_id}/trainers", tags=["roster"], route_class=Strict)

SCOPE = (BatchOfAnotherCourse, SubstituteHasNoBatches)
HandOverTo = Annotated[
    Id | None, Query(alias="handOverTo", description="Who becomes primary of the trainer's batches.")
]


@router.get("", **describe(200, list[RosterEntry], CourseNotFound, MalformedData))
async def list_course_trainers(request: Request, course_id: Id) -> Response:
    """List a course's trainers, populated with name, email and specialization."""
    services, caller = asked(request)
    return view(await services.roster.entries(caller, course_id))


@router.post(
    "",
    **describe(
        201,
        RosterEntry,
        CourseNotFound,
        UnknownTrainer,
        NotATrainer,
        AlreadyOnRoster,
        *SCOPE,
        *WRITING,
        *WITH_BODY,
        *REPEATABLE,
        headers=MADE,
    ),
)
async def add_course_trainer(
    request: Request,
    course_id: Id,
    body: NewRosterEntry,
    again: Again,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Put a trainer on a course."""
    services, caller = asked(request)
    answer = await services.roster.add(caller, course_id, body, if_match, again=again)
    return done(answer, 201, f"/api/courses/{course_id}/trainers/{body.trainer}")


@router.get("/{trainer_id}", **describe(200, RosterEntry, CourseNotFound, NotOnRoster, MalformedData))
async def read_course_trainer(request: Request, course_id: Id, trainer_id: Id) -> Response:
    """Read one trainer's entry on a course."""
    services, caller = asked(request)
    return done(await services.roster.read(caller, course_id, trainer_id))


@router.put(
    "/{trainer_id}",
    **describe(
        200, RosterEntry, CourseNotFound, NotOnRoster, *SCOPE, StillPrimary, TrainerInactive, *WRITING, *WITH_BODY
    ),
)
async def change_course_trainer(
    request: Request,
    course_id: Id,
    trainer_id: Id,
    body: RosterChange,
    if_match: IfMatch = None,
) -> Response:
    """Change a trainer's role, status or batches on a course."""
    services, caller = asked(request)
    return done(await services.roster.change(caller, course_id, trainer_id, body, if_match))


@router.delete(
    "/{trainer_id}",
    **describe(
        204, None, CourseNotFound, NotOnRoster, StillPrimary, UnknownTrainer, NotATrainer, TrainerInactive, *WRITING
    ),
)
async def remove_course_trainer(
    request: Request,
    course_id: Id,
    trainer_id: Id,
    hand_over_to: HandOverTo = None,
    if_match: IfMatch = None,
) -> Response:
    """Take a trainer off a course and its batches, a successor taking over as primary."""
    services, caller = asked(request)
    return gone(await services.roster.remove(caller, course_id, trainer_id, hand_over_to, if_match))
