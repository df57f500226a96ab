"""Teams: a course's roster and its batches' people, read together and written together."""

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session
from multitrainer.documents import Batch, Course
from multitrainer.domain.errors import CourseNotFound
from multitrainer.domain.recount import Batch as TeamBatch
from multitrainer.domain.team import Team
from multitrainer.domain.workload import LoadRules
from multitrainer.repositories.ids import oid, oids
from multitrainer.repositories.stored import Raw, StoredTeam, people_update, read_team, write_roster

FIELDS = {"trainers": 1, "instructor": 1, "__v": 1}
BATCH_FIELDS = {**FIELDS, "course": 1}

NewBatches = Mapping[str, Raw] | None
Write = Callable[[], Coroutine[Any, Any, None]]


class Teams:
    """Reads and writes teams. Each write is guarded by the documents as they were read."""

    def __init__(self, rules: LoadRules, clock: Clock) -> None:
        self._rules = rules
        self._clock = clock

    async def load(self, course: str, session: Session = None) -> StoredTeam:
        """Raises CourseNotFound."""
        found = await Course.get_motor_collection().find_one({"_id": oid(course)}, FIELDS, session=session)
        if found is None:
            raise CourseNotFound(f"There is no course {course}.", course=course)
        batches = Batch.get_motor_collection().find({"course": oid(course)}, BATCH_FIELDS, session=session)
        return read_team(found, await batches.sort("_id", 1).to_list(None), self._rules)

    async def load_all(self, courses: list[Any], session: Session = None) -> list[StoredTeam]:
        """The teams of several courses, by the ids as they are stored, in two queries."""
        if not courses:
            return []
        wanted = {"$in": courses}
        rows = Course.get_motor_collection().find({"_id": wanted}, FIELDS, session=session)
        found = await rows.sort("_id", 1).to_list(None)
        rows = Batch.get_motor_collection().find({"course": wanted}, BATCH_FIELDS, session=session)
        batches = await rows.sort("_id", 1).to_list(None)
        of_course: dict[Any, list[Raw]] = {}
        for batch in batches:
            of_course.setdefault(batch["course"], []).append(batch)
        return [read_team(course, of_course.get(course["_id"], []), self._rules) for course in found]

    async def save(self, stored: StoredTeam, after: Team, session: Session, new_batches: NewBatches = None) -> None:
        """Write what differs: batches first, because they are the truth, then the course that is derived.

        The course is written whenever a batch is: it is what two changes of one course meet at. On a standalone
        server a kill in between leaves batches ahead of their course, which a recount heals.

        Raises:
            Outdated: a document is no longer as it was read.
            MalformedData: a document can't be read whole.
            CourseNotFound: on a standalone server, the course was deleted meanwhile.
        """
        if stored.says(after):
            return
        stored.must_be_well_formed()
        written: list[str] = []
        try:
            for name, write in self._batch_writes(stored, after, session, new_batches).items():
                await write()
                written.append(name)
            await self._save_course(stored, after, session, touched=bool(written))
        except Outdated:
            if session or not written:
                raise
            await self._settle(stored.team.taking_over(written, after), after, new_batches)

    async def delete_batches(self, stored: StoredTeam, session: Session) -> None:
        """Delete a course's batches, each as it was read. Raises Outdated."""
        for batch in stored.batches.values():
            await self._delete(batch, session)

    def _batch_writes(
        self, stored: StoredTeam, after: Team, session: Session, new_batches: NewBatches
    ) -> dict[str, Write]:
        before = {b.id: b.people for b in stored.team.batches}
        changed = [
            b for b in after.batches
            if b.people != before.get(b.id) or stored.said.batches.get(b.id) != b.people.primary
        ]  # fmt: skip
        gone = before.keys() - {b.id for b in after.batches}
        return {
            **{b.id: partial(self._save_batch, stored.batches.get(b.id), b, session, new_batches) for b in changed},
            **{name: partial(self._delete, stored.batches[name], session) for name in gone},
        }

    async def _save_batch(
        self, stored: Raw | None, batch: TeamBatch, session: Session, new_batches: NewBatches
    ) -> None:
        fields, unset = people_update(batch.people, stored or {})
        if stored:
            await self._guarded(Batch, stored, fields, unset, session)
        else:
            await Batch.get_motor_collection().insert_one({**(new_batches or {})[batch.id], **fields}, session=session)

    async def _save_course(self, stored: StoredTeam, after: Team, session: Session, *, touched: bool) -> None:
        roster = write_roster(after, stored.course.get("trainers") or [])
        fields: Raw = {"trainers": roster}
        if not touched and roster == stored.course.get("trainers") and stored.said.course == after.instructor:
            return
        if after.instructor:
            await self._guarded(Course, stored.course, {**fields, "instructor": oid(after.instructor)}, {}, session)
        else:
            await self._guarded(Course, stored.course, fields, {"instructor": ""}, session)

    async def _settle(self, before: Team, after: Team, new_batches: NewBatches) -> None:
        """Finish a change that is written in part, on top of what others made of the team meanwhile.

        Raises CourseNotFound when they deleted the course; the change's new batches go with it.
        """
        while True:
            try:
                stored = await self.load(after.course)
                return await self.save(stored, stored.current.rebased(before, after), None, new_batches)
            except Outdated:
                continue
            except CourseNotFound:
                await Batch.get_motor_collection().delete_many({"_id": {"$in": oids(list(new_batches or ()))}})
                raise

    async def _guarded(
        self, document: type[Course] | type[Batch], raw: Raw, fields: Raw, unset: Raw, session: Session
    ) -> None:
        """Update a document that is still as it was read; Mongoose finds its copy stale by the moved `__v`."""
        update: Raw = {"$set": {**fields, "updatedAt": self._clock()}, "$inc": {"__v": 1}}
        if unset:
            update["$unset"] = unset
        result = await document.get_motor_collection().update_one(_as_read(raw), update, session=session)
        if not result.matched_count:
            raise Outdated

    async def _delete(self, raw: Raw, session: Session) -> None:
        result = await Batch.get_motor_collection().delete_one(_as_read(raw), session=session)
        if not result.deleted_count:
            raise Outdated


def _as_read(raw: Raw) -> Raw:
    """Matches the document only as it was read; None matches what is not there."""
    return {"_id": raw["_id"], **{key: raw.get(key) for key in FIELDS}}
