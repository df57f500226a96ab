"""The service and a Mongoose process on the same documents at the same time: neither writes over the other."""

from typing import Any, NamedTuple

import pytest
from bson import ObjectId

from multitrainer.repositories.teams import Teams
from multitrainer.stored.teams import StoredTeam
from tests.interop.old_application import HeldDocument, MongooseError
from tests.interop.world import ADA, BATCH_2, BEN, CAM, DAN, DRIVER, EVE, World, entry

pytestmark = pytest.mark.parametrize("world", ["auto", "never"], indirect=True, scope="module")

NOTE = {"by": "the old application", "stars": 5}


class Change(NamedTuple):
    """What Mongoose does with a document that it holds: assigns to a path, or calls a method of what is there."""

    path: str
    method: str | None
    value: Any

    async def make(self, held: HeldDocument) -> None:
        if self.method is None:
            await held.assign(self.path, self.value)
        else:
            await held.call(self.path, self.method, *self.value)

    def __str__(self) -> str:
        return f"{self.path}.{self.method}" if self.method else self.path


async def a_course(world: World) -> tuple[ObjectId, ObjectId]:
    """Ada leads; Ben teaches the one batch, backed up by Cam."""
    course = await world.store("Course", {"name": "German A1", "level": "A1"})
    people = {"primary": BEN, "backup": [CAM], "assistants": []}
    batch = await world.store("Batch", {"name": "1", "course": course, "trainers": people, "instructor": BEN})
    lead = entry(ADA, role="lead", workload=0, assignedBatches=[batch])
    roster = [lead, entry(BEN, assignedBatches=[batch]), entry(CAM, role="substitute", workload=0, assignedBatches=[])]
    await world.database.courses.update_one({"_id": course}, {"$set": {"trainers": roster, "instructor": ADA}})
    return course, batch


async def someone_joins(world: World, course: ObjectId) -> None:
    await world.request("POST", f"/api/courses/{course}/trainers", {"trainer": str(DAN)})


async def someone_stands_by(world: World, batch: ObjectId) -> None:
    await world.request("POST", f"/api/batches/{batch}/trainers/backup", {"trainer": str(ADA)})


@pytest.mark.parametrize(
    ("model", "change"),
    [
        ("Course", Change("trainers.0.status", None, "inactive")),
        ("Course", Change("trainers.1.workload", None, 50)),
        ("Course", Change("trainers", "splice", [0, 1])),
        ("Course", Change("trainers", "set", [0, {"trainer": EVE}])),
        ("Course", Change("trainers", None, [])),
        ("Course", Change("trainers.1.assignedBatches", "push", [BATCH_2])),
        ("Batch", Change("trainers.backup", None, [EVE])),
        ("Batch", Change("trainers.backup", "splice", [0, 1])),
        ("Batch", Change("trainers.backup", "set", [0, EVE])),
        ("Batch", Change("trainers.assistants", None, [EVE])),
    ],
    ids=str,
)
async def test_mongoose_cannot_save_people_whom_we_changed_meanwhile(world: World, model: str, change: Change) -> None:
    course, batch = await a_course(world)
    id_, we_change = {"Course": (course, someone_joins), "Batch": (batch, someone_stands_by)}[model]
    held = await world.old.hold(model, id_)
    await we_change(world, id_)
    ours = await world.stored(model, id_)
    await change.make(held)
    with pytest.raises(MongooseError, match="VersionError"):
        await held.save()
    assert await world.stored(model, id_) == ours


async def test_what_mongoose_pushes_joins_what_we_changed_meanwhile(world: World) -> None:
    course, batch = await a_course(world)
    roster, people = await world.old.hold("Course", course), await world.old.hold("Batch", batch)
    await someone_joins(world, course)
    await someone_stands_by(world, batch)
    await roster.call("trainers", "push", {"trainer": EVE})
    await people.call("trainers.backup", "push", EVE)
    await roster.save()
    await people.save()
    assert await names_of(world, course) == [ADA, BEN, CAM, DAN, EVE]
    assert (await world.stored("Batch", batch))["trainers"]["backup"] == [CAM, ADA, EVE]


async def test_what_mongoose_pulls_is_all_that_leaves(world: World) -> None:
    course, batch = await a_course(world)
    roster, people = await world.old.hold("Course", course), await world.old.hold("Batch", batch)
    await someone_joins(world, course)
    await someone_stands_by(world, batch)
    await roster.call("trainers", "pull", (await world.stored("Course", course))["trainers"][2]["_id"])
    await people.call("trainers.backup", "pull", CAM)
    await roster.save()
    await people.save()
    assert await names_of(world, course) == [ADA, BEN, DAN]
    assert (await world.stored("Batch", batch))["trainers"]["backup"] == [ADA]


async def test_mongoose_saves_other_fields_of_a_course_beside_our_roster(world: World) -> None:
    course, _ = await a_course(world)
    held = await world.old.hold("Course", course)
    await someone_joins(world, course)
    ours = await world.stored("Course", course)
    await held.assign("name", "German A1, evening")
    await held.set_unknown("note", NOTE)
    await held.save()
    theirs = {"name": "German A1, evening", "note": NOTE}
    assert without_time(await world.stored("Course", course)) == without_time(ours | theirs)


async def test_mongoose_saves_other_fields_of_a_batch_beside_our_people(world: World) -> None:
    _, batch = await a_course(world)
    held = await world.old.hold("Batch", batch)
    await someone_stands_by(world, batch)
    ours = await world.stored("Batch", batch)
    await held.assign("room", "7")
    await held.set_unknown("note", NOTE)
    await held.save()
    assert without_time(await world.stored("Batch", batch)) == without_time(ours | {"room": "7", "note": NOTE})


async def test_mongoose_adds_students_beside_our_people(world: World) -> None:
    _, batch = await a_course(world)
    held = await world.old.hold("Batch", batch)
    await someone_stands_by(world, batch)
    await held.call("students", "push", EVE)
    await held.save()
    stored = await world.stored("Batch", batch)
    assert (stored["students"], stored["trainers"]["backup"]) == ([EVE], [CAM, ADA])


async def test_mongoose_cannot_save_the_empty_lists_that_it_adds_to_what_we_migrated_meanwhile(world: World) -> None:
    """It saves them with whatever else it saves; so a change of the name alone is refused here, once."""
    old = {"__v": 0, "name": "old", "instructor": ADA}
    course = await world.store("Course", old, DRIVER)
    batch = await world.store("Batch", {**old, "course": course, "students": []}, DRIVER)
    held = [await world.old.hold("Course", course), await world.old.hold("Batch", batch)]
    await someone_joins(world, course)
    await world.request("POST", f"/api/batches/{batch}/trainers/backup", {"trainer": str(CAM)})
    for document in held:
        await document.assign("name", "new")
        with pytest.raises(MongooseError, match="VersionError"):
            await document.save()
    assert await names_of(world, course) == [ADA, DAN, CAM]
    assert (await world.stored("Batch", batch))["trainers"]["backup"] == [CAM]


async def test_mongoose_reads_again_and_then_saves_its_roster(world: World) -> None:
    course, _ = await a_course(world)
    await someone_joins(world, course)
    held = await world.old.hold("Course", course)
    await held.assign("trainers.3.status", "inactive")
    await held.save()
    assert [e["status"] for e in await world.ours(f"/api/courses/{course}/trainers")] == ["active"] * 3 + ["inactive"]


async def test_we_keep_what_mongoose_wrote_inside_an_entry(world: World) -> None:
    course, batch = await a_course(world)
    await world.old.set("Course", course, "trainers.1.note", NOTE)
    await world.old.set("Batch", batch, "trainers.note", NOTE)
    await world.request("PUT", f"/api/courses/{course}/trainers/{BEN}", {"status": "on_leave"})
    await someone_stands_by(world, batch)
    ben = (await world.stored("Course", course))["trainers"][1]
    assert (ben["status"], ben["note"]) == ("on_leave", NOTE)
    assert (await world.stored("Batch", batch))["trainers"]["note"] == NOTE


async def test_we_keep_what_mongoose_writes_between_our_reading_and_writing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, batch = await a_course(world)
    load, loads = Teams.load, 0

    async def load_then_mongoose_writes(*given: Any) -> StoredTeam:
        nonlocal loads
        loads += 1
        stored = await load(*given)
        if loads == 1:
            await world.old.set("Course", course, "trainers.1.note", NOTE)
            await world.old.set("Batch", batch, "trainers.note", NOTE)
        return stored

    monkeypatch.setattr(Teams, "load", load_then_mongoose_writes)
    await someone_stands_by(world, batch)
    assert loads > 1
    assert (await world.stored("Course", course))["trainers"][1]["note"] == NOTE
    people = (await world.stored("Batch", batch))["trainers"]
    assert (people["note"], people["backup"]) == (NOTE, [CAM, ADA])


async def names_of(world: World, course: ObjectId) -> list[ObjectId]:
    return [e["trainer"] for e in (await world.stored("Course", course))["trainers"]]


def without_time(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "updatedAt"}
