"""One trainer on a course: role, status, batches and workload."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a trainer is on a course."""

    LEAD = "lead"
    ASSISTANT = "assistant"
    SUBSTITUTE = "substitute"


class Status(StrEnum):
    """Whether a trainer is there: `inactive` is given nothing new, `on_leave` follows approved leave."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ON_LEAVE = "on_leave"


@dataclass(frozen=True, slots=True)
class Entry:
    """One trainer's place on a course's roster.

    `batches` is, for a lead, the scope: the batches the lead answers for. For the others it is derived: the
    batches they teach as primary or assistant. `workload` is per cent of the weekly hours, one decimal.
    """

    trainer: str
    role: Role = Role.ASSISTANT
    status: Status = Status.ACTIVE
    batches: tuple[str, ...] = ()
    workload: float = 0.0

    @property
    def is_lead(self) -> bool:
        """Whether the trainer answers for batches."""
        return self.role is Role.LEAD

    @property
    def may_be_given_more(self) -> bool:
        """Rule 6: whoever is inactive is given nothing new."""
        return self.status is not Status.INACTIVE


@dataclass(frozen=True, slots=True)
class Change:
    """What to change about a roster entry; None leaves a thing as it is."""

    role: Role | None = None
    status: Status | None = None
    batches: tuple[str, ...] | None = None
