"""The database of an old institute: courses and batches as the old application and others have left them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from bson import Int64, ObjectId
from bson.binary import Binary
from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase

from tests.moving_over import odd_ones
from tests.moving_over.foreign_fields import foreign_fields, some_date, some_id
from tests.moving_over.odd_ones import Odd

OF_EACH_KIND = 2
AT_ONCE = 2_000
OTHER_ID_EVERY = 10

Raw = dict[str, Any]

OTHER_IDS: tuple[Callable[[Random, int], Any], ...] = (
    lambda _, n: n,
    lambda _, n: Int64(2**40 + n),
    lambda _, n: n + 0.5,
    lambda _, n: f"{n}",
    lambda chance, _: str(some_id(chance)),
    lambda _, n: {"year": 2019, "number": n},
    lambda _, n: {"number": n, "year": 2019},
    lambda _, n: Binary(n.to_bytes(16, "big"), 4),
    lambda chance, _: some_date(chance),
)
SINGLE_IDS: tuple[Any, ...] = (None, True, False, "", {}, Binary(b""), 0, -1.5, Int64(-(2**63)))
"""Each on one document at most."""

VERSIONS: tuple[Raw, ...] = ({"__v": 0}, {"__v": 7}, {"__v": Int64(3)}, {"__v": 2.0}, {})


@dataclass(frozen=True)
class Institute:
    """Who is there, and which documents are odd: the `_id`s by the names of tests/moving_over/odd_ones.py."""

    trainers: tuple[ObjectId, ...]
    students: tuple[ObjectId, ...]
    odd_courses: Mapping[str, tuple[Any, ...]]
    odd_batches: Mapping[str, tuple[Any, ...]]


async def found(
    database: AsyncIOMotorDatabase[Raw], *, courses: int = 200, batches: int = 2_000, seed: int = 1
) -> Institute:
    """Fill an empty database. The numbers are of ordinary documents; two of each odd kind come on top.

    One in ten has an `_id` that is no ObjectId. Ordinary courses and batches have an instructor who is a trainer, and
    no trainers; a batch is of an ordinary course. Odd ones have ObjectIds. The same seed gives the same bytes.
    Before there are indexes it takes half the time.
    """
    chance = Random(seed)
    trainers, students = (tuple(some_id(chance) for _ in range(number)) for number in (40, 200))
    await _insert(database.users, _users(chance, trainers, students))
    maker = _Maker(chance, trainers, students)
    course_ids = _ids(chance, courses)
    odd_courses, odd_batches = (_odd_ids(chance, kinds) for kinds in (odd_ones.COURSES, odd_ones.BATCHES))
    await _insert(database.courses, maker.courses(course_ids, odd_courses))
    of_courses = [id_ for id_ in course_ids if id_ is not None]
    await _insert(database.batches, maker.batches(_ids(chance, batches), odd_batches, of_courses))
    return Institute(trainers, students, odd_courses, odd_batches)


class _Maker:
    """Makes documents, one after the other out of one chance."""

    def __init__(self, chance: Random, trainers: tuple[ObjectId, ...], students: tuple[ObjectId, ...]) -> None:
        self._chance = chance
        self._trainers = trainers
        self._students = students

    def courses(self, ids: list[Any], odd: Mapping[str, tuple[Any, ...]]) -> Iterator[Raw]:
        """Ordinary and odd ones, mixed."""
        for id_, kind in self._mixed(ids, odd, odd_ones.COURSES):
            yield self._document(id_, {"name": f"Course {id_}", "level": self._chance.choice("ABC")} | self._of(kind))

    def batches(self, ids: list[Any], odd: Mapping[str, tuple[Any, ...]], courses: list[Any]) -> Iterator[Raw]:
        """Ordinary and odd ones, mixed. Odd ones too have a course, unless that is what is odd."""
        without = set(odd["course-missing"])
        for id_, kind in self._mixed(ids, odd, odd_ones.BATCHES):
            students = self._chance.sample(self._students, self._chance.randint(0, 5))
            course = {} if kind and id_ in without else {"course": self._chance.choice(courses)}
            yield self._document(id_, {"name": f"Batch {id_}", "students": students} | course | self._of(kind))

    def _mixed(
        self, ids: list[Any], odd: Mapping[str, tuple[Any, ...]], kinds: Mapping[str, Odd]
    ) -> list[tuple[Any, Odd | None]]:
        ordinary: list[tuple[Any, Odd | None]] = [(id_, None) for id_ in ids]
        mixed = ordinary + [(id_, kinds[name]) for name, of_kind in odd.items() for id_ in of_kind]
        self._chance.shuffle(mixed)
        return mixed

    def _of(self, kind: Odd | None) -> Raw:
        """Whom the document names."""
        if kind is None:
            return {"instructor": self._chance.choice(self._trainers)}
        return kind(odd_ones.cast(self._chance, self._trainers, self._students))

    def _document(self, id_: Any, own: Raw) -> Raw:
        """With fields of others and times, in any order."""
        fields = foreign_fields(self._chance) | own | self._chance.choice(VERSIONS)
        fields |= {key: some_date(self._chance) for key in ("createdAt", "updatedAt") if self._chance.random() < 0.8}
        keys = self._chance.sample(list(fields), len(fields))
        return {"_id": id_, **{key: fields[key] for key in keys}}


def _users(chance: Random, trainers: tuple[ObjectId, ...], students: tuple[ObjectId, ...]) -> Iterator[Raw]:
    for role, ids in (("trainer", trainers), ("student", students)):
        for n, id_ in enumerate(ids):
            yield {"_id": id_, "name": f"{role.title()} {n}", "role": role} | foreign_fields(chance)


def _ids(chance: Random, number: int) -> list[Any]:
    """`number` of them, none twice, in no order."""
    others = number // OTHER_ID_EVERY
    single = list(SINGLE_IDS[:others])
    cycled = [OTHER_IDS[n % len(OTHER_IDS)](chance, n + 1) for n in range(others - len(single))]
    ids = single + cycled + [some_id(chance) for _ in range(number - others)]
    chance.shuffle(ids)
    return ids


def _odd_ids(chance: Random, kinds: Mapping[str, Odd]) -> dict[str, tuple[ObjectId, ...]]:
    return {name: tuple(some_id(chance) for _ in range(OF_EACH_KIND)) for name in kinds}


async def _insert(collection: AsyncIOMotorCollection[Raw], documents: Iterator[Raw]) -> None:
    while some := list(islice(documents, AT_ONCE)):
        await collection.insert_many(some)
