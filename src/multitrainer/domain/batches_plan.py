"""A plan of batches: who sits where once it is applied, and who sat where when it was made."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

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


class Present(NamedTuple):
    """A batch as it is at this moment, as far as a plan goes."""

    name: str | None
    students: tuple[str, ...]
    has_trainers: bool = False


def changed_since(plan: BatchesPlan, present: Mapping[str, Present], withdrawn: Collection[str]) -> list[str]:
    """What keeps a plan from being applied, in sentences: what is neither as it was nor as it becomes.

    Of a plan that was applied in part, each thing is one of both.
    """
    before, after = plan.before, plan.after
    gone = sorted(s for s in withdrawn if after.get(s) not in {None, before.get(s)})
    planned = {*(batch.id for batch in plan.kept), *(batch.id for batch in plan.new)}
    return [
        *_of_kept(plan, present),
        *_of_new(plan, present),
        *(f"{_called(batch, present)} was made since." for batch in present if batch not in planned),
        *(f"Student {student} has withdrawn." for student in gone),
    ]


def changed_since_applied(plan: BatchesPlan, present: Mapping[str, Present]) -> list[str]:
    """What keeps a plan from being taken back, in sentences."""
    named = {batch.id: batch.name for batch in plan.new if batch.id in present}
    return [
        *changed_since(plan, present, ()),
        *(f"{_called(batch, present)} has trainers now." for batch in named if present[batch].has_trainers),
        *(f"{name} was renamed: {_called(b, present)}." for b, name in named.items() if present[b].name != name),
    ]


def _of_kept(plan: BatchesPlan, present: Mapping[str, Present]) -> Iterator[str]:
    for batch in plan.kept:
        before, after = {*batch.before}, {*batch.after}
        if batch.id not in present:
            yield f"Batch {batch.id} is gone."
        elif (now := {*present[batch.id].students}) not in (before, after, before | after):
            yield f"{_called(batch.id, present)}: {_difference(before, now)}."


def _of_new(plan: BatchesPlan, present: Mapping[str, Present]) -> Iterator[str]:
    for batch in plan.new:
        now = {*present[batch.id].students} if batch.id in present else {*batch.students}
        if now != {*batch.students}:
            yield f"{_called(batch.id, present)}: {_difference({*batch.students}, now)}."


def _called(batch: str, present: Mapping[str, Present]) -> str:
    return present[batch].name or f"Batch {batch}"


def _difference(before: set[str], now: set[str]) -> str:
    came, left = sorted(now - before), sorted(before - now)
    return "; ".join([*([f"came: {', '.join(came)}"] if came else []), *([f"left: {', '.join(left)}"] if left else [])])
