"""Batches that are too large are split; as few students as possible move."""

from collections.abc import Sequence

from multitrainer.domain.batching import Batching
from multitrainer.solver.sectioning.rooms import Open, Room, by_slot, deal


def split_large(rooms: Sequence[Room], batching: Batching, open_: Open) -> list[Room]:
    """Whoever is too many in a batch goes where there is room at the same time, or to a new batch.

    Those at the end of its list leave. More than are too many do only where a new batch would not be viable without
    them. Where that would leave the batches that they come from too small, those stay as they are for which there is
    no room. Returns the new batches.
    """
    return [new for together in by_slot(rooms) for new in _split(together, batching, open_)]


def _split(together: Sequence[Room], batching: Batching, open_: Open) -> list[Room]:
    large = [room for room in together if batching.maximum < room.taken <= batching.maximum + len(room.students)]
    beside = [room for room in together if room.taken < batching.maximum]
    free = sum(batching.maximum - room.taken for room in beside)
    excess = sum(room.taken - batching.maximum for room in large)
    number = -(-max(0, excess - free) // batching.maximum)
    also = max(0, number * batching.minimum - excess)
    if also > sum(_may_leave(room, batching) for room in large):
        deal(_excess(_that_fit(large, batching, free), batching), beside)
        return []
    leaving = _excess(large, batching) + _leaving(large, batching, also)
    new = [open_(together[0].slot, batching.maximum) for _ in range(number)]
    first = number * batching.minimum
    deal(leaving[:first], new)
    deal(leaving[first:], [*beside, *new])
    return new


def _may_leave(room: Room, batching: Batching) -> int:
    """How many more than are too many: the batch stays viable, and only students are moved."""
    return min(batching.maximum - batching.minimum, len(room.students) - (room.taken - batching.maximum))


def _that_fit(large: Sequence[Room], batching: Batching, free: int) -> list[Room]:
    """As many as there is room for what is too much of them."""
    fitting: list[Room] = []
    for room in sorted(large, key=lambda room: room.taken):
        free -= room.taken - batching.maximum
        if free >= 0:
            fitting.append(room)
    return fitting


def _excess(large: Sequence[Room], batching: Batching) -> list[str]:
    return [student for room in large for student in room.leave(room.taken - batching.maximum)]


def _leaving(large: Sequence[Room], batching: Batching, number: int) -> list[str]:
    """So many more, always from the batch that is the largest then."""
    left: list[str] = []
    while len(left) < number:
        able = [room for room in large if room.taken > batching.minimum and room.students]
        left += max(able, key=lambda room: room.taken).leave(1)
    return left
