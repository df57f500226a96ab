"""The client signs in, stays signed in by itself, and shows a machine's key."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actors import ActorKind, Scope
from multitrainer.domain.errors import (
    InvalidInput,
    KeyNotFound,
    NotAllowed,
    NotSignedIn,
    TooManyAttempts,
    Unavailable,
    WrongCredentials,
)
from multitrainer.settings import Settings
from tests.api.conftest import BASE_URL
from tests.services.people import ADA, BEN, PASSWORD, WRONG, found

ADDRESS = "ada@x.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"sign_in_failures": 2})


@pytest.fixture(autouse=True)
async def _people(database: Database) -> None:
    await found(database)


class Watched(httpx.AsyncBaseTransport):
    """Carries requests to the service, notes which, and may spoil them on their way."""

    def __init__(self, app: FastAPI) -> None:
        self._inner = httpx.ASGITransport(app)
        self.asked: list[str] = []
        self.spoil: Callable[[httpx.Request], None] = lambda _: None
        self.lose: Callable[[httpx.Request], bool] = lambda _: False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        self.spoil(request)
        answer = await self._inner.handle_async_request(request)
        if self.lose(request):
            raise httpx.ReadError("gone", request=request)
        return answer


@pytest.fixture
def watched(app: FastAPI) -> Watched:
    return Watched(app)


@pytest.fixture
async def client(watched: Watched) -> AsyncIterator[Client]:
    async with Client(BASE_URL, transport=watched) as client:
        yield client


def expiring() -> Callable[[httpx.Request], None]:
    """Access tokens are no longer good until somebody renews them."""
    renewed = False

    def spoil(request: httpx.Request) -> None:
        nonlocal renewed
        renewed = renewed or request.url.path == "/api/auth/refresh"
        if not renewed:
            request.headers["Authorization"] = "Bearer expired"

    return spoil


async def test_whoever_has_signed_in_is_known_from_then_on(client: Client) -> None:
    with pytest.raises(NotSignedIn):
        await client.auth.me()
    await client.auth.sign_in(ADDRESS, PASSWORD)
    me = await client.auth.me()
    assert (me.id, me.kind, me.name, me.scopes) == (str(ADA), ActorKind.ADMIN, "Ada", [])


async def test_whoever_has_signed_out_is_nobody(client: Client) -> None:
    for sign_out in (client.auth.sign_out, client.auth.sign_out_everywhere):
        tokens = await client.auth.sign_in(ADDRESS, PASSWORD)
        await sign_out()
        with pytest.raises(NotSignedIn):
            await client.auth.me()
        with pytest.raises(NotSignedIn):
            await client.auth.resume(tokens.refresh_token)


async def test_what_is_wrong_with_signing_in_is_told(client: Client) -> None:
    for _ in range(2):
        with pytest.raises(WrongCredentials):
            await client.auth.sign_in(ADDRESS, WRONG)
    with pytest.raises(TooManyAttempts) as refusal:
        await client.auth.sign_in(ADDRESS, PASSWORD)
    assert 0 < refusal.value.facts["retryAfterSeconds"] <= 15 * 60
    with pytest.raises(InvalidInput) as invalid:
        await client.auth.sign_in(ADDRESS, "x" * 1_001)
    assert [error["field"] for error in invalid.value.facts["errors"]] == ["body.password"]


async def test_tokens_that_have_ended_are_renewed_once_for_all_requests(client: Client, watched: Watched) -> None:
    for _ in range(2):
        await client.auth.sign_in(ADDRESS, PASSWORD)
        watched.spoil = expiring()
        watched.asked.clear()
        told = await asyncio.gather(*(client.auth.me() for _ in range(10)))
        assert {me.id for me in told} == {str(ADA)}
        assert watched.asked.count("/api/auth/refresh") == 1
        assert (await client.auth.me()).id == str(ADA)
        assert watched.asked.count("/api/auth/refresh") == 1


async def test_what_was_refused_is_sent_again_as_it_was(client: Client, watched: Watched) -> None:
    await client.auth.sign_in(ADDRESS, PASSWORD)
    watched.spoil = expiring()
    made = await client.keys.create("Board")
    assert [key.id async for key in client.keys.list()] == [made.id]


async def test_whoever_gives_up_waiting_does_not_end_the_sign_in(client: Client, watched: Watched) -> None:
    await client.auth.sign_in(ADDRESS, PASSWORD)
    began, spoil_tokens = asyncio.Event(), expiring()

    def spoil(request: httpx.Request) -> None:
        spoil_tokens(request)
        if request.url.path == "/api/auth/refresh":
            began.set()

    watched.spoil = spoil
    asking = asyncio.create_task(client.auth.me())
    await began.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (await client.auth.me()).id == str(ADA)
    assert watched.asked.count("/api/auth/refresh") == 1


async def test_a_sign_in_that_has_ended_is_told_each_time_and_nothing_is_sent_as_somebody_else(
    app: FastAPI, client: Client
) -> None:
    await client.auth.sign_in(ADDRESS, PASSWORD)
    key = (await client.keys.create("Board")).key
    async with Client(BASE_URL, transport=httpx.ASGITransport(app), api_key=key) as both:
        await both.auth.sign_in(ADDRESS, PASSWORD)
        await client.auth.sign_out_everywhere()
        for _ in range(2):
            with pytest.raises(NotSignedIn):
                await both.auth.me()
        await both.auth.sign_in("ben@x.example", PASSWORD)
        assert (await both.auth.me()).id == str(BEN)


async def test_a_lost_answer_is_not_asked_for_again_where_that_would_end_the_sign_in(
    client: Client, watched: Watched
) -> None:
    await client.auth.sign_in(ADDRESS, PASSWORD)
    watched.spoil = expiring()
    watched.lose = lambda request: request.url.path in {"/api/auth/refresh", "/api/auth/token"}
    watched.asked.clear()
    with pytest.raises(Unavailable):
        await client.auth.me()
    with pytest.raises(Unavailable):
        await client.auth.sign_in(ADDRESS, PASSWORD)
    assert watched.asked == ["/api/auth/me", "/api/auth/refresh", "/api/auth/token"]


async def test_a_sign_in_goes_on_in_another_process(app: FastAPI, client: Client) -> None:
    tokens = await client.auth.sign_in(ADDRESS, PASSWORD)
    async with Client(BASE_URL, transport=httpx.ASGITransport(app)) as other:
        renewed = await other.auth.resume(tokens.refresh_token)
        assert (await other.auth.me()).id == str(ADA)
    assert renewed.refresh_token != tokens.refresh_token


async def test_no_secret_stands_in_what_a_program_shows_of_its_tokens(client: Client) -> None:
    tokens = await client.auth.sign_in(ADDRESS, PASSWORD)
    key = await client.keys.create("Board")
    for secret, shown in ((tokens.access_token, tokens), (tokens.refresh_token, tokens), (key.key, key)):
        assert secret not in repr(shown)


async def test_a_key_may_come_with_the_line_break_of_its_file(app: FastAPI, client: Client) -> None:
    await client.auth.sign_in(ADDRESS, PASSWORD)
    key = (await client.keys.create("Board")).key
    async with Client(BASE_URL, transport=httpx.ASGITransport(app), api_key=f" {key}\r\n") as machine:
        assert (await machine.auth.me()).kind is ActorKind.MACHINE


@pytest.mark.parametrize("wrong", ["mtkey_1\nsecret", "mtkey 1 secret", "mtkey_1_sécret", "mtkey_1_secret\0", "\n"])
def test_a_key_that_no_request_can_carry_is_refused_and_not_shown(wrong: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Client(BASE_URL, api_key=wrong)
    assert str(refused.value).startswith("api_key can't be sent")
    assert "cret" not in f"{refused.value!r} {refused.value.facts}"
    assert refused.value.__context__ is None


async def test_a_machine_shows_its_key(app: FastAPI, client: Client) -> None:
    await client.auth.sign_in(ADDRESS, PASSWORD)
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    made = await client.keys.create("Board", [Scope.READ, Scope.ADMIN], expires_at=until)
    assert (made.name, made.scopes, made.expires_at) == ("Board", [Scope.ADMIN, Scope.READ], until)
    async with Client(BASE_URL, transport=httpx.ASGITransport(app), api_key=made.key) as machine:
        assert (await machine.auth.me()).kind is ActorKind.MACHINE
        with pytest.raises(NotAllowed):
            await machine.keys.revoke(made.id)
        await client.keys.revoke(made.id)
        with pytest.raises(NotSignedIn):
            await machine.auth.me()
    with pytest.raises(KeyNotFound):
        await client.keys.revoke("f" * 24)
    assert [(key.id, key.revoked_at is None) async for key in client.keys.list(page_size=1)] == [(made.id, False)]
