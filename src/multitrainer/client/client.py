"""The client: one connection to one service, a noun for each thing."""

from types import TracebackType
from typing import Self

import httpx

from multitrainer.client.audit import Audit
from multitrainer.client.auth import Auth
from multitrainer.client.availability import Availability
from multitrainer.client.batch_people import BatchPeople
from multitrainer.client.batches import Batches
from multitrainer.client.courses import Courses
from multitrainer.client.cover_settings import CoverSettings
from multitrainer.client.covers import Covers
from multitrainer.client.enrolments import Enrolments
from multitrainer.client.events import Events
from multitrainer.client.handovers import Handovers
from multitrainer.client.health import Health
from multitrainer.client.identity import Identity
from multitrainer.client.keys import Keys
from multitrainer.client.leaves import Leaves
from multitrainer.client.ledger import Ledger
from multitrainer.client.migration import Migration
from multitrainer.client.notifications import Notifications
from multitrainer.client.outbox import Outbox
from multitrainer.client.planning import Planning
from multitrainer.client.proposals import Proposals
from multitrainer.client.questions import Questions
from multitrainer.client.replies import Replies
from multitrainer.client.reports import Reports
from multitrainer.client.roster import Roster
from multitrainer.client.sessions import Sessions
from multitrainer.client.swaps import Swaps
from multitrainer.client.threads import Threads
from multitrainer.client.trainers import Trainers
from multitrainer.client.transport import Transport
from multitrainer.client.webhooks import Webhooks
from multitrainer.client.workloads import Workloads


class Client:
    """The API of a multitrainer service, as an async context manager.

    Answers are the models of `multitrainer.schemas`. What the service refuses is raised as the class of
    `multitrainer.domain.errors` that has the answer's code, with its detail and facts; `ApiError` tells of an answer
    that is none of the service's, `Unavailable` of none at all. Every model that was read or written by itself carries
    its tag: `patch(..., if_match=course.etag)` is refused with `Stale` when somebody changed it since, and
    `update(...)` does the same in one step, anew if asked to.

        async with Client("http://127.0.0.1:8000") as client:
            await client.auth.sign_in("ada@institute.example", password)
            sarah = await client.trainers.create("Dr. Sarah", "sarah@institute.example")
            course = await client.courses.create("German A1", instructor=sarah.id)
            async for batch in client.batches.list(course.id):
                await client.batch_people.add_backup(batch.id, sarah.id)
    """

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8000",
        *,
        timeout: float = 10.0,
        attempts: int = 3,
        patience: float = 10.0,
        transport: httpx.AsyncBaseTransport | None = None,
        api_key: str | None = None,
    ) -> None:
        """Nothing is sent yet.

        Args:
            base_url: Where the service is; may end in a path, when a proxy serves it under one.
            timeout: How long to wait for a connection, and for each part of an answer, in seconds.
            attempts: How often a call is sent at the most, while the service is away and where repeating is safe:
                always when no connection could be made, else for what reads, what creates (with an idempotency key of
                its own), and what sets or deletes without `if_match`. 1 repeats nothing.
            patience: The longest pause between two tries, in seconds. A service that asks for a longer one is not
                asked again.
            transport: What carries the requests, instead of the network: `httpx.ASGITransport(app)`.
            api_key: Of a machine, until somebody signs in: `client.auth.sign_in`. Spaces and line breaks around it
                are left out.

        Raises:
            ValueError: fewer attempts than one.
            InvalidInput: the key has characters that no request can carry; it is not shown.
        """
        if attempts < 1:
            raise ValueError("A call takes at least one attempt.")
        self._http = httpx.AsyncClient(base_url=base_url, timeout=timeout, transport=transport)
        self._identity = Identity(api_key)
        sending = Transport(self._http, self._identity, attempts, patience)
        self.auth = Auth(sending, self._identity)
        self.keys = Keys(sending)
        self.courses = Courses(sending)
        self.roster = Roster(sending)
        self.batches = Batches(sending)
        self.batch_people = BatchPeople(sending)
        self.enrolments = Enrolments(sending)
        self.trainers = Trainers(sending)
        self.planning = Planning(sending)
        self.proposals = Proposals(sending)
        self.sessions = Sessions(sending)
        self.leaves = Leaves(sending)
        self.availability = Availability(sending)
        self.handovers = Handovers(sending)
        self.reports = Reports(sending)
        self.ledger = Ledger(sending)
        self.cover_settings = CoverSettings(sending)
        self.covers = Covers(sending)
        self.swaps = Swaps(sending)
        self.questions = Questions(sending)
        self.replies = Replies(sending)
        self.threads = Threads(sending)
        self.workloads = Workloads(sending)
        self.notifications = Notifications(sending)
        self.events = Events(sending)
        self.webhooks = Webhooks(sending)
        self.outbox = Outbox(sending)
        self.migration = Migration(sending)
        self.audit = Audit(sending)
        self.health = Health(sending)

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._identity.settled()
        await self._http.__aexit__(kind, error, trace)
