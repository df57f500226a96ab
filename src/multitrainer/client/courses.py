"""Courses."""

from collections.abc import AsyncIterator, Callable, Sequence

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.client.updating import updated
from multitrainer.schemas.base import Page
from multitrainer.schemas.courses import Course, CoursePatch, NewCourse, RosterMember


class Courses:
    """`client.courses`: what is taught."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def page(self, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Course]:
        """One page of the courses, in the order they were made. Raises InvalidInput for a foreign cursor."""
        query = {"cursor": cursor, "limit": limit}
        return view(Page[Course], await self._transport.send(Call("GET", path("courses"), query)))

    def list(self, page_size: int = PAGE_SIZE) -> AsyncIterator[Course]:
        """Every course in the order they were made, read page by page."""
        return each(lambda cursor: self.page(cursor, page_size))

    async def create(
        self, name: str, *, trainers: Sequence[RosterMember] = (), instructor: str | None = None
    ) -> Course:
        """Create a course, with its roster or, in the old format, its lead.

        Raises:
            InvalidInput, UnknownTrainer, NotATrainer, AlreadyOnRoster, Contended.
        """
        new = body(NewCourse, name=name, trainers=trainers or None, instructor=instructor)
        return view(Course, await self._transport.send(Call("POST", path("courses"), body=new)))

    async def read(self, course: str) -> Course:
        """Read a course. Raises CourseNotFound."""
        return view(Course, await self._transport.send(Call("GET", path("courses", course))))

    async def patch(self, course: str, patch: CoursePatch, *, if_match: str | None = None) -> Course:
        """Change a course; what the patch leaves out stays.

        Raises:
            CourseNotFound, UnknownTrainer, NotATrainer, TrainerInactive, Contended, MalformedData.
            Stale: the course is no longer the one with the tag `if_match`.
        """
        call = Call("PATCH", path("courses", course), body=patch, if_match=if_match)
        return view(Course, await self._transport.send(call))

    async def update(self, course: str, change: Callable[[Course], CoursePatch], *, attempts: int = 1) -> Course:
        """Read a course, and change it on the condition that nobody else did meanwhile.

        Args:
            course: The course's id.
            change: What to change, given the course as it is. Called again after each new reading.
            attempts: How often to read and try before somebody else's being quicker is an error.

        Raises:
            CourseNotFound, UnknownTrainer, NotATrainer, TrainerInactive, Contended, MalformedData.
            Stale: somebody else was quicker each time.
        """

        async def write(seen: Course) -> Course:
            return await self.patch(course, change(seen), if_match=seen.etag)

        return await updated(lambda: self.read(course), write, attempts)

    async def delete(self, course: str, *, force: bool = False, if_match: str | None = None) -> None:
        """Delete a course and its batches.

        Raises:
            CourseNotFound, Contended, MalformedData.
            PeopleWouldBeLost: it has batches or trainers, and `force` is not set.
            Stale: the course is no longer the one with the tag `if_match`.
        """
        await self._transport.send(Call("DELETE", path("courses", course), {"force": force}, if_match=if_match))
