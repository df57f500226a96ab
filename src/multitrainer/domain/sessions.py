"""Sessions: the single, dated meetings of a batch, as they are planned, held, moved, cancelled or covered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.errors import SessionNotPlanned
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.timetable import Planned

Key = tuple[date, int]

LONGEST = timedelta(days=7)
"""That a session lasts."""


class SessionStatus(StrEnum):
    """What becomes of a session."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


WAS = {
    SessionStatus.HELD: Sentence("This session was held, so this can't be done. Set it to planned first."),
    SessionStatus.CANCELLED: Sentence("This session is cancelled, so this can't be done. Set it to planned first."),
}
"""What is said of one that is not planned."""


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of a batch. Times are moments in UTC.

    `day` and `number` say which one of the timetable it is, also when it was moved to another day. What was done
    `by_hand` no timetable changes. `sequence` grows with each change, by which calendar programs know what is newer.
    `teacher` teaches it in place of the batch's primary, since two swapped; `cover` stands in for whoever teaches it.
    """

    id: str
    batch: str
    day: date
    number: int
    start: datetime
    end: datetime
    status: SessionStatus = SessionStatus.PLANNED
    by_hand: bool = False
    cover: str | None = None
    note: str | None = None
    sequence: int = 0
    teacher: str | None = None

    @property
    def key(self) -> Key:
        """Which one of its timetable it is."""
        return self.day, self.number

    @property
    def is_kept(self) -> bool:
        """Whether a timetable leaves it as it is."""
        stands_in = self.cover or self.teacher
        return self.by_hand or stands_in is not None or self.status is SessionStatus.HELD

    def moved(self, start: datetime, end: datetime, note: str | None = None) -> "Session":
        """At another time. Raises SessionNotPlanned."""
        self._must_be_planned("moved")
        said = note or self.note
        return replace(self, start=start, end=end, by_hand=True, note=said, sequence=self.sequence + 1)

    def cancelled(self, note: str | None = None) -> "Session":
        """It does not take place. Raises SessionNotPlanned."""
        self._must_be_planned("cancelled")
        gone = SessionStatus.CANCELLED
        return replace(self, status=gone, by_hand=True, note=note, sequence=self.sequence + 1)

    def held(self, now: datetime) -> "Session":
        """It took place. Raises SessionNotPlanned, also before it begins."""
        self._must_be_planned("held")
        if now < self.start:
            raise SessionNotPlanned(
                Sentence("This session has not begun, so nobody can say yet that it was held."),
                f"Session {self.id} begins at {self.start:%Y-%m-%dT%H:%M}Z; before, nobody can say that it was held.",
                session=self.id,
                status=self.status,
            )
        return replace(self, status=SessionStatus.HELD, by_hand=True, sequence=self.sequence + 1)

    def given_back(self) -> "Session":
        """What was done by hand is undone; the timetable says again when it is. A swap is not: two agreed on it."""
        status = SessionStatus.PLANNED
        return replace(self, status=status, by_hand=False, note=None, sequence=self.sequence + 1)

    def covered_by(self, trainer: str | None) -> "Session":
        """Held by whoever stands in, or by nobody but whose it is."""
        return self if self.cover == trainer else replace(self, cover=trainer, sequence=self.sequence + 1)

    def taught_by(self, trainer: str, primary: str | None) -> "Session":
        """Taught by somebody, since a swap; nobody is named where it is the batch's `primary` again."""
        teacher = None if trainer == primary else trainer
        return self if self.teacher == teacher else replace(self, teacher=teacher, sequence=self.sequence + 1)

    def overlaps(self, other: "Session") -> bool:
        """Whether both take place, at a same time."""
        gone = SessionStatus.CANCELLED
        return gone not in {self.status, other.status} and self.start < other.end and other.start < self.end

    def _must_be_planned(self, wanted: str) -> None:
        if self.status is not SessionStatus.PLANNED:
            raise SessionNotPlanned(
                WAS[self.status],
                f"Session {self.id} is {self.status} and can't be {wanted}. Set its status to planned first.",
                session=self.id,
                status=self.status,
            )


class Changes(NamedTuple):
    """What a timetable means for the sessions that are there: new ones, and those that change, before and after."""

    new: tuple[Planned, ...]
    changed: tuple[tuple[Session, Session], ...]


def brought_up(there: Iterable[Session], wanted: Iterable[Planned], now: datetime) -> Changes:
    """Bring sessions after their timetable; `there` and `wanted` are of the same days.

    What has begun stays as it is, and so does what was held, moved, cancelled or covered by hand. What the timetable
    has no more is cancelled, and planned again when it comes back: an id, once given, always means the same session.
    """
    by_key = {session.key: session for session in there}
    planned = {(one.day, one.number): one for one in wanted}
    new = tuple(one for key, one in planned.items() if key not in by_key)
    return Changes(new, tuple(_changes(by_key, planned, now)))


def are_shifted(changes: Changes) -> bool:
    """Whether nothing else is wrong with the sessions that are there than their times, as after a change of zone."""
    pairs = changes.changed
    return bool(pairs) and all(
        before.status is after.status and after.start - before.start == after.end - before.end
        for before, after in pairs
    )


def overlapped(one: Session, others: Iterable[Session]) -> Session | None:
    """The one of a batch's sessions by which it would meet twice at a time; None where it would not."""
    return next((other for other in others if other.id != one.id and one.overlaps(other)), None)


def _changes(
    there: Mapping[Key, Session], planned: Mapping[Key, Planned], now: datetime
) -> Iterator[tuple[Session, Session]]:
    for key, session in there.items():
        if session.is_kept or session.start <= now:
            continue
        becomes = _as(session, planned.get(key))
        if becomes != session:
            yield session, replace(becomes, sequence=session.sequence + 1)


def _as(session: Session, wanted: Planned | None) -> Session:
    if wanted is None:
        return replace(session, status=SessionStatus.CANCELLED)
    return replace(session, status=SessionStatus.PLANNED, start=wanted.start, end=wanted.end)
