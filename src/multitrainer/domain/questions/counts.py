"""How students' questions are answered, in numbers."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from multitrainer.domain.questions.values import FirstAnswer

DAY = timedelta(days=1)
A_SHORT_TIME, A_LONG_TIME = DAY, 3 * DAY


class Counted(NamedTuple):
    """A question, as far as it is counted."""

    course: str
    batch: str | None
    first_answer: FirstAnswer | None
    escalations: int


class Times(NamedTuple):
    """Half of the questions were answered within the median, nine of ten within p90; in minutes, None without any."""

    median: int | None
    p90: int | None


class Ages(NamedTuple):
    """How many are open for less than a day, up to three days, and longer."""

    under_one_day: int
    one_to_three_days: int
    over_three_days: int


class OfBatch(NamedTuple):
    """How many were asked of a batch, or of a course without one, and how often they went up."""

    course: str
    batch: str | None
    asked: int
    escalations: int


def times(minutes: Iterable[int]) -> Times:
    """The median and the ninetieth percentile: of what was measured, the smallest that is enough for so many."""
    ordered = sorted(minutes)
    return Times(_share(ordered, 0.5), _share(ordered, 0.9))


def ages(asked: Iterable[datetime], now: datetime) -> Ages:
    """The ages of open questions."""
    old = [now - at for at in asked]
    short, middle = sum(age < A_SHORT_TIME for age in old), sum(A_SHORT_TIME <= age <= A_LONG_TIME for age in old)
    return Ages(short, middle, len(old) - short - middle)


def by_batch(counted: Iterable[Counted]) -> list[OfBatch]:
    """Sums by batch, those that went up most often first."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for one in counted:
        found.setdefault((one.course, one.batch), []).append(one.escalations)
    sums = [OfBatch(*of, len(each), sum(each)) for of, each in found.items()]
    return sorted(sums, key=lambda one: (-one.escalations, one.course, one.batch or ""))


def _share(ordered: Sequence[int], share: float) -> int | None:
    return ordered[ceil(share * len(ordered)) - 1] if ordered else None
