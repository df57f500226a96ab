"""Which of several times meet, so that it can be said."""

from collections.abc import Sequence

from multitrainer.solver.documents.intervals import Interval
from multitrainer.solver.documents.spans import meet, span


def first_meeting(
    some: Sequence[Interval], others: Sequence[Interval], rest: int = 0
) -> tuple[Interval, Interval] | None:
    """The first two of which one begins before the other one, with its rest in minutes, is over; None if no two do."""
    both = ((one, other) for one in some for other in others if meet(span(one), span(other), rest))
    return next(both, None)
