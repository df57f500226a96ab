"""Batches that are too small are merged with others of the same time; as few students as possible move."""

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from multitrainer.domain.batching import Batching
from multitrainer.solver.sectioning.rooms import Room, by_slot, deal


class _Way(NamedTuple):
    """A way of merging: the fewest batches that stay too small come first, then the fewest students who move."""

    small: int
    moving: int
    emptied: int


def merge_small(rooms: Sequence[Room], batching: Batching, sat: Collection[str]) -> None:
    """Batches that are too small are emptied into others of the same time, until none is too small, if that can be.

    Then no other way moves fewer students.

    Args:
        rooms: batches of all times.
        batching: how large batches are to be.
        sat: the students who sat somewhere before; nobody else moves by being put elsewhere.
    """
    for room in rooms:
        room.cap = batching.maximum
    for together in by_slot(room for room in rooms if room.taken):
        _merge(together, batching, sat)


def _merge(together: Sequence[Room], batching: Batching, sat: Collection[str]) -> None:
    """How many are emptied decides whether all others come out right, not which: so those with the fewest to move.

    What emptied batches hold, less what those that stay lack, is the same whichever they are; so is the room that is
    left. (That is so where none stays too small.)
    """
    moving = {room.id: sum(student in sat for student in room.students) for room in together}
    small = [room for room in together if room.taken < batching.minimum and not room.others]
    small.sort(key=lambda room: (moving[room.id], room.taken))
    ways = []
    for number in range(len(small) + 1):
        emptied = small[:number]
        staying = _staying(together, emptied)
        students = sum(room.taken for room in emptied)
        if students <= sum(max(0, room.cap - room.taken) for room in staying):
            short = _lacking(staying, batching)
            filled = sum(1 for lacking in accumulate(short) if lacking <= students)
            ways.append(_Way(len(short) - filled, sum(moving[room.id] for room in emptied), number))
    emptied = small[: min(ways).emptied]
    _put([room.leave(room.taken) for room in emptied], _staying(together, emptied), batching)


def _staying(together: Sequence[Room], emptied: Sequence[Room]) -> list[Room]:
    return [room for room in together if all(room is not other for other in emptied)]


def _lacking(rooms: Sequence[Room], batching: Batching) -> list[int]:
    """What those that are too small lack, the least first."""
    return sorted(batching.minimum - room.taken for room in rooms if room.taken < batching.minimum)


def _put(groups: Sequence[list[str]], rooms: Sequence[Room], batching: Batching) -> None:
    """Who comes out of one batch goes into one, as far as nobody is needed elsewhere and it has room."""
    for room in sorted(rooms, key=lambda room: room.taken, reverse=True):
        for student in _drawn(groups, batching.minimum - room.taken):
            room.students.append(student)
    for group in groups:
        fitting = [room for room in rooms if room.taken + len(group) <= room.cap]
        deal(group, [min(fitting, key=lambda room: room.taken)] if fitting else rooms)


def _drawn(groups: Sequence[list[str]], number: int) -> Iterator[str]:
    """So many, if there are as many: of a group before the next one."""
    if number > sum(map(len, groups)):
        return
    for group in groups:
        while group and number > 0:
            yield group.pop(0)
            number -= 1
