"""Enrolments: students on courses, with what they wish for and where they are placed."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import in_team
from multitrainer.domain.enrolments import Enrolment, EnrolmentStatus, must_be_slots
from multitrainer.domain.errors import AlreadyEnrolled, CourseNotFound, EnrolmentWithdrawn
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.standings import Context, Touched
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.courses import Courses, no_course
from multitrainer.repositories.enrolments import Enrolments as EnrolmentRepository
from multitrainer.repositories.enrolments import no_enrolment
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.schemas.enrolments import EnrolmentPatch, NewEnrolment
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.enrolments.places import Classes, Places, of_enrolment, of_seats
from multitrainer.services.gate import Gate
from multitrainer.services.permissions import must
from multitrainer.stored.enrolments import write_enrolment
from multitrainer.stored.ids import new_id
from multitrainer.stored.seats import read_students

View = dict[str, Any]
T = TypeVar("T")


class Enrolments:
    """Use cases of enrolments."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        courses: Courses,
        teams: Teams,
        users: Users,
        enrolments: EnrolmentRepository,
        batchings: Batchings,
        places: Places,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._courses = courses
        self._teams = teams
        self._users = users
        self._enrolments = enrolments
        self._batchings = batchings
        self._places = places
        self._audit = audit
        self._clock = clock

    async def page(
        self,
        caller: Caller,
        course: str,
        status: EnrolmentStatus | None,
        batch: str | None,
        cursor: str | None,
        limit: int,
    ) -> Paged:
        """A course's enrolments in the order they were made; to a student, their own.

        Raises CourseNotFound, InvalidInput for a foreign cursor.
        """
        actor = await self._gate.on_course(caller, Action.LIST_ENROLMENTS, course)
        if actor.kind is ActorKind.STUDENT:
            own = await self._enrolments.of_student(course, actor.id)
            fits = own and status in {None, own.status} and batch in {None, own.batch}
            return Paged([write_enrolment(own)] if own and fits else [], None)
        await self._must_be_there(course, None)
        return await self._enrolments.page(course, status, batch, cursor, limit)

    async def read(self, caller: Caller, enrolment: str) -> View:
        """One enrolment. Raises EnrolmentNotFound."""
        actor = await self._gate.anybody(caller)
        found = await self._enrolments.find(enrolment)
        await self._must(actor, Action.READ_ENROLMENT, found)
        return write_enrolment(found)

    async def enrol(self, caller: Caller, course: str, new: NewEnrolment, id_: str | None = None) -> Tagged:
        """Enrol a student: they wait, unless a batch is named or they sit in one already.

        Whoever had withdrawn is enrolled again. With an id that an earlier try used, that try's is answered.

        Raises:
            CourseNotFound, UnknownStudent, UnknownSlot, AlreadyEnrolled, BatchOfAnotherCourse, BatchFull,
            MalformedData.
        """
        actor = await self._gate.on_course(caller, Action.ENROL, course)
        await self._users.must_exist("student", (new.student,))

        async def change(session: Session) -> Tagged:
            await self._must_be_there(course, session)
            present = await self._enrolments.of_student(course, new.student, session)
            if present and present.id == id_:
                return tagged(write_enrolment(present))
            if present and present.status is not EnrolmentStatus.WITHDRAWN:
                raise _already(present)
            await self._must_be_slots(course, new.slots, session)
            return await self._enrolled(actor, course, new, present, id_ or new_id(), session)

        return await self._database.atomically(f"course:{course}", change)

    async def change(
        self, caller: Caller, enrolment: str, patch: EnrolmentPatch, if_match: str | None = None
    ) -> Tagged:
        """Change wishes, or put the student into a batch.

        Raises:
            EnrolmentNotFound, UnknownSlot, BatchOfAnotherCourse, BatchFull, EnrolmentWithdrawn, Stale, MalformedData.
        """

        async def change(actor: Actor, found: Enrolment, session: Session) -> Tagged:
            touched = [batch for batch in (found.batch, patch.batch) if patch.batch and batch]
            await self._must(actor, Action.PLACE_STUDENT, found, touched, session)
            if patch.slots is not None:
                await self._must(actor, Action.ENROL, found, (), session)
                await self._must_be_slots(found.course, patch.slots, session)
            must_match(if_match, write_enrolment(found))
            return await self._moved(actor, found, patch, session)

        return await self._changing(caller, enrolment, change)

    async def withdraw(self, caller: Caller, enrolment: str, if_match: str | None = None) -> str:
        """Withdraw an enrolment: the student leaves all batches of the course. Returns its tag.

        Raises EnrolmentNotFound, Stale, MalformedData.
        """

        async def change(actor: Actor, found: Enrolment, session: Session) -> str:
            await self._must(actor, Action.WITHDRAW, found, (), session)
            must_match(if_match, write_enrolment(found))
            gone = replace(found, status=EnrolmentStatus.WITHDRAWN, batch=None)
            classes = await self._places.classes(found.course, session)
            left = {id_: _without(raw, found.student) for id_, raw in classes.items()}
            noted = [*of_enrolment(found, gone), *of_seats(classes, left)]
            async with self._audit.noting(actor, Action.WITHDRAW, noted, session, about=found.course):
                await self._places.seat(classes, left, session)
                await self._save(found, gone, session)
            return tagged(write_enrolment(gone)).tag

        return await self._changing(caller, enrolment, change)

    async def _changing(
        self, caller: Caller, enrolment: str, change: Callable[[Actor, Enrolment, Session], Awaitable[T]]
    ) -> T:
        """Change an enrolment as it is at that moment. Raises EnrolmentNotFound."""
        actor = await self._gate.anybody(caller)
        found = await self._enrolments.find(enrolment)
        await self._must(actor, Action.READ_ENROLMENT, found)

        async def at_once(session: Session) -> T:
            return await change(actor, await self._enrolments.find(enrolment, session), session)

        return await self._database.atomically(f"course:{found.course}", at_once)

    async def _enrolled(
        self, actor: Actor, course: str, new: NewEnrolment, present: Enrolment | None, id_: str, session: Session
    ) -> Tagged:
        classes = await self._places.classes(course, session)
        sits = [batch for batch, raw in classes.items() if new.student in read_students(raw)]
        waiting = Enrolment(present.id if present else id_, new.student, course, new.slots, self._since(new))
        if new.batch and new.batch not in sits:
            await self._places.must_have_room(course, classes, new.batch, session)
        placed = waiting.following([new.batch] if new.batch else sits)
        wanted = _joining(classes, new.batch, new.student, sits) if new.batch else {}
        noted = [*of_enrolment(present, placed), *of_seats(classes, wanted)]
        async with self._audit.noting(actor, Action.ENROL, noted, session, about=course):
            await self._places.seat(classes, wanted, session)
            await self._save(present, placed, session)
        return tagged(write_enrolment(placed))

    async def _moved(self, actor: Actor, found: Enrolment, patch: EnrolmentPatch, session: Session) -> Tagged:
        wished = found if patch.slots is None else replace(found, slots=patch.slots)
        if patch.batch is None:
            return await self._noted(actor, found, wished, {}, {}, session)
        if found.status is EnrolmentStatus.WITHDRAWN:
            raise EnrolmentWithdrawn(
                Sentence("This enrolment is withdrawn. Enrol the student again first."),
                f"Enrolment {found.id} is withdrawn; enrol the student again first.",
                enrolment=found.id,
            )
        classes = await self._places.classes(found.course, session)
        if patch.batch not in classes or found.student not in read_students(classes[patch.batch]):
            await self._places.must_have_room(found.course, classes, patch.batch, session)
        placed = replace(wished, status=EnrolmentStatus.PLACED, batch=patch.batch)
        wanted = _joining(classes, patch.batch, found.student, [found.batch])
        return await self._noted(actor, found, placed, classes, wanted, session)

    async def _noted(
        self,
        actor: Actor,
        before: Enrolment,
        after: Enrolment,
        classes: Classes,
        wanted: dict[str, tuple[str, ...]],
        session: Session,
    ) -> Tagged:
        """Seat, in an order in which whoever joins comes first, and save."""
        noted = [*of_enrolment(before, after), *of_seats(classes, wanted)]
        async with self._audit.noting(actor, Action.PLACE_STUDENT, noted, session, about=before.course):
            await self._places.seat(classes, wanted, session)
            await self._save(before, after, session)
        return tagged(write_enrolment(after))

    async def _save(self, before: Enrolment | None, after: Enrolment, session: Session) -> None:
        if before is None:
            await self._enrolments.insert([after], session)
        elif before != after:
            await self._enrolments.save([(before, after)], session)

    async def _must(
        self,
        actor: Actor,
        action: Action,
        enrolment: Enrolment,
        touched: list[str] | tuple[str, ...] = (),
        session: Session = None,
    ) -> None:
        """Raises NotAllowed, or EnrolmentNotFound where they may not know of it."""
        if can(actor, action) is not Verdict.YES:
            context = await self._context(actor, enrolment, Touched(frozenset(touched)), session)
            must(actor, action, context, no_enrolment(enrolment.id))

    async def _context(self, actor: Actor, enrolment: Enrolment, touched: Touched, session: Session) -> Context:
        if actor.kind is not ActorKind.TRAINER:
            return Context(enrolled=enrolment.student == actor.id)
        try:
            team = (await self._teams.load(enrolment.course, session)).current
        except CourseNotFound:  # of which only admins know
            return Context()
        return replace(in_team(team, actor.id), touched=touched)

    async def _must_be_there(self, course: str, session: Session) -> None:
        if not await self._courses.is_there(course, session):
            raise no_course(course)

    async def _must_be_slots(self, course: str, slots: tuple[str, ...], session: Session) -> None:
        if slots:
            batching = await self._batchings.find(course, session)
            must_be_slots(slots, batching.slot_names if batching else ())

    def _since(self, new: NewEnrolment) -> datetime:
        since = new.joined_at or self._clock()
        return since.replace(microsecond=since.microsecond // 1000 * 1000)  # as exactly as it is stored


def _already(present: Enrolment) -> AlreadyEnrolled:
    return AlreadyEnrolled(
        Sentence("This student is enrolled on the course already."),
        f"{present.student} is enrolled on course {present.course} already: {present.id}, {present.status}.",
        student=present.student,
        enrolment=present.id,
    )


def _joining(classes: Classes, batch: str, student: str, leaving: Iterable[str | None]) -> dict[str, tuple[str, ...]]:
    """Who sits in the batches that it changes when a student joins one of them, which comes first."""
    joined = tuple(dict.fromkeys((*read_students(classes[batch]), student)))
    left = (one for one in leaving if one != batch and one in classes)
    return {batch: joined, **{one: _without(classes[one], student) for one in left if one}}


def _without(batch: View, student: str) -> tuple[str, ...]:
    return tuple(one for one in read_students(batch) if one != student)
