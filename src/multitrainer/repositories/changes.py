"""What changes in the institute's collections, as the server tells it."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from motor.motor_asyncio import AsyncIOMotorChangeStream, AsyncIOMotorDatabase

from multitrainer.failures import in_time

Raw = dict[str, Any]

LONGEST_WAIT_MS = 250

_OURS: list[Raw] = [
    {
        "$match": {
            "ns.coll": {"$in": ["courses", "batches"]},
            "operationType": {"$in": ["insert", "update", "replace", "delete"]},
        }
    },
    {"$project": {"ns.coll": 1, "documentKey": 1}},
]


@dataclass(slots=True)
class Changed:
    """The `_id`s of documents that were written or deleted, and the token of everything up to here."""

    token: Mapping[str, Any] | None = None
    of: dict[str, list[Any]] = field(default_factory=lambda: {"courses": [], "batches": []})

    def __bool__(self) -> bool:
        return any(self.of.values())


async def changes(
    database: AsyncIOMotorDatabase[Raw], token: Mapping[str, Any] | None, most: Callable[[], int]
) -> AsyncIterator[Changed]:
    """Everything that changes behind a token, or from now on, up to `most()` changes at a time.

    First and whenever nothing changes, an empty one.

    Raises PyMongoError; `has_lost_history` tells whether the token is no use any more.
    """
    async with database.watch(_OURS, resume_after=token, max_await_time_ms=LONGEST_WAIT_MS) as stream:
        while True:
            yield await _gathered(stream, most())


async def _gathered(stream: AsyncIOMotorChangeStream[Raw], most: int) -> Changed:
    """What is there already, up to a number; waits a little when nothing is."""
    changed = Changed()
    for _ in range(most):
        with in_time():
            event = await stream.try_next()
        if event is None:
            break
        changed.of[event["ns"]["coll"]].append(event["documentKey"]["_id"])
    changed.token = stream.resume_token
    return changed
