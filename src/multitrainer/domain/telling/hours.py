"""When an e-mail goes out: not in quiet hours, and with others of its day where somebody wants a digest.

Times of day are those of the institute's clocks. Moments are compared and answered in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.quiet_hours import QuietHours

A_DAY = timedelta(days=1)


class Quiet(NamedTuple):
    """A time of the day in which nobody is disturbed, perhaps over midnight. From and until the same is never."""

    start: time
    end: time


def after_quiet(now: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """The first moment from now on at which somebody may be disturbed."""
    if quiet is None:
        return now
    hours = QuietHours(_since_midnight(quiet.start), _since_midnight(quiet.end), zone)
    return hours.until(now)


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


def _since_midnight(at: time) -> timedelta:
    return datetime.combine(date.min, at) - datetime.combine(date.min, time.min)
