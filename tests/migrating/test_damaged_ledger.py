"""The ledger as a later version or a person may have left it: each command refuses in words, or goes on."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.errors import LedgerUnreadable
from multitrainer.migrating import commands
from multitrainer.migrating.enforced import Wanted
from multitrainer.migrating.reports import Ending, Report
from multitrainer.migrations import ALL
from multitrainer.services import Services
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence
from tests.migrating import institute

SILENCE = Silence()
UP = "up"
ASKED: dict[str, Callable[[Services], Awaitable[Report]]] = {
    "status": lambda services: commands.status(services, listed=False),
    UP: lambda services: commands.up(services, SILENCE, Limits(), ALL),
    "retry": lambda services: commands.retry(services, SILENCE, Limits()),
    "verify": lambda services: commands.verify(services, SILENCE),
    "down": lambda services: commands.down(services, SILENCE),
    "sync": lambda services: commands.sync_once(services, SILENCE, Limits()),
    "enforce": lambda services: commands.enforce(services, SILENCE, Wanted.WARNING, force=False),
}
FIELDS = ("until", "holders", "counts", "appliedAt", "fence", "owner", "at")


@pytest.fixture(autouse=True)
async def _moved_over(database: Database, services: Services) -> None:
    await institute.found(database)
    await ASKED[UP](services)


async def write(database: Database, change: dict[str, Any]) -> None:
    await database.motor.multitrainer_migrations.update_many({}, change)


@pytest.mark.parametrize("command", ASKED)
async def test_a_state_that_this_version_does_not_know_is_refused_and_nothing_is_written(
    command: str, database: Database, services: Services
) -> None:
    await write(database, {"$set": {"state": "sealed"}})
    before = await institute.fingerprint(database)
    with pytest.raises(LedgerUnreadable, match=f"says 'sealed' of {ALL[0].name}"):
        await ASKED[command](services)
    assert await institute.fingerprint(database) == before


async def test_what_the_refusal_says_helps(database: Database, services: Services) -> None:
    await write(database, {"$set": {"state": "sealed"}})
    await write(database, {"$set": {"state": "pending"}})
    assert (await ASKED[UP](services)).ending is Ending.LEFT_OVER
    assert (await ASKED["verify"](services)).data["wrong"] == 0


@pytest.mark.parametrize("field", FIELDS)
async def test_the_status_does_without_a_field_that_somebody_took_out(
    field: str, database: Database, services: Services
) -> None:
    await write(database, {"$unset": {field: ""}})
    assert (await ASKED["status"](services)).lines[0].startswith(f"{ALL[0].name} (courses): applied, ")


@pytest.mark.parametrize("command", [UP, "verify", "down"])
async def test_fields_that_somebody_took_out_stop_nothing(command: str, database: Database, services: Services) -> None:
    await write(database, {"$unset": dict.fromkeys(FIELDS, "")})
    assert (await ASKED[command](services)).ending in {Ending.DONE, Ending.LEFT_OVER}


@pytest.mark.parametrize("checkpoint", [{}, {"after": 1}, "somewhere"])
async def test_a_checkpoint_that_says_nothing_lets_it_begin_anew(
    checkpoint: object, database: Database, services: Services
) -> None:
    await write(database, {"$set": {"state": "moving", "checkpoint": checkpoint}})
    assert "checkpoint" not in (await ASKED["status"](services)).data["migrations"][0]
    await ASKED[UP](services)
    assert (await ASKED["verify"](services)).data["wrong"] == 0


async def test_a_holder_without_a_name_is_told_as_one(database: Database, services: Services) -> None:
    until = clock.now() + timedelta(minutes=1)
    await write(database, {"$set": {"state": "moving", "until": until, "holders": "nobody"}})
    assert "held by a process that the ledger does not name until" in (await ASKED["status"](services)).lines[0]


async def test_sync_without_any_of_its_fields_is_told_as_not_running(database: Database, services: Services) -> None:
    await database.motor.multitrainer_migrations.insert_one({"_id": "sync"})
    report = await ASKED["status"](services)
    assert "sync: not running" in report.lines
    assert report.data["sync"] == {"running": False}
