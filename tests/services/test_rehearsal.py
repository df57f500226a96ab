"""The plan goes by what the migrations before would leave, to the byte."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from bson import Int64, ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.workload import LoadRules
from multitrainer.migrations import m0001_course_roster
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.repositories.walks import SIZE
from multitrainer.services import Services
from multitrainer.services.moving_over.conversion import Conversion
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence
from multitrainer.services.moving_over.rehearsal import Rehearsal
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

TRAINER = ObjectId()
A_DAY = datetime(2024, 1, 1, tzinfo=UTC)

VERSIONS: list[Raw] = [{}, *({"__v": version} for version in (None, 0, 3, 2.5, Int64(3), 2**31 - 1))]
TIMES: list[Raw] = [{}, *({"updatedAt": time} for time in (None, A_DAY, "2024", 7))]
ROSTERS: list[Raw] = [{"instructor": TRAINER}, {"instructor": str(TRAINER)}, {"trainers": []}]


@pytest.fixture
def moving() -> Moving:
    return Moving(UserSchema(), Facts(LoadRules()))


async def test_documents_are_taken_to_be_as_large_as_the_run_then_makes_them(
    services: Services, database: Database, moving: Moving
) -> None:
    await database.motor.users.insert_one({"_id": TRAINER, "role": "trainer"})
    shapes = product(VERSIONS, TIMES, ROSTERS)
    made = await database.motor.courses.insert_many([{**version, **time, **who} for version, time, who in shapes])
    before = await moving.picked(m0001_course_roster, made.inserted_ids)
    rehearsal = Rehearsal(moving, Conversion(moving, PreImages(), SetAsides(clock.now), clock.now))
    rehearsed = await rehearsal.judge_courses(before)
    await services.migrations.up(THE_ADMIN, Silence(), Limits(), [m0001_course_roster])
    after = await moving.picked(m0001_course_roster, made.inserted_ids)
    assert [one[SIZE] for one in rehearsed.recounts.documents] == [one[SIZE] for one in after]
    assert [one[SIZE] for one in before] != [one[SIZE] for one in after]
