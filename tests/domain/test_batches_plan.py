"""A plan of batches is applied only while all is as it was when it was made."""

from dataclasses import replace

import pytest

from multitrainer.domain.batches_basis import Basis, Called
from multitrainer.domain.batches_plan import BatchesPlan, KeptBatch, NewBatch, Present, changed_since
from multitrainer.domain.batching import Batching, Rest, Slot

MON, SAT = Slot("Mon"), Slot("Sat")
SETTINGS = Batching(4, 2, 12, slots=(MON, SAT))
BASIS = Basis.of(SETTINGS, {"b": "Mon"}, {"s": ("Mon",), "t": ()})
PLAN = BatchesPlan("c", (NewBatch("n", "Batch 2", "Mon", ("s", "t")),), (KeptBatch("b", (), ()),), basis=BASIS)
WAITING = replace(PLAN, new=(NewBatch("n", "Batch 2", "Mon", ("s",)),), waiting=("t",))
PRESENT = {"b": Present("Batch 1", ())}


def changed(now: Basis | None, plan: BatchesPlan = PLAN, **names: str) -> list[str]:
    return changed_since(plan, PRESENT, (), now, Called(names))


def by(batching: Batching) -> Basis:
    return Basis.of(batching, BASIS.batches, BASIS.wishes)


def test_a_plan_is_current_while_all_that_it_was_made_of_is_as_it_was() -> None:
    assert changed(BASIS) == []
    assert changed(BASIS, WAITING) == []


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (by(replace(SETTINGS, maximum=5)), "The settings' maximum was 12, and is 5."),
        (by(replace(SETTINGS, target=3)), "The settings' target was 4, and is 3."),
        (by(replace(SETTINGS, rest=Rest.WAITING)), "The settings' rest was spread, and is waiting."),
        (by(replace(SETTINGS, slots=(SAT,))), "Slot Mon is gone."),
        (by(replace(SETTINGS, slots=(MON, SAT, Slot("Sun")))), "Slot Sun is new."),
        (replace(BASIS, batches={"b": "Sat"}), "Batch b was in slot Mon, and is in slot Sat."),
        (replace(BASIS, batches={"b": None}), "Batch b was in slot Mon, and is in no slot."),
        (
            replace(BASIS, wishes={"s": ("Sat", "Mon"), "t": ()}),
            "Student s wished for Mon, and wishes for Sat before Mon.",
        ),
        (replace(BASIS, wishes={"s": ("Mon",), "t": ("Sat",)}), "Student t wished for any slot, and wishes for Sat."),
        (None, "The course has no settings for its batches any more."),
    ],
)
def test_whatever_of_it_changed_is_said_in_words(now: Basis | None, sentence: str) -> None:
    assert changed(now) == [sentence]


def test_batches_and_students_are_named_where_their_names_are_known() -> None:
    now = replace(BASIS, batches={"b": "Sat"}, wishes={"s": (), "t": ()})
    assert changed(now, b="Batch 1", s="Ada") == [
        "Batch 1 (b) was in slot Mon, and is in slot Sat.",
        "Ada (s) wished for Mon, and wishes for any slot.",
    ]


def test_who_joined_first_matters_where_somebody_waits_or_got_a_later_choice() -> None:
    now = replace(BASIS, wishes={"t": (), "s": ("Mon",)})
    said = ["Student t joined before Student s, and did not then."]
    assert changed(now) == []
    assert changed(now, WAITING) == said
    assert changed(now, replace(PLAN, choices=(("2", 1),))) == said
    assert changed(now, replace(PLAN, choices=(("1", 1), ("any", 1)))) == []


def test_when_the_slots_meet_and_who_waits_and_withdrew_do_not_matter() -> None:
    assert changed(replace(BASIS, wishes={"s": ("Mon",)}), WAITING) == []


def test_a_plan_of_which_nobody_knows_what_it_was_made_of_is_not_applied() -> None:
    assert changed(BASIS, replace(PLAN, basis=None)) == ["It is not known what the plan was made of."]


def test_a_plan_is_kept_with_what_it_was_made_of() -> None:
    assert BatchesPlan.from_json(WAITING.to_json()) == WAITING
    kept = {name: value for name, value in PLAN.to_json().items() if name != "basis"}
    assert BatchesPlan.from_json(kept).basis is None
