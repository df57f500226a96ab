"""Times that planning goes by: sessions of a slot for batches that state none, and absences that are not over yet."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from pydantic import TypeAdapter

from multitrainer.domain.batching import Batching
from multitrainer.domain.team import Team
from multitrainer.solver.documents.intervals import Interval

Raw = Mapping[str, Any]

INTERVALS = TypeAdapter(tuple[Interval, ...])


def intervals(stated: Raw, field: str) -> tuple[Interval, ...]:
    """The times in a field of what is stated of a trainer or a batch."""
    return INTERVALS.validate_python(stated.get(field) or [], strict=False)


def with_sessions(stated: Mapping[str, Raw], batchings: Mapping[str, Batching]) -> dict[str, Raw]:
    """What is stated of batches, by id; `batchings` are the settings of their courses, by the course's id.

    A batch that has sessions of its own keeps to those, and one whose slot is gone has neither sessions nor slot.
    """
    sessions = {course: _sessions(batching) for course, batching in batchings.items()}
    return {
        id_: _in_slot(fact, sessions.get(str(fact.get("course")), {})) if takes_slots(fact) else fact
        for id_, fact in stated.items()
    }


def to_come(trainers: Mapping[str, Raw], today: date) -> dict[str, Raw]:
    """What is stated of trainers, without absences that are over: what is dated counts for every week that it is in."""
    return {id_: {**fact, "unavailable": [*_to_come(fact, today)]} for id_, fact in trainers.items()}


def _to_come(fact: Raw, today: date) -> Iterator[Raw]:
    midnight = datetime.combine(today, time())
    for absence in fact.get("unavailable") or ():
        if "day" in absence or datetime.fromisoformat(absence["end"]) > midnight:
            yield absence


def meeting(team: Team, stated: Mapping[str, Raw]) -> list[tuple[str, ...]]:
    """The batches of a course that meet at the same time though nobody knows when, two or more together."""
    found: dict[str, list[str]] = {}
    for batch in team.batches:
        fact = stated.get(batch.id, {})
        if takes_slots(fact):
            found.setdefault(fact["slot"], []).append(batch.id)
    return [tuple(batches) for batches in found.values() if len(batches) > 1]


def courses_in_need(stated: Iterable[Raw]) -> list[Any]:
    """The courses, as they are stored, of batches that take the sessions of a slot; each once."""
    return [*{fact["course"]: None for fact in stated if takes_slots(fact) and fact.get("course")}]


def takes_slots(fact: Raw) -> bool:
    """Whether a batch is in a slot and has no sessions of its own."""
    return bool(fact.get("slot")) and not fact.get("sessions")


def _in_slot(fact: Raw, sessions: Mapping[str, list[Raw]]) -> Raw:
    if fact["slot"] not in sessions:
        return {**fact, "slot": None, "sessions": []}
    return {**fact, "sessions": sessions[fact["slot"]]}


def _sessions(batching: Batching) -> dict[str, list[Raw]]:
    """The sessions of each slot, by its name."""
    return {slot.name: [{**one._asdict(), "day": one.day.value} for one in slot.sessions] for slot in batching.slots}
