"""What the doctor reads: all courses in chunks, batches that belong nowhere, references to nobody."""

from collections.abc import AsyncIterator
from typing import Any

from multitrainer.documents import Batch, Course, User
from multitrainer.domain.invariants import Violation
from multitrainer.repositories.ids import oids
from multitrainer.repositories.stored import StoredTeam

CHUNK = 100


class Rounds:
    """Streams through all data in the order of _id."""

    async def count(self) -> int:
        """How many courses there are, about, from the collection's metadata."""
        return int(await Course.get_motor_collection().estimated_document_count())

    async def courses(self) -> AsyncIterator[list[Any]]:
        """The ids of all courses, a chunk at a time."""
        chunk: list[Any] = []
        async for course in Course.get_motor_collection().find({}, {"_id": 1}).sort("_id", 1).batch_size(1000):
            chunk.append(course["_id"])
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    async def stray_batches(self) -> AsyncIterator[list[Violation]]:
        """Batches that belong to no course, or to one that is gone."""
        chunk: list[dict[str, Any]] = []
        fields = {"course": 1}
        async for batch in Batch.get_motor_collection().find({}, fields).sort("_id", 1).batch_size(1000):
            chunk.append(batch)
            if len(chunk) == CHUNK:
                yield await self._strays(chunk)
                chunk = []
        yield await self._strays(chunk)

    async def _strays(self, batches: list[dict[str, Any]]) -> list[Violation]:
        wanted = list({repr(b.get("course")): b.get("course") for b in batches}.values())
        found = Course.get_motor_collection().find({"_id": {"$in": wanted}}, {"_id": 1})
        known = [course["_id"] async for course in found]
        return [
            Violation("batch-without-course", "The batch's course does not exist.", batch=str(batch["_id"]))
            for batch in batches
            if batch.get("course") not in known
        ]

    async def unknown_users(self, teams: list[StoredTeam]) -> list[Violation]:
        """Everybody on a roster or batch of these teams who is no user any more."""
        named = set().union(*(_everyone(team) for team in teams))
        found = User.get_motor_collection().find({"_id": {"$in": oids(list(named))}}, {"_id": 1})
        gone = named - {str(user["_id"]) async for user in found}
        detail = "The trainer is no user any more; remove them, or hand over to somebody else."
        return [
            Violation("unknown-user", detail, team.team.course, trainer=trainer)
            for team in teams
            for trainer in sorted(gone & _everyone(team))
        ]


def _everyone(stored: StoredTeam) -> set[str]:
    team = stored.team
    return {e.trainer for e in team.roster} | {p for b in team.batches for p in b.people.everyone}
