"""Who gets a place, and who gets which: compared with all the ways there are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from multitrainer.solver.sectioning.flows import Group, Slot, placeable, shared_out

SLOTS = ("a", "b", "c")
WISHES = st.lists(st.sampled_from(SLOTS), max_size=3, unique=True).map(tuple)
SEATS = st.fixed_dictionaries({slot: st.lists(st.integers(1, 4), max_size=3).map(sorted) for slot in SLOTS})
Seats = dict[Slot, list[int]]
Wishes = list[tuple[str, ...]]
Way = tuple[str | None, ...]


def groups_of(wishes: Wishes) -> list[Group]:
    members: dict[tuple[str, ...], list[int]] = {}
    for place, slots in enumerate(wishes):
        members.setdefault(slots, []).append(place)
    return [Group(slots or SLOTS, tuple(places), picky=bool(slots)) for slots, places in members.items()]


def all_ways(wishes: Wishes, seats: Seats) -> Iterator[Way]:
    for way in product(*((*(slots or SLOTS), None) for slots in wishes)):
        taken = Counter(way)
        if all(taken[slot] <= len(seats[slot]) for slot in SLOTS):
            yield way


def worth(wishes: Wishes, seats: Seats, way: Way) -> tuple[object, ...]:
    """What is wanted of a way, in its order: the greatest is the best."""
    placed = [slot is not None for slot in way]
    ranks = Counter(slots.index(slot) for slots, slot in zip(wishes, way, strict=True) if slot and slots)
    taken = Counter(way)
    unevenness = sum(sum(seats[slot][: taken[slot]]) for slot in SLOTS)
    return (sum(placed), placed, *(ranks[rank] for rank in range(3)), -unevenness)


def answered(groups: Sequence[Group], seats: Seats, wishes: Wishes) -> Way:
    placed = placeable(groups, seats)
    way: list[str | None] = [None] * len(wishes)
    for group, number, share in zip(groups, placed, shared_out(groups, placed, seats), strict=True):
        slots = [slot for slot, some in share.items() for _ in range(some)]
        for member, slot in zip(group.members[:number], slots, strict=True):
            way[member] = slot
    return tuple(way)


@given(st.lists(WISHES, max_size=5), SEATS)
def test_no_other_way_places_more_or_earlier_students_or_gives_better_choices_or_evener_sizes(
    wishes: Wishes, seats: Seats
) -> None:
    way = answered(groups_of(wishes), seats, wishes)
    ways = [*all_ways(wishes, seats)]
    assert way in ways
    assert worth(wishes, seats, way) == max(worth(wishes, seats, other) for other in ways)
