"""Who carries how much: hours, students and per cent, as counted, beside what the rosters say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from multitrainer.domain.roster import Entry
from multitrainer.domain.team import Team
from multitrainer.domain.workload import LoadRules


@dataclass(frozen=True, slots=True)
class CourseShare:
    """What one trainer carries on one course: batches, hours a week, students, per cent of their weekly hours.

    `stored` is what the roster says, in per cent.
    """

    course: str
    entry: Entry
    batches: int
    hours: float
    students: int
    percent: float
    stored: float

    @property
    def drift(self) -> float:
        """How many per cent more the roster says than there are."""
        return round(self.stored - self.percent, 1)

    def as_json(self) -> dict[str, Any]:
        """As it is answered."""
        entry = self.entry
        return {
            "course": self.course,
            "trainer": entry.trainer,
            "role": entry.role.value,
            "status": entry.status.value,
            "batches": self.batches,
            "hours": self.hours,
            "students": self.students,
            "percent": self.percent,
            "stored": self.stored,
            "drift": self.drift,
        }


def shares_of(stored: Team, now: Team, students: Mapping[str, int]) -> list[CourseShare]:
    """What everybody on a course carries, in the roster's order; `stored` is the team as its documents say."""
    said = {entry.trainer: entry.workload for entry in stored.roster}
    return [_share(now, entry, said.get(entry.trainer, 0.0), students) for entry in now.roster]


def _share(team: Team, entry: Entry, said: float, students: Mapping[str, int]) -> CourseShare:
    led = team.primary_of(entry.trainer)
    percent = team.rules.percentage(entry.trainer, led)
    taught = sum(students.get(batch, 0) for batch in led)
    return CourseShare(team.course, entry, len(led), team.rules.hours(led), taught, percent, said)


def total(trainer: str, shares: Iterable[CourseShare], rules: LoadRules) -> dict[str, Any]:
    """What one trainer carries on some courses together."""
    theirs = [*shares]
    hours, capacity = sum(share.hours for share in theirs), rules.capacity(trainer)
    return {
        "trainer": trainer,
        "courses": len(theirs),
        "batches": sum(share.batches for share in theirs),
        "hours": hours,
        "students": sum(share.students for share in theirs),
        "weeklyHours": capacity,
        "percent": round(100 * hours / capacity, 1),
        "drift": round(sum(abs(share.drift) for share in theirs), 1),
    }
