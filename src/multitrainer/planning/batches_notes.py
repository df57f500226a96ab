"""What a plan of batches leaves as it is, and why: batches that are too small or too large, and who waits."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from multitrainer.domain.batches_plan import BatchesPlan
from multitrainer.domain.batching import Batching, Rest
from multitrainer.solver.explaining.words import listed
from multitrainer.solver.sectioning.splitting import Intake

Slot = str | None


class Filled(NamedTuple):
    """A batch as the plan has it."""

    name: str
    slot: Slot
    size: int


def unmended(plan: BatchesPlan, intake: Intake) -> Iterator[str]:
    """Sentences about batches that stay too small or too large, and about who waits, as far as the reason is known."""
    batches = _filled(plan, intake)
    yield from _of_batches(batches, intake.batching)
    yield from _of_waiting(plan, intake, [batch for batch in batches if batch.size])


def _filled(plan: BatchesPlan, intake: Intake) -> list[Filled]:
    known = {*intake.batching.slot_names}
    present = {batch.id: batch for batch in intake.batches}
    kept = ((present[one.id], len(one.after)) for one in plan.kept if one.id in present)
    there = [Filled(b.name or b.id, b.slot if b.slot in known else None, size + b.others) for b, size in kept]
    return there + [Filled(batch.name, batch.slot, len(batch.students)) for batch in plan.new]


def _of_batches(batches: Sequence[Filled], batching: Batching) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for batch in (batch for batch in batches if batch.size):
        named = f"{batch.name} ({batch.size})"
        if batch.size < batching.minimum:
            why = f"below the minimum of {batching.minimum}: {_why_small(batch, batches, batching)}"
            groups.setdefault(why, []).append(named)
        elif batch.size > batching.maximum:
            why = f"above the maximum of {batching.maximum}: {_why_large(batch, batching)}"
            groups.setdefault(why, []).append(named)
    yield from (f"{listed(names)} {'stays' if len(names) == 1 else 'stay'} {why}" for why, names in groups.items())


def _why_small(batch: Filled, batches: Sequence[Filled], batching: Batching) -> str:
    if batching.slots and batch.slot is None:
        return NO_SLOT
    if not any(other.size for other in batches if other is not batch and other.slot == batch.slot):
        return "no other batch meets in the same slot." if batching.slots else "there is no other batch."
    return "it can't be emptied into the others of its time, which have too little room."


def _why_large(batch: Filled, batching: Batching) -> str:
    if batching.slots and batch.slot is None:
        return NO_SLOT
    return "there is no room at the same time, and those who are too many don't make a batch of their own."


def _of_waiting(plan: BatchesPlan, intake: Intake, batches: Sequence[Filled]) -> Iterator[str]:
    """Who wishes for slots that are gone, and who finds all full and is too few for a batch."""
    wishes = {wish.student: wish.slots for wish in intake.waiting}
    slots = {*intake.batching.slot_names}
    gone = [one for one in plan.waiting if slots and wishes[one] and slots.isdisjoint(wishes[one])]
    if gone:
        yield f"{_wait(len(gone))} for slots that the course no longer has."
    rest = [wishes[one] for one in plan.waiting if one not in {*gone}]
    if rest and (why := _why_waiting(rest, intake.batching, batches)):
        yield f"{_wait(len(rest))}: {why}"


def _why_waiting(rest: Sequence[Sequence[str]], batching: Batching, batches: Sequence[Filled]) -> str | None:
    taken = [_taken_by(wishes, batching) for wishes in rest]
    few = f"too few take the same time for a batch of their own, which needs {batching.minimum}"
    if any(sum(slot in one for one in taken) >= batching.minimum for slot in {slot for one in taken for slot in one}):
        return None
    theirs = [batch.size for batch in batches if any(batch.slot in one for one in taken)]
    if not theirs:
        return f"no batch meets when they can, and {few}."
    if min(theirs) >= batching.maximum:
        return f"the batches that they could join are full, and {few}."
    if min(theirs) >= batching.target and batching.rest is Rest.WAITING:
        return f"the batches that they could join have {batching.target}, and {few}. The settings let a rest wait."
    return None


def _taken_by(wishes: Sequence[str], batching: Batching) -> set[Slot]:
    """The slots that somebody would take."""
    return {*wishes} if wishes and batching.slots else {*batching.slot_names, None}


def _wait(number: int) -> str:
    return "1 student waits" if number == 1 else f"{number} students wait"


NO_SLOT = "nobody knows the slot; `batches` in the course's batching can say it."
