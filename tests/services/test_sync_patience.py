"""Sync bears a server that is away for a while, however long it has been running."""

import time
from collections.abc import AsyncIterator

import pytest
from pymongo.errors import AutoReconnect

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.repositories.changes import Changed
from multitrainer.services import Services
from multitrainer.services.moving_over import patience, sync
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence

AN_HOUR = 3_600.0


class Enough(Exception):
    """The test has seen what it wanted to see."""


async def test_a_short_outage_after_an_hour_does_not_end_it(
    database: Database, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await services.migrations.up(THE_ADMIN, Silence(), Limits())
    clock, opened = [0.0], []

    async def changes(*_: object) -> AsyncIterator[Changed]:
        opened.append(clock[0])
        if len(opened) == 3:
            raise Enough
        clock[0] += AN_HOUR
        yield Changed(token={"_data": "1"})
        raise AutoReconnect

    monkeypatch.setattr(sync, "changes", changes)
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(patience, "FIRST_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(services.sync._database, "has_change_streams", True)
    with pytest.raises(Enough):
        await services.sync.run(THE_ADMIN, Silence(), Limits())
    assert opened == [0.0, AN_HOUR, 2 * AN_HOUR]
