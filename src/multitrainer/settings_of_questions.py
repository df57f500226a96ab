"""What an institute sets about students' questions (docs/questions.md): some of the service's settings."""

import re
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode

from multitrainer.domain.questions.rules import TIME_TO_ANSWER, QuestionRules
from multitrainer.domain.questions.values import Step
from multitrainer.domain.questions.working_time import DAYS_OF_A_WEEK, USUAL_WEEK, Hours, Week, WorkingTime

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROW = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?\s+([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")

HoursToAnswer = Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False)]


class SettingsOfQuestions(BaseSettings):
    """When the institute works, and how long each has to answer. `.env.example` explains them."""

    working_hours: Annotated[Week, NoDecode] = Field(
        default=USUAL_WEEK,
        description="When the institute works: weekdays and times, such as mon-fri 09:00-17:00, sat 10:00-12:00. Time "
        "to answer students' questions goes by only then, and not on holidays.",
    )
    question_teacher_hours: HoursToAnswer = Field(
        default=TIME_TO_ANSWER[Step.TEACHER],
        description="Working hours that whoever teaches, or was named, has to answer a student's question.",
    )
    question_backup_hours: HoursToAnswer = Field(
        default=TIME_TO_ANSWER[Step.BACKUP], description="The same of each backup after them."
    )
    question_lead_hours: HoursToAnswer = Field(
        default=TIME_TO_ANSWER[Step.LEAD], description="The same of the lead, before an admin gets it."
    )
    question_silence_days: Annotated[float, Field(gt=0, le=366, allow_inf_nan=False)] = Field(
        default=7.0, description="How many days after its last answer a question closes by itself."
    )
    question_most_open: int = Field(
        default=20, ge=1, le=1_000, description="How many open questions one student may have at a time."
    )

    def question_rules(self, zone: ZoneInfo) -> QuestionRules:
        """The institute's rules, on clocks of a zone."""
        hours = {
            Step.TEACHER: self.question_teacher_hours,
            Step.BACKUP: self.question_backup_hours,
            Step.NAMED: self.question_teacher_hours,
            Step.LEAD: self.question_lead_hours,
        }
        time = WorkingTime(zone, self.working_hours)
        return QuestionRules(time, hours, self.question_silence_days, self.question_most_open)

    @field_validator("working_hours", mode="before")
    @classmethod
    def _by_weekday(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        week: list[list[Hours]] = [[] for _ in DAYS]
        for part in filter(None, map(str.strip, value.lower().split(","))):
            days, hours = _row(part)
            for day in days:
                week[day].append(hours)
        return tuple(tuple(sorted(hours)) for hours in week)

    @field_validator("working_hours")
    @classmethod
    def _is_a_week(cls, value: Week) -> Week:
        WorkingTime(ZoneInfo("UTC"), value)
        return value


def _row(text: str) -> tuple[list[int], Hours]:
    """A row such as mon-fri 09:00-17:00. Raises ValueError."""
    found = ROW.fullmatch(text)
    if found is None or found[1] not in DAYS or (found[2] or found[1]) not in DAYS:
        raise ValueError(f"has {text}, which is no row like mon-fri 09:00-17:00")
    first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
    begin, begin_minute, end, end_minute = map(int, found.groups()[2:])
    days = [(first + n) % DAYS_OF_A_WEEK for n in range((last - first) % DAYS_OF_A_WEEK + 1)]
    return days, Hours(60 * begin + begin_minute, 60 * end + end_minute)
