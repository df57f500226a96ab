"""Where tests keep their databases."""

import os
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient

THEIRS = "MULTITRAINER_TEST_MONGODB_URI"
"""Names the MongoDB to test on, in place of embedded servers."""


async def leave(client: AsyncIOMotorClient[dict[str, Any]], name: str) -> None:
    """A database is no longer needed.

    One on an embedded server goes with that, because it takes as long to drop as it took to fill.
    """
    if THEIRS in os.environ:
        await client.drop_database(name)
