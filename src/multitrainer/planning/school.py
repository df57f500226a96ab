"""What planning starts from: teams, and what is stated of their trainers and batches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from multitrainer.domain.team import Team
from multitrainer.domain.workload import LoadRules

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class School:
    """The courses to plan, as they were read at one moment.

    `trainers` and `batches` are what is stated of each, by id, by the names of schemas/planning.py. `elsewhere` are the
    weekly hours for which a trainer is primary on other courses. `names` are those of users, courses and batches.
    """

    teams: Sequence[Team]
    trainers: Mapping[str, Raw] = field(default_factory=dict)
    batches: Mapping[str, Raw] = field(default_factory=dict)
    elsewhere: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    students: Mapping[str, int] = field(default_factory=dict)
    usual: LoadRules = field(default_factory=LoadRules)
    others: Sequence[str] = ()
    """Trainers who are on none of the rosters, and are planned with as if they were assistants of all these courses."""

    @property
    def course_of(self) -> dict[str, str]:
        """The course of each batch."""
        return {batch.id: team.course for team in self.teams for batch in team.batches}
