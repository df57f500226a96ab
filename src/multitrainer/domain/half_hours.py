"""A trainer's week as a grid of half hours: as it is painted by people."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from multitrainer.domain.availability import Availability, Level, Painted, Piece
from multitrainer.domain.errors import SenselessAvailability
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.week import MINUTES_OF_A_DAY, Day

STEP = 30
SLOTS = tuple(range(0, MINUTES_OF_A_DAY, STEP))
"""When each half hour of a day begins, in minutes since midnight."""

Grid = Mapping[Day, Sequence[Level]]
"""A level for each half hour of each day."""


def grid_of(week: Availability) -> dict[Day, tuple[Level, ...]]:
    """The least willing level of each half hour."""
    return {day: tuple(week.worst([Piece(day, slot, slot + STEP)]) for slot in SLOTS) for day in Day}


def is_finer(week: Availability) -> bool:
    """Whether some part begins or ends between two half hours, which a grid can't show."""
    return any(minute % STEP for part in week.painted for minute in (part.start, part.end))


def week_of(grid: Grid) -> Availability:
    """The week that a grid paints, in as few parts as there can be. Raises SenselessAvailability."""
    for day in Day:
        if len(grid.get(day, ())) != len(SLOTS):
            raise SenselessAvailability(
                Sentence("{day} needs a level for each of its {n} half hours.", day=day.capitalize(), n=len(SLOTS))
            )
    return Availability(tuple(part for day in Day for part in _parts(day, grid[day])))


def _parts(day: Day, levels: Sequence[Level]) -> Iterator[Painted]:
    for level, slots in groupby(zip(levels, SLOTS, strict=True), lambda one: one[0]):
        begins = [slot for _, slot in slots]
        if level is not Level.AVAILABLE:
            yield Painted(day, begins[0], begins[-1] + STEP, level)
