"""Times as a problem states them: of every week, or of one date. Clocks are the institute's own; there are no zones."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, NaiveDatetime, Tag, ValidationInfo, field_validator

from multitrainer.domain.sentences import Sentence
from multitrainer.domain.week import Day
from multitrainer.solver.documents.document import Document

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES


DAYS = tuple(Day)
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"


def _of_day(time: str) -> str:
    """The pattern by itself would be told to people as it is."""
    if not re.fullmatch(TIME_OF_DAY, time):
        raise ValueError(Sentence("must be a time from 00:00 to 24:00, as 18:00"))
    return time


TimeOfDay = Annotated[
    str,
    AfterValidator(_of_day),
    Field(
        description="Hours and minutes, 00:00 to 24:00.",
        examples=["18:00"],
        json_schema_extra={"pattern": TIME_OF_DAY},
    ),
]


class Weekly(Document):
    """The same time every week, within one day."""

    day: Day
    start: TimeOfDay
    end: TimeOfDay

    @field_validator("end")
    @classmethod
    def _goes_forward(cls, end: str, others: ValidationInfo) -> str:
        _must_go_forward(others.data.get("start"), end)
        return end


class Dated(Document):
    """Once, from one local time to another, also over several days."""

    start: Annotated[NaiveDatetime, Field(examples=["2026-03-02T18:00"])]
    end: Annotated[NaiveDatetime, Field(examples=["2026-03-02T19:30"])]

    @field_validator("end")
    @classmethod
    def _goes_forward(cls, end: datetime, others: ValidationInfo) -> datetime:
        _must_go_forward(others.data.get("start"), end)
        return end


def _must_go_forward(start: Any, end: Any) -> None:
    """A start that is no time has been refused already."""
    if start is not None and end <= start:
        raise ValueError(Sentence("must end after it begins; what goes beyond midnight is two intervals"))


def _kind(value: Any) -> str:
    has_day = "day" in value if isinstance(value, dict) else hasattr(value, "day")
    return "weekly" if has_day else "dated"


Interval = Annotated[
    Annotated[Weekly, Tag("weekly")] | Annotated[Dated, Tag("dated")],
    Discriminator(_kind),
]


def minute_of_day(time: str) -> int:
    """Minutes since midnight of a time of day."""
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


MONDAY = datetime(1970, 1, 5)  # noqa: DTZ001  (clocks without zones)


def minute_of_time(time: datetime) -> int:
    """Minutes since a Monday long ago: the remainder by a week's minutes is the minute of the week."""
    return round((time - MONDAY).total_seconds()) // 60
