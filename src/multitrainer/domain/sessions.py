"""Sessions: the dated meetings of batches."""

from dataclasses import dataclass
from datetime import datetime

from multitrainer.domain.intervals import Interval


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of a batch, from `start` to `end` (aware, in UTC), and whose it is by the timetable."""

    id: str
    course: str
    batch: str
    trainer: str
    start: datetime
    end: datetime

    @property
    def when(self) -> Interval:
        """Its time."""
        return Interval(self.start, self.end)

    @property
    def hours(self) -> float:
        """Its length."""
        return self.when.hours
