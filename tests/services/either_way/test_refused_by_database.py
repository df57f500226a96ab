"""The institute's own unique indexes and validators: what they don't allow is refused, and nothing is written.

With transactions and without.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pymongo.errors import OperationFailure

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import RefusedByDatabase
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.courses import CoursePatch, NewCourse
from multitrainer.schemas.trainers import NewTrainer, TrainerPatch
from multitrainer.services import Services
from multitrainer.stored.ids import new_id
from tests.school import BATCHES, COURSE, JOHN

Raw = dict[str, Any]
PHONE = "+49 30 55500199"
EVA = NewTrainer(name="Eva", email="eva@x.example", phone=PHONE)


@pytest.fixture(autouse=True)
async def _indexes_of_the_institute(database: Database) -> None:
    await database.motor.users.create_index("phone", unique=True, sparse=True)
    await database.motor.courses.create_index("code", unique=True)
    await database.motor.batches.create_index([("course", 1), ("name", 1)], unique=True)


async def everything(database: Database) -> dict[str, list[Raw]]:
    return {name: await database.motor[name].find().to_list(None) for name in ("courses", "batches", "users")}


COMMANDS: dict[str, tuple[Callable[[Services], Awaitable[object]], list[str]]] = {
    "creating a trainer": (
        lambda s: s.trainers.create(THE_ADMIN, EVA.model_copy(update={"email": "eve@x.example"})),
        ["phone"],
    ),
    "changing a trainer": (lambda s: s.trainers.patch(THE_ADMIN, str(JOHN), TrainerPatch(phone=PHONE)), ["phone"]),
    "creating a course": (lambda s: s.courses.create(THE_ADMIN, NewCourse(name="Without code")), ["code"]),
    "creating a batch": (
        lambda s: s.batches.create(THE_ADMIN, NewBatch(course=str(COURSE), name="Batch 1")),
        ["course", "name"],
    ),
    "renaming a batch": (
        lambda s: s.batches.patch(THE_ADMIN, str(BATCHES[1]), BatchPatch(name="Batch 1")),
        ["course", "name"],
    ),
}


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_a_unique_index_does_not_allow_is_refused_and_names_its_fields(
    services: Services, database: Database, command: str
) -> None:
    await services.trainers.create(THE_ADMIN, EVA)
    before = await everything(database)
    carry_out, fields = COMMANDS[command]
    with pytest.raises(RefusedByDatabase, match=" and ".join(fields)) as refused:
        await carry_out(services)
    assert refused.value.facts == {"fields": fields}
    assert await everything(database) == before


async def test_a_trainer_whom_an_earlier_try_made_is_found_although_the_phone_is_unique(
    services: Services, database: Database
) -> None:
    first, again = [await services.trainers.create(THE_ADMIN, EVA, id_) for id_ in [new_id()] * 2]
    assert again == first
    assert await database.motor.users.count_documents({"phone": PHONE}) == 1


async def test_what_a_validator_does_not_allow_is_refused_without_its_values(
    services: Services, database: Database
) -> None:
    await database.motor.command(
        "collMod", "courses", validator={"$jsonSchema": {"properties": {"name": {"maxLength": 12}}}}
    )
    before = await everything(database)
    with pytest.raises(RefusedByDatabase, match="validator") as refused:
        await services.courses.patch(THE_ADMIN, str(COURSE), CoursePatch(name="A name that is too long"))
    assert "too long" not in refused.value.detail
    assert refused.value.facts == {"fields": []}
    assert await everything(database) == before


async def test_what_is_our_own_fault_stays_one(database: Database) -> None:
    async def ask(session: object) -> None:
        await database.motor.command("no such command")

    with pytest.raises(OperationFailure):
        await database.one_at_a_time("this", ask)
