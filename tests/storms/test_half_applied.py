"""Whoever applies a proposal is killed (-9) at an exact moment.

With transactions nothing is done, else the doctor ends it.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.proposals import ProposalKind
from multitrainer.domain.roster import Status
from multitrainer.metrics import Metrics
from multitrainer.schemas.proposals import NewProposal
from multitrainer.schemas.roster import NewRosterEntry, RosterChange
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.databases import leave
from tests.faults.proxy import Proxy, proxy
from tests.school import ALEX, COURSE, MARIA, found
from tests.storms.processes import started
from tests.storms.rounds import examined, much_later

KILLED = -9


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with Database(mongodb_uri, settings, Metrics()) as database:
        await found(database)
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    name = f"test_{uuid4().hex[:12]}"
    secret = SecretStr("s" * 32)
    return Settings(_env_file=None, mongodb_database=name, data_dir=tmp_path, jwt_secret=secret)


async def proposed(services: Services) -> str:
    """A proposal that gives Maria's two batches to Alex, because she is on leave."""
    course = str(COURSE)
    await services.roster.add(THE_ADMIN, course, NewRosterEntry(trainer=str(ALEX)))
    await services.roster.change(THE_ADMIN, course, str(MARIA), RosterChange(status=Status.ON_LEAVE))
    made = await services.proposals.make(THE_ADMIN, [course], NewProposal(kind=ProposalKind.REBALANCE))
    await services.proposals.ended(str(made["_id"]))
    return str(made["_id"])


async def killed_while_applying(between: Proxy, settings: Settings, proposal: str, moment: int, mode: str) -> None:
    """The command is killed as soon as the server has done its update of this number."""
    at = {"mongodb_uri": between.uri, "mongodb_database": settings.mongodb_database, "transactions": mode}
    async with started("plan", "apply", proposal, "--yes", folder=settings.data_dir, **at) as command:
        between.before_answer(moment, command.process.kill, "update")
        assert await command.ended() == KILLED, command.said


async def primaries(database: Database) -> list[str]:
    return [str(one["trainers"]["primary"]) async for one in database.motor.batches.find().sort("_id", 1)]


async def test_with_transactions_nothing_is_done(database: Database, settings: Settings, mongodb_uri: str) -> None:
    services = wiring.build(database, settings)
    proposal, before = await proposed(services), await primaries(database)
    async with proxy(mongodb_uri) as between:
        await killed_while_applying(between, settings, proposal, 3, "auto")
    assert await primaries(database) == before
    assert (await services.proposals.read(THE_ADMIN, proposal))["state"] == "ready"


async def test_without_transactions_the_doctor_finishes_what_was_begun(
    database: Database, settings: Settings, mongodb_uri: str
) -> None:
    services = wiring.build(database, settings.model_copy(update={"transactions": "never"}))
    proposal, before = await proposed(services), await primaries(database)
    async with proxy(mongodb_uri) as between:
        await killed_while_applying(between, settings, proposal, 6, "never")
    half = await primaries(database)
    assert [now == then for now, then in zip(half, before, strict=True)].count(False) == 1, "One of two is written."
    await much_later(database)
    named = {f.violation.code for f in await examined(database, settings)}
    assert "proposal-half-applied" in named
    assert all(f.repaired for f in await examined(database, settings, repair=True))
    assert await primaries(database) == [*before[:2], str(ALEX), str(ALEX)]
    assert (await services.proposals.read(THE_ADMIN, proposal))["state"] == "applied"
    assert await examined(database, settings) == []
