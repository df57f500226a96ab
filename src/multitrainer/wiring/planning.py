"""Builds what plans."""

from typing import TypedDict

from multitrainer.domain.proposals import ProposalKind
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.services.courses.team_changes import TeamChanges
from multitrainer.services.planning.apart import PlanningApart
from multitrainer.services.planning.batches_plans import BatchesPlans
from multitrainer.services.planning.limits import PlanningLimits
from multitrainer.services.planning.moving_people import MovingPeople
from multitrainer.services.planning.planner import Planner
from multitrainer.services.planning.plans_of_batches import PlansOfBatches
from multitrainer.services.planning.plans_of_people import PlansOfPeople
from multitrainer.services.planning.proposal_changes import ProposalChanges
from multitrainer.services.planning.proposal_kinds import Kinds
from multitrainer.services.planning.proposal_runs import ProposalRuns
from multitrainer.services.planning.proposals import Proposals
from multitrainer.services.planning.schools import Schools
from multitrainer.wiring.base import Base


class Planning(TypedDict):
    """Use cases of plans."""

    proposals: Proposals
    proposal_changes: ProposalChanges


def planning(
    base: Base, schools: Schools, changes: TeamChanges, batches_plans: BatchesPlans, planner: Planner | None
) -> Planning:
    """Plans, and what becomes of them; `planner` makes them, else processes of their own do."""
    database, settings, audit, now = base.database, base.settings, base.audit, base.now
    repository = ProposalRepository(now)
    seconds = (settings.planning_seconds, settings.planning_answer_seconds)
    limits = PlanningLimits(*seconds, settings.planning_workers, settings.planning_at_once)
    planner = planner or PlanningApart(settings.planning_memory_mb)
    people = PlansOfPeople(
        database, repository, schools, planner, limits, MovingPeople(repository, schools, changes, audit)
    )
    batches = PlansOfBatches(repository, batches_plans, audit)
    kinds: Kinds = {**dict.fromkeys(ProposalKind, people), ProposalKind.BATCHES: batches}
    proposals = Proposals(base.gate, repository, schools, ProposalRuns(repository), people, kinds, audit)
    return {"proposals": proposals, "proposal_changes": ProposalChanges(repository, proposals, kinds)}
