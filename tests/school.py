"""A small school, written straight into the database: one course, four batches, a lead and two assistants."""

from bson import ObjectId

from multitrainer.database import Database

COURSE = ObjectId("c00000000000000000000000")
BATCHES = tuple(ObjectId(f"b0000000000000000000000{n}") for n in range(4))
SARAH, JOHN, MARIA, ALEX = (ObjectId(f"a0000000000000000000000{n}") for n in range(4))
STUDENT = ObjectId("e00000000000000000000000")


async def found(database: Database) -> None:
    """John teaches two batches and Maria two; Sarah leads and backs everybody up; Alex is on no course."""
    names = {SARAH: "Dr. Sarah", JOHN: "John", MARIA: "Maria", ALEX: "Alex"}
    users = [{"_id": id_, "name": name, "email": f"{name}@x.example", "role": "trainer"} for id_, name in names.items()]
    await database.motor.users.insert_many([*users, {"_id": STUDENT, "name": "Stu", "role": "student"}])
    await database.motor.courses.insert_one({
        "_id": COURSE,
        "__v": 7,
        "name": "German A1",
        "instructor": SARAH,
        "trainers": [
            _entry(SARAH, "lead", BATCHES, 0),
            _entry(JOHN, "assistant", BATCHES[:2], 50),
            _entry(MARIA, "assistant", BATCHES[2:], 50),
        ],
    })  # fmt: skip
    await database.motor.batches.insert_many([
        {
            "_id": batch,
            "course": COURSE,
            "name": f"Batch {n}",
            "students": [STUDENT],
            "instructor": primary,
            "trainers": {"primary": primary, "backup": [SARAH], "assistants": []},
        }
        for n, (batch, primary) in enumerate(zip(BATCHES, (JOHN, JOHN, MARIA, MARIA), strict=True), 1)
    ])  # fmt: skip


async def found_anew(database: Database) -> None:
    """Found it in a database that is used again and again: making one takes longer than a test."""
    for collection in ("users", "courses", "batches"):
        await database.motor[collection].delete_many({})
    await found(database)


def _entry(trainer: ObjectId, role: str, batches: tuple[ObjectId, ...], workload: int) -> dict[str, object]:
    return {
        "_id": ObjectId(),
        "trainer": trainer,
        "role": role,
        "status": "active",
        "assignedBatches": list(batches),
        "workload": workload,
    }
