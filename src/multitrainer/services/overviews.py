"""What waits for somebody to decide, seen over all courses at once."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.recount import Batch
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.schools import Schools as SchoolRepository
from multitrainer.services.gate import Gate
from multitrainer.services.schools import Schools
from multitrainer.stored.ids import oids

Raw = dict[str, Any]
AT_ONCE = 100


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


class Overviews:
    """Use cases of looking over everything that one answers for."""

    def __init__(self, gate: Gate, schools: Schools, kept: SchoolRepository) -> None:
        self._gate = gate
        self._schools = schools
        self._kept = kept

    async def unstaffed(self, caller: Caller) -> list[Unstaffed]:
        """The batches without primary or without backup, those without primary first; for a lead, of their scope."""
        actor = await self._gate.anywhere(caller, Action.LIST_COURSES)
        if actor.kind is ActorKind.TRAINER:
            found = await self._named(_lacking(await self._gate.teams_of(actor), actor))
        else:
            found = [one for teams in await self._in_pieces() for one in await self._named(_lacking(teams))]
        return sorted(found, key=lambda one: not one.lacks_primary)

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

    async def _in_pieces(self) -> list[list[Team]]:
        courses = await self._schools.all_courses()
        return [await self._schools.teams(courses[at : at + AT_ONCE]) for at in range(0, len(courses), AT_ONCE)]

    async def _named(self, lacking: Sequence[tuple[Team, Batch]]) -> list[Unstaffed]:
        """With what they are called, in two queries for all of them."""
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
