"""Plans of a course's batches: made, applied, and taken back."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from functools import partial, reduce
from typing import Any

from multitrainer.database import Session
from multitrainer.domain.actions import Action
from multitrainer.domain.batches_basis import Basis, Called
from multitrainer.domain.batches_plan import BatchesPlan, Present, changed_since, changed_since_applied
from multitrainer.domain.enrolments import Enrolment, EnrolmentStatus
from multitrainer.domain.errors import NoBatching, PlanOutdated
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.courses import Courses, no_course
from multitrainer.repositories.enrolments import Enrolments
from multitrainer.repositories.users import Users
from multitrainer.services.changes.audit import Audit
from multitrainer.services.courses.team_changes import Asking, First, TeamChanges
from multitrainer.services.enrolments.places import Classes, Places, of_seats
from multitrainer.services.gate import Gate
from multitrainer.solver.sectioning.rooms import Present as PresentBatch
from multitrainer.solver.sectioning.splitting import Intake, Wish, split
from multitrainer.stored.ids import new_id
from multitrainer.stored.seats import read_others, read_students
from multitrainer.stored.shapes import read_people

Raw = dict[str, Any]
Differences = Callable[[Called], list[str]]
"""What keeps a plan from being applied or taken back, in sentences."""

MOST_DIFFERENCES = 20
MADE = "Make a new plan."
APPLIED = "Nothing was reverted: put that back, or move by hand who is not to stay."


async def _nothing(session: Session) -> None:
    """Nothing else is to be written."""


class BatchesPlans:
    """Use cases of these plans. Whoever keeps a plan keeps its JSON."""

    def __init__(
        self,
        gate: Gate,
        courses: Courses,
        batches: Batches,
        enrolments: Enrolments,
        users: Users,
        batchings: Batchings,
        places: Places,
        changes: TeamChanges,
        audit: Audit,
    ) -> None:
        self._gate = gate
        self._courses = courses
        self._batches = batches
        self._enrolments = enrolments
        self._users = users
        self._batchings = batchings
        self._places = places
        self._changes = changes
        self._audit = audit

    async def intake(self, caller: Caller, course: str) -> Intake:
        """What a course is split from, as it is now. Raises CourseNotFound, NoBatching, MalformedData."""
        await self._gate.on_course(caller, Action.PLAN_BATCHES, course)
        if not await self._courses.is_there(course, None):
            raise no_course(course)
        return await self._intake(course)

    async def plan(self, intake: Intake) -> BatchesPlan:
        """The plan for a course by its settings. Writes nothing. Raises SolverMissing."""
        return await asyncio.to_thread(split, intake, _new_ids())

    async def apply(self, caller: Caller, plan: BatchesPlan, entering: First = _nothing) -> None:
        """Make the plan's batches and seat everybody as it says, whole or, without transactions, in a healing order.

        What was applied already stays, so a plan that was cut off is applied by applying it again. `entering` is what
        to write before anything else, in the same transaction, once it is sure that the plan may be applied.

        Raises:
            CourseNotFound, MalformedData, Contended, RefusedByDatabase.
            PlanOutdated: something is neither as it was when the plan was made nor as it becomes.
        """
        asking = await self._asking(caller, plan)
        new = [self._batches.new(batch.id, plan.course, batch.name, batch.students) for batch in plan.new]

        async def join(session: Session) -> None:
            classes = await self._places.classes(plan.course, session)
            await self._must_be_current(plan, classes, await self._changed_since(plan, classes, session), MADE)
            await entering(session)
            await self._begin(asking, plan, classes, {b.id: b.after for b in plan.changed}, session)

        def decide(team: Team) -> Team:
            there = {batch.id for batch in team.batches}
            return reduce(lambda so_far, b: so_far.with_batch(b.id), (b for b in plan.new if b.id not in there), team)

        async def finish(session: Session, before: Team, after: Team) -> None:
            await self._finish(plan, {b.id: b.after for b in plan.changed}, session)
            await self._batchings.set_slots(plan.course, {b.id: b.slot for b in plan.new if b.slot}, session)

        await self._changes.make(asking, plan.course, decide, finish, first=join, new_batches=new)

    async def revert(self, caller: Caller, plan: BatchesPlan, entering: First = _nothing) -> None:
        """Seat everybody as they sat before the plan was applied, and delete the batches that it made; as `apply`.

        Raises:
            CourseNotFound, MalformedData, Contended, RefusedByDatabase.
            PlanOutdated: something changed since the plan was applied.
        """
        asking = await self._asking(caller, plan)
        new = [batch.id for batch in plan.new]

        async def join(session: Session) -> None:
            classes = await self._places.classes(plan.course, session)
            await self._must_be_current(plan, classes, partial(changed_since_applied, plan, _present(classes)), APPLIED)
            await entering(session)
            await self._begin(asking, plan, classes, {b.id: b.before for b in plan.changed}, session)

        def decide(team: Team) -> Team:
            there = {batch.id for batch in team.batches}
            return reduce(lambda so_far, id_: so_far.without_batch(id_), (id_ for id_ in new if id_ in there), team)

        async def finish(session: Session, before: Team, after: Team) -> None:
            await self._finish(plan, {b.id: b.before for b in plan.changed}, session)
            await self._batchings.forget_batches(new, session)

        await self._changes.make(asking, plan.course, decide, finish, first=join)

    async def _asking(self, caller: Caller, plan: BatchesPlan) -> Asking:
        return Asking(await self._gate.on_course(caller, Action.PLAN_BATCHES, plan.course), Action.PLAN_BATCHES)

    async def _begin(
        self, asking: Asking, plan: BatchesPlan, classes: Classes, wanted: dict[str, tuple[str, ...]], session: Session
    ) -> None:
        """Whoever joins a batch that is there does so first, so that nobody is without one in between."""
        joined = {b: tuple(dict.fromkeys((*read_students(classes[b]), *students))) for b, students in wanted.items()}
        noted = of_seats(classes, wanted)
        async with self._audit.noting(asking.actor, asking.action, noted, session, about=plan.course):
            await self._places.seat(classes, joined, session)

    async def _finish(self, plan: BatchesPlan, wanted: dict[str, tuple[str, ...]], session: Session) -> None:
        """Whoever leaves does so once the new batches are made; enrolments come after the batches."""
        await self._places.seat(await self._places.classes(plan.course, session), wanted, session)
        before, after = plan.before, plan.after
        moved = {student for student in before | after if before.get(student) != after.get(student)}
        await self._places.follow(plan.course, moved, session)

    async def _intake(self, course: str) -> Intake:
        batching = await self._batchings.find(course)
        if batching is None:
            raise NoBatching(
                Sentence("The course has no settings for its batches. Make them first."),
                f"Course {course} has no settings for its batches: PUT its batching first.",
                course=course,
            )
        classes, slots = await self._places.classes(course, None), await self._batchings.slots(course)
        present = tuple(_planned(id_, raw, slots.get(id_)) for id_, raw in classes.items())
        seated = {student for batch in present for student in batch.students}
        waiting = [one for one in await self._waiting(course) if one.student not in seated]
        return Intake(course, batching, present, tuple(Wish(one.student, one.slots) for one in waiting))

    async def _waiting(self, course: str) -> list[Enrolment]:
        """Those who wait, the earliest joined first."""
        enrolments = await self._enrolments.of_course(course)
        return _in_order(one for one in enrolments if one.status is EnrolmentStatus.WAITING)

    async def _changed_since(self, plan: BatchesPlan, classes: Classes, session: Session) -> Differences:
        """What has changed since a plan was made, to be said with names."""
        concerned = {*plan.after, *(plan.basis.wishes if plan.basis else ())}
        found = await self._enrolments.of_students(plan.course, concerned, session)
        gone = {one.student for one in found if one.status is EnrolmentStatus.WITHDRAWN}
        now = await self._basis(plan.course, classes, [one for one in found if one.is_current], session)
        return partial(changed_since, plan, _present(classes), gone, now)

    async def _basis(
        self, course: str, classes: Classes, enrolments: list[Enrolment], session: Session
    ) -> Basis | None:
        """What a plan for these enrolments would be made of."""
        batching, slots = await self._batchings.find(course, session), await self._batchings.slots(course, session)
        if batching is None:
            return None
        wishes = {one.student: one.slots for one in _in_order(enrolments)}
        return Basis.of(batching, {batch: slots.get(batch) for batch in classes}, wishes)

    async def _must_be_current(
        self, plan: BatchesPlan, classes: Classes, differences: Differences, what_now: str
    ) -> None:
        """Raises PlanOutdated. Only then is it looked up what everybody is called."""
        if differences(Called({})):
            sitting = (student for raw in classes.values() for student in read_students(raw))
            users = await self._users.by_id([*{*plan.before, *plan.after, *plan.waiting, *sitting}])
            people = {id_: str(user.get("name") or "") for id_, user in users.items()}
            batches = {id_: str(raw.get("name") or "") for id_, raw in classes.items()}
            raise _outdated(differences(Called(people | batches)), what_now)


def _new_ids() -> Iterator[str]:
    while True:
        yield new_id()


def _planned(batch: str, raw: Raw, slot: str | None) -> PresentBatch:
    return PresentBatch(batch, str(raw.get("name") or ""), slot, read_students(raw), len(read_others(raw)))


def _present(classes: Classes) -> dict[str, Present]:
    return {
        id_: Present(raw.get("name"), read_students(raw), bool(read_people(raw).everyone))
        for id_, raw in classes.items()
    }


def _in_order(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """The earliest joined first."""
    return sorted(enrolments, key=lambda one: (one.joined_at, one.id))


def _outdated(differences: list[str], what_now: str) -> PlanOutdated:
    more = f" `differences` names {len(differences) - 1} more." if len(differences) > 1 else ""
    return PlanOutdated(
        Sentence("Something has changed since the plan was made, so nothing was done."),
        f"Something changed since: {differences[0]}{more} {what_now}",
        differences=differences[:MOST_DIFFERENCES],
    )
