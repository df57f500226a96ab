"""Words of proposals: their states, what plans are judged by, and what keeps a trainer from a batch."""

from collections.abc import Callable

from multitrainer.domain.batching import Rest
from multitrainer.domain.proposals import ProposalKind, ProposalState
from multitrainer.solver.documents.objective import Rule, Term
from multitrainer.solver.documents.solution import SolutionStatus

Words = dict[str, dict[str, str]]


def of_planning(gettext: Callable[[str], str]) -> Words:
    """By kind, and by the word that is stored."""
    return {
        **_of_proposals(gettext),
        "plan_terms": _terms(gettext),
        "plan_rules": _rules(gettext),
        "rests": {
            Rest.SPREAD.value: gettext("They join the other batches, up to the most."),
            Rest.WAITING.value: gettext("They wait until there are enough of them."),
        },
    }


def _of_proposals(gettext: Callable[[str], str]) -> Words:
    return {
        "proposal_kinds": {
            ProposalKind.ASSIGN.value: gettext("Deal out all batches anew"),
            ProposalKind.REBALANCE.value: gettext("Change as little as possible"),
            ProposalKind.BATCHES.value: gettext("Students into batches"),
            ProposalKind.WHAT_IF.value: gettext("What would be, if"),
        },
        "proposal_states": {
            ProposalState.RUNNING.value: gettext("is being made"),
            ProposalState.READY.value: gettext("ready to look at"),
            ProposalState.FAILED.value: gettext("failed"),
            ProposalState.INTERRUPTED.value: gettext("cut off"),
            ProposalState.APPLYING.value: gettext("is being applied"),
            ProposalState.APPLIED.value: gettext("applied"),
            ProposalState.REVERTING.value: gettext("is being taken back"),
            ProposalState.REVERTED.value: gettext("taken back"),
        },
        "plan_statuses": {
            SolutionStatus.OPTIMAL.value: gettext("No plan is better: that is proved."),
            SolutionStatus.FEASIBLE.value: gettext("Good, but perhaps there is a better one."),
            SolutionStatus.INFEASIBLE.value: gettext("What is asked for contradicts itself."),
            SolutionStatus.CANCELLED.value: gettext("The best that was found until it was ended."),
        },
        "plan_phases": {
            "start": gettext("It waits for its turn."),
            "construct": gettext("A first plan is made."),
            "explaining": gettext("The reasons are written down."),
            "done": gettext("Done."),
        },
    }


def _terms(gettext: Callable[[str], str]) -> dict[str, str]:
    return {
        Term.UNCOVERED.value: gettext("Batches without a trainer"),
        Term.LEADS_TEACH.value: gettext("Batches that leads teach themselves"),
        Term.HIGHEST_LOAD.value: gettext("Highest workload of anybody"),
        Term.SPREAD.value: gettext("Uneven workloads"),
        Term.CHANGES.value: gettext("Batches that change their trainer"),
        Term.BREAKS.value: gettext("Neighbouring batches with different trainers"),
        Term.PREFERENCES.value: gettext("What people would rather not teach"),
        Term.TRAINERS_PER_COURSE.value: gettext("Trainers per course"),
        Term.IDLE_MINUTES.value: gettext("Idle minutes between sessions"),
        Term.ROSTER_ORDER.value: gettext("Order of the roster"),
        Term.BACKUP_QUALITY.value: gettext("Who stands by"),
        **_rules(gettext),
    }


def _rules(gettext: Callable[[str], str]) -> dict[str, str]:
    """What keeps somebody from a batch. As a term: how often."""
    return {
        Rule.STATUS.value: gettext("is away or inactive"),
        Rule.ROLE.value: gettext("does not teach on the course"),
        Rule.PROHIBITED.value: gettext("is not to teach this batch"),
        Rule.PINNED.value: gettext("the batch keeps somebody else"),
        Rule.SKILLS.value: gettext("lacks a skill"),
        Rule.AVAILABILITY.value: gettext("is not available then"),
        Rule.CONFLICTS.value: gettext("teaches at that time"),
        Rule.CAPACITY.value: gettext("would have more than their hours"),
        Rule.DAILY_LIMIT.value: gettext("would teach too long that day"),
        Rule.WEEKLY_LIMIT.value: gettext("would teach too long that week"),
        Rule.LINKS.value: gettext("has a batch that is to have another trainer"),
    }
