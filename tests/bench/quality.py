"""How long the quality of a year takes: 25 batches of a course that meet twice a week, nine of ten sessions reported.

    python tests/bench/quality.py [--weeks 52] [--times 7]

On the embedded server, over the services, without HTTP; another course as large is in the same collections. Times are
those of whoever waits, the median and the longest; beside them stands how many commands are sent, and how long the
server is at them. docs/reports.md says what came out.
"""

import argparse
import asyncio
import cProfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bson import ObjectId
from pymongo import monitoring
from rich.console import Console

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.quality import Per
from multitrainer.embedded import EmbeddedServer
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.settings import Settings

BATCHES, TRAINERS, STUDENTS = 25, 10, 20
WEEK = timedelta(weeks=1)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
Raw = dict[str, Any]


class Commands(monitoring.CommandListener):
    """Counts what is sent, and sums up how long it takes."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self.seconds = 0.0

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.sent[event.command_name] += 1

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        self.seconds += event.duration_micros / 1e6

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        self.seconds += event.duration_micros / 1e6


async def fill(database: Database, weeks: int) -> str:
    """Two courses; the id of the second."""
    people = [ObjectId() for _ in range(TRAINERS)]
    await database.motor.users.insert_many(
        {"_id": one, "name": f"Trainer {n}", "email": f"{n}@x.example", "role": "trainer"}
        for n, one in enumerate(people)
    )
    await _course(database, people, weeks)
    return await _course(database, people, weeks)


async def _course(database: Database, people: list[ObjectId], weeks: int) -> str:
    course, batches = ObjectId(), [ObjectId() for _ in range(BATCHES)]
    roster = [
        {"_id": ObjectId(), "trainer": one, "role": "assistant" if n else "lead", "status": "active"}
        for n, one in enumerate(people)
    ]
    await database.motor.courses.insert_one({"_id": course, "__v": 0, "name": "German A1", "trainers": roster})
    for n, batch in enumerate(batches):
        whose = people[n % TRAINERS]
        team = {"primary": whose, "backup": [], "assistants": []}
        await database.motor.batches.insert_one(
            {"_id": batch, "course": course, "name": f"Batch {n + 1}", "students": [], "trainers": team}
        )
        met = [*_sessions(batch, n, weeks)]
        await database.motor.multitrainer_sessions.insert_many(met)
        reports = [_report(one, course, whose, n) for n, one in enumerate(met) if n % 10]
        await database.motor.multitrainer_session_reports.insert_many(reports)
    return str(course)


def _sessions(batch: ObjectId, number: int, weeks: int) -> Iterator[Raw]:
    for week in range(weeks):
        for day in (0, 2):
            start = NOW - (week + 1) * WEEK + timedelta(days=day, hours=number % 8)
            yield {
                "_id": ObjectId(), "batch": batch, "day": start.date().isoformat(), "number": 0, "start": start,
                "end": start + timedelta(minutes=90), "status": "planned", "byHand": False, "sequence": 0,
            }  # fmt: skip


def _report(session: Raw, course: ObjectId, whose: ObjectId, number: int) -> Raw:
    said = {"held": True, "topics": "Unit 3, pages 20 to 24", "attendance": 17, "flagged": number % 20 == 0}
    place = {name: session[name] for name in ("_id", "batch", "start", "end")}
    told = {"forLead": "The projector is broken."} if said["flagged"] else {}
    return {**place, **said, **told, "course": course, "heldBy": whose, "covered": False, "by": str(whose), "at": NOW}


async def measure(services: Services, course: str, since: timedelta, times: int) -> list[float]:
    """Seconds that each of some times takes."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await services.quality.of_course(THE_ADMIN, course, (NOW - since).date(), NOW.date(), Per.WEEK)
        taken.append(time.perf_counter() - began)
    return taken


async def main(weeks: int, times: int, profile: str | None) -> None:
    """Print it."""
    console, commands, settings = Console(), Commands(), Settings(_env_file=None, mongodb_database="quality")
    monitoring.register(commands)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            EmbeddedServer(Path(folder)) as server,
            Database(server.uri, settings, Metrics()) as database,
        ):
            course = await fill(database, weeks)
            services = wiring.build(database, settings, now=lambda: NOW)
            for name, since in (("a year", weeks * WEEK), ("12 weeks", 12 * WEEK)):
                await measure(services, course, since, 1)
                commands.sent.clear()
                commands.seconds = 0.0
                taken = await measure(services, course, since, times)
                sent = {what: count / times for what, count in commands.sent.items()}
                console.print(
                    f"{name}: median {median(taken):.3f} s, longest {max(taken):.3f} s; "
                    f"{sent} commands, {commands.seconds / times:.3f} s at the server"
                )
            if profile:
                with cProfile.Profile() as found:
                    await measure(services, course, weeks * WEEK, 3)
                found.dump_stats(profile)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--profile", help="where to write a profile to")
    given = parser.parse_args()
    asyncio.run(main(given.weeks, given.times, given.profile))
