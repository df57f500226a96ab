"""Batches."""

from collections.abc import Callable, Collection
from typing import Any

from multitrainer.database import Session, until_current
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.audit import FieldChange, of_deletion
from multitrainer.domain.contexts import batches_of
from multitrainer.domain.errors import (
    BatchWithoutCourse,
    CourseNotFound,
    PeopleWouldBeLost,
    UnknownCourse,
)
from multitrainer.domain.legacy import Place
from multitrainer.domain.people import People
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.sentences import Counted, Sentence
from multitrainer.domain.standings import Context
from multitrainer.domain.team import Team
from multitrainer.domain.wording import counted
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches as BatchRepository
from multitrainer.repositories.batches import with_defaults
from multitrainer.repositories.guards import Edit
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.users import Users
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.people import BatchPeople
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.courses.team_changes import SHOWN, Asking, TeamChanges
from multitrainer.services.enrolments.places import Places
from multitrainer.services.gate import Gate
from multitrainer.stored.ids import new_id, oids
from multitrainer.stored.seats import read_students
from multitrainer.stored.shapes import read_people

View = dict[str, Any]
KEPT = (*SHOWN, "instructor", "trainers")


class Batches:
    """Use cases of batches."""

    def __init__(
        self,
        gate: Gate,
        batches: BatchRepository,
        users: Users,
        changes: TeamChanges,
        places: Places,
        audit: Audit,
    ) -> None:
        self._gate = gate
        self._batches = batches
        self._users = users
        self._changes = changes
        self._places = places
        self._audit = audit

    async def page(self, caller: Caller, course: str | None, cursor: str | None, limit: int) -> Paged:
        """Batches in the order they were made, of one course or of all; of those that whoever asks may read.

        Raises InvalidInput for a foreign cursor.
        """
        actor = await self._gate.anywhere(caller, Action.LIST_BATCHES)
        match actor.kind:
            case ActorKind.TRAINER:
                teams = [team for team in await self._gate.teams_of(actor) if course in {None, team.course}]
                return await self._batches.page(None, cursor, limit, batches_of(actor, teams))
            case ActorKind.STUDENT:
                page = await self._batches.page_of_student(actor.id, course, cursor, limit)
                return Paged([for_students(batch) for batch in page.items], page.next)
        return await self._batches.page(course, cursor, limit)

    async def read(self, caller: Caller, batch: str) -> View:
        """One batch; its students see what it is called and of which course it is. Raises BatchNotFound."""
        actor = await self._gate.on_batch(caller, Action.READ_BATCH, batch)
        found = await self._batches.read(batch)
        return found if can(actor, Action.READ_CLASS, Context(on_batch=True)) is Verdict.YES else for_students(found)

    async def read_to_delete(self, caller: Caller, batch: str) -> View:
        """One batch, for whoever may delete it. Raises BatchNotFound."""
        await self._gate.on_batch(caller, Action.DELETE_BATCH, batch)
        return await self._batches.read(batch)

    async def create(self, caller: Caller, new: NewBatch, id_: str | None = None) -> Tagged:
        """Make a batch, with its people. With an id that an earlier try used, that try's batch is answered.

        Raises:
            UnknownCourse, UnknownStudent, UnknownTrainer, NotATrainer, PeopleOverlap, TrainerInactive.
        """
        actor = await self._gate.anywhere(caller, Action.CREATE_BATCH)
        batch = id_ or new_id()
        asking = Asking(actor, Action.CREATE_BATCH, batch)
        people = BatchPeople(primary=new.instructor) if new.instructor else new.trainers
        staffed = await self._checked(people, "instructor" if new.instructor else "trainers")
        await self._users.must_exist("students", new.students)
        document = self._batches.new(batch, new.course, new.name, new.students)

        def decide(team: Team) -> Team:
            if any(b.id == batch for b in team.batches):
                return team
            return team.with_batch(batch).staff(batch, staffed or People())

        try:
            return await self._changes.make(
                asking, new.course, decide, self._following(batch, new.course, new.students), new_batches=[document]
            )
        except CourseNotFound as missing:
            raise UnknownCourse(missing.said, missing.detail, field="course") from missing

    async def patch(self, caller: Caller, batch: str, patch: BatchPatch, if_match: str | None = None) -> Tagged:
        """Change a batch's name, students or people.

        Raises:
            BatchNotFound, BatchWithoutCourse, UnknownStudent, UnknownTrainer, NotATrainer, PeopleOverlap,
            TrainerInactive, Stale.
        """
        asking = Asking(await self._gate.on_batch(caller, Action.CHANGE_BATCH, batch), Action.CHANGE_BATCH, batch)
        decide = await self._deciding(batch, patch)
        if patch.students is not None:
            await self._users.must_exist("students", patch.students)
        fields: View = {} if patch.name is None else {"name": patch.name}
        concerned: set[str] = set()
        if patch.students is not None:
            fields["students"] = oids(patch.students)

        async def check(session: Session) -> Edit:
            stored = await self._unless_stale(batch, if_match, session)
            if patch.students is not None:
                concerned.update({*patch.students} ^ {*read_students(stored)})
            return Edit.of_batch(stored, fields)

        course = await self._batches.course_of(batch)
        try:
            return await self._changes.make(
                asking,
                course,
                decide,
                self._following(batch, course, concerned),
                check=check,
                decided=_decided(batch, patch),
            )
        except CourseNotFound as gone:
            raise BatchWithoutCourse(
                Sentence("The course of this batch is gone."),
                f"The course of batch {batch} is gone.",
                batch=batch,
                course=course,
            ) from gone

    async def delete(self, caller: Caller, batch: str, *, force: bool, if_match: str | None = None) -> None:
        """Delete a batch.

        Raises:
            BatchNotFound, Stale.
            BatchWithoutCourse: the batch has no course, and it is not forced.
            PeopleWouldBeLost: there are students or trainers on it, and it is not forced.
        """
        asking = Asking(await self._gate.on_batch(caller, Action.DELETE_BATCH, batch), Action.DELETE_BATCH, batch)

        async def check(session: Session) -> Edit:
            stored = await self._unless_stale(batch, if_match, session)
            if not force:
                _must_be_empty(with_defaults(stored))
            return Edit.of_batch(stored, {})

        async def answer(session: Session, before: Team, after: Team) -> None:
            """Nothing is left to show."""
            await self._places.forget_batch(before.course, batch, session)

        try:
            course = await self._batches.course_of(batch)
            await self._changes.make(asking, course, lambda team: team.without_batch(batch), answer, check=check)
        except (BatchWithoutCourse, CourseNotFound):
            await until_current(lambda: self._delete_stray(asking.actor, batch, if_match, force=force))

    async def _delete_stray(self, actor: Actor, batch: str, if_match: str | None, *, force: bool) -> None:
        stored = await self._unless_stale(batch, if_match, None)
        if not force:
            raise BatchWithoutCourse(
                Sentence("The course of this batch is gone."),
                f"Batch {batch} has no course any more; ?force=true deletes it.",
                batch=batch,
            )
        async with self._audit.noting(actor, Action.DELETE_BATCH, batch_gone(stored)):
            await self._batches.delete(stored, None)

    async def _deciding(self, batch: str, patch: BatchPatch) -> Callable[[Team], Team]:
        """What the patch means for the team, once its trainers are known to be some."""
        if (instructor := patch.instructor) is not None:
            await self._users.must_be_trainers("instructor", instructor)
            return lambda team: team.name_primary(batch, instructor)
        people = await self._checked(patch.trainers, "trainers")
        return lambda team: team if people is None else team.staff(batch, people)

    async def _checked(self, people: BatchPeople | None, field: str) -> People | None:
        if people is None:
            return None
        wanted = People(people.primary, people.backup, people.assistants)
        wanted.must_be_apart()
        await self._users.must_be_trainers(field, *wanted.everyone)
        return wanted

    async def _unless_stale(self, batch: str, if_match: str | None, session: Session) -> View:
        """The document as it is stored. Raises BatchNotFound, Stale."""
        stored = await self._batches.find(batch, session)
        must_match(if_match, with_defaults(stored))
        return stored

    def _following(self, batch: str, course: str, students: Collection[str]) -> Any:
        """Answers once the enrolments of these students are brought after the batch."""

        async def answer(session: Session, before: Team, after: Team) -> Tagged:
            await self._places.follow(course, students, session)
            return tagged(await self._batches.read(batch, session))

        return answer


def for_students(batch: View) -> View:
    """A batch as its students see it."""
    return {key: batch[key] for key in ("_id", "course", "name") if key in batch}


def batch_gone(stored: View) -> list[FieldChange]:
    """What is kept of a batch that is deleted with its course or without one, as it was stored."""
    return of_deletion("batches", str(stored["_id"]), {field: stored.get(field) for field in KEPT})


def _decided(batch: str, patch: BatchPatch) -> list[Place]:
    named = patch.instructor or (patch.trainers and patch.trainers.primary)
    return [batch] if named else []


def _must_be_empty(batch: View) -> None:
    people, students = read_people(batch).everyone, batch["students"]
    taught = len(students) if isinstance(students, list) else 1  # of a shape that we don't know
    if people or taught:
        raise PeopleWouldBeLost(
            Sentence(
                "The batch has {students} and {trainers}.",
                students=Counted("{n} student", "{n} students", taught),
                trainers=Counted("{n} trainer", "{n} trainers", len(people)),
            ),
            f"The batch has {counted(taught, 'student', 'students')} and "
            f"{counted(len(people), 'trainer', 'trainers')}; ?force=true deletes it.",
            students=taught,
            trainers=sorted(people),
        )
