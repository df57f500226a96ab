"""The small school, a mail server and a receiver of webhooks, a clock that is moved, a worker that is run by hand."""

from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import uuid4

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.databases import leave
from tests.planners import Quickly
from tests.receivers import Mailbox, Receiver, mailbox, receiver
from tests.services.people import SetClock

COLLECTIONS = ("outbox", "notifications", "preferences", "webhooks", "leases")


class Institute(NamedTuple):
    """What a test of telling has."""

    services: Services
    database: Database
    settings: Settings
    clock: SetClock
    mail: Mailbox
    hook: Receiver

    async def drained(self) -> None:
        """The worker does all there is to do at this moment."""
        await self.services.worker.drain()


@pytest.fixture(scope="module")
async def served(mongodb_uri: str) -> AsyncIterator[Database]:
    """One database for all tests of a file, because to make one takes longer than a test."""
    settings = Settings(_env_file=None, mongodb_database=f"test_{uuid4().hex[:12]}")
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
async def there(served: Database, settings: Settings) -> AsyncIterator[Institute]:
    """The institute, with nothing told yet."""
    for name in COLLECTIONS:
        await served.motor[f"multitrainer_{name}"].delete_many({})
    await school.found_anew(served)
    async with mailbox() as mail, receiver() as hook:
        here = {
            "smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_tls": "none", "smtp_timeout_seconds": 5.0,
            "mail_from": "school@institute.example", "webhook_private": True, "webhook_timeout_seconds": 20.0,
            "webhook_failures": 3, "delivery_attempts": 3, "worker_poll_seconds": 60.0,
        }  # fmt: skip
        settings, clock = settings.model_copy(update=here), SetClock()
        yield Institute(wiring.build(served, settings, clock, Quickly()), served, settings, clock, mail, hook)
