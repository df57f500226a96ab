"""One trainer on a course: role, status, batches and workload."""

from dataclasses import dataclass, replace
from enum import StrEnum

from multitrainer.domain.merging import merged_names


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

    def rebased(self, before: "Entry", after: "Entry") -> "Entry":
        """What changed from one entry to another, made to this one instead."""
        return replace(
            self,
            role=self.role if after.role is before.role else after.role,
            status=self.status if after.status is before.status else after.status,
            batches=self._scope_rebased(before, after),
        )

    def _scope_rebased(self, before: "Entry", after: "Entry") -> tuple[str, ...]:
        if not after.is_lead:
            return self.batches  # derived, unless others made a lead of this one
        return merged_names(self.batches, before.batches, after.batches) if before.is_lead else after.batches


@dataclass(frozen=True, slots=True)
class Change:
    """What to change about a roster entry; None leaves a thing as it is."""

    role: Role | None = None
    status: Status | None = None
    batches: tuple[str, ...] | None = None
