"""How far an institute is moved over, over the API."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from bson import DBRef, ObjectId

from multitrainer import clock, failures
from multitrainer.app import create_app
from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import InvalidInput, LedgerUnreadable, Unavailable
from multitrainer.domain.migrating import State
from multitrainer.embedded import EmbeddedServer
from multitrainer.services import Services
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence
from multitrainer.settings import Settings
from tests import school as raw
from tests.api.school import COURSE, NOBODY
from tests.callers import ADMINS_KEY, admit

pytestmark = pytest.mark.usefixtures("school")

NAMES = ["m0001_course_roster", "m0002_batch_trainers", "m0003_recount"]


async def migrate(services: Services) -> None:
    await services.migrations.up(THE_ADMIN, Silence(), Limits())


async def test_before_the_first_migration_everything_is_pending(client: Client) -> None:
    status = await client.migration.status()
    assert [(one.name, one.state, one.set_aside, one.held_by) for one in status.migrations] == [
        (name, State.PENDING, 0, None) for name in NAMES
    ]
    assert (status.sync.running, status.sync.held_by, status.sync.on_here) == (False, None, False)
    assert [(one.collection, one.state, one.theirs) for one in status.validators] == [
        ("courses", "off", False),
        ("batches", "off", False),
    ]


async def test_an_applied_migration_tells_when_and_what_it_came_to(
    client: Client, services: Services, database: Database
) -> None:
    await database.motor.courses.insert_one({"instructor": raw.SARAH})
    await database.motor.batches.insert_one({"instructor": None})
    began = clock.now()
    await migrate(services)
    courses, batches, _ = (await client.migration.status()).migrations
    assert (courses.collection, courses.state, batches.set_aside) == ("courses", State.APPLIED, 1)
    assert courses.counts is not None
    assert (courses.counts.seen, courses.counts.changed) == (2, {"roster-made": 1})
    assert batches.counts is not None
    assert batches.counts.aside == {"no-instructor": 1}
    assert courses.applied_at is not None
    assert courses.applied_at >= began


async def test_a_running_migration_tells_who_holds_it_and_how_far_it_is(client: Client, database: Database) -> None:
    until, holders = clock.now() + timedelta(seconds=20), [{"host": "a", "pid": 1}, {"host": "school-1", "pid": 4711}]
    entry = {"state": "moving", "until": until, "holders": holders, "checkpoint": {"after": ObjectId(), "seen": 7000}}
    await database.motor.multitrainer_migrations.insert_one({"_id": NAMES[0], **entry})
    first = (await client.migration.status()).migrations[0]
    assert (first.state, first.seen) == (State.MOVING, 7000)
    assert first.held_by is not None
    assert (first.held_by.host, first.held_by.pid, first.held_by.until) == ("school-1", 4711, until)


async def test_whoever_died_with_a_migration_holds_it_no_more(client: Client, database: Database) -> None:
    entry = {"state": "moving", "until": clock.now() - timedelta(seconds=1), "holders": [{"host": "a", "pid": 1}]}
    await database.motor.multitrainer_migrations.insert_one({"_id": NAMES[0], **entry})
    first = (await client.migration.status()).migrations[0]
    assert (first.state, first.held_by) == (State.MOVING, None)


async def test_a_ledger_of_a_later_version_is_a_problem_and_no_failure(client: Client, database: Database) -> None:
    await database.motor.multitrainer_migrations.insert_one({"_id": NAMES[0], "state": "sealed"})
    for ask in (client.migration.status(), client.migration.convert(COURSE)):
        with pytest.raises(LedgerUnreadable, match="'sealed' of m0001_course_roster"):
            await ask


async def test_a_damaged_ledger_is_told_as_far_as_it_can_be(client: Client, database: Database) -> None:
    damaged = {"state": "applied", "until": "soon", "holders": 7, "counts": {"changed": 1}, "checkpoint": "x"}
    await database.motor.multitrainer_migrations.insert_one({"_id": NAMES[0], **damaged})
    first = (await client.migration.status()).migrations[0]
    assert (first.state, first.counts, first.seen, first.held_by) == (State.APPLIED, None, None, None)


async def test_sync_tells_who_runs_it_and_what_it_did_last(client: Client, services: Services) -> None:
    await migrate(services)
    began = clock.now()
    await services.sync.once(THE_ADMIN, Silence(), Limits())
    sync = (await client.migration.status()).sync
    assert (sync.running, sync.last_change_at) == (False, None)
    assert sync.last_sweep_at is not None
    assert sync.last_sweep_at >= began


async def test_a_service_that_is_set_to_run_sync_says_so(
    mongodb_uri: str, settings: Settings, database: Database
) -> None:
    await admit(database.motor)
    app = create_app(settings.model_copy(update={"sync": True}), mongodb_uri)
    async with (
        app.router.lifespan_context(app),
        Client("http://test", api_key=str(ADMINS_KEY), transport=httpx.ASGITransport(app)) as client,
    ):
        assert (await client.migration.status()).sync.on_here is True


async def test_validators_are_told_without_counting(client: Client, services: Services, database: Database) -> None:
    await database.motor.command("collMod", "batches", validator={"name": {"$type": "string"}})
    await services.enforcement.warn(THE_ADMIN)
    assert [(one.collection, one.state, one.theirs) for one in (await client.migration.status()).validators] == [
        ("courses", "warning", False),
        ("batches", "off", True),
    ]


async def test_what_was_set_aside_is_listed_in_pages_whatever_its_id(
    client: Client, services: Services, database: Database
) -> None:
    ids: list[Any] = [ObjectId(NOBODY), 7, "german-a1", {"k": 1.5}, datetime(2020, 1, 1, tzinfo=UTC)]
    await database.motor.courses.insert_many({"_id": id_, "instructor": DBRef("users", 1)} for id_ in ids)
    await database.motor.batches.insert_one({"_id": "b", "instructor": None})
    await migrate(services)
    shown = [{"$oid": NOBODY}, 7, "german-a1", {"k": 1.5}, {"$date": "2020-01-01T00:00:00Z"}]
    for size in (1, 2, 100):
        found = [one async for one in client.migration.set_aside(NAMES[0], page_size=size)]
        assert sorted(map(str, (one.document for one in found))) == sorted(map(str, shown))
        assert {(one.collection, one.reason) for one in found} == {("courses", "instructor-is-dbref")}
        assert [one.document async for one in client.migration.set_aside(page_size=size)][-1] == "b"
    assert found[0].detail == "instructor is a DBRef, where a plain ObjectId belongs."


async def test_a_migration_that_there_is_not_is_refused(client: Client) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await client.migration.set_aside_page("m0009")
    assert refusal.value.detail == f"query.migration must be {NAMES[0]}, {NAMES[1]} or {NAMES[2]}."


async def test_a_database_that_is_away_is_not_waited_for_as_long_as_by_a_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "IN_REQUEST_SECONDS", 0.2)
    async with EmbeddedServer(tmp_path) as server:
        app = create_app(Settings(_env_file=None, mongodb_timeout_seconds=0.2), server.uri)
        lifespan = app.router.lifespan_context(app)
        await lifespan.__aenter__()
    async with Client("http://test", api_key=str(ADMINS_KEY), transport=httpx.ASGITransport(app), attempts=1) as client:
        for ask in (client.migration.status, client.migration.set_aside_page):
            with pytest.raises(Unavailable):
                await ask()
        for of_course in (client.migration.preview, client.migration.convert):
            with pytest.raises(Unavailable):
                await of_course(COURSE)
    await lifespan.__aexit__(None, None, None)
