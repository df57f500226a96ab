"""The ledger of cover. What is in it is never changed: nothing here updates or deletes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from multitrainer.database import Session
from multitrainer.documents import CoverLedgerEntry as Document
from multitrainer.domain.cover_ledger import EntryKind, LedgerEntry, Turn, ids_of, other_side, rounded
from multitrainer.domain.errors import InvalidInput, LedgerEntryNotFound
from multitrainer.domain.ledger_parts import By, Part
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.inserting import DUPLICATE_KEY
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.cover_ledger import read_entry, write_entry
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.reading import makes_sense, readable

Raw = dict[str, Any]

IN_ORDER = {"day": -1, "_id": -1}
FEW = 50
"""Up to so many trainers are named to the server."""


class Sum(NamedTuple):
    """The hours of one trainer in a part, and of how many entries."""

    part: Part
    trainer: str
    hours: float
    entries: int


class CoverLedger:
    """Books and reads entries."""

    async def book(self, entries: Sequence[LedgerEntry], session: Session = None) -> None:
        """Book those that are not there yet; those that are stay as they are.

        An upsert each: an insert that meets another breaks the transaction it is in.
        """
        new = [write_entry(one) for one in entries]
        updates = [UpdateOne({"_id": one.pop("_id")}, {"$setOnInsert": one}, upsert=True) for one in new]
        try:
            if updates:
                await Document.get_motor_collection().bulk_write(updates, ordered=False, session=session)
        except BulkWriteError as errors:  # another has booked the same at that moment
            if any(one["code"] != DUPLICATE_KEY for one in (errors.details or {}).get("writeErrors", [])):
                raise

    async def find(self, entry: str, session: Session = None) -> LedgerEntry:
        """Raises LedgerEntryNotFound."""
        found = await Document.get_motor_collection().find_one({"_id": entry}, session=session)
        if found is None:
            raise no_entry(entry)
        return read_entry(found)

    async def turns(self, covers: Collection[str], session: Session = None) -> dict[str, list[Turn]]:
        """What is booked of some covers, turn by turn, as far as anything of a turn is. Raises MalformedData."""
        found: dict[str, list[Turn]] = {cover: [] for cover in covers}
        left, turn = {*covers}, 0
        while left:
            ids = [id_ for cover in left for id_ in ids_of(cover, turn)]
            there = await self._some(ids, session)
            by_cover = {cover: tuple(there[id_] for id_ in ids_of(cover, turn) if id_ in there) for cover in left}
            left, turn = {cover for cover, entries in by_cover.items() if entries}, turn + 1
            for cover in left:
                found[cover].append(by_cover[cover])
        return found

    async def _some(self, ids: Sequence[str], session: Session) -> dict[str, LedgerEntry]:
        raws = Document.get_motor_collection().find({"_id": {"$in": [*ids]}}, session=session)
        return {raw["_id"]: read_entry(raw) for raw in await raws.to_list(None)}

    async def of_trainer(self, trainer: str, since: date, until: date, cursor: str | None, limit: int) -> Paged:
        """A trainer's within some days, the latest first, as documents. Raises InvalidInput for a foreign cursor."""
        pipelines: list[list[Raw]] = [
            [{"$match": {"trainer": oid(trainer), **place}}, {"$sort": IN_ORDER}, {"$limit": limit + 1}]
            for place in _behind(cursor, since, until)
        ]
        found = readable(await rows(Document.get_motor_collection(), *pipelines), read_entry)
        ordered = sorted(found, key=lambda raw: (raw["day"], raw["_id"]), reverse=True)
        return Paged(ordered[:limit], _written(ordered[limit - 1]) if len(ordered) > limit else None)

    async def hours(
        self, trainers: Collection[str], since: date, until: date, session: Session = None
    ) -> dict[str, float]:
        """The hours of some trainers within some days, summed; 0 for whoever has no entry."""
        if not trainers:
            return {}
        pipeline = [*_of(trainers, since, until), _summed("$trainer")]
        found = await rows(Document.get_motor_collection(), pipeline, session=session)
        there = {str(row["_id"]): rounded(row["hours"]) for row in found}
        return {trainer: there.get(trainer, 0.0) for trainer in trainers}

    async def hours_of_all(self, since: date, until: date) -> dict[str, float]:
        """The same of everybody who has an entry within some days."""
        found = await rows(Document.get_motor_collection(), [{"$match": _within(since, until)}, _summed("$trainer")])
        return {str(row["_id"]): rounded(row["hours"]) for row in found}

    async def balance(self, trainer: str, since: date, until: date) -> float:
        """The hours of one trainer within some days."""
        return (await self.hours([trainer], since, until))[trainer]

    async def sums(self, by: By, parts: Sequence[Part], since: date, until: date) -> list[Sum]:
        """The hours of each trainer in each of some parts that follow each other, of entries within some days."""
        if not parts:
            return []
        found = await rows(Document.get_motor_collection(), *_pipelines(by, parts, since, until))
        named = {part.name: part for part in parts}
        return [
            Sum(named[key["part"]], str(key["trainer"]), rounded(row["hours"]), row["entries"])
            for row in found
            if (key := row["_id"])["part"] in named
        ]

    async def half_booked(self) -> AsyncIterator[LedgerEntry]:
        """Each entry of a cover whose other side is missing. Both sides are neighbours in the order of `_id`."""
        alone: Raw | None = None
        async for raw in Document.get_motor_collection().find({}).sort("_id", 1).batch_size(1000):
            if not makes_sense(raw, read_entry) or raw["kind"] == EntryKind.CORRECTION.value:
                continue
            if alone and _turn(alone) == _turn(raw):
                alone = None
                continue
            if alone and await self._is_alone(read_entry(alone)):
                yield read_entry(alone)
            alone = raw
        if alone and await self._is_alone(read_entry(alone)):
            yield read_entry(alone)

    async def _is_alone(self, entry: LedgerEntry) -> bool:
        """Whether it still is: its other side may have been booked meanwhile."""
        other = other_side(entry)
        return other is None or await Document.get_motor_collection().find_one({"_id": other.id}) is None


def _turn(raw: Raw) -> tuple[Any, str]:
    """A cover, and which turn of it."""
    return raw.get("cover"), str(raw["_id"]).rpartition(":")[0]


def no_entry(entry: str) -> LedgerEntryNotFound:
    """What is said where there is no such entry, or none that whoever asks may know of."""
    return LedgerEntryNotFound(
        Sentence("There is no such entry in the ledger of cover."),
        f"There is no entry {entry} in the ledger of cover.",
        entry=entry,
    )


def _within(since: date, until: date) -> Raw:
    """With the day after as its end: of `$lte`, the embedded server leaves out the last day (docs/engines.md)."""
    return {"day": {"$gte": since.isoformat(), "$lt": (until + timedelta(days=1)).isoformat()}}


def _of(trainers: Collection[str], since: date, until: date) -> list[Raw]:
    """The entries of some trainers within some days. Of many, everybody's are found, which is quicker.

    Days first: with a list, the embedded server reads all that those trainers ever had (docs/engines.md).
    """
    within, named = _within(since, until), oids([*trainers])
    if len(named) == 1:
        return [{"$match": {"trainer": named[0], **within}}]
    return [{"$match": within}, *([{"$match": {"trainer": {"$in": named}}}] if len(named) <= FEW else [])]


def _summed(by: Any) -> Raw:
    return {"$group": {"_id": by, "hours": {"$sum": "$hours"}, "entries": {"$sum": 1}}}


def _pipelines(by: By, parts: Sequence[Part], since: date, until: date) -> list[list[Raw]]:
    """One for all weeks or months, whose names are in the entries; one for each term, of which there are few."""
    if by is By.TERM:
        return [_summed_within(max(since, p.first), min(until, p.last), {"$literal": p.name}) for p in parts]
    first, last = min(part.first for part in parts), max(part.last for part in parts)
    name = "$week" if by is By.WEEK else {"$substrCP": ["$day", 0, 7]}
    return [_summed_within(max(since, first), min(until, last), name)]


def _summed_within(since: date, until: date, name: Any) -> list[Raw]:
    return [{"$match": _within(since, until)}, _summed({"part": name, "trainer": "$trainer"})]


def _behind(cursor: str | None, since: date, until: date) -> list[Raw]:
    """What follows a cursor: on its very day, and earlier; in two, because `$or` uses no index."""
    if cursor is None:
        return [_within(since, until)]
    day, last = _read(cursor)
    if not since.isoformat() <= day <= until.isoformat():
        return [_within(since, until)] if day > until.isoformat() else []
    return [{"day": day, "_id": {"$lt": last}}, {"day": {"$gte": since.isoformat(), "$lt": day}}]


def _written(last: Raw) -> str:
    return urlsafe_b64encode(f"{last['day']}{last['_id']}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, str]:
    try:
        found = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        return date.fromisoformat(found[:10]).isoformat(), found[10:]
    except ValueError:  # no base64, no text, no day
        problem = {"field": "query.cursor", "message": "is not a cursor that this service gave out"}
        raise InvalidInput(
            Sentence("This page of the list is not there any more. Begin at its first page."),
            "The cursor is not one that this service gave out.",
            errors=[problem],
        ) from None
