"""Batches."""

from collections.abc import AsyncIterator, Callable, Sequence

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.client.updating import updated
from multitrainer.schemas.base import Page
from multitrainer.schemas.batches import Batch, BatchPatch, NewBatch
from multitrainer.schemas.people import BatchPeople


class Batches:
    """`client.batches`: the sections of courses."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def page(
        self, course: str | None = None, *, cursor: str | None = None, limit: int = PAGE_SIZE
    ) -> Page[Batch]:
        """One page of the batches, of a course or of all, in the order they were made. Raises InvalidInput."""
        query = {"course": course, "cursor": cursor, "limit": limit}
        return view(Page[Batch], await self._transport.send(Call("GET", path("batches"), query)))

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
            Contended, MalformedData.
        """
        people = {"trainers": trainers, "instructor": instructor}
        new = body(NewBatch, course=course, name=name, students=students or None, **people)
        return view(Batch, await self._transport.send(Call("POST", path("batches"), body=new)))

    async def read(self, batch: str) -> Batch:
        """Read a batch. Raises BatchNotFound."""
        return view(Batch, await self._transport.send(Call("GET", path("batches", batch))))

    async def patch(self, batch: str, patch: BatchPatch, *, if_match: str | None = None) -> Batch:
        """Change a batch; what the patch leaves out stays.

        Raises:
            BatchNotFound, BatchWithoutCourse, UnknownStudent, UnknownTrainer, NotATrainer, PeopleOverlap,
            TrainerInactive, Contended, MalformedData.
            Stale: the batch is no longer the one with the tag `if_match`.
        """
        call = Call("PATCH", path("batches", batch), body=patch, if_match=if_match)
        return view(Batch, await self._transport.send(call))

    async def update(self, batch: str, change: Callable[[Batch], BatchPatch], *, attempts: int = 1) -> Batch:
        """Read a batch, and change it on the condition that nobody else did meanwhile.

        Args:
            batch: The batch's id.
            change: What to change, given the batch as it is. Called again after each new reading.
            attempts: How often to read and try before somebody else's being quicker is an error.

        Raises:
            BatchNotFound, BatchWithoutCourse, UnknownStudent, UnknownTrainer, NotATrainer, PeopleOverlap,
            TrainerInactive, Contended, MalformedData.
            Stale: somebody else was quicker each time.
        """

        async def write(seen: Batch) -> Batch:
            return await self.patch(batch, change(seen), if_match=seen.etag)

        return await updated(lambda: self.read(batch), write, attempts)

    async def delete(self, batch: str, *, force: bool = False, if_match: str | None = None) -> None:
        """Delete a batch.

        Raises:
            BatchNotFound, BatchWithoutCourse, Contended, MalformedData.
            PeopleWouldBeLost: there are students or trainers on it, and `force` is not set.
            Stale: the batch is no longer the one with the tag `if_match`.
        """
        await self._transport.send(Call("DELETE", path("batches", batch), {"force": force}, if_match=if_match))
