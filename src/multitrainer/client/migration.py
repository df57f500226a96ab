"""Moving an institute over."""

from collections.abc import AsyncIterator

from multitrainer.client.messages import view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.base import Page
from multitrainer.schemas.migration import CourseConverted, CourseMigration, MigrationStatus, SetAsideDocument


class Migration:
    """`client.migration`: how far the institute is moved over, and the move of one course by itself."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def status(self) -> MigrationStatus:
        """Each migration, sync, and each collection's validator. Raises RefusedByDatabase."""
        return view(MigrationStatus, await self._transport.send(Call("GET", path("migration"))))

    async def set_aside_page(
        self, migration: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
    ) -> Page[SetAsideDocument]:
        """One page of what was set aside. Raises InvalidInput for a foreign cursor, or a migration that is none."""
        query = {"migration": migration, "cursor": cursor, "limit": limit}
        return view(
            Page[SetAsideDocument], await self._transport.send(Call("GET", path("migration", "set-aside"), query))
        )

    def set_aside(self, migration: str | None = None, page_size: int = PAGE_SIZE) -> AsyncIterator[SetAsideDocument]:
        """Every document that people have to mend, of one migration or of all, read page by page."""
        return each(lambda cursor: self.set_aside_page(migration, cursor, page_size))

    async def preview(self, course: str) -> CourseMigration:
        """What would become of a course and its batches. Raises CourseNotFound."""
        return view(CourseMigration, await self._transport.send(Call("GET", path("courses", course, "migration"))))

    async def convert(self, course: str, *, if_match: str | None = None) -> CourseConverted:
        """Move a course and its batches over; what can't be is set aside, and named in the answer.

        Raises:
            CourseNotFound.
            MigrationHeld: everything is being moved back.
            Stale: something is no longer as it was when the preview with the tag `if_match` was made.
        """
        call = Call("POST", path("courses", course, "migration"), if_match=if_match)
        return view(CourseConverted, await self._transport.send(call))
