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
from multitrainer.services.working.bell import Bell
from multitrainer.services.working.hands import Hands, Limits

log = structlog.get_logger()

Raw = dict[str, Any]
Deliver = Callable[[Raw], Awaitable[int | None]]
"""Delivers an entry; what it returns is kept as the status of the attempt. Raises NotDelivered."""

LOOKED_FOR = 256
"""Some engines read all that is due for that, however little is asked for (docs/engines.md): so not a few at a time."""

PART_OF_THE_LEASE = 0.8
"""A delivery ends well before its lease does, so that nobody else begins it meanwhile."""


class Patience(NamedTuple):
    """How often a delivery is tried, how long one attempt may take, and how often others' work is looked for."""

    attempts: int
    lease: timedelta
    poll_seconds: float


class Deliveries:
    """The job that works off one kind of entry. Several workers share them, each taking what it delivers."""

    alone = False

    def __init__(
        self, does: Does, outbox: Outbox, deliver: Deliver, patience: Patience, limits: Limits, bell: Bell, now: Clock
    ) -> None:
        self.name = does.value
        self._does = does
        self._outbox = outbox
        self._deliver = deliver
        self._patience = patience
        self._limits = limits
        self._bell = bell
        self._now = now

    async def run(self) -> bool:
        """Deliver what is due, and what becomes due meanwhile, until nothing is or the worker ends.

        Raises PyMongoError, once what had begun is over; what was taken is due again when its lease ends.
        """
        found: list[Raw] = []
        async with Hands(self._limits, self._one, lambda: self._bell.ring(self.name)) as hands:
            while not (self._bell.ends or hands.failed):
                entry, found = await self._next(hands, found)
                if entry is not None:
                    hands.begin(entry)
                elif hands.are_empty:
                    break
                else:
                    await self._bell.heard(self.name, self._patience.poll_seconds)
        if hands.failed:
            raise hands.failed
        return hands.made

    async def _next(self, hands: Hands, found: list[Raw]) -> tuple[Raw | None, list[Raw]]:
        """What can be begun now, of what was found or else of what is due at this moment; and what is left of that."""
        if hands.are_full:
            return None, found
        entry = hands.next_of(found)
        if entry is None:
            found = await self._due(hands)
            entry = hands.next_of(found)
        return entry, found

    async def _due(self, hands: Hands) -> list[Raw]:
        """What is due: so much of it that there is something to begin, if anywhere, behind what has to wait."""
        limit = LOOKED_FOR
        while len(found := await self._outbox.due(self._does, limit)) == limit and not any(map(hands.can_begin, found)):
            limit *= 2
        random.shuffle(found)  # else all workers would want the same
        return found

    async def _one(self, entry: Raw) -> bool:
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
