"""Settings that change while the service runs, on a page: who stands in, whom students' news goes to, terms."""

from http import HTTPStatus

from tests import school
from tests.services.people import ZOE
from tests.web.conftest import Office
from tests.web.reading import Read
from tests.web.visiting import HERE, did, send

SUBSTITUTES, CONTACTS, TERMS = "/settings/substitutes", "/settings/students-contacts", "/settings/terms"


async def test_substitutes_are_added_put_ahead_and_removed(office: Office) -> None:
    for trainer in (school.JOHN, school.MARIA):
        await did(office.http, "/settings", SUBSTITUTES, trainer=str(trainer), deed="")
    await did(office.http, "/settings", SUBSTITUTES, trainer=str(school.MARIA), deed="ahead")
    assert "1. Maria" in Read(await office.http.get("/settings")).words
    await did(office.http, "/settings", SUBSTITUTES, trainer=str(school.MARIA), deed="remove")
    words = Read(await office.http.get("/settings")).words
    assert "1. John" in words
    assert "2. " not in words


async def test_whoever_does_not_teach_is_no_substitute(office: Office) -> None:
    assert (
        "is not a trainer" in Read(await send(office.http, "/settings", SUBSTITUTES, trainer=str(ZOE), deed="")).words
    )
    assert (await send(office.http, "/settings", SUBSTITUTES, trainer="", deed="")).status_code == 422


async def test_whom_students_news_goes_to_is_set_refused_with_what_was_typed_and_as_usual_again(
    office: Office,
) -> None:
    await did(office.http, "/settings", CONTACTS, addresses="a@x.example\nb@x.example", reset="")
    shown = Read(await office.http.get("/settings"))
    assert shown.typed_into(CONTACTS)["addresses"] == "a@x.example\nb@x.example"
    assert "checked" not in shown.field("students")
    refused = await send(office.http, "/settings", CONTACTS, addresses="a@x.example none", students="yes", reset="")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Read(refused).typed_into(CONTACTS)["addresses"] == "a@x.example none"
    assert "must be an e-mail address" in Read(refused).words
    await did(office.http, "/settings", CONTACTS, reset="yes")
    usual = Read(await office.http.get("/settings"))
    assert usual.typed_into(CONTACTS)["addresses"] == ""
    assert "checked" in usual.field("students")


async def test_a_term_is_added_and_removed_and_one_that_overlaps_is_refused(office: Office) -> None:
    winter = {"name": "Winter", "first": "2026-10-01", "last": "2027-03-31"}
    await did(office.http, "/settings", TERMS, **winter)
    refused = await send(office.http, "/settings", TERMS, **{**winter, "name": "Again", "first": "2026-12-01"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    await did(office.http, "/settings", f"{TERMS}/remove", first=winter["first"])
    assert "Winter" not in Read(await office.http.get("/settings")).words


async def test_what_somebody_else_has_set_meanwhile_is_not_written_over(office: Office) -> None:
    hidden = Read(await office.http.get("/settings")).hidden_of(TERMS)
    await did(office.http, "/settings", TERMS, name="Spring", first="2030-04-01", last="2030-05-31")
    typed = {**hidden, "name": "Summer", "first": "2030-06-01", "last": "2030-08-31"}
    stale = await office.http.post(TERMS, data=typed, headers=HERE)
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "Spring" in Read(stale).words
