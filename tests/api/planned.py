"""A plan over HTTP."""

from multitrainer.client import Client
from multitrainer.schemas.proposals import Plan, Proposal

GOOD = {"optimal", "feasible"}


async def planned(client: Client, course: str) -> tuple[Proposal, Plan]:
    begun = await client.proposals.start_for_course(course)
    proposal = await client.proposals.wait(begun.id)
    assert (proposal.state, proposal.plan is not None) == ("ready", True), proposal.error
    assert proposal.plan
    assert proposal.plan.status in GOOD
    return proposal, proposal.plan
