"""What somebody was told: on its page, by the bell of every page, and for nobody else."""

from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.telling.notices import Kind
from multitrainer.services import Services
from multitrainer.web.notices import ELSEWHERE, NOWHERE, address_of
from tests import school
from tests.web.reading import Read
from tests.web.visiting import did, founded, signed_in

BATCH = str(school.BATCHES[0])
TITLE = "You are now the primary trainer of Batch 1"


@pytest.fixture
async def told(database: Database, services: Services) -> None:
    """Maria teaches Batch 1 now."""
    await founded(database)
    await services.batch_people.name_primary(THE_ADMIN, BATCH, str(school.MARIA))
    await services.worker.drain()


def unread(page: httpx.Response) -> str:
    """What the bell says."""
    words = Read(page).words.split("Notifications", 1)[1].split("unread")
    return words[0].strip() if len(words) > 1 else ""


@pytest.mark.usefixtures("told")
async def test_the_bell_of_each_page_counts_what_is_unread_until_it_is_read(http: httpx.AsyncClient) -> None:
    await signed_in(http, "maria@x.example")
    assert unread(await http.get("/courses")) == "1"
    shown = await http.get("/notifications")
    [link] = [one for one in Read(shown).all("a") if "data-notification" in one]
    assert TITLE in Read(shown).words
    assert link["href"] == f"/batches/{BATCH}"
    news = await http.get(f"/notifications/{link['data-notification']}/bell")
    assert TITLE in Read(news).words
    await did(http, "/notifications", f"/notifications/{link['data-notification']}/read")
    assert unread(await http.get("/courses")) == ""
    later = Read(await http.get("/notifications"))
    assert TITLE in later.words
    assert "You have read everything" in later.words


@pytest.mark.usefixtures("told")
async def test_a_page_tells_it_in_the_language_of_the_page(http: httpx.AsyncClient) -> None:
    await signed_in(http, "maria@x.example")
    http.headers["Accept-Language"] = "de"
    shown = await http.get("/notifications")
    [link] = [one for one in Read(shown).all("a") if "data-notification" in one]
    news = await http.get(f"/notifications/{link['data-notification']}/bell")
    for words in (Read(shown).words, Read(news).words):
        assert "Sie leiten jetzt die Gruppe Batch 1" in words
        assert TITLE not in words


@pytest.mark.usefixtures("told")
async def test_all_are_read_at_once_and_others_see_nothing_of_them(http: httpx.AsyncClient) -> None:
    await signed_in(http, "maria@x.example")
    [link] = [one for one in Read(await http.get("/notifications")).all("a") if "data-notification" in one]
    await signed_in(http, "sarah@x.example")
    assert TITLE not in (await http.get("/notifications")).text
    assert (await http.get(f"/notifications/{link['data-notification']}/bell")).status_code == HTTPStatus.NOT_FOUND
    await signed_in(http, "maria@x.example")
    await did(http, "/notifications", "/notifications/read")
    assert unread(await http.get("/notifications")) == ""


def test_each_kind_leads_to_what_it_is_about() -> None:
    assert address_of(Kind.COVER_ASKED, {"cover": ["c1", "c2"], "batch": "b", "course": "c"}) == "/covers/c1"
    assert address_of(Kind.HANDOVER_DUE, {"leave": "l", "batch": ("b",)}) == "/batches/b/handover"
    assert address_of(Kind.TAKEN_OFF_COURSE, {"course": "c"}) is None
    assert address_of("of a later version", {"course": "c"}) == "/courses/c"
    assert not NOWHERE & {*ELSEWHERE}
