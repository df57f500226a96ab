"""The institute's clock: what it shows, and which moment that is, also where clocks are put forward or back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which a clock of this zone shows a time.

    A time that comes twice, when clocks are put back, is the first. One that never comes, when they are put forward, is
    as much later as they are put forward: RFC 5545, 3.3.5.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """What a clock of this zone shows at a moment."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def comes(local: datetime, zone: ZoneInfo) -> bool:
    """Whether a clock of this zone ever shows a time."""
    return shown(moment(local, zone), zone) == local


def span(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments, in UTC, of two times on a clock, of which the second is later.

    What would begin in the hour that is left out begins later, and is as long as the clock's times say.
    """
    first, last = moment(start, zone), moment(end, zone)
    return first, last if last > first and comes(start, zone) else first + (end - start)


def midnight(local: datetime) -> datetime:
    """The beginning of its day."""
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def at_time(day: datetime, time: str) -> datetime:
    """A day's time like 18:00, on the clock; 24:00 is the beginning of the next day."""
    hours, minutes = time.split(":")
    return day + timedelta(hours=int(hours), minutes=int(minutes))
