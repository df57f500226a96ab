"""Words of moving an institute over."""

from enum import StrEnum


class State(StrEnum):
    """How far a migration is. Only `applied` says that it was verified."""

    PENDING = "pending"
    MOVING = "moving"
    VERIFYING = "verifying"
    APPLIED = "applied"
    UNDOING = "undoing"


class Format(StrEnum):
    """How one document says who trains."""

    NEW = "new"
    """By `trainers`, and `instructor` agrees."""
    OLD = "old"
    """By `instructor` alone, or not at all."""
    DISAGREES = "disagrees"
    """By both, and they do not agree: the old application wrote last."""
    UNREADABLE = "unreadable"
    """`trainers` or `__v` is of a shape that can't be read."""
