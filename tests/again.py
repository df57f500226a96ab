"""Databases that the tests of a process use one after the other: to make one takes longer than many a test.

A test finds its database empty, with our indexes: the documents of those before it are deleted. Where one of them
changed more than documents (an index, a validator, a collection's name), nobody uses the database again.
"""

from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import uuid4

import pytest
from beanie import Document
from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo import monitoring

from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings
from tests.databases import leave

RESTING = 4
"""So many others are used before the same again: whatever a test left under way ends meanwhile."""

BEYOND_DOCUMENTS = frozenset({
    "collMod", "convertToCapped", "create", "createIndexes", "drop", "dropDatabase", "dropIndexes", "profile",
})  # fmt: skip


class Changed(monitoring.CommandListener):
    """Hears from every client in this process which databases had more changed than documents."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name == "renameCollection":  # asked of `admin`, with full names
            self.names |= {event.command[key].partition(".")[0] for key in ("renameCollection", "to")}
        elif event.command_name in BEYOND_DOCUMENTS:
            self.names.add(event.database_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


_changed = Changed()
monitoring.register(_changed)
_made: set[str] = set()
_resting: deque[str] = deque()


def taken() -> str:
    """The name of a database that nobody else uses meanwhile."""
    return _resting.popleft() if len(_resting) >= RESTING else f"test_{uuid4().hex[:12]}"


@asynccontextmanager
async def used(uri: str, settings: Settings) -> AsyncIterator[Database]:
    """The database whose name was taken, empty."""
    name = settings.mongodb_database
    is_made = name in _made and _has_usual_fields(settings)
    async with Database(uri, settings, Metrics(), makes_indexes=not is_made) as database:
        if is_made:
            await empty(database.motor)  # of what somebody was still about to write then
        else:
            _made.add(name)
            _changed.names.discard(name)
        yield database
        if name in _changed.names or not _has_usual_fields(settings):
            await leave(database.client, name)
        else:
            await empty(database.motor)
            _resting.append(name)


@contextmanager
def has_indexes() -> Iterator[None]:
    """A service started here finds them made, which to find out would take as long as to make them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "_make_indexes", _leave_them)
        yield


async def _leave_them(database: Database, document: type[Document]) -> None: ...


async def empty(database: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """Delete every document, also what somebody wrote of whom this process knows nothing."""
    for name in await filled(database):
        await database[name].delete_many({})


async def filled(database: AsyncIOMotorDatabase[dict[str, Any]]) -> list[str]:
    """The collections that have documents, asked for at once."""
    pieces = [
        {"$unionWith": {"coll": name, "pipeline": [{"$limit": 1}, {"$project": {"_id": 0, "in": {"$literal": name}}}]}}
        for name in await database.list_collection_names()
    ]
    return [found["in"] async for found in database["none"].aggregate(pieces)]


def _has_usual_fields(settings: Settings) -> bool:
    """Whether users are indexed as usual."""
    usual = Settings.model_fields
    return all(getattr(settings, name) == usual[name].default for name in ("user_role_field", "user_email_field"))
