"""What the doctor asks of handover notes: that each has its versions."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import NamedTuple

from multitrainer.database import Outdated
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.handovers import Version
from multitrainer.domain.invariants import Violation
from multitrainer.repositories.handovers import Handovers
from multitrainer.services.changes.audit import Audit


class LeftBehind(NamedTuple):
    """A note that is in no version, in words, and whether that was made now."""

    violation: Violation
    repaired: bool


class HandoverChecks:
    """Finds notes from before there were versions, and makes them first versions."""

    def __init__(self, handovers: Handovers, audit: Audit) -> None:
        self._handovers = handovers
        self._audit = audit

    async def left_behind(self, actor: Actor, *, repair: bool) -> AsyncIterator[LeftBehind]:
        """Each of them. Where somebody writes a first version at this very moment, theirs stays."""
        async for course, version in self._handovers.left_behind():
            repaired = False
            if repair:
                with suppress(Outdated):
                    await self._add(actor, course, version)
                    repaired = True
            words = f"The handover note of batch {version.batch} is from before there were versions, and is not shown."
            yield LeftBehind(Violation("handover-behind", words, course, version.batch), repaired)

    async def _add(self, actor: Actor, course: str, version: Version) -> None:
        noted = of_fields("multitrainer_handover_versions", version.batch, {}, {"number": version.number})
        async with self._audit.noting(actor, Action.REPAIR_COURSE, noted, about=course):
            await self._handovers.add(version, course, None)
