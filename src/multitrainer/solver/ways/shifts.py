"""Other times: for one session of a batch, and for what somebody is unavailable."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from multitrainer.solver.documents.intervals import DAYS, Interval, Weekly
from multitrainer.solver.documents.problem import Batch, Trainer
from multitrainer.solver.documents.spans import span
from multitrainer.solver.explaining.meetings import first_meeting

NEARBY = (1, -1, 2, -2, 3, -3)
"""By how many days a session is moved, the least first."""


class Moved(NamedTuple):
    """A batch with one session at another time."""

    batch: Batch
    before: Interval
    after: Interval


def moved(batch: Batch, others: Iterable[Batch], trainer: Trainer, rest: int) -> Moved | None:
    """The batch with the one session that meets others of its trainer on the nearest day on which none does."""
    taken = [session for one in others for session in one.sessions]
    meeting = [session for session in batch.sessions if first_meeting([session], taken, rest)]
    if len(meeting) != 1:
        return None
    before = meeting[0]
    kept = [session for session in batch.sessions if session != before]
    for days in NEARBY:
        after = _days_later(before, days)
        if not first_meeting([after], [*taken, *kept], rest) and not first_meeting([after], trainer.unavailable):
            sessions = tuple(after if session == before else session for session in batch.sessions)
            return Moved(batch.model_copy(update={"sessions": sessions}), before, after)
    return None


def _days_later(session: Interval, days: int) -> Interval:
    if isinstance(session, Weekly):
        return session.model_copy(update={"day": DAYS[(DAYS.index(session.day) + days) % len(DAYS)]})
    by = timedelta(days=days)
    return session.model_copy(update={"start": session.start + by, "end": session.end + by})


def without(
    unavailable: Sequence[Interval], sessions: Sequence[Interval]
) -> tuple[tuple[Interval, ...], list[Interval]]:
    """What is left of the times in which somebody is unavailable when they come to sessions, and what they give up.

    Where one is of every week and the other of a date, all of the interval is given up.
    """
    left: list[Interval] = []
    given_up: list[Interval] = []
    waiting = [*unavailable]
    while waiting:
        away = waiting.pop(0)
        met = first_meeting(sessions, [away])
        if met is None:
            left.append(away)
            continue
        pieces = [*_cut(away, met[0])]
        given_up.append(_shared(away, met[0]))
        waiting[:0] = pieces
    return tuple(left), given_up


def _cut(away: Interval, session: Interval) -> Iterator[Interval]:
    """What of an interval lies before and after a session."""
    if type(away) is type(session):
        before, after = {"end": session.start}, {"start": session.end}
        pieces = (away.model_copy(update=before), away.model_copy(update=after))
        yield from (piece for piece in pieces if _goes_forward(piece))


def _shared(away: Interval, session: Interval) -> Interval:
    """What of an interval lies in a session."""
    shared = away
    if type(away) is type(session):
        for one in ({"start": session.start}, {"end": session.end}):
            clipped = shared.model_copy(update=one)
            shared = clipped if _lies_in(clipped, shared) else shared
    return shared


def _goes_forward(one: Interval) -> bool:
    return span(one).length > 0


def _lies_in(one: Interval, other: Interval) -> bool:
    return span(other).start <= span(one).start and span(one).end <= span(other).end
