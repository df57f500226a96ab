"""Courses."""

from collections.abc import AsyncIterator, Sequence

from multitrainer.client.collection import Collection
from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.base import Page
from multitrainer.schemas.courses import Course, CoursePatch, NewCourse, RosterMember


class Courses(Collection[Course, CoursePatch]):
    """`client.courses`: what is taught.

    Besides `Stale`, `patch` and `update` raise CourseNotFound, UnknownTrainer, NotATrainer, TrainerInactive, Contended,
    MalformedData, RefusedByDatabase.
    """

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport, "courses", Course, Page[Course])

    async def page(self, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Course]:
        """One page of the courses, in the order they were made. Raises InvalidInput for a foreign cursor."""
        return await self._one_page(cursor=cursor, limit=limit)

    def list(self, page_size: int = PAGE_SIZE) -> AsyncIterator[Course]:
        """Every course in the order they were made, read page by page."""
        return each(lambda cursor: self.page(cursor, page_size))

    async def create(
        self, name: str, *, trainers: Sequence[RosterMember] = (), instructor: str | None = None
    ) -> Course:
        """Create a course, with its roster or, in the old format, its lead.

        Raises:
            InvalidInput, UnknownTrainer, NotATrainer, AlreadyOnRoster, Contended, RefusedByDatabase.
        """
        new = body(NewCourse, name=name, trainers=trainers or None, instructor=instructor)
        return view(Course, await self._transport.send(Call("POST", path("courses"), body=new)))

    async def delete(self, course: str, *, force: bool = False, if_match: str | None = None) -> None:
        """Delete a course and its batches.

        Raises:
            CourseNotFound, Contended, MalformedData, RefusedByDatabase.
            PeopleWouldBeLost: it has batches or trainers, and `force` is not set.
            Stale: the course is no longer the one with the tag `if_match`.
        """
        await self._transport.send(Call("DELETE", path("courses", course), {"force": force}, if_match=if_match))
