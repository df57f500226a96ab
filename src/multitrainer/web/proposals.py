"""A proposal: how far it is, what it changes and why, and what can become of it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.proposals import ProposalKind, ProposalState
from multitrainer.identity.callers import Caller
from multitrainer.schemas.base import Id
from multitrainer.schemas.proposals import NewProposal
from multitrainer.services import Services
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import DIGITS, Again, Sent, answered, done, filled_in, fresh_id
from multitrainer.web.planning_forms import proposal_of, shown_options
from multitrainer.web.proposal_views import names_in, shown_of
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, services_of, visitor

router = APIRouter(prefix="/proposals/{proposal_id}", include_in_schema=False, route_class=Paged)
Raw = dict[str, Any]
Do = Callable[[Caller, str], Awaitable[Raw]]
LAST_PAGE = 10_000
DELETABLE = {ProposalState.READY, ProposalState.FAILED, ProposalState.INTERRUPTED, ProposalState.REVERTED}


@router.get("")
async def show_proposal(request: Request, proposal_id: Id) -> Response:
    """Show how far a proposal is and, once it is there, what it changes against today."""
    services, who = await visitor(request)
    asked = request.query_params.get("page", "")
    n = min(int(asked), LAST_PAGE) if DIGITS.fullmatch(asked) else 1
    return await _proposal(services, who, proposal_id, max(n, 1))


@router.get("/batches/{batch_id}")
async def explain_batch(request: Request, proposal_id: Id, batch_id: Id) -> Response:
    """Show why a batch has whom it has in the plan, and why nobody else."""
    services, who = await visitor(request)
    proposal = await services.proposals.read(who.known, proposal_id)
    found = await services.proposals.explain(who.known, proposal_id, batch_id)
    others = (one["trainer"] for one in found["others"])
    named = {"users": {*others, *([found["primary"]] if found["primary"] else [])}, "batches": found["togetherWith"]}
    shown = {"proposal": proposal, "found": found, "names": await services.names.of(**named), "fresh": new_id()}
    return answered("proposal_batch.html", who, {**shown, "may_change": await _may(services, who, proposal)})


@router.post("/cancel")
async def cancel(request: Request, proposal_id: Id) -> Response:
    """Have it end with the best plan so far."""
    return await _do(
        request, proposal_id, services_of(request).proposals.cancel, partial(_proposal, proposal_id=proposal_id)
    )


@router.post("/again")
async def make_again(request: Request, proposal_id: Id) -> Response:
    """Have another one made, with what was chosen on the page of this one."""
    services, who, sent = await filled_in(request, partial(_proposal, proposal_id=proposal_id))
    before = await services.proposals.read(who.known, proposal_id)
    is_of_batches = before["kind"] == ProposalKind.BATCHES
    new = NewProposal(kind=ProposalKind.BATCHES) if is_of_batches else proposal_of(sent, before["options"])
    courses = [str(course) for course in before["courses"]]
    made = await services.proposals.make(who.known, courses, new, fresh_id(sent))
    return done(f"/proposals/{made['_id']}")


@router.get("/apply")
async def ask_whether_to_apply(request: Request, proposal_id: Id) -> Response:
    """Say what changes, and who is told."""
    services, who = await visitor(request)
    return await _confirming(services, who, proposal_id, back=False)


@router.post("/apply")
async def apply(request: Request, proposal_id: Id) -> Response:
    """Put everybody where the plan has them."""
    asking = partial(_confirming, proposal_id=proposal_id, back=False)
    return await _do(request, proposal_id, services_of(request).proposal_changes.apply, asking)


@router.get("/revert")
async def ask_whether_to_revert(request: Request, proposal_id: Id) -> Response:
    """Say what is put back, and who is told."""
    services, who = await visitor(request)
    return await _confirming(services, who, proposal_id, back=True)


@router.post("/revert")
async def revert(request: Request, proposal_id: Id) -> Response:
    """Put everybody back where they were."""
    asking = partial(_confirming, proposal_id=proposal_id, back=True)
    return await _do(request, proposal_id, services_of(request).proposal_changes.revert, asking)


@router.post("/delete")
async def delete(request: Request, proposal_id: Id) -> Response:
    """Delete a proposal that nobody needs any more: what it changed stays."""
    services, who, _ = await filled_in(request, partial(_proposal, proposal_id=proposal_id))
    before = await services.proposals.read(who.known, proposal_id)
    await services.proposals.delete(who.known, proposal_id)
    courses = before["courses"]
    return done(f"/courses/{courses[0]}/planner" if len(courses) == 1 else "/planner")


async def _do(request: Request, proposal_id: str, what: Do, again: Again) -> Response:
    _, who, _ = await filled_in(request, again)
    await what(who.known, proposal_id)
    return done(f"/proposals/{proposal_id}")


async def _proposal(
    services: Services,
    who: Visitor,
    proposal_id: str,
    n: int = 1,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    proposal = await services.proposals.read(who.known, proposal_id)
    shown = {**shown_of(proposal, n), "settings": shown_options(proposal["options"])}
    shown |= {
        "names": await services.names.of(**names_in(proposal, shown)),
        "fresh": new_id(),
        "meets": await _meets(services, who, proposal),
        "may_change": await _may(services, who, proposal),
        "deletable": DELETABLE,
    }
    return answered("proposal.html", who, shown, sent, error)


async def _meets(services: Services, who: Visitor, proposal: Raw) -> Raw:
    """The weekly sessions of each time at which batches can meet, by its name, as the course's settings are now."""
    if not proposal["batches"]:
        return {}
    batching = await services.batchings.read(who.known, str(proposal["courses"][0]))
    return {slot["name"]: slot["sessions"] for slot in batching["slots"]}


async def _confirming(
    services: Services,
    who: Visitor,
    proposal_id: str,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
    *,
    back: bool,
) -> Response:
    proposal = await services.proposals.read(who.known, proposal_id)
    told = services.proposal_changes.told(who.actor, proposal, back=back)
    users = {one.trainer for one in told}
    batches = {batch for one in told for batch in (*one.gained, *one.lost)}
    courses = {str(course) for course in proposal["courses"]}
    names = await services.names.of(users=users, batches=batches, courses=courses)
    shown = {"proposal": proposal, "told": told, "names": names, "back": back, "fresh": new_id()}
    shown |= {"may_change": await _may(services, who, proposal), "changed": _changed(error)}
    return answered("proposal_apply.html", who, shown, sent, error)


def _changed(error: MultitrainerError | None) -> list[str]:
    """What has changed since a plan was made, in sentences, where that keeps it from being applied."""
    facts = error.facts if error else {}
    said = facts.get("words") or facts.get("differences", ())
    return [one for one in said if isinstance(one, str)]


async def _may(services: Services, who: Visitor, proposal: Raw) -> bool:
    return await services.proposals.may_change(who.known, proposal)
