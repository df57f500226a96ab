"""Holidays on pages: added once it is seen which sessions lie on them, removed, and taken over from a calendar."""

from datetime import timedelta
from http import HTTPStatus

from multitrainer import clock
from tests.web.conftest import Office, visiting
from tests.web.reading import Read
from tests.web.test_reporting import meets
from tests.web.visiting import HERE, did, mark_of, send

CALENDAR = (
    b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20260501\nSUMMARY:Labour Day\nEND:VEVENT\nEND:VCALENDAR"
)


async def words(office: Office, year: str) -> str:
    return Read(await office.http.get(f"/holidays?year={year}")).words


async def test_a_year_without_holidays_says_what_to_do(office: Office) -> None:
    assert "There are no holidays in this year. Add one" in await words(office, "2019")


async def test_a_trainer_sees_them_and_changes_none(office: Office) -> None:
    async with visiting(office, "john@x.example") as john:
        shown = await john.get("/holidays")
    assert shown.status_code == HTTPStatus.OK
    assert not any(form.startswith("/holidays") for form in Read(shown).forms)


async def test_a_holiday_on_free_days_is_added_at_once_and_removed_once_that_is_confirmed(office: Office) -> None:
    fair = {"name": "Fair", "first": "2031-03-09", "last": "2031-03-18"}
    assert await did(office.http, "/holidays", "/holidays", **fair) == "/holidays?year=2031"
    assert "Fair" in await words(office, "2031")
    asked = await send(office.http, "/holidays?year=2031", "/holidays/remove", **fair)
    assert "Remove Fair?" in Read(asked).words
    hidden = Read(asked).hidden_of("/holidays/remove")
    await office.http.post("/holidays/remove", data=hidden, headers=HERE)
    assert "Fair" not in await words(office, "2031")


async def test_sessions_on_its_days_are_shown_before_a_holiday_is_added(office: Office) -> None:
    start = clock.now() + timedelta(days=40)
    await meets(office.database, start)
    day = f"{start:%Y-%m-%d}"
    asked = await send(office.http, "/holidays", "/holidays", name="Fair", first=day, last="")
    assert "Batch 1: one session" in " ".join(Read(asked).words.split())
    assert "Fair" not in await words(office, f"{start:%Y}")
    await office.http.post("/holidays", data=Read(asked).hidden_of("/holidays"), headers=HERE)
    assert "Fair" in await words(office, f"{start:%Y}")


async def test_a_holiday_that_ends_before_it_begins_is_refused_with_what_was_typed(office: Office) -> None:
    refused = await send(office.http, "/holidays", "/holidays", name="Fair", first="2031-03-09", last="2031-03-01")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Read(refused).field("last")["value"] == "2031-03-01"
    nameless = await send(office.http, "/holidays", "/holidays", name="", first="2031-03-09")
    assert Read(nameless).field("name")["aria-invalid"] == "true"


async def test_a_calendar_is_taken_over_and_a_file_that_is_none_is_refused(office: Office) -> None:
    mark = {"mark": mark_of(await office.http.get("/holidays")), "form": "import"}
    refused = await office.http.post("/holidays/import", data=mark, files={"file": b"no calendar"}, headers=HERE)
    assert "The file is no iCalendar" in Read(refused).words
    await office.http.post("/holidays/import", data=mark, files={"file": CALENDAR}, headers=HERE)
    assert "Labour Day" in await words(office, "2026")
    elsewhere = await office.http.post("/holidays/import", data={}, files={"file": CALENDAR}, headers=HERE)
    assert elsewhere.status_code == HTTPStatus.BAD_REQUEST
