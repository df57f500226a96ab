"""What is told of sessions that a timetable, or the holidays, have changed: of all of a batch's in one notice."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from multitrainer.domain.moments import written
from multitrainer.domain.sessions import Changes, SessionStatus
from multitrainer.domain.telling.notices import Fact, Kind, Notice

SOON = timedelta(days=2)
"""What changes a session that begins earlier than that waits for nobody's quiet hours."""


def news_of(changes: Changes, made_until: date | None, told: str | None, now: datetime) -> Changes:
    """What of some changes is news.

    That is neither what is over, nor the session `told` of by itself, nor what is new because time goes on: that
    comes after the last day for which sessions were made. None is where there was none, or another timetable.
    """
    new = (one for one in changes.new if now < one.end and (made_until is None or one.day <= made_until))
    return Changes(tuple(new), tuple(pair for pair in changes.changed if pair[0].id != told))


def facts_of_changes(news: Changes) -> dict[str, Fact]:
    """How many sessions are new, or take place after all, are moved and are cancelled; the first of them and the last.

    Of one session there is no last one.
    """
    gone = SessionStatus.CANCELLED
    cancelled = [before.start for before, after in news.changed if after.status is gone]
    again = [after.start for before, after in news.changed if before.status is gone]
    moved = [after.start for before, after in news.changed if gone not in {before.status, after.status}]
    new = [one.start for one in news.new]
    first, *others = sorted((*cancelled, *again, *moved, *new))
    return {
        "added": _many(new + again),
        "moved": _many(moved),
        "cancelled": _many(cancelled),
        "first": written(first),
        "last": written(others[-1]) if others else None,
    }


def is_soon(news: Changes, now: datetime) -> bool:
    """Whether a session is among them that people may be on the way to."""
    starts = [one.start for one in news.new] + [one.start for pair in news.changed for one in pair]
    return min(starts) < now + SOON


def notices_to_teaching(
    people: Iterable[str | None], by: str | None, facts: dict[str, Fact], urgent: bool
) -> list[Notice]:
    """One for each of those who teach the batch, but for whoever made the change."""
    return [Notice(Kind.SESSIONS_CHANGED, to, facts, urgent) for to in dict.fromkeys(people) if to and to != by]


def _many(starts: list[datetime]) -> str | None:
    return str(len(starts)) if starts else None
