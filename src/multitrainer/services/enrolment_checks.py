"""What the doctor asks of enrolments: that they say what the batches say."""

from collections.abc import Sequence
from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange
from multitrainer.domain.errors import Conflict
from multitrainer.domain.invariants import Violation
from multitrainer.domain.permissions import Action
from multitrainer.failures import REFUSED
from multitrainer.repositories.enrolments import Enrolments
from multitrainer.services.audit import Audit
from multitrainer.services.places import Places


class EnrolmentChecks:
    """Finds and mends enrolments that are behind the batches."""

    def __init__(self, database: Database, enrolments: Enrolments, places: Places, audit: Audit) -> None:
        self._database = database
        self._enrolments = enrolments
        self._places = places
        self._audit = audit

    async def broken(self, courses: Sequence[Any]) -> list[Violation]:
        """All breaches in some courses."""
        named = sorted(await self._enrolments.courses_among(courses))
        return [violation for course in named for violation in await self._look(course)]

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
