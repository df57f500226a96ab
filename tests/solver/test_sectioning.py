"""Courses are split into batches: as an institute would want it, and whatever the course."""

import sys
from collections import Counter
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.batches_plan import BatchesPlan, Move
from multitrainer.domain.batching import Batching, Rest, Slot
from multitrainer.domain.errors import SolverMissing
from multitrainer.solver.sectioning.rooms import Present
from multitrainer.solver.sectioning.splitting import Intake, Wish, split

DAYS = (Slot("Mon"), Slot("Tue"), Slot("Wed"))


def plan(batching: Batching, waiting: list[Wish], *batches: Present) -> BatchesPlan:
    return split(Intake("course", batching, batches, tuple(waiting)), (f"new{n}" for n in count(1)))


def wishes(number: int, *slots: str, name: str = "s") -> list[Wish]:
    return [Wish(f"{name}{n}", slots) for n in range(number)]


def present(name: str, students: int, slot: str | None = None) -> Present:
    return Present(name.lower(), name, slot, tuple(f"{name.lower()}-{n}" for n in range(students)))


def sizes_of(made: BatchesPlan) -> list[int]:
    return [len(batch.students) for batch in made.new]


def after(made: BatchesPlan) -> dict[str, int]:
    return {batch.id: len(batch.after) for batch in made.kept}


def test_three_hundred_students_make_twelve_batches_and_five_hundred_twenty_five() -> None:
    made = plan(Batching(25, 15, 30), wishes(300))
    assert (sizes_of(made), made.waiting) == ([25] * 12, ())
    assert [batch.name for batch in made.new] == [f"Batch {n}" for n in range(1, 13)]
    assert sizes_of(plan(Batching(20, 10, 25), wishes(500))) == [20] * 25


def test_new_batches_go_to_the_slots_that_most_wish_for_and_everybody_gets_the_first_choice() -> None:
    waiting = [*wishes(50, "Mon", "Tue", name="m"), *wishes(25, "Wed", name="w"), *wishes(25, name="any")]
    made = plan(Batching(25, 15, 30, slots=DAYS), waiting)
    assert Counter(batch.slot for batch in made.new).keys() == {"Mon", "Wed"}
    assert dict(made.choices) == {"1": 75, "any": 25}
    assert not made.waiting


def test_who_joined_first_gets_the_place_and_the_better_choice() -> None:
    batches = (Present("mon", "Batch 1", "Mon", ("x",)), Present("tue", "Batch 2", "Tue", ("y",)))
    both = ("Mon", "Tue")
    made = plan(
        Batching(2, 2, 2, slots=DAYS[:2]),
        [Wish("early", both), Wish("later", both), Wish("last")],
        *batches,
    )
    assert [batch.after for batch in made.kept] == [("x", "early"), ("y", "later")]
    assert made.waiting == ("last",)
    assert dict(made.choices) == {"1": 1, "2": 1}


def test_nobody_is_put_where_they_did_not_wish_to_be() -> None:
    made = plan(Batching(10, 5, 12, slots=DAYS), [*wishes(10, "Mon", name="m"), *wishes(2, "Tue", name="t")])
    assert [batch.slot for batch in made.new] == ["Mon"]
    assert made.waiting == ("t0", "t1")


def test_a_slot_that_is_gone_and_a_batch_of_no_slot_are_for_nobody_who_wishes() -> None:
    made = plan(Batching(5, 1, 5, slots=DAYS), [Wish("s", ("Sun",)), Wish("any")], present("Batch 1", 4))
    assert made.waiting == ("s",)
    assert after(made) == {"batch 1": 5}


def test_late_joiners_fill_gaps_and_nobody_moves() -> None:
    made = plan(Batching(25, 15, 30), wishes(4), present("Batch 1", 23), present("Batch 2", 23))
    assert after(made) == {"batch 1": 25, "batch 2": 25}
    assert (made.new, made.moves) == ((), ())


def test_late_joiners_who_are_too_few_for_a_batch_are_spread_or_wait() -> None:
    full = present("Batch 1", 25)
    assert after(plan(Batching(25, 15, 30), wishes(3), full)) == {"batch 1": 28}
    assert plan(Batching(25, 15, 30, Rest.WAITING), wishes(3), full).waiting == ("s0", "s1", "s2")


@pytest.mark.parametrize(("seated", "late", "becomes", "waits"), [(8, 4, 10, 2), (10, 4, 10, 4), (8, 2, 10, 0)])
def test_in_a_slot_too_a_rest_waits_where_it_is_to_wait(seated: int, late: int, becomes: int, waits: int) -> None:
    batching = Batching(10, 5, 12, Rest.WAITING, DAYS[:1])
    made = plan(batching, wishes(late, "Mon"), present("Batch 1", seated, "Mon"))
    assert (after(made), len(made.waiting), made.new) == ({"batch 1": becomes}, waits, ())


def test_in_a_slot_too_gaps_are_filled_before_new_batches() -> None:
    made = plan(Batching(10, 5, 12, slots=DAYS[:1]), wishes(8, "Mon"), present("Batch 1", 8, "Mon"))
    assert (after(made), sizes_of(made)) == ({"batch 1": 10}, [6])
    some = [present("Batch 1", 8, "Mon"), present("Batch 2", 7, "Tue")]
    made = plan(Batching(10, 5, 12, slots=DAYS[:2]), wishes(5), *some)
    assert (after(made), made.new) == ({"batch 1": 10, "batch 2": 10}, ())


def test_late_joiners_who_are_enough_make_the_next_batch() -> None:
    made = plan(Batching(25, 15, 30), wishes(20), present("Batch 12", 25))
    assert [(batch.name, len(batch.students)) for batch in made.new] == [("Batch 13", 20)]


def test_of_a_batch_that_is_too_large_only_those_leave_who_are_too_many() -> None:
    made = plan(Batching(25, 10, 30), [], present("Batch 1", 33), present("Batch 2", 20))
    assert made.moves == tuple(Move(f"batch 1-{n}", "batch 1", "batch 2") for n in (30, 31, 32))


def test_where_nobody_has_room_as_many_leave_as_make_a_batch() -> None:
    made = plan(Batching(25, 10, 30), [], present("Batch 1", 33))
    assert (after(made), sizes_of(made), len(made.moves)) == ({"batch 1": 23}, [10], 10)


def test_a_batch_that_can_not_be_split_in_two_stays() -> None:
    made = plan(Batching(25, 20, 30), [], present("Batch 1", 33))
    assert (after(made), made.moves) == ({"batch 1": 33}, ())


def test_two_batches_that_are_too_small_merge_by_the_smaller_one_moving() -> None:
    made = plan(Batching(25, 15, 30), [], present("Batch 1", 9), present("Batch 2", 7), present("Batch 3", 20))
    assert after(made) == {"batch 1": 16, "batch 2": 0, "batch 3": 20}
    assert len(made.moves) == 7
    assert made.emptied == ("batch 2",)


def test_batches_of_different_times_do_not_merge() -> None:
    made = plan(Batching(25, 15, 30, slots=DAYS), [], present("Batch 1", 9, "Mon"), present("Batch 2", 7, "Tue"))
    assert made.moves == ()


def test_ten_thousand_students_are_split_as_well() -> None:
    slots = tuple(Slot(f"slot {n}") for n in range(12))
    waiting = [Wish(f"s{n}", tuple(slots[(n * k) % 12].name for k in (1, 5, 7) if n % 12)) for n in range(10_000)]
    made = plan(Batching(25, 15, 30, slots=slots), waiting)
    assert len(made.after) + len(made.waiting) == 10_000
    assert dict(made.choices)["1"] > 8_000
    assert len(plan(Batching(25, 15, 30), wishes(10_000)).new) == 400
    assert {15 <= size <= 30 for size in sizes_of(made)} == {True}


@st.composite
def intakes(draw: st.DrawFn) -> Intake:
    low = draw(st.integers(1, 4))
    target = draw(st.integers(low, 6))
    slots = DAYS[: draw(st.integers(0, 3))]
    batching = Batching(target, low, draw(st.integers(target, 8)), draw(st.sampled_from(Rest)), slots)
    names = [slot.name for slot in DAYS]
    wished = st.lists(st.sampled_from(names), max_size=3, unique=True).map(tuple)
    waiting = tuple(Wish(f"s{n}", slots) for n, slots in enumerate(draw(st.lists(wished, max_size=25))))
    numbers = draw(st.lists(st.tuples(st.integers(0, 11), st.sampled_from([None, *names])), max_size=4))
    batches = tuple(present(f"Batch {n}", size, slot) for n, (size, slot) in enumerate(numbers, 1))
    return Intake("course", batching, batches, waiting)


@given(intakes())
def test_whatever_the_course_a_plan_keeps_the_rules(intake: Intake) -> None:
    made = split(intake, (f"new{n}" for n in count(1)))
    batching, seated = intake.batching, made.after
    everyone = [s for batch in intake.batches for s in batch.students] + [wish.student for wish in intake.waiting]
    assert sorted([*seated, *made.waiting]) == sorted(everyone)
    for batch in made.new:
        assert batching.minimum <= len(batch.students) <= batching.maximum
    for kept in made.kept:
        assert len(kept.after) <= max(batching.maximum, len(kept.before))
    slot_of = {b.id: b.slot for b in intake.batches} | {b.id: b.slot for b in made.new}
    for wish in intake.waiting:
        if wish.slots and batching.slots and wish.student in seated:
            assert slot_of[seated[wish.student]] in wish.slots
    sat = made.before
    assert {move.student for move in made.moves} == {s for s in sat if sat[s] != seated[s]}
    assert sum(number for _, number in made.choices) == len(seated) - len(sat)
    assert BatchesPlan.from_json(made.to_json()) == made


@given(intakes())
def test_where_all_batches_are_of_a_good_size_nobody_moves(intake: Intake) -> None:
    sizes = [len(batch.students) for batch in intake.batches]
    if all(intake.batching.minimum <= size <= intake.batching.maximum for size in sizes):
        assert split(intake, (f"new{n}" for n in count(1))).moves == ()


def test_without_the_extra_a_course_with_slots_is_refused_in_words_and_one_without_is_split(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing: Any = None
    monkeypatch.setitem(sys.modules, "ortools.graph.python.min_cost_flow", missing)
    with pytest.raises(SolverMissing, match="multitrainer\\[solver\\]"):
        plan(Batching(25, 15, 30, slots=DAYS), wishes(30, "Mon"))
    assert sizes_of(plan(Batching(25, 15, 30), wishes(30))) == [15, 15]
