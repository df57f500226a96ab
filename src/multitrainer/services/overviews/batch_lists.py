"""The batches of a course as people look for them: by name, by who teaches them, by whom they lack."""

from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.contexts import batches_of
from multitrainer.domain.people import Duty, People
from multitrainer.domain.searching import finds
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.pages import page_of
from multitrainer.repositories.teams import Teams
from multitrainer.services.gate import Gate
from multitrainer.stored.shapes import has_primary
from multitrainer.stored.teams import StoredTeam

Raw = dict[str, Any]
MOST = 10_000
"""A course has a few dozens; all of them are its team anyway."""


class WhichBatches(NamedTuple):
    """Those with some words in their names, on which somebody is, or that lack somebody."""

    name: str = ""
    trainer: str | None = None
    lacks: Duty | None = None

    def has(self, name: Any, people: People) -> bool:
        """Whether a batch is one of these."""
        there = {Duty.PRIMARY: people.primary, Duty.BACKUP: people.backup, Duty.ASSISTANT: people.assistants}
        lacks = self.lacks is None or not there[self.lacks]
        return finds(self.name, name) and lacks and (self.trainer is None or self.trainer in people.everyone)


EVERY = WhichBatches()


class BatchesFound(NamedTuple):
    """A page of them, how many they are altogether, and how many of the course are in the old format still."""

    items: list[Raw]
    next: str | None
    total: int
    unmigrated: int


class BatchLists:
    """Lists of a course's batches, with their people as they are, whichever format they are stored in."""

    def __init__(self, gate: Gate, batches: Batches, teams: Teams) -> None:
        self._gate = gate
        self._batches = batches
        self._teams = teams

    async def page(
        self, caller: Caller, course: str, which: WhichBatches, cursor: str | None, limit: int
    ) -> BatchesFound:
        """Some batches in the order they were made; those that whoever asks may read.

        Raises CourseNotFound, InvalidInput for a foreign cursor.
        """
        actor = await self._gate.on_course(caller, Action.READ_COURSE, course)
        stored = await self._teams.load(course, counting=False)
        team = stored.current
        may = {*batches_of(actor, [team])} if actor.kind is ActorKind.TRAINER else None
        people = {batch.id: batch.people for batch in team.batches if may is None or batch.id in may}
        found = (await self._batches.page(course, None, MOST)).items
        rows = [_row(raw, there, stored) for raw in found if (there := people.get(str(raw["_id"])))]
        wanted = [row for row in rows if which.has(row["name"], people[row["id"]])]
        page = page_of(wanted, cursor, limit)
        return BatchesFound(page.items, page.next, len(wanted), sum(not row["migrated"] for row in rows))


def _row(batch: Raw, people: People, stored: StoredTeam) -> Raw:
    as_it_is = stored.batches.get(str(batch["_id"]), {})
    return {
        "_id": batch["_id"],
        "id": str(batch["_id"]),
        "name": batch.get("name"),
        "primary": people.primary,
        "backup": people.backup,
        "assistants": people.assistants,
        "students": len(batch["students"]),
        "migrated": has_primary(as_it_is) or not people.primary,
    }
