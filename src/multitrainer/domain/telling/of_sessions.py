"""What is told of a batch's sessions: to its students, and to whoever holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from multitrainer.domain.covers.courses import Contacts
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.telling.notices import Fact, Kind, Meeting, Notice

TO_STUDENTS = (Kind.SESSION_CANCELLED, Kind.SESSION_COMBINED, Kind.SESSION_MOVED, Kind.SESSION_PLANNED)


def notices_to_students(
    kind: Kind,
    contacts: Contacts,
    students: Iterable[str],
    facts: Mapping[str, Fact],
    meeting: Meeting | None,
    *,
    urgent: bool = False,
) -> list[Notice]:
    """One for each address, and for each student where they are to be told themselves."""
    told = (*contacts.addresses, *(students if contacts.students else ()))
    return [Notice(kind, to, facts, urgent, meeting) for to in told]


def kind_of_change(before: Session, after: Session, now: datetime) -> Kind | None:
    """What is told of a session that somebody changed by hand: nothing where it is over, or as it was for others."""
    gone = SessionStatus.CANCELLED
    if after.status is gone:
        return Kind.SESSION_CANCELLED if before.status is not gone and now < before.end else None
    if before.status is gone:
        return Kind.SESSION_PLANNED if now < after.end else None
    is_moved = (before.start, before.end) != (after.start, after.end)
    return Kind.SESSION_MOVED if is_moved and now < max(before.end, after.end) else None


def notices_to_holders(
    kind: Kind, session: Session, owner: str | None, facts: Mapping[str, Fact], meeting: Meeting
) -> list[Notice]:
    """One for whose session it is, and one for whoever stands in.

    The date is one of whoever stands in, but not at another time, for which somebody would be sought anew.
    """
    holds = owner if kind is Kind.SESSION_MOVED else session.cover or owner
    others = replace(meeting, cancelled=True)
    return [
        Notice(kind, to, facts, urgent=True, meeting=meeting if to == holds else others)
        for to in dict.fromkeys((session.cover, owner))
        if to
    ]
