"""What pipelines answer."""

import asyncio
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection

from multitrainer.database import Session

Raw = dict[str, Any]


async def rows(collection: AsyncIOMotorCollection[Raw], *pipelines: list[Raw], session: Session = None) -> list[Raw]:
    """All rows of some pipelines, those of the first one first. Raises PyMongoError.

    In one visit to another thread: Motor's cursors make one for each pipeline, and wake the loop three times for it.
    """
    behind = collection.database.delegate[collection.name]

    def visit() -> list[Raw]:
        told = None if session is None else session.delegate
        return [row for pipeline in pipelines for row in behind.aggregate(pipeline, session=told)]

    return await asyncio.to_thread(visit)
