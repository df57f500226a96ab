"""A plan of batches: who sits where once it is applied, and who sat where when it was made."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

ANY = "any"
"""Under this the students are counted who had no wishes."""


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch to make."""

    id: str
    name: str
    slot: str | None
    students: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """A batch that was there when the plan was made, with its students before and after."""

    id: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A student who leaves one batch for another."""

    student: str
    origin: str
    destination: str


@dataclass(frozen=True, slots=True)
class BatchesPlan:
    """All that is to become of a course's batches, as far as their students go.

    `waiting` are enrolled and get no place. `choices` counts those who are newly placed, by the number of the wish
    that they get ("1" is the first), or `ANY`.
    """

    course: str
    new: tuple[NewBatch, ...] = ()
    kept: tuple[KeptBatch, ...] = ()
    moves: tuple[Move, ...] = ()
    waiting: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    choices: tuple[tuple[str, int], ...] = ()

    @property
    def before(self) -> dict[str, str]:
        """The batch in which each student sat."""
        return {student: batch.id for batch in reversed(self.kept) for student in batch.before}

    @property
    def after(self) -> dict[str, str]:
        """The batch in which each student will sit."""
        kept = {student: batch.id for batch in reversed(self.kept) for student in batch.after}
        return kept | {student: batch.id for batch in self.new for student in batch.students}

    @property
    def changed(self) -> Iterator[KeptBatch]:
        """Those of the batches which get or lose somebody."""
        return (batch for batch in self.kept if batch.before != batch.after)

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON values."""
        lists = {"waiting": [*self.waiting], "emptied": [*self.emptied], "choices": dict(self.choices)}
        new = [{**asdict(batch), "students": [*batch.students]} for batch in self.new]
        kept = [{"id": batch.id, "before": [*batch.before], "after": [*batch.after]} for batch in self.kept]
        moves = [{"student": move.student, "from": move.origin, "to": move.destination} for move in self.moves]
        return {"course": self.course, "new": new, "kept": kept, "moves": moves, **lists}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "BatchesPlan":
        """The plan that `to_json` gave. Raises KeyError, TypeError for anything else."""
        return cls(
            data["course"],
            tuple(NewBatch(**{**batch, "students": tuple(batch["students"])}) for batch in data["new"]),
            tuple(KeptBatch(batch["id"], tuple(batch["before"]), tuple(batch["after"])) for batch in data["kept"]),
            tuple(Move(move["student"], move["from"], move["to"]) for move in data["moves"]),
            tuple(data["waiting"]),
            tuple(data["emptied"]),
            tuple(data["choices"].items()),
        )
