"""What waits for somebody to decide, seen over all courses at once."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.recount import Batch
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.enrolments import Enrolments
from multitrainer.repositories.schools import Schools as SchoolRepository
from multitrainer.services.gate import Gate
from multitrainer.services.overviews.workloads import Wanted, Workloads
from multitrainer.stored.ids import oids

Raw = dict[str, Any]
AT_ONCE = 100
IDLE, OVERLOADED = Wanted(at_most=0), Wanted(at_least=100.5)
"""What shows as 100 % is not too much."""


class Seen(NamedTuple):
    """A batch as it is seen among many: with names, the number of its students, whose it is, and if it has a backup."""

    batch: str
    batch_name: str | None
    course: str
    course_name: str | None
    students: int
    primary: str | None
    has_backup: bool

    @property
    def lacks_primary(self) -> bool:
        """Whether nobody teaches it."""
        return self.primary is None

    @property
    def lacks_backup(self) -> bool:
        """Whether nobody is asked first when its primary is away."""
        return not self.has_backup


class Waiting(NamedTuple):
    """A course with students who wait for a place, and how many."""

    course: str
    course_name: str | None
    students: int


class Overview(NamedTuple):
    """Batches that lack somebody; workloads of those who carry too much, the most first, and nothing; who waits.

    And how many courses, batches and trainers there are at all.
    """

    unstaffed: list[Seen]
    overloaded: list[Raw]
    idle: list[Raw]
    waiting: list[Waiting]
    courses: int
    batches: int
    trainers: int


class Overviews:
    """Use cases of looking over everything that one answers for."""

    def __init__(self, gate: Gate, workloads: Workloads, kept: SchoolRepository, enrolments: Enrolments) -> None:
        self._gate = gate
        self._workloads = workloads
        self._kept = kept
        self._enrolments = enrolments

    async def of_institute(self, caller: Caller) -> Overview:
        """What there is to decide of batches and workloads, for an admin. All teams are read once."""
        teams, loads = await self._workloads.everywhere(caller)
        overloaded = sorted((one for one in loads if OVERLOADED.has(one)), key=lambda one: -one["percent"])
        idle = sorted((one for one in loads if IDLE.has(one)), key=lambda one: str(one["name"] or ""))
        batches = sum(len(team.batches) for team in teams)
        short = [(team, batch) for team in teams for batch in team.batches if not _is_whole(batch)]
        seen = await self._seen(short)
        return Overview(lacking(seen), overloaded, idle, await self._waiting(), len(teams), batches, len(loads))

    async def unstaffed(self, caller: Caller) -> list[Seen]:
        """The batches without primary or without backup, those without primary first; for a lead, of their scope."""
        actor = await self._gate.anywhere(caller, Action.LIST_COURSES)
        if actor.kind is ActorKind.TRAINER:
            return lacking(await self.scope(caller))
        return (await self.of_institute(caller)).unstaffed

    async def scope(self, caller: Caller) -> list[Seen]:
        """The batches that a trainer answers for as a lead; of admins, who lead none, nothing."""
        actor = await self._gate.anywhere(caller, Action.LIST_COURSES)
        teams = await self._gate.teams_of(actor) if actor.kind is ActorKind.TRAINER else []
        return await self._seen(
            [(team, batch) for team in teams for batch in team.batches if team.lead_of(batch.id) == actor.id]
        )

    async def _waiting(self) -> list[Waiting]:
        """The courses with students who wait, the most first. Of a course that is gone nobody waits."""
        found = await self._enrolments.waiting()
        names = await self._kept.course_names(oids(sorted(found))) if found else {}
        there = [Waiting(course, names[course], n) for course, n in found.items() if course in names]
        return sorted(there, key=lambda one: (-one.students, one.course))

    async def _seen(self, batches: Sequence[tuple[Team, Batch]]) -> list[Seen]:
        """With what they are called, in two queries for all of them."""
        names, shown = await self._known({team.course for team, _ in batches})
        return [
            Seen(
                batch.id,
                shown.get(batch.id, {}).get("name"),
                team.course,
                names.get(team.course),
                shown.get(batch.id, {}).get("students", 0),
                batch.people.primary,
                bool(batch.people.backup),
            )
            for team, batch in batches
        ]

    async def _known(self, courses: set[str]) -> tuple[dict[str, str], dict[str, Raw]]:
        """What some courses are called, and their batches."""
        if not courses:
            return {}, {}
        ids = oids(sorted(courses))
        return await self._kept.course_names(ids), {str(raw["_id"]): raw for raw in await self._kept.batches(ids)}


def lacking(batches: Iterable[Seen]) -> list[Seen]:
    """Those that lack somebody, those without primary first."""
    short = [one for one in batches if one.lacks_primary or one.lacks_backup]
    return sorted(short, key=lambda one: not one.lacks_primary)


def _is_whole(batch: Batch) -> bool:
    """Whether it lacks nobody: so the many that don't need not be named first."""
    return batch.people.primary is not None and bool(batch.people.backup)
