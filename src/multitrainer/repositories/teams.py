"""Teams: a course's roster and its batches' people, read together and written together."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session, until_current
from multitrainer.documents import Batch, Course
from multitrainer.domain.errors import CourseNotFound
from multitrainer.domain.legacy import Instructors
from multitrainer.domain.recount import Batch as TeamBatch
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.team import Team
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.guards import NOTHING, Beside, Kind
from multitrainer.repositories.rows import rows
from multitrainer.repositories.users import Users
from multitrainer.stored.faults import courses_of, has_version
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid
from multitrainer.stored.teams import Raw, StoredTeam, read_team
from multitrainer.stored.writing import instructor_update, people_update, write_roster

FIELDS = ("trainers", "instructor", "__v")
BATCH_FIELDS = (*FIELDS, "course")

STANDING = ("trainers.primary", "trainers.backup", "trainers.assistants", "instructor")
"""Where a batch names trainers."""

Write = Callable[[], Coroutine[Any, Any, None]]


class Teams:
    """Reads and writes teams. Each write is guarded by the documents as they were read."""

    def __init__(self, users: Users, facts: Facts, clock: Clock) -> None:
        self._users = users
        self._facts = facts
        self._clock = clock

    async def load(self, course: str, session: Session = None, *, counting: bool = True) -> StoredTeam:
        """The team of a course; not `counting`, for whoever does not look at workloads, with the usual hours.

        Raises CourseNotFound.
        """
        found = await Course.get_motor_collection().find_one({"_id": oid(course)}, FIELDS, session=session)
        if found is None:
            raise CourseNotFound(Sentence("There is no such course."), f"There is no course {course}.", course=course)
        batches = Batch.get_motor_collection().find({"course": oid(course)}, BATCH_FIELDS, session=session)
        return (await self._read([(found, await batches.sort("_id", 1).to_list(None))], session, counting=counting))[0]

    async def load_all(
        self, courses: list[ObjectId], session: Session = None, *, counting: bool = True
    ) -> list[StoredTeam]:
        """The teams of several courses, `counting` as in `load`."""
        if not courses:
            return []
        wanted = {"$in": courses}
        cursor = Course.get_motor_collection().find({"_id": wanted}, FIELDS, session=session)
        found = await cursor.sort("_id", 1).to_list(None)
        cursor = Batch.get_motor_collection().find({"course": wanted}, BATCH_FIELDS, session=session)
        of_course: dict[ObjectId, list[Raw]] = {}
        for batch in await cursor.sort("_id", 1).to_list(None):
            for course in courses_of(batch):
                of_course.setdefault(course, []).append(batch)
        teams = [(course, of_course.get(course["_id"], [])) for course in found]
        return await self._read(teams, session, counting=counting)

    async def of_trainer(self, trainer: str) -> list[StoredTeam]:
        """The teams of all courses that name a trainer somewhere, with the usual hours."""
        return await self.load_all(sorted(await self.courses_of(trainer)), counting=False)

    async def lead_of(self, course: str, batch: str, session: Session = None) -> str | None:
        """Who answers for a batch; None also where its course is gone."""
        try:
            return (await self.load(course, session, counting=False)).current.lead_of(batch)
        except CourseNotFound:
            return None

    async def courses_of(self, trainer: str, session: Session = None) -> set[ObjectId]:
        """All courses that name a trainer somewhere: on the roster, as instructor, on a batch."""
        named = oid(trainer)
        on_courses = [_naming(field, named, "_id") for field in ("trainers.trainer", "instructor")]
        on_batches = [_naming(field, named, "course") for field in STANDING]
        found = await rows(Course.get_motor_collection(), *on_courses, session=session)
        found += await rows(Batch.get_motor_collection(), *on_batches, session=session)
        return {id_ for row in found for id_ in row.values() if isinstance(id_, ObjectId)}

    async def save(self, stored: StoredTeam, after: Team, session: Session, beside: Beside = NOTHING) -> None:
        """Write what differs: batches first, because they are the truth, then the course that is derived.

        The course is written whenever a batch's people are: it is what two changes of one course meet at. On a
        standalone server a kill in between leaves batches ahead of their course, which a recount heals.

        Raises:
            Outdated: a document is no longer as it was read.
            MalformedData: a document can't be read whole.
            CourseNotFound: on a standalone server, the course was deleted meanwhile.
            Contended: on a standalone server, others got in between too often, and a part is written.
        """
        saying = stored.saying(after, beside.decided)
        if (after, saying) == (stored.team, stored.said):
            return await self._save_edit(stored, beside, session)
        stored.must_be_well_formed()
        written: list[str] = []
        try:
            for name, write in self._batch_writes(stored, after, saying, session, beside).items():
                await write()
                written.append(name)
            return await self._save_course(stored, after, saying, session, beside, touched=bool(written))
        except Outdated:
            if session or not written:
                raise
        before, left = stored.team.taking_over(written, after), beside.left_after(written)
        return await until_current(lambda: self._settle(before, after, left))

    async def own_batches(self, course: str, session: Session, fields: Raw | None = None) -> list[Raw]:
        """All batches that are this course's alone, as they are stored; whole, where no fields are asked for."""
        found = Batch.get_motor_collection().find({"course": oid(course)}, fields, session=session)
        return [batch for batch in await found.to_list(None) if batch["course"] == oid(course)]

    async def delete_batches(self, course: str, session: Session) -> None:
        """Delete all batches that are this course's alone."""
        ours = [batch["_id"] for batch in await self.own_batches(course, session, {"course": 1})]
        if ours:
            await Batch.get_motor_collection().delete_many({"_id": {"$in": ours}}, session=session)

    async def _read(self, found: list[tuple[Raw, list[Raw]]], session: Session, *, counting: bool) -> list[StoredTeam]:
        """The teams of courses and their batches. Roles are asked for only where an `instructor` disagrees."""
        rules = self._facts.usual
        if counting:
            all_batches = (batch for _, batches in found for batch in batches)
            rules = await self._facts.rules([course for course, _ in found], all_batches, session)
        teams = [read_team(course, batches, rules, ()) for course, batches in found]
        if not (doubted := set[str]().union(*(team.said.no_trainers for team in teams))):
            return teams
        trainers = await self._users.trainers_among(doubted, session)
        return [read_team(course, batches, rules, trainers) for course, batches in found]

    def _batch_writes(
        self, stored: StoredTeam, after: Team, saying: Instructors, session: Session, beside: Beside
    ) -> dict[str, Write]:
        """The write of each batch that differs, first of the one that the caller may have put a condition on."""
        before, said = {b.id: b.people for b in stored.team.batches}, stored.said.batches
        edited = beside.edited_batch
        changed = [
            b for b in after.batches
            if b.id == edited or b.people != before.get(b.id) or said.get(b.id) != saying.batches[b.id]
        ]  # fmt: skip
        gone = before.keys() - {b.id for b in after.batches}
        return {
            **{
                b.id: partial(self._save_batch, stored, b, saying.batches[b.id], session, beside)
                for b in sorted(changed, key=lambda b: b.id != edited)
            },
            **{name: partial(self._delete, stored.batches[name], session, beside) for name in gone},
        }

    async def _save_batch(
        self, stored: StoredTeam, batch: TeamBatch, instructor: str | None, session: Session, beside: Beside
    ) -> None:
        raw = stored.batches.get(batch.id, {})
        fields, unset = people_update(batch.people, instructor, raw)
        if raw:
            await self._update(Batch, raw, fields, unset, session, beside)
        else:
            new = {**beside.new_batch(batch.id), **fields}
            await Batch.get_motor_collection().insert_one(new, session=session)

    async def _save_course(
        self, stored: StoredTeam, after: Team, saying: Instructors, session: Session, beside: Beside, *, touched: bool
    ) -> None:
        raw = stored.course
        roster = write_roster(after, raw.get("trainers") or [])
        differs = roster != raw.get("trainers") or stored.said.course != saying.course
        if differs or touched or beside.edits(Course, raw):
            fields, unset = instructor_update(saying.course)
            await self._update(Course, raw, {"trainers": roster, **fields}, unset, session, beside)

    async def _save_edit(self, stored: StoredTeam, beside: Beside, session: Session) -> None:
        if not beside.edit or not beside.edit.fields:
            return
        if beside.edits(Course, stored.course):
            await self._update(Course, stored.course, {}, {}, session, beside)
        elif raw := stored.batches.get(beside.edited_batch or ""):
            await self._update(Batch, raw, {}, {}, session, beside)
        else:
            raise Outdated

    async def _settle(self, before: Team, after: Team, beside: Beside) -> None:
        """Finish a change that is written in part, on top of what others made of the team meanwhile.

        Raises CourseNotFound when they deleted the course; the change's new batches go with it.
        """
        try:
            stored = await self.load(after.course)
        except CourseNotFound:
            if new := [batch["_id"] for batch in beside.new_batches]:
                await Batch.get_motor_collection().delete_many({"_id": {"$in": new}})
            raise
        await self.save(stored, stored.current.rebased(before, after), None, beside)

    async def _update(self, kind: Kind, raw: Raw, fields: Raw, unset: Raw, session: Session, beside: Beside) -> None:
        """Update a document that is still as it was read; Mongoose finds its copy of an array stale by `__v`."""
        edited, guard = beside.of(kind, raw)
        update: Raw = {"$set": {**fields, **edited, "updatedAt": self._clock()}}
        if has_version(raw) and any(isinstance(value, list | dict) for value in update["$set"].values()):
            update["$inc"] = {"__v": 1}
        if unset:
            update["$unset"] = unset
        still = {"_id": raw["_id"], **as_read(raw, *FIELDS), **guard}
        result = await kind.get_motor_collection().update_one(still, update, session=session)
        if not result.matched_count:
            raise Outdated

    async def _delete(self, raw: Raw, session: Session, beside: Beside) -> None:
        still = {"_id": raw["_id"], **as_read(raw, *FIELDS), **beside.of(Batch, raw)[1]}
        result = await Batch.get_motor_collection().delete_one(still, session=session)
        if not result.deleted_count:
            raise Outdated


def _naming(field: str, trainer: ObjectId, shown: str) -> list[Raw]:
    return [{"$match": {field: trainer}}, {"$project": {"_id": 0, shown: 1}}]
