"""A course's board: who is primary of which batch, and what that makes of everybody's load."""

from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.contexts import batches_of
from multitrainer.domain.errors import Stale
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Role
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.schools import Schools as SchoolRepository
from multitrainer.services.changes.tags import tagged
from multitrainer.services.courses.batch_people import BatchPeople
from multitrainer.services.gate import Gate
from multitrainer.services.overviews.workloads import Workloads
from multitrainer.services.planning.schools import Schools
from multitrainer.stored.faults import as_list
from multitrainer.stored.ids import oid

Raw = dict[str, Any]


class Card(NamedTuple):
    """A batch on the board. `meets` are its weekly sessions, as they are stated for planning."""

    batch: str
    name: str | None
    students: int
    meets: list[Raw]
    backups: list[str]


class Lane(NamedTuple):
    """A trainer with the batches whose primary they are; nobody's, where `trainer` is None.

    `percent` is what they carry on this course, of their weekly hours.
    """

    trainer: str | None
    name: str | None
    percent: float
    hours: float
    cards: list[Card]


class Boards:
    """Use cases of boards."""

    def __init__(
        self,
        gate: Gate,
        schools: Schools,
        kept: SchoolRepository,
        facts: Facts,
        workloads: Workloads,
        people: BatchPeople,
    ) -> None:
        self._gate = gate
        self._schools = schools
        self._kept = kept
        self._facts = facts
        self._workloads = workloads
        self._people = people

    async def read(self, caller: Caller, course: str) -> list[Lane]:
        """A lane for each who may be primary, in the roster's order; first nobody's. Raises CourseNotFound.

        In them are the batches that whoever asks may read.
        """
        actor = await self._gate.on_course(caller, Action.READ_ROSTER, course)
        loads = {load["trainer"]: load for load in await self._workloads.of_course(caller, course)}
        (team,) = await self._schools.teams([course])
        seen = {*batches_of(actor, [team])}
        cards = {batch: card for batch, card in (await self._cards(team)).items() if batch in seen}
        teaching = [entry.trainer for entry in team.roster if entry.role is not Role.SUBSTITUTE]
        lanes = [_lane(trainer, loads.get(trainer, {}), team, cards) for trainer in teaching]
        others = [batch.id for batch in team.batches if batch.people.primary not in teaching]
        return [Lane(None, None, 0, 0, [cards[batch] for batch in others if batch in cards]), *lanes]

    async def move(self, caller: Caller, batch: str, to: str | None, was: str | None) -> None:
        """Make somebody, or nobody, the primary of a batch whose primary was somebody, or nobody.

        Raises Stale where it is another by now; and what `BatchPeople.name_primary` and `dismiss` do.
        """
        people = await self._people.read(caller, batch)
        primary = people.get("primary") or {}
        if (str(primary["_id"]) if primary else None) != was:
            name = primary.get("name") or Sentence("Somebody else")
            by_now = Sentence("{name} is the batch's primary by now. Nothing was moved.", name=name)
            raise Stale(by_now if primary else Sentence("Nobody is the batch's primary by now. Nothing was moved."))
        tag = tagged(people).tag
        if to:
            await self._people.name_primary(caller, batch, to, tag)
        elif was:
            await self._people.dismiss(caller, batch, was, tag)

    async def _cards(self, team: Team) -> dict[str, Card]:
        course = [oid(team.course)]
        shown = {str(raw["_id"]): raw for raw in await self._kept.batches(course)}
        stated = await self._facts.of_batches(course)
        return {one.id: _card(one, shown.get(one.id, {}), stated.get(one.id, {})) for one in team.batches}


def _card(batch: Batch, shown: Raw, stated: Raw) -> Card:
    meets = [one for one in as_list(stated.get("sessions")) if isinstance(one, dict)]
    return Card(batch.id, shown.get("name"), shown.get("students", 0), meets, [*batch.people.backup])


def _lane(trainer: str, load: Raw, team: Team, cards: dict[str, Card]) -> Lane:
    theirs = [cards[batch] for batch in team.primary_of(trainer) if batch in cards]
    return Lane(trainer, load.get("name"), load.get("percent", 0), load.get("hours", 0), theirs)
