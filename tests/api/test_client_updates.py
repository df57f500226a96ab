"""Reading, deciding and writing while others change the same thing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from bson import ObjectId
from pymongo import MongoClient

from multitrainer.client import Client
from multitrainer.domain.errors import Stale
from multitrainer.domain.roster import Role, Status
from multitrainer.schemas.batches import BatchPatch
from multitrainer.schemas.courses import Course, CoursePatch
from multitrainer.schemas.roster import RosterChange, RosterEntry
from multitrainer.schemas.trainers import TrainerPatch
from multitrainer.settings import Settings
from tests.api.school import COURSE, FIRST, JOHN, MARIA

pytestmark = pytest.mark.usefixtures("school")

P = TypeVar("P")
Meanwhile = Callable[[], object]
Update = Callable[[Client, Meanwhile, int], Awaitable[object]]


def after(meanwhile: Meanwhile, patch: P) -> Callable[[object], P]:
    """Decide on this patch, in which time somebody else does something."""

    def change(_: object) -> P:
        meanwhile()
        return patch

    return change


UPDATES: dict[str, tuple[str, str, Update]] = {
    "course": (
        "courses",
        COURSE,
        lambda client, meanwhile, attempts: client.courses.update(
            COURSE, after(meanwhile, CoursePatch(name="A1")), attempts=attempts
        ),
    ),
    "roster entry": (
        "users",
        JOHN,
        lambda client, meanwhile, attempts: client.roster.update(
            COURSE, MARIA, after(meanwhile, RosterChange(status=Status.INACTIVE)), attempts=attempts
        ),
    ),
    "batch": (
        "batches",
        FIRST,
        lambda client, meanwhile, attempts: client.batches.update(
            FIRST, after(meanwhile, BatchPatch(students=())), attempts=attempts
        ),
    ),
    "trainer": (
        "users",
        JOHN,
        lambda client, meanwhile, attempts: client.trainers.update(
            JOHN, after(meanwhile, TrainerPatch(phone="1")), attempts=attempts
        ),
    ),
}


@pytest.fixture
def somebody_else(mongodb_uri: str, settings: Settings) -> Iterator[Callable[[str, str], Meanwhile]]:
    """Renames a thing twice, from outside, and then leaves it alone."""
    client: MongoClient[dict[str, Any]] = MongoClient(mongodb_uri)

    def renaming(collection: str, id_: str) -> Meanwhile:
        names = iter([f"Once {uuid4()}", f"Twice {uuid4()}"])

        def rename() -> None:
            if name := next(names, None):
                things = client[settings.mongodb_database][collection]
                things.update_one({"_id": ObjectId(id_)}, {"$set": {"name": name}})

        return rename

    yield renaming
    client.close()


@pytest.mark.parametrize("thing", UPDATES)
async def test_an_update_reads_again_as_often_as_it_may(
    client: Client, somebody_else: Callable[[str, str], Meanwhile], thing: str
) -> None:
    collection, id_, update = UPDATES[thing]
    with pytest.raises(Stale):
        await update(client, somebody_else(collection, id_), 1)
    with pytest.raises(Stale):
        await update(client, somebody_else(collection, id_), 2)
    await update(client, somebody_else(collection, id_), 3)


async def test_updates_at_once_all_come_about(client: Client) -> None:
    async def append(mark: str) -> Course:
        return await client.courses.update(COURSE, lambda seen: CoursePatch(name=f"{seen.name}{mark}"), attempts=50)

    await asyncio.gather(*map(append, "abcdefgh"))
    name = (await client.courses.read(COURSE)).name or ""
    assert sorted(name.removeprefix("German A1")) == list("abcdefgh")


async def test_a_change_is_decided_on_what_is_there(client: Client) -> None:
    def swap(entry: RosterEntry) -> RosterChange:
        return RosterChange(role=Role.LEAD if entry.role is Role.ASSISTANT else Role.ASSISTANT)

    assert (await client.roster.update(COURSE, JOHN, swap)).role is Role.LEAD
    assert (await client.roster.update(COURSE, JOHN, swap)).role is Role.ASSISTANT
