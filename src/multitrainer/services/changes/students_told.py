"""What students and their contacts are told of sessions that are cancelled, combined or moved."""

from collections.abc import Mapping

from multitrainer.database import Session
from multitrainer.domain.telling.notices import Fact, Kind, Meeting, Notice
from multitrainer.domain.telling.of_sessions import notices_to_students
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.cover_settings import CoverSettings


class StudentsTold:
    """Makes the notices, as the course or the institute has set it; `Telling.put` puts them with the change."""

    def __init__(self, settings: CoverSettings, batches: Batches) -> None:
        self._settings = settings
        self._batches = batches

    async def notices(
        self,
        kind: Kind,
        course: str,
        batch: str,
        facts: Mapping[str, Fact],
        meeting: Meeting | None,
        session: Session = None,
        *,
        urgent: bool = False,
    ) -> list[Notice]:
        """What is told of a batch's session, whose time is `meeting`: for calendars, and as `{when}` in the texts.

        Of several sessions (`sessions-changed`) there is no `meeting`.

        `facts` are `note` (or none) for all; `was`, its time on the institute's clock before (2026-12-07T18:00), where
        it is moved; and `other`, the batch that it is put together with, where it is combined. Urgent ones wait for
        nobody's quiet hours.
        """
        contacts = await self._settings.contacts(course, session)
        students = await self._batches.students(batch, session) if contacts.students else ()
        known = {"note": None, **facts, "course": course, "batch": batch}
        return notices_to_students(kind, contacts, students, known, meeting, urgent=urgent)
