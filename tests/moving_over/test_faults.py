"""Connections are cut while an institute is moved over: it ends as if nothing had happened, or is not applied."""

from collections.abc import AsyncIterator

import pytest

from multitrainer.database import Database
from multitrainer.domain.errors import Unavailable
from multitrainer.metrics import Metrics
from multitrainer.services.moving_over.limits import Limits
from multitrainer.settings import Settings
from tests.faults.proxy import Proxy, proxy
from tests.moving_over.institute import Institute, found
from tests.moving_over.moving import Mover, Told, mover, moving_on

TOLD = ("insert", "update", "ping")
REPEATED = ("find", "count")
"""The driver asks these again by itself."""

ASKING = Limits(batch_size=50, max_latency=60)
Bytes = dict[str, dict[str, str]]


async def small(move: Mover) -> Institute:
    return await found(move.database.motor, courses=5, batches=20)


@pytest.fixture(scope="module")
async def undisturbed(mongodb_uri: str) -> Bytes:
    """Where it ends when nothing fails."""
    async with moving_on(mongodb_uri) as move:
        await small(move)
        await move.up()
        return await move.bytes_of_all("all but times")


@pytest.fixture
async def between(mongodb_uri: str) -> AsyncIterator[Proxy]:
    async with proxy(mongodb_uri) as between:
        yield between


@pytest.fixture
async def far(between: Proxy, settings: Settings, database: Database) -> AsyncIterator[Mover]:
    """A mover whose connection goes through the proxy."""
    async with Database(between.uri, settings, Metrics()) as connected:
        yield mover(connected, settings)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multitrainer.services.moving_over.patience.FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr("multitrainer.services.moving_over.patience.LONGEST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr("multitrainer.failures.IN_TIME_SECONDS", 1.0)


@pytest.mark.parametrize("command", [*TOLD, *REPEATED])
@pytest.mark.parametrize("moment", ["before_request", "before_answer"])
async def test_a_connection_cut_at_any_command_leaves_the_end_as_it_is(
    between: Proxy, far: Mover, move: Mover, undisturbed: Bytes, command: str, moment: str
) -> None:
    await small(move)
    getattr(between, moment)(2, between.cut, command)
    told = Told()
    await far.up(told, ASKING)
    assert await far.states() == ["applied"] * 3
    assert await move.bytes_of_all("all but times") == undisturbed
    assert any("Trying again" in words for words in told.said) is (command in TOLD)


async def test_a_server_that_never_answers_is_told_of_and_given_up_in_the_end(
    between: Proxy, far: Mover, move: Mover, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("multitrainer.services.moving_over.patience.GIVES_UP_AFTER_SECONDS", 2.0)
    await small(move)
    between.before_request(1, between.silence, "update")
    told = Told()
    with pytest.raises(Unavailable, match="goes on where this was"):
        await far.up(told)
    between.heal()
    assert any("Trying again" in words for words in told.said)
    assert "applied" not in await move.states()
