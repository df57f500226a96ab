"""A week in March 2026 of the small school, and of a course in French: who holds what, and who is away."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.covers.states import CoverState
from tests import school

FRENCH, FRENCH_BATCH = ObjectId("c10000000000000000000000"), ObjectId("b10000000000000000000000")
FIRST, SECOND, THIRD = school.BATCHES[:3]
MONDAY, HOUR = datetime(2026, 3, 2, 9, tzinfo=UTC), timedelta(hours=1)
COVERED, SOUGHT = ObjectId("d00000000000000000000001"), ObjectId("d00000000000000000000002")
LEAVE = ObjectId("1e0000000000000000000000")


async def found(database: Database) -> None:
    """John's batch meets on Monday, on Wednesday with Maria, and on Friday, when he is away and nobody is found yet.

    His second one meets on Monday and is cancelled on Thursday, Maria's on Monday. He has a French batch on Tuesday,
    of a course that Maria leads and Sarah has nothing to do with.
    """
    mongo = database.motor
    roster = [_entry(school.MARIA, "lead", [FRENCH_BATCH]), _entry(school.JOHN, "assistant", [FRENCH_BATCH])]
    await mongo.courses.insert_one({"_id": FRENCH, "name": "French", "instructor": school.MARIA, "trainers": roster})
    people = {"primary": school.JOHN, "backup": [], "assistants": []}
    french = {"_id": FRENCH_BATCH, "course": FRENCH, "name": "French 1", "students": [], "trainers": people}
    await mongo.batches.insert_one({**french, "instructor": school.JOHN})
    friday = session(FIRST, 4, 2)
    wednesday = session(FIRST, 2, 2, cover=school.MARIA)
    others = [session(SECOND, 0, 2, at=3), session(SECOND, 3, 2, status="cancelled"), session(THIRD, 0, 2)]
    met = [session(FIRST, 0, 2), wednesday, friday, *others, session(FRENCH_BATCH, 1, 3)]
    await mongo.multitrainer_sessions.insert_many(met)
    covers = [_cover(COVERED, wednesday, CoverState.COVERED), _cover(SOUGHT, friday, CoverState.SEARCHING)]
    await mongo.multitrainer_covers.insert_many(covers)
    away = {"trainer": school.JOHN, "start": datetime(2026, 3, 6, tzinfo=UTC), "kind": "sick", "note": ""}
    ends = {"end": datetime(2026, 3, 7, tzinfo=UTC), "state": "requested", "decidedBy": None, "decisionNote": None}
    await mongo.multitrainer_leaves.insert_one({"_id": LEAVE, **away, **ends})


def session(batch: ObjectId, day: int, hours: int, *, at: int = 0, **more: Any) -> dict[str, Any]:
    """One of a batch, so many days after Monday."""
    start = MONDAY + timedelta(days=day) + at * HOUR
    when = {"start": start, "end": start + hours * HOUR, "day": f"{start:%Y-%m-%d}", "number": 0}
    return {"_id": ObjectId(), "batch": batch, "status": "planned", "byHand": False, "sequence": 0, **when, **more}


def _entry(trainer: ObjectId, role: str, batches: list[ObjectId]) -> dict[str, Any]:
    more = {"_id": ObjectId(), "status": "active", "workload": 0}
    return {"trainer": trainer, "role": role, "assignedBatches": batches, **more}


def _cover(id_: ObjectId, met: dict[str, Any], state: CoverState) -> dict[str, Any]:
    whose = {"course": school.COURSE, "batch": met["batch"], "trainer": school.JOHN, "leave": LEAVE}
    when = {"start": met["start"], "end": met["end"], "openedAt": MONDAY, "opening": 1, "alone": False}
    substitute = {"substitute": met["cover"]} if "cover" in met else {}
    return {"_id": id_, "session": met["_id"], "state": state.value, "offers": [], **whose, **when, **substitute}
