"""How entries of the outbox are worked off: taken, delivered, tried again later, given up."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, NamedTuple

import structlog
from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.domain.telling.backoff import pause_after
from multitrainer.domain.telling.states import Does, State
from multitrainer.failures import NOT_DONE
from multitrainer.repositories.outbox import Outbox

log = structlog.get_logger()

Raw = dict[str, Any]
Deliver = Callable[[Raw], Awaitable[int | None]]
"""Delivers an entry; what it returns is kept as the status of the attempt. Raises NotDelivered."""

AT_ONCE = 8
LOOKED_FOR = 256
"""Some engines read all that is due for that, however little is asked for (docs/engines.md): so not a few at a time."""

PART_OF_THE_LEASE = 0.8
"""A delivery ends well before its lease does, so that nobody else begins it meanwhile."""


class Patience(NamedTuple):
    """How often a delivery is tried, and how long one attempt may take."""

    attempts: int
    lease: timedelta


class Deliveries:
    """The job that works off one kind of entry. Several workers share them, each taking what it delivers."""

    alone = False

    def __init__(self, does: Does, outbox: Outbox, deliver: Deliver, patience: Patience, now: Clock) -> None:
        self.name = does.value
        self._does = does
        self._outbox = outbox
        self._deliver = deliver
        self._patience = patience
        self._now = now
        self._hands = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> bool:
        """Deliver what is due, some at a time. Raises PyMongoError; what was taken is due again when its lease ends."""
        due = await self._outbox.due(self._does, LOOKED_FOR)
        random.shuffle(due)  # else all workers would want the same
        outcomes = await asyncio.gather(*map(self._one, due), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return any(outcomes)

    async def _one(self, entry: Raw) -> bool:
        async with self._hands:
            lease = ObjectId()
            if not await self._outbox.take(entry, lease, self._patience.lease):
                return False
            await self._attempt(entry, lease)
            return True

    async def _attempt(self, entry: Raw, lease: ObjectId) -> None:
        began = self._now()
        try:
            async with asyncio.timeout(self._patience.lease.total_seconds() * PART_OF_THE_LEASE):
                status = await self._deliver(entry)
        except NotDelivered as failed:
            await self._failed(entry, lease, failed)
        except TimeoutError:
            await self._failed(entry, lease, NotDelivered("It took too long."))
        except NOT_DONE:
            raise
        except Exception as fault:  # one that is malformed must not keep the others from being delivered
            log.exception("delivery-failed", does=self.name, entry=str(entry["_id"]))
            await self._failed(entry, lease, NotDelivered(f"A fault of ours: {type(fault).__name__}."))
        else:
            if self._does is Does.TELL:
                await self._outbox.forget(entry["_id"])
            else:
                await self._outbox.end(entry["_id"], lease, State.DONE, {"at": began, "status": status})

    async def _failed(self, entry: Raw, lease: ObjectId, failed: NotDelivered) -> None:
        attempts = entry["attempts"] + 1
        attempt = {"at": self._now(), "status": failed.status, "error": failed.words}
        if failed.for_good or attempts >= self._patience.attempts:
            log.warning("delivery-given-up", does=self.name, entry=str(entry["_id"]), reason=failed.words)
            await self._outbox.end(entry["_id"], lease, State.DEAD, attempt)
        else:
            later = self._now() + pause_after(attempts, random.random())  # noqa: S311  (jitter)
            await self._outbox.again(entry["_id"], lease, later, attempt)
