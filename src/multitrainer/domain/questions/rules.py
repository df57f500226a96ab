"""How long each has to answer, and how many questions there may be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from multitrainer.domain.questions.values import Step
from multitrainer.domain.questions.working_time import WorkingTime

TIME_TO_ANSWER: Mapping[Step, float] = MappingProxyType(
    {Step.TEACHER: 8.0, Step.BACKUP: 8.0, Step.NAMED: 8.0, Step.LEAD: 8.0}
)
"""Working hours. After an admin nobody comes, so there is no end."""

MOST_SAID = 200
"""Entries of a question, and likewise notes."""


def has_room(said: Collection[object]) -> bool:
    """Whether a question keeps one more than these."""
    return len(said) < MOST_SAID


@dataclass(frozen=True, slots=True)
class QuestionRules:
    """The institute's rules: working hours to answer by step, days of silence, open questions of a student."""

    time: WorkingTime
    hours: Mapping[Step, float] = field(default_factory=lambda: TIME_TO_ANSWER)
    silence_days: float = 7.0
    most_open: int = 20

    def due(self, step: Step, now: datetime) -> datetime | None:
        """Until when somebody has time to answer who has a question as this from now on; None where nobody follows."""
        hours = self.hours.get(step)
        return None if hours is None else self.time.after(now, timedelta(hours=hours))

    def silent(self, now: datetime) -> datetime:
        """When an answered question is closed if nothing more is said."""
        return now + timedelta(days=self.silence_days)
