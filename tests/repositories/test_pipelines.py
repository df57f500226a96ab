"""The seed's three queries answer alike in memory (mongomock) and on a real engine, whatever the documents' shape."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import pytest
from beanie import init_beanie
from bson import ObjectId
from mongomock_motor import AsyncMongoMockClient

from multitrainer import clock, documents
from multitrainer.database import Database
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.courses import Courses
from multitrainer.stored.users import UserSchema
from tests.callers import CALLERS

Raw = dict[str, Any]
Ask = Callable[[], Awaitable[Any]]

ANN, BEN, CAY, GONE = (ObjectId(f"{n:024x}") for n in range(1, 5))
COURSE, LOST_COURSE = (ObjectId(f"{n:024x}") for n in range(16, 18))
ONE, TWO, THREE, FOUR = (ObjectId(f"{n:024x}") for n in range(32, 36))

PASSWORD = {"password": "secret"}  # what a user has beside the fields that are shown
USERS: list[Raw] = [
    {"_id": ANN, "name": "Ann", "email": "ann@x", "phone": "1", "specialization": "German", **PASSWORD},
    {"_id": BEN, "name": "Ben", "email": "ben@x", "phone": "2", "specialization": ["A", "B"], **PASSWORD},
    {"_id": CAY, "name": "Cay", **PASSWORD},
]
ANN_ON_COURSE = {"_id": ANN, "name": "Ann", "email": "ann@x", "specialization": "German"}
BEN_ON_COURSE = {"_id": BEN, "name": "Ben", "email": "ben@x", "specialization": ["A", "B"]}
CAY_ANYWHERE = {"_id": CAY, "name": "Cay"}
ANN_ON_BATCH = {"_id": ANN, "name": "Ann", "email": "ann@x", "phone": "1"}
BEN_ON_BATCH = {"_id": BEN, "name": "Ben", "email": "ben@x", "phone": "2"}
FULL = {"role": "lead", "workload": 12.5, "assignedBatches": [ONE], "status": "on_leave"}
DEFAULTS = {"role": "assistant", "workload": 0, "assignedBatches": [], "status": "active"}


class Shape(NamedTuple):
    """A document's own fields, and the answer."""

    stored: Raw
    answer: Any


ROSTERS = {
    "order is kept, whatever the users' own": Shape(
        {"trainers": [{"trainer": t} for t in (CAY, ANN, BEN)]},
        [{**DEFAULTS, "trainer": t} for t in (CAY_ANYWHERE, ANN_ON_COURSE, BEN_ON_COURSE)],
    ),
    "the same trainer twice": Shape(
        {"trainers": [{"trainer": ANN, "role": "lead"}, {"trainer": BEN}, {"trainer": ANN}]},
        [
            {**DEFAULTS, "role": "lead", "trainer": ANN_ON_COURSE},
            {**DEFAULTS, "trainer": BEN_ON_COURSE},
            {**DEFAULTS, "trainer": ANN_ON_COURSE},
        ],
    ),
    "a deleted user is null": Shape(
        {"trainers": [{"trainer": GONE, **FULL}, {"trainer": BEN, **FULL}]},
        [{"trainer": None, **FULL}, {"trainer": BEN_ON_COURSE, **FULL}],
    ),
    "extra keys stay": Shape(
        {"trainers": [{"_id": FOUR, "trainer": ANN, **FULL, "note": {"text": "mornings"}}]},
        [{"_id": FOUR, "trainer": ANN_ON_COURSE, **FULL, "note": {"text": "mornings"}}],
    ),
    "an entry without a trainer": Shape({"trainers": [{"role": "lead"}]}, [{**DEFAULTS, "role": "lead"}]),
    "an empty roster": Shape({"trainers": []}, []),
    "an empty roster that Mongoose gave an un-migrated course": Shape({"trainers": [], "instructor": ANN}, None),
    "never migrated": Shape({"instructor": ANN}, None),
    "neither roster nor instructor": Shape({}, None),
}

PEOPLE = {
    "order is kept, whatever the users' own": Shape(
        {"trainers": {"primary": BEN, "backup": [CAY, ANN], "assistants": [ANN, CAY]}},
        {"primary": BEN_ON_BATCH, "backup": [CAY_ANYWHERE, ANN_ON_BATCH], "assistants": [ANN_ON_BATCH, CAY_ANYWHERE]},
    ),
    "deleted users are dropped, a deleted primary is null": Shape(
        {"trainers": {"primary": GONE, "backup": [GONE, ANN], "assistants": [GONE]}},
        {"primary": None, "backup": [ANN_ON_BATCH], "assistants": []},
    ),
    "extra keys stay": Shape(
        {"trainers": {"primary": ANN, "backup": [], "assistants": [], "room": 7}},
        {"primary": ANN_ON_BATCH, "backup": [], "assistants": [], "room": 7},
    ),
    "missing lists are empty": Shape(
        {"trainers": {"primary": ANN}}, {"primary": ANN_ON_BATCH, "backup": [], "assistants": []}
    ),
    "nobody": Shape({"trainers": {}}, {"backup": [], "assistants": []}),
    "never migrated": Shape({"instructor": ANN}, {"primary": ANN_ON_BATCH, "backup": [], "assistants": []}),
    "never migrated, the instructor deleted": Shape(
        {"instructor": GONE}, {"primary": None, "backup": [], "assistants": []}
    ),
    "the primary counts, not what the old application says": Shape(
        {"trainers": {"primary": ANN}, "instructor": BEN}, {"primary": ANN_ON_BATCH, "backup": [], "assistants": []}
    ),
    "neither people nor instructor": Shape({}, {"backup": [], "assistants": []}),
}

COURSE_SHOWN = {"_id": COURSE, "name": "German A1"}
ANNS = {"students": [], "trainers": {"primary": ANN, "backup": [], "assistants": []}}

BATCHES_OF_ANN = {
    "in the order they were made, with the course's name": Shape(
        {
            "batches": [
                {"_id": THREE, "course": COURSE, "name": "3", "trainers": {"primary": ANN}},
                {"_id": ONE, "course": COURSE, "name": "1", "trainers": {"primary": ANN}, "students": [BEN]},
                {"_id": TWO, "course": COURSE, "name": "2", "trainers": {"primary": BEN, "backup": [ANN]}},
            ]
        },
        [
            {**ANNS, "_id": ONE, "course": COURSE_SHOWN, "name": "1", "students": [BEN]},
            {**ANNS, "_id": THREE, "course": COURSE_SHOWN, "name": "3"},
        ],
    ),
    "migrated and un-migrated ones in one order": Shape(
        {
            "batches": [
                {"_id": ONE, "course": COURSE, "trainers": {"primary": ANN}, "instructor": ANN},
                {"_id": TWO, "course": COURSE, "instructor": ANN},
                {"_id": THREE, "course": COURSE, "trainers": {"primary": ANN}},
                {"_id": FOUR, "course": COURSE, "trainers": {"primary": None, "backup": []}, "instructor": ANN},
            ]
        },
        [
            {**ANNS, "_id": ONE, "course": COURSE_SHOWN, "instructor": ANN},
            {**ANNS, "_id": TWO, "course": COURSE_SHOWN, "instructor": ANN},
            {**ANNS, "_id": THREE, "course": COURSE_SHOWN},
            {**ANNS, "_id": FOUR, "course": COURSE_SHOWN, "instructor": ANN},
        ],
    ),
    "the primary counts, not what the old application says": Shape(
        {
            "batches": [
                {"_id": ONE, "course": COURSE, "trainers": {"primary": ANN}, "instructor": BEN},
                {"_id": TWO, "course": COURSE, "trainers": {"primary": BEN}, "instructor": ANN},
            ]
        },
        [{**ANNS, "_id": ONE, "course": COURSE_SHOWN, "instructor": BEN}],
    ),
    "a deleted course is null, extra keys stay": Shape(
        {"batches": [{"_id": ONE, "course": LOST_COURSE, "trainers": {"primary": ANN, "room": 7}, "fee": {"eur": 9}}]},
        [
            {
                "_id": ONE,
                "course": None,
                "students": [],
                "trainers": {"primary": ANN, "room": 7, "backup": [], "assistants": []},
                "fee": {"eur": 9},
            }
        ],
    ),
    "a batch that never had a course": Shape(
        {"batches": [{"_id": ONE, "trainers": {"primary": ANN}}]}, [{**ANNS, "_id": ONE}]
    ),
    "none": Shape({"batches": [{"_id": ONE, "course": COURSE, "trainers": {"primary": BEN}}]}, []),
}


async def on_both(database: Database, stored: dict[str, list[Raw]], ask: Ask) -> tuple[Any, Any]:
    """The answers in memory and on the real engine, which the documents are bound to again afterwards."""
    answers = []
    for motor in (AsyncMongoMockClient(tz_aware=True)["school"], database.motor):
        await init_beanie(database=motor, document_models=[*documents.ALL], skip_indexes=True)
        for collection, several in stored.items():
            await motor[collection].insert_many([dict(one) for one in several])
        answers.append(await ask())
    return answers[0], answers[1]


@pytest.mark.parametrize("shape", ROSTERS.values(), ids=ROSTERS)
async def test_a_courses_roster_is_the_same_on_both(database: Database, shape: Shape) -> None:
    courses = Courses(CALLERS, UserSchema(), clock.now)
    stored = {"users": USERS, "courses": [{"_id": COURSE, "name": "German A1", **shape.stored}]}
    answers = await on_both(database, stored, lambda: courses.roster(str(COURSE)))
    assert tuple(read.entries for read in answers) == (shape.answer, shape.answer)


@pytest.mark.parametrize("shape", PEOPLE.values(), ids=PEOPLE)
async def test_a_batchs_people_are_the_same_on_both(database: Database, shape: Shape) -> None:
    batches = Batches(CALLERS, UserSchema(), clock.now)
    stored = {"users": USERS, "batches": [{"_id": ONE, "course": COURSE, **shape.stored}]}
    answers = await on_both(database, stored, lambda: batches.people(str(ONE)))
    assert tuple(read.people for read in answers) == (shape.answer, shape.answer)


@pytest.mark.parametrize("shape", BATCHES_OF_ANN.values(), ids=BATCHES_OF_ANN)
async def test_a_trainers_batches_are_the_same_on_both(database: Database, shape: Shape) -> None:
    batches = Batches(CALLERS, UserSchema(), clock.now)
    stored = {"courses": [{"_id": COURSE, "name": "German A1", "trainers": []}], **shape.stored}
    answers = await on_both(database, stored, lambda: batches.of_trainer(str(ANN), None, None))
    assert [read.page.items for read in answers] == [shape.answer, shape.answer]


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7])
async def test_pages_of_a_trainers_batches_join_to_the_whole(database: Database, limit: int) -> None:
    """Every third batch was never migrated, so that both of the query's halves end at any place."""
    batches, ids = Batches(CALLERS, UserSchema(), clock.now), [ObjectId(f"{n:024x}") for n in range(32, 39)]
    told: list[Raw] = [{"instructor": ANN} if n % 3 == 0 else {"trainers": {"primary": ANN}} for n in range(7)]
    stored = {"batches": [{"_id": i, "course": COURSE, **people} for i, people in zip(ids, told, strict=True)]}

    async def page_by_page() -> list[list[ObjectId]]:
        page = (await batches.of_trainer(str(ANN), None, limit)).page
        pages = [page.items]
        while page.next:
            page = (await batches.of_trainer(str(ANN), page.next, limit)).page
            pages.append(page.items)
        return [[batch["_id"] for batch in items] for items in pages]

    expected = [ids[n : n + limit] for n in range(0, 7, limit)]
    assert await on_both(database, stored, page_by_page) == (expected, expected)
