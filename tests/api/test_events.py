"""The stream of events over a socket: what it sends, whom it refuses, and that the client goes on where it was."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer import clock, wiring
from multitrainer import streams as doors
from multitrainer.client import Client
from multitrainer.client import events as client_events
from multitrainer.database import Database
from multitrainer.domain.errors import TooManyStreams
from multitrainer.domain.roster import Role
from multitrainer.identity.tokens import Claims
from multitrainer.schemas.events import LiveEvent
from multitrainer.schemas.roster import RosterChange
from multitrainer.services import Services
from multitrainer.services.events import events as streams
from multitrainer.settings import Settings
from tests.api.school import ALEX, COURSE, FIRST, JOHN
from tests.callers import ADMINS_KEY, AS_ADMIN, signed_in

PATIENCE_SECONDS = 20


@pytest.fixture
def services(app: FastAPI) -> Services:
    services: Services = app.state.services
    return services


@pytest.fixture
async def admin(address: str) -> AsyncIterator[Client]:
    async with Client(address, api_key=str(ADMINS_KEY)) as client:
        yield client


@asynccontextmanager
async def listening(client: Client, last: str | None = None) -> AsyncIterator[AsyncIterator[LiveEvent]]:
    """Somebody who is listening already."""
    async with asyncio.timeout(PATIENCE_SECONDS), aclosing(client.events.listen(last)) as stream:  # type: ignore[type-var]
        assert (await anext(stream)).name == "ready"
        yield stream


async def test_headers_and_first_lines_are_those_of_a_stream_that_nobody_holds_back(address: str) -> None:
    async with (
        httpx.AsyncClient(base_url=address, headers=AS_ADMIN) as http,
        http.stream("GET", "/api/events") as answer,
    ):
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert "no-cache" in answer.headers["Cache-Control"]
        lines = answer.aiter_lines()
        assert [await anext(lines) for _ in range(5)] == ["retry: 1000", "", "event: ready", "data: {}", "id: 0"]


@pytest.mark.usefixtures("school")
async def test_whoever_listens_hears_of_a_change_that_is_made_meanwhile(admin: Client) -> None:
    async with listening(admin) as stream:
        await admin.roster.add(COURSE, ALEX)
        heard = await anext(stream)
    assert (heard.name, heard.data) == ("changed", {"what": "course", "id": COURSE})


@pytest.mark.usefixtures("school")
async def test_what_was_missed_comes_first_and_once(admin: Client) -> None:
    async with listening(admin) as stream:
        await admin.roster.add(COURSE, ALEX)
        last = (await anext(stream)).last
    await admin.batch_people.add_backup(FIRST, ALEX)
    async with listening(admin, last) as stream:
        await admin.roster.change(COURSE, ALEX, RosterChange(role=Role.SUBSTITUTE))
        heard = [(await anext(stream)).data for _ in range(2)]
    assert heard[0] == {"what": "batch", "id": FIRST, "course": COURSE}


async def test_a_number_that_was_never_given_means_to_load_anew(admin: Client) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS), aclosing(admin.events.listen("900")) as stream:  # type: ignore[type-var]
        assert (await anext(stream)).name == "reset"


@pytest.mark.usefixtures("school")
async def test_an_id_that_is_none_is_refused(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, headers=AS_ADMIN) as http:
        answer = await http.get("/api/events", headers={"Last-Event-ID": "-1"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "header.Last-Event-ID")


async def test_nobody_listens_on_more_connections_than_one_may(
    admin: Client, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST_OF_ONE", 1)
    async with listening(admin):
        with pytest.raises(TooManyStreams):
            await anext(admin.events.listen())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while services.events.count:  # noqa: ASYNC110  (it has to see that the first one is closed)
            await asyncio.sleep(0)
    async with listening(admin):
        pass


async def test_a_service_that_ends_lets_everybody_go_at_once_and_takes_nobody(address: str, services: Services) -> None:
    async with (
        httpx.AsyncClient(base_url=address, headers=AS_ADMIN) as http,
        asyncio.timeout(PATIENCE_SECONDS),
        http.stream("GET", "/api/events") as answer,
    ):
        lines = answer.aiter_lines()
        await anext(lines)
        services.feed.end()
        assert [line async for line in lines][-2].startswith("id:")  # it ended
        assert (await http.get("/api/events")).status_code == 503


@pytest.mark.usefixtures("school")
async def test_whoever_takes_nothing_is_let_go_and_holds_nobody_up(
    address: str, admin: Client, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "STALLED_SECONDS", 0.2)
    lines = doors._line
    monkeypatch.setattr(doors, "_line", lambda sent: b": " + b"x" * 8_000_000 + b"\n" + lines(sent))
    there = httpx.URL(address)
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.connect((there.host, there.port))
        deaf.sendall(f"GET /api/events HTTP/1.1\r\nHost: h\r\nX-API-Key: {ADMINS_KEY}\r\n\r\n".encode())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while services.events.count != 1:  # noqa: ASYNC110  (it is being let in)
                await asyncio.sleep(0.01)  # the service sees it by itself, of which no event tells
            async with listening(admin) as stream:
                await admin.roster.add(COURSE, ALEX)
                assert (await anext(stream)).data["id"] == COURSE
            while services.events.count:  # noqa: ASYNC110  (it has to see that somebody takes nothing)
                await asyncio.sleep(0.01)  # likewise


async def test_the_client_goes_on_by_itself_where_a_connection_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_events, "FIRST_PAUSE_SECONDS", 0)
    asked: list[str | None] = []
    answers = iter([
        httpx.Response(200, content=b"event: ready\ndata: {}\nid: 4\n\nevent: changed\ndata: {}\nid: 5\n\n"),
        httpx.Response(502, content=b"<h1>Bad Gateway</h1>"),
        httpx.Response(200, content=b": beat\nid: 7\n\nevent: changed\ndata: {}\nid"),  # broken off
        httpx.Response(200, content=b"event: reset\ndata: {}\nid: 9\n\n"),
    ])  # fmt: skip

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("Last-Event-ID"))
        return next(answers)

    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        Client("http://test", transport=httpx.MockTransport(answer)) as client,
    ):
        stream = client.events.listen()
        heard = [(event.name, event.last) for event in [await anext(stream) for _ in range(3)]]
    assert heard == [("ready", "4"), ("changed", "5"), ("reset", "9")]
    assert asked == [None, "5", "5", "7"]


@pytest.mark.usefixtures("school")
async def test_whose_sign_in_ends_is_let_go(
    address: str, services: Services, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LOOKS_ANEW_SECONDS", 0)
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.05)
    john = await signed_in(ObjectId(JOHN))
    token = wiring.tokens_of(settings).issue(Claims(john.user, john.sign_in), clock.now())
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        httpx.AsyncClient(base_url=address, headers=headers) as http,
        http.stream("GET", "/api/events") as answer,
    ):
        lines = answer.aiter_lines()
        await anext(lines)
        await database.motor.multitrainer_sign_ins.delete_many({})
        async for _ in lines:
            pass
        assert (await http.get("/api/events")).status_code == 401
