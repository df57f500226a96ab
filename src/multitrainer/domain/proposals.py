"""Proposals: what kinds there are, and what can become of one."""

from enum import StrEnum

from multitrainer.domain.errors import ProposalNotReady


class ProposalKind(StrEnum):
    """What a proposal is about."""

    ASSIGN = "assign"
    """Who teaches which batch, anew."""

    REBALANCE = "rebalance"
    """The same with as few changes as can be, after a leave, a new trainer or grown enrolment."""

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

SENTENCES = {
    S.RUNNING: "is still being made",
    S.READY: "has not been applied",
    S.FAILED: "has failed",
    S.INTERRUPTED: "was interrupted",
    S.APPLYING: "is being applied",
    S.APPLIED: "has been applied",
    S.REVERTING: "is being reverted",
    S.REVERTED: "has been reverted",
}


def must_be(state: ProposalState, wanted: ProposalState, verb: str) -> None:
    """Raises ProposalNotReady unless a proposal is in the state in which it can be treated so."""
    if state is not wanted:
        raise ProposalNotReady(
            f"This proposal {SENTENCES[state]}; only one that {SENTENCES[wanted]} can be {verb}.", state=state.value
        )
