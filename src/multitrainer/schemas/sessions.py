"""Timetables, sessions, holidays and calendars on the wire."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import LONGEST, SessionStatus
from multitrainer.domain.timetable import MOST_EXCEPTIONS, MOST_HOLIDAYS, Holiday, Single, Timetable
from multitrainer.domain.week import Day, Meeting
from multitrainer.schemas.base import Body, Id, LeftOut, Listed, Must, Page, Text, View
from multitrainer.schemas.planning import Sessions
from multitrainer.solver.documents.intervals import Weekly

FIRST_YEAR, LAST_YEAR = 1970, 2200
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
A_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def _day(value: Any) -> Any:
    """A bare number would be taken for seconds since 1970, and a time for its day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not A_DAY.fullmatch(value) or not _is_near(value):
        raise ValueError("is no day")
    return value


def _time(value: Any) -> Any:
    if isinstance(value, datetime) and value == value.replace(second=0, microsecond=0, tzinfo=None):
        return value
    if not isinstance(value, str) or not A_TIME.fullmatch(value) or not _is_near(value):
        raise ValueError("is no time")
    return value


def _is_near(value: str) -> bool:
    return FIRST_YEAR <= int(value[:4]) <= LAST_YEAR


LocalDay = Annotated[
    date,
    BeforeValidator(_day),
    Must(Sentence("must be a day like 2026-03-02, from {first} to {last}", first=str(FIRST_YEAR), last=str(LAST_YEAR))),
    Field(examples=["2026-03-02"]),
]
LocalTime = Annotated[
    datetime,
    BeforeValidator(_time),
    Must(
        Sentence(
            "must be a time on the institute's clock like 2026-03-02T18:00, from {first} to {last}, without a zone",
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
        )
    ),
    Field(examples=["2026-03-02T18:00"]),
    PlainSerializer(lambda at: f"{at:%Y-%m-%dT%H:%M}", str, when_used="json"),  # as it is read
]


class NewTimetable(Body):
    """When a batch meets, on the institute's clock; what is left out is not stated.

    Without sessions it meets at those of its slot. Without `from` no sessions are made, though its
    hours count and plans know its times; the answer says so in `note`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sessions": [{"day": "tuesday", "start": "18:00", "end": "19:30"}],
                    "from": "2026-09-01",
                    "until": "2027-01-31",
                    "exceptions": ["2026-10-06"],
                },
                {
                    "sessions": [
                        {"day": "tuesday", "start": "18:00", "end": "19:30"},
                        {"start": "2026-12-05T10:00", "end": "2026-12-05T16:00"},
                    ],
                    "from": "2026-09-01",
                },
            ]
        }
    )

    sessions: Sessions = ()
    first: LeftOut[LocalDay] = Field(default=None, alias="from", description="The first day on which it may meet.")
    until: LeftOut[LocalDay] = Field(default=None, description="The last one; left out, it goes on.")
    exceptions: Annotated[
        tuple[LocalDay, ...], Field(max_length=MOST_EXCEPTIONS, description="Days on which it does not meet.")
    ] = ()

    def timetable(self) -> Timetable:
        """The timetable. Raises SenselessTimetable."""
        weekly = (Meeting(one.day, one.start, one.end) for one in self.sessions if isinstance(one, Weekly))
        single = (Single(one.start, one.end) for one in self.sessions if not isinstance(one, Weekly))
        return Timetable(tuple(weekly), tuple(single), self.first, self.until, frozenset(self.exceptions))


class TimetableView(View):
    """When a batch meets. `sessions_in_use` are its own, or those of its slot. Times are those of `time_zone`.

    `note` says what is missing where no sessions are made; null where they are.
    """

    id: Id = Field(alias="_id")
    course: Id | None = None
    sessions: Listed[dict[str, Any]]
    sessions_in_use: Listed[dict[str, Any]]
    first: date | None = Field(default=None, alias="from")
    until: date | None = None
    exceptions: Listed[date]
    time_zone: str
    note: str | None = None


class MeetingOfOther(View):
    """A meeting of another batch: of every week, with its `day`, or of one date. Times are the institute's clock's."""

    batch: Id
    batch_name: str | None = None
    day: Day | None = None
    start: str
    end: str


class NewTimetableView(TimetableView):
    """A timetable after it was stated.

    `clashes` are the meetings of other batches of its primary that overlap one of its own in the year to come.
    """

    clashes: Listed[MeetingOfOther]


class SessionView(View):
    """One meeting of a batch.

    `start` and `end` are moments, `local_start` and `local_end` what the institute's clock shows then. `day` and
    `number` say which one of the timetable it is, also when it was moved. What was done `by_hand` no timetable changes.
    `teacher` teaches it in place of the batch's primary, since a swap; `cover` stands in for whoever teaches it.
    """

    id: Id = Field(alias="_id")
    batch: Id
    day: date
    number: int
    start: datetime
    end: datetime
    local_start: str
    local_end: str
    status: SessionStatus
    by_hand: bool
    cover: Id | None = None
    teacher: Id | None = None
    note: str | None = None
    sequence: int


class Clash(View):
    """Another session that somebody holds at the same time. Times are what the institute's clock shows."""

    session: Id
    batch: Id
    batch_name: str | None = None
    local_start: str
    local_end: str


class ChangedSession(SessionView):
    """A session after it was changed. `clashes` are the other ones that whoever holds it holds at its time."""

    clashes: Listed[Clash]


class SessionOfTrainer(SessionView):
    """One meeting that a trainer has to do with.

    `as` its batch's `primary` or `assistant`, as its `cover`, or as the one who `swapped` for it.
    """

    duty: str = Field(alias="as")
    batch_name: str | None = None
    course: Id | None = None
    course_name: str | None = None


def must_be_a_time(start: datetime | None, end: datetime | None) -> None:
    """That a session can be from one to the other. Raises ValueError."""
    if start is None or end is None or start >= end:
        raise ValueError(Sentence("must give a start and a later end"))
    if end - start > LONGEST:
        raise ValueError(Sentence("must end within {days} days after it begins", days=LONGEST.days))


class SessionPatch(Body):
    """What becomes of a session: another time, or another status. `planned` gives it back to the timetable."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"start": "2026-09-02T18:00", "end": "2026-09-02T19:30"},
                {"status": "cancelled", "note": "The house is closed."},
                {"status": "held"},
                {"status": "planned"},
            ]
        }
    )

    start: LeftOut[LocalTime] = None
    end: LeftOut[LocalTime] = None
    status: LeftOut[SessionStatus] = None
    note: LeftOut[Text] = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        times = [one for one in (self.start, self.end) if one]
        if bool(times) == bool(self.status):
            raise ValueError(Sentence("must give either a start and an end, or a status"))
        if times:
            must_be_a_time(self.start, self.end)
        if self.note and self.status is not SessionStatus.CANCELLED:
            raise ValueError(Sentence("must give a note only with the status cancelled"))
        return self


class HolidayOfInstitute(Body):
    """Days on which no batch meets, both included. Without `last` it is one day."""

    name: Text
    first: LocalDay
    last: LeftOut[LocalDay] = None

    def holiday(self) -> Holiday:
        """The holiday, which may make no sense yet."""
        return Holiday(self.name, self.first, self.last or self.first)


class NewHolidays(Body):
    """All holidays of the institute; they take the place of those that there are."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "holidays": [
                        {"name": "Christmas", "first": "2026-12-24", "last": "2027-01-06"},
                        {"name": "Labour Day", "first": "2027-05-01"},
                    ]
                }
            ]
        }
    )

    holidays: Annotated[tuple[HolidayOfInstitute, ...], Field(max_length=MOST_HOLIDAYS)]


class HolidayView(View):
    """Days on which no batch meets, both included."""

    name: str
    first: date
    last: date


class HolidaysView(View):
    """The institute's holidays, the earliest first."""

    holidays: Listed[HolidayView]


class CalendarView(View):
    """Where a trainer's calendar is: an address for calendar programs, good for whoever knows it.

    `path` is below the service's own address; null where it was withdrawn.
    """

    id: Id = Field(alias="_id")
    path: str | None = None


SessionPage = Page[SessionView]
TrainersSessionPage = Page[SessionOfTrainer]
