"""The small school as callers of the API name it, and what they may look into afterwards."""

from typing import Any

from bson import ObjectId

from multitrainer.database import Database
from tests import school

COURSE = str(school.COURSE)
FIRST, SECOND, THIRD, FOURTH = BATCHES = [str(batch) for batch in school.BATCHES]
SARAH, JOHN, MARIA, ALEX = (str(trainer) for trainer in (school.SARAH, school.JOHN, school.MARIA, school.ALEX))
STUDENT = str(school.STUDENT)
NOBODY = "f" * 24

Raw = dict[str, Any]


async def everything(database: Database) -> dict[str, list[Raw]]:
    """Every document of the institute's collections, of enrolments and of settings, as it is stored."""
    return {
        name: await database.motor[name].find().sort("_id", 1).to_list(None)
        for name in (
            "users",
            "courses",
            "batches",
            "multitrainer_enrolments",
            "multitrainer_courses",
            "multitrainer_cover_settings",
        )
    }


async def stored(database: Database, collection: str, id_: str) -> Raw:
    """One document as it is stored."""
    found = await database.motor[collection].find_one({"_id": ObjectId(id_)})
    assert found is not None
    return dict(found)
