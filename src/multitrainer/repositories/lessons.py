"""Who teaches which sessions, as whoever looks for cover has to know it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from bson import ObjectId

from multitrainer.database import Session as Transaction
from multitrainer.documents import Batch
from multitrainer.documents import Session as Document
from multitrainer.domain.covers.persons import Lesson
from multitrainer.domain.intervals import Interval
from multitrainer.domain.sessions import LONGEST, Session, SessionStatus
from multitrainer.domain.taught import TaughtSession
from multitrainer.repositories.rows import FEW, rows
from multitrainer.stored.ids import hexed, oid, oids
from multitrainer.stored.reading import readable
from multitrainer.stored.timetables import read_session, write_session

Raw = dict[str, Any]


class Taught(NamedTuple):
    """A batch, as far as it is taught: whose it is, and who assists."""

    course: str
    primary: str | None
    assistants: tuple[str, ...]


class Held(NamedTuple):
    """When a session is, and who is there to hold it."""

    when: Interval
    holder: str


class Lessons:
    """Reads sessions by who teaches them. Cancelled ones are no lessons, nor those that nobody can read."""

    async def owned(self, trainer: str, within: Interval, transaction: Transaction = None) -> list[TaughtSession]:
        """The planned sessions that begin within a time and are a trainer's, whoever may stand in for them."""
        batches = await self._taught({trainer}, transaction, assisting=False)
        theirs = [{"batch": oid(batch)} for batch, taught in batches.items() if taught.primary == trainer]
        found = await self._sessions([*theirs, {"teacher": oid(trainer)}], within, transaction)
        others = {str(raw["batch"]) for raw in found} - batches.keys()
        batches |= await self._batches([{"_id": {"$in": oids([*others])}}], transaction) if others else {}
        planned = (raw for raw in found if raw["status"] == SessionStatus.PLANNED.value)
        sessions = (_taught_session(raw, batches.get(str(raw["batch"]))) for raw in planned)
        return [session for session in sessions if session and session.trainer == trainer]

    async def of_batches(
        self, batches: Collection[str], within: Interval, transaction: Transaction = None
    ) -> list[TaughtSession]:
        """The sessions of some batches that begin within a time and are somebody's."""
        known = await self._batches([{"_id": {"$in": oids([*batches])}}], transaction) if batches else {}
        found = await self._sessions([{"batch": oid(batch)} for batch in known], within, transaction)
        sessions = (_taught_session(raw, known.get(str(raw["batch"]))) for raw in found)
        return [session for session in sessions if session]

    async def held(
        self, trainers: Collection[str], within: Interval, transaction: Transaction = None
    ) -> dict[str, tuple[Lesson, ...]]:
        """What some people hold that begins within a time: their own, what they assist at, and what they cover.

        A short time: of many people, everybody's sessions are read.
        """
        batches = await self._taught({*trainers}, transaction, assisting=True)
        whose: list[Raw] = [{}]
        if len(trainers) <= FEW:
            whose = [{"batch": oid(batch)} for batch in batches]
            whose += [{field: oid(trainer)} for trainer in sorted(trainers) for field in ("cover", "teacher")]
        held: dict[str, dict[str, Lesson]] = {trainer: {} for trainer in trainers}
        for raw in await self._sessions(whose, within, transaction):
            lesson = Lesson(str(raw["_id"]), Interval(raw["start"], raw["end"]))
            for trainer in _holding(raw, batches.get(str(raw["batch"]))) & held.keys():
                held[trainer][lesson.session] = lesson
        return {trainer: tuple(lessons.values()) for trainer, lessons in held.items()}

    async def held_in(self, batch: str, within: Interval, transaction: Transaction = None) -> Held | None:
        """The first session of a batch that begins within a time and that somebody holds."""
        known = await self._batches([{"_id": oid(batch)}], transaction)
        found = await self._sessions([{"batch": oid(batch)}], within, transaction)
        for raw in sorted(found, key=lambda raw: raw["start"]):
            if holder := _holder(raw, known.get(batch)):
                return Held(Interval(raw["start"], raw["end"]), holder)
        return None

    async def now_or_next(self, batch: str, now: datetime, transaction: Transaction = None) -> Held | None:
        """The session of a batch that runs, or else the next one, and who is there to hold it."""
        may_run: Raw = {"$match": {"batch": oid(batch), "start": {"$gt": now - LONGEST}}}
        takes_place = {"$match": {"end": {"$gt": now}, "status": {"$ne": SessionStatus.CANCELLED.value}}}
        pipeline = [may_run, takes_place, {"$sort": {"start": 1}}, {"$limit": 1}]
        found = await rows(Document.get_motor_collection(), pipeline, session=transaction)
        known = await self._batches([{"_id": oid(batch)}], transaction) if readable(found, read_session) else {}
        holder = _holder(found[0], known.get(batch)) if known else None
        return Held(Interval(found[0]["start"], found[0]["end"]), holder) if holder else None

    async def taught(self, sessions: Collection[Session], transaction: Transaction = None) -> dict[str, TaughtSession]:
        """Some sessions with whose they are, by id. Those that are nobody's are left out."""
        known = {session.batch for session in sessions}
        batches = await self._batches([{"_id": {"$in": oids([*known])}}], transaction) if known else {}
        each = (_taught_session(write_session(session), batches.get(session.batch)) for session in sessions)
        return {one.id: one for one in each if one}

    async def taught_in(self, batch: str, transaction: Transaction = None) -> Taught:
        """Who teaches a batch; nobody, where it is gone."""
        return (await self._batches([{"_id": oid(batch)}], transaction)).get(batch, Taught("", None, ()))

    async def who_teaches(self, batches: Collection[str]) -> dict[str, Taught]:
        """The same of several that are there, by their ids."""
        return await self._batches([{"_id": {"$in": oids(sorted(batches))}}], None) if batches else {}

    async def primary_of(self, batch: str, transaction: Transaction = None) -> str | None:
        """Whose a batch's sessions are, unless they were swapped."""
        found = await self._batches([{"_id": oid(batch)}], transaction)
        return found[batch].primary if batch in found else None

    async def _taught(
        self, trainers: Collection[str], transaction: Transaction, *, assisting: bool
    ) -> dict[str, Taught]:
        """The batches that some people teach. Un-migrated ones count by their instructor."""
        fields = ("trainers.primary", "instructor", *(("trainers.assistants",) if assisting else ()))
        named = {"$in": oids(sorted(trainers))}
        return await self._batches([{field: named} for field in fields], transaction)

    async def _batches(self, matches: Iterable[Raw], transaction: Transaction) -> dict[str, Taught]:
        shown = {"$project": {"course": 1, "trainers.primary": 1, "trainers.assistants": 1, "instructor": 1}}
        pipelines: list[list[Raw]] = [[{"$match": match}, shown] for match in matches]
        found = await rows(Batch.get_motor_collection(), *pipelines, session=transaction)
        return {str(raw["_id"]): taught for raw in found if (taught := _read(raw))}

    async def _sessions(self, whose: Iterable[Raw], within: Interval, transaction: Transaction) -> list[Raw]:
        """A query for each of them, as in `Sessions`; each session once."""
        begins = {"start": {"$gte": within.start, "$lt": within.end}}
        takes_place = {"$match": {"status": {"$ne": SessionStatus.CANCELLED.value}}}
        pipelines: list[list[Raw]] = [[{"$match": {**one, **begins}}, takes_place] for one in whose]
        found = await rows(Document.get_motor_collection(), *pipelines, session=transaction) if pipelines else []
        return [*{raw["_id"]: raw for raw in readable(found, read_session)}.values()]


def _read(raw: Raw) -> Taught | None:
    """None for a batch of no course, or of several, which nobody can be found for."""
    trainers = raw.get("trainers")
    people = trainers if isinstance(trainers, dict) else {}
    assistants = people.get("assistants")
    helping = [one for one in assistants if isinstance(one, ObjectId)] if isinstance(assistants, list) else []
    primary = hexed(people.get("primary")) or hexed(raw.get("instructor"))
    course = hexed(raw.get("course"))
    return Taught(course, primary, tuple(map(str, helping))) if course else None


def _taught_session(raw: Raw, batch: Taught | None) -> TaughtSession | None:
    trainer = hexed(raw.get("teacher")) or (batch.primary if batch else None)
    if batch is None or trainer is None:
        return None
    return TaughtSession(str(raw["_id"]), batch.course, str(raw["batch"]), trainer, raw["start"], raw["end"])


def _holder(raw: Raw, batch: Taught | None) -> str | None:
    return hexed(raw.get("cover")) or hexed(raw.get("teacher")) or (batch.primary if batch else None)


def _holding(raw: Raw, batch: Taught | None) -> set[str]:
    """Whoever is there: who stands in, else whose it is; and those who assist."""
    holds = _holder(raw, batch)
    return {*(batch.assistants if batch else ()), *((holds,) if holds else ())}
