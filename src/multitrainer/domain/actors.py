"""Who asks for something. Every use case takes an actor first."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What an actor is. Until people can sign in, everybody is the one admin."""

    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `id` names the actor in logs and in the scope of idempotency keys."""

    kind: ActorKind
    id: str


THE_ADMIN = Actor(ActorKind.ADMIN, "admin")
