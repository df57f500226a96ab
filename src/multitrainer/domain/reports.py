"""Reports of sessions: whether they were held, and what whoever answers for the batch should know."""

from dataclasses import dataclass, replace
from datetime import datetime

from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import ReportNotFlagged, SenselessReport, SessionNotBegun, SessionNotPlanned
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import Session, SessionStatus

MOST_PEOPLE = 1_000
"""Who are at a session of a batch of which nobody knows how many are in it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a session: `topics` and `attendance` of one that was held, else the `reason`.

    `for_lead` is for whoever answers for the batch; `flagged` asks them to acknowledge it.
    """

    held: bool
    topics: str = ""
    attendance: int | None = None
    reason: str = ""
    for_lead: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """That somebody who answers for the batch has seen what was flagged."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """The session that is reported of: `held_by` is whoever had it to hold, None if nobody; `covered`, for another."""

    session: str
    course: str
    batch: str
    start: datetime
    end: datetime
    held_by: str | None
    covered: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of one session, by whom and when.

    `told_by` wrote what is for the lead, where somebody else has written the report since.
    """

    place: Place
    said: Said
    by: str
    at: datetime
    acknowledged: Acknowledged | None = None
    told_by: str | None = None

    @property
    def session(self) -> str:
        """Which session."""
        return self.place.session

    @property
    def see_all(self) -> frozenset[str]:
        """Who sees what is for the lead beside whoever answers for the batch: who wrote it, who held the session."""
        return frozenset(one for one in (self.told_by or self.by, self.place.held_by) if one)


def place_of_cover(cover: Cover) -> Place:
    """The session of a cover, as it was covered."""
    one = cover.session
    return Place(one.id, one.course, one.batch, one.start, one.end, cover.substitute, covered=True)


def reported(before: Report | None, place: Place, said: Said, by: str, now: datetime) -> Report:
    """A report, first or anew: whoever held the session stays, also where others teach its batch by now.

    What is flagged otherwise than it was acknowledged has to be seen again.
    """
    if before is None:
        return Report(place, said, by, now)
    held = before.place if before.place.held_by else place
    stays, told_by = _flagged(before.said) == _flagged(said), before.told_by or before.by
    seen = before.acknowledged if stays else None
    theirs = told_by if stays and told_by != by else None
    return Report(replace(place, held_by=held.held_by, covered=held.covered), said, by, now, seen, theirs)


def said_unseeing(before: Said, said: Said) -> Said:
    """What somebody says who does not see what is there for the lead: that stays. Raises SenselessReport."""
    if not before.for_lead:
        return said
    if said.for_lead:
        words = Sentence("Somebody else has something there for the lead, which stays; write to the lead yourself.")
        raise SenselessReport(words, field="forLead")
    return replace(said, for_lead=before.for_lead, flagged=before.flagged)


def said_shortly(before: Report | None, text: str, *, held: bool) -> Said:
    """What a cover's report says, which is one text; what else was said of the session stays."""
    known = before.said if before else Said(held)
    if not held:
        return Said(False, reason=text, for_lead=known.for_lead, flagged=known.flagged)
    return replace(known, held=True, topics=text, reason="")


def shortly(said: Said) -> str:
    """The one text of a cover's report."""
    return said.topics if said.held else said.reason


def acknowledged(report: Report, by: str, now: datetime) -> Report:
    """With the first who saw what was flagged. Raises ReportNotFlagged."""
    if not report.said.flagged:
        words = Sentence("This report has nothing in it that a lead has to acknowledge.")
        raise ReportNotFlagged(words, session=report.session)
    return report if report.acknowledged else replace(report, acknowledged=Acknowledged(by, now))


def _flagged(said: Said) -> tuple[str, bool]:
    return said.for_lead, said.flagged


def must_have_begun(session: Session, now: datetime) -> None:
    """Raises SessionNotBegun, and SessionNotPlanned for one that was cancelled."""
    if session.status is SessionStatus.CANCELLED:
        words = Sentence("This session is cancelled, so there is nothing to report of it.")
        detail = f"Session {session.id} is cancelled, so there is nothing to report of it."
        raise SessionNotPlanned(words, detail, session=session.id, status=session.status)
    if now < session.start:
        raise SessionNotBegun(
            Sentence("This session has not begun."), f"Session {session.id} has not begun.", session=session.id
        )


def must_have_room(attendance: int | None, students: int) -> None:
    """Guests may come, up to as many again as are in the batch. Raises SenselessReport."""
    most = 2 * students or MOST_PEOPLE
    if attendance is not None and attendance > most:
        words = Sentence(
            "A batch of {students} has at most {most} people in a session, guests included.",
            students=students,
            most=most,
        )
        raise SenselessReport(words, field="attendance")
