"""How many batches, how large, and what they are called."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.batching import Batching, Rest, Slot, names_after, sizes
from multitrainer.domain.errors import SenselessBatching
from multitrainer.domain.week import Day, Meeting

TWENTY_FIVE = Batching(target=25, minimum=15, maximum=30)


@pytest.mark.parametrize(
    ("students", "batching", "expected"),
    [
        (300, TWENTY_FIVE, (25,) * 12),
        (500, Batching(20, 10, 24), (20,) * 25),
        (310, TWENTY_FIVE, (24,) * 11 + (23,) * 2),
        (0, TWENTY_FIVE, ()),
    ],
)
def test_students_are_split_into_as_few_even_batches_as_the_target_allows(
    students: int, batching: Batching, expected: tuple[int, ...]
) -> None:
    assert sizes(students, batching) == (expected, 0)


def test_a_small_rest_is_spread_up_to_the_maximum_or_waits() -> None:
    waiting = Batching(25, 15, 30, Rest.WAITING)
    assert sizes(26, TWENTY_FIVE) == ((26,), 0)
    assert sizes(26, waiting) == ((25,), 1)
    assert sizes(33, Batching(25, 20, 30)) == ((30,), 3)
    assert sizes(14, TWENTY_FIVE) == sizes(14, waiting) == ((), 14)


@given(st.integers(0, 3000), st.data())
def test_every_size_keeps_the_settings(students: int, data: st.DataObject) -> None:
    low = data.draw(st.integers(1, 40))
    target = data.draw(st.integers(low, 60))
    batching = Batching(target, low, data.draw(st.integers(target, 80)), data.draw(st.sampled_from(Rest)))
    made = sizes(students, batching)
    assert sum(made.sizes) + made.waiting == students
    assert all(low <= size <= batching.maximum for size in made.sizes)
    assert max(made.sizes, default=0) - min(made.sizes, default=0) <= 1
    assert made.waiting < target


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ([], ["Batch 1", "Batch 2"]),
        (["Batch 2", "Batch 12", "Evening"], ["Batch 13", "Batch 14"]),
        (["A1-07", "Batch 3"], ["A1-8", "A1-9"]),
        (["Evening"], ["Batch 1", "Batch 2"]),
    ],
)
def test_numbered_names_go_on(existing: list[str], expected: list[str]) -> None:
    assert [*islice(names_after(existing), 2)] == expected


def test_settings_that_make_no_sense_are_refused_in_words() -> None:
    for low, target, high in ((0, 25, 30), (26, 25, 30), (10, 25, 24), (10, 25, 1001)):
        with pytest.raises(SenselessBatching, match=f"these are {low}, {target}, {high}"):
            Batching(target, low, high)
    with pytest.raises(SenselessBatching, match="Two slots have the name Mon"):
        Batching(25, 1, 30, slots=(Slot("Mon"), Slot("Mon")))
    with pytest.raises(SenselessBatching, match="at most 40 slots"):
        Batching(25, 1, 30, slots=tuple(Slot(str(n)) for n in range(41)))
    with pytest.raises(SenselessBatching, match="ends after it begins"):
        Batching(25, 1, 30, slots=(Slot("Mon", (Meeting(Day.MONDAY, "18:00", "18:00"),)),))
    evening = (Meeting(Day.MONDAY, "18:00", "20:00"), Meeting(Day.MONDAY, "19:30", "21:00"))
    with pytest.raises(SenselessBatching, match="overlap on Monday at 19:30"):
        Batching(25, 1, 30, slots=(Slot("Mon", evening),))
