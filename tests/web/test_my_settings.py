"""One's own settings: how one is told, the address of one's calendar, and where one is signed in."""

from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from multitrainer.domain.telling.notices import Kind, Language
from multitrainer.services import Services
from multitrainer.web.words_of_notices import groups, named
from tests.services.people import PASSWORD
from tests.web.reading import Read
from tests.web.visiting import did, founded, send, signed_in


@pytest.fixture
async def here(http: httpx.AsyncClient, database: Database) -> httpx.AsyncClient:
    """Maria has signed in."""
    await founded(database)
    await signed_in(http, "maria@x.example")
    return http


async def test_one_is_told_as_one_says_and_reads_pages_in_the_language_that_one_chooses(
    here: httpx.AsyncClient,
) -> None:
    said = {"language": "de", "quietHours.start": "21:00", "quietHours.end": "07:00", "channels.cover-asked": "email"}
    assert await did(here, "/me", "/me", **said) == "/me?saved=1"
    shown = Read(await here.get("/me"))
    assert "Meine Einstellungen" in shown.words
    assert shown.field("quietHours.start")["value"] == "21:00"
    ticked = [one for one in shown.all("input") if "checked" in one]
    assert [(one["name"], one["value"]) for one in ticked] == [("channels.cover-asked", "email")]
    refused = await send(here, "/me", "/me", **said | {"quietHours.end": ""})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Read(refused).field("quietHours.end")["aria-invalid"] == "true"
    assert Read(refused).field("quietHours.start")["value"] == "21:00"


async def test_a_calendar_gets_a_new_address_and_the_old_one_leads_nowhere(here: httpx.AsyncClient) -> None:
    await did(here, "/me/calendar", "/me/calendar/renew")
    old = _address(await here.get("/me"))
    assert (await here.get(old)).headers["content-type"].startswith("text/calendar")
    await did(here, "/me/calendar", "/me/calendar/renew")
    assert _address(await here.get("/me")) != old
    assert (await here.get(old)).status_code == HTTPStatus.NOT_FOUND
    await did(here, "/me/calendar", "/me/calendar/withdraw")
    assert "Your calendar has no address" in Read(await here.get("/me")).words


def _address(shown: httpx.Response) -> str:
    return str(next(one["value"] for one in Read(shown).all("input") if one.get("id") == "calendar-address"))


async def test_one_signs_out_everywhere_else_and_stays_here(here: httpx.AsyncClient, services: Services) -> None:
    await services.sign_ins.sign_in("maria@x.example", PASSWORD, "192.0.2.1")
    assert Read(await here.get("/me")).words.count("Since") == 2
    await did(here, "/me", "/me/sign-ins")
    assert Read(await here.get("/me")).words.count("Since") == 1


async def test_whoever_does_not_teach_has_settings_and_no_calendar(here: httpx.AsyncClient) -> None:
    await signed_in(here)
    assert "in a calendar" not in Read(await here.get("/me")).words


def test_each_kind_stands_in_one_group_and_has_a_name() -> None:
    found = [kind for kinds in groups(str).values() for kind in kinds]
    assert sorted(found) == sorted(Kind)
    assert {*named(Language.GERMAN)} == {*map(str, Kind)}
