"""Batches."""

from collections.abc import AsyncIterator, Sequence

from multitrainer.client.collection import Collection
from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.base import Page
from multitrainer.schemas.batches import Batch, BatchPatch, NewBatch
from multitrainer.schemas.people import BatchPeople


class Batches(Collection[Batch, BatchPatch]):
    """`client.batches`: the sections of courses.

    Besides `Stale`, `patch` and `update` raise BatchNotFound, BatchWithoutCourse, UnknownStudent, UnknownTrainer,
    NotATrainer, PeopleOverlap, TrainerInactive, Contended, MalformedData, RefusedByDatabase.
    """

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport, "batches", Batch, Page[Batch])

    async def page(
        self, course: str | None = None, *, cursor: str | None = None, limit: int = PAGE_SIZE
    ) -> Page[Batch]:
        """One page of the batches, of a course or of all, in the order they were made. Raises InvalidInput."""
        return await self._one_page(course=course, cursor=cursor, limit=limit)

    def list(self, course: str | None = None, *, page_size: int = PAGE_SIZE) -> AsyncIterator[Batch]:
        """Every batch, of a course or of all, in the order they were made, read page by page."""
        return each(lambda cursor: self.page(course, cursor=cursor, limit=page_size))

    async def create(
        self,
        course: str,
        name: str,
        *,
        students: Sequence[str] = (),
        trainers: BatchPeople | None = None,
        instructor: str | None = None,
    ) -> Batch:
        """Create a batch, with its people or, in the old format, its primary.

        Raises:
            InvalidInput, UnknownCourse, UnknownStudent, UnknownTrainer, NotATrainer, PeopleOverlap, TrainerInactive,
            Contended, MalformedData, RefusedByDatabase.
        """
        people = {"trainers": trainers, "instructor": instructor}
        new = body(NewBatch, course=course, name=name, students=students or None, **people)
        return view(Batch, await self._transport.send(Call("POST", path("batches"), body=new)))

    async def delete(self, batch: str, *, force: bool = False, if_match: str | None = None) -> None:
        """Delete a batch.

        Raises:
            BatchNotFound, BatchWithoutCourse, Contended, MalformedData, RefusedByDatabase.
            PeopleWouldBeLost: there are students or trainers on it, and `force` is not set.
            Stale: the batch is no longer the one with the tag `if_match`.
        """
        await self._transport.send(Call("DELETE", path("batches", batch), {"force": force}, if_match=if_match))
