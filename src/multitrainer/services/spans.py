"""Spans of days by the institute's clocks, as lists are asked for."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from multitrainer.domain.local_time import moment
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.by_start import Within
from multitrainer.schemas.wording import refusal

LONGEST_SPAN = timedelta(days=1_100)


def within(
    since: date | None, until: date | None, today: date, last: date, zone: ZoneInfo, longest: timedelta = LONGEST_SPAN
) -> Within:
    """From a day, today if none is named, to the end of another, or of the usual last one. Raises InvalidInput."""
    begins = since or today
    ends = until or max(begins, last)
    if not timedelta() <= ends - begins <= longest:
        says = Sentence(
            "must be the same day as from, {first}, or later, within {most} days", first=begins, most=longest.days
        )
        raise refusal([("query.until", says)])
    return whole_days(begins, ends, zone)


def whole_days(first: date, last: date, zone: ZoneInfo) -> Within:
    """From the beginning of a day to the end of another."""
    return Within(_midnight(first, zone), _midnight(last + timedelta(days=1), zone))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return moment(datetime.combine(day, time()), zone).astimezone(UTC)
