"""Who sits where in a course: written to the batches, which are the truth, and to the enrolments, which follow."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from multitrainer.database import Session
from multitrainer.domain.audit import FieldChange, of_fields
from multitrainer.domain.enrolments import Enrolment, enrolment_breaches, sitting_in
from multitrainer.domain.errors import BatchFull, PeopleWouldBeLost
from multitrainer.domain.invariants import Violation
from multitrainer.domain.refusals import of_another_course
from multitrainer.domain.sentences import Counted, Sentence
from multitrainer.domain.wording import counted
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.enrolments import Enrolments
from multitrainer.repositories.seats import Seats
from multitrainer.stored.seats import read_others, read_students

Raw = dict[str, Any]
Classes = Mapping[str, Raw]
"""The batches of a course as they were read, by id."""


class Places:
    """What use cases write by that change who sits where. Everything runs in the caller's transaction.

    Without one, whoever joins a batch is written first, whoever leaves one next and enrolments last: a kill in between
    leaves a student in two batches, or an enrolment behind the batches, and the doctor names both.
    """

    def __init__(self, seats: Seats, enrolments: Enrolments, batchings: Batchings) -> None:
        self._seats = seats
        self._enrolments = enrolments
        self._batchings = batchings

    async def classes(self, course: str, session: Session) -> dict[str, Raw]:
        """The batches of a course, by id."""
        return {str(batch["_id"]): batch for batch in await self._seats.of_course(course, session)}

    async def must_have_room(self, course: str, classes: Classes, batch: str, session: Session) -> None:
        """Raises BatchOfAnotherCourse, BatchFull."""
        if batch not in classes:
            raise of_another_course(course, [batch], "batch")
        batching = await self._batchings.find(course, session)
        taken = len(read_students(classes[batch])) + len(read_others(classes[batch]))
        if batching and taken >= batching.maximum:
            raise BatchFull(
                Sentence(
                    "The batch has {n} students, and the course's settings allow {most}.",
                    n=taken,
                    most=batching.maximum,
                ),
                f"Batch {batch} has {taken} students, and the course's settings allow {batching.maximum}.",
                batch=batch,
                maximum=batching.maximum,
            )

    async def seat(self, classes: Classes, wanted: Mapping[str, Sequence[str]], session: Session) -> None:
        """Bring batches to these students, in this order; those that have them stay untouched.

        Raises Outdated, MalformedData.
        """
        for batch, students in wanted.items():
            if read_students(classes[batch]) != tuple(students):
                await self._seats.save(classes[batch], students, session)

    async def follow(self, course: str, students: Collection[str] | None, session: Session) -> None:
        """Bring the enrolments of some students, or of all, after the batches. Raises Outdated."""
        if students is not None and not students:
            return
        found = await self._of(course, students, session)
        sits = sitting_in(await self._sitting(course, session)) if found else {}
        right = [(one, one.following(sits.get(one.student, ()))) for one in found]
        await self._enrolments.save([(one, becomes) for one, becomes in right if one != becomes], session)

    async def breaches(self, course: str, session: Session) -> list[Violation]:
        """Every enrolment of a course that does not agree with the batches."""
        found = await self._of(course, None, session)
        return [*enrolment_breaches(found, sitting_in(await self._sitting(course, session)))]

    async def forget_batch(self, course: str, batch: str, session: Session) -> None:
        """A batch is gone."""
        await self._batchings.forget_batches([batch], session)
        await self.follow(course, None, session)

    async def nobody_may_be_lost(self, course: str, session: Session) -> None:
        """Raises PeopleWouldBeLost where students are enrolled on a course."""
        enrolled = [one for one in await self._enrolments.of_course(course, session) if one.is_current]
        if enrolled:
            raise PeopleWouldBeLost(
                Counted(
                    "{n} student is enrolled on the course.", "{n} students are enrolled on the course.", len(enrolled)
                ),
                f"{counted(len(enrolled), 'student is', 'students are')} enrolled on the course; "
                "?force=true deletes it with the enrolments.",
                students=len(enrolled),
                trainers=[],
            )

    async def forget_course(self, course: str, session: Session) -> None:
        """A course is gone, and with it its enrolments."""
        await self._batchings.forget_course(course, session)
        await self._enrolments.delete_of_course(course, session)

    async def _of(self, course: str, students: Collection[str] | None, session: Session) -> list[Enrolment]:
        if students is None:
            return await self._enrolments.of_course(course, session)
        return await self._enrolments.of_students(course, students, session)

    async def _sitting(self, course: str, session: Session) -> dict[str, tuple[str, ...]]:
        return {str(raw["_id"]): read_students(raw) for raw in await self._seats.of_course(course, session)}


def of_enrolment(before: Enrolment | None, after: Enrolment) -> list[FieldChange]:
    """What the audit keeps of a change of an enrolment."""
    kept = ({"enrolment": one.kept()} if one else {} for one in (before, after))
    return of_fields("multitrainer_enrolments", after.id, *kept)


def of_seats(classes: Classes, wanted: Mapping[str, Sequence[str]]) -> list[FieldChange]:
    """What the audit keeps of a change of who sits where."""
    return [
        change
        for batch, students in wanted.items()
        for change in of_fields(
            "batches", batch, {"students": [*read_students(classes[batch])]}, {"students": [*students]}
        )
    ]
