"""What an institute sets about cover (docs/cover.md): some of the service's settings, and the rules that they make."""

import re
from dataclasses import fields
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode

from multitrainer.domain.covers.rules import (
    ANSWERING,
    CRITERIA,
    MINUTES_OF_A_DAY,
    WEIGHTS,
    Answering,
    CoverRules,
    Criterion,
    Quiet,
    weighing,
)
from multitrainer.domain.errors import SenselessCoverRules

USUAL = CoverRules(ZoneInfo("UTC"))
PREFIX = "cover_"
RULES = tuple(field.name for field in fields(CoverRules) if field.name != "zone")

LENGTH = re.compile(r"(\d{1,6})(d|h|m)|0")
ROW = (2, 3)
"""How many parts a row has."""
UNITS = {"d": MINUTES_OF_A_DAY, "h": 60, "m": 1}
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


class SettingsOfCover(BaseSettings):
    """A setting for each of the rules. `.env.example` explains them."""

    cover_answering: Annotated[tuple[Answering, ...], NoDecode] = Field(
        default=ANSWERING,
        description="How long somebody has to answer, and how many are asked at a time: rows of the time left before "
        "the session, the time to answer and the number, such as 72h:24h:1.",
    )
    cover_quiet: Annotated[Quiet | None, NoDecode] = Field(
        default=USUAL.quiet, description="Hours in which nobody is asked, such as 21:00-07:00. Empty: none."
    )
    cover_near_minutes: int = Field(
        default=USUAL.near_minutes, description="How near a session is for which people are asked in quiet hours, too."
    )
    cover_neighbour_minutes: int = Field(
        default=USUAL.neighbour_minutes,
        description="How much time is between sessions of one day at the most that are offered together.",
    )
    cover_adjacent_minutes: int = Field(
        default=USUAL.adjacent_minutes, description="Within how much time a lesson is just before or just after."
    )
    cover_together_minutes: int = Field(
        default=USUAL.together_minutes,
        description="How far apart two sessions may begin for their students to be put together.",
    )
    cover_admin_minutes: int = Field(
        default=USUAL.admin_minutes, description="How long after the lead an admin is told that nobody was found."
    )
    cover_long_day_hours: float = Field(
        default=USUAL.long_day_hours, description="With more hours than that, a trainer's day is overlong."
    )
    cover_daily_hours: float = Field(
        default=USUAL.daily_hours, description="Hours a day that a trainer teaches at the most, if they state none."
    )
    cover_weekly_hours: float = Field(default=USUAL.weekly_hours, description="The same of a week.")
    cover_fair_hours: float = Field(
        default=USUAL.fair_hours, description="So many hours behind others in cover, somebody is first in fairness."
    )
    cover_weights: Annotated[tuple[float, ...], NoDecode] = Field(
        default=WEIGHTS,
        description="Points for each criterion, such as skills:25,fair:20. Those left out are as usual.",
    )

    def cover_rules(self, zone: ZoneInfo) -> CoverRules:
        """The institute's rules, on clocks of a zone."""
        return CoverRules(zone, **{name: getattr(self, PREFIX + name) for name in RULES})

    @field_validator("cover_answering", mode="before")
    @classmethod
    def _in_rows(cls, value: object) -> object:
        return tuple(map(_row, _parts(value))) if isinstance(value, str) else value

    @field_validator("cover_weights", mode="before")
    @classmethod
    def _by_criterion(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        stated = [_weight(part) for part in _parts(value)]
        if len(dict(stated)) < len(stated):
            raise ValueError("names a criterion twice")
        return weighing(dict(stated))

    @field_validator("cover_quiet", mode="before")
    @classmethod
    def _from_until(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.strip() == "":
            return None
        if (found := HOURS.fullmatch(value.strip())) is None:
            raise ValueError(f"names no hours like 21:00-07:00, but {value}")
        begin, begin_minute, end, end_minute = map(int, found.groups())
        return Quiet(60 * begin + begin_minute, 60 * end + end_minute)

    @field_validator(*(PREFIX + name for name in RULES))
    @classmethod
    def _makes_sense(cls, value: Any, info: ValidationInfo) -> Any:
        try:
            CoverRules(USUAL.zone, **{str(info.field_name).removeprefix(PREFIX): value})
        except SenselessCoverRules as refusal:
            raise ValueError(refusal.detail) from None
        return value


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _row(text: str) -> Answering:
    """A row such as 72h:24h:1; without the last part, one is asked at a time. Raises ValueError."""
    parts = [part.strip() for part in text.split(":")]
    if len(parts) not in ROW or not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts[2:]):
        raise ValueError(f"has {text}, which is no row like 72h:24h:1: time left, time to answer, asked at a time")
    return Answering(_minutes(parts[0]), _minutes(parts[1]), *map(int, parts[2:]))


def _minutes(text: str) -> int:
    found = LENGTH.fullmatch(text)
    if found is None:
        raise ValueError(f"has a time that is none, {text}; write 3d, 72h, 15m or 0")
    return int(found[1]) * UNITS[found[2]] if found[1] else 0


def _weight(text: str) -> tuple[Criterion, float]:
    name, _, points = text.partition(":")
    try:
        return Criterion(name.strip()), float(points)
    except ValueError:
        raise ValueError(f"has {text}; write one of {', '.join(CRITERIA)}, a colon and its points") from None
