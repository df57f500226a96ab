"""Changes are transactions where the server has them, and none is begun where it has none or none is wanted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pymongo.monitoring import CommandStartedEvent

import multitrainer.database as module
from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.metrics import Metrics
from multitrainer.monitoring import CommandTimes
from multitrainer.settings import Settings
from tests.school import ALEX, BATCHES, COURSE, found_anew

BATCH = BATCHES[0]


class Heard(CommandTimes):
    """Every command that was sent."""

    def __init__(self) -> None:
        super().__init__(Metrics())
        self.commands: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.commands.append({"name": event.command_name, **event.command})


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    heard = Heard()
    monkeypatch.setattr(module, "CommandTimes", lambda _: heard)
    return heard


@pytest.fixture
def settings(settings: Settings, one_name: str) -> Settings:
    return settings.model_copy(update={"mongodb_database": one_name})


@asynccontextmanager
async def school_at(uri: str, settings: Settings, metrics: Metrics | None = None) -> AsyncIterator[Database]:
    async with Database(uri, settings, metrics or Metrics()) as database:
        await found_anew(database)
        yield database


async def name_a_primary(database: Database, settings: Settings) -> None:
    await wiring.build(database, settings).batch_people.name_primary(THE_ADMIN, str(BATCH), str(ALEX))


async def versions(database: Database) -> tuple[int | None, int | None]:
    """`__v` of the course and the batch: how often each was changed."""
    course = await database.motor.courses.find_one({"_id": COURSE})
    batch = await database.motor.batches.find_one({"_id": BATCH})
    assert course is not None
    assert batch is not None
    assert batch["instructor"] == ALEX
    return course["__v"], batch.get("__v")


async def test_a_replica_set_gets_each_change_as_one_transaction(
    heard: Heard, mongodb_uri: str, settings: Settings
) -> None:
    async with school_at(mongodb_uri, settings) as database:
        heard.commands.clear()
        await name_a_primary(database, settings)
        inside = [c for c in heard.commands if "txnNumber" in c]
        assert [c.get("startTransaction") for c in inside] == [True, *[None] * (len(inside) - 1)]
        assert inside[-1]["name"] == "commitTransaction"
        written = ["batches", "courses", "multitrainer_leaves", "multitrainer_questions"]
        assert [c["update"] for c in heard.commands if c["name"] == "update"] == written
        assert [c["update"] for c in inside if c["name"] == "update"] == written


async def must_not_begin_a_transaction(heard: Heard, uri: str, settings: Settings) -> None:
    async with school_at(uri, settings) as database:
        heard.commands.clear()
        await name_a_primary(database, settings)
        written = [c["update"] for c in heard.commands if c["name"] == "update"]
        around = ["outbox", "news", "news", "audit"]
        ours = [f"multitrainer_{name}" for name in (*around, "leaves", "questions")]
        assert written == ["multitrainer_leases", "batches", "courses", *ours]
        assert [c for c in heard.commands if "startTransaction" in c or "txnNumber" in c] == []


async def test_a_standalone_server_is_never_sent_one(heard: Heard, standalone_uri: str, settings: Settings) -> None:
    await must_not_begin_a_transaction(heard, standalone_uri, settings)


async def test_whoever_wants_none_gets_none(heard: Heard, mongodb_uri: str, settings: Settings) -> None:
    await must_not_begin_a_transaction(heard, mongodb_uri, settings.model_copy(update={"transactions": "never"}))


CONFLICT = {"failCommands": ["update"], "errorCode": 112, "errorLabels": ["TransientTransactionError"]}
LOST_COMMIT = {"failCommands": ["commitTransaction"], "closeConnection": True}


@pytest.mark.parametrize(
    ("failure", "times", "begun_anew"),
    [pytest.param(CONFLICT, 2, 2, id="two write conflicts"), pytest.param(LOST_COMMIT, 1, 0, id="a lost commit")],
)
async def test_a_change_that_fails_in_passing_is_made_exactly_once(
    failing_uri: str, settings: Settings, failure: dict[str, object], times: int, begun_anew: int
) -> None:
    metrics = Metrics()
    async with school_at(failing_uri, settings, metrics) as database:
        await database.client.admin.command("configureFailPoint", "failCommand", mode={"times": times}, data=failure)
        await name_a_primary(database, settings)
        assert await versions(database) == (8, 1)
    assert metrics.registry.get_sample_value("multitrainer_write_conflicts_total") == begun_anew
