"""How a course is split into batches: its settings, the sizes of its batches, their names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, pairwise
from typing import NamedTuple

from multitrainer.domain.errors import SenselessBatching
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.week import DAY_NAMES, Meeting

MOST_STUDENTS = 1_000
"""How many a batch may have at the most."""
MOST_SLOTS = 40
MOST_WISHES = 5
DEFAULT_PREFIX = "Batch "
NUMBERED = re.compile(r"(.*?)(\d{1,9})")


class Rest(StrEnum):
    """What becomes of students who are too few for a batch of their own."""

    SPREAD = "spread"
    """They join the other batches, up to the maximum."""
    WAITING = "waiting"
    """They wait until there are enough of them."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which batches can meet, by the name that students wish for."""

    name: str
    sessions: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True)
class Batching:
    """How large a course's batches are to be, in students, and when they can meet; at any time where it has no slots.

    Raises SenselessBatching.
    """

    target: int
    minimum: int
    maximum: int
    rest: Rest = Rest.SPREAD
    slots: tuple[Slot, ...] = ()

    def __post_init__(self) -> None:
        for refusal in _senseless(self):
            raise SenselessBatching(refusal)

    @property
    def slot_names(self) -> tuple[str, ...]:
        """The names of the slots, in their order."""
        return tuple(slot.name for slot in self.slots)


class Sizes(NamedTuple):
    """How many students each of some new batches gets, the larger ones first, and how many get none."""

    sizes: tuple[int, ...]
    waiting: int


def sizes(students: int, batching: Batching) -> Sizes:
    """The batches that some students make: as few as the target allows, of sizes that differ by at most one.

    Where that would make batches below the minimum, there is one less, and the rest is spread or waits.
    """
    batches = -(-students // batching.target)
    if not batches or students // batches >= batching.minimum:
        return Sizes(_even(students, batches), 0)
    batches -= 1
    room = batching.maximum if batching.rest is Rest.SPREAD else batching.target
    seated = min(students, batches * room)
    return Sizes(_even(seated, batches), students - seated)


def names_after(existing: Iterable[str]) -> Iterator[str]:
    """Numbered names that go on behind the highest number, in the words of the batch that has it."""
    there = {*existing}
    numbered = [(int(found[2]), found[1]) for name in there if (found := NUMBERED.fullmatch(name))]
    last, prefix = max(numbered, default=(0, DEFAULT_PREFIX))
    return (f"{prefix}{number}" for number in count(last + 1))


def _even(students: int, batches: int) -> tuple[int, ...]:
    if not batches:
        return ()
    each, more = divmod(students, batches)
    return (each + 1,) * more + (each,) * (batches - more)


def _senseless(batching: Batching) -> Iterator[Sentence]:
    low, target, high = batching.minimum, batching.target, batching.maximum
    if not 1 <= low <= target <= high <= MOST_STUDENTS:
        yield Sentence(
            "A batch needs 1 ≤ minimum ≤ target ≤ maximum ≤ {most} students; these are {low}, {target}, {high}.",
            most=MOST_STUDENTS,
            low=low,
            target=target,
            high=high,
        )
    names = batching.slot_names
    if len(names) > MOST_SLOTS:
        yield Sentence("A course has at most {most} slots, not {n}.", most=MOST_SLOTS, n=len(names))
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield Sentence("Two slots have the name {name}; give each a name of its own.", name=twice[0])
    for slot in batching.slots:
        yield from _senseless_sessions(slot)


def _senseless_sessions(slot: Slot) -> Iterator[Sentence]:
    ordered = sorted(slot.sessions, key=lambda session: (session.day, session.start))
    for session in ordered:
        if session.end <= session.start:
            yield Sentence(
                "Slot {slot}: a session ends after it begins, not {day} {start} to {end}.",
                slot=slot.name,
                day=DAY_NAMES[session.day],
                start=session.start,
                end=session.end,
            )
    for one, next_one in pairwise(ordered):
        if one.day == next_one.day and next_one.start < one.end:
            yield Sentence(
                "Slot {slot}: two sessions overlap on {day} at {start}.",
                slot=slot.name,
                day=DAY_NAMES[one.day],
                start=next_one.start,
            )
