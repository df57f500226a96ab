"""What a batch's students are told of its sessions."""

from collections.abc import Iterable, Mapping

from multitrainer.domain.covers.courses import Contacts
from multitrainer.domain.telling.notices import Fact, Kind, Meeting, Notice

TO_STUDENTS = (Kind.SESSION_CANCELLED, Kind.SESSION_COMBINED, Kind.SESSION_MOVED)


def notices_to_students(
    kind: Kind,
    contacts: Contacts,
    students: Iterable[str],
    facts: Mapping[str, Fact],
    meeting: Meeting,
    *,
    urgent: bool = False,
) -> list[Notice]:
    """One for each address, and for each student where they are to be told themselves."""
    told = (*contacts.addresses, *(students if contacts.students else ()))
    return [Notice(kind, to, facts, urgent, meeting) for to in told]
