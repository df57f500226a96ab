"""A team beside the documents it is stored in."""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bson import ObjectId

from multitrainer.domain.errors import MalformedData
from multitrainer.domain.invariants import Violation
from multitrainer.domain.legacy import Instructors, Place, completed, disagreeing, followed, settled
from multitrainer.domain.recount import Batch
from multitrainer.domain.team import Team
from multitrainer.domain.workload import LoadRules
from multitrainer.stored.faults import batch_faults, course_faults, is_of
from multitrainer.stored.ids import hexed, oid
from multitrainer.stored.reading import CANT_BE_READ
from multitrainer.stored.shapes import is_migrated, read_people, read_roster

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredTeam:
    """A team as it was read, beside the documents it was read from.

    `team` is as stored, un-migrated parts derived from `instructor`. `malformed` names what could not be read.
    """

    team: Team
    said: Instructors
    course: Raw
    batches: Mapping[str, Raw]
    malformed: tuple[Violation, ...]

    @property
    def current(self) -> Team:
        """What a command starts from: the team after what the old application decided meanwhile, every rule kept.

        Except where it could not be saved like that.
        """
        team = followed(self.team, self.said)
        return team if self.malformed else team.recounted()

    def saying(self, team: Team, decided: Collection[Place] = ()) -> Instructors:
        """What the `instructor` fields are to say once the team is this one, `decided` as in `settled`."""
        return settled(self.said, self.team, team, decided)

    def says(self, team: Team) -> bool:
        """Whether the documents say exactly this team already, its instructors included."""
        return team == self.team and self.saying(team) == self.said

    def must_be_well_formed(self) -> None:
        """Raises MalformedData: a write could destroy what it can't read."""
        if self.malformed:
            first = self.malformed[0]
            raise MalformedData(
                CANT_BE_READ,
                f"{first.detail} Mend the document first; `multitrainer doctor` names everything of this kind.",
                course=first.course,
                batch=first.batch,
            )


def read_team(course: Raw, batches: Sequence[Raw], rules: LoadRules, trainers: Container[ObjectId]) -> StoredTeam:
    """Read a course's team. The course needs _id, trainers, instructor and __v alone, a batch its `course` besides.

    `trainers` are users who are known to be some. Whoever is not among them counts as none (`said.no_trainers`), where
    that makes a difference.
    """
    course_id = str(course["_id"])
    ours = {str(b["_id"]): b for b in batches if is_of(b, course)}
    said = Instructors(hexed(course.get("instructor")), {name: hexed(b.get("instructor")) for name, b in ours.items()})
    found = tuple(Batch(name, read_people(b)) for name, b in ours.items())
    stored = Team(course_id, read_roster(course), found, rules)
    none = frozenset(name for name in disagreeing(stored, said) if oid(name) not in trainers)
    said = replace(said, no_trainers=none)
    return StoredTeam(
        completed(stored, said, migrated=is_migrated(course)),
        said,
        course,
        ours,
        (*course_faults(course), *(v for b in batches for v in batch_faults(course, b))),
    )
