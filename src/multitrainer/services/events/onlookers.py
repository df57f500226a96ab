"""Whoever listens, as they stand at this moment."""

import asyncio

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.events import Onlooker
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.services.gate import Gate

AT_ONCE = 4
"""So many are looked up at a time, so that what moves many of them holds up no request."""


class Onlookers:
    """Looks up who listens."""

    def __init__(self, gate: Gate, batches: Batches) -> None:
        self._gate = gate
        self._batches = batches
        self._few = asyncio.Semaphore(AT_ONCE)

    async def find(self, caller: Caller) -> Onlooker:
        """Who a caller is, and what they have to do with. Raises NotSignedIn, NotAllowed."""
        async with self._few:
            actor = await self._gate.anywhere(caller, Action.LISTEN)
            match actor.kind:
                case ActorKind.TRAINER:
                    teams = {team.course: team for team in await self._gate.teams_of(actor)}
                    return Onlooker(actor, teams, covering=frozenset(await self._gate.covered_by(actor)))
                case ActorKind.STUDENT:
                    return Onlooker(actor, classes=frozenset(await self._classes(actor)))
            return Onlooker(actor)

    async def _classes(self, actor: Actor) -> list[str]:
        return await self._batches.of_student(actor.id)
