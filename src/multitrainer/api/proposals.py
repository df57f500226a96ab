"""/api/proposals, and /api/courses/{course}/proposals: plans to look at, apply and take back."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from multitrainer import wire
from multitrainer.api.answers import MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, Errors, describe, gone, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, Limit, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    BatchNotFound,
    CourseNotFound,
    NoBatching,
    NotAProblem,
    PlanningFailed,
    PlanOutdated,
    PlanRunning,
    ProposalHalfApplied,
    ProposalNotFound,
    ProposalNotReady,
    TrainerInactive,
    UnknownCourse,
)
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.proposals import (
    BatchInPlan,
    NewProposal,
    NewProposalOfCourses,
    Plan,
    Proposal,
    ProposalInList,
)
from multitrainer.schemas.what_if import Question

router = APIRouter(tags=["proposals"], route_class=Strict)

OfCourse = Annotated[Id | None, Query(description="Only proposals for this course, alone or among others.")]
BatchInIt = Annotated[
    str,
    Path(
        max_length=200, description="Its id in the plan, also of a batch that is supposed; or a name that no other has."
    ),
]
MAKING: Errors = (PlanRunning, ProposalHalfApplied, NoBatching, *WRITING[1:], *WITH_BODY, *REPEATABLE)
CHANGING: Errors = (ProposalNotFound, ProposalNotReady, ProposalHalfApplied, PlanOutdated, *WRITING[1:], *REPEATABLE)


@router.get("/api/proposals", **describe(200, Page[ProposalInList], headers=OF_PAGE))
async def list_proposals(
    request: Request, course: OfCourse = None, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """List proposals, the newest first, without their plans."""
    services, caller = asked(request)
    return view((await services.proposals.page(caller, course, cursor, limit))._asdict())


@router.post("/api/proposals", **describe(202, Proposal, UnknownCourse, CourseNotFound, *MAKING, headers=MADE))
async def propose(
    request: Request, body: NewProposalOfCourses, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Have a proposal made for several courses together, or for all. GET its address to see how far it is."""
    services, caller = asked(request)
    return _begun(await services.proposals.make(caller, body.courses, body, new_id))


@router.post(
    "/api/courses/{course_id}/proposals",
    **describe(202, Proposal, UnknownCourse, CourseNotFound, *MAKING, headers=MADE),
)
async def propose_for_course(
    request: Request, course_id: Id, body: NewProposal, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Have a proposal made for a course. GET its address to see how far it is."""
    services, caller = asked(request)
    return _begun(await services.proposals.make(caller, [course_id], body, new_id))


@router.get("/api/proposals/{proposal_id}", **describe(200, Proposal, ProposalNotFound))
async def read_proposal(request: Request, proposal_id: Id) -> Response:
    """Read how far a proposal is and, once it is ready, what it changes against today, how good it is, and why."""
    services, caller = asked(request)
    return view(await services.proposals.view(caller, proposal_id))


@router.get(
    "/api/proposals/{proposal_id}/batches/{batch_id}",
    **describe(200, BatchInPlan, ProposalNotFound, ProposalNotReady, BatchNotFound, PlanningFailed),
)
async def explain_batch(request: Request, proposal_id: Id, batch_id: BatchInIt) -> Response:
    """Read why a batch has its primary in a plan: the best alternative, and why nobody else has it."""
    services, caller = asked(request)
    return view(await services.proposals.explain(caller, proposal_id, batch_id))


@router.post("/api/proposals/{proposal_id}/cancel", **describe(200, Proposal, ProposalNotFound, *REPEATABLE))
async def cancel_proposal(request: Request, proposal_id: Id, idempotency_key: IdempotencyKey = None) -> Response:
    """Have a proposal end with the best plan so far. One that has ended stays as it is."""
    services, caller = asked(request)
    return view(await services.proposals.cancel(caller, proposal_id))


@router.post("/api/proposals/{proposal_id}/apply", **describe(200, Proposal, TrainerInactive, *CHANGING))
async def apply_proposal(request: Request, proposal_id: Id, idempotency_key: IdempotencyKey = None) -> Response:
    """Put everybody where the plan has them: all of it, or nothing where what it was made from has changed.

    A plan of batches makes its new batches, and seats the students.
    """
    services, caller = asked(request)
    return view(await services.proposal_changes.apply(caller, proposal_id))


@router.post("/api/proposals/{proposal_id}/revert", **describe(200, Proposal, *CHANGING))
async def revert_proposal(request: Request, proposal_id: Id, idempotency_key: IdempotencyKey = None) -> Response:
    """Put everybody back where they were before the plan was applied, if nobody has been moved since."""
    services, caller = asked(request)
    return view(await services.proposal_changes.revert(caller, proposal_id))


@router.delete("/api/proposals/{proposal_id}", **describe(204, None, ProposalNotFound, ProposalNotReady, headers={}))
async def delete_proposal(request: Request, proposal_id: Id) -> Response:
    """Delete a proposal that is neither being made nor applied nor reverted. What it changed stays."""
    services, caller = asked(request)
    await services.proposals.delete(caller, proposal_id)
    return gone()


@router.post(
    "/api/what-if",
    **describe(200, Plan, UnknownCourse, CourseNotFound, NotAProblem, PlanningFailed, *WITH_BODY, *REPEATABLE),
)
async def ask_what_if(request: Request, body: Question, idempotency_key: IdempotencyKey = None) -> Response:
    """Ask for the plan that would follow a leave, a new trainer, a new batch, other hours. Nothing is stored."""
    services, caller = asked(request)
    return view(await services.proposals.answer(caller, body))


def _begun(proposal: dict[str, Any]) -> Response:
    body = wire.encode(proposal)
    headers = {"ETag": wire.tag(body), "Location": f"/api/proposals/{proposal['_id']}"}
    return Response(body, 202, headers, "application/json")
