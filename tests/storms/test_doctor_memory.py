"""The doctor's memory does not grow with the data: it looks at some courses at a time."""

import os
import subprocess
import sys

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.settings import Settings
from tests.storms.forked import COMMAND

AT_ONCE = 5000
NOISE = 1.1
"""How much more a process may take from one run to the next. Courses that were kept would take more."""

THE_COMMAND_AND_ITS_PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


async def add(database: Database, courses: int) -> None:
    """Courses of seven trainers with one batch each, as the rules want them."""
    trainers = [ObjectId() for _ in range(7)]
    await database.motor.users.insert_many([{"_id": t, "role": "trainer"} for t in trainers])
    roster = [{"trainer": t, "role": "assistant", "workload": 0, "assignedBatches": []} for t in trainers[1:]]
    for start in range(0, courses, AT_ONCE):
        pairs = [(ObjectId(), ObjectId()) for _ in range(min(AT_ONCE, courses - start))]
        await database.motor.courses.insert_many(
            {"_id": c, "trainers": [{"trainer": trainers[0], "workload": 25, "assignedBatches": [b]}, *roster]}
            for c, b in pairs
        )
        people = {"trainers": {"primary": trainers[0]}, "instructor": trainers[0]}
        await database.motor.batches.insert_many({"_id": b, "course": c, **people} for c, b in pairs)


def peak_of_doctor(uri: str, settings: Settings) -> int:
    """The most memory that `multitrainer doctor` had at any moment, in the system's unit. Everything is well."""
    at = {"MULTITRAINER_MONGODB_URI": uri, "MULTITRAINER_MONGODB_DATABASE": settings.mongodb_database}
    told = subprocess.check_output(
        [sys.executable, "-c", THE_COMMAND_AND_ITS_PEAK, *COMMAND, "doctor"], env={**os.environ, **at}, text=True
    )
    code, peak = map(int, told.split())
    assert code == 0
    return peak


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    "courses",
    [
        pytest.param(1_200, id="2,400 documents"),
        pytest.param(100_000, id="200,000 documents", marks=pytest.mark.long),
    ],
)
async def test_a_round_over_all_data_takes_no_more_memory_than_one_over_a_part(
    database: Database, mongodb_uri: str, settings: Settings, courses: int
) -> None:
    await add(database, 1_100)  # as many as are fetched at once, and some more
    of_a_part = peak_of_doctor(mongodb_uri, settings)
    await add(database, courses)
    assert peak_of_doctor(mongodb_uri, settings) < of_a_part * NOISE
