"""When an e-mail goes out: not in quiet hours, and with others of its day where somebody wants a digest.

Times of day are those of the institute's clocks. Moments are compared and answered in UTC.
"""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)


class Quiet(NamedTuple):
    """A time of the day in which nobody is disturbed, perhaps over midnight. From and until the same is never."""

    start: time
    end: time

    def holds_at(self, at: time) -> bool:
        """Whether this is a quiet time of day; the first minute is, the last one is not."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def after_quiet(now: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """The first moment from now on at which somebody may be disturbed."""
    if quiet is None or not quiet.holds_at(now.astimezone(zone).time()):
        return now
    return next_at(now, quiet.end, zone)


def next_at(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The next moment at which the clocks show this time.

    One that is left out when clocks go forward comes as much later as they go forward; of one that comes twice it is
    the first.
    """
    day = now.astimezone(zone).date() - A_DAY
    while True:
        moment = datetime.combine(day, at, zone).astimezone(UTC)
        if moment > now:
            return moment
        day += A_DAY
