"""On a standalone server a change can stop between any two of its writes: the doctor names what is left, and heals it.

A failpoint closes the connection at the first, second, third ... write of a change, until it goes through.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from pymongo.errors import AutoReconnect

from multitrainer import leases
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.people import Duty
from multitrainer.metrics import Metrics
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.people import BatchPeople
from multitrainer.schemas.roster import RosterChange
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, found_anew
from tests.storms.processes import run
from tests.storms.rounds import examined

BATCH = str(BATCHES[0])
ALL_WRITES = ["insert", "update", "delete"]

CHANGES: dict[str, Callable[[Services], Awaitable[object]]] = {
    "naming a primary": lambda s: s.batch_people.name_primary(THE_ADMIN, BATCH, str(ALEX)),
    "naming a backup": lambda s: s.batch_people.name(THE_ADMIN, BATCH, str(ALEX), Duty.BACKUP),
    "staffing a batch": lambda s: s.batches.patch(
        THE_ADMIN, BATCH, BatchPatch(trainers=BatchPeople(primary=str(ALEX), backup=(str(JOHN),)))
    ),
    "giving an assistant batches": lambda s: s.roster.change(
        THE_ADMIN, str(COURSE), str(MARIA), RosterChange(assigned_batches=tuple(map(str, BATCHES)))
    ),
    "removing a trainer who hands over": lambda s: s.roster.remove(THE_ADMIN, str(COURSE), str(JOHN), str(ALEX)),
    "creating a batch": lambda s: s.batches.create(
        THE_ADMIN, NewBatch(course=str(COURSE), name="Batch 5", trainers=BatchPeople(primary=str(ALEX)))
    ),
    "deleting a batch": lambda s: s.batches.delete(THE_ADMIN, BATCH, force=True),
    "deleting a course with its batches": lambda s: s.courses.delete(THE_ADMIN, str(COURSE), force=True),
}


MOST_WRITES = {"removing a trainer who hands over", "deleting a course with its batches"}


@pytest.fixture(autouse=True)
def _short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops in the middle leaves a lease behind."""
    monkeypatch.setattr(leases, "DURATION", timedelta(milliseconds=100))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mongodb_database": "half_written"})


@pytest.fixture
async def database(failing_standalone_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with Database(failing_standalone_uri, settings, Metrics()) as database:
        yield database


async def stops_at_write(database: Database, number: int, change: Awaitable[object]) -> bool:
    """Close the connection at one write of a change. False when the change has fewer."""
    data = {"failCommands": ALL_WRITES, "closeConnection": True}
    mode: dict[str, object] = {"times": 1} if number == 0 else {"skip": number}
    await database.client.admin.command("configureFailPoint", "failCommand", mode=mode, data=data)
    try:
        await change
    except AutoReconnect:
        return True
    finally:
        await database.client.admin.command("configureFailPoint", "failCommand", mode="off")
    return False


@pytest.mark.parametrize(
    "change", [pytest.param(name, marks=() if name in MOST_WRITES else pytest.mark.long) for name in CHANGES]
)
async def test_whatever_a_change_leaves_half_written_is_named_and_healed(
    services: Services, database: Database, settings: Settings, change: str
) -> None:
    await found_anew(database)
    assert await stops_at_write(database, 0, CHANGES[change](services))
    assert await examined(database, settings) == [], "Nothing was written yet."
    written, named = 1, 0
    while await stops_at_write(database, written, CHANGES[change](services)):
        named += len(await examined(database, settings))
        assert all(f.repaired for f in await examined(database, settings, repair=True)), f"{written} writes"
        assert await examined(database, settings) == []
        await found_anew(database)
        written += 1
    assert named, "Some of what it left was named."
    assert await examined(database, settings) == [], "It went through."


async def test_the_command_tells_by_its_exit_code(
    services: Services, database: Database, settings: Settings, failing_standalone_uri: str
) -> None:
    await found_anew(database)
    before_the_course = len(("lease", "audit", "news", "outbox", "batch"))
    assert await stops_at_write(database, before_the_course, CHANGES["naming a primary"](services))
    at = {"mongodb_uri": failing_standalone_uri, "mongodb_database": settings.mongodb_database}
    named, repaired = [await run("doctor", *o, folder=settings.data_dir, **at) for o in ([], ["--repair"])]
    assert (named.code, repaired.code) == (1, 0)
    assert f"batch {BATCH}" in named.out
    assert await examined(database, settings) == []
