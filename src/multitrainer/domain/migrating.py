"""Words of moving an institute over: the states of a migration, and what it refuses."""

from enum import StrEnum

from multitrainer.domain.errors import Conflict, Failed


class State(StrEnum):
    """How far a migration is. Only `applied` says that it was verified."""

    PENDING = "pending"
    MOVING = "moving"
    VERIFYING = "verifying"
    APPLIED = "applied"
    UNDOING = "undoing"


class MigrationHeld(Conflict):
    """Another process is at it, or has taken over."""

    code = "migration-held"
    title = "Another process is at it"


class MigrationOutOfOrder(Conflict):
    """A migration can't be done or undone before another one."""

    code = "migration-out-of-order"
    title = "Not in this order"


class NotVerified(Failed):
    """Documents are not as the migration should have left them."""

    code = "not-verified"
    title = "Not as it should be"
