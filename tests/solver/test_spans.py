"""Which times meet, against looking at every minute of every week that matters."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from multitrainer.solver.documents.spans import DAY, WEEK, Span, meet, meetings

WEEKS = range(-2, 5)
QUARTER = 15


def starting(first: int, last: int, most: int, *, weekly: bool) -> st.SearchStrategy[Span]:
    starts = st.integers(first // QUARTER, last // QUARTER)
    lengths = st.integers(1, most // QUARTER)
    return st.builds(lambda s, n: Span(s * QUARTER, (s + n) * QUARTER, weekly), starts, lengths)


WEEKLY = starting(0, WEEK - DAY, DAY, weekly=True)
DATED = starting(0, 2 * WEEK, WEEK, weekly=False)
SPANS = WEEKLY | DATED
RESTS = st.sampled_from((0, QUARTER, DAY))


def happen(span: Span, longer: int) -> list[range]:
    """When it happens around the weeks that are looked at, with the rest after it."""
    turns = WEEKS if span.weekly else [0]
    return [range(span.start + turn * WEEK, span.end + longer + turn * WEEK, QUARTER) for turn in turns]


def meet_in_some_week(one: Span, other: Span, rest: int) -> bool:
    return any(set(a) & set(b) for a, b in product(happen(one, rest), happen(other, rest)))


@given(SPANS, SPANS, RESTS)
def test_they_meet_if_they_do_in_some_week(one: Span, other: Span, rest: int) -> None:
    assert meet(one, other, rest) == meet(other, one, rest) == meet_in_some_week(one, other, rest)


@given(st.lists(st.tuples(SPANS, st.integers(0, 3)), max_size=6), RESTS)
def test_all_that_meet_are_found_and_no_others(several: list[tuple[Span, int]], rest: int) -> None:
    pairs = {
        (min(a, b), max(a, b))
        for (one, a), (other, b) in product(several, several)
        if a != b and meet(one, other, rest)
    }
    assert set(meetings(several, rest)) == pairs
