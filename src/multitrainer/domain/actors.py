"""Who asks for something, as it stands at the moment of asking. Every use case takes an actor first."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What an actor is."""

    ADMIN = "admin"
    TRAINER = "trainer"
    STUDENT = "student"
    MACHINE = "machine"
    ANONYMOUS = "anonymous"


class Scope(StrEnum):
    """What a machine's key is good for."""

    ADMIN = "admin"
    """Whatever an admin may do to the school."""
    READ = "read"
    """Only to look at it."""
    QUESTIONS = "questions"
    """To ask on students' behalf, ask on and close, and to see of questions what their students see."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `id` names the actor in logs, in audit entries and in the scope of idempotency keys."""

    kind: ActorKind
    id: str
    scopes: frozenset[Scope] = frozenset()


THE_ADMIN = Actor(ActorKind.ADMIN, "operator")
"""Whoever runs the service: the command line, and what the service does by itself."""

NOBODY = Actor(ActorKind.ANONYMOUS, "anonymous")
"""Whoever does not say who they are."""
