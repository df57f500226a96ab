"""Whether handover notes are fresh when their trainer goes on leave."""

from multitrainer.database import Session
from multitrainer.domain.handovers import to_freshen
from multitrainer.domain.intervals import Interval
from multitrainer.domain.leave.sessions import overlapped
from multitrainer.domain.leave.values import Leave
from multitrainer.domain.sessions import LONGEST
from multitrainer.repositories.handovers import Handovers
from multitrainer.repositories.lessons import Lessons


class FreshNotes:
    """Looks at the notes of those batches whose sessions a leave takes its trainer from."""

    def __init__(self, lessons: Lessons, handovers: Handovers, fresh_days: int) -> None:
        self._lessons = lessons
        self._handovers = handovers
        self._fresh_days = fresh_days

    async def lacking(self, leave: Leave, session: Session = None) -> dict[str, str]:
        """The batches whose note would be too old when a leave begins, with their course, as they meet."""
        away = Interval(leave.start, leave.end)
        owned = await self._lessons.owned(leave.trainer, Interval(leave.start - LONGEST, leave.end), session)
        missed = overlapped(owned, [away])
        written = await self._handovers.written({one.batch for one in missed}, session)
        return to_freshen(missed, written, leave.start, self._fresh_days)
