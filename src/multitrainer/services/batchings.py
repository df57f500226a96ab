"""How courses are split into batches: their settings."""

from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.audit import of_fields
from multitrainer.domain.permissions import Action
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batchings import Batchings as BatchingRepository
from multitrainer.repositories.courses import Courses, no_course
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.services.audit import Audit
from multitrainer.services.gate import Gate
from multitrainer.services.tags import Tagged, must_match, tagged
from multitrainer.stored.enrolments import write_batching

View = dict[str, Any]
NONE_YET: View = {"target": None, "minimum": None, "maximum": None, "rest": None, "slots": []}


class Batchings:
    """Use cases of these settings."""

    def __init__(
        self, gate: Gate, database: Database, courses: Courses, batchings: BatchingRepository, audit: Audit
    ) -> None:
        self._gate = gate
        self._database = database
        self._courses = courses
        self._batchings = batchings
        self._audit = audit

    async def read(self, caller: Caller, course: str) -> View:
        """A course's settings; nulls where nobody has made any. Raises CourseNotFound, MalformedData."""
        await self._gate.on_course(caller, Action.READ_BATCHING, course)
        if not await self._courses.is_there(course, None):
            raise no_course(course)
        batching = await self._batchings.find(course)
        return write_batching(batching) if batching else NONE_YET

    async def put(self, caller: Caller, course: str, new: NewBatching, if_match: str | None = None) -> Tagged:
        """Set them. What is there already stays as it is until a plan is made and applied.

        Raises CourseNotFound, SenselessBatching, Stale.
        """
        actor = await self._gate.on_course(caller, Action.SET_BATCHING, course)
        batching = new.settings()

        async def change(session: Session) -> Tagged:
            if not await self._courses.is_there(course, session):
                raise no_course(course)
            before, after = await self._batchings.raw(course, session), write_batching(batching)
            must_match(if_match, before or NONE_YET)
            noted = of_fields("multitrainer_courses", course, {"batching": before}, {"batching": after})
            async with self._audit.noting(actor, Action.SET_BATCHING, noted, session, course=course):
                await self._batchings.save(course, before, batching, session)
            return tagged(after)

        return await self._database.atomically(f"course:{course}", change)
