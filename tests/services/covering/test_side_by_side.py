"""Covers that are due together are looked at side by side, as far as they have nothing to do with each other."""

import asyncio
from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.schemas.leaves import NewLeave
from multitrainer.services import Services
from multitrainer.services.covers.stand_ins import StandIns
from tests.services.covering.covering import ALEX, FRIDAY, JOHN, MARIA, THIRD, asked, covers, meets, searched


class Watched:
    """Judging people takes a while, in which others would begin if they could."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at_once: list[list[date]] = []
        self._running: list[date] = []
        self._ranking = StandIns.ranking
        watched = self

        async def ranking(self: StandIns, sessions: Any, transaction: Any) -> Any:
            return await watched.of(self, sessions, transaction)

        monkeypatch.setattr(StandIns, "ranking", ranking)

    async def of(self, stand_ins: StandIns, sessions: Any, transaction: Any) -> Any:
        day = sessions[0].start.date()
        self._running.append(day)
        self.at_once.append([*self._running])
        try:
            for _ in range(3):
                await asyncio.sleep(0)
            return await self._ranking(stand_ins, sessions, transaction)
        finally:
            self._running.remove(day)


async def test_those_of_one_day_wait_for_each_other_so_that_others_come_before_who_is_asked_already(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.motor.multitrainer_cover_settings.insert_one({"_id": "institute", "pool": [ObjectId(ALEX)]})
    await meets(database, THIRD, (FRIDAY, "10:00", "11:00"), (5, "10:00", "11:00"), (4, "10:00", "11:00"))
    for who in (JOHN, MARIA):
        new = NewLeave.model_validate({"start": "2026-03-04T00:00", "end": "2026-03-07T00:00", "kind": "sick"})
        await services.leaves.request(THE_ADMIN, who, new)
    watched = Watched(monkeypatch)
    await searched(services)
    await database.motor.multitrainer_cover_settings.delete_many({})
    assert all(len({*days}) == len(days) for days in watched.at_once)
    of_friday = [cover for cover in await covers(services) if cover["localStart"].startswith("2026-03-06")]
    assert {name for cover in of_friday for name, _ in asked(cover)} == {"Dr. Sarah", "Alex"}


async def test_those_of_different_trainers_and_days_do_not_wait_for_each_other(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await meets(database, THIRD, (5, "10:00", "11:00"))
    for who in (JOHN, MARIA):
        new = NewLeave.model_validate({"start": "2026-03-05T00:00", "end": "2026-03-07T00:00", "kind": "sick"})
        await services.leaves.request(THE_ADMIN, who, new)
    watched = Watched(monkeypatch)
    await searched(services)
    assert max(map(len, watched.at_once)) == 2
