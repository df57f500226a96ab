"""Commands that come all at once, to two services on one database, leave everything in order and nothing lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.settings import Settings
from tests.storms import institute
from tests.storms.ledger import Ledger
from tests.storms.processes import serving
from tests.storms.storm import rage

COMMANDS = 200
EXPLAINED = ("primary", "backup", "assistant", "teaches", "member", "batch", "name", "students", "course", "phone")


@asynccontextmanager
async def two_services(folder: Path, uri: str, settings: Settings) -> AsyncIterator[tuple[str, str]]:
    at = {"mongodb_uri": uri, "mongodb_database": settings.mongodb_database, "log_level": "warning"}
    async with serving(folder=folder, **at) as first, serving(folder=folder, **at) as second:
        yield await first.url(), await second.url()


async def examined(database: Database, settings: Settings, *, repair: bool = False) -> list[str]:
    """What the doctor finds, in its words."""
    doctor = wiring.build(database, settings).doctor
    rounds = doctor.examine(THE_ADMIN, repair=repair)
    return [str(finding.violation) async for step in rounds for finding in step.found]


async def weathered(database: Database, settings: Settings, uri: str, folder: Path, seed: int) -> None:
    """A storm of commands, and what must be so once it is over."""
    await institute.found(database.motor)
    before, ledger = await institute.facts(database.motor), Ledger()
    async with two_services(folder, uri, settings) as urls:
        await rage(ledger, urls, Random(seed), COMMANDS)
    after = await institute.facts(database.motor)
    assert await examined(database, settings) == []
    assert ledger.lost(after) == []
    assert ledger.unexplained(before, after, EXPLAINED) == []
    print(len(ledger.accepted), len(ledger.visible(after)))
    assert len(ledger.visible(after)) > COMMANDS / 4


async def test_after_a_storm_nothing_is_out_of_order_and_nothing_accepted_is_lost(
    database: Database, settings: Settings, mongodb_uri: str, tmp_path: Path
) -> None:
    await weathered(database, settings, mongodb_uri, tmp_path, seed=1)


async def test_a_standalone_server_weathers_it_too(
    on_standalone: Database, settings: Settings, standalone_uri: str, tmp_path: Path
) -> None:
    await weathered(on_standalone, settings, standalone_uri, tmp_path, seed=2)
