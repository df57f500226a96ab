"""Leave."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from pymongo import UpdateMany, UpdateOne

from multitrainer.database import Outdated, Session
from multitrainer.documents import Leave as Document
from multitrainer.domain.errors import LeaveNotFound
from multitrainer.domain.intervals import Interval
from multitrainer.domain.leave.rules import LONGEST_DAYS
from multitrainer.domain.leave.values import Leave, LeaveState
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.by_start import Within, page_by_start
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.repositories.rows import FEW, rows
from multitrainer.stored.faults import as_list
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid, oids
from multitrainer.stored.leaves import read_leave, write_leave
from multitrainer.stored.reading import readable

Raw = dict[str, Any]

CHANGING = ("start", "end", "kind", "note", "state", "decidedBy", "decisionNote")
LONGEST = timedelta(days=LONGEST_DAYS + 1)
NOT_SHOWN = {"turn": 0, "coversAt": 0, "notesLookedAt": 0, "notesAskedFor": 0}
WAITING = ("coversAt", "start", "end", "state")


class Due(NamedTuple):
    """When a leave has to be looked at next: for statuses on rosters, None where never; and for cover."""

    turn: datetime | None
    covers_at: datetime


class Leaves:
    """Reads and writes leave."""

    async def find(self, leave: str, session: Session = None) -> Leave:
        """Raises LeaveNotFound."""
        found = await Document.get_motor_collection().find_one({"_id": oid(leave)}, session=session)
        if found is None:
            raise no_leave(leave)
        return read_leave(found)

    async def of_trainer(self, trainer: str, session: Session = None) -> list[Leave]:
        """All of a trainer, in whatever state, in the order in which it was entered."""
        found = Document.get_motor_collection().find({"trainer": oid(trainer)}, session=session)
        return sorted(map(read_leave, await found.to_list(None)), key=lambda leave: leave.id)

    async def approved(
        self, trainers: Collection[str], within: Interval, session: Session = None
    ) -> dict[str, tuple[Interval, ...]]:
        """When some people are away within a time, by trainer."""
        still = {"state": LeaveState.APPROVED.value, "end": {"$gt": within.start}}
        whose: list[Raw] = [{"trainer": one} for one in oids(sorted(trainers))] if len(trainers) <= FEW else [{}]
        begun = {"$match": {"start": {"$lt": within.end}}}
        pipelines: list[list[Raw]] = [[{"$match": {**one, **still}}, begun] for one in whose]
        found: dict[str, tuple[Interval, ...]] = {}
        for raw in await rows(Document.get_motor_collection(), *pipelines, session=session) if pipelines else ():
            trainer = str(raw["trainer"])
            found[trainer] = (*found.get(trainer, ()), Interval(raw["start"], raw["end"]))
        return {trainer: found[trainer] for trainer in trainers if trainer in found}

    async def page(self, trainer: str | None, state: LeaveState | None, cursor: str | None, limit: int) -> Paged:
        """In the order in which it was entered, as documents, of a trainer or of all. Raises InvalidInput."""
        whose: Raw = {"trainer": oid(trainer)} if trainer else {}
        match = {**whose, **({"state": state.value} if state else {}), **after(cursor)}
        found = Document.get_motor_collection().find(match, NOT_SHOWN).sort("_id", 1).limit(limit + 1)
        page = paged(await found.to_list(None), limit)
        return Paged(readable(page.items, read_leave), page.next)

    async def during(
        self, trainer: str | None, state: LeaveState | None, within: Within, cursor: str | None, limit: int
    ) -> Paged:
        """What lies at least in part within a time, by its beginning, of a trainer or of all. Raises InvalidInput.

        What began long before is read past: no leave is longer than the rules have it.
        """
        whose: Raw = {"trainer": oid(trainer)} if trainer else {"state": state.value} if state else {}
        then: list[Raw] = [{"$match": {"end": {"$gt": within.since}, **({"state": state.value} if state else {})}}]
        begun = within._replace(since=within.since - LONGEST)
        shown: list[Raw] = [{"$project": NOT_SHOWN}]
        collection = Document.get_motor_collection()
        page = await page_by_start(collection, [whose], begun, cursor, limit, [*then, *shown])
        return Paged(readable(page.items, read_leave), page.next)

    async def insert(self, leave: Leave, due: Due, session: Session) -> None:
        """Enter one."""
        await Document.get_motor_collection().insert_one({**write_leave(leave), **_due(due)}, session=session)

    async def save(self, before: Leave, after: Leave, due: Due, session: Session) -> None:
        """Write what one has become that is still as it was read. Raises Outdated."""
        old, new = write_leave(before), write_leave(after)
        gone = {"notesLookedAt": "", **({"turn": ""} if due.turn is None else {})}
        update: Raw = {"$set": {**{field: new[field] for field in CHANGING}, **_due(due)}, "$unset": gone}
        still = {"_id": old["_id"], **as_read(old, *CHANGING)}
        if not (await Document.get_motor_collection().update_one(still, update, session=session)).matched_count:
            raise Outdated

    async def delete(self, leaves: Sequence[str], session: Session) -> None:
        """Some have become part of another."""
        if leaves:
            gone = {"_id": {"$in": oids([*leaves])}}
            await Document.get_motor_collection().delete_many(gone, session=session)

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Some that the status on rosters has to be looked at for by now; by id, because one may be unreadable."""
        found = Document.get_motor_collection().find({"turn": {"$lte": now}}, {"_id": 1}).limit(limit)
        return [id_ for raw in await found.to_list(None) if (id_ := hexed(raw["_id"]))]

    async def put_off(self, leave: str, turn: datetime) -> None:
        """It could not be looked at, and has to be again at a time."""
        still = {"_id": oid(leave), "turn": {"$exists": True}}
        await Document.get_motor_collection().update_one(still, {"$set": _turn(turn)})

    async def turned(self, leave: Leave, turn: datetime | None) -> None:
        """It was looked at, and has to be again at a time, unless somebody changed it meanwhile."""
        still = {"_id": oid(leave.id), **as_read(write_leave(leave), *CHANGING)}
        update: Raw = {"$set": _turn(turn)} if turn else {"$unset": {"turn": ""}}
        await Document.get_motor_collection().update_one(still, update)

    async def notes_due(self, now: datetime, until: datetime, limit: int) -> list[str]:
        """Some approved leave that begins soon, and of which nobody has looked yet whether its notes are fresh."""
        match = {"state": LeaveState.APPROVED.value, "notesLookedAt": None, "start": {"$gt": now, "$lte": until}}
        found = Document.get_motor_collection().find(match, {"_id": 1}).limit(limit)
        return [id_ for raw in await found.to_list(None) if (id_ := hexed(raw["_id"]))]

    async def notes_asked_for(self, leave: str, session: Session = None) -> set[str] | None:
        """The batches of whose notes somebody was reminded before a leave; None once it has been looked at."""
        shown = {"notesLookedAt": 1, "notesAskedFor": 1}
        found = await Document.get_motor_collection().find_one({"_id": oid(leave)}, shown, session=session)
        if found is None or found.get("notesLookedAt") is not None:
            return None
        return {id_ for one in as_list(found.get("notesAskedFor")) if (id_ := hexed(one))}

    async def ask_for_notes(self, leave: Leave, batches: Collection[str], now: datetime, session: Session) -> None:
        """It was looked at, and somebody is reminded of some batches. Raises Outdated where it is another by now."""
        still = {"_id": oid(leave.id), "notesLookedAt": None, **as_read(write_leave(leave), *CHANGING)}
        change = {"$set": {"notesLookedAt": now}, "$addToSet": {"notesAskedFor": {"$each": oids([*batches])}}}
        if not (await Document.get_motor_collection().update_one(still, change, session=session)).matched_count:
            raise Outdated

    async def look_at_no_notes(self, leave: str, now: datetime) -> None:
        """Of one that can't be looked at nobody is reminded."""
        await Document.get_motor_collection().update_one({"_id": oid(leave)}, {"$set": {"notesLookedAt": now}})

    async def absent(self, since: datetime) -> AsyncIterator[str]:
        """Everybody whose leave ends after a moment, and whose covers have to be looked at, each once."""
        approved = {"state": LeaveState.APPROVED.value, "end": {"$gt": since}}
        seen: set[str] = set()
        for match in (approved, {"coversAt": {"$gt": datetime.min.replace(tzinfo=UTC)}}):
            async for raw in Document.get_motor_collection().find(match, {"trainer": 1}):
                trainer = hexed(raw.get("trainer"))
                if trainer and trainer not in seen:
                    seen.add(trainer)
                    yield trainer

    async def covers_due(self, now: datetime, limit: int) -> list[str]:
        """Some trainers whose covers have to be looked at by now."""
        match = {"coversAt": {"$lte": now}}
        found = Document.get_motor_collection().find(match, {"trainer": 1}).sort("coversAt", 1).limit(limit)
        trainers = (hexed(raw.get("trainer")) for raw in await found.to_list(None))
        return [*dict.fromkeys(trainer for trainer in trainers if trainer)]

    async def waiting(self, trainer: str, now: datetime) -> list[Raw]:
        """The leave, as documents, for which a trainer's covers have to be looked at by now."""
        match: Raw = {"trainer": oid(trainer), "coversAt": {"$lte": now}}
        found = Document.get_motor_collection().find(match, dict.fromkeys(WAITING, 1))
        return list(await found.to_list(None))

    async def covers_looked_at(self, waiting: Sequence[Raw], now: datetime, again: datetime) -> None:
        """Covers were looked at for leave that is still as it was `waiting` before; again at a time where it goes on.

        Whatever has changed since waits on, by whosever clock it did.
        """
        still = [({"_id": raw["_id"], **as_read(raw, *WAITING)}, _goes_on(raw, now)) for raw in waiting]
        later: Raw = {"$set": {"coversAt": again}}
        if updates := [UpdateOne(one, later if goes_on else {"$unset": {"coversAt": ""}}) for one, goes_on in still]:
            await Document.get_motor_collection().bulk_write(updates, ordered=False)

    async def make_covers_due(self, trainers: Collection[str], now: datetime, session: Session) -> None:
        """The covers of some trainers have to be looked at, as far as these are away or will be."""
        approved, change = {"state": LeaveState.APPROVED.value, "end": {"$gt": now}}, {"$set": {"coversAt": now}}
        updates = [UpdateMany({"trainer": one, **approved}, change) for one in oids(sorted(trainers))]
        if updates:
            await Document.get_motor_collection().bulk_write(updates, ordered=False, session=session)


def no_leave(leave: str) -> LeaveNotFound:
    """What is said where there is no such leave, or none that whoever asks may know of."""
    return LeaveNotFound(Sentence("There is no such leave."), f"There is no leave {leave}.", leave=leave)


def _goes_on(raw: Raw, now: datetime) -> bool:
    end = raw.get("end")
    return raw.get("state") == LeaveState.APPROVED.value and isinstance(end, datetime) and now < end


def _due(due: Due) -> Raw:
    return {"coversAt": due.covers_at, **_turn(due.turn)}


def _turn(turn: datetime | None) -> Raw:
    return {"turn": turn} if turn else {}
