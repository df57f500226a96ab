"""Reading all that is found, some at a time."""

from collections.abc import AsyncIterator
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCursor

Raw = dict[str, Any]

CHUNK = 100


async def chunks(found: AsyncIOMotorCursor[Raw]) -> AsyncIterator[list[Raw]]:
    """All that is found in the order of _id, some at a time, so that memory does not grow with the data."""
    chunk: list[Raw] = []
    async for document in found.sort("_id", 1).batch_size(1000):
        chunk.append(document)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk
