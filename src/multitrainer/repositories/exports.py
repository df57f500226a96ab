"""Everything that is kept of a course, whichever collection it lies in."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorDatabase

from multitrainer.documents import User
from multitrainer.domain.threads import of_batch, of_course
from multitrainer.failures import in_time
from multitrainer.repositories.walks import fetched
from multitrainer.stored.ids import oid

Raw = dict[str, Any]
T = TypeVar("T")

AT_ONCE = 1000
"""So many ids are asked for with one query."""


class By(Enum):
    """Whose ids stand in the field by which documents are found."""

    COURSE = "course"
    COURSE_AS_TEXT = "course as text"
    BATCHES = "batches"
    COVERS = "covers"
    PROPOSALS = "proposals"
    THREADS = "threads"


class Part(NamedTuple):
    """Documents of one collection that are of the course: those with one of these ids in this field."""

    name: str
    collection: str
    field: str
    by: By


PARTS = (
    Part("courses", "courses", "_id", By.COURSE),
    Part("batches", "batches", "course", By.COURSE),
    Part("courses-stated", "multitrainer_courses", "_id", By.COURSE),
    Part("batches-stated", "multitrainer_batches", "course", By.COURSE),
    Part("enrolments", "multitrainer_enrolments", "course", By.COURSE),
    Part("sessions", "multitrainer_sessions", "batch", By.BATCHES),
    Part("handovers", "multitrainer_handover_versions", "batch", By.BATCHES),
    Part("session-reports", "multitrainer_session_reports", "batch", By.BATCHES),
    Part("covers", "multitrainer_covers", "course", By.COURSE),
    Part("cover-settings", "multitrainer_cover_settings", "_id", By.COURSE),
    Part("ledger", "multitrainer_cover_ledger", "cover", By.COVERS),
    Part("swaps", "multitrainer_swaps", "courses", By.COURSE),
    Part("threads", "multitrainer_threads", "_id", By.THREADS),
    Part("messages", "multitrainer_messages", "thread", By.THREADS),
    Part("questions", "multitrainer_questions", "course", By.COURSE),
    Part("replies", "multitrainer_replies", "course", By.COURSE),
    Part("proposals", "multitrainer_proposals", "courses", By.COURSE),
    Part("proposal-parts", "multitrainer_proposal_parts", "proposal", By.PROPOSALS),
    Part("audit", "multitrainer_audit", "about", By.COURSE_AS_TEXT),
)
"""In the order in which they are written."""

PEOPLE = {"name": 1, "email": 1, "phone": 1, "specialization": 1, "role": 1}
"""What is told of users. Their documents hold what signs them in, which is nobody else's."""


class Exports:
    """Reads them."""

    def __init__(self, motor: AsyncIOMotorDatabase[Raw]) -> None:
        self._motor = motor

    async def ids(self, course: str) -> dict[By, list[Any]]:
        """By what the parts of a course are found. Raises PyMongoError."""
        found: dict[By, list[Any]] = {By.COURSE: [oid(course)], By.COURSE_AS_TEXT: [course]}
        for by, collection, field in (
            (By.BATCHES, "batches", "course"),
            (By.COVERS, "multitrainer_covers", "course"),
            (By.PROPOSALS, "multitrainer_proposals", "courses"),
        ):
            documents = self._motor[collection].find({field: oid(course)}, {"_id": 1})
            found[by] = [one["_id"] async for one in fetched(documents)]
        threads = (of_course(course), *(of_batch(str(batch)) for batch in found[By.BATCHES]))
        return {**found, By.THREADS: [str(thread) for thread in threads]}

    async def of(self, part: Part, ids: Mapping[By, list[Any]]) -> AsyncIterator[Raw]:
        """The documents of a part, whole, as they are stored. Raises PyMongoError."""
        for some in _some(ids[part.by]):
            async for document in fetched(self._motor[part.collection].find({part.field: {"$in": some}})):
                yield document

    async def people(self, ids: Collection[ObjectId]) -> AsyncIterator[Raw]:
        """What is told of those of these who are users. Raises PyMongoError."""
        for some in _some(sorted(ids)):
            with in_time():
                found = await User.get_motor_collection().find({"_id": {"$in": some}}, PEOPLE).to_list(None)
            for user in found:
                yield user


def _some(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]
