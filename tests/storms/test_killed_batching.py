"""Whoever applies or reverts a proposal of batches is killed (-9) after any write: nobody is lost or seated twice.

Afterwards everything is as before or as planned; without transactions, once the doctor has been.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bson import ObjectId
from pydantic import SecretStr

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.proposals import ProposalKind
from multitrainer.metrics import Metrics
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.schemas.proposals import NewProposal
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.databases import leave
from tests.faults.proxy import Proxy, proxy
from tests.school import BATCHES, COURSE, found_anew
from tests.storms.processes import started
from tests.storms.rounds import examined, much_later

Raw = dict[str, Any]
KILLED, DONE = -9, 0
OURS = ("proposals", "proposal_parts", "courses", "batches", "enrolments", "audit", "leases")
SEATED, *WAITING = (ObjectId() for _ in range(12))
WRITES = ("insert", "update", "delete", "findAndModify", "commitTransaction")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    name, secret = f"test_{uuid4().hex[:12]}", SecretStr("s" * 32)
    return Settings(_env_file=None, mongodb_database=name, data_dir=tmp_path, jwt_secret=secret)


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database
        await leave(database.client, settings.mongodb_database)


async def proposed(database: Database, services: Services) -> str:
    """A proposal that fills three of four batches of two and makes two more, for eleven students who wait."""
    for name in OURS:
        await database.motor[f"multitrainer_{name}"].delete_many({})
    await found_anew(database)
    await database.motor.multitrainer_enrolments.insert_many([enrolled(one, n) for n, one in enumerate(WAITING, 1)])
    await database.motor.multitrainer_enrolments.insert_one(enrolled(SEATED, 12, batch=BATCHES[0]))
    await database.motor.batches.update_many({}, {"$set": {"students": []}})
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"students": [SEATED]}})
    await services.batchings.put(THE_ADMIN, str(COURSE), NewBatching(target=2, minimum=2, maximum=2))
    made = await services.proposals.make(THE_ADMIN, [str(COURSE)], NewProposal(kind=ProposalKind.BATCHES))
    await services.proposals.ended(str(made["_id"]))
    return str(made["_id"])


def enrolled(student: ObjectId, day: int, batch: ObjectId | None = None) -> Raw:
    status = "placed" if batch else "waiting"
    joined = datetime(2026, 1, day, tzinfo=UTC)
    return {
        "course": COURSE, "student": student, "slots": [], "joinedAt": joined, "status": status, "batch": batch
    }  # fmt: skip


async def seats(database: Database) -> Raw:
    """Who sits where, by the batches and by the enrolments, which must say the same."""
    sitting: Raw = {}
    async for batch in database.motor.batches.find():
        assert len(batch["students"]) <= 2
        for student in batch["students"]:
            assert sitting.setdefault(student, batch["_id"]) == batch["_id"], "Somebody sits twice."
    enrolments = await database.motor.multitrainer_enrolments.find().to_list(None)
    assert {one["student"]: one["batch"] for one in enrolments if one["batch"]} == sitting
    assert len(enrolments) == 12
    return sitting


async def killed(between: Proxy, settings: Settings, verb: str, proposal: str, moment: int, mode: str) -> bool:
    """Whether the command was killed: as soon as the server had done so many writes."""
    at = {"mongodb_uri": between.uri, "mongodb_database": settings.mongodb_database, "transactions": mode}
    async with started("plan", verb, proposal, "--yes", folder=settings.data_dir, **at) as command:
        between.before_answer(moment, command.process.kill, *WRITES)
        code = await command.ended()
    between.heal()
    assert code in {KILLED, DONE}, command.said
    return code == KILLED


async def healed(database: Database, settings: Settings, mode: str) -> Raw:
    """Where everybody sits once the doctor has been, who has nothing to repair where there are transactions."""
    await much_later(database)
    found = await examined(database, settings, repair=True)
    assert all(one.repaired for one in found), found
    assert mode == "never" or not found, found
    assert await examined(database, settings) == []
    return await seats(database)


async def killed_at(moment: int, mode: str, database: Database, settings: Settings, between: Proxy) -> bool:
    """Kill an apply at a moment, look, complete it, kill a revert, look. Whether either was killed."""
    services = wiring.build(database, settings.model_copy(update={"transactions": mode}))
    proposal = await proposed(database, services)
    before = await seats(database)
    one = await killed(between, settings, "apply", proposal, moment, mode)
    now = await healed(database, settings, mode)
    assert now == before or len(now) == 12, "Some are seated."
    await services.proposal_changes.apply(THE_ADMIN, proposal)
    planned = await seats(database)
    assert len(planned) == 12
    other = await killed(between, settings, "revert", proposal, moment, mode)
    assert await healed(database, settings, mode) in (before, planned)
    return one or other


@pytest.mark.parametrize("mode", ["auto", "never"])
async def test_a_kill_leaves_what_was_or_what_was_planned(
    mode: str, database: Database, settings: Settings, mongodb_uri: str
) -> None:
    async with proxy(mongodb_uri) as between:
        assert await killed_at(4, mode, database, settings, between)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("mode", ["auto", "never"])
async def test_a_kill_after_any_write_leaves_what_was_or_what_was_planned(
    mode: str, database: Database, settings: Settings, mongodb_uri: str
) -> None:
    moment = 1
    async with proxy(mongodb_uri) as between:
        while await killed_at(moment, mode, database, settings, between):
            moment += 1
    assert moment > 4
