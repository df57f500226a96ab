"""Batches that are too large are split, and those that are too small are merged; as few students as possible move."""

from multitrainer.domain.batching import Batching
from multitrainer.solver.sectioning.rooms import Open, Room, deal


def split_large(rooms: list[Room], batching: Batching, open_: Open) -> list[Room]:
    """Whoever is too many in a batch goes where there is room at the same time, or to a new batch.

    Those at the end of its list leave. A new batch takes as many as make it viable. Where the batch would not stay
    viable itself, it is left as it is. Returns the new batches.
    """
    opened: list[Room] = []
    for room in [room for room in rooms if room.taken > batching.maximum]:
        excess = room.taken - batching.maximum
        beside = [other for other in (*rooms, *opened) if other is not room and other.slot == room.slot]
        if sum(max(0, other.cap - other.taken) for other in beside) >= excess:
            deal(_leaving(room, excess), beside)
        else:
            opened += _split(room, excess, batching, open_)
    return opened


def merge_small(rooms: list[Room], batching: Batching) -> None:
    """While one is too small, the smallest goes to another of the same time which has room, best to one as small."""
    while pair := _smallest_pair(rooms, batching):
        room, into = pair
        into.students += room.students
        room.students.clear()


def _split(room: Room, excess: int, batching: Batching, open_: Open) -> list[Room]:
    new = -(-excess // batching.maximum)
    leaving = max(excess, new * batching.minimum)
    if room.taken - leaving < batching.minimum or len(room.students) < leaving:
        return []
    opened = [open_(room.slot, batching.maximum) for _ in range(new)]
    deal(_leaving(room, leaving), opened)
    return opened


def _leaving(room: Room, number: int) -> list[str]:
    leaving = room.students[-number:]
    del room.students[-number:]
    return leaving


def _smallest_pair(rooms: list[Room], batching: Batching) -> tuple[Room, Room] | None:
    used = sorted((room for room in rooms if room.taken), key=lambda room: room.taken)
    for room in used:
        if room.taken >= batching.minimum or room.others or room.is_new:
            continue
        fitting = (other for other in used if other is not room and other.slot == room.slot)
        if into := next((o for o in fitting if o.taken + room.taken <= batching.maximum), None):
            return room, into
    return None
