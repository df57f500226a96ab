"""Handover notes: one page per batch, of which every version is kept. The page is its last version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from multitrainer.domain.taught import TaughtSession


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a batch's note, whole: three texts in Markdown, who wrote them, and when.

    Versions are numbered from 1; 0 is the empty page of a batch for which nobody has written anything.
    """

    batch: str
    number: int
    stands: str = ""
    watch_for: str = ""
    materials: str = ""
    by: str | None = None
    at: datetime | None = None

    def followed(self, stands: str, watch_for: str, materials: str, by: str, at: datetime) -> "Version":
        """The next version, with these texts. The same texts again say that they still hold."""
        return Version(self.batch, self.number + 1, stands, watch_for, materials, by, at)


def to_freshen(
    sessions: Iterable[TaughtSession], written: Mapping[str, datetime], begins: datetime, fresh_days: int
) -> dict[str, str]:
    """The batches of some sessions whose note would be older than so many days when a leave begins, with their course.

    In the order of the sessions. `written` is when the note of each batch was written last; a batch that has none is
    not in it.
    """
    since = begins - timedelta(days=fresh_days)
    batches = {session.batch: session.course for session in sessions}
    return {batch: course for batch, course in batches.items() if batch not in written or written[batch] < since}
