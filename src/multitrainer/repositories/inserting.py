"""Inserting what may be there already."""

from collections.abc import Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from multitrainer.database import Session

Raw = dict[str, Any]

DUPLICATE_KEY = 11000


async def insert_new(
    collection: AsyncIOMotorCollection[Raw], documents: Sequence[Raw], session: Session = None
) -> bool:
    """Insert those of some documents that are not there yet, by any unique index; whether all of them were new.

    Raises PyMongoError.
    """
    try:
        await collection.insert_many(documents, ordered=False, session=session)
    except DuplicateKeyError:
        return False
    except BulkWriteError as errors:
        if any(one["code"] != DUPLICATE_KEY for one in (errors.details or {}).get("writeErrors", [])):
            raise
        return False
    return True
