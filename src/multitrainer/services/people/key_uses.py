"""When machines' keys were used last, written down beside the requests that use them."""

import asyncio
from datetime import datetime
from typing import Any

import structlog

from multitrainer.clock import Clock
from multitrainer.failures import NOT_DONE, in_time
from multitrainer.repositories.api_keys import EXACT, ApiKeys

log = structlog.get_logger()

WRITTEN_WITHIN_SECONDS = 5.0


class KeyUses:
    """Notes uses of keys. No request waits for that, nor fails with it."""

    def __init__(self, keys: ApiKeys, now: Clock) -> None:
        self._keys = keys
        self._now = now
        self._writing: dict[str, asyncio.Task[None]] = {}

    def note(self, kept: dict[str, Any]) -> None:
        """A key was used just now, of which this is kept. Written down unless that was done within a minute."""
        key, last = str(kept["_id"]), kept.get("last_used_at")
        if key in self._writing or (isinstance(last, datetime) and last > self._now() - EXACT):
            return
        self._writing[key] = task = asyncio.create_task(self._write(key))
        task.add_done_callback(lambda _: self._writing.pop(key))

    async def finish(self) -> None:
        """Wait until everything is written down, or could not be, which takes some seconds at the most."""
        await asyncio.gather(*self._writing.values())

    async def _write(self, key: str) -> None:
        try:
            with in_time(WRITTEN_WITHIN_SECONDS):
                await self._keys.used(key, self._now())
        except NOT_DONE as error:
            log.warning("key-use-not-noted", key=key, reason=type(error).__name__)
