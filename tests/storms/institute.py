"""A course of twelve batches for storms to rage over, and the facts that its documents state."""

from typing import Any

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorDatabase

from tests.callers import admit
from tests.storms.ledger import Fact

Documents = AsyncIOMotorDatabase[dict[str, Any]]

COURSE = ObjectId("c00000000000000000000000")
SIDE_COURSES = tuple(ObjectId(f"c000000000000000000000{n:02x}") for n in range(1, 4))
BATCHES = tuple(ObjectId(f"b000000000000000000000{n:02x}") for n in range(12))
TRAINERS = tuple(ObjectId(f"a000000000000000000000{n:02x}") for n in range(16))
STUDENTS = tuple(ObjectId(f"e000000000000000000000{n:02x}") for n in range(12))
LEADS, ASSISTANTS, SUBSTITUTES = TRAINERS[:2], TRAINERS[2:8], TRAINERS[8:10]


async def found(database: Documents) -> None:
    """Two leads, six assistants with two batches each, two substitutes, six trainers who are on no course yet."""
    for name in ("users", "courses", "batches"):
        await database[name].delete_many({})
    trainers = [{"_id": t, "name": f"Trainer {n}", "role": "trainer"} for n, t in enumerate(TRAINERS)]
    students = [{"_id": s, "name": f"Student {n}", "role": "student"} for n, s in enumerate(STUDENTS)]
    await database.users.insert_many([*trainers, *students])
    sides = [{"_id": c, "__v": 0, "name": f"Side course {n}", "trainers": []} for n, c in enumerate(SIDE_COURSES)]
    await database.courses.insert_many([_course(), *sides])
    await database.batches.insert_many([_batch(n) for n in range(len(BATCHES))])
    await admit(database)


def _course() -> dict[str, Any]:
    leads = [_entry(lead, "lead", BATCHES[6 * n : 6 * n + 6], 0) for n, lead in enumerate(LEADS)]
    teachers = [_entry(t, "assistant", BATCHES[2 * n : 2 * n + 2], 50) for n, t in enumerate(ASSISTANTS)]
    stand_ins = [_entry(t, "substitute", (), 0) for t in SUBSTITUTES]
    roster = [*leads, *teachers, *stand_ins]
    return {"_id": COURSE, "__v": 0, "name": "German A1", "instructor": LEADS[0], "trainers": roster}


def _entry(trainer: ObjectId, role: str, batches: tuple[ObjectId, ...], workload: int) -> dict[str, Any]:
    fields = {"role": role, "status": "active", "assignedBatches": [*batches], "workload": workload}
    return {"_id": ObjectId(), "trainer": trainer, **fields}


def _batch(number: int) -> dict[str, Any]:
    primary = ASSISTANTS[number // 2]
    people = {"primary": primary, "backup": [SUBSTITUTES[number % 2]], "assistants": []}
    fields = {"name": f"Batch {number}", "students": [STUDENTS[number]], "instructor": primary, "trainers": people}
    return {"_id": BATCHES[number], "__v": 0, "course": COURSE, **fields}


async def facts(database: Documents) -> set[Fact]:
    """Everything that the documents state, in the ledger's form. What a storm made goes by its name."""
    stated: set[Fact] = set()
    async for course in database.courses.find({}):
        stated |= set(_of_course(course))
    async for batch in database.batches.find({}):
        stated |= set(_of_batch(batch))
    async for user in database.users.find({"role": "trainer"}):
        stated.add(("user", user["name"], ""))
        if "phone" in user:
            stated.add(("phone", str(user["_id"]), user["phone"]))
    return stated


def _of_course(course: dict[str, Any]) -> list[Fact]:
    if course["_id"] == COURSE:
        roster = [fact for entry in course["trainers"] for fact in _of_entry(entry)]
        return [("course-name", str(COURSE), course["name"]), *roster]
    return [("course", str(course["_id"]) if course["_id"] in SIDE_COURSES else course["name"], "")]


def _of_entry(entry: dict[str, Any]) -> list[Fact]:
    who, role = str(entry["trainer"]), entry["role"]
    scope = entry["assignedBatches"] if role == "lead" else []
    return [
        ("member", who, ""),
        ("role", who, role),
        ("status", who, entry["status"]),
        *(("scope", str(batch), who) for batch in scope),
    ]


def _of_batch(batch: dict[str, Any]) -> list[Fact]:
    people = batch["trainers"]
    key = str(batch["_id"]) if batch["_id"] in BATCHES else batch["name"]
    primary = [str(people["primary"])] if people.get("primary") else []
    assistants = [str(t) for t in people["assistants"]]
    return [
        ("batch", key, str(batch["course"])),
        ("name", key, batch["name"]),
        ("students", key, " ".join(map(str, batch["students"]))),
        *(("primary", key, t) for t in primary),
        *(("assistant", key, t) for t in assistants),
        *(("teaches", key, t) for t in (*primary, *assistants)),
        *(("backup", key, str(t)) for t in people["backup"]),
    ]
