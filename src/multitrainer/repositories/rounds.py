"""What the doctor reads: all courses in chunks, batches that belong nowhere, references to nobody."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from beanie import Document

from multitrainer.documents import (
    Batch,
    Course,
    Cover,
    Leave,
    Question,
    Reply,
    Session,
    SessionReport,
    Swap,
    TrainerFacts,
    User,
)
from multitrainer.domain.invariants import Violation
from multitrainer.domain.wording import counted
from multitrainer.repositories.chunks import chunks
from multitrainer.stored.availability import unreadable_parts
from multitrainer.stored.covers import read_cover
from multitrainer.stored.faults import courses_of
from multitrainer.stored.ids import oids
from multitrainer.stored.leaves import read_leave
from multitrainer.stored.questions import read_question, read_reply
from multitrainer.stored.reading import makes_sense
from multitrainer.stored.reports import read_report
from multitrainer.stored.swaps import read_swap
from multitrainer.stored.teams import Raw, StoredTeam
from multitrainer.stored.timetables import read_session

READERS: tuple[tuple[type[Document], Callable[[Raw], object]], ...] = (
    (Cover, read_cover),
    (Leave, read_leave),
    (Session, read_session),
    (Swap, read_swap),
    (SessionReport, read_report),
    (Question, read_question),
    (Reply, read_reply),
)


class Rounds:
    """Streams through all data in the order of _id."""

    async def count(self) -> int:
        """How many courses there are, about, from the collection's metadata."""
        return int(await Course.get_motor_collection().estimated_document_count())

    async def courses(self) -> AsyncIterator[list[Any]]:
        """The ids of all courses as they are stored, a chunk at a time."""
        async for chunk in chunks(Course.get_motor_collection().find({}, {"_id": 1})):
            yield [course["_id"] for course in chunk]

    async def stray_batches(self) -> AsyncIterator[list[Violation]]:
        """Batches that belong to no course, or to one that is gone."""
        async for chunk in chunks(Batch.get_motor_collection().find({}, {"course": 1})):
            yield await self._strays(chunk)

    async def _strays(self, batches: list[Raw]) -> list[Violation]:
        wanted = list({course for batch in batches for course in courses_of(batch)})
        found = Course.get_motor_collection().find({"_id": {"$in": wanted}}, {"_id": 1})
        known = {course["_id"] async for course in found}
        return [
            Violation("batch-without-course", "The batch's course does not exist.", batch=str(batch["_id"]))
            for batch in batches
            if known.isdisjoint(courses_of(batch))
        ]

    async def badly_painted(self) -> AsyncIterator[list[Violation]]:
        """Trainers whose week has parts that nobody can read, which are therefore not stated."""
        detail = "Nobody can read {} of the availability in multitrainer_trainers. The rest counts. PUT it again."
        async for chunk in chunks(TrainerFacts.get_motor_collection().find({}, {"availability": 1})):
            wrong = {str(facts["_id"]): unreadable_parts(facts.get("availability")) for facts in chunk}
            said = {trainer: counted(number, "part", "parts") for trainer, number in wrong.items() if number}
            yield [Violation("malformed", detail.format(words), trainer=trainer) for trainer, words in said.items()]

    async def unreadable(self) -> AsyncIterator[list[Violation]]:
        """What somebody's hand wrote so badly into collections of ours that it counts as not there."""
        for document, read in READERS:
            async for chunk in chunks(document.get_motor_collection().find({})):
                left = [raw["_id"] for raw in chunk if not makes_sense(raw, read)]
                yield [Violation("malformed", _unread(id_, document.get_collection_name())) for id_ in left]

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


def _unread(id_: Any, collection: str) -> str:
    return f"Nobody can read document {id_} of {collection}. Correct it, or delete it."
