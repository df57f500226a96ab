"""The seed's three queries: the service's JSON is Mongoose's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import Binary, Code, DBRef, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp

from tests.interop.old_application import Raw
from tests.interop.world import ADA, BATCH_1, BATCH_2, BEN, CAM, DAN, DRIVER, EVE, GONE, WRITERS, World, entry, text

NULLS: Raw = {"role": None, "workload": None, "assignedBatches": None, "status": None}
FOREIGN: Raw = {
    "date": datetime(2024, 2, 29, 12, 30, 15, 7000, tzinfo=UTC),
    "before 1970": datetime(1970, 1, 1, tzinfo=UTC) - timedelta(milliseconds=1500),
    "decimal": Decimal128("1.50"),
    "long": Int64(12),
    "longest": Int64(-(2**63)),
    "double": 0.1,
    "whole double": 2.0,
    "not a number": float("nan"),
    "binary": b"\x01\x02\x03",
    "uuid": Binary(bytes(range(16)), 4),
    "old uuid": Binary(bytes(range(16)), 3),
    "regex": Regex("a.b", "i"),
    "code": Code("f()"),
    "reference": DBRef("courses", ADA),
    "timestamp": Timestamp(5, 7),
    "ends": [MinKey(), MaxKey()],
    "id": ADA,
    "null": None,
    "empty": {},
    "emptied": {"a": {"b": {}}},
    "partly empty": {"a": {"b": {}}, "c": 1},
    "list": [{}, {"a": {}}, [], [{}], None, Int64(2**53 + 1), ADA],
    "nested": {"date": datetime(1, 1, 1, tzinfo=UTC), "deeper": {"decimal": Decimal128("2")}},
    "text": 'ü\u2028"</\u0000',
}

ROSTERS: dict[str, Raw] = {
    "full": {
        "instructor": ADA,
        "trainers": [
            entry(ADA, role="lead", workload=0, assignedBatches=[BATCH_1, BATCH_2]),
            entry(BEN, workload=37.5),
            entry(CAM, role="substitute", assignedBatches=[], status="on_leave"),
        ],
    },
    "in an order of its own": {"trainers": [entry(EVE), entry(ADA), entry(DAN), entry(CAM), entry(BEN)]},
    "a user gone": {"trainers": [entry(ADA), entry(GONE), entry(BEN)]},
    "all users gone": {"trainers": [entry(GONE)]},
    "a trainer twice": {"trainers": [entry(ADA), entry(BEN), entry(ADA, role="lead")]},
    "nothing but trainers": {"trainers": [{"trainer": ADA}, {"trainer": GONE}]},
    "nulls": {"trainers": [{"_id": ObjectId(), "trainer": ADA, **NULLS}]},
    "nobody": {"trainers": [entry(None), {"_id": ObjectId(), "role": "lead"}]},
    "empty": {"trainers": []},
    "missing": {},
}
FOREIGN_ROSTERS: dict[str, Raw] = {
    "extra keys": {"trainers": [entry(ADA, **FOREIGN), entry(BEN, note="kept")]},
    "unknown words": {"trainers": [entry(ADA, role="observer", status="retired")]},
    "one of many fields": {"trainers": [entry(ADA)], **FOREIGN},
    "not a list": {"trainers": entry(ADA)},
}

PEOPLE: dict[str, Raw] = {
    "full": {"trainers": {"primary": ADA, "backup": [CAM, BEN], "assistants": [EVE, DAN]}, "instructor": ADA},
    "primary gone": {"trainers": {"primary": GONE, "backup": [ADA], "assistants": []}},
    "others gone": {"trainers": {"primary": ADA, "backup": [GONE, BEN, GONE], "assistants": [GONE]}},
    "a backup twice": {"trainers": {"primary": ADA, "backup": [BEN, CAM, BEN], "assistants": [CAM, CAM]}},
    "no primary": {"trainers": {"backup": [BEN], "assistants": [CAM]}},
    "primary alone": {"trainers": {"primary": ADA}},
    "primary null": {"trainers": {"primary": None, "backup": [BEN], "assistants": []}},
    "nulls": {"trainers": {"primary": None, "backup": None, "assistants": None}},
    "null among them": {"trainers": {"primary": ADA, "backup": [None, BEN], "assistants": []}},
    "empty": {"trainers": {}},
    "missing": {},
}
FOREIGN_PEOPLE: dict[str, Raw] = {
    "extra keys": {"trainers": {"primary": ADA, "backup": [BEN], "assistants": [], **FOREIGN}},
    "one of many fields": {"trainers": {"primary": ADA, "backup": [], "assistants": []}, **FOREIGN},
    "not a list": {"trainers": {"primary": ADA, "backup": BEN, "assistants": []}},
}


def written_by_all(shapes: dict[str, Raw], foreign: dict[str, Raw]) -> list[Any]:
    """Each shape by each writer; what the schema does not have, by the driver alone."""
    both = [pytest.param(shape, writer, id=f"{name}-{writer}") for name, shape in shapes.items() for writer in WRITERS]
    return both + [pytest.param(shape, DRIVER, id=f"{name}-{DRIVER}") for name, shape in foreign.items()]


@pytest.mark.parametrize(("document", "writer"), written_by_all(ROSTERS, FOREIGN_ROSTERS))
async def test_a_roster_reads_as_mongoose_populates_it(world: World, document: Raw, writer: str) -> None:
    course = await world.store("Course", {"name": "German A1", **document}, writer)
    ours = await world.ours(f"/api/courses/{course}/trainers")
    theirs = await world.old.query("courseTrainers", course)
    assert text(ours) == text(without_made_up_ids(theirs, await world.stored("Course", course)))
    assert not hidden_words(ours)


@pytest.mark.parametrize(("document", "writer"), written_by_all(PEOPLE, FOREIGN_PEOPLE))
async def test_the_people_of_a_batch_read_as_mongoose_populates_them(world: World, document: Raw, writer: str) -> None:
    batch = await world.store("Batch", {"name": "Batch 1", **document}, writer)
    ours = await world.ours(f"/api/batches/{batch}/trainers")
    assert text(ours) == text(await world.old.query("batchTrainers", batch))
    assert not hidden_words(ours)


@pytest.mark.parametrize("writer", WRITERS)
async def test_a_trainers_batches_read_as_mongoose_populates_them(world: World, writer: str) -> None:
    trainer, course = ObjectId(), await world.store("Course", {"name": "German A1", "level": "A1"}, writer)
    people = {"primary": trainer, "backup": [BEN, GONE, BEN], "assistants": [CAM]}
    batches: list[Raw] = [
        {"name": "Batch 1", "course": course, "students": [EVE, DAN], "trainers": people, "instructor": trainer},
        {"name": "its course is gone", "course": GONE, "room": "7", "trainers": people},
        {"name": "its course is null", "course": None, "students": [], "trainers": people},
        {"name": "without a course", "trainers": people},
        {"name": "without lists", "course": course, "trainers": {"primary": trainer}},
        {"name": "somebody else's", "course": course, "trainers": {**people, "primary": ADA}},
        {"course": course, "trainers": {**people, "backup": [], "assistants": []}},
    ]
    for batch in batches:
        await world.store("Batch", batch, writer)
    ours = await world.ours(f"/api/trainers/{trainer}/batches")
    assert len(ours) == 6
    assert text(ours) == text(await world.old.query("trainerBatches", trainer))


async def test_what_mongoose_does_not_know_of_a_batch_reads_as_it_shows_it(world: World) -> None:
    trainer, course = ObjectId(), await world.store("Course", {"name": "German A1", **FOREIGN}, DRIVER)
    people = {"primary": trainer, "backup": [], "assistants": [], **FOREIGN}
    await world.store("Batch", {"course": course, "students": [], "trainers": people, **FOREIGN}, DRIVER)
    ours = await world.ours(f"/api/trainers/{trainer}/batches")
    assert {"decimal", "reference", "partly empty"} < ours[0].keys() & ours[0]["trainers"].keys()
    assert text(ours) == text(await world.old.query("trainerBatches", trainer))


def without_made_up_ids(answer: Any, course: Raw) -> Any:
    """Mongoose makes up an `_id`, another each time, for an entry that has none stored."""
    stored = course.get("trainers", [])
    for shown, raw in zip(answer, stored if isinstance(stored, list) else [stored], strict=True):
        if "_id" not in raw:
            del shown["_id"]
    return answer


def hidden_words(answer: Any) -> list[str]:
    return [word for word in ("secret", "Hidden", "password", "address") if word in text(answer)]
