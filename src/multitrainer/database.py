"""The connection to MongoDB: Motor, Beanie's binding, indexes, and changes that happen whole or not at all."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from itertools import count
from types import TracebackType
from typing import Any, Self, TypeVar
from weakref import WeakValueDictionary

import pymongo
import structlog
from beanie import Document, init_beanie
from beanie.exceptions import CollectionWasNotInitialized
from bson.codec_options import CodecOptions, DatetimeConversion
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession, AsyncIOMotorDatabase
from pymongo import IndexModel, ReadPreference, WriteConcern
from pymongo.errors import OperationFailure, ServerSelectionTimeoutError
from pymongo.read_concern import ReadConcern

from multitrainer import documents, leases
from multitrainer.documents.users import User, indexes_by
from multitrainer.domain.errors import Contended
from multitrainer.domain.sentences import Sentence
from multitrainer.failures import away, in_time, telling
from multitrainer.metrics import Metrics
from multitrainer.monitoring import CommandTimes, PoolSize
from multitrainer.settings import Settings

log = structlog.get_logger()

T = TypeVar("T")
Session = AsyncIOMotorClientSession | None
Change = Callable[[Session], Coroutine[Any, Any, T]]
MAX_ATTEMPTS = 50

FAREWELL_SECONDS = 1.0
"""How long the server is asked for, when it is left, to tell it that our sessions have ended."""


_afterwards: ContextVar[list[Callable[[], object]] | None] = ContextVar("afterwards", default=None)


def once_written(then: Callable[[], object]) -> None:
    """Have something done when the change that is being made here is written; outside of one, at once.

    A try that comes to nothing has nothing done. Whoever dies in between does not do it either.
    """
    waiting = _afterwards.get()
    if waiting is None:
        then()
    else:
        waiting.append(then)


class Outdated(Exception):
    """A guarded write met a document that is no longer as it was read. The change begins anew."""


async def until_current(
    attempt: Callable[[], Coroutine[Any, Any, T]], count_conflict: Callable[[], object] = lambda: None
) -> T:
    """Try until nobody gets in between, with growing pauses. Raises Contended in the end."""
    for tries in range(MAX_ATTEMPTS):
        try:
            return await attempt()
        except Outdated:
            count_conflict()
            await asyncio.sleep(random.uniform(0, min(0.2, 0.005 * 2**tries)))  # noqa: S311  (jitter)
    raise Contended(Sentence("Others changed the same thing again and again meanwhile. Try again."))


def _is_bound(document: type[Document]) -> bool:
    try:
        document.get_motor_collection()
    except CollectionWasNotInitialized:
        return False
    return True


class Database:
    """One MongoDB database. Beanie's documents are bound to the one that connected last in a process."""

    def __init__(self, uri: str, settings: Settings, metrics: Metrics, *, makes_indexes: bool = True) -> None:
        self._settings = settings
        self._makes_indexes = makes_indexes
        self._metrics = metrics
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._has_transactions = False
        self.has_change_streams = False
        self.client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
            uri,
            tz_aware=True,
            datetime_conversion="DATETIME_AUTO",
            serverSelectionTimeoutMS=int(settings.mongodb_timeout_seconds * 1000),
            appname="multitrainer",
            event_listeners=[CommandTimes(metrics), PoolSize(metrics)],
        )
        self.motor: AsyncIOMotorDatabase[dict[str, Any]] = self.client.get_default_database(
            settings.mongodb_database,
            codec_options=CodecOptions(tz_aware=True, datetime_conversion=DatetimeConversion.DATETIME_AUTO),
            write_concern=WriteConcern("majority", j=True),
        )

    async def __aenter__(self) -> Self:
        try:
            await self.connect()
        except BaseException:
            self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the server, also one that is gone."""
        with pymongo.timeout(FAREWELL_SECONDS):
            self.client.close()

    async def connect(self) -> None:
        """Bind the documents, find out what the server can do, and make indexes unless told not to.

        Raises PyMongoError.
        """
        with in_time(self._settings.mongodb_timeout_seconds):
            hello = await self.client.admin.command("hello")
            await self._bind()
        self.has_change_streams = capable = "setName" in hello or hello.get("msg") == "isdbgrid"
        self._has_transactions = capable and self._settings.transactions == "auto"
        for document in documents.ALL if self._makes_indexes else ():
            await self._make_indexes(document)

    async def _bind(self) -> None:
        """Bind the documents to this database.

        Beanie looks through their classes, and asks the server for its version for each, only the first time in a
        process: from then on they merely change their database.
        """
        if not all(map(_is_bound, documents.ALL)):
            await init_beanie(database=self.motor, document_models=[*documents.ALL], skip_indexes=True)
        for document in documents.ALL:
            settings = document.get_settings()
            settings.motor_db, settings.motor_collection = self.motor, self.motor[document.get_collection_name()]

    async def ping(self) -> None:
        """Raises PyMongoError when the server is away."""
        with in_time(self._settings.mongodb_timeout_seconds):
            await self.client.admin.command("ping")

    async def atomically(self, key: str, change: Change[T]) -> T:
        """Run a change whole or not at all, anew when somebody else got in between.

        `change` reads, decides and writes with guards; it may run several times. `key` names what it changes:
        changes of one thing queue within this process, between processes the guards decide. On a standalone
        server the session is None, a lease keeps other services out meanwhile, and the change's own order of writes
        must be one that heals.

        Raises:
            Contended: others got in between too often.
            MalformedData: a document would become too large.
            RefusedByDatabase: a unique index or a validator of the institute's does not allow it.
        """
        async with self._lock(key), self._leased(key):
            with telling():
                return await until_current(lambda: self._once(change), self._metrics.conflicts.inc)

    async def at_one_moment(self, look: Change[T]) -> T:
        """Read, and write nothing: of one snapshot where the server has them."""
        return await self._once(look)

    async def one_at_a_time(self, key: str, change: Change[T]) -> T:
        """Run a change of a single document, whose own guard suffices, one at a time in this process.

        Raises what `atomically` does.
        """
        async with self._lock(key):
            with telling():
                return await until_current(lambda: change(None), self._metrics.conflicts.inc)

    @asynccontextmanager
    async def alone_at(self, key: str) -> AsyncIterator[None]:
        """Be the only one at something of which no single document tells, in all services. Raises Contended."""
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(leases.held(key))
            except TimeoutError:
                raise Contended(Sentence("Another service has been changing this for long. Try again.")) from None
            yield

    @asynccontextmanager
    async def _leased(self, key: str) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if not self._has_transactions:
                await stack.enter_async_context(self.alone_at(key))
            yield

    def _lock(self, key: str) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    async def _once(self, change: Change[T]) -> T:
        waiting: list[Callable[[], object]] = []
        outer = _afterwards.set(waiting)
        try:
            done = await self._written(change, waiting)
        finally:
            _afterwards.reset(outer)
        for then in waiting:
            then()
        return done

    async def _written(self, change: Change[T], waiting: list[Callable[[], object]]) -> T:
        if not self._has_transactions:
            return await change(None)

        runs = count()

        async def unless_away(session: Session) -> T:
            waiting.clear()
            if next(runs):
                self._metrics.conflicts.inc()
            try:
                return await change(session)
            except ServerSelectionTimeoutError as error:  # which with_transaction would ask for two minutes for
                raise away() from error

        async with await self.client.start_session() as session:
            result: T = await session.with_transaction(
                unless_away,
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern("majority", j=True),
                read_preference=ReadPreference.PRIMARY,
            )
            return result

    async def _make_indexes(self, document: type[Document]) -> None:
        """Make a document's indexes, at once or, where one is refused, each by itself.

        Existing data or indexes never keep the service from starting.
        """
        name, indexes = document.get_collection_name(), self._indexes_of(document)
        if len(indexes) > 1 and await self._are_made(name, indexes):
            return
        for index in indexes:
            await self._make_index(name, index)

    def _indexes_of(self, document: type[Document]) -> list[IndexModel]:
        if document is User:
            return [*indexes_by(self._settings.user_role_field, self._settings.user_email_field)]
        return [*getattr(document.Settings, "indexes", ())]

    async def _are_made(self, collection: str, indexes: list[IndexModel]) -> bool:
        try:
            await self.motor[collection].create_indexes(indexes)
        except OperationFailure:
            return False
        return True

    async def _make_index(self, collection: str, index: IndexModel) -> None:
        try:
            await self.motor[collection].create_indexes([index])
        except OperationFailure as refusal:
            log.warning("index-not-made", collection=collection, index=index.document["name"], reason=refusal.code)
