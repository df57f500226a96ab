"""Proposals: what kinds there are, and what can become of one."""

from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.errors import ProposalNotReady
from multitrainer.domain.sentences import NOTHING, Sentence


class ProposalKind(StrEnum):
    """What a proposal is about."""

    ASSIGN = "assign"
    """Who teaches which batch, anew."""

    REBALANCE = "rebalance"
    """The same with few changes, after a leave, a new trainer or grown enrolment; a low highest load comes first."""

    BATCHES = "batches"
    """Who of a course's students sits in which batch, and which batches there are."""

    WHAT_IF = "what-if"
    """What would be, if. Never applied."""


class ProposalState(StrEnum):
    """How far a proposal is."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The service that made it ended."""

    APPLYING = "applying"
    """On servers without transactions: a part is written."""

    APPLIED = "applied"
    REVERTING = "reverting"
    """As applying."""

    REVERTED = "reverted"


S = ProposalState
IN_WORK = (S.RUNNING, S.APPLYING, S.REVERTING)
"""States in which somebody works at it, and tells so from time to time."""

HALF_WAY = (S.APPLYING, S.REVERTING)
"""Those of them in which the courses are neither as before nor as after."""

SENTENCES = {
    S.RUNNING: Sentence("is still being made"),
    S.READY: Sentence("has not been applied"),
    S.FAILED: Sentence("has failed"),
    S.INTERRUPTED: Sentence("was interrupted"),
    S.APPLYING: Sentence("is being applied"),
    S.APPLIED: Sentence("has been applied"),
    S.REVERTING: Sentence("is being reverted"),
    S.REVERTED: Sentence("has been reverted"),
}


class Step(NamedTuple):
    """What is done with a proposal: from which state, over which where there are no transactions, to which."""

    was: ProposalState
    over: ProposalState
    to: ProposalState
    verb: str
    action: Action


APPLYING = Step(S.READY, S.APPLYING, S.APPLIED, "applied", Action.APPLY_PROPOSAL)
REVERTING = Step(S.APPLIED, S.REVERTING, S.REVERTED, "reverted", Action.REVERT_PROPOSAL)


def actions_for(kind: ProposalKind, action: Action) -> tuple[Action, ...]:
    """All that somebody must be allowed to do, to do this with a proposal of this kind, in the order of asking."""
    if kind is not ProposalKind.BATCHES or action is Action.READ_PROPOSAL:
        return (action,)
    return (Action.PLAN_BATCHES,) if action is Action.MAKE_PROPOSAL else (Action.READ_PROPOSAL, Action.PLAN_BATCHES)


def must_be(state: ProposalState, wanted: ProposalState, verb: str) -> None:
    """Raises ProposalNotReady unless a proposal is in the state in which it can be treated so."""
    if state is not wanted:
        again = Sentence("Propose again, and apply that.") if state is S.REVERTED else NOTHING
        words = Sentence("This proposal {stands}, so this can't be done.", stands=SENTENCES[state]) + again
        detail = f"This proposal {SENTENCES[state]}; only one that {SENTENCES[wanted]} can be {verb}. {again}".strip()
        raise ProposalNotReady(words, detail, state=state.value)
