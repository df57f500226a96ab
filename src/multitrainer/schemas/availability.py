"""When trainers are available, how much they teach and what they can, on the wire. The week is stored as it is here."""

from typing import Annotated

from pydantic import ConfigDict, Field

from multitrainer.domain.availability import Availability, Level, Painted
from multitrainer.domain.week import Day, minute_of
from multitrainer.schemas.base import Body, Id, LeftOut, Listed, View
from multitrainer.schemas.enrolments import EndOfDay, TimeOfDay
from multitrainer.schemas.planning import Skills, TrainersHours

MOST_PARTS = 7 * 48
"""Each half hour of a week by itself."""


class PartOfWeek(Body):
    """A part of a weekday by the institute's clocks, and how willingly the trainer teaches then."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"day": "friday", "start": "18:00", "end": "24:00", "level": "rather-not"}]}
    )

    day: Day
    start: TimeOfDay
    end: EndOfDay
    level: Level


class NewAvailability(Body):
    """A trainer's week, weekly hours and skills. What is left out stays as it is, because admins state hours, too.

    An empty list takes the week or the skills away; null takes away the weekly hours, so that the usual ones count.
    Parts of the week do not overlap. What no part names is available.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "week": [
                        {"day": "monday", "start": "00:00", "end": "12:00", "level": "not"},
                        {"day": "friday", "start": "18:00", "end": "24:00", "level": "rather-not"},
                    ],
                    "weeklyHours": 15,
                    "skills": ["C1"],
                },
                {"weeklyHours": None},
            ]
        }
    )

    null_means = frozenset({"weekly_hours"})

    week: LeftOut[Annotated[tuple[PartOfWeek, ...], Field(max_length=MOST_PARTS)]] = None
    weekly_hours: TrainersHours | None = None
    skills: LeftOut[Skills] = None

    @property
    def names_hours(self) -> bool:
        """Whether weekly hours are named, be it to take them away."""
        return "weekly_hours" in self.model_fields_set

    def availability(self) -> Availability | None:
        """The week; None where it is left out. Raises SenselessAvailability."""
        if self.week is None:
            return None
        parts = (Painted(one.day, minute_of(one.start), minute_of(one.end), one.level) for one in self.week)
        return Availability(tuple(parts))


class PartView(View):
    """A part of a weekday, and how willingly the trainer teaches then."""

    day: Day
    start: str
    end: str
    level: Level


class AvailabilityView(View):
    """A trainer's week as it was said, weekly hours and skills.

    `weekly_hours_in_use` are the stated ones, else the usual.
    """

    id: Id = Field(alias="_id")
    week: Listed[PartView]
    weekly_hours: float | None = None
    weekly_hours_in_use: float | None = None
    skills: Listed[str]
