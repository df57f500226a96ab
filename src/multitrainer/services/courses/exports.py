"""Taking everything of a course along."""

from collections.abc import AsyncIterator

from bson import ObjectId

from multitrainer.domain.errors import AttachmentNotFound
from multitrainer.repositories.attachments import Attachments
from multitrainer.repositories.courses import Courses
from multitrainer.repositories.exports import PARTS, Raw
from multitrainer.repositories.exports import Exports as ExportRepository
from multitrainer.stored.naming import files_in, ids_in

PEOPLE = "people"


class CourseExport:
    """What is kept of a course: first its parts, then the files that they name.

    It is no moment's picture: what is changed meanwhile may stand in one part as it was and in another as it is.
    """

    def __init__(self, course: str, exports: ExportRepository, attachments: Attachments) -> None:
        self._course = course
        self._exports = exports
        self._attachments = attachments
        self._named: set[ObjectId] = set()
        self._files: dict[str, str] = {}

    async def parts(self) -> AsyncIterator[tuple[str, AsyncIterator[Raw]]]:
        """Each by its name, with its documents as they are stored, which are to be read before the next one.

        The last one, `people`, is who is named in the others. Raises PyMongoError.
        """
        ids = await self._exports.ids(self._course)
        for part in PARTS:
            yield part.name, self._noted(self._exports.of(part, ids))
        yield PEOPLE, self._exports.people(self._named)

    async def files(self) -> AsyncIterator[tuple[str, str, AsyncIterator[bytes]]]:
        """The id, name and content of each file that a message has and that is there. Raises PyMongoError."""
        for id_, name in self._files.items():
            content = self._attachments.content(id_)
            try:
                first = await anext(content, b"")
            except AttachmentNotFound:
                continue
            yield id_, name, _all(first, content)

    async def _noted(self, documents: AsyncIterator[Raw]) -> AsyncIterator[Raw]:
        async for document in documents:
            self._named.update(ids_in(document))
            self._files |= files_in(document)
            yield document


class Exports:
    """Use cases of whoever has the machine that the data lies on."""

    def __init__(self, courses: Courses, exports: ExportRepository, attachments: Attachments) -> None:
        self._courses = courses
        self._exports = exports
        self._attachments = attachments

    async def course(self, course: str) -> CourseExport:
        """All of a course. Raises CourseNotFound."""
        await self._courses.find(course)
        return CourseExport(course, self._exports, self._attachments)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
