"""What the doctor asks of enrolments: that they say what the batches say; and of batches: that there is their slot."""

from collections.abc import Sequence
from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange
from multitrainer.domain.errors import Conflict
from multitrainer.domain.invariants import Violation
from multitrainer.failures import REFUSED
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.enrolments import Enrolments
from multitrainer.services.changes.audit import Audit
from multitrainer.services.enrolments.places import Places


class EnrolmentChecks:
    """Finds and mends enrolments that are behind the batches."""

    def __init__(
        self, database: Database, enrolments: Enrolments, batchings: Batchings, places: Places, audit: Audit
    ) -> None:
        self._database = database
        self._enrolments = enrolments
        self._batchings = batchings
        self._places = places
        self._audit = audit

    async def broken(self, courses: Sequence[Any]) -> list[Violation]:
        """All breaches in some courses."""
        named = sorted(await self._enrolments.courses_among(courses))
        return [violation for course in named for violation in await self._look(course)]

    async def lost_slots(self, courses: Sequence[Any]) -> list[Violation]:
        """Batches in slots that their courses do not have."""
        lost = await self._database.at_one_moment(lambda session: self._batchings.lost_slots(courses, session))
        words = "which its course does not have. PUT the course's batching again: what is lost goes, or name its slot."
        return [
            Violation("slot-gone", f"Batch {batch} is in slot {slot}, {words}", course, batch)
            for course, batch, slot in lost
        ]

    async def mended(self, actor: Actor, course: str) -> list[Violation]:
        """Bring a course's enrolments after its batches; what is left is for people."""

        async def mend(session: Session) -> None:
            found = await self._places.breaches(course, session)
            behind = [v for v in found if v.code == "enrolment-place"]
            noted = [FieldChange("courses", course, "enrolments", [v.detail for v in behind], None)] if behind else []
            async with self._audit.noting(actor, Action.REPAIR_COURSE, noted, session, about=course):
                await self._places.follow(course, None, session)

        try:
            await self._database.atomically(f"course:{course}", mend)
        except (Conflict, *REFUSED):
            """Then all of it is left."""
        return await self._look(course)

    async def _look(self, course: str) -> list[Violation]:
        return await self._database.at_one_moment(lambda session: self._places.breaches(course, session))
