"""What the server makes of odd documents is to the byte what Python makes of them, and nothing else is touched."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

import bson
import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.workload import LoadRules
from multitrainer.metrics import Metrics
from multitrainer.migrations import m0001_course_roster, m0002_batch_trainers, m0003_recount
from multitrainer.migrations.migration import Around, Migration
from multitrainer.migrations.references import Users
from multitrainer.migrations.verdicts import OWN, Change, SetAside
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence
from multitrainer.settings import Settings
from multitrainer.stored.order import Key, key
from multitrainer.stored.shapes import is_migrated, read_people, read_roster
from multitrainer.stored.teams import StoredTeam, read_team
from tests.databases import leave
from tests.migrations.odd_institute import TRAINERS, USERS, Institute, Making

Raw = dict[str, Any]

COURSES = 120
SEEN = Around(Users({user["_id"]: user["role"] for user in USERS}, ("trainer",)), rules=LoadRules())
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
MOVING_ON = ("__v", "updatedAt")


class Moved(NamedTuple):
    """An institute before it was moved over and after, by `_id`."""

    before: dict[Key, Raw]
    after: dict[Key, Raw]
    batches_before: dict[Key, Raw]
    batches_after: dict[Key, Raw]
    aside: set[Key]


@pytest.fixture(scope="module", params=["one", "another"])
async def moved(mongodb_uri: str, request: pytest.FixtureRequest) -> Moved:
    """What the services made of an institute from a seed."""
    settings = Settings(_env_file=None, mongodb_database=f"test_{uuid4().hex[:12]}")
    async with Database(mongodb_uri, settings, Metrics()) as database:
        before, batches_before = await founded(database, Making(request.param).institute(COURSES))
        await wiring.build(database, settings).migrations.up(THE_ADMIN, Silence(), Limits())
        aside = {key(entry["of"]) async for entry in database.motor.multitrainer_set_aside.find()}
        after, batches_after = await stored(database, "courses"), await stored(database, "batches")
        await leave(database.client, settings.mongodb_database)
    return Moved(before, after, batches_before, batches_after, aside)


async def founded(database: Database, institute: Institute) -> tuple[dict[Key, Raw], dict[Key, Raw]]:
    await database.motor.users.insert_many(USERS)
    await database.motor.courses.insert_many(institute.courses)
    await database.motor.batches.insert_many(institute.batches)
    return await stored(database, "courses"), await stored(database, "batches")


async def stored(database: Database, collection: str) -> dict[Key, Raw]:
    return {key(document["_id"]): document async for document in database.motor[collection].find()}


def applied(migration: Migration, document: Raw, around: Around) -> tuple[Raw, int]:
    """The document as Python leaves it, and how many changes that were."""
    verdict = migration.judge(document, around)
    if not isinstance(verdict, Change):
        return document, 0
    return {**{name: value for name, value in document.items() if name not in OWN}, **verdict.after}, 1


def in_bytes(document: Raw, *names: str) -> dict[str, bytes]:
    """These fields to the byte; one that is not there has none."""
    return {name: bson.encode({name: document[name]}) for name in names if name in document}


def others_in_bytes(document: Raw) -> bytes:
    return bytes(bson.encode({n: value for n, value in document.items() if n not in (*OWN, *MOVING_ON)}))


def must_have_moved_on(before: Raw, after: Raw, changes: int) -> None:
    if not changes:
        assert in_bytes(after, *MOVING_ON) == in_bytes(before, *MOVING_ON)
        return
    version = before.get("__v") or 0  # null is what is missing
    assert after["__v"] == version + changes
    assert isinstance(after["__v"], type(version))
    was = before.get("updatedAt")
    assert after["updatedAt"] == was if isinstance(was, str) else after["updatedAt"] > (was or LONG_AGO)


async def test_batches_are_to_the_byte_what_python_makes_of_them(moved: Moved) -> None:
    kinds = set()
    for id_, before in moved.batches_before.items():
        expected, changes = applied(m0002_batch_trainers, before, SEEN)
        after = moved.batches_after[id_]
        assert in_bytes(after, *OWN) == in_bytes(expected, *OWN)
        assert others_in_bytes(after) == others_in_bytes(before)
        must_have_moved_on(before, after, changes)
        kinds.add(changes)
    assert kinds == {0, 1}


async def test_courses_are_to_the_byte_what_python_makes_of_them(moved: Moved) -> None:
    counts = set()
    for id_, before in moved.before.items():
        around = Around(SEEN.users, {id_: of(id_, moved.batches_after)}, SEEN.rules)
        led, first = applied(m0001_course_roster, before, SEEN)
        expected, second = applied(m0003_recount, led, around)
        after = moved.after[id_]
        assert in_bytes(after, *OWN) == in_bytes(expected, *OWN)
        assert others_in_bytes(after) == others_in_bytes(before)
        must_have_moved_on(before, after, first + second)
        counts.add(first + second)
    assert counts == {0, 1, 2}


async def test_exactly_what_python_sets_aside_is_aside(moved: Moved) -> None:
    for documents, migration in ((moved.before, m0001_course_roster), (moved.batches_before, m0002_batch_trainers)):
        for id_, before in documents.items():
            assert isinstance(migration.judge(before, SEEN), SetAside) == (id_ in moved.aside)


async def test_a_course_is_stored_as_it_was_read_before(moved: Moved) -> None:
    """Until it is moved over, the domain reads a course as if it had been."""
    compared = 0
    for id_, before in moved.before.items():
        batches = of(id_, moved.batches_before)
        read = read_team(before, batches, SEEN.rules, TRAINERS)
        if moved.aside & {id_, *(key(b["_id"]) for b in batches)} or not is_comparable(read):
            continue
        now = read_team(moved.after[id_], of(id_, moved.batches_after), SEEN.rules, TRAINERS)
        assert now.team == read.current
        assert now.says(read.current)
        compared += 1
    assert compared > 10


def of(course: Key, batches: dict[Key, Raw]) -> list[Raw]:
    return sorted((b for b in batches.values() if key(b["course"]) == course), key=lambda b: b["_id"])


def is_comparable(read: StoredTeam) -> bool:
    """Whether the documents leave no choice.

    A migration completes what is there: it leaves who stands twice on a batch to people, and takes the first entry of
    who stands twice on a roster. And it knows no former primary of a batch whose course has no roster yet.
    """
    roster = [entry.trainer for entry in read_roster(read.course)]
    people = {name: read_people(batch) for name, batch in read.batches.items()}
    replaced = [
        name for name, who in people.items() if who.primary and read.said.batches[name] not in {None, who.primary}
    ]
    return (
        not read.malformed
        and len(set(roster)) == len(roster)
        and all(who.tidied() == who for who in people.values())
        and (is_migrated(read.course) or not replaced)
    )
