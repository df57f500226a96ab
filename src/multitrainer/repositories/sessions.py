"""Sessions: the dated meetings of batches."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from bson import ObjectId
from bson.errors import InvalidId
from pymongo import UpdateOne

from multitrainer.database import Outdated
from multitrainer.database import Session as Transaction
from multitrainer.documents import Session as Document
from multitrainer.domain.errors import InvalidInput, SessionNotFound
from multitrainer.domain.sessions import Session
from multitrainer.repositories.inserting import insert_new
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.timetables import read_session, write_session

Raw = dict[str, Any]

GUARDED = ("start", "end", "status", "byHand", "cover", "sequence")
CHANGING = ("start", "end", "status", "byHand", "cover", "note", "sequence")


class Within(NamedTuple):
    """Sessions that begin at a moment or later, and before another."""

    since: datetime
    until: datetime


class Sessions:
    """Reads and writes sessions."""

    async def find(self, session: str, transaction: Transaction = None) -> Session:
        """Raises SessionNotFound."""
        found = await Document.get_motor_collection().find_one({"_id": oid(session)}, session=transaction)
        if found is None:
            raise no_session(session)
        return read_session(found)

    async def since(self, batch: str, day: date, transaction: Transaction = None) -> list[Session]:
        """Those of a batch from a day of its timetable on."""
        match = {"batch": oid(batch), "day": {"$gte": day.isoformat()}}
        found = Document.get_motor_collection().find(match, session=transaction)
        return [read_session(raw) for raw in await found.to_list(None)]

    async def of_batches(self, batches: Sequence[str], within: Within, cursor: str | None, limit: int) -> Paged:
        """Those of some batches by their beginning, as documents. Raises InvalidInput for a foreign cursor."""
        return await self._page([{"batch": batch} for batch in oids([*batches])], within, cursor, limit)

    async def of_trainer(
        self, trainer: str, batches: Sequence[str], within: Within, cursor: str | None, limit: int
    ) -> Paged:
        """Those of some batches, and those that a trainer covers, likewise."""
        whose: list[Raw] = [{"batch": batch} for batch in oids([*batches])]
        return await self._page([*whose, {"cover": oid(trainer)}], within, cursor, limit)

    async def near(self, batch: str, within: Within, transaction: Transaction = None) -> list[Session]:
        """All of a batch that begin within a short time."""
        match = {"batch": oid(batch), "start": {"$gte": within.since, "$lt": within.until}}
        found = Document.get_motor_collection().find(match, session=transaction)
        return [read_session(raw) for raw in await found.to_list(None)]

    async def insert(self, sessions: Sequence[Session], transaction: Transaction) -> None:
        """Insert some. Raises Outdated where another has made one of them meanwhile."""
        documents = [write_session(one) for one in sessions]
        if documents and not await insert_new(Document.get_motor_collection(), documents, transaction):
            raise Outdated

    async def save(self, changes: Iterable[tuple[Session, Session]], transaction: Transaction) -> None:
        """Write what some have become that are still as they were read. Raises Outdated."""
        updates = [_update(before, after) for before, after in changes]
        if not updates:
            return
        result = await Document.get_motor_collection().bulk_write(updates, ordered=False, session=transaction)
        if result.matched_count != len(updates):
            raise Outdated

    async def _page(self, whose: Sequence[Raw], within: Within, cursor: str | None, limit: int) -> Paged:
        """A query for each of them: with `$in`, some engines read all that the list finds (docs/engines.md)."""
        positions = _behind(cursor, within)
        pipelines: list[list[Raw]] = [
            [{"$match": {**one, **position}}, {"$sort": {"start": 1, "_id": 1}}, {"$limit": limit + 1}]
            for one in whose
            for position in positions
        ]
        found = {raw["_id"]: raw for raw in await rows(Document.get_motor_collection(), *pipelines)}
        ordered = sorted(found.values(), key=itemgetter("start", "_id"))
        return Paged(ordered[:limit], _written(ordered[limit - 1]) if len(ordered) > limit else None)


def no_session(session: str) -> SessionNotFound:
    """What is said where there is no such session, or none that whoever asks may know of."""
    return SessionNotFound(f"There is no session {session}.", session=session)


def _update(before: Session, after: Session) -> UpdateOne:
    old, new = write_session(before), write_session(after)
    update: Raw = {"$set": {field: new[field] for field in CHANGING if field in new}}
    if left := {field: "" for field in CHANGING if field in old and field not in new}:
        update["$unset"] = left
    return UpdateOne({"_id": old["_id"], **as_read(old, *GUARDED)}, update)


def _behind(cursor: str | None, within: Within) -> list[Raw]:
    """What follows a cursor: at its very moment, and later; in two, because `$or` uses no index."""
    if cursor is None:
        return [{"start": {"$gte": within.since, "$lt": within.until}}]
    start, last = _read(cursor)
    later = {"start": {"$gt": start, "$gte": within.since, "$lt": within.until}}
    return [{"start": start, "_id": {"$gt": last}}, later]


def _written(last: Raw) -> str:
    milliseconds = round(last["start"].timestamp() * 1000)
    return urlsafe_b64encode(milliseconds.to_bytes(8, "big", signed=True) + last["_id"].binary).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, ObjectId]:
    try:
        found = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        start = datetime.fromtimestamp(int.from_bytes(found[:8], "big", signed=True) / 1000, UTC)
        return start, ObjectId(found[8:])
    except (ValueError, TypeError, OverflowError, OSError, InvalidId):  # no base64, no moment, no id
        problem = {"field": "query.cursor", "message": "is not a cursor that this service gave out"}
        raise InvalidInput("The cursor is not one that this service gave out.", errors=[problem]) from None
