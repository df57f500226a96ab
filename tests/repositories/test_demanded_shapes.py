"""The shape that is demanded of stored documents: what it names, allows and refuses, on a real engine."""

from typing import Any

import pytest
from bson import Decimal128, Int64, ObjectId

from multitrainer.database import Database
from multitrainer.documents import BatchTrainers, CourseTrainer
from multitrainer.domain.validation import Offenders
from multitrainer.repositories.validators import Validators
from multitrainer.stored.demanded import BATCH, COURSE, PEOPLE, ROSTER_ENTRY

ID = ObjectId()
Raw = dict[str, Any]


def _entry(**fields: Any) -> Raw:
    return {"trainers": [{"trainer": ID, **fields}]}


GOOD: dict[str, list[Raw]] = {
    "courses": [
        {"trainers": []},
        _entry(),
        _entry(role="substitute", status="on_leave", workload=12.5, assignedBatches=[ID], _id=ID, room="4"),
        _entry(workload=Int64(3)),
        _entry(workload=Decimal128("3")),
        {"trainers": [], "instructor": None, "name": 4},
        {"trainers": [], "instructor": ID},
    ],
    "batches": [
        {"trainers": {}},
        {"trainers": {"primary": None, "backup": [], "assistants": []}, "instructor": None},
        {"trainers": {"primary": ID, "backup": [ID], "assistants": [ID, ID], "room": "4"}, "instructor": ID},
    ],
}
BAD: dict[str, list[Raw]] = {
    "courses": [
        {},
        {"instructor": ID},
        {"trainers": None},
        {"trainers": {"trainer": ID}},
        {"trainers": [ID]},
        {"trainers": [{"role": "lead"}]},
        {"trainers": [{"trainer": ID}, {"trainer": str(ID)}]},
        _entry(trainer=None),
        _entry(role="captain"),
        _entry(role=None),
        _entry(status=True),
        _entry(workload="12"),
        _entry(workload=True),
        _entry(assignedBatches=ID),
        _entry(assignedBatches=[str(ID)]),
        {"trainers": [], "instructor": str(ID)},
        {"trainers": [], "instructor": [ID]},
    ],
    "batches": [
        {},
        {"instructor": ID},
        {"trainers": None},
        {"trainers": []},
        {"trainers": {"primary": str(ID)}},
        {"trainers": {"primary": [ID]}},
        {"trainers": {"backup": ID}},
        {"trainers": {"backup": [None]}},
        {"trainers": {"assistants": [str(ID)]}},
        {"trainers": {"assistants": None}},
        {"trainers": {}, "instructor": {"_id": ID}},
    ],
}


def test_the_shape_names_what_the_documents_have() -> None:
    for shape, kind in ((ROSTER_ENTRY, CourseTrainer), (PEOPLE, BatchTrainers)):
        known = {field.alias for field in kind.model_fields.values()} - {"_id"}
        assert set(shape["properties"]) == known


@pytest.mark.parametrize(("collection", "shape"), [("courses", COURSE), ("batches", BATCH)])
async def test_what_is_of_another_shape_is_found_and_nothing_else(
    database: Database, collection: str, shape: Raw
) -> None:
    await database.motor[collection].insert_many(
        [{"_id": f"good {n}", **raw} for n, raw in enumerate(GOOD[collection])]
    )
    assert await Validators(database.motor).offenders(collection, shape) == Offenders()
    for n, raw in enumerate(BAD[collection], 1):
        await database.motor[collection].insert_one({"_id": f"bad {n}", **raw})
        assert (await Validators(database.motor).offenders(collection, shape)).count == n, raw


async def test_ten_offenders_are_named_and_all_counted(database: Database) -> None:
    made = await database.motor.courses.insert_many([{"name": f"{n}"} for n in range(25)])
    found = await Validators(database.motor).offenders("courses", COURSE)
    assert (found.count, len(set(found.samples))) == (25, 10)
    assert set(found.samples) <= {str(id_) for id_ in made.inserted_ids}
