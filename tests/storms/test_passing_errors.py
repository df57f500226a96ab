"""What a server refuses for a moment only is answered as such: ask again later."""

from collections.abc import AsyncIterator

import httpx
import pytest

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.services.events.feed import Feed
from multitrainer.settings import Settings
from tests.callers import AS_ADMIN, admit
from tests.school import COURSE, found_anew

NOT_IN_TIME, NOT_WRITTEN_WIDELY, NOT_ALLOWED = 50, 64, 13
READ, WRITE = ("GET", f"/api/courses/{COURSE}", None), ("PATCH", f"/api/courses/{COURSE}", {"name": "Ours"})
KEYED = ("POST", "/api/trainers", {"name": "Eva", "email": "eva@x.example"})


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mongodb_database": "passing"})


@pytest.fixture(autouse=True)
def _nobody_else_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails once is to be what the request asks, and not what the feed of live events does beside it."""

    async def nothing(_: Feed) -> None:
        return

    monkeypatch.setattr(Feed, "keep", nothing)


@pytest.fixture
async def database(failing_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with Database(failing_uri, settings, Metrics()) as database:
        await found_anew(database)
        await admit(database.motor)
        yield database


@pytest.fixture
async def http(failing_uri: str, settings: Settings, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings, failing_uri)
    async with app.router.lifespan_context(app), httpx.AsyncClient(
        base_url="http://test", headers=AS_ADMIN, transport=httpx.ASGITransport(app)
    ) as http:  # fmt: skip
        yield http


@pytest.mark.parametrize(
    ("code", "command", "request_", "status"),
    [
        (NOT_IN_TIME, "find", READ, 503),
        (NOT_IN_TIME, "update", WRITE, 503),
        (NOT_IN_TIME, "insert", KEYED, 503),
        (NOT_WRITTEN_WIDELY, "update", WRITE, 503),
        (NOT_WRITTEN_WIDELY, "insert", KEYED, 503),
        (NOT_ALLOWED, "update", WRITE, 500),
    ],
)
async def test_an_error_that_passes_is_told_from_one_that_does_not(
    http: httpx.AsyncClient,
    database: Database,
    code: int,
    command: str,
    request_: tuple[str, str, dict[str, str] | None],
    status: int,
) -> None:
    method, path, body = request_
    fail = {"failCommands": [command], "errorCode": code}
    await database.client.admin.command("configureFailPoint", "failCommand", mode={"times": 1}, data=fail)
    try:
        answer = await http.request(method, path, json=body, headers={"Idempotency-Key": f"{code} {command}"})
    finally:
        await database.client.admin.command("configureFailPoint", "failCommand", mode="off")
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
