"""What is refused is said on pages in the language of whoever looks, and without what only programs understand."""

import re
from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from tests import school
from tests.web.reading import Read
from tests.web.visiting import founded, send, signed_in

COURSE = f"/courses/{school.COURSE}"
FOR_PROGRAMS = re.compile(r"[0-9a-f]{24}|/api/|\bPUT\b|\?force|handOverTo|`")


@pytest.fixture
async def visited(http: httpx.AsyncClient, database: Database) -> httpx.AsyncClient:
    await founded(database)
    await signed_in(http)
    return http


def in_german(http: httpx.AsyncClient) -> None:
    http.headers["Accept-Language"] = "de"


def refused_in(page: httpx.Response) -> Read:
    """The page, on which nothing is marked as English, and nothing is for programs."""
    read = Read(page)
    assert page.status_code >= HTTPStatus.BAD_REQUEST
    assert [tag for tag, its in read.tags if its.get("lang") == "en" and tag not in {"html", "button"}] == []
    assert FOR_PROGRAMS.findall(read.words) == []
    return read


async def test_a_reason_counts_in_the_language_of_the_page(visited: httpx.AsyncClient) -> None:
    entry = f"{COURSE}/trainers/{school.JOHN}"
    read = refused_in(await send(visited, entry, f"{entry}/remove", successor=""))
    assert "This trainer is still primary of 2 batches of this course." in read.words
    in_german(visited)
    read = refused_in(await send(visited, entry, f"{entry}/remove", successor=""))
    assert "Dieser Trainer ist noch Haupttrainer von 2 Gruppen dieses Kurses." in read.words


async def test_a_reason_beside_a_field_is_in_the_language_of_the_page(visited: httpx.AsyncClient) -> None:
    in_german(visited)
    read = refused_in(await send(visited, "/courses", "/courses", name=" "))
    assert "Name fehlt." in read.words
    assert "Noch ist nichts geschehen" in read.words
    far = {"trainer": str(school.SARAH), "kind": "holiday", "start": "2050-03-02T08:00", "end": "2050-03-01T08:00"}
    read = refused_in(await send(visited, "/leave", "/leave", **far))
    said = "Bis: Eine Abwesenheit endet nach ihrem Beginn, nicht Mi. 2. März 2050, 08:00 bis Di. 1. März 2050, 08:00."
    assert said in read.words


async def test_a_page_that_is_not_there_says_so_in_the_language_of_whoever_looks(visited: httpx.AsyncClient) -> None:
    in_german(visited)
    assert "Diesen Kurs gibt es nicht." in refused_in(await visited.get(f"/courses/{'f' * 24}")).words
    assert "Diese Seite gibt es nicht." in refused_in(await visited.get("/courses/none")).words
