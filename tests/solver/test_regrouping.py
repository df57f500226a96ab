"""When batches must be split or merged, the fewest students move: compared with all the ways there are."""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, count, product

from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.batching import Batching
from multitrainer.solver.sectioning.dividing import split_large
from multitrainer.solver.sectioning.merging import merge_small
from multitrainer.solver.sectioning.rooms import Room


def rooms_with(*sizes: int, others: Sequence[int] = (), cap: int = 0) -> list[Room]:
    """Batches with so many students, and with so many entries that are nobody's id."""
    each = [*others, *[0] * (len(sizes) - len(others))]
    return [
        Room(f"b{n}", f"Batch {n}", None, [f"b{n}-{s}" for s in range(size)], more, is_new=False, cap=cap)
        for n, (size, more) in enumerate(zip(sizes, each, strict=True))
    ]


def split(rooms: list[Room], batching: Batching) -> list[Room]:
    names = (f"new{n}" for n in count(1))
    return split_large(rooms, batching, lambda slot, cap: Room(name := next(names), name, slot, cap=cap))


def sizes_of(rooms: Sequence[Room]) -> list[int]:
    return [room.taken for room in rooms]


def moved(rooms: Sequence[Room]) -> int:
    """How many sit elsewhere than where their name says."""
    return sum(not student.startswith(f"{room.id}-") for room in rooms for student in room.students)


def small(rooms: Sequence[Room], batching: Batching) -> int:
    """How many stay too small."""
    return sum(0 < size < batching.minimum for size in sizes_of(rooms))


@st.composite
def batchings(draw: st.DrawFn) -> Batching:
    low = draw(st.integers(1, 5))
    high = draw(st.integers(low, 8))
    return Batching(target=high, minimum=low, maximum=high)


@given(batchings(), st.lists(st.integers(1, 12), min_size=1, max_size=4))
def test_splitting_moves_no_more_than_it_must(batching: Batching, sizes: list[int]) -> None:
    fewest = min(ways_to_split(sizes, batching), default=None)
    rooms = rooms_with(*sizes, cap=batching.maximum)
    rooms += split(rooms, batching)
    if fewest is not None:
        assert max(sizes_of(rooms)) <= batching.maximum
        assert moved(rooms) == fewest
    assert all(room.taken >= batching.minimum for room in rooms if room.is_new)
    assert all(now >= min(size, batching.minimum) for now, size in zip(sizes_of(rooms), sizes, strict=False))


def ways_to_split(sizes: Sequence[int], batching: Batching) -> Iterator[int]:
    """How many move in each way to bring all to the maximum: only those that are too large give, and stay viable."""
    low, high = batching.minimum, batching.maximum
    gives = [range(size - high, size - low + 1) if size > high else (0,) for size in sizes]
    free = sum(max(0, high - size) for size in sizes)
    for leaving, new in product(product(*gives), range(sum(sizes) // low + 1)):
        if new * low <= sum(leaving) <= free + new * high:
            yield sum(leaving)


def test_what_is_too_much_of_two_batches_makes_one_new_batch() -> None:
    rooms = rooms_with(33, 36, cap=30)
    rooms += split(rooms, Batching(target=25, minimum=8, maximum=30))
    assert sizes_of(rooms) == [30, 30, 9]


def test_where_no_new_batch_is_viable_those_are_helped_for_which_there_is_room() -> None:
    rooms = rooms_with(32, 31, 29, cap=30)
    assert split(rooms, Batching(target=29, minimum=28, maximum=30)) == []
    assert sizes_of(rooms) == [32, 30, 30]


def test_a_batch_whose_excess_is_no_students_stays_as_it_is() -> None:
    rooms = rooms_with(1, 5, others=[11, 0], cap=10)
    assert split(rooms, Batching(target=8, minimum=4, maximum=10)) == []
    assert sizes_of(rooms) == [12, 5]


@given(
    batchings(),
    st.lists(st.integers(1, 9), min_size=1, max_size=6),
    st.lists(st.integers(0, 2), max_size=1),
    st.integers(0, 5),
)
def test_merging_moves_no_more_than_it_must(batching: Batching, sizes: list[int], others: list[int], new: int) -> None:
    rooms = rooms_with(*sizes, others=others)
    sat = {student for room in rooms for student in room.students if not student.startswith(f"b{new}-")}
    everybody = sorted(student for room in rooms for student in room.students)
    before, (least_small, fewest) = small(rooms, batching), min(ways_to_merge(rooms, batching, sat))
    merge_small(rooms, batching, sat)
    moving = sum(s in sat and not s.startswith(f"{room.id}-") for room in rooms for s in room.students)
    if least_small == 0:
        assert (small(rooms, batching), moving) == (0, fewest)
    assert small(rooms, batching) <= before
    assert sorted(student for room in rooms for student in room.students) == everybody
    were = [size + other for size, other in zip(sizes, [*others, *[0] * len(sizes)], strict=False)]
    assert all(now <= max(was, batching.maximum) for now, was in zip(sizes_of(rooms), were, strict=True))


def ways_to_merge(rooms: Sequence[Room], batching: Batching, sat: set[str]) -> Iterator[tuple[int, int]]:
    """How many stay too small, and how many move, in each way to empty some that are too small into the others."""
    low, high = batching.minimum, batching.maximum
    able = [room for room in rooms if room.taken < low and not room.others]
    for emptied in chain.from_iterable(combinations(able, number) for number in range(len(able) + 1)):
        staying = [room.taken for room in rooms if all(room is not other for other in emptied)]
        students = sum(room.taken for room in emptied)
        if students <= sum(max(0, high - size) for size in staying):
            moving = sum(student in sat for room in emptied for student in room.students)
            yield min(left for left in ways_to_fill(staying, students, low)), moving


def ways_to_fill(staying: Sequence[int], students: int, low: int) -> Iterator[int]:
    lacking = [low - size for size in staying if size < low]
    for filled in chain.from_iterable(combinations(lacking, number) for number in range(len(lacking) + 1)):
        if sum(filled) <= students:
            yield len(lacking) - len(filled)


def test_three_small_batches_become_one_where_the_largest_of_them_is() -> None:
    rooms = rooms_with(5, 3, 4)
    merge_small(rooms, Batching(target=20, minimum=8, maximum=25), {s for room in rooms for s in room.students})
    assert sizes_of(rooms) == [12, 0, 0]


def test_a_small_batch_that_fits_nowhere_as_a_whole_is_shared_out() -> None:
    rooms = rooms_with(5, 23, 24, 23)
    merge_small(rooms, Batching(target=20, minimum=8, maximum=25), {s for room in rooms for s in room.students})
    assert sizes_of(rooms) == [0, 25, 25, 25]


def test_whoever_came_in_just_now_does_not_move_by_being_put_elsewhere() -> None:
    rooms = rooms_with(3, 5)
    merge_small(rooms, Batching(target=20, minimum=8, maximum=25), set(rooms[0].students))
    assert sizes_of(rooms) == [8, 0]
