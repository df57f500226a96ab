"""Moving one course over with its batches, over the API."""

from typing import Any

import httpx
import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.documents import IdempotentAnswer
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import CourseNotFound, MigrationHeld, Stale
from multitrainer.domain.migrating import Format
from multitrainer.services import Services
from multitrainer.services.moving_over.listening import Silence
from tests import school as raw
from tests.api.repeats import KEY, abandon, told
from tests.api.school import BATCHES, COURSE, FIRST, JOHN, NOBODY, SARAH, everything, stored

pytestmark = pytest.mark.usefixtures("school")

OLD = str(ObjectId("0" * 23 + "1"))
OLD_BATCHES = [ObjectId(f"{n:024x}") for n in range(16, 19)]
ADDRESS = f"/api/courses/{OLD}/migration"


@pytest.fixture
async def old(database: Database) -> None:
    """A course as the old application makes it: Sarah's, with a batch of John's, one of Maria's and one of nobody's."""
    await database.motor.courses.insert_one({"_id": ObjectId(OLD), "instructor": raw.SARAH, "fee": 450, "__v": 3})
    instructors: list[dict[str, Any]] = [{"instructor": raw.JOHN}, {"instructor": raw.MARIA}, {}]
    await database.motor.batches.insert_many(
        {"_id": id_, "course": ObjectId(OLD), **told_}
        for id_, told_ in zip(OLD_BATCHES, instructors, strict=True)
    )  # fmt: skip


@pytest.mark.usefixtures("old")
async def test_a_preview_tells_what_each_document_would_become_and_writes_nothing(
    client: Client, database: Database
) -> None:
    before = await everything(database)
    preview = await client.migration.preview(OLD)
    course, (johns, marias, nobodys) = preview.course, preview.batches
    assert (course.state, course.changes) == (Format.OLD, ["roster-made", "assistants-added"])
    assert course.before == {"instructor": {"$oid": SARAH}}
    assert course.after is not None
    assert [(e["trainer"]["$oid"], e["role"], e["workload"]) for e in course.after["trainers"]] == [
        (SARAH, "lead", 0),
        (JOHN, "assistant", 25),
        (str(raw.MARIA), "assistant", 25),
    ]
    assert (johns.id, johns.state, johns.changes) == ({"$oid": str(OLD_BATCHES[0])}, Format.OLD, ["people-made"])
    assert johns.after == {
        "trainers": {"primary": {"$oid": JOHN}, "backup": [], "assistants": []},
        "instructor": {"$oid": JOHN},
    }
    assert marias.set_aside is None
    assert (nobodys.state, nobodys.changes, nobodys.before, nobodys.after) == (Format.OLD, [], None, None)
    assert nobodys.set_aside is not None
    assert nobodys.set_aside.reason == "no-instructor"
    assert await everything(database) == before
    assert await database.motor.multitrainer_set_aside.count_documents({}) == 0
    assert await database.motor.multitrainer_pre_images.count_documents({}) == 0


async def test_a_course_that_was_moved_over_has_nothing_left_to_be_done(client: Client) -> None:
    preview = await client.migration.preview(COURSE)
    assert [one.state for one in (preview.course, *preview.batches)] == [Format.NEW] * 5
    assert [one.changes for one in (preview.course, *preview.batches)] == [[]] * 5


async def test_where_the_old_application_wrote_last_the_formats_disagree(client: Client, database: Database) -> None:
    await database.motor.courses.update_one({"_id": raw.COURSE}, {"$set": {"instructor": raw.ALEX}})
    await database.motor.batches.update_one({"_id": raw.BATCHES[0]}, {"$set": {"instructor": JOHN}})
    preview = await client.migration.preview(COURSE)
    assert (preview.course.state, preview.course.changes) == (Format.DISAGREES, ["lead-replaced"])
    assert [one.state for one in preview.batches] == [Format.DISAGREES, *[Format.NEW] * 3]
    assert preview.batches[0].changes == ["id-converted"]
    assert preview.batches[0].before is not None
    assert preview.batches[0].before["instructor"] == JOHN


async def test_what_can_not_be_read_is_said_to_be_so(client: Client, database: Database) -> None:
    await database.motor.courses.update_one({"_id": raw.COURSE}, {"$set": {"trainers": "Sarah"}})
    course = (await client.migration.preview(COURSE)).course
    assert (course.state, course.changes) == (Format.UNREADABLE, [])
    assert course.set_aside is not None
    assert course.set_aside.reason == "malformed"


@pytest.mark.usefixtures("old")
async def test_converting_makes_what_the_preview_promised(client: Client, database: Database) -> None:
    preview = await client.migration.preview(OLD)
    untouched = await stored(database, "courses", COURSE)
    done = await client.migration.convert(OLD)
    promised = [one for one in (preview.course, *preview.batches) if one.changes]
    assert [(one.id, one.before, one.after) for one in done.changed] == [
        (one.id, one.before, one.after) for one in promised
    ]
    assert [one.collection for one in done.changed] == ["courses", "batches", "batches"]
    assert [one.state for one in (done.course, *done.batches)] == [*[Format.NEW] * 3, Format.OLD]
    assert done.batches[2].set_aside is not None
    course = await stored(database, "courses", OLD)
    assert (course["instructor"], course["fee"], len(course["trainers"])) == (raw.SARAH, 450, 3)
    assert await stored(database, "courses", COURSE) == untouched
    assert [one.document async for one in client.migration.set_aside()] == [{"$oid": str(OLD_BATCHES[2])}]


@pytest.mark.usefixtures("old")
async def test_converting_again_changes_nothing(client: Client, database: Database) -> None:
    first = await client.migration.convert(OLD)
    before = await everything(database)
    second = await client.migration.convert(OLD)
    assert second.changed == []
    assert (second.course, second.batches) == (first.course, first.batches)
    assert second.etag == first.etag == (await client.migration.preview(OLD)).etag
    assert await everything(database) == before


@pytest.mark.usefixtures("old")
async def test_a_course_that_was_converted_by_itself_can_be_moved_back(
    client: Client, services: Services, database: Database
) -> None:
    before = await everything(database)
    await client.migration.convert(OLD)
    await services.migrations.down(THE_ADMIN, Silence())
    after = await everything(database)
    for name in ("courses", "batches"):
        assert [without_versions(one) for one in after[name]] == [without_versions(one) for one in before[name]]


def without_versions(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in {"__v", "updatedAt"}}


@pytest.mark.usefixtures("old")
async def test_what_the_database_refuses_is_answered_as_set_aside(client: Client, database: Database) -> None:
    await database.motor.command("collMod", "courses", validator={"trainers": {"$exists": False}})
    done = await client.migration.convert(OLD)
    assert [one.collection for one in done.changed] == ["batches", "batches"]
    assert done.course.set_aside is not None
    assert done.course.set_aside.reason == "refused-by-database"
    assert (await client.migration.preview(OLD)).etag == done.etag


@pytest.mark.usefixtures("old")
async def test_a_preview_that_is_no_longer_true_is_not_carried_out(client: Client, database: Database) -> None:
    preview = await client.migration.preview(OLD)
    await database.motor.batches.update_one({"_id": OLD_BATCHES[2]}, {"$set": {"instructor": raw.ALEX}})
    before = await everything(database)
    with pytest.raises(Stale):
        await client.migration.convert(OLD, if_match=preview.etag)
    assert await everything(database) == before
    present = await client.migration.preview(OLD)
    assert len((await client.migration.convert(OLD, if_match=present.etag)).changed) == 4


async def test_a_change_that_no_conversion_is_about_makes_a_new_tag_as_well(client: Client, database: Database) -> None:
    first = await client.migration.preview(COURSE)
    await database.motor.courses.update_one({"_id": raw.COURSE}, {"$set": {"trainers.0.note": "x"}})
    second = await client.migration.preview(COURSE)
    assert (second.course, second.etag == first.etag) == (first.course, False)


@pytest.mark.usefixtures("old")
async def test_a_repeat_gets_the_first_answer(http: httpx.AsyncClient, database: Database) -> None:
    first = await http.post(ADDRESS, headers=KEY)
    before = await everything(database)
    repeat = await http.post(ADDRESS, headers=KEY)
    assert (first.status_code, len(first.json()["changed"])) == (200, 3)
    assert (told(repeat), repeat.headers["Idempotency-Replayed"]) == (told(first), "true")
    assert await everything(database) == before


@pytest.mark.usefixtures("old")
async def test_a_repeat_on_condition_goes_on_where_somebody_died_after_the_writes(
    http: httpx.AsyncClient, database: Database
) -> None:
    condition = {**KEY, "If-Match": (await http.get(ADDRESS)).headers["ETag"]}
    first = await http.post(ADDRESS, headers=condition)
    await abandon(database)
    repeat = await http.post(ADDRESS, headers=condition)
    assert (repeat.status_code, repeat.headers["ETag"]) == (200, first.headers["ETag"])
    assert repeat.json() == {**first.json(), "changed": []}
    assert await database.motor[IdempotentAnswer.Settings.name].count_documents({}) == 1


@pytest.mark.usefixtures("old")
async def test_nothing_is_converted_while_everything_is_moved_back(client: Client, database: Database) -> None:
    entry = {"_id": "m0003_recount", "state": "undoing", "until": clock.now()}
    await database.motor.multitrainer_migrations.insert_one(entry)
    before = await everything(database)
    with pytest.raises(MigrationHeld) as refusal:
        await client.migration.convert(OLD)
    assert refusal.value.facts == {"migration": "m0003_recount"}
    assert "migrate down" in refusal.value.detail
    assert await everything(database) == before


async def test_a_course_that_there_is_not_is_neither_shown_nor_converted(client: Client) -> None:
    for ask in (client.migration.preview, client.migration.convert):
        with pytest.raises(CourseNotFound):
            await ask(NOBODY)


async def test_batches_are_shown_in_their_order(client: Client) -> None:
    preview = await client.migration.preview(COURSE)
    assert [one.id["$oid"] for one in preview.batches] == BATCHES
    assert preview.batches[0].id == {"$oid": FIRST}
