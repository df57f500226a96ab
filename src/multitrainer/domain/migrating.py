"""Words of moving an institute over."""

from enum import StrEnum


class State(StrEnum):
    """How far a migration is. Only `applied` says that it was verified."""

    PENDING = "pending"
    MOVING = "moving"
    VERIFYING = "verifying"
    APPLIED = "applied"
    UNDOING = "undoing"
