"""Handover notes: where a batch stands, for whoever stands in."""

from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.handovers import Handovers as HandoverRepository
from multitrainer.services.audit import Audit
from multitrainer.services.gate import Gate
from multitrainer.services.tags import Tagged, must_match, tagged

Raw = dict[str, Any]
NONE: Raw = {"text": "", "by": None, "at": None}


class Handovers:
    """Use cases of handover notes. There is one for each batch."""

    def __init__(
        self, gate: Gate, database: Database, handovers: HandoverRepository, batches: Batches, audit: Audit, now: Clock
    ) -> None:
        self._gate = gate
        self._database = database
        self._handovers = handovers
        self._batches = batches
        self._audit = audit
        self._now = now

    async def read(self, caller: Caller, batch: str) -> Raw:
        """A batch's note; with an empty text where nobody has written one. Raises BatchNotFound, BatchWithoutCourse."""
        await self._gate.on_batch(caller, Action.READ_HANDOVER, batch)
        await self._batches.course_of(batch)
        return _view(batch, await self._handovers.find(batch))

    async def put(self, caller: Caller, batch: str, text: str, if_match: str | None = None) -> Tagged:
        """Write it anew. Raises BatchNotFound, BatchWithoutCourse, Stale."""
        actor = await self._gate.on_batch(caller, Action.WRITE_HANDOVER, batch)
        course = await self._batches.course_of(batch)

        async def change(session: Session) -> Tagged:
            before = await self._handovers.find(batch, session)
            must_match(if_match, _view(batch, before))
            said = _said(before)["text"]
            if text != said:
                noted = of_fields("multitrainer_batches", batch, {"handover": said}, {"handover": text})
                async with self._audit.noting(actor, Action.WRITE_HANDOVER, noted, session, about=course):
                    await self._handovers.set(batch, course, before, text, actor.id, self._now(), session)
            return tagged(_view(batch, await self._handovers.find(batch, session)))

        return await self._database.atomically(f"handover:{batch}", change)


def _view(batch: str, kept: Raw | None) -> Raw:
    return {"batch": batch, **_said(kept)}


def _said(kept: Any) -> Raw:
    """What is kept; what somebody's hand wrote badly is none."""
    return kept if isinstance(kept, dict) and isinstance(kept.get("text"), str) else NONE
