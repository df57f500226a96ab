"""Sessions: the dated meetings of batches."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from pymongo import UpdateOne

from multitrainer.database import Outdated
from multitrainer.database import Session as Transaction
from multitrainer.documents import Session as Document
from multitrainer.domain.errors import SessionNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import LONGEST, Session, SessionStatus
from multitrainer.repositories.by_start import Within, page_by_start
from multitrainer.repositories.inserting import insert_new
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.reading import readable, values
from multitrainer.stored.timetables import read_session, write_session

Raw = dict[str, Any]

GUARDED = ("start", "end", "status", "byHand", "cover", "teacher", "sequence")
CHANGING = ("start", "end", "status", "byHand", "cover", "teacher", "note", "sequence")


class Sessions:
    """Reads and writes sessions."""

    async def find(self, session: str, transaction: Transaction = None) -> Session:
        """Raises SessionNotFound."""
        found = await Document.get_motor_collection().find_one({"_id": oid(session)}, session=transaction)
        if found is None:
            raise no_session(session)
        return read_session(found)

    async def some(self, sessions: Collection[str], transaction: Transaction = None) -> list[Session]:
        """Those of some that are there."""
        if not sessions:
            return []
        match = {"_id": {"$in": oids([*sessions])}}
        found = Document.get_motor_collection().find(match, session=transaction)
        return [read_session(raw) for raw in await found.to_list(None)]

    async def since(self, batch: str, day: date, transaction: Transaction = None) -> list[Session]:
        """Those of a batch from a day of its timetable on."""
        match = {"batch": oid(batch), "day": {"$gte": day.isoformat()}}
        found = Document.get_motor_collection().find(match, session=transaction)
        return [read_session(raw) for raw in await found.to_list(None)]

    async def of_batches(self, batches: Sequence[str], within: Within, cursor: str | None, limit: int) -> Paged:
        """Those of some batches by their beginning, as documents. Raises InvalidInput for a foreign cursor."""
        return await _page([{"batch": batch} for batch in oids([*batches])], within, cursor, limit)

    async def of_trainer(
        self, trainer: str, batches: Sequence[str], within: Within, cursor: str | None, limit: int
    ) -> Paged:
        """Those of some batches, and those that a trainer covers or has taken over, likewise."""
        whose: list[Raw] = [{"batch": batch} for batch in oids([*batches])]
        taken: list[Raw] = [{"cover": oid(trainer)}, {"teacher": oid(trainer)}]
        return await _page([*whose, *taken], within, cursor, limit)

    async def taken_over(self, trainer: str, batch: str, since: datetime) -> bool:
        """Whether somebody has a session of a batch by a swap that ends after a moment."""
        match = {"teacher": oid(trainer), "start": {"$gt": since - LONGEST}}
        found = await Document.get_motor_collection().find(match, {"batch": 1, "end": 1}).to_list(None)
        return any(raw["batch"] == oid(batch) and raw["end"] > since for raw in found)

    async def met(self, batches: Collection[str], within: Within, trainer: str | None = None) -> list[Session]:
        """All of some batches that begin within a time and are not cancelled; and what a trainer has of others'."""
        whose: list[Raw] = [{"batch": batch} for batch in oids([*batches])]
        whose += [{"cover": oid(trainer)}, {"teacher": oid(trainer)}] if trainer else []
        begins = {"start": {"$gte": within.since, "$lt": within.until}}
        takes_place = {"$match": {"status": {"$ne": SessionStatus.CANCELLED.value}}}
        pipelines: list[list[Raw]] = [[{"$match": {**one, **begins}}, takes_place] for one in whose]
        found = await rows(Document.get_motor_collection(), *pipelines) if pipelines else []
        return [*{one.id: one for one in values(found, read_session)}.values()]

    async def to_come(self, within: Within) -> list[Session]:
        """All of the institute that are planned and begin within a time."""
        begins = {"start": {"$gte": within.since, "$lt": within.until}}
        planned = {"$match": {"status": SessionStatus.PLANNED.value}}
        found = await Document.get_motor_collection().aggregate([{"$match": begins}, planned]).to_list(None)
        return values(found, read_session)

    async def taken_over_by(self, trainer: str, since: datetime) -> set[str]:
        """The batches of which somebody has a session by a swap that ends after a moment."""
        match = {"teacher": oid(trainer), "start": {"$gt": since - LONGEST}}
        found = await Document.get_motor_collection().find(match, {"batch": 1, "end": 1}).to_list(None)
        return {str(raw["batch"]) for raw in found if raw["end"] > since}

    async def who_took_over(self, batch: str, since: datetime) -> set[str]:
        """Those who have a session of a batch by a swap, likewise."""
        match = {"batch": oid(batch), "start": {"$gt": since - LONGEST}}
        found = await Document.get_motor_collection().find(match, {"teacher": 1, "end": 1}).to_list(None)
        return {str(raw["teacher"]) for raw in found if raw.get("teacher") and raw["end"] > since}

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


async def _page(whose: Sequence[Raw], within: Within, cursor: str | None, limit: int) -> Paged:
    page = await page_by_start(Document.get_motor_collection(), whose, within, cursor, limit)
    return Paged(readable(page.items, read_session), page.next)


def no_session(session: str) -> SessionNotFound:
    """What is said where there is no such session, or none that whoever asks may know of."""
    return SessionNotFound(Sentence("There is no such session."), f"There is no session {session}.", session=session)


def _update(before: Session, after: Session) -> UpdateOne:
    old, new = write_session(before), write_session(after)
    update: Raw = {"$set": {field: new[field] for field in CHANGING if field in new}}
    if left := {field: "" for field in CHANGING if field in old and field not in new}:
        update["$unset"] = left
    return UpdateOne({"_id": old["_id"], **as_read(old, *GUARDED)}, update)
