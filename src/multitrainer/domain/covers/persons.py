"""A trainer on the day of a session that needs cover: what decides whether, and how gladly, they are asked."""

from typing import NamedTuple

from multitrainer.domain.availability import Availability
from multitrainer.domain.intervals import Interval

ALWAYS = Availability()


class Lesson(NamedTuple):
    """Something that somebody holds: `session` is its id. `when` is in UTC."""

    session: str
    when: Interval


class Person(NamedTuple):
    """One trainer. Hours are those of the limits; None takes what the rules say.

    `lessons` are their own and covered ones that touch the day of the session by the institute's clocks, less those
    that others cover for them, in any order; `week_hours` is their sum over its ISO week; `away` their approved leave.
    `covered_hours` is what the ledger says for the term. `asked_later`: they are asked for another session of the day,
    or cover one.
    """

    trainer: str
    lessons: tuple[Lesson, ...] = ()
    week_hours: float = 0.0
    away: tuple[Interval, ...] = ()
    active: bool = True
    daily_hours: float | None = None
    weekly_hours: float | None = None
    availability: Availability = ALWAYS
    skills: frozenset[str] = frozenset()
    knows: frozenset[str] = frozenset()
    covered_hours: float = 0.0
    asked_later: bool = False
