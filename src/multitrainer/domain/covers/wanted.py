"""What is asked for: one session, or neighbours of one day, with what every candidate is measured by."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from multitrainer.domain.availability import Piece, pieces
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.intervals import Interval
from multitrainer.domain.taught import TaughtSession


class Wanted(NamedTuple):
    """Sessions of one day, to be taken by one person; worked out once for all candidates. Times are in UTC.

    `day` is the day by the institute's clocks on which the first begins, `hours` the length of all. A lesson within
    `adjacent` is next to them, a day longer than `long_day` is overlong. `excluded` are those who are not asked: whose
    sessions these are among them.
    """

    sessions: tuple[TaughtSession, ...]
    ids: frozenset[str]
    batches: frozenset[str]
    needs: frozenset[str]
    excluded: frozenset[str]
    times: tuple[Interval, ...]
    pieces: tuple[Piece, ...]
    day: Interval
    hours: float
    adjacent: timedelta
    long_day: timedelta


def wanted(
    sessions: Sequence[TaughtSession],
    rules: CoverRules,
    needs: frozenset[str] = frozenset(),
    excluded: frozenset[str] = frozenset(),
) -> Wanted:
    """At least one session of one day, in order; the skills that they need; and who is not asked for them."""
    local = sessions[0].start.astimezone(rules.zone)
    midnight = datetime(local.year, local.month, local.day, tzinfo=rules.zone)
    return Wanted(
        tuple(sessions),
        frozenset(s.id for s in sessions),
        frozenset(s.batch for s in sessions),
        needs,
        excluded.union(s.trainer for s in sessions),
        tuple(s.when for s in sessions),
        tuple(piece for s in sessions for piece in pieces(s.start, s.end, rules.zone)),
        Interval(midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC)),
        sum(s.hours for s in sessions),
        timedelta(minutes=rules.adjacent_minutes),
        timedelta(hours=rules.long_day_hours),
    )
