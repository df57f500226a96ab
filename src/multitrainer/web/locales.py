"""Dates, times and numbers as somebody is used to write them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta, get_day_names
from babel.numbers import format_decimal, format_percent

from multitrainer.domain.telling.notices import Language

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
REGIONS = {Language.ENGLISH: "en_GB", Language.GERMAN: "de_DE"}
"""English with days before months and 24 hours, as the institute's own e-mails write it."""

DAYS = {"en_GB": "EEE d MMM", "de_DE": "EEE d. MMM"}
"""A day with its weekday, which takes less room than CLDR's own."""


@dataclass(frozen=True, slots=True)
class Locale:
    """A language, and the clock by which times are shown."""

    language: Language
    zone: ZoneInfo

    @property
    def region(self) -> str:
        """The name under which Unicode's CLDR has its ways of writing."""
        return REGIONS[self.language]

    def today(self) -> date:
        """The day that it is on that clock."""
        return datetime.now(self.zone).date()

    def day(self, at: date | datetime) -> str:
        """A day, with its weekday."""
        if isinstance(at, datetime):
            at = at.astimezone(self.zone).date()
        return day_in(self.region, at)

    def short_day(self, day: date) -> str:
        """A day with its weekday, where it is plain of which year it is."""
        return format_date(day, DAYS[self.region], locale=self.region)

    def month(self, day: date) -> str:
        """The month that a day is in."""
        return format_date(day, "LLLL y", locale=self.region)

    def time(self, at: datetime) -> str:
        """A time of day."""
        return format_time(at.astimezone(self.zone), "HH:mm", locale=self.region)

    def moment(self, at: datetime) -> str:
        """A day and a time of day."""
        return f"{self.day(at)}, {self.time(at)}"

    def period(self, start: datetime, end: datetime) -> str:
        """From one moment until another, the day once where it is the same."""
        same = start.astimezone(self.zone).date() == end.astimezone(self.zone).date()
        return f"{self.moment(start)}–{self.time(end) if same else self.moment(end)}"

    def span(self, start: datetime, end: datetime) -> str:
        """The same by days alone, where it begins and ends at midnight: until the last whole day."""
        first, last = start.astimezone(self.zone), end.astimezone(self.zone) - timedelta(microseconds=1)
        if first.time() != time() or end.astimezone(self.zone).time() != time():
            return self.period(start, end)
        return self.day(first) if first.date() == last.date() else f"{self.day(first)} – {self.day(last)}"

    def week(self) -> tuple[str, ...]:
        """The English names of all days, from Monday."""
        return WEEK

    def weekday(self, day: str) -> str:
        """A day of the week, by its English name, in short."""
        return _weekdays(self.region).get(day, day)

    def local_period(self, start: str, end: str) -> str:
        """The same as `period` of times on the institute's clock, as they are written in timetables."""
        first, last = (datetime.fromisoformat(at).replace(tzinfo=self.zone) for at in (start, end))
        return self.period(first, last)

    def iso_day(self, day: str) -> str:
        """The same as `day` of one as it is written in timetables."""
        return self.day(date.fromisoformat(day))

    def left(self, until: datetime) -> str:
        """How long it is until a moment, or how long ago it was, roughly."""
        return format_timedelta(until - datetime.now(UTC), add_direction=True, locale=self.region)

    def number(self, value: float) -> str:
        """A number, with two decimals at the most."""
        return format_decimal(round(value, 2), locale=self.region)

    def bytes(self, size: int) -> str:
        """The size of a file, roughly."""
        units, power = ("B", "kB", "MB", "GB"), 0
        while size >= 1000 ** (power + 1) and power < len(units) - 1:
            power += 1
        return f"{format_decimal(round(size / 1000**power, 1), locale=self.region)} {units[power]}"

    def percent(self, value: float) -> str:
        """Per cent, of a number of per cent."""
        return format_percent(round(value) / 100, locale=self.region)


def day_in(region: str, day: date) -> str:
    """A day of a year, with its weekday."""
    return format_date(day, f"{DAYS[region]} y", locale=region)


@cache
def _weekdays(region: str) -> dict[str, str]:
    """Kept, because a board asks a thousand times."""
    named = get_day_names("abbreviated", locale=region)
    return {day: named[number] for number, day in enumerate(WEEK)}
