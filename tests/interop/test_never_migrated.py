"""Documents that know one `instructor` or nobody read as if they had been migrated, whatever Mongoose answers."""

from typing import Any, NamedTuple

import pytest
from bson import ObjectId

from tests.interop.old_application import Raw
from tests.interop.world import ADA, BEN, CAM, DRIVER, GONE, WRITERS, World


class OldCourse(NamedTuple):
    """A course of Ada's and its two batches, of which the second is Ben's."""

    id: ObjectId
    first: ObjectId
    second: ObjectId

    async def stored(self, world: World) -> list[Raw]:
        course = await world.stored("Course", self.id)
        return [course, await world.stored("Batch", self.first), await world.stored("Batch", self.second)]


@pytest.fixture(params=WRITERS)
async def course(request: pytest.FixtureRequest, world: World) -> OldCourse:
    """Written by the driver it has no `trainers`, by Mongoose empty ones."""
    id_ = await world.store("Course", {"name": "German A1", "instructor": ADA}, request.param)
    batches = [
        await world.store("Batch", {"name": "1", "course": id_, "instructor": instructor}, request.param)
        for instructor in (ADA, BEN)
    ]
    return OldCourse(id_, *batches)


def in_short(roster: list[Raw]) -> list[tuple[str | None, str, list[str], float]]:
    named = [entry["trainer"]["name"] if entry["trainer"] else None for entry in roster]
    return [(name, e["role"], e["assignedBatches"], e["workload"]) for name, e in zip(named, roster, strict=True)]


async def test_the_instructor_leads_and_the_other_primaries_assist(world: World, course: OldCourse) -> None:
    both = [str(course.first), str(course.second)]
    assert in_short(await world.ours(f"/api/courses/{course.id}/trainers")) == [
        ("Ada", "lead", both, 25),
        ("Ben", "assistant", both[1:], 25),
    ]


async def test_the_instructor_of_a_batch_is_its_primary(world: World, course: OldCourse) -> None:
    people = await world.ours(f"/api/batches/{course.second}/trainers")
    assert people == {"primary": {"_id": str(BEN), "name": "Ben", "email": None}, "backup": [], "assistants": []}


async def test_reading_stores_nothing(world: World, course: OldCourse) -> None:
    before = await course.stored(world)
    for path in (f"courses/{course.id}", f"batches/{course.first}", f"batches/{course.second}"):
        await world.ours(f"/api/{path}/trainers")
    assert await course.stored(world) == before


async def test_the_first_change_stores_for_mongoose_what_was_read(world: World, course: OldCourse) -> None:
    before = await world.ours(f"/api/courses/{course.id}/trainers")
    await world.request("POST", f"/api/courses/{course.id}/trainers", {"trainer": str(CAM)})
    theirs = await world.old.query("courseTrainers", course.id)
    assert theirs == await world.ours(f"/api/courses/{course.id}/trainers")
    assert in_short(theirs)[:2] == in_short(before)
    assert all(ObjectId.is_valid(entry["_id"]) for entry in theirs)


@pytest.mark.parametrize("writer", WRITERS)
async def test_an_instructor_who_is_gone_leads_and_teaches_nothing(world: World, writer: str) -> None:
    course = await world.store("Course", {"name": "German A1", "instructor": GONE}, writer)
    batch = await world.store("Batch", {"name": "1", "course": course, "instructor": GONE}, writer)
    assert await world.ours(f"/api/courses/{course}/trainers") == []
    assert (await world.ours(f"/api/batches/{batch}/trainers"))["primary"] is None


async def test_a_course_without_instructor_has_its_primaries_as_assistants(world: World) -> None:
    course = await world.store("Course", {"name": "German A1"}, DRIVER)
    batch = await world.store("Batch", {"name": "1", "course": course, "instructor": BEN}, DRIVER)
    assert in_short(await world.ours(f"/api/courses/{course}/trainers")) == [("Ben", "assistant", [str(batch)], 25)]


@pytest.mark.parametrize("writer", WRITERS)
async def test_whoever_has_nobody_has_nobody(world: World, writer: str) -> None:
    course = await world.store("Course", {"name": "German A1"}, writer)
    batch = await world.store("Batch", {"name": "1", "course": course}, writer)
    assert await world.ours(f"/api/courses/{course}/trainers") == []
    assert await world.ours(f"/api/batches/{batch}/trainers") == {"backup": [], "assistants": []}


@pytest.mark.parametrize("nothing", [{"trainers": None}, {"trainers": {"primary": None}}, {"trainers": {}}])
async def test_null_is_nobody_and_the_instructor_is_primary(world: World, nothing: dict[str, Any]) -> None:
    batch = await world.store("Batch", {"name": "1", "instructor": ADA, **nothing}, DRIVER)
    people = await world.ours(f"/api/batches/{batch}/trainers")
    assert (people["primary"]["name"], people["backup"], people["assistants"]) == ("Ada", [], [])


async def test_a_trainer_has_migrated_batches_and_others_in_the_order_they_were_made(world: World) -> None:
    trainer, course = ObjectId(), await world.store("Course", {"name": "German A1"})
    old_format: Raw = {"instructor": trainer}
    new_format: Raw = {"trainers": {"primary": trainer}}
    handed_on: Raw = {"instructor": trainer, "trainers": {"primary": ADA}}
    for name, people in {"1": old_format, "2": new_format, "not theirs": handed_on, "3": old_format}.items():
        await world.store("Batch", {"name": name, "course": course, "students": [], **people}, DRIVER)
    batches = await world.ours(f"/api/trainers/{trainer}/batches")
    assert [b["name"] for b in batches] == ["1", "2", "3"]
    assert {b["trainers"]["primary"] for b in batches} == {str(trainer)}
    assert {b["course"]["name"] for b in batches} == {"German A1"}
