"""How courses are split into batches: their settings."""

from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.batching import Batching
from multitrainer.domain.enrolments import must_be_slots
from multitrainer.domain.refusals import of_another_course
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batchings import Batchings as BatchingRepository
from multitrainer.repositories.courses import Courses, no_course
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.recounts import Recounts
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.enrolments.places import Places
from multitrainer.services.gate import Gate
from multitrainer.services.timetables.session_maker import SessionMaker
from multitrainer.stored.enrolments import write_batching

View = dict[str, Any]
NONE_YET: View = {"target": None, "minimum": None, "maximum": None, "rest": None, "slots": []}


class Batchings:
    """Use cases of these settings."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        courses: Courses,
        batchings: BatchingRepository,
        places: Places,
        maker: SessionMaker,
        recounts: Recounts,
        audit: Audit,
    ) -> None:
        self._gate = gate
        self._database = database
        self._courses = courses
        self._batchings = batchings
        self._places = places
        self._maker = maker
        self._recounts = recounts
        self._audit = audit

    async def read(self, caller: Caller, course: str) -> View:
        """A course's settings; nulls where nobody has made any. Raises CourseNotFound, MalformedData."""
        await self._gate.on_course(caller, Action.READ_BATCHING, course)
        if not await self._courses.is_there(course, None):
            raise no_course(course)
        return await self._view(course)

    async def put(self, caller: Caller, course: str, new: NewBatching, if_match: str | None = None) -> Tagged:
        """Set them. What is there already stays as it is until a plan is made and applied.

        Raises CourseNotFound, SenselessBatching, UnknownSlot, BatchOfAnotherCourse, MalformedData, Stale.
        """
        actor = await self._gate.on_course(caller, Action.SET_BATCHING, course)
        batching = new.settings()

        async def change(session: Session) -> Tagged:
            if not await self._courses.is_there(course, session):
                raise no_course(course)
            before = await self._view(course, session)
            must_match(if_match, before)
            slots = _still_there(before, batching) if new.batches is None else new.batches
            await self._must_fit(course, slots, batching, session)
            after = {**write_batching(batching), "batches": slots}
            noted = of_fields("multitrainer_courses", course, {"batching": before}, {"batching": after})
            async with self._audit.noting(actor, Action.SET_BATCHING, noted, session, about=course):
                await self._maker.make_due(course, session)
                await self._batchings.save(course, await self._batchings.raw(course, session), batching, session)
                await self._batchings.clear_slots([*before["batches"].keys() - slots.keys()], session)
                await self._batchings.set_slots(course, slots, session)
                await self._maker.bring_up_course(course, session, actor.id)
            await self._recounts.count(actor, Action.SET_BATCHING, course, session)  # sessions of slots count as hours
            return tagged(after)

        return await self._database.atomically(f"course:{course}", change)

    async def _view(self, course: str, session: Session = None) -> View:
        batching = await self._batchings.find(course, session)
        kept = write_batching(batching) if batching else NONE_YET
        return {**kept, "batches": await self._batchings.slots(course, session)}

    async def _must_fit(self, course: str, slots: dict[str, str], batching: Batching, session: Session) -> None:
        """Raises UnknownSlot, BatchOfAnotherCourse."""
        must_be_slots([*slots.values()], batching.slot_names, "batches")
        ours = await self._places.classes(course, session) if slots else {}
        if strangers := sorted(slots.keys() - ours.keys()):
            raise of_another_course(course, strangers, "batches")


def _still_there(before: View, batching: Batching) -> dict[str, str]:
    """The slots of batches but those that the course did not have any more, and does not get back."""
    known = {*(slot["name"] for slot in before["slots"]), *batching.slot_names}
    return {batch: slot for batch, slot in before["batches"].items() if slot in known}
