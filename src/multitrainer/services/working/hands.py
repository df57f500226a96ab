"""What a worker has deliveries made with: so many at a time, and so many of them to one receiver."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, NamedTuple, Self

from bson import ObjectId

Raw = dict[str, Any]


class Limits(NamedTuple):
    """How many deliveries are made at a time, and how many of them to one receiver."""

    at_once: int
    to_one: int


class Hands:
    """Makes deliveries beside each other, so that a receiver that hangs holds up what is for itself alone.

    Leaving waits for what has begun; whoever is cancelled meanwhile cancels that too.
    """

    def __init__(self, limits: Limits, make: Callable[[Raw], Awaitable[bool]], once_over: Callable[[], object]) -> None:
        self._limits = limits
        self._make = make
        self._once_over = once_over
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: set[ObjectId] = set()
        self._to_each: Counter[ObjectId | None] = Counter()
        self.failed: Exception | None = None
        """What the first of those raised that could not even be tried."""
        self.made = False
        """Whether anything was delivered, or tried to be."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, asyncio.CancelledError):
            for task in self._tasks:
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def are_empty(self) -> bool:
        """Whether nothing is being delivered."""
        return not self._held

    @property
    def are_full(self) -> bool:
        """Whether nothing more can be begun."""
        return len(self._held) >= self._limits.at_once

    def can_begin(self, entry: Raw) -> bool:
        """Whether an entry is not being delivered, nor as much to its receiver as can be at a time."""
        to = entry.get("to")
        return entry["_id"] not in self._held and (to is None or self._to_each[to] < self._limits.to_one)

    def next_of(self, found: list[Raw]) -> Raw | None:
        """Take out of some entries the first that can be begun."""
        for n, entry in enumerate(found):
            if self.can_begin(entry):
                return found.pop(n)
        return None

    def begin(self, entry: Raw) -> None:
        """Deliver an entry meanwhile."""
        self._held.add(entry["_id"])
        self._to_each[entry.get("to")] += 1
        task = asyncio.create_task(self._do(entry))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _do(self, entry: Raw) -> None:
        try:
            if await self._make(entry):
                self.made = True
        except Exception as error:  # the others go on: what they have taken would have to wait for the end of its lease
            self.failed = self.failed or error
        finally:
            self._held.discard(entry["_id"])
            self._to_each[entry.get("to")] -= 1
            self._once_over()
