"""What becomes of a session, told to everybody whom it concerns but those who were asked to stand in.

That is one that nobody covers, or that somebody cancels, moves or brings back by hand.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from multitrainer.database import Session as Transaction
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.intervals import Interval
from multitrainer.domain.local_time import shown
from multitrainer.domain.moments import period_written
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.telling.notices import Fact, Kind, Meeting, Notice
from multitrainer.domain.telling.of_sessions import kind_of_change, notices_to_holders
from multitrainer.repositories.lessons import Held, Lessons
from multitrainer.services.changes.students_told import StudentsTold

KINDS = {
    CoverState.CANCELLED: Kind.SESSION_CANCELLED,
    CoverState.COMBINED: Kind.SESSION_COMBINED,
    CoverState.MOVED: Kind.SESSION_MOVED,
}


class SessionNews:
    """Makes the notices: to the students and their contacts, to whose session it is, to who gets more students."""

    def __init__(self, students: StudentsTold, lessons: Lessons, rules: CoverRules) -> None:
        self._students = students
        self._lessons = lessons
        self._rules = rules

    async def of(self, cover: Cover, sequence: int, note: str | None, transaction: Transaction) -> list[Notice]:
        """What is told once a cover's session is cancelled, combined or moved; `sequence` is the session's then."""
        session, kind = cover.session, KINDS[cover.state]
        other = await self._other(cover, transaction)
        meeting = _meeting(cover, other, sequence)
        facts: dict[str, Fact] = {"note": note, "was": self._local(session.start), "other": cover.combined_with}
        told = await self._students.notices(
            kind, session.course, session.batch, facts, meeting, transaction, urgent=True
        )
        known = {**facts, "course": session.course, "batch": session.batch}
        theirs = meeting if cover.state is CoverState.MOVED else replace(meeting, cancelled=True)
        return [*told, Notice(kind, session.trainer, known, meeting=theirs), *_joined(known, other)]

    async def of_hand(
        self, before: Session, after: Session, course: str, now: datetime, transaction: Transaction
    ) -> list[Notice]:
        """What is told once somebody has changed a session by hand."""
        if (kind := kind_of_change(before, after, now)) is None:
            return []
        gone = after.status is SessionStatus.CANCELLED
        meeting = Meeting(f"{after.id}@multitrainer", after.start, after.end, after.sequence, cancelled=gone)
        facts: dict[str, Fact] = {"note": after.note, "was": self._local(before.start), "other": None}
        told = await self._students.notices(kind, course, after.batch, facts, meeting, transaction, urgent=True)
        taught = (await self._lessons.taught([after], transaction)).get(after.id)
        known = {**facts, "course": course, "batch": after.batch}
        return [*told, *notices_to_holders(kind, after, taught.trainer if taught else None, known, meeting)]

    async def _other(self, cover: Cover, transaction: Transaction) -> Held | None:
        """The session that the students join."""
        if cover.combined_with is None:
            return None
        apart, start = timedelta(minutes=self._rules.together_minutes), cover.session.start
        near = Interval(start - apart, start + apart + timedelta(milliseconds=1))
        return await self._lessons.held_in(cover.combined_with, near, transaction)

    def _local(self, at: datetime) -> str:
        return shown(at, self._rules.zone).isoformat(timespec="minutes")


def _meeting(cover: Cover, other: Held | None, sequence: int) -> Meeting:
    """The time now in force, under the session's own name in calendars."""
    session = cover.session
    when = cover.moved_to or (other.when if other else session.when)
    gone = cover.state is CoverState.CANCELLED
    return Meeting(f"{session.id}@multitrainer", *when, sequence, cancelled=gone)


def _joined(facts: dict[str, Fact], other: Held | None) -> list[Notice]:
    if other is None:
        return []
    when = period_written(other.when.start, other.when.end)
    return [Notice(Kind.SESSION_JOINED, other.holder, {**facts, "when": when}, urgent=True)]
