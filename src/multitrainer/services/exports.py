"""Taking everything of a course along."""

from collections.abc import AsyncIterator

from bson import ObjectId

from multitrainer.repositories.courses import Courses
from multitrainer.repositories.exports import PARTS, Raw
from multitrainer.repositories.exports import Exports as ExportRepository
from multitrainer.stored.naming import ids_in

PEOPLE = "people"


class Exports:
    """Use cases of whoever has the machine that the data lies on."""

    def __init__(self, courses: Courses, exports: ExportRepository) -> None:
        self._courses = courses
        self._exports = exports

    async def course(self, course: str) -> AsyncIterator[tuple[str, AsyncIterator[Raw]]]:
        """The parts of a course by their names, each with its documents as they are stored, which are to be read first.

        The last one, `people`, is who is named in the others. It is no moment's picture: what is changed meanwhile may
        stand in one part as it was and in another as it is. Raises CourseNotFound, PyMongoError.
        """
        await self._courses.find(course)
        ids, named = await self._exports.ids(course), set[ObjectId]()

        async def noted(documents: AsyncIterator[Raw]) -> AsyncIterator[Raw]:
            async for document in documents:
                named.update(ids_in(document))
                yield document

        for part in PARTS:
            yield part.name, noted(self._exports.of(part, ids))
        yield PEOPLE, self._exports.people(named)
