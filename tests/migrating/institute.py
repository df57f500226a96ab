"""An institute of before: courses and batches that know one instructor, some of them not quite right."""

import hashlib
from typing import Any

import bson
from bson import ObjectId

from multitrainer.database import Database

SARAH, JOHN, NOBODY, STUDENT = (ObjectId(f"a0000000000000000000000{n}") for n in range(4))
GERMAN, POLISH, LATIN, GREEK = (ObjectId(f"c0000000000000000000000{n}") for n in range(4))
MORNING, EVENING = (ObjectId(f"b0000000000000000000000{n}") for n in range(2))

Raw = dict[str, Any]


async def found(database: Database) -> None:
    """Two courses can be moved over, one with John besides its lead; one names nobody, one nobody known."""
    await database.motor.users.insert_many([
        {"_id": SARAH, "name": "Sarah", "role": "trainer"},
        {"_id": JOHN, "name": "John", "role": "trainer"},
        {"_id": STUDENT, "name": "Stu", "role": "student"},
    ])  # fmt: skip
    await database.motor.courses.insert_many([
        {"_id": GERMAN, "name": "German", "instructor": SARAH},
        {"_id": POLISH, "name": "Polish", "instructor": str(JOHN)},
        {"_id": LATIN, "name": "Latin", "instructor": NOBODY},
        {"_id": GREEK, "name": "Greek", "instructor": None},
    ])  # fmt: skip
    await database.motor.batches.insert_many([
        {"_id": MORNING, "course": GERMAN, "name": "Morning", "instructor": SARAH},
        {"_id": EVENING, "course": GERMAN, "name": "Evening", "instructor": JOHN},
    ])  # fmt: skip


async def mend(database: Database) -> None:
    """What people do about the two courses that were set aside."""
    await database.motor.courses.update_many({"_id": {"$in": [LATIN, GREEK]}}, {"$set": {"instructor": SARAH}})


async def fingerprint(database: Database) -> dict[str, str]:
    """Every collection with all its documents and indexes."""
    names = await database.motor.list_collection_names()
    return {name: await _hash(database, name) for name in names}


async def _hash(database: Database, name: str) -> str:
    digest = hashlib.sha256()
    for document in await database.motor[name].find().sort("_id", 1).to_list(None):
        digest.update(bson.encode(document))
    for index in sorted(await database.motor[name].index_information()):
        digest.update(index.encode())
    return digest.hexdigest()
