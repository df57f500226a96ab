"""What waits for somebody to decide, seen over all courses at once."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
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


class Unstaffed(NamedTuple):
    """A batch that lacks somebody, with names and the number of its students."""

    batch: str
    batch_name: str | None
    course: str
    course_name: str | None
    students: int
    lacks_primary: bool
    lacks_backup: bool


class InScope(NamedTuple):
    """A batch that a lead answers for, with whose it is."""

    batch: str
    batch_name: str | None
    course: str
    course_name: str | None
    students: int
    primary: str | None


class Waiting(NamedTuple):
    """A course with students who wait for a place, and how many."""

    course: str
    course_name: str | None
    students: int


class Overview(NamedTuple):
    """Batches that lack somebody; workloads of those who carry too much, the most first, and nothing; who waits.

    And how many courses, batches and trainers there are at all.
    """

    unstaffed: list[Unstaffed]
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
        unstaffed, waiting = await self._named(_lacking(teams)), await self._waiting()
        return Overview(unstaffed, overloaded, idle, waiting, len(teams), batches, len(loads))

    async def unstaffed(self, caller: Caller) -> list[Unstaffed]:
        """The batches without primary or without backup, those without primary first; for a lead, of their scope."""
        actor = await self._gate.anywhere(caller, Action.LIST_COURSES)
        if actor.kind is ActorKind.TRAINER:
            return await self._named(_lacking(await self._gate.teams_of(actor), actor))
        return (await self.of_institute(caller)).unstaffed

    async def scope(self, caller: Caller) -> list[InScope]:
        """The batches that a trainer answers for as a lead; of admins, who lead none, nothing."""
        actor = await self._gate.anywhere(caller, Action.LIST_COURSES)
        teams = await self._gate.teams_of(actor) if actor.kind is ActorKind.TRAINER else []
        theirs = [(team, batch) for team in teams for batch in team.batches if team.lead_of(batch.id) == actor.id]
        names, shown = await self._known({team.course for team, _ in theirs})
        return [
            InScope(
                batch.id,
                shown.get(batch.id, {}).get("name"),
                team.course,
                names.get(team.course),
                shown.get(batch.id, {}).get("students", 0),
                batch.people.primary,
            )
            for team, batch in theirs
        ]

    async def _waiting(self) -> list[Waiting]:
        """The courses with students who wait, the most first. Of a course that is gone nobody waits."""
        found = await self._enrolments.waiting()
        names = await self._kept.course_names(oids(sorted(found))) if found else {}
        there = [Waiting(course, names[course], n) for course, n in found.items() if course in names]
        return sorted(there, key=lambda one: (-one.students, one.course))

    async def _named(self, lacking: Sequence[tuple[Team, Batch]]) -> list[Unstaffed]:
        """With what they are called, in two queries for all of them; those without primary first."""
        lacking = sorted(lacking, key=lambda one: one[1].people.primary is not None)
        names, shown = await self._known({team.course for team, _ in lacking})
        return [
            Unstaffed(
                batch.id,
                shown.get(batch.id, {}).get("name"),
                team.course,
                names.get(team.course),
                shown.get(batch.id, {}).get("students", 0),
                batch.people.primary is None,
                not batch.people.backup,
            )
            for team, batch in lacking
        ]

    async def _known(self, courses: set[str]) -> tuple[dict[str, str], dict[str, Raw]]:
        """What some courses are called, and their batches."""
        if not courses:
            return {}, {}
        ids = oids(sorted(courses))
        return await self._kept.course_names(ids), {str(raw["_id"]): raw for raw in await self._kept.batches(ids)}


def _lacking(teams: Iterable[Team], lead: Actor | None = None) -> list[tuple[Team, Batch]]:
    """Batches that lack somebody; with a `lead`, of those that they answer for."""
    return [
        (team, batch)
        for team in teams
        for batch in team.batches
        if (lead is None or team.lead_of(batch.id) == lead.id)
        and (batch.people.primary is None or not batch.people.backup)
    ]
