"""What is put into the outbox, and how far it is."""

from enum import StrEnum


class Does(StrEnum):
    """What an entry of the outbox is for."""

    TELL = "tell"
    """Make of what happened what each person and each webhook is to get."""
    EMAIL = "email"
    WEBHOOK = "webhook"


class State(StrEnum):
    """How far an entry is. One that is being worked on is due, at the end of its lease."""

    DUE = "due"
    DONE = "done"
    DEAD = "dead"
    """Tried for as often as the settings say, or in vain from the start; an admin may have it sent again."""
