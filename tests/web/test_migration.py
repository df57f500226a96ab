"""Moving over on pages: how far it is, and one course converted once it is seen what becomes of it."""

from http import HTTPStatus

import pytest
from bson import ObjectId

from tests import school
from tests.web.conftest import Office
from tests.web.reading import Read
from tests.web.visiting import HERE, did


async def words(office: Office, address: str) -> str:
    return " ".join(Read(await office.http.get(address)).words.split())


@pytest.fixture
async def old(office: Office) -> str:
    """A course as the old application makes it: Sarah's, with a batch of John's and one of nobody's."""
    course = ObjectId()
    db = office.database.motor
    await db.courses.insert_one({"_id": course, "name": f"Old {course}", "instructor": school.SARAH, "__v": 3})
    await db.batches.insert_one({"course": course, "name": "Morning", "instructor": school.JOHN})
    await db.batches.insert_one({"course": course, "name": "Evening"})
    return str(course)


async def test_a_course_of_the_old_format_is_converted_once_it_was_seen_what_becomes_of_it(
    office: Office, old: str
) -> None:
    page = f"/courses/{old}/convert"
    assert page in {link.get("href") for link in Read(await office.http.get("/migration")).all("a")}
    shown = await words(office, page)
    assert "its instructor becomes the lead" in shown
    assert "trainer: Dr. Sarah, role: lead" in shown
    assert "nobody leads it then" in shown
    assert await did(office.http, page, page) == page
    assert "There is nothing to convert here" in await words(office, page)
    stored = await office.database.motor.courses.find_one({"_id": ObjectId(old)}) or {}
    assert [one["trainer"] for one in stored["trainers"]] == [school.SARAH, school.JOHN]
    assert page not in {link.get("href") for link in Read(await office.http.get("/migration")).all("a")}


async def test_what_the_old_application_wrote_meanwhile_is_shown_before_anything_is_done(
    office: Office, old: str
) -> None:
    page = f"/courses/{old}/convert"
    hidden = Read(await office.http.get(page)).hidden_of(page)
    change = {"$set": {"instructor": school.MARIA}}
    await office.database.motor.courses.update_one({"_id": ObjectId(old)}, change)
    refused = await office.http.post(page, data=hidden, headers=HERE)
    assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "trainer: Maria, role: lead" in Read(refused).words


async def test_where_all_is_moved_over_it_says_so(office: Office) -> None:
    await office.database.motor.multitrainer_set_aside.delete_many({})
    assert "There is nothing to convert here" in await words(office, f"/courses/{school.COURSE}/convert")
    shown = await words(office, "/migration")
    assert "Nothing was set aside" in shown
    assert "Nothing keeps both formats true just now" in shown
