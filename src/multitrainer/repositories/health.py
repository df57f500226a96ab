"""Whether data can be read."""

from multitrainer.documents import Course
from multitrainer.repositories.pages import FIRST


class Readable:
    """Reads as little as proves that the server can."""

    async def prove(self) -> None:
        """Raises PyMongoError when the server is away, or answers but can't read its data."""
        await Course.get_motor_collection().find_one({"_id": FIRST}, {"_id": 1})
