"""The menu leads everybody to the pages that are theirs."""

from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from tests.web.reading import Read
from tests.web.visiting import founded, signed_in

INSTITUTE = {"/people", "/access", "/settings", "/audit", "/webhooks", "/migration"}


async def menu_of(http: httpx.AsyncClient, email: str) -> list[str]:
    await signed_in(http, email)
    entries = Read(await http.get("/")).all("a")
    return [str(one["href"]) for one in entries if one.get("class") == "nav-link"]


@pytest.mark.parametrize("email", ["ada@x.example", "sarah@x.example", "maria@x.example"])
async def test_every_page_of_the_menu_is_there_for_whom_it_is_offered(
    database: Database, http: httpx.AsyncClient, email: str
) -> None:
    await founded(database)
    answers = {address: (await http.get(address)).status_code for address in await menu_of(http, email)}
    assert answers
    assert {address for address, status in answers.items() if status != HTTPStatus.OK} == set()


async def test_who_teaches_is_not_offered_what_looks_after_the_institute(
    database: Database, http: httpx.AsyncClient
) -> None:
    await founded(database)
    assert set(await menu_of(http, "ada@x.example")) >= INSTITUTE
    assert not INSTITUTE & set(await menu_of(http, "sarah@x.example"))
