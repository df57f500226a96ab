"""`multitrainer worker` as a process: killed in the middle of a delivery, ended in order, beside another one."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.telling.notices import Kind, Notice
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.receivers import Mailbox, mailbox
from tests.storms.processes import run, started

FACTS = {"course": str(school.COURSE), "role": "lead", "status": "active"}


class Place(NamedTuple):
    """A database with something to do, and the settings of workers that do it."""

    database: Database
    services: Services
    folder: Path
    named: dict[str, str]
    mail: Mailbox

    async def tell(self, times: int) -> None:
        for _ in range(times):
            await self.services.telling.put([Notice(Kind.PUT_ON_COURSE, str(school.ALEX), FACTS)], None)

    async def is_empty(self) -> None:
        """Wait until everything is delivered."""
        async with asyncio.timeout(60):
            while await self.database.motor.multitrainer_outbox.find_one({"state": {"$ne": "done"}}):  # noqa: ASYNC110
                await asyncio.sleep(0.02)  # another process does it


@pytest.fixture
async def place(database: Database, settings: Settings, mongodb_uri: str, tmp_path: Path) -> AsyncIterator[Place]:
    await school.found(database)
    async with mailbox() as mail:
        named = {
            "mongodb_uri": mongodb_uri, "mongodb_database": settings.mongodb_database, "smtp_host": "127.0.0.1",
            "smtp_port": str(mail.port), "smtp_tls": "none", "worker_poll_seconds": "0.05",
            "delivery_lease_seconds": "1",
        }  # fmt: skip
        # Only puts: with a mail server, so that e-mails come of it whoever gives it out.
        services = wiring.build(database, settings.model_copy(update={"smtp_host": "127.0.0.1"}))
        yield Place(database, services, tmp_path, named, mail)


async def test_a_worker_that_is_killed_between_lease_and_delivery_loses_nothing(place: Place) -> None:
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> str:
        reached.set()
        await go_on.wait()
        return "451 the one who asked is dead"

    place.mail.holding = hold
    await place.tell(1)
    async with started("worker", folder=place.folder, **place.named) as first:
        await asyncio.wait_for(reached.wait(), 30)
        (entry,) = [e async for e in place.database.motor.multitrainer_outbox.find({"does": "email"})]
        assert (entry["state"], entry["attempts"], entry["due_at"] > entry["put_at"]) == ("due", 1, True)
        first.process.kill()
        await first.ended()
    place.mail.holding = None
    go_on.set()
    async with started("worker", folder=place.folder, **place.named) as second:
        mail = await place.mail.next()
        await place.is_empty()
        second.process.send_signal(signal.SIGTERM)
        assert await second.ended() == 0
    assert str(entry["_id"]) in mail.message["Message-ID"]
    assert place.mail.all() == []


async def test_a_worker_without_data_says_where_it_looked(tmp_path: Path) -> None:
    ended = await run("worker", folder=tmp_path, data_dir=str(tmp_path / "none"))
    assert (ended.code, ended.out) == (2, "")
    assert "There is no data in" in ended.err


async def test_serve_has_a_worker_unless_it_is_told_not_to(place: Place) -> None:
    await place.tell(1)
    without = {**place.named, "worker": "false"}
    async with started("serve", "--port", "0", "--no-demo", folder=place.folder, **without) as service:
        await service.url()
        async with started("serve", "--port", "0", "--no-demo", folder=place.folder, **place.named) as other:
            await other.url()
            await place.is_empty()
    assert len(place.mail.all()) == 1


async def test_what_was_given_up_is_listed_and_sent_again_from_the_command_line(place: Place) -> None:
    await place.tell(1)
    await place.services.worker.drain()  # nobody answers at port 587
    await place.database.motor.multitrainer_outbox.update_many({}, {"$set": {"state": "dead"}})
    at = {name: place.named[name] for name in ("mongodb_uri", "mongodb_database")}
    listed = await run("outbox", "list", folder=place.folder, **at)
    (entry,) = [e async for e in place.database.motor.multitrainer_outbox.find({})]
    assert str(entry["_id"]) in listed.out
    assert "mail server" in listed.out
    assert "@" not in listed.out
    sent = await run("outbox", "resend", "--all", folder=place.folder, **at)
    assert (sent.code, sent.err) == (0, "1 delivery is due again.\n")
    assert (await run("outbox", "list", folder=place.folder, **at)).err == "No delivery was given up.\n"
    named = await run("outbox", "resend", str(entry["_id"]), folder=place.folder, **at)
    assert named.code == 0
    for wrong in (("resend",), ("resend", "x"), ("resend", "--all", str(entry["_id"])), ("resend", "f" * 24)):
        assert (await run("outbox", *wrong, folder=place.folder, **at)).code == 2


@pytest.mark.long
async def test_however_often_workers_are_killed_everything_arrives_and_hardly_anything_twice(place: Place) -> None:
    rng = random.Random(7)
    await place.tell(200)
    for _ in range(12):
        async with (
            started("worker", folder=place.folder, **place.named) as one,
            started("worker", folder=place.folder, **place.named) as other,
        ):
            await one.says("Working on")
            await asyncio.sleep(rng.uniform(0, 0.5))  # the moment of the kill is the test
            for worker in (one, other):
                worker.process.kill()
    async with started("worker", folder=place.folder, **place.named):
        await place.is_empty()
    arrived = Counter(mail.message["Message-ID"] for mail in place.mail.all())
    assert len(arrived) == 200
    assert arrived.total() <= 200 + 2 * 12 * 8  # what both had in hand at each kill
