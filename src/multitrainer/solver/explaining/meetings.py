"""Which of several times meet, so that it can be said."""

from collections.abc import Sequence

from multitrainer.solver.intervals import WEEK_MINUTES, Interval
from multitrainer.solver.timeline import Span, span_of


def first_meeting(
    some: Sequence[Interval], others: Sequence[Interval], rest: int = 0
) -> tuple[Interval, Interval] | None:
    """The first two of which one begins before the other one, with its rest in minutes, is over; None if no two do."""
    both = ((one, other) for one in some for other in others if meet(span_of(one), span_of(other), rest))
    return next(both, None)


def meet(one: Span, other: Span, rest: int = 0) -> bool:
    """Whether they ever do: what is weekly does in any week."""
    if one.dated and other.dated:
        return one.start < other.end + rest and other.start < one.end + rest
    weeks = (one.start - other.end - rest) // WEEK_MINUTES + 1  # the first week that ends behind the other's beginning
    return other.start + weeks * WEEK_MINUTES < one.end + rest
