"""Plans of a course's batches: made, applied, and taken back."""

import asyncio
from collections.abc import Iterator
from functools import reduce
from typing import Any

from multitrainer.database import Session
from multitrainer.domain.batches_plan import BatchesPlan, Present, changed_since, changed_since_applied
from multitrainer.domain.enrolments import Enrolment, EnrolmentStatus
from multitrainer.domain.errors import NoBatching, PlanOutdated
from multitrainer.domain.permissions import Action
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.courses import Courses, no_course
from multitrainer.repositories.enrolments import Enrolments
from multitrainer.services.audit import Audit
from multitrainer.services.gate import Gate
from multitrainer.services.places import Classes, Places, of_seats
from multitrainer.services.team_changes import Asking, First, TeamChanges
from multitrainer.solver.sectioning.rooms import Present as PresentBatch
from multitrainer.solver.sectioning.splitting import Intake, Wish, split
from multitrainer.stored.ids import new_id
from multitrainer.stored.seats import read_others, read_students
from multitrainer.stored.shapes import read_people

Raw = dict[str, Any]
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
        batchings: Batchings,
        places: Places,
        changes: TeamChanges,
        audit: Audit,
    ) -> None:
        self._gate = gate
        self._courses = courses
        self._batches = batches
        self._enrolments = enrolments
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
            _must_be_current(changed_since(plan, _present(classes), await self._withdrawn(plan, session)), MADE)
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
            _must_be_current(changed_since_applied(plan, _present(classes)), APPLIED)
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
        async with self._audit.noting(asking.actor, asking.action, noted, session, course=plan.course):
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
            raise NoBatching(f"Course {course} has no settings for its batches: PUT its batching first.", course=course)
        classes, slots = await self._places.classes(course, None), await self._batchings.slots(course)
        present = tuple(_planned(id_, raw, slots.get(id_)) for id_, raw in classes.items())
        seated = {student for batch in present for student in batch.students}
        waiting = [one for one in await self._waiting(course) if one.student not in seated]
        return Intake(course, batching, present, tuple(Wish(one.student, one.slots) for one in waiting))

    async def _waiting(self, course: str) -> list[Enrolment]:
        """Those who wait, the earliest joined first."""
        enrolments = await self._enrolments.of_course(course)
        waiting = (one for one in enrolments if one.status is EnrolmentStatus.WAITING)
        return sorted(waiting, key=lambda one: (one.joined_at, one.id))

    async def _withdrawn(self, plan: BatchesPlan, session: Session) -> set[str]:
        found = await self._enrolments.of_students(plan.course, [*plan.after], session)
        return {one.student for one in found if one.status is EnrolmentStatus.WITHDRAWN}


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


def _must_be_current(differences: list[str], what_now: str) -> None:
    if differences:
        more = f" `differences` names {len(differences) - 1} more." if len(differences) > 1 else ""
        raise PlanOutdated(
            f"Something changed since: {differences[0]}{more} {what_now}",
            differences=differences[:MOST_DIFFERENCES],
        )
