"""A school whose sessions are written straight into the database, and what is done and seen in it again and again."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.schemas.leaves import NewLeave
from multitrainer.services import Services
from tests import school

Raw = dict[str, Any]
SARAH, JOHN, MARIA, ALEX = (str(one) for one in (school.SARAH, school.JOHN, school.MARIA, school.ALEX))
FIRST, SECOND, THIRD = (str(batch) for batch in school.BATCHES[:3])
OURS = ("covers", "sessions", "leaves", "outbox", "leases", "audit")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
TUESDAY, FRIDAY = 3, 6


async def founded(database: Database) -> None:
    """John teaches two batches on Tuesday evening, one after the other, and the first on Friday too."""
    for name in OURS:
        await database.motor[f"multitrainer_{name}"].delete_many({})
    await school.found_anew(database)
    await meets(database, FIRST, (TUESDAY, "16:00", "17:30"), (FRIDAY, "16:00", "17:30"))
    await meets(database, SECOND, (TUESDAY, "18:00", "19:30"))


async def meets(database: Database, batch: str, *times: tuple[int, str, str]) -> None:
    """A batch meets on some days of March."""
    await database.motor.multitrainer_sessions.insert_many(_session(batch, *one) for one in times)


def _session(batch: str, day: int, start: str, end: str) -> Raw:
    begins, ends = (
        datetime.combine(datetime(2026, 3, day), time.fromisoformat(at), BERLIN)  # noqa: DTZ001
        for at in (start, end)
    )
    planned = {"day": f"2026-03-{day:02}", "number": 0, "status": "planned", "byHand": False, "sequence": 0}
    return {"_id": ObjectId(), "batch": ObjectId(batch), "start": begins, "end": ends, **planned}


async def away(services: Services, start: str = "03T00:00", end: str = "04T00:00", who: str = JOHN) -> str:
    """Somebody is away in March, on Tuesday unless another time is said; and the search has begun."""
    new = {"start": f"2026-03-{start}", "end": f"2026-03-{end}", "kind": "sick"}
    leave = await services.leaves.request(THE_ADMIN, who, NewLeave.model_validate(new))
    await searched(services)
    return str(leave.view["_id"])


async def searched(services: Services) -> None:
    while await services.cover_search.run():
        pass


async def covers(services: Services) -> list[Raw]:
    """All, by when their sessions begin."""
    return (await services.covers.page(THE_ADMIN, None, None, None, None, None, 100)).items


def states(covers: list[Raw]) -> list[str]:
    return [cover["state"] for cover in covers]


def asked(cover: Raw) -> list[tuple[str, str]]:
    return [(offer["trainer"]["name"], offer["state"]) for offer in cover["offers"]]


def as_trainer(trainer: str) -> Actor:
    return Actor(ActorKind.TRAINER, trainer)


async def held_by(database: Database, cover: Raw) -> str | None:
    session = await database.motor.multitrainer_sessions.find_one({"_id": cover["session"]})
    assert session
    return str(session["cover"]) if session.get("cover") else None


async def told(database: Database, kind: str) -> list[str]:
    entries = [entry async for entry in database.motor.multitrainer_outbox.find({})]
    return [notice["to"] for entry in entries for notice in entry["notices"] or () if notice["kind"] == kind]


async def ways_told(database: Database) -> list[list[str]]:
    """What each is told that can be done where nobody was found."""
    entries = [entry async for entry in database.motor.multitrainer_outbox.find({})]
    notices = (notice for entry in entries for notice in entry["notices"] or ())
    return [notice["facts"]["ways"] for notice in notices if notice["kind"] == "cover-not-found"]


async def ask_also(database: Database, cover: Raw, count: int) -> list[str]:
    """So many more trainers are asked for a session, as a large wave would."""
    people = [ObjectId() for _ in range(count)]
    await database.motor.users.insert_many([{"_id": id_, "name": f"T {id_}", "role": "trainer"} for id_ in people])
    stored = await database.motor.multitrainer_covers.find_one({"_id": cover["_id"]})
    assert stored
    offers = [*stored["offers"], *({**stored["offers"][0], "trainer": id_} for id_ in people)]
    everybody = [offer["trainer"] for offer in offers]
    change = {"$set": {"offers": offers, "openTo": everybody}}
    await database.motor.multitrainer_covers.update_one({"_id": cover["_id"]}, change)
    return [str(id_) for id_ in people]
