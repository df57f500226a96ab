"""Batches while they are being planned."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heapreplace

from multitrainer.domain.batching import Batching


@dataclass(frozen=True, slots=True)
class Present:
    """A batch that is there: `others` counts what stands among its students and is no student's id."""

    id: str
    name: str
    slot: str | None
    students: tuple[str, ...]
    others: int = 0


@dataclass(slots=True)
class Room:
    """A batch as it becomes."""

    id: str
    name: str
    slot: str | None
    students: list[str] = field(default_factory=list)
    others: int = 0
    is_new: bool = True
    cap: int = 0
    """How far it may be filled."""
    gap_to: int = 0
    """Up to so many it is filled before others are, because it is there already."""

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return len(self.students) + self.others

    @property
    def standing(self) -> tuple[bool, int]:
        """The least of all gets the next student."""
        return self.taken >= self.gap_to, self.taken

    @property
    def has_room(self) -> bool:
        """Whether one more may come."""
        return self.taken < self.cap

    def leave(self, number: int) -> list[str]:
        """So many leave, those at the end of its list."""
        kept = len(self.students) - number
        leaving = self.students[kept:]
        del self.students[kept:]
        return leaving


Open = Callable[[str | None, int], Room]
"""Opens a new batch in a slot, which may be filled so far."""


def rooms_of(batches: Iterable[Present], batching: Batching) -> list[Room]:
    """The batches that are there, to be changed. A slot that the course does not have any more is none."""
    known, cap, gap_to = {*batching.slot_names}, batching.maximum, batching.target
    return [
        Room(b.id, b.name, b.slot if b.slot in known else None, [*b.students], b.others, False, cap, gap_to)
        for b in batches
    ]


def by_slot(rooms: Iterable[Room]) -> list[list[Room]]:
    """Those that meet at the same time."""
    together: dict[str | None, list[Room]] = {}
    for room in rooms:
        together.setdefault(room.slot, []).append(room)
    return [*together.values()]


def deal(students: Iterable[str], rooms: Sequence[Room]) -> None:
    """Give each student, one after the other, to the batch that has the fewest among those which have room.

    Batches that are there already come first, up to the target.
    """
    queue = [(room.standing, place) for place, room in enumerate(rooms) if room.has_room]
    heapify(queue)
    for student in students:
        room = rooms[(place := queue[0][1])]
        room.students.append(student)
        if room.has_room:
            heapreplace(queue, (room.standing, place))
        else:
            heappop(queue)
