"""What pipelines answer."""

import asyncio
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import OperationFailure

from multitrainer.database import Session
from multitrainer.domain.errors import MalformedData
from multitrainer.domain.sentences import Sentence

Raw = dict[str, Any]

FEW = 5
"""Of up to so many people each is asked for; of more, all that lies within a short time is read, which is quicker."""

AT_ONCE = 1000
"""So many rows come with the first answer. Of a year, a batch has a few more sessions than come by default."""

STUMBLED = {1, 2}
"""InternalError, BadValue: what the embedded server says of a join by a document with `$`-keys."""


async def rows(collection: AsyncIOMotorCollection[Raw], *pipelines: list[Raw], session: Session = None) -> list[Raw]:
    """All rows of some pipelines, those of the first one first. Raises PyMongoError.

    Raises MalformedData where the engine stumbles over what stands in place of an id (docs/engines.md).

    In one visit to another thread: Motor's cursors make one for each pipeline, and wake the loop three times for it.
    """
    behind = collection.database.delegate[collection.name]

    def visit() -> list[Raw]:
        told = None if session is None else session.delegate
        return [row for pipeline in pipelines for row in behind.aggregate(pipeline, session=told, batchSize=AT_ONCE)]

    try:
        return await asyncio.to_thread(visit)
    except OperationFailure as error:
        if error.code not in STUMBLED:
            raise
        raise MalformedData(
            Sentence(
                "Something in the database is not as it should be, so this can't be shown. Whoever runs the service "
                "can find it."
            ),
            "The database can't join this: something else stands where an id should. `multitrainer doctor` names it.",
        ) from error
