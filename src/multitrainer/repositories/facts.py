"""What is stated of trainers and batches for planning. Others keep further fields in the same documents."""

from collections.abc import Iterable, Sequence
from typing import Any

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import BatchFacts, TrainerFacts
from multitrainer.domain.workload import LoadRules
from multitrainer.stored.faults import as_list
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]
Kind = type[TrainerFacts] | type[BatchFacts]

OF_TRAINERS = ("weeklyHours", "skills", "unavailable", "limits")
OF_BATCHES = ("course", "hours", "sessions", "skills", "pinned")


class Facts:
    """Reads facts, and sets those that are named."""

    def __init__(self, usual: LoadRules) -> None:
        """`usual` are the hours that count where nothing is stated."""
        self.usual = usual

    async def trainer(self, trainer: str, session: Session = None) -> Raw:
        """What is stated of a trainer; only `_id` where nothing is."""
        return await _one(TrainerFacts, trainer, OF_TRAINERS, session)

    async def batch(self, batch: str, session: Session = None) -> Raw:
        """What is stated of a batch; only `_id` where nothing is."""
        return await _one(BatchFacts, batch, OF_BATCHES, session)

    async def of_trainers(self, trainers: Iterable[str], session: Session = None) -> dict[str, Raw]:
        """What is stated of some trainers, by id."""
        wanted = {"_id": {"$in": [oid(trainer) for trainer in sorted(set(trainers))]}}
        found = TrainerFacts.get_motor_collection().find(wanted, OF_TRAINERS, session=session)
        return {str(fact["_id"]): fact for fact in await found.to_list(None)}

    async def of_batches(self, courses: Sequence[ObjectId], session: Session = None) -> dict[str, Raw]:
        """What is stated of all batches of some courses, by the batch's id, with the `slot` that a batch is in."""
        wanted = {"course": {"$in": [*courses]}}
        found = BatchFacts.get_motor_collection().find(wanted, (*OF_BATCHES, "slot"), session=session)
        return {str(fact["_id"]): fact for fact in await found.to_list(None)}

    async def rules(self, courses: Sequence[Raw], batches: Iterable[Raw], session: Session = None) -> LoadRules:
        """The hours that count for whoever these courses and batches name."""
        if not courses:
            return self.usual
        of_batches = await self.of_batches([course["_id"] for course in courses], session)
        of_trainers = await self.of_trainers(_named(courses, batches), session)
        return self.usual.stating(hours_in(of_batches, "hours"), hours_in(of_trainers, "weeklyHours"))

    async def set_trainer(self, stored: Raw, fields: Raw, session: Session) -> None:
        """State what a trainer's facts are now, where they still are as they were read. Raises Outdated."""
        await _set(TrainerFacts, stored, OF_TRAINERS, fields, session)

    async def set_batch(self, stored: Raw, fields: Raw, session: Session) -> None:
        """State what a batch's facts are now, where they still are as they were read. Raises Outdated."""
        await _set(BatchFacts, stored, OF_BATCHES, fields, session)


def hours_in(facts: dict[str, Raw], field: str) -> dict[str, float]:
    """The hours that are stated, by id. What is no number of hours is not stated."""
    return {id_: float(fact[field]) for id_, fact in facts.items() if _is_hours(fact.get(field))}


def _is_hours(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")


def _named(courses: Iterable[Raw], batches: Iterable[Raw]) -> set[str]:
    """Whoever may have a workload on a course: those on its roster, the instructors, the primaries."""
    found: list[Any] = []
    for course in courses:
        found.append(course.get("instructor"))
        found += [entry.get("trainer") for entry in as_list(course.get("trainers")) if isinstance(entry, dict)]
    for batch in batches:
        people = batch.get("trainers")
        found += [batch.get("instructor"), people.get("primary") if isinstance(people, dict) else None]
    return {name for name in map(hexed, found) if name}


async def _one(kind: Kind, id_: str, fields: Sequence[str], session: Session) -> Raw:
    found: Raw | None = await kind.get_motor_collection().find_one({"_id": oid(id_)}, fields, session=session)
    return found or {"_id": oid(id_)}


async def _set(kind: Kind, stored: Raw, known: Sequence[str], fields: Raw, session: Session) -> None:
    still = {"_id": stored["_id"], **as_read(stored, *known)}
    update = {"$set": {name: value for name, value in fields.items() if value is not None}}
    if left := {name: "" for name, value in fields.items() if value is None}:
        update["$unset"] = left
    try:
        await kind.get_motor_collection().update_one(still, update, upsert=True, session=session)
    except DuplicateKeyError:  # another has stated something of it meanwhile
        raise Outdated from None
