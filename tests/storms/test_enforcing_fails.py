"""What a server refuses while a validator is put: a clear sentence, and calling again completes it."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import MultitrainerError, RefusedByDatabase, Unavailable
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.services.moving_over.enforcement import State
from multitrainer.settings import Settings
from tests.databases import leave
from tests.school import found_anew

Raw = dict[str, Any]
NOT_ALLOWED, FAILED, NOT_IN_TIME = 13, 8, 50
STEPS = 3
"""Commands that put or take off ours on one collection."""


@pytest.fixture
async def database(failing_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with Database(failing_uri, settings, Metrics()) as database:
        await found_anew(database)
        yield database
        await database.client.admin.command("configureFailPoint", "failCommand", mode="off")
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
def services(database: Database, settings: Settings) -> Services:
    return wiring.build(database, settings)


async def fail(database: Database, command: str, mode: dict[str, int], **how: object) -> None:
    data = {"failCommands": [command], **how}
    await database.client.admin.command("configureFailPoint", "failCommand", mode=mode, data=data)


@pytest.mark.parametrize("command", ["listCollections", "collMod"])
@pytest.mark.parametrize(
    ("how", "told", "sentence"),
    [
        ({"errorCode": NOT_ALLOWED}, RefusedByDatabase, "may not .* on courses.*dbAdmin"),
        ({"errorCode": FAILED}, RefusedByDatabase, "refuses to .* courses"),
        ({"errorCode": NOT_IN_TIME}, Unavailable, "does not answer"),
        ({"closeConnection": True}, Unavailable, "does not answer"),
    ],
)
async def test_a_failure_is_told_in_a_sentence(
    services: Services,
    database: Database,
    command: str,
    how: dict[str, object],
    told: type[MultitrainerError],
    sentence: str,
) -> None:
    await fail(database, command, {"times": 1}, **how)
    with pytest.raises(told, match=sentence):
        await services.enforcement.refuse(THE_ADMIN)
    assert [one.state for one in await services.enforcement.look(THE_ADMIN)] == [State.OFF] * 2


async def options(database: Database) -> list[Raw]:
    found = await database.motor.command("listCollections", filter={"name": {"$in": ["courses", "batches"]}})
    return [row["options"] for row in found["cursor"]["firstBatch"]]


REFUSING, OFF = [State.REFUSING] * 2, [State.OFF] * 2


@pytest.mark.parametrize("at", range(2 * STEPS))
@pytest.mark.parametrize(("level", "action"), [("strict", "warn"), ("off", "error"), ("moderate", "error")])
async def test_wherever_a_command_ends_the_next_one_puts_or_takes_off_all(
    services: Services, database: Database, at: int, level: str, action: str
) -> None:
    for name in ("courses", "batches"):
        await database.motor.command(
            "collMod", name, validator={"name": {"$gt": ""}}, validationLevel=level, validationAction=action
        )
    before = await options(database)

    async def ended(command: Awaitable[object]) -> None:
        await fail(database, "collMod", {"skip": at}, errorCode=NOT_ALLOWED)
        with pytest.raises(RefusedByDatabase, match="on courses" if at < STEPS else "on batches"):
            await command
        await database.client.admin.command("configureFailPoint", "failCommand", mode="off")

    told = services.enforcement
    await ended(told.refuse(THE_ADMIN, force=True))
    await told.off(THE_ADMIN)
    assert await options(database) == before
    await ended(told.refuse(THE_ADMIN, force=True))
    assert [one.state for one in await told.refuse(THE_ADMIN, force=True)] == REFUSING
    await ended(told.off(THE_ADMIN))
    assert [one.state for one in await told.off(THE_ADMIN)] == OFF
    assert await options(database) == before


async def test_ours_refuses_nothing_while_it_is_put_as_a_warning(services: Services, database: Database) -> None:
    for at in range(STEPS):
        await fail(database, "collMod", {"skip": at}, errorCode=NOT_ALLOWED)
        with pytest.raises(RefusedByDatabase):
            await services.enforcement.warn(THE_ADMIN)
        await database.client.admin.command("configureFailPoint", "failCommand", mode="off")
        courses, _ = await services.enforcement.look(THE_ADMIN)
        assert (courses.state, courses.offenders) == (State.INTERRUPTED if at else State.OFF, at)
        await database.motor.courses.insert_one({"name": "Old"})


async def test_what_stands_already_is_not_put_again(services: Services, database: Database) -> None:
    for command in (services.enforcement.warn, services.enforcement.refuse, services.enforcement.off):
        first = await command(THE_ADMIN)
        await fail(database, "collMod", {"skip": 0}, errorCode=NOT_ALLOWED)
        assert await command(THE_ADMIN) == first
        await database.client.admin.command("configureFailPoint", "failCommand", mode="off")
