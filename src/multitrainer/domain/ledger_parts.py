"""What the ledger of cover is summed up by: weeks, months and terms, the latest first."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.cover_ledger import Term, month_of, week_of


class By(StrEnum):
    """How long the parts are."""

    WEEK = "week"
    MONTH = "month"
    TERM = "term"


class Part(NamedTuple):
    """A week, a month or a term: both days belong to it."""

    name: str
    first: date
    last: date


class Around(NamedTuple):
    """A part, and those next to it."""

    part: Part
    before: Part | None
    after: Part | None


A_DAY = timedelta(days=1)


def parts_back(by: By, since: date, until: date, terms: Iterable[Term] = ()) -> Iterator[Part]:
    """All parts that have a day within some, the latest first. Days between terms are in none."""
    if by is By.TERM:
        for term in sorted(terms, key=lambda one: one.first, reverse=True):
            if term.first <= until and term.last >= since:
                yield Part(*term)
        return
    part_of = _week if by is By.WEEK else _month
    while until >= since:
        yield (part := part_of(until))
        if part.first <= since:
            return
        until = part.first - A_DAY


def around(by: By, day: date, terms: Iterable[Term] = ()) -> Around | None:
    """The part that a day is in. A day between terms is in the one before, or else in the first; None without any."""
    if by is By.TERM:
        return _around_in([Part(*term) for term in sorted(terms, key=lambda one: one.first)], day)
    part_of = _week if by is By.WEEK else _month
    part = part_of(day)
    return Around(part, part_of(part.first - A_DAY), part_of(part.last + A_DAY))


def _around_in(parts: list[Part], day: date) -> Around | None:
    if not parts:
        return None
    at = max((n for n, part in enumerate(parts) if part.first <= day), default=0)
    return Around(parts[at], parts[at - 1] if at else None, parts[at + 1] if at + 1 < len(parts) else None)


def _week(day: date) -> Part:
    monday = day - timedelta(days=day.weekday())
    return Part(week_of(day), monday, monday + timedelta(days=6))


def _month(day: date) -> Part:
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Part(month_of(day), first, following - A_DAY)
