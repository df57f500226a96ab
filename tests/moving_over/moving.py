"""The use cases of moving an institute over, as a test calls them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Listener
from multitrainer.services.moving_over.summaries import Summary
from multitrainer.settings import Settings
from tests.databases import leave
from tests.moving_over.raw import Fields, digest

ONE_BY_ONE = Limits(batch_size=50, max_latency=None)
COLLECTIONS = ("courses", "batches")


@dataclass
class Told:
    """A listener that remembers, and calls back at each advance and whenever something is said."""

    said: list[str] = field(default_factory=list)
    phases: list[tuple[str, str]] = field(default_factory=list)
    at_each_advance: Callable[[], None] = lambda: None
    at_each_word: Callable[[], None] = lambda: None

    def begins(self, what: str, phase: str, total: int) -> None:
        self.phases.append((what, phase))

    def advances(self, documents: int) -> None:
        self.at_each_advance()

    def says(self, words: str) -> None:
        self.said.append(words)
        self.at_each_word()


@dataclass(frozen=True)
class Mover:
    """One process that moves an institute over."""

    database: Database
    services: Services

    async def plan(self) -> list[Summary]:
        return await self.services.migrations.plan(THE_ADMIN, Told())

    async def up(self, listener: Listener | None = None, limits: Limits = ONE_BY_ONE) -> list[Summary]:
        return await self.services.migrations.up(THE_ADMIN, listener or Told(), limits)

    async def verify(self) -> list[Summary]:
        return await self.services.migrations.verify(THE_ADMIN, Told())

    async def down(self) -> list[Summary]:
        return await self.services.migrations.down(THE_ADMIN, Told())

    async def sweep(self) -> list[Summary]:
        return await self.services.sync.once(THE_ADMIN, Told(), ONE_BY_ONE)

    async def retry_set_aside(self, listener: Listener | None = None, limits: Limits = ONE_BY_ONE) -> list[Summary]:
        return await self.services.sync.retry_set_aside(THE_ADMIN, listener or Told(), limits)

    async def follow(self, listener: Listener, limits: Limits = ONE_BY_ONE) -> None:
        await self.services.sync.run(THE_ADMIN, listener, limits)

    async def states(self) -> list[str]:
        return [status.state.value for status in await self.services.migrations.status(THE_ADMIN)]

    async def bytes_of_all(self, fields: Fields) -> dict[str, dict[str, str]]:
        """A hash of each document of the institute's collections."""
        return {name: await digest(self.database.motor[name], fields) for name in COLLECTIONS}

    async def violations(self, *, but_not: frozenset[str] = frozenset()) -> list[str]:
        """What the doctor finds, but for courses that something is odd about."""
        return [
            f"{finding.violation.code} {finding.violation.detail}"
            async for step in self.services.doctor.examine(THE_ADMIN)
            for finding in step.found
            if finding.violation.course not in but_not
        ]


def mover(database: Database, settings: Settings) -> Mover:
    return Mover(database, wiring.build(database, settings))


@asynccontextmanager
async def moving_on(uri: str) -> AsyncIterator[Mover]:
    """A mover on a database of its own, gone afterwards."""
    settings = Settings(_env_file=None, mongodb_database=f"test_{uuid4().hex[:12]}")
    async with Database(uri, settings, Metrics()) as database:
        yield mover(database, settings)
        await leave(database.client, settings.mongodb_database)


def counts(summaries: list[Summary]) -> list[tuple[str, dict[str, int], dict[str, int]]]:
    """What became of the documents, by migration."""
    return [(s.migration, dict(s.kinds), dict(s.reasons)) for s in summaries]
