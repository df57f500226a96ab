"""Courses and batches as they may be after years, made from a seed: every shape, every type of `_id`, foreign keys."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple

from bson import DBRef, Decimal128, Int64, ObjectId

from tests.migrations.raws import JOHN, MARIA, NOBODY, SARAH, STUDENT

Raw = dict[str, Any]
Make = Callable[[], Any]

TRAINERS = (SARAH, JOHN, MARIA)
USERS: list[Raw] = [*({"_id": one, "role": "trainer"} for one in TRAINERS), {"_id": STUDENT, "role": "student"}]
FOREIGN: Raw = {
    "fee": Decimal128("450.00"),
    "seats": Int64(12),
    "tags": [1, 1.0, None, {"$x": "y"}],
    "n": {"b": 1, "a": 2},
}

UNUSUAL = (None, str(SARAH), str(STUDENT), "Sarah", [SARAH], 5, {"a": 1})
"""As `instructor`. A course's may be a DBRef, which the embedded server can't store where a batch has an index."""


class Institute(NamedTuple):
    """What is stored at first."""

    courses: list[Raw]
    batches: list[Raw]


class Making:
    """Makes documents, the same ones for the same seed."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def institute(self, courses: int) -> Institute:
        """So many courses, each with up to four batches."""
        made = [self._course(n) for n in range(courses)]
        return Institute(made, [self._batch(course) for course in made for _ in range(self._random.randint(0, 4))])

    def _course(self, n: int) -> Raw:
        id_ = self._one_of(self._id, self._id, lambda: n, lambda: f"c{n}", lambda: {"k": n}, lambda: n + 0.5)
        roster = self._one_of(
            list, self._roster, self._roster, self._roster, lambda: {"a": 1}, lambda: [1], lambda: None
        )
        return {
            "_id": id_,
            "name": f"Course {n}",
            **self._some({"trainers": roster}, 0.6),
            **self._common(*UNUSUAL, DBRef("users", JOHN)),
        }

    def _batch(self, course: Raw) -> Raw:
        people = self._one_of(self._people, self._people, self._people, lambda: "x", lambda: None)
        return {
            "_id": self._id(),
            "course": course["_id"],
            **self._some({"trainers": people}, 0.6),
            **self._common(*UNUSUAL),
        }

    def _common(self, *unusual: Any) -> Raw:
        said = self._random.choice([*(self._person() for _ in range(4)), self._random.choice(unusual)])
        moment = datetime(2024, 1, 1, 12, 30, 15, 250000, tzinfo=UTC)
        version = self._random.choice([0, 3, 2.0, None])
        time = self._random.choice([moment, moment, "2024", None])
        return self._some({"instructor": said, "__v": version, "updatedAt": time, **FOREIGN}, 0.7)

    def _person(self) -> ObjectId:
        return self._random.choice([*TRAINERS, *TRAINERS, *TRAINERS, STUDENT, NOBODY])

    def _roster(self) -> list[Raw]:
        return [self._entry() for _ in range(self._random.randint(1, 4))]

    def _entry(self) -> Raw:
        role = self._random.choice(["lead", "lead", "assistant", "substitute", None])
        status = self._random.choice(["active", "active", "inactive", "on_leave", None])
        workload = self._random.choice([0, 25, 12.5, Int64(50), None])
        scope: list[ObjectId] | None = self._random.choice([[], [], None])
        ours = {"_id": self._id(), "role": role, "status": status, "workload": workload, "assignedBatches": scope}
        return {"trainer": self._person(), **self._some({**ours, "note": {"x": [1, 2.0]}}, 0.75)}

    def _people(self) -> Raw:
        lists = {name: self._random.sample(TRAINERS, self._random.randint(0, 2)) for name in ("backup", "assistants")}
        return self._some({"primary": self._random.choice([*TRAINERS, NOBODY, None]), **lists, "note": "x"}, 0.7)

    def _id(self) -> ObjectId:
        return ObjectId(self._random.randbytes(12))

    def _some(self, fields: Raw, share: float) -> Raw:
        return {name: value for name, value in fields.items() if self._random.random() < share}

    def _one_of(self, *makes: Make) -> Any:
        return self._random.choice(makes)()
