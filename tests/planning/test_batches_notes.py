"""What a plan of batches leaves as it is, and why."""

from itertools import count

import pytest

from multitrainer.domain.batching import Batching, Rest, Slot
from multitrainer.planning.batches_view import batches_view
from multitrainer.solver.sectioning.rooms import Present
from multitrainer.solver.sectioning.splitting import Intake, Wish, split

MONDAY, SATURDAY = SLOTS = (Slot("Mon"), Slot("Sat"))
FIRST = Present("1", "Batch 1", "Mon", ("a", "b"))


def told(batching: Batching, *batches: Present, waiting: tuple[Wish, ...] = ()) -> list[str]:
    intake = Intake("c", batching, batches, waiting)
    return list(batches_view(split(intake, map(str, count(9))), intake)["explanations"])


@pytest.mark.parametrize(
    ("batches", "sentences"),
    [
        pytest.param([FIRST], ["Batch 1 (2) stays below the minimum of 3: no other batch meets in the same slot."],
                     id="alone in its slot"),
        pytest.param([FIRST, Present("2", "Batch 2", "Mon", tuple("cdef"))],
                     ["Batch 1 (2) stays below the minimum of 3: it can't be emptied into the others of its time, "
                      "which have too little room."], id="others are full"),
        pytest.param([Present("1", "Batch 1", None, ("a",)), Present("2", "Batch 2", "gone", ("b",))],
                     ["Batch 1 (1) and Batch 2 (1) stay below the minimum of 3: nobody knows the slot; "
                      "`batches` in the course's batching can say it."], id="slots that nobody knows"),
        pytest.param([Present("1", "Batch 1", "Sat", tuple("abcde"))],
                     ["Batch 1 (5) stays above the maximum of 4: there is no room at the same time, and those who are "
                      "too many don't make a batch of their own."], id="too many"),
        pytest.param([Present("1", "Batch 1", "Mon", tuple("abc"))], [], id="nothing to say"),
    ],
)  # fmt: skip
def test_a_batch_that_can_not_be_mended_is_named_with_the_reason(batches: list[Present], sentences: list[str]) -> None:
    assert told(Batching(4, 3, 4, slots=SLOTS), *batches) == sentences


def test_a_batch_below_the_minimum_is_named_where_there_are_no_slots() -> None:
    assert told(Batching(4, 3, 4), FIRST) == ["Batch 1 (2) stays below the minimum of 3: there is no other batch."]


@pytest.mark.parametrize(
    ("batching", "waiting", "sentence"),
    [
        pytest.param(Batching(4, 3, 4, slots=SLOTS), (Wish("x", ("Mon",)), Wish("y", ("Mon",))),
                     "2 students wait: the batches that they could join are full, and too few take the same time for a "
                     "batch of their own, which needs 3.", id="full"),
        pytest.param(Batching(4, 3, 4, slots=SLOTS), (Wish("x", ("Sat",)),),
                     "1 student waits: no batch meets when they can, and too few take the same time for a batch of "
                     "their own, which needs 3.", id="no batch at that time"),
        pytest.param(Batching(4, 3, 4, slots=SLOTS), (Wish("x", ("Fri",)),),
                     "1 student waits for slots that the course no longer has.", id="slots that are gone"),
        pytest.param(Batching(4, 3, 6, Rest.WAITING), (Wish("x"),),
                     "1 student waits: the batches that they could join have 4, and too few take the same time "
                     "for a batch of their own, which needs 3. The settings let a rest wait.", id="a rest"),
    ],
)  # fmt: skip
def test_why_students_wait_is_said_where_it_is_known(
    batching: Batching, waiting: tuple[Wish, ...], sentence: str
) -> None:
    full = Present("1", "Batch 1", "Mon" if batching.slots else None, tuple("abcd"))
    assert sentence in told(batching, full, waiting=waiting)


def test_a_batch_that_changes_is_shown_with_its_slot() -> None:
    intake = Intake("c", Batching(4, 3, 4, slots=SLOTS), (FIRST,), (Wish("x", ("Mon",)),))
    (changed,) = batches_view(split(intake, map(str, count(9))), intake)["changed"]
    assert (changed["slot"], changed["size"]) == ("Mon", 3)
