"""From enrolments to batches: who gets a place, at which time, in which batch."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from multitrainer.domain.batches_basis import Basis
from multitrainer.domain.batches_plan import ANY, BatchesPlan, KeptBatch, Move, NewBatch
from multitrainer.domain.batching import MOST_WISHES, Batching, Rest, names_after, sizes
from multitrainer.solver.sectioning.dividing import split_large
from multitrainer.solver.sectioning.flows import Group, Slot, placeable, shared_out
from multitrainer.solver.sectioning.merging import merge_small
from multitrainer.solver.sectioning.rooms import Open, Present, Room, deal, rooms_of


class Wish(NamedTuple):
    """A student who waits, and the slots that they would take, the best first; without any, they take all."""

    student: str
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """A course as it is to be split: the batches that are there, and who waits, the earliest joined first."""

    course: str
    batching: Batching
    batches: tuple[Present, ...] = ()
    waiting: tuple[Wish, ...] = ()


class _Filled(NamedTuple):
    """Where those go who waited: for each slot the students, in the order of joining; and what they got."""

    seated: dict[Slot, list[str]]
    choices: Counter[str]


def split(intake: Intake, new_ids: Iterator[str]) -> BatchesPlan:
    """The plan of a course's batches; new ones get these ids. Raises SolverMissing.

    Whoever sits somewhere stays there, unless the batch is too large or too small. Those who wait fill gaps up to the
    target; the others make new batches, or the rest of them fills up to the maximum or waits, as the settings say.
    """
    names = names_after(batch.name for batch in intake.batches)
    rooms = rooms_of(intake.batches, intake.batching)

    def open_(slot: Slot, cap: int) -> Room:
        return Room(next(new_ids), next(names), slot, cap=cap)

    rooms += split_large(_of_known_time(rooms, intake.batching), intake.batching, open_)
    rooms, choices = _with_those_who_wait(intake, rooms, open_)
    sat = {student for batch in intake.batches for student in batch.students}
    merge_small(_of_known_time(rooms, intake.batching), intake.batching, sat)
    return _plan(intake, rooms, choices)


def _of_known_time(rooms: list[Room], batching: Batching) -> list[Room]:
    """In a course with slots, nobody knows who could change to a batch that has none."""
    return [room for room in rooms if room.slot or not batching.slots]


def _with_those_who_wait(intake: Intake, rooms: list[Room], open_: Open) -> tuple[list[Room], Counter[str]]:
    """As many new batches as are wanted, fewer where one of them would be too small."""
    opening = _openings(intake, rooms)
    while True:
        cap = _set_caps(intake, rooms, opening)
        new = [Room("", "", slot, cap=cap) for slot in opening for _ in range(opening[slot])]
        seated, choices = _filled(intake, [*rooms, *new])
        tried = [replace(room, students=[*room.students]) for room in rooms]
        _seat(seated, [*tried, *new])
        small = min(new, key=lambda room: room.taken, default=None)
        if small is None or small.taken >= intake.batching.minimum:
            break
        opening[small.slot] -= 1
    ordered = (slot for slot in (*intake.batching.slot_names, None) for _ in range(opening[slot]))
    rooms = [*rooms, *(open_(slot, cap) for slot in ordered)]
    _seat(seated, rooms)
    return rooms, choices


def _openings(intake: Intake, rooms: list[Room]) -> Counter[Slot]:
    """How many new batches each slot gets: one by one to the slot where the most students are left without a place."""
    batching, slots = intake.batching, intake.batching.slot_names or (None,)
    wanted: Counter[Slot] = Counter(_first(wish, batching) for wish in intake.waiting if _can(wish, batching))
    anywhere = wanted.pop(None, 0) if batching.slots else 0
    gaps: Counter[Slot] = Counter()
    for room in rooms:
        gaps[room.slot] += max(0, batching.target - room.taken)
    left = {slot: wanted[slot] - gaps[slot] for slot in slots}
    unfilled = sum(max(0, -number) for number in left.values()) + (gaps[None] if batching.slots else 0)
    rest = sum(max(0, number) for number in left.values()) + max(0, anywhere - unfilled)
    opening: Counter[Slot] = Counter()
    for _ in sizes(rest, batching).sizes:
        slot = max(slots, key=lambda one: left[one])
        opening[slot] += 1
        left[slot] -= batching.target
    return opening


def _set_caps(intake: Intake, rooms: list[Room], opening: Counter[Slot]) -> int:
    """How far batches are filled: those that are there, and, which is returned, new ones.

    With slots, wishes come before even sizes, so that all may be filled up to the maximum, or, if a rest is to wait, up
    to the target.
    """
    batching = intake.batching
    if batching.slots:
        cap = batching.maximum if batching.rest is Rest.SPREAD else batching.target
        for room in rooms:
            room.cap = cap
        return cap
    rest = len(intake.waiting) - sum(max(0, batching.target - room.taken) for room in rooms)
    made = sizes(max(0, rest), batching)
    spread = batching.rest is Rest.SPREAD and (made.waiting or not opening.total())
    for room in rooms:
        room.cap = batching.maximum if spread else batching.target
    return max(made.sizes, default=0)


def _filled(intake: Intake, rooms: list[Room]) -> _Filled:
    slots = (*intake.batching.slot_names, None)
    seats = {slot: _seat_costs([room for room in rooms if room.slot == slot]) for slot in slots}
    if not intake.batching.slots:
        places = sum(max(0, room.cap - room.taken) for room in rooms)
        seated = [wish.student for wish in intake.waiting][:places]
        return _Filled({None: seated}, Counter({ANY: len(seated)}))
    groups = _groups(intake)
    placed = placeable(groups, seats)
    return _handed_out(intake, groups, placed, shared_out(groups, placed, seats))


def _seat_costs(rooms: list[Room]) -> list[int]:
    """What each seat of a slot costs: the size that its batch gets by it, and more than any gap beyond the gaps."""
    most = max((room.cap for room in rooms), default=0)
    sizes = ((size, room.gap_to) for room in rooms for size in range(room.taken + 1, room.cap + 1))
    return sorted(size if size <= gap_to else most + size for size, gap_to in sizes)


def _handed_out(
    intake: Intake, groups: Sequence[Group], placed: Sequence[int], shares: Sequence[Mapping[Slot, int]]
) -> _Filled:
    """Of students with the same wishes, whoever joined earlier gets the better choice."""
    at: dict[int, Slot] = {}
    choices: Counter[str] = Counter()
    for group, number, share in zip(groups, placed, shares, strict=True):
        members = iter(group.members[:number])
        for rank, slot in enumerate(group.slots, 1):
            at |= dict.fromkeys(islice(members, share[slot]), slot)
            choices[str(rank) if group.picky else ANY] += share[slot]
    seated: dict[Slot, list[str]] = {}
    for place, slot in sorted(at.items()):
        seated.setdefault(slot, []).append(intake.waiting[place].student)
    return _Filled(seated, choices)


def _groups(intake: Intake) -> list[Group]:
    """Students with the same wishes. Slots that the course does not have any more can't be had."""
    members: dict[tuple[str, ...], list[int]] = {}
    for place, wish in enumerate(intake.waiting):
        members.setdefault(wish.slots, []).append(place)
    known = intake.batching.slot_names
    return [
        Group(
            tuple(slot for slot in dict.fromkeys(slots) if slot in known)[:MOST_WISHES] if slots else (*known, None),
            tuple(places),
            picky=bool(slots),
        )
        for slots, places in members.items()
    ]


def _seat(seated: Mapping[Slot, Sequence[str]], rooms: Sequence[Room]) -> None:
    for slot, students in seated.items():
        deal(students, [room for room in rooms if room.slot == slot])


def _first(wish: Wish, batching: Batching) -> Slot:
    return next((slot for slot in wish.slots if slot in batching.slot_names), None)


def _can(wish: Wish, batching: Batching) -> bool:
    """Whether there is a slot that somebody would take."""
    return not batching.slots or not wish.slots or _first(wish, batching) is not None


def _plan(intake: Intake, rooms: list[Room], choices: Counter[str]) -> BatchesPlan:
    after = {room.id: tuple(room.students) for room in rooms}
    kept = tuple(KeptBatch(batch.id, batch.students, after[batch.id]) for batch in intake.batches)
    new = tuple(NewBatch(room.id, room.name, room.slot, after[room.id]) for room in rooms if room.is_new)
    plan = BatchesPlan(intake.course, new, kept)
    sat, sits = plan.before, plan.after
    return replace(
        plan,
        moves=tuple(Move(s, batch, sits[s]) for s, batch in sorted(sat.items()) if sits[s] != batch),
        waiting=tuple(wish.student for wish in intake.waiting if wish.student not in sits),
        emptied=tuple(batch.id for batch in kept if batch.before and not batch.after),
        choices=tuple(sorted((choice, number) for choice, number in choices.items() if number)),
        basis=_basis(intake),
    )


def _basis(intake: Intake) -> Basis:
    slots, wishes = {b.id: b.slot for b in intake.batches}, {wish.student: wish.slots for wish in intake.waiting}
    return Basis.of(intake.batching, slots, wishes)
