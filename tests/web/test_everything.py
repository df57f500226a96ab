"""An institute with something of everything in it: who is shown what, and that nothing of it is taken for HTML."""

from collections.abc import AsyncIterator
from contextlib import suppress
from http import HTTPStatus

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI
from pymongo.errors import BulkWriteError

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from tests import again
from tests.conftest import usual
from tests.databases import leave
from tests.planners import Quickly
from tests.web.institute.api import writable
from tests.web.institute.world import World, entered
from tests.web.pages import FOR_ADMINS, FOR_EVERYBODY, FOR_LEADS, FOR_TRAINERS_ALONE, FORMS, PAGES
from tests.web.reading import Read
from tests.web.visiting import HERE, commands, mark_of, signed_in

EVIL = "<script>alert(1)</script>"
ELSEWHERE = f"{EVIL} Elsewhere"
"""Stands in whatever is none of John's business."""

HIDDEN = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
ANSWERED = {HTTPStatus.OK, *HIDDEN}
ADMIN, LEAD, JOHN = (f"{name}@x.example" for name in ("ada", "sarah", "john"))

WRITTEN_ELSEWHERE = {
    ("PATCH", "/api/enrolments/{enrolment_id}", "slots"): "names of the course's slots",
    ("POST", "/api/courses/{course_id}/enrolments", "slots"): "likewise",
    ("POST", "/api/covers/{cover_id}/combine", "note"): "the session's note, as for `cancel` and `move`",
    ("PUT", "/api/covers/{cover_id}/report", "text"): "the session's report",
    **{
        ("POST", "/api/what-if", f"suppose.{field}"): "is answered and not kept"
        for field in ("batches.name", "batches.skills", "trainers.name", "trainers.skills")
    },
}
"""Fields that need not be written, because what they say stands where another puts it."""


@pytest.fixture(scope="module")
async def app(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FastAPI]:
    """The service on a database that these tests share, because none of them changes anything."""
    settings = usual(tmp_path_factory.mktemp("institute"), again.taken())
    app = create_app(settings, mongodb_uri, Quickly())
    async with Database(mongodb_uri, settings, Metrics(), makes_indexes=False) as database:
        async with app.router.lifespan_context(app):
            app.state.looked_into = database
            yield app
        await leave(database.client, settings.mongodb_database)


@pytest.fixture(scope="module")
async def world(app: FastAPI) -> World:
    """The institute, in which everything that can be written is EVIL."""
    async with visitor(app) as http:
        return await entered(http, app, app.state.looked_into, EVIL, ELSEWHERE)


@pytest.fixture
async def http(app: FastAPI, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's browser."""
    async with visitor(app) as http:
        yield http


def visitor(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url="http://test", transport=httpx.ASGITransport(app))


def test_every_page_is_somebodys() -> None:
    said = FOR_EVERYBODY | FOR_LEADS | FOR_ADMINS
    assert {page.path for page in PAGES} == said, "tests/web/pages.py says who may see a page"
    assert FOR_TRAINERS_ALONE <= FOR_EVERYBODY
    assert sum(map(len, (FOR_EVERYBODY, FOR_LEADS, FOR_ADMINS))) == len(said)


def test_everything_that_anybody_can_write_is_written(app: FastAPI, world: World) -> None:
    assert writable(app) - world.api.took == {*WRITTEN_ELSEWHERE}, "tests/web/institute has to write it"


WITH_SWAPS = {"/", "/swaps", "/swaps/{swap_id}", "/swaps/new/{session_id}"}
"""Whoever may swap a session with somebody sees which one theirs is."""


async def test_an_assistant_gets_to_see_what_is_theirs_and_of_nothing_else_even_what_it_is_called(
    http: httpx.AsyncClient, world: World
) -> None:
    await signed_in(http, JOHN)
    for page in PAGES:
        mine = await http.get(page.at(world.johns))
        assert mine.status_code in ({HTTPStatus.OK} if page.path in FOR_EVERYBODY else HIDDEN), page.path
        for places in (with_course(world), world.others):
            theirs = await http.get(page.at(places))
            assert theirs.status_code in ANSWERED, page.path
            assert "Elsewhere" not in mine.text + theirs.text or page.path in WITH_SWAPS, page.path


async def test_no_form_that_an_assistant_sends_changes_what_is_not_theirs(
    http: httpx.AsyncClient, app: FastAPI, world: World
) -> None:
    await signed_in(http, ADMIN)
    names = {field for page in PAGES for field in fields_of(await http.get(page.at(world.johns)))}
    await signed_in(http, JOHN)
    typed = {**dict.fromkeys(names, EVIL), "mark": mark_of(await http.get("/"))}
    before = await stored(app)
    for path in FORMS:
        for places in (with_course(world), world.others):
            answer = await http.post(path.format(**places), data=typed, headers=HERE)
            assert answer.is_client_error, (path, answer.headers)
            assert EVIL not in answer.text, path
            assert "Elsewhere" not in answer.text or path.startswith("/swaps/"), path
    assert await stored(app) == before


def with_course(world: World) -> dict[str, str]:
    """What is not John's, below the course that he is on."""
    return {**world.others, "course_id": world.johns["course_id"]}


def fields_of(page: httpx.Response) -> set[str]:
    return {str(one["name"]) for tag in ("input", "select", "textarea") for one in Read(page).all(tag) if "name" in one}


async def stored(app: FastAPI) -> dict[str, list[dict[str, object]]]:
    """Every document, apart from who is signed in."""
    motor = app.state.looked_into.motor
    names = sorted({*await motor.list_collection_names()} - {"multitrainer_sign_ins"})
    return {name: await motor[name].find().sort("_id", 1).to_list(None) for name in names}


async def test_a_lead_and_an_admin_see_the_pages_that_are_for_them(http: httpx.AsyncClient, world: World) -> None:
    await signed_in(http, LEAD)
    for page in PAGES:
        allowed = FOR_EVERYBODY | FOR_LEADS
        for places in (world.johns, with_course(world)):
            answer = await http.get(page.at(places))
            assert answer.status_code in ({HTTPStatus.OK} if page.path in allowed else HIDDEN), page.path
    await signed_in(http, ADMIN)
    for page in PAGES:
        answer = await http.get(page.at(world.johns))
        assert answer.status_code in (HIDDEN if page.path in FOR_TRAINERS_ALONE else {HTTPStatus.OK}), page.path


async def test_no_page_asks_the_database_more_often_where_there_is_more(
    http: httpx.AsyncClient, app: FastAPI, world: World
) -> None:
    await commands_of_all(http, world)  # the first ones open what later ones find open
    few = await commands_of_all(http, world)
    await twice_as_much(app)
    more = await commands_of_all(http, world)
    grown = {page: more[page] - few[page] for page in few if more[page] > few[page] + FOR_EACH.get(page[1], 0)}
    assert grown == {}


FOR_EACH = {
    "/courses/{course_id}/quality": 3 * 4,
    "/covers/{cover_id}": 2 * 4,
    "/leave/{leave_id}": 1 * 2,
    "/covers": 1,
    "/questions": 1,
    "/swaps/new/{session_id}": 1 * 4,
    "/swaps": 1,
    "/": 2,
    "/sessions/{session_id}": 2,
}
"""What is asked for each of a course's four batches, or of a trainer's two, because some engines read too much where
several are asked for at once (docs/engines.md); in `/` for the one course that a lead leads, and of a session once what
those are called that are at its time.

A range of time within each, or the first few of each: `$in` reads all of the range's or list's documents, a branch of
`$unionWith` the whole collection. So each is a query of 1 ms by its index, whatever the others have."""


async def commands_of_all(http: httpx.AsyncClient, world: World) -> dict[tuple[str, str], int]:
    """How many commands of MongoDB each page takes, for an admin and for a lead."""
    found = {}
    for who in (ADMIN, LEAD):
        await signed_in(http, who)
        for page in PAGES:
            address = page.at(world.johns)
            found[who, page.path] = await commands(http, address)
    return found


async def twice_as_much(app: FastAPI) -> None:
    """A copy of everything that the institute has; where there can't be two of a kind, there are none."""
    motor = app.state.looked_into.motor
    for name in await motor.list_collection_names():
        found = await motor[name].find({"_id": {"$type": "objectId"}}, {"email": 0}).to_list(None)
        if found:  # of people, too, but nobody else signs in as they do
            with suppress(BulkWriteError):
                await motor[name].insert_many([{**one, "_id": ObjectId()} for one in found], ordered=False)


@pytest.mark.parametrize("who", [ADMIN, LEAD, JOHN])
async def test_whatever_is_written_is_shown_and_never_run(http: httpx.AsyncClient, world: World, who: str) -> None:
    await signed_in(http, who)
    seen = 0
    for page in PAGES:
        for places in (world.johns, world.others):
            answer = await http.get(page.at(places))
            if answer.headers["content-type"].startswith("text/html"):  # what is no page is not read as one
                assert EVIL not in answer.text, page.path
                seen += EVIL in Read(answer).words
    assert seen
