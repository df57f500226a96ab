"""The loop that the migration is measured against does migrate."""

from bson import ObjectId

from multitrainer.database import Database
from tests.bench.save_loop import save_loop
from tests.interop.node import must_have_mongoose

ADA, BEN = ObjectId("a00000000000000000000000"), ObjectId("a00000000000000000000001")


async def test_the_save_loop_gives_trainers_to_whoever_has_none(database: Database, mongodb_uri: str) -> None:
    must_have_mongoose()
    theirs = {"primary": BEN, "backup": [ADA], "assistants": []}
    await database.motor.batches.insert_many([{"_id": ObjectId(), "instructor": ADA} for _ in range(3)])
    await database.motor.batches.insert_one({"instructor": ADA, "trainers": theirs})
    looped = await save_loop(mongodb_uri, database.motor.name)
    stored = [batch["trainers"] async for batch in database.motor.batches.find().sort("_id")]
    assert looped.documents == 4
    assert looped.rate > 0
    assert stored == [{"primary": ADA, "backup": [], "assistants": []}] * 3 + [theirs]
