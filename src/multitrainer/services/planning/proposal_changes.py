"""Applies proposals and takes them back, each as its kind does."""

from typing import Any

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.differences import PeopleDifference
from multitrainer.domain.people import People
from multitrainer.domain.proposals import ProposalState
from multitrainer.domain.telling.of_teams import Concerned, concerned_by
from multitrainer.identity.callers import Caller
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.services.planning.proposal_kinds import Kinds, kind_of
from multitrainer.services.planning.proposals import Proposals

Raw = dict[str, Any]


class ProposalChanges:
    """Use cases that change the school as a proposal says."""

    def __init__(self, repository: ProposalRepository, proposals: Proposals, kinds: Kinds) -> None:
        self._repository = repository
        self._proposals = proposals
        self._kinds = kinds

    async def apply(self, caller: Caller, proposal: str) -> Raw:
        """Do what a proposal says, all of it or nothing; one that has been applied stays as it is.

        Raises:
            ProposalNotFound, ProposalNotReady, TrainerInactive.
            PlanOutdated: what it was made from has changed.
        """
        actor, found = await self._proposals.let_through(caller, Action.APPLY_PROPOSAL, proposal)
        await self._kinds[kind_of(found)].apply(actor, found)
        return await self._proposals.read(actor, proposal)

    async def revert(self, caller: Caller, proposal: str) -> Raw:
        """Bring back what there was before; one that has been reverted stays as it is.

        Raises:
            ProposalNotFound, ProposalNotReady.
            PlanOutdated: something of it is not as the plan made it any more, or a primary is locked.
        """
        actor, found = await self._proposals.let_through(caller, Action.REVERT_PROPOSAL, proposal)
        await self._kinds[kind_of(found)].revert(actor, found)
        return await self._proposals.read(actor, proposal)

    def told(self, actor: Actor, proposal: Raw, *, back: bool = False) -> list[Concerned]:
        """Who is told, and of which batches, when somebody applies a proposal as it was read, or takes it `back`.

        Whoever does it knows. Where students change their batches, no trainer is told.
        """
        changes = (proposal["plan"] or {}).get("changes", ())
        sides = ("after", "before") if back else ("before", "after")
        found = [PeopleDifference(one["batch"], *(_people(one[side]) for side in sides)) for one in changes]
        return [one for one in concerned_by(found) if one.trainer != actor.id]

    async def mend(self, actor: Actor, proposal: str) -> ProposalState:
        """End what was cut off, forwards or backwards. Raises PlanOutdated where neither can be done."""
        found = await self._repository.find(proposal)
        if found["state"] == ProposalState.INTERRUPTED:
            await self._repository.move(proposal, ProposalState.RUNNING, ProposalState.INTERRUPTED)
            return ProposalState.INTERRUPTED
        return await self._kinds[kind_of(found)].mend(actor, found)


def _people(shown: Raw) -> People:
    """Who stands on a batch, as a plan shows it."""
    return People(shown["primary"], tuple(shown["backup"]), tuple(shown["assistants"]))
