"""Leave: a time in which a trainer is away, and how far it is decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from multitrainer.domain.intervals import Interval, united
from multitrainer.domain.sentences import Sentence


class LeaveKind(StrEnum):
    """Why somebody is away."""

    HOLIDAY = "holiday"
    SICK = "sick"
    TRAINING = "training"
    OTHER = "other"


class LeaveState(StrEnum):
    """How far a leave is decided. Only an approved one makes somebody away."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"


KINDS = {
    LeaveKind.HOLIDAY: Sentence("holiday"),
    LeaveKind.SICK: Sentence("ill"),
    LeaveKind.TRAINING: Sentence("training"),
    LeaveKind.OTHER: Sentence("something else"),
}
STATES = {
    LeaveState.REQUESTED: Sentence("waits for an answer"),
    LeaveState.APPROVED: Sentence("approved"),
    LeaveState.DECLINED: Sentence("declined"),
    LeaveState.CANCELLED: Sentence("cancelled"),
}
"""How both are called in sentences."""

LIVE = (LeaveState.REQUESTED, LeaveState.APPROVED)
"""States in which a leave is, or may yet be."""


@dataclass(frozen=True, slots=True)
class Leave:
    """A trainer is away from `start` to `end` (aware, in UTC), once it is approved.

    `decided_by` is who approved, declined or cancelled it last, None while nobody has; `decision_note` is what whoever
    approved or declined it said.
    """

    id: str
    trainer: str
    start: datetime
    end: datetime
    kind: LeaveKind = LeaveKind.OTHER
    note: str = ""
    state: LeaveState = LeaveState.REQUESTED
    decided_by: str | None = None
    decision_note: str | None = None

    @property
    def when(self) -> Interval:
        """Its time."""
        return Interval(self.start, self.end)

    @property
    def is_live(self) -> bool:
        """Whether it is, or may yet be."""
        return self.state in LIVE


def away(leaves: Iterable[Leave]) -> tuple[Interval, ...]:
    """When somebody with these leaves is away: all of every approved one, the free gaps inside it too."""
    return united(leave.when for leave in leaves if leave.state is LeaveState.APPROVED)
