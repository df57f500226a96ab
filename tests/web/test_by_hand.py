"""What admins and leads do on pages: courses, rosters, batches and trainers, by forms."""

from http import HTTPStatus

import httpx
import pytest
from bson import ObjectId

from multitrainer.database import Database
from tests import school
from tests.services.people import BEN, PASSWORD
from tests.web.reading import Read
from tests.web.visiting import HERE, did, founded, mark_of, send, signed_in

COURSE, BATCH = f"/courses/{school.COURSE}", f"/batches/{school.BATCHES[0]}"
JOHNS = f"{COURSE}/trainers/{school.JOHN}"
HIS = [str(batch) for batch in school.BATCHES[:2]]


@pytest.fixture(autouse=True)
async def there(http: httpx.AsyncClient, database: Database) -> None:
    """An admin is signed in."""
    await founded(database)
    await signed_in(http)


async def test_from_a_new_trainer_to_a_batch_that_has_them(http: httpx.AsyncClient, database: Database) -> None:
    details = {"name": "Emma", "email": "EMMA@x.example", "phone": "", "specialization": "German, Dutch"}
    emma = (await did(http, "/trainers", "/trainers", **details)).rpartition("/")[2]
    course = await did(http, "/courses", "/courses", name="Dutch B1")
    await did(http, course, f"{course}/trainers", trainer=emma, role="lead")
    await did(http, course, f"{course}/batches", name="Evening", primary="")
    (batch,) = await database.motor.batches.find({"name": "Evening"}).to_list(None)
    page = f"/batches/{batch['_id']}"
    await did(http, page, f"{page}/trainers", trainer=emma, **{"as": "primary"})
    await did(http, page, f"{page}/trainers", trainer=str(school.JOHN), **{"as": "backup"})
    shown = Read(await http.get(course)).words
    assert "Emma" in shown
    assert "John" in shown
    stored = await database.motor.users.find_one({"_id": ObjectId(emma)}) or {}
    assert (stored["email"], stored["specialization"]) == ("emma@x.example", ["German", "Dutch"])


async def test_a_form_that_is_sent_twice_makes_one_thing(http: httpx.AsyncClient, database: Database) -> None:
    hidden = Read(await http.get("/courses")).hidden_of("/courses")
    for _ in range(2):
        await http.post("/courses", data={**hidden, "name": "Dutch B1"}, headers=HERE)
    assert await database.motor.courses.count_documents({"name": "Dutch B1"}) == 1


async def test_a_refused_form_comes_back_with_what_was_typed_and_the_reason_beside_the_field(
    http: httpx.AsyncClient, database: Database
) -> None:
    typed = {"name": "Emma", "email": "not an address", "phone": "+49 30 123", "specialization": ""}
    refused = await send(http, "/trainers", "/trainers", **typed)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    read = Read(refused)
    assert read.field("name")["value"] == "Emma"
    assert read.field("phone")["value"] == "+49 30 123"
    assert read.field("email")["aria-invalid"] == "true"
    assert "must be an e-mail address" in read.words
    taken = await send(http, "/trainers", "/trainers", **{**typed, "email": "ben@x.example"})
    assert taken.status_code == HTTPStatus.CONFLICT
    assert "Another user has this e-mail address." in Read(taken).words
    assert await database.motor.users.count_documents({"name": "Emma"}) == 0


async def test_somebodys_role_status_and_batches_change_and_a_successor_takes_over(
    http: httpx.AsyncClient, database: Database
) -> None:
    await did(http, JOHNS, JOHNS, role="assistant", status="inactive", batch=HIS)
    assert "inactive" in Read(await http.get(COURSE)).words
    refused = await send(http, JOHNS, f"{JOHNS}/remove", successor="")
    assert refused.status_code == HTTPStatus.CONFLICT
    await did(http, JOHNS, f"{JOHNS}/remove", successor=str(school.MARIA))
    stored = await database.motor.batches.find_one({"_id": school.BATCHES[0]}) or {}
    assert stored["trainers"]["primary"] == school.MARIA


async def test_what_others_changed_meanwhile_is_not_written_over(http: httpx.AsyncClient) -> None:
    stale = Read(await http.get(JOHNS)).hidden_of(JOHNS)
    await did(http, JOHNS, JOHNS, role="assistant", status="inactive", batch=HIS)
    refused = await http.post(JOHNS, data={**stale, "role": "lead", "status": "active", "batch": HIS}, headers=HERE)
    assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "inactive" in Read(await http.get(COURSE)).words


async def test_a_course_is_deleted_once_it_was_said_what_would_be_lost(
    http: httpx.AsyncClient, database: Database
) -> None:
    page = f"{COURSE}/delete"
    words = " ".join(Read(await http.get(page)).words.split())
    assert "4 batches are deleted with it." in words
    assert "One student loses their place." in words
    hidden = Read(await http.get(page)).hidden_of(page)
    await did(http, COURSE, f"{COURSE}/name", name="German A2")
    assert (await http.post(page, data=hidden, headers=HERE)).status_code == HTTPStatus.PRECONDITION_FAILED
    assert await did(http, page, page) == "/courses"
    assert await database.motor.courses.count_documents({}) == 0


async def test_a_batch_is_renamed_staffed_and_deleted(http: httpx.AsyncClient, database: Database) -> None:
    await did(http, BATCH, f"{BATCH}/name", name="Morning")
    assert await did(http, BATCH, f"{BATCH}/trainers/{school.SARAH}/remove") == BATCH
    words = Read(await http.get(BATCH)).words
    assert "Morning" in words
    assert "nobody yet" in words
    assert await did(http, f"{BATCH}/delete", f"{BATCH}/delete") == COURSE
    assert await database.motor.batches.count_documents({}) == len(school.BATCHES) - 1


async def test_a_name_that_others_changed_meanwhile_is_not_written_over(http: httpx.AsyncClient) -> None:
    for page in (COURSE, BATCH):
        shown = Read(await http.get(page)).hidden_of(f"{page}/name")
        await did(http, page, f"{page}/name", name="Theirs")
        refused = await http.post(f"{page}/name", data={**shown, "name": "Mine"}, headers=HERE)
        assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
        assert "Theirs" in Read(refused).words
        assert 'value="Mine"' in refused.text


async def test_a_lead_gets_the_forms_that_they_may_use_and_an_assistant_none(http: httpx.AsyncClient) -> None:
    await signed_in(http, "sarah@x.example")
    lead = Read(await http.get(COURSE)).words
    assert "Put a trainer on the course" in lead
    assert "New batch" not in lead
    await did(http, JOHNS, JOHNS, role="assistant", status="inactive", batch=HIS)
    await signed_in(http, "john@x.example")
    assert "Put a trainer" not in Read(await http.get(COURSE)).words
    assert "Put a trainer" not in Read(await http.get(BATCH)).words


FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/courses", {"name": "Mine"}),
    ("/trainers", {"name": "Me", "email": "me@x.example"}),
    (f"{COURSE}/name", {"name": "Mine"}),
    (f"{COURSE}/delete", {}),
    (f"{COURSE}/trainers", {"trainer": str(BEN)}),
    (f"{COURSE}/batches", {"name": "Mine"}),
    (JOHNS, {"role": "lead"}),
    (f"{JOHNS}/remove", {}),
    (f"{BATCH}/name", {"name": "Mine"}),
    (f"{BATCH}/delete", {}),
    (f"{BATCH}/trainers", {"trainer": str(school.JOHN), "as": "backup"}),
    (f"{BATCH}/trainers/{school.JOHN}/remove", {}),
    (f"/trainers/{school.JOHN}", {"name": "Me"}),
    (f"{COURSE}/students", {"student": str(school.STUDENT)}),
    (f"{COURSE}/students/adopt", {}),
    (f"{COURSE}/students/import", {"table": "student\nzoe@x.example", "sure": "true"}),
)


async def test_whoever_may_not_changes_nothing_whatever_they_send(http: httpx.AsyncClient, database: Database) -> None:
    before = await everything(database)
    for email in ("john@x.example", "ben@x.example", "zoe@x.example"):
        await signed_in(http, email)
        mark = mark_of(await http.get("/"))
        for form, typed in FORMS:
            refused = await http.post(form, data={"mark": mark, **typed}, headers=HERE)
            assert refused.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}, (email, form)
    assert await everything(database) == before


async def everything(database: Database) -> list[object]:
    return [await database.motor[name].find({}).to_list(None) for name in ("users", "courses", "batches")]


async def test_what_was_typed_when_the_sign_in_ended_is_sent_after_signing_in_again(
    http: httpx.AsyncClient, database: Database
) -> None:
    hidden = Read(await http.get("/courses")).hidden_of("/courses")
    await database.motor.multitrainer_sign_ins.delete_many({})
    asked = await http.post("/courses", data={**hidden, "name": "Dutch <B1>"}, headers=HERE)
    assert asked.status_code == HTTPStatus.UNAUTHORIZED
    assert "what you typed is kept" in Read(asked).words
    held = Read(asked).hidden_of("/sign-in")
    wrong = await http.post("/sign-in", data={**held, "email": "ada@x.example", "password": "no"}, headers=HERE)
    held = Read(wrong).hidden_of("/sign-in")
    again = await http.post("/sign-in", data={**held, "email": "ada@x.example", "password": PASSWORD}, headers=HERE)
    assert "Nothing of what you had typed was done yet." in Read(again).words
    assert await database.motor.courses.count_documents({}) == 1
    sent = await http.post("/courses", data=Read(again).hidden_of("/courses"), headers=HERE)
    assert sent.status_code == HTTPStatus.SEE_OTHER
    assert await database.motor.courses.count_documents({"name": "Dutch <B1>"}) == 1


async def test_what_is_held_goes_to_no_other_host(http: httpx.AsyncClient) -> None:
    answer = await signed_in(http, held_path="//evil.example/", **{"held:name": "x"})
    assert answer.status_code == HTTPStatus.SEE_OTHER
