"""Which sessions a leave takes its trainer from."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from multitrainer.domain.intervals import Interval
from multitrainer.domain.taught import TaughtSession


class SessionChange(NamedTuple):
    """Sessions that need somebody now and did not before; and such whose trainer is back."""

    newly: tuple[TaughtSession, ...]
    no_longer: tuple[TaughtSession, ...]


def overlapped(sessions: Iterable[TaughtSession], away: Iterable[Interval]) -> tuple[TaughtSession, ...]:
    """The sessions of which any part falls into these times, in order."""
    times = tuple(away)
    found = (s for s in sessions if any(one.overlaps(s.start, s.end) for one in times))
    return tuple(sorted(found, key=lambda s: (s.start, s.id)))


def session_change(
    sessions: Iterable[TaughtSession], before: Iterable[Interval], after: Iterable[Interval], now: datetime
) -> SessionChange:
    """What a change of when their trainer is away means for some sessions, as far as they have not begun.

    A session that one leave no longer overlaps, but another still does, is in neither.
    """
    theirs = tuple(session for session in sessions if now < session.start)
    was, is_now = overlapped(theirs, before), overlapped(theirs, after)
    return SessionChange(tuple(s for s in is_now if s not in was), tuple(s for s in was if s not in is_now))
