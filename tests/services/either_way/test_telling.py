"""What tells of a change is there with it and not without it, with transactions and without."""

from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from multitrainer import clock
from multitrainer.database import Database, Outdated
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import RefusedByDatabase
from multitrainer.repositories.teams import Teams
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.school import ALEX, BATCHES, JOHN

FIRST = str(BATCHES[0])


async def told(database: Database) -> list[dict[str, Any]]:
    return [entry async for entry in database.motor.multitrainer_outbox.find({})]


async def name_alex(services: Services) -> None:
    await services.batch_people.name_primary(THE_ADMIN, FIRST, str(ALEX))


def failing(monkeypatch: pytest.MonkeyPatch, *errors: BaseException) -> None:
    """Saving a team fails, once with each error, before anything is written."""
    left, save = list(errors), Teams.save

    async def saving(*arguments: Any) -> None:
        if left:
            raise left.pop(0)
        await save(*arguments)

    monkeypatch.setattr(Teams, "save", saving)


async def test_a_change_leaves_one_entry_that_may_be_told_at_once(database: Database, services: Services) -> None:
    await name_alex(services)
    (entry,) = await told(database)
    assert {(notice["kind"], notice["to"]) for notice in entry["notices"]} == {
        ("named-primary", str(ALEX)),
        ("taken-off-batch", str(JOHN)),
    }
    assert entry["due_at"] <= clock.now()


async def test_a_change_that_begins_anew_is_told_once(
    database: Database, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, Outdated(), Outdated())
    await name_alex(services)
    assert len(await told(database)) == 1


async def test_a_change_that_is_refused_is_not_told(
    database: Database, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, OperationFailure("no", 121))
    with pytest.raises(RefusedByDatabase):
        await name_alex(services)
    assert await told(database) == []


async def test_of_what_nobody_knows_whether_it_came_about_people_are_told_later_rather_than_never(
    database: Database, services: Services, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, AutoReconnect("gone"))
    with pytest.raises(AutoReconnect):
        await name_alex(services)
    entries = await told(database)
    if settings.transactions == "auto":
        assert entries == []  # the transaction is known to be gone
    else:
        assert entries[0]["due_at"] > clock.now() + timedelta(seconds=20)
