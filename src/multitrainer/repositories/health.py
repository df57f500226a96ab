"""Whether data can be read."""

from multitrainer.documents import Course


class Readable:
    """Reads as little as proves that the server can."""

    async def prove(self) -> None:
        """Raises PyMongoError when the server is away, or answers but can't read its data."""
        await Course.get_motor_collection().find({}, {"_id": 1}).sort("_id", 1).limit(1).to_list(1)
