"""Covers: the searches for somebody to take a session, and their results."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated
from multitrainer.database import Session as Transaction
from multitrainer.documents import Cover as Document
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import CoverNotFound
from multitrainer.domain.intervals import Interval
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import LONGEST
from multitrainer.repositories.by_start import Within, page_by_start
from multitrainer.repositories.chunks import chunks
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.rows import FEW, rows
from multitrainer.stored.covers import read_cover, write_cover
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid, oids
from multitrainer.stored.reading import readable, values

Raw = dict[str, Any]

CHANGING = (
    "leave",
    "state",
    "opening",
    "offers",
    "openTo",
    "substitute",
    "alone",
    "combinedWith",
    "movedTo",
    "toldLeadAt",
    "toldAdminAt",
    "lookAt",
    "gone",
)

TAKEN = (CoverState.COVERED.value, CoverState.ASSISTED.value)
HOLDING = (*TAKEN, CoverState.DONE.value)


class Due(NamedTuple):
    """A cover that has to be looked at, and when its session begins, as far as anybody can read that."""

    id: str
    start: datetime | None


class Covers:
    """Reads and writes covers. Each write is guarded by the cover as it was read."""

    async def find(self, cover: str, transaction: Transaction = None) -> Cover:
        """Raises CoverNotFound."""
        return read_cover(await self.raw(cover, transaction))

    async def raw(self, cover: str, transaction: Transaction = None) -> Raw:
        """The same as it is stored. Raises CoverNotFound."""
        found: Raw | None = await Document.get_motor_collection().find_one({"_id": oid(cover)}, session=transaction)
        if found is None:
            raise no_cover(cover)
        return found

    async def several(self, covers: Collection[str], transaction: Transaction = None) -> list[Cover]:
        """Those of some that are there, by when their sessions begin."""
        return await self._all({"_id": {"$in": oids([*covers])}}, transaction)

    async def of_trainer(self, trainer: str, since: datetime, transaction: Transaction = None) -> list[Cover]:
        """All for sessions of a trainer that begin after a moment."""
        return await self._all({"trainer": oid(trainer), "start": {"$gt": since}}, transaction)

    async def taken_by(self, trainer: str, since: datetime, transaction: Transaction = None) -> list[Cover]:
        """Those that somebody has taken whose sessions begin after a moment."""
        found = await self._all({"substitute": oid(trainer), "start": {"$gt": since}}, transaction)
        return [cover for cover in found if cover.state.value in TAKEN]

    async def offered_to(self, trainer: str, transaction: Transaction = None) -> list[Cover]:
        """Those that somebody is being asked for."""
        return await self._all({"openTo": oid(trainer)}, transaction)

    async def searches(self, leave: str, transaction: Transaction = None) -> list[Cover]:
        """The searches of a leave."""
        return await self._all({"leave": oid(leave), "state": CoverState.SEARCHING.value}, transaction)

    async def due(self, now: datetime, limit: int) -> list[Due]:
        """Some that have to be looked at by now, the longest due first; by id, because one may be unreadable."""
        found = Document.get_motor_collection().find({"lookAt": {"$lte": now}}, {"start": 1})
        there = [
            (hexed(raw["_id"]), raw.get("start")) for raw in await found.sort("lookAt", 1).limit(limit).to_list(None)
        ]
        return [Due(id_, start if isinstance(start, datetime) else None) for id_, start in there if id_]

    async def busy(
        self, trainers: Collection[str], day: Interval, others: Collection[str], transaction: Transaction = None
    ) -> set[str]:
        """Those of some people who are being asked for another session of a day, or cover one."""
        that_day, shown = {"start": {"$gte": day.start, "$lt": day.end}}, {"$project": {"openTo": 1, "substitute": 1}}
        whose: list[Raw] = [{}]
        if len(trainers) <= FEW:
            whose = [{field: one} for one in oids(sorted(trainers)) for field in ("openTo", "substitute")]
        pipelines: list[list[Raw]] = [[{"$match": {**one, **that_day}}, shown] for one in whose]
        found = await rows(Document.get_motor_collection(), *pipelines, session=transaction) if pipelines else []
        elsewhere = [raw for raw in found if str(raw["_id"]) not in others]
        named = {str(one) for raw in elsewhere for one in (*raw.get("openTo", ()), raw.get("substitute"))}
        return named & {*trainers}

    async def who_covered(self, batches: Collection[str], transaction: Transaction = None) -> dict[str, set[str]]:
        """Who has ever covered some batches, by batch."""
        held: dict[str, set[str]] = {batch: set() for batch in batches}
        for batch in batches:
            match = {"batch": oid(batch), "state": CoverState.DONE.value}
            found = Document.get_motor_collection().find(match, {"substitute": 1}, session=transaction)
            held[batch] = {str(raw["substitute"]) for raw in await found.to_list(None)}
        return held

    async def page(
        self, whose: Sequence[Raw], state: CoverState | None, within: Within, cursor: str | None, limit: int
    ) -> Paged:
        """Those of some courses (`course`), or people (`trainer`, `openTo`, `substitute`), by their beginning.

        As documents, as far as they can be read; without anything, all. Raises InvalidInput for a foreign cursor.
        """
        in_state = {"state": state.value} if state else {}
        matches = [{**{field: oid(id_) for field, id_ in one.items()}, **in_state} for one in whose]
        page = await page_by_start(Document.get_motor_collection(), matches, within, cursor, limit)
        return Paged(readable(page.items, read_cover), page.next)

    async def unreported(
        self, course: str, batches: Collection[str], within: Within, cursor: str | None, limit: int
    ) -> Paged:
        """Those of a course that are done, for some of its batches, of whose session nobody has reported.

        By their beginning, as documents. Raises InvalidInput for a foreign cursor.
        """
        done, collection = {"course": oid(course), "state": CoverState.DONE.value}, Document.get_motor_collection()
        page = await page_by_start(collection, [done], within, cursor, limit, _unreported(batches))
        return Paged(readable(page.items, read_cover), page.next)

    async def count_unreported(self, course: str, batches: Collection[str], within: Within) -> int:
        """How many these are."""
        begins = {"$gte": within.since, "$lt": within.until}
        done: Raw = {"$match": {"course": oid(course), "state": CoverState.DONE.value, "start": begins}}
        counted: Raw = {"$group": {"_id": None, "there": {"$sum": 1}}}
        found = await rows(Document.get_motor_collection(), [done, *_unreported(batches), counted])
        return int(found[0]["there"]) if found else 0

    async def covering(self, trainer: str, batch: str, since: datetime) -> bool:
        """Whether somebody stands in for a batch in a session that ends after a moment."""
        theirs: Raw = {"substitute": oid(trainer), "start": {"$gt": since - LONGEST}}
        of_batch = {"$match": {"batch": oid(batch), "end": {"$gt": since}}}
        return bool(await rows(Document.get_motor_collection(), [{"$match": theirs}, of_batch, {"$limit": 1}]))

    async def of_session(
        self, session: str, substitute: str, start: datetime, transaction: Transaction = None
    ) -> Cover | None:
        """The one by which somebody has, or held, a session that begins at a time."""
        theirs = {"substitute": oid(substitute), "start": start}
        covers = [cover for cover in await self._all(theirs, transaction) if cover.session.id == session]
        return next((cover for cover in covers if cover.state.value in HOLDING), None)

    async def count_anew(self, cover: str, at: datetime, transaction: Transaction) -> None:
        """Have one looked at, because it counts by what is reported of its session, once it is done."""
        still = {"_id": oid(cover), "state": {"$in": [*HOLDING]}}
        await Document.get_motor_collection().update_one(still, {"$set": {"lookAt": at}}, session=transaction)

    async def taken_of(self, session: str, transaction: Transaction = None) -> list[Cover]:
        """Those of a session that somebody has taken or held, as far as they can be read."""
        found = values(await self._raw({"session": oid(session)}, transaction), read_cover)
        return [cover for cover in found if cover.state.value in {*TAKEN, CoverState.DONE.value}]

    async def in_chunks(self) -> AsyncIterator[list[Cover]]:
        """All that can be read, some at a time."""
        async for chunk in chunks(Document.get_motor_collection().find({})):
            yield values(chunk, read_cover)

    async def covered_by(self, trainer: str, since: datetime) -> set[str]:
        """The batches in which somebody stands in, in a session that ends after a moment."""
        theirs: Raw = {"substitute": oid(trainer), "start": {"$gt": since - LONGEST}}
        still: list[Raw] = [{"$match": {"end": {"$gt": since}}}, {"$project": {"batch": 1}}]
        return {str(one["batch"]) for one in await rows(Document.get_motor_collection(), [{"$match": theirs}, *still])}

    async def who_covers(self, batch: str, since: datetime) -> set[str]:
        """Those who stand in on a batch, likewise."""
        held: Raw = {"batch": oid(batch), "state": {"$in": [*TAKEN, CoverState.DONE.value]}}
        still: list[Raw] = [{"$match": {"end": {"$gt": since}}}, {"$project": {"substitute": 1}}]
        found = await rows(Document.get_motor_collection(), [{"$match": held}, *still])
        return {str(one["substitute"]) for one in found if one.get("substitute")}

    async def unheld(self, course: str, within: Interval, transaction: Transaction = None) -> set[str]:
        """The sessions of a course that begin within a time and that nobody holds so far."""
        match: Raw = {"course": oid(course), "start": {"$gte": within.start, "$lt": within.end}}
        nobody = {CoverState.SEARCHING.value, CoverState.EXHAUSTED.value}
        return {str(raw["session"]) for raw in await self._raw(match, transaction) if raw["state"] in nobody}

    async def insert(self, cover: Cover, transaction: Transaction) -> None:
        """A new one. Raises Outdated where another has opened it meanwhile."""
        try:
            await Document.get_motor_collection().insert_one(write_cover(cover), session=transaction)
        except DuplicateKeyError:
            raise Outdated from None

    async def save(self, before: Cover, after: Cover, transaction: Transaction) -> None:
        """Write what one has become that is still as it was read. Raises Outdated."""
        old, new = write_cover(before), write_cover(after)
        update: Raw = {"$set": {field: new[field] for field in CHANGING if field in new}}
        if left := {field: "" for field in CHANGING if field in old and field not in new}:
            update["$unset"] = left
        still = {"_id": old["_id"], **as_read(old, *CHANGING)}
        if not (await Document.get_motor_collection().update_one(still, update, session=transaction)).matched_count:
            raise Outdated

    async def look_again(self, covers: Iterable[str], at: datetime, transaction: Transaction) -> None:
        """Some have to be looked at at a time."""
        if ids := oids([*covers]):
            change = {"$set": {"lookAt": at}}
            still = {"_id": {"$in": ids}, "lookAt": {"$exists": True}}
            await Document.get_motor_collection().update_many(still, change, session=transaction)

    async def make_due(self, covers: Iterable[str], at: datetime, transaction: Transaction) -> None:
        """Some are looked at at a time, also those that time changes nothing of."""
        if ids := oids([*covers]):
            change = {"$set": {"lookAt": at}}
            await Document.get_motor_collection().update_many({"_id": {"$in": ids}}, change, session=transaction)

    async def _all(self, match: Raw, transaction: Transaction) -> list[Cover]:
        covers = map(read_cover, await self._raw(match, transaction))
        return sorted(covers, key=lambda cover: (cover.session.start, cover.id))

    async def _raw(self, match: Raw, transaction: Transaction) -> list[Raw]:
        found = Document.get_motor_collection().find(match, session=transaction)
        return list(await found.to_list(None))


def _unreported(batches: Collection[str]) -> list[Raw]:
    reports = {"from": "multitrainer_session_reports", "localField": "session", "foreignField": "_id", "as": "reports"}
    of_batches, none = {"batch": {"$in": oids([*batches])}}, {"reports": {"$size": 0}}
    return [{"$match": of_batches}, {"$lookup": reports}, {"$match": none}, {"$project": {"reports": 0}}]


def no_cover(cover: str) -> CoverNotFound:
    """What is said where there is no such cover, or none that whoever asks may know of."""
    return CoverNotFound(Sentence("There is no such cover."), f"There is no cover {cover}.", cover=cover)
