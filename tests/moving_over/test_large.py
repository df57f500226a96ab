"""A large institute: every byte that is not ours stays, and memory does not grow with the data."""

import os
import subprocess
import sys

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.services.moving_over.limits import Limits
from multitrainer.settings import Settings
from tests.moving_over.institute import found
from tests.moving_over.moving import Mover, counts
from tests.storms.forked import COMMAND
from tests.storms.test_doctor_memory import THE_COMMAND_AND_ITS_PEAK

AT_ONCE = 5_000
GROWTH_MB = 30


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_twenty_thousand_documents_keep_every_byte_that_is_not_ours(move: Mover) -> None:
    await found(move.database.motor, courses=1_000, batches=20_000)
    before, lasting = await move.bytes_of_all("foreign"), await move.bytes_of_all("all but times")
    planned = await move.plan()
    assert counts(await move.up(limits=Limits(max_latency=None))) == counts(planned)
    assert await move.bytes_of_all("foreign") == before
    assert [summary.wrong for summary in await move.verify()] == [0, 0, 0]
    await move.down()
    assert await move.bytes_of_all("all but times") == lasting


async def add(database: Database, documents: int) -> None:
    """Courses with nineteen batches each, as the old application leaves them."""
    trainers = [ObjectId() for _ in range(40)]
    await database.motor.users.insert_many([{"_id": t, "role": "trainer"} for t in trainers])
    for start in range(0, documents, AT_ONCE):
        courses = [ObjectId() for _ in range(min(AT_ONCE, documents - start) // 20)]
        await database.motor.courses.insert_many({"_id": c, "instructor": trainers[0]} for c in courses)
        batches = [{"course": c, "instructor": trainers[n]} for c in courses for n in range(19)]
        await database.motor.batches.insert_many(batches)


def peak_mb_of_up(uri: str, settings: Settings) -> float:
    """The most memory that `multitrainer migrate up` had at any moment."""
    at = {"MULTITRAINER_MONGODB_URI": uri, "MULTITRAINER_MONGODB_DATABASE": settings.mongodb_database}
    up = [*COMMAND, "migrate", "up", "--max-latency", "0"]
    told = subprocess.check_output([sys.executable, "-c", THE_COMMAND_AND_ITS_PEAK, *up], env={**os.environ, **at})
    code, peak = map(int, told.split())
    assert code == 0
    return peak / (1024 if sys.platform == "linux" else 1024**2)


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_two_hundred_thousand_documents_take_hardly_more_memory_than_two_thousand(
    database: Database, move: Mover, mongodb_uri: str, settings: Settings
) -> None:
    await add(database, 2_000)
    of_few = peak_mb_of_up(mongodb_uri, settings)
    await move.down()
    await add(database, 198_000)
    assert peak_mb_of_up(mongodb_uri, settings) - of_few <= GROWTH_MB
