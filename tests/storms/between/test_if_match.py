"""If-Match holds until the write: whoever read what is no longer so is refused, whenever the others came in between.

With transactions and without. The others write as the old application does, at the worst moment: after we looked.
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import pytest
from bson import ObjectId

from multitrainer import wire
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import Stale
from multitrainer.domain.roster import Status
from multitrainer.repositories.courses import Courses
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.schemas.batches import BatchPatch
from multitrainer.schemas.courses import CoursePatch
from multitrainer.schemas.people import BatchPeople
from multitrainer.schemas.roster import RosterChange
from multitrainer.schemas.trainers import TrainerPatch
from multitrainer.services import Services
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA

COURSE_ID, BATCH, JOHN_ID = str(COURSE), str(BATCHES[0]), str(JOHN)
Raw = dict[str, Any]


class Case(NamedTuple):
    """A change with If-Match, what it is about, and somebody else's write to that."""

    read: Callable[[Services], Awaitable[object]]
    change: Callable[[Services, str], Awaitable[object]]
    theirs: tuple[str, ObjectId, Raw]


def the_course(s: Services) -> Awaitable[object]:
    return s.courses.read(THE_ADMIN, COURSE_ID)


def the_roster(s: Services) -> Awaitable[object]:
    return s.roster.entries(THE_ADMIN, COURSE_ID)


def the_batch(s: Services) -> Awaitable[object]:
    return s.batches.read(THE_ADMIN, BATCH)


def the_people(s: Services) -> Awaitable[object]:
    return s.batch_people.read(THE_ADMIN, BATCH)


def john(s: Services) -> Awaitable[object]:
    return s.trainers.read(THE_ADMIN, JOHN_ID)


ON_LEAVE = RosterChange(status=Status.ON_LEAVE)
RENAMED_COURSE = ("courses", COURSE, {"name": "Theirs"})
RENAMED_BATCH = ("batches", BATCHES[0], {"name": "Theirs"})
OTHER_ROLE = ("courses", COURSE, {"trainers.2.status": "inactive"})
OTHER_PEOPLE = ("batches", BATCHES[0], {"trainers.backup": [ALEX]})
OTHER_PHONE = ("users", JOHN, {"phone": "0123"})

CASES: dict[str, Case] = {
    "a course's name": Case(
        the_course, lambda s, tag: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(name="Ours"), tag), RENAMED_COURSE
    ),
    "a course's instructor": Case(
        the_course,
        lambda s, tag: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(instructor=str(MARIA)), tag),
        RENAMED_COURSE,
    ),
    "a course that goes": Case(
        the_course, lambda s, tag: s.courses.delete(THE_ADMIN, COURSE_ID, force=True, if_match=tag), RENAMED_COURSE
    ),
    "a roster entry": Case(
        the_roster, lambda s, tag: s.roster.change(THE_ADMIN, COURSE_ID, JOHN_ID, ON_LEAVE, tag), OTHER_ROLE
    ),
    "a batch's name": Case(
        the_batch, lambda s, tag: s.batches.patch(THE_ADMIN, BATCH, BatchPatch(name="Ours"), tag), RENAMED_BATCH
    ),
    "a batch's students": Case(
        the_batch, lambda s, tag: s.batches.patch(THE_ADMIN, BATCH, BatchPatch(students=()), tag), RENAMED_BATCH
    ),
    "a batch's people": Case(
        the_batch,
        lambda s, tag: s.batches.patch(THE_ADMIN, BATCH, BatchPatch(trainers=BatchPeople(primary=str(ALEX))), tag),
        RENAMED_BATCH,
    ),
    "a batch that goes": Case(
        the_batch, lambda s, tag: s.batches.delete(THE_ADMIN, BATCH, force=True, if_match=tag), RENAMED_BATCH
    ),
    "a primary": Case(
        the_people, lambda s, tag: s.batch_people.name_primary(THE_ADMIN, BATCH, str(ALEX), tag), OTHER_PEOPLE
    ),
    "a trainer": Case(
        john, lambda s, tag: s.trainers.patch(THE_ADMIN, JOHN_ID, TrainerPatch(name="Ours"), tag), OTHER_PHONE
    ),
}


def before_our_write(theirs: Callable[[], Awaitable[object]], patch: pytest.MonkeyPatch) -> None:
    """Have somebody else write right before our first write, after everything was read and checked."""
    left = [theirs]
    for kind, name in ((Teams, "save"), (Users, "update"), (Courses, "claim"), (Courses, "delete")):
        ours = getattr(kind, name)

        async def after_theirs(*args: Any, _ours: Any = ours, **kwargs: Any) -> Any:
            while left:
                await left.pop()()
            return await _ours(*args, **kwargs)

        patch.setattr(kind, name, after_theirs)


async def everything(database: Database) -> list[list[Raw]]:
    return [await database.motor[name].find().sort("_id", 1).to_list(None) for name in ("courses", "batches", "users")]


@pytest.mark.parametrize("what", CASES)
async def test_a_change_is_refused_when_others_came_in_between(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    case = CASES[what]
    collection, id_, fields = case.theirs
    tag = wire.tag(wire.encode(await case.read(services)))

    async def write() -> None:
        await database.motor[collection].update_one({"_id": id_}, {"$set": fields})
        states.append(await everything(database))

    states: list[list[list[Raw]]] = []
    before_our_write(write, monkeypatch)
    with pytest.raises(Stale):
        await case.change(services, tag)
    assert states == [await everything(database)]


@pytest.mark.parametrize("what", CASES)
async def test_a_change_goes_through_when_nobody_came_in_between(services: Services, what: str) -> None:
    case = CASES[what]
    await case.change(services, wire.tag(wire.encode(await case.read(services))))
