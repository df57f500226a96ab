"""Lists on pages: what stands in an address narrows them down, and students get on a course by forms."""

from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from tests import school
from tests.web.reading import Read
from tests.web.visiting import did, founded, send, signed_in

COURSE = f"/courses/{school.COURSE}"
STUDENTS = f"{COURSE}/students"


@pytest.fixture(autouse=True)
async def there(http: httpx.AsyncClient, database: Database) -> None:
    """An admin is signed in."""
    await founded(database)
    await signed_in(http)


async def test_a_list_is_narrowed_down_by_its_address_and_what_means_nothing_narrows_nothing(
    http: httpx.AsyncClient,
) -> None:
    assert "German A1" in Read(await http.get("/courses?name=GER&state=planned&lead=yes")).words
    nothing = Read(await http.get("/courses?name=dutch"))
    assert "German A1" not in nothing.words
    assert "Nothing is like that" in nothing.words
    odd = "/courses?state=x&lead=x&migrated=x", "/trainers?status=x&load=x", "/leave?since=x&trainer=x&state=x"
    for address in (*odd, "/covers?course=x&since=2020-01-01&until=2019-01-01", "/questions?state=x"):
        assert (await http.get(address)).status_code == HTTPStatus.OK, address
    assert "Alex" in Read(await http.get("/trainers?load=nothing")).words
    assert "John" not in Read(await http.get("/trainers?load=nothing")).words
    one = Read(await http.get(f"{COURSE}?batch=3&who=maria")).words
    assert "Batch 3" in one
    assert "Batch 4" not in one


async def test_the_next_page_of_a_list_is_narrowed_down_like_the_first(
    http: httpx.AsyncClient, database: Database
) -> None:
    await database.motor.courses.insert_many([{"name": f"Dutch {n:02}", "trainers": []} for n in range(51)])
    first = await http.get("/courses?name=dutch")
    (further,) = [str(one["href"]) for one in Read(first).all("a") if "cursor=" in str(one.get("href"))]
    assert further.startswith("/courses?name=dutch&cursor=")
    second = Read(await http.get(further)).words
    assert "Dutch 50" in second
    assert "German A1" not in second


async def test_a_part_of_a_page_that_is_asked_for_after_the_sign_in_ended_leads_to_the_form(
    http: httpx.AsyncClient,
) -> None:
    http.cookies.clear()
    answer = await http.get("/courses?name=x", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == "/sign-in"


async def test_a_student_is_enrolled_put_into_a_batch_and_taken_off_again(
    http: httpx.AsyncClient, database: Database
) -> None:
    await did(http, STUDENTS, STUDENTS, student="zoe@x.example", batch="")
    assert "waits for a place" in Read(await http.get(STUDENTS)).words
    (enrolment,) = await database.motor.multitrainer_enrolments.find({}).to_list(None)
    one = f"{STUDENTS}/{enrolment['_id']}"
    await did(http, one, f"{one}/place", batch=str(school.BATCHES[0]))
    assert "Zoe" in Read(await http.get(f"{STUDENTS}?status=placed&batch={school.BATCHES[0]}")).words
    await did(http, one, f"{one}/withdraw")
    assert "withdrawn" in Read(await http.get(one)).words
    refused = await send(http, STUDENTS, STUDENTS, student="nobody@x.example", batch="")
    assert "No user has this id or e-mail address." in Read(refused).words


async def test_a_lead_sees_the_students_and_moves_them_but_enrols_nobody(http: httpx.AsyncClient) -> None:
    await did(http, STUDENTS, f"{STUDENTS}/adopt")
    await signed_in(http, "sarah@x.example")
    assert STUDENTS in [one["href"] for one in Read(await http.get(COURSE)).all("a")]
    shown = Read(await http.get(STUDENTS))
    assert "Enrol a student" not in shown.words
    (one,) = [str(link["href"]) for link in shown.all("a") if str(link.get("href")).startswith(f"{STUDENTS}/")]
    assert {f"{one}/place"} == {form for form in Read(await http.get(one)).forms if form.startswith(STUDENTS)}
    await did(http, one, f"{one}/place", batch=str(school.BATCHES[3]))
    await signed_in(http, "john@x.example")
    assert (await http.get(STUDENTS)).status_code == HTTPStatus.FORBIDDEN
    assert STUDENTS not in [one["href"] for one in Read(await http.get(COURSE)).all("a")]


async def test_of_a_table_is_said_what_would_come_of_it_before_anybody_is_enrolled(
    http: httpx.AsyncClient, database: Database
) -> None:
    table = "student,slots\nzoe@x.example,\nnobody@x.example,\n"
    page = f"{STUDENTS}/import"
    told = await send(http, page, page, table=table)
    assert "One student would be enrolled." in Read(told).words
    assert "One row is wrong" in Read(told).words
    assert await database.motor.multitrainer_enrolments.count_documents({}) == 0
    await http.post(page, data=Read(told).hidden_of(page), headers={"Sec-Fetch-Site": "same-origin"})
    assert await database.motor.multitrainer_enrolments.count_documents({}) == 1


async def test_who_sits_in_batches_already_is_enrolled_at_once_and_who_can_not_be_is_named(
    http: httpx.AsyncClient, database: Database
) -> None:
    await did(http, STUDENTS, f"{STUDENTS}/adopt")
    assert "Stu" in Read(await http.get(f"{STUDENTS}?status=placed")).words
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, {"$push": {"students": school.ALEX}})
    told = Read(await send(http, STUDENTS, f"{STUDENTS}/adopt")).words
    assert "0 students were enrolled." in told
    assert "is a trainer" in told


async def test_a_fresh_institute_is_greeted_with_its_first_steps(http: httpx.AsyncClient, database: Database) -> None:
    await database.motor.courses.delete_many({})
    await database.motor.batches.delete_many({})
    shown = Read(await http.get("/"))
    assert "Three steps to your first course" in shown.words
    assert {"/trainers", "/courses"} <= {one["href"] for one in shown.all("a")}
