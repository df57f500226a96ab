"""What moving an institute over costs: documents a second, beside the least and beside what most people would write.

    python tests/bench/migrate.py [--documents 10000] [--looped 1000] [--rounds 3]

Batches that know one instructor are moved over on the embedded server, again and again on new collections with the
service's indexes. The parties:

    floor       one bare `update_many` with a pipeline over everything: nothing is read, kept, checked or resumed
    moving      what m0002 does to find, judge and change its documents, chunk by chunk
    keeping     the same with pre-images, set-asides and the checkpoint after each chunk
    whole       the same with the verification, without which nothing is applied: `multitrainer migrate up`
    save loop   `for await (const doc of Batch.find()) … doc.save()` with Mongoose

Rounds go through all of them in turn, so that whatever else the machine does falls on all alike. A row is the median in
documents a second, then the ratios to the floor and to the save loop. Targets: moving at least 60 % of the floor and
5 x the save loop. They are printed and never asserted, because a machine may be busy.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from bson import ObjectId
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))

from multitrainer import logs, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.embedded import EmbeddedServer
from multitrainer.metrics import Metrics
from multitrainer.migrations import m0001_course_roster, m0002_batch_trainers
from multitrainer.repositories.ledger import Ledger
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence
from multitrainer.settings import Settings
from tests.bench.save_loop import save_loop

TRAINERS = [ObjectId() for _ in range(40)]
STUDENTS = [ObjectId() for _ in range(25)]
PARTIES = ("floor", "moving", "keeping", "whole", "save loop")
KEEPING = ((PreImages, "keep"), (SetAsides, "settle"), (Ledger, "move"))

BARE = [
    {
        "$set": {
            "trainers": {"primary": "$instructor", "backup": [], "assistants": []},
            "updatedAt": datetime.now(UTC),
            "__v": {"$add": [{"$ifNull": ["$__v", 0]}, 1]},
        }
    }
]


class Stopwatch(Silence):
    """Listens for the phases of a migration, and sums up what is spent on keeping."""

    def __init__(self) -> None:
        self.kept = 0.0
        self.phases: dict[str, float] = {}
        self._began = time.perf_counter()
        self._phase = ""

    def begins(self, what: str, phase: str, total: int) -> None:
        """The phase before has ended."""
        now = time.perf_counter()
        self.phases[self._phase] = now - self._began
        self._began, self._phase = now, phase

    def timed(self, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """The same method, on this watch."""

        async def call(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return await method(*given, **named)
            finally:
                self.kept += time.perf_counter() - began

        return call


async def an_institute(database: Database, batches: int) -> None:
    """Users and batches, of one course, as Mongoose leaves them."""
    await database.motor.users.insert_many([{"_id": t, "role": "trainer"} for t in TRAINERS])
    course = ObjectId()
    for start in range(0, batches, 1_000):
        await database.motor.batches.insert_many(_batch(course, n) for n in range(start, min(batches, start + 1_000)))


def _batch(course: ObjectId, number: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    people = {"instructor": TRAINERS[number % len(TRAINERS)], "students": STUDENTS}
    return {"name": f"Batch {number}", "room": "12", "course": course, **people, "createdAt": now, "updatedAt": now}


async def floor(database: Database) -> None:
    """The least."""
    await database.motor.batches.update_many({}, BARE)


async def migrated(database: Database, settings: Settings, documents: int) -> dict[str, float]:
    """Documents a second of moving, of keeping too, and of the whole."""
    watch = Stopwatch()
    kept = {(kind, name): getattr(kind, name) for kind, name in KEEPING}
    for (kind, name), method in kept.items():
        setattr(kind, name, watch.timed(method))
    try:
        migrations = wiring.build(database, settings).migrations
        await migrations.up(THE_ADMIN, Silence(), Limits(max_latency=None), (m0001_course_roster,))
        watch.kept = 0.0
        await migrations.up(THE_ADMIN, watch, Limits(max_latency=None), (m0002_batch_trainers,))
        watch.begins("", "", 0)
    finally:
        for (kind, name), method in kept.items():
            setattr(kind, name, method)
    moving, verifying = watch.phases["moving"], watch.phases["verifying"]
    seconds = {"moving": moving - watch.kept, "keeping": moving, "whole": moving + verifying}
    return {party: documents / taken for party, taken in seconds.items()}


async def one_round(uri: str, documents: int, looped: int) -> dict[str, float]:
    """Each party once."""
    rates: dict[str, float] = {}
    async with _new(uri) as database:
        await an_institute(database, documents)
        began = time.perf_counter()
        await floor(database)
        rates["floor"] = documents / (time.perf_counter() - began)
        await _gone(database)
    async with _new(uri) as database:
        await an_institute(database, documents)
        rates |= await migrated(database, Settings(_env_file=None), documents)
        await _gone(database)
    async with _new(uri) as database:
        await an_institute(database, looped)
        rates["save loop"] = (await save_loop(uri, database.motor.name)).rate
        await _gone(database)
    return rates


def _new(uri: str) -> Database:
    return Database(uri, Settings(_env_file=None, mongodb_database=f"bench_{uuid4().hex[:8]}"), Metrics())


async def _gone(database: Database) -> None:
    await database.client.drop_database(database.motor.name)


async def bench(documents: int, looped: int, rounds: int) -> None:
    """Run the rounds, and print the table."""
    logs.configure("error")
    with tempfile.TemporaryDirectory() as folder:
        async with EmbeddedServer(Path(folder)) as server:
            found = [await one_round(server.uri, documents, looped) for _ in range(rounds)]
    rates = {party: median(one[party] for one in found) for party in PARTIES}
    table = Table("", "documents/s", "of the floor", "x save loop", title=f"{documents:,} batches, {rounds} rounds")
    for party, rate in rates.items():
        table.add_row(party, f"{rate:,.0f}", f"{rate / rates['floor']:.0%}", f"{rate / rates['save loop']:.1f}")
    Console().print(table, "Targets: moving at least 60 % of the floor and 5.0 x the save loop.")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--looped", type=int, default=1_000, help="documents of the save loop, which is slow")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    asyncio.run(bench(given.documents, given.looped, given.rounds))


if __name__ == "__main__":
    main()
