"""Hours of each day in which nobody is disturbed, by the clocks of a zone, also in nights in which those are changed.

It is quiet whenever the clocks show a quiet time. So an hour that comes twice is quiet twice, and one that is left out
never. Moments are aware; what is answered is in UTC.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

A_DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
QUARTER = timedelta(minutes=15)
"""Clocks are changed at full quarters of an hour; in between they go on evenly."""


class QuietHours(NamedTuple):
    """From `start` to just before `end`, since midnight, perhaps over the next one. Both the same is never."""

    start: timedelta
    end: timedelta
    zone: ZoneInfo

    def hold_at(self, at: datetime) -> bool:
        """Whether it is quiet at a moment."""
        shown = self._shown(at)
        if self.start <= self.end:
            return self.start <= shown < self.end
        return shown >= self.start or shown < self.end

    def until(self, at: datetime) -> datetime:
        """The first moment from one on at which it is not quiet."""
        at = at.astimezone(UTC)
        while self.hold_at(at):
            at = min(at + _to_quarter(at), at + (self.end - self._shown(at)) % A_DAY)
        return at

    def since(self, at: datetime) -> datetime:
        """Since when it has been quiet without a break up to a moment; the moment itself where it was not."""
        at = at.astimezone(UTC)
        while self.hold_at(before := at - INSTANT):
            at = max(before - _since_quarter(before), before - (self._shown(before) - self.start) % A_DAY)
        return at

    def _shown(self, at: datetime) -> timedelta:
        """What the clocks show, since midnight."""
        local = at.astimezone(self.zone)
        seconds = 3600 * local.hour + 60 * local.minute + local.second
        return timedelta(seconds=seconds, microseconds=local.microsecond)


def _since_quarter(at: datetime) -> timedelta:
    return (at - datetime.min.replace(tzinfo=UTC)) % QUARTER


def _to_quarter(at: datetime) -> timedelta:
    return QUARTER - _since_quarter(at)
