"""A week as a grid of half hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.availability import Availability, Level, Painted
from multitrainer.domain.errors import SenselessAvailability
from multitrainer.domain.half_hours import SLOTS, grid_of, is_finer, week_of
from multitrainer.domain.week import Day

GRIDS = st.fixed_dictionaries({day: st.lists(st.sampled_from(Level), min_size=48, max_size=48) for day in Day})


@given(GRIDS)
def test_what_is_painted_is_what_is_shown(grid: dict[Day, list[Level]]) -> None:
    week = week_of(grid)
    assert grid_of(week) == {day: tuple(levels) for day, levels in grid.items()}
    assert not is_finer(week)


def test_neighbours_of_one_level_are_one_part() -> None:
    grid = {day: [Level.AVAILABLE] * len(SLOTS) for day in Day}
    grid[Day.SUNDAY] = [Level.NOT] * 20 + [Level.RATHER_NOT] * 28
    assert week_of(grid).painted == (
        Painted(Day.SUNDAY, 0, 600, Level.NOT),
        Painted(Day.SUNDAY, 600, 1440, Level.RATHER_NOT),
    )


def test_what_begins_between_half_hours_takes_the_whole_of_them() -> None:
    week = Availability((Painted(Day.MONDAY, 495, 540, Level.NOT),))
    assert is_finer(week)
    assert [slot for slot, level in zip(SLOTS, grid_of(week)[Day.MONDAY], strict=True) if level is Level.NOT] == [
        480,
        510,
    ]


def test_a_grid_that_lacks_something_is_none() -> None:
    with pytest.raises(SenselessAvailability):
        week_of({Day.MONDAY: [Level.NOT] * len(SLOTS)})
