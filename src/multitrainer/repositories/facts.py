"""What is stated of trainers and batches for planning. Others keep further fields in the same documents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import BatchFacts, TrainerFacts
from multitrainer.domain.week import weekly_hours
from multitrainer.domain.workload import LoadRules
from multitrainer.planning.slots import courses_in_need, with_sessions
from multitrainer.repositories.batchings import Batchings
from multitrainer.stored.faults import as_list
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]
Kind = type[TrainerFacts] | type[BatchFacts]

OF_TRAINERS = ("weeklyHours", "skills", "availability", "unavailable", "limits")
OF_BATCHES = ("course", "hours", "sessions", "skills", "pinned")


class Facts:
    """Reads facts, and sets those that are named."""

    def __init__(self, usual: LoadRules) -> None:
        """`usual` are the hours that count where nothing is known."""
        self.usual = usual
        self._batchings = Batchings()

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

    async def hours(self, courses: Sequence[ObjectId], session: Session = None) -> dict[str, float]:
        """The weekly hours of those batches of some courses of which they are known, by the batch's id."""
        stated = await self.of_batches(courses, session)
        in_need = courses_in_need(stated.values())
        batchings = await self._batchings.readable(in_need, session) if in_need else {}
        return hours_of(with_sessions(stated, batchings))

    async def rules(self, courses: Sequence[Raw], batches: Iterable[Raw], session: Session = None) -> LoadRules:
        """The hours that count for whoever these courses and batches name."""
        if not courses:
            return self.usual
        of_batches = await self.hours([course["_id"] for course in courses], session)
        of_trainers = await self.of_trainers(_named(courses, batches), session)
        return self.usual.stating(of_batches, hours_in(of_trainers, "weeklyHours"))

    async def set_trainer(self, stored: Raw, fields: Raw, session: Session) -> None:
        """State what a trainer's facts are now, where they still are as they were read. Raises Outdated."""
        await _set(TrainerFacts, stored, OF_TRAINERS, fields, session)

    async def set_batch(self, stored: Raw, fields: Raw, session: Session) -> None:
        """State what a batch's facts are now, where they still are as they were read. Raises Outdated."""
        await _set(BatchFacts, stored, OF_BATCHES, fields, session)


def hours_of(batches: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """The weekly hours of those batches of which they are known: stated, or else those of their weekly sessions."""
    stated = hours_in(batches, "hours")
    met = {id_: weekly_hours(as_list(fact.get("sessions"))) for id_, fact in batches.items()}
    return {id_: hours for id_, hours in met.items() if hours} | stated


def hours_in(facts: Mapping[str, Mapping[str, Any]], field: str) -> dict[str, float]:
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
    if not fields:
        return
    still = {"_id": stored["_id"], **as_read(stored, *known)}
    update = {"$set": {name: value for name, value in fields.items() if value is not None}}
    if left := {name: "" for name, value in fields.items() if value is None}:
        update["$unset"] = left
    try:
        await kind.get_motor_collection().update_one(still, update, upsert=True, session=session)
    except DuplicateKeyError:  # another has stated something of it meanwhile
        raise Outdated from None
