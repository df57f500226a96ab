"""Live events among processes: killed while they publish, and ended while somebody listens."""

import asyncio
import time
from pathlib import Path

import httpx
import orjson

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.telling.notices import Kind, Notice
from multitrainer.services.events.events import Stream
from multitrainer.serving import GRACE_SECONDS
from multitrainer.settings import Settings
from tests import school
from tests.callers import AS_ADMIN, admit, signed_in
from tests.storms.processes import started

FACTS = {"course": str(school.COURSE), "role": "lead", "status": "active"}
TOLD, KILLED = 24, 2


async def test_whoever_is_killed_while_it_publishes_loses_nothing_and_nothing_is_heard_twice(
    database: Database, settings: Settings, mongodb_uri: str, tmp_path: Path
) -> None:
    await school.found(database)
    named = {"mongodb_uri": mongodb_uri, "mongodb_database": settings.mongodb_database}
    lively = {**named, "worker_poll_seconds": "0.05", "delivery_lease_seconds": "1"}
    services = wiring.build(database, settings)
    alex = await signed_in(school.ALEX)
    keeping = asyncio.create_task(services.feed.keep())
    hearing = asyncio.create_task(_heard(await services.events.listen(lambda: alex, None)))
    for _ in range(TOLD):
        await services.telling.put([Notice(Kind.PUT_ON_COURSE, str(school.ALEX), FACTS)], None)
    for kill in range(KILLED + 1):
        async with started("worker", folder=tmp_path, **lively) as worker:
            await worker.says("Working on")
            if kill < KILLED:
                await _some_are_told(database, TOLD * (kill + 1) // (KILLED + 2))
                worker.process.kill()
            else:
                heard = await asyncio.wait_for(hearing, 60)
    keeping.cancel()
    kept = [str(one["_id"]) async for one in database.motor.multitrainer_notifications.find({})]
    assert len(kept) == TOLD
    assert sorted(heard) == sorted(kept)


async def _heard(stream: Stream) -> list[str]:
    """The ids of all notifications, until there are as many as were told."""
    found: list[str] = []
    async for piece in stream.sent():
        found += [orjson.loads(one.data)["_id"] for one in piece if one.name == "notification"]
        if len({*found}) == TOLD:
            return found
    return found


async def _some_are_told(database: Database, number: int) -> None:
    async with asyncio.timeout(60):
        while await database.motor.multitrainer_notifications.count_documents({}) < number:  # noqa: ASYNC110
            await asyncio.sleep(0.005)  # another process does it


async def test_a_service_that_ends_waits_for_nobody_who_listens(
    database: Database, settings: Settings, mongodb_uri: str, tmp_path: Path
) -> None:
    await admit(database.motor)
    named = {"mongodb_uri": mongodb_uri, "mongodb_database": settings.mongodb_database, "jwt_secret": "s" * 32}
    async with started("serve", "--port", "0", "--no-demo", folder=tmp_path, **named) as service:
        async with (
            httpx.AsyncClient(base_url=await service.url(), headers=AS_ADMIN, timeout=30) as http,
            http.stream("GET", "/api/events") as answer,
        ):
            lines = answer.aiter_lines()
            await anext(lines)
            began = time.monotonic()
            service.process.terminate()
            async for _ in lines:
                pass
            took = time.monotonic() - began
        assert await service.ended() == 0
    assert took < GRACE_SECONDS
    assert "Traceback" not in service.said
