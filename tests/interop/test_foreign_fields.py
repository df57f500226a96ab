"""What is not ours in a document stays as it is, byte for byte, whatever we write."""

from collections.abc import Iterator
from typing import NamedTuple

import bson
import pytest
from bson import Binary, Code, Decimal128, Int64, MaxKey, ObjectId, Regex, Timestamp
from bson.raw_bson import RawBSONDocument

from tests.interop.old_application import Raw
from tests.interop.world import ADA, BATCH_1, BATCH_2, BEN, CAM, COLLECTIONS, DAN, EVE, World, entry

pytestmark = pytest.mark.parametrize("world", ["auto", "never"], indirect=True, scope="module")

FOREIGN: Raw = {
    "z first": 1,
    "a later": {"b": {"z": Int64(1), "a": 1.0, "c": []}, "a": {}},
    "numbers": [1, Int64(1), 1.0, -0.0, float("nan"), Decimal128("1.50"), Int64(2**62)],
    "text": "\u0000ü\U0001f600",
    "times": [bson.DatetimeMS(-1), Timestamp(5, 7)],
    "bytes": [b"\x00", Binary(bytes(range(16)), 4), Binary(b"\x01", 128)],
    "others": [None, True, ObjectId(), Regex("a", "i"), Code("f()"), MaxKey()],
    "entry": {"trainer": ADA, "role": "none of ours", "updatedAt": "nor this"},
}
OURS = {"trainers", "instructor", "updatedAt", "__v"}
OURS_IN_AN_ENTRY = {"trainer", "role", "workload", "assignedBatches", "status"}
OURS_IN_PEOPLE = {"primary", "backup", "assistants"}


class Foreign(NamedTuple):
    """The BSON of all that is not ours: of whole documents, of the entries by their trainers, of a batch's people."""

    documents: dict[ObjectId, bytes]
    entries: dict[ObjectId, bytes]
    people: dict[ObjectId, bytes]


def rest(document: Raw, ours: set[str]) -> bytes:
    return bson.encode({key: value for key, value in document.items() if key not in ours})


async def foreign(world: World) -> Foreign:
    found = {model: await world.database[name].find().to_list(None) for model, name in COLLECTIONS.items()}
    people = {b["_id"]: rest(b.get("trainers", {}), OURS_IN_PEOPLE) for b in found["Batch"]}
    return Foreign(
        {d["_id"]: rest(d, OURS) for model in ("Course", "Batch") for d in found[model]}
        | {user["_id"]: bson.encode(user) for user in found["User"]},
        {e["trainer"]: rest(e, OURS_IN_AN_ENTRY) for c in found["Course"] for e in c.get("trainers", [])},
        people,
    )


def every_write(course: ObjectId) -> Iterator[tuple[str, str, Raw | None]]:
    """The seed's eight endpoints, and what else changes a team."""
    roster, people = f"/api/courses/{course}/trainers", f"/api/batches/{BATCH_1}/trainers"
    yield "GET", roster, None
    yield "POST", roster, {"trainer": str(DAN)}
    yield "PUT", f"{roster}/{BEN}", {"status": "on_leave"}
    yield "GET", people, None
    yield "POST", people, {"trainer": str(DAN), "as": "assistant"}
    yield "PUT", f"{people}/primary", {"trainer": str(CAM)}
    yield "POST", f"{people}/backup", {"trainer": str(EVE)}
    yield "DELETE", f"{roster}/{DAN}", None
    yield "PUT", f"{roster}/{BEN}", {"role": "lead", "assignedBatches": [str(BATCH_2)]}
    yield "PATCH", f"/api/courses/{course}", {"instructor": str(BEN)}
    yield "PATCH", f"/api/batches/{BATCH_1}", {"instructor": str(BEN)}
    yield "PATCH", f"/api/batches/{BATCH_2}", {"trainers": {"primary": str(CAM), "backup": [str(ADA)]}}
    yield "DELETE", f"{people}/{BEN}", None
    yield "PATCH", f"/api/batches/{BATCH_2}", {"trainers": {}}


@pytest.fixture
async def course(world: World) -> ObjectId:
    """Ada leads, Ben and Cam teach; every object has fields of others before and after ours."""
    await world.database.courses.delete_many({})
    await world.database.batches.delete_many({})
    course = ObjectId()
    roster = [
        {**FOREIGN, **entry(ADA, role="lead", assignedBatches=[BATCH_1, BATCH_2])},
        {**entry(BEN), **FOREIGN},
        {"note": "no _id, no defaults", "trainer": CAM, **FOREIGN},
    ]
    await world.database.courses.insert_one({"_id": course, **FOREIGN, "trainers": roster, "instructor": ADA, "x": {}})
    await world.database.batches.insert_many([
        {"_id": id_, **FOREIGN, "course": course, "trainers": {**FOREIGN, "primary": primary, "x": {}}, "x": {}}
        for id_, primary in ((BATCH_1, BEN), (BATCH_2, CAM))
    ])  # fmt: skip
    return course


async def test_no_write_touches_what_is_not_ours(world: World, course: ObjectId) -> None:
    before = await foreign(world)
    for method, path, body in every_write(course):
        await world.request(method, path, body)
        after = await foreign(world)
        assert after.documents == before.documents, (method, path)
        assert after.people == before.people, (method, path)
        for trainer in (ADA, BEN, CAM):
            assert after.entries[trainer] == before.entries[trainer], (method, path, trainer)
        for trainer in after.entries.keys() - before.entries.keys():
            assert RawBSONDocument(after.entries[trainer]).keys() == {"_id"}


async def test_the_first_write_to_old_documents_touches_nothing_but_adds_ours(world: World, course: ObjectId) -> None:
    await world.database.courses.update_one({"_id": course}, {"$unset": {"trainers": ""}})
    await world.database.batches.update_many({}, {"$unset": {"trainers": ""}, "$set": {"instructor": BEN}})
    before = await foreign(world)
    await world.request("PUT", f"/api/batches/{BATCH_1}/trainers/primary", {"trainer": str(CAM)})
    after = await foreign(world)
    assert after.documents == before.documents
    assert after.entries.keys() == {ADA, BEN, CAM}
