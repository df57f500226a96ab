"""Where the data is: the MongoDB that was named, or the embedded one."""

import asyncio
import re
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

from multitrainer.database import AWAY, REFUSED, UNUSABLE, Database
from multitrainer.embedded import DataFolderInUse, EmbeddedServer
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


class CannotConnect(Exception):
    """The database can't be used; the message says why and what to do."""


class Place(NamedTuple):
    """A MongoDB: its URI, words for people without credentials, and the process if it is our own."""

    uri: str
    words: str
    server: EmbeddedServer | None


@asynccontextmanager
async def place(settings: Settings, *, shared: bool = False) -> AsyncIterator[Place]:
    """The MongoDB to work on. Raises EmbeddedServerFailed.

    An embedded one runs only as long as this does, unless it is shared with the `serve` that has it running already.
    """
    if settings.mongodb_uri:
        yield Place(settings.mongodb_uri.get_secret_value(), "the MongoDB of MULTITRAINER_MONGODB_URI", None)
        return
    words = f"an embedded server, data in {settings.data_dir}"
    async with AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(EmbeddedServer(settings.data_dir))
        except DataFolderInUse as used:
            if not shared or used.uri is None:
                raise
            yield Place(used.uri, words, None)
        else:
            yield Place(server.uri, words, server)


def database_at(uri: str, settings: Settings) -> Database:
    """A database that is not connected yet. Raises CannotConnect for settings that name none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # else `tls=ture` meant no TLS at all
        warnings.filterwarnings("default", "Unknown option")  # other drivers have options of their own
        try:
            return Database(uri, settings, Metrics())
        except UNUSABLE as error:
            names = "MULTITRAINER_MONGODB_URI or MULTITRAINER_MONGODB_DATABASE"
            raise CannotConnect(f"{names} can't be used: {error}") from None


async def wait_for(database: Database, tell: Callable[[str], None]) -> None:
    """Return once the database answers, asking again with growing pauses. Raises CannotConnect if it refuses us."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            return await database.ping()
        except AWAY as error:
            tell(f"MongoDB does not answer ({short(error)}). Trying again in {pause:.0f} s.")
        except REFUSED as error:
            raise CannotConnect(f"MongoDB refuses us: {short(error)}") from None
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def short(error: Exception) -> str:
    """The part of a driver's message that people can use."""
    return re.split(r", Timeout:|, full error:| \(configured timeouts:", str(error))[0]
