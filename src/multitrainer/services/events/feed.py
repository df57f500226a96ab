"""What this process knows of the feed: it reads each event once, for all who listen here.

The latest events stay in memory, and whoever listens takes from there what follows the last one that they have seen, at
their own pace: nobody waits for anybody, and somebody slow costs no more than the rest does. Who falls further behind
reads from the database.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, suppress
from typing import Any

import structlog

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.events import Event
from multitrainer.failures import NOT_DONE
from multitrainer.repositories.events import Events, Found, Taken
from multitrainer.services.changes.publishing import FEED
from multitrainer.services.working.bell import Bell

log = structlog.get_logger()

POLL_SECONDS = 0.2
"""How often it is looked for what other processes wrote, while somebody listens and the server tells of nothing."""

WATCHED_POLL_SECONDS = 2.0
"""The same where the server tells: it may fail to."""

FORGETS_SECONDS = 600.0
"""How often old pages are deleted."""

AFTER_FAILURE_SECONDS = 2.0
BESIDE_ANOTHER_SECONDS = 0.01
"""How long it waits for a page that another process is just writing."""

GAP_SECONDS = 5.0
"""A gap that stays for longer is one: those pages are gone."""

IN_MEMORY = 2_000
"""So many events."""


class HistoryLost(Exception):
    """What followed that event is no longer kept, or there never was such an event."""


class Feed:
    """The feed, as this process reads it."""

    def __init__(
        self, events: Events, bell: Bell, tells: Callable[[], bool], now: Callable[[], float] = time.monotonic
    ) -> None:
        """`tells` says whether the server has change streams; `now` is in seconds."""
        self._events = events
        self._bell = bell
        self._tells = tells
        self._now = now
        self._looking = asyncio.Lock()
        self._news = asyncio.Event()
        self._recent: deque[Event] = deque(maxlen=IN_MEMORY)
        self._unsettled: list[dict[str, Any]] = []
        self._gap_since: float | None = None
        self._listening = 0
        self._first_look = True
        self._forgets_at = 0.0
        self.last = 0
        self.has_ended = False

    async def keep(self) -> None:
        """Follow until it is cancelled."""
        watching = asyncio.create_task(self._watch())
        try:
            while True:
                await self._bell.heard(FEED, await self._looked())
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            self.end()

    def end(self) -> None:
        """The service ends: whoever listens is told to go."""
        self.has_ended = True
        self._wake()

    async def join(self) -> None:
        """Somebody listens from now on, and `last` is what there is now. Raises PyMongoError."""
        self._listening += 1
        try:
            await self.look()
        except BaseException:
            self._listening -= 1
            raise
        self._bell.ring(FEED)  # to poll from now on

    def leave(self) -> None:
        """Somebody listens no more."""
        self._listening -= 1

    async def look(self) -> None:
        """Bring what is written onto pages, and read it. Raises PyMongoError."""
        async with self._looking:
            if self._first_look:
                self.last, self._unsettled = await self._events.last_page()
                self._first_look = False
            while await self._written() or await self._read():
                pass

    async def after(self, number: int, seconds: float) -> list[Event]:
        """What follows an event, waiting for it for a time; nothing where there is nothing. Raises HistoryLost."""
        if number >= self.last and not self.has_ended:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._news.wait()
        if number >= self.last:
            return []
        if self._recent and number >= self._recent[0].number - 1:
            return [self._recent[place] for place in range(number - self.last, 0)]
        return await self._from_the_database(number)

    async def _from_the_database(self, number: int) -> list[Event]:
        found = await self._events.after(number, within=True)
        if not found.events:
            raise HistoryLost
        return found.events

    async def _read(self) -> bool:
        found = await self._events.after(self.last)
        if not found.events:
            await self._mind_the_gap(found.has_gap)
            return False
        self._take(found)
        return True

    async def _written(self) -> bool:
        """Write the next page, if there is one. What still waits of the last one must not get onto it."""
        await self._events.settle(self._unsettled)
        self._unsettled = []
        try:
            found = await self._events.write_page(self.last)
        except Taken:
            if await self._read():
                return True
            await asyncio.sleep(BESIDE_ANOTHER_SECONDS)  # it can't be seen yet
            return not self._gap_since
        if found is not None:
            self._take(found)
        return found is not None

    def _take(self, found: Found) -> None:
        self._recent.extend(found.events)
        self.last, self._unsettled = found.events[-1].number, found.news
        self._gap_since = None
        self._wake()

    async def _mind_the_gap(self, has_gap: bool) -> None:
        self._gap_since = (self._gap_since or self._now()) if has_gap else None
        if self._gap_since is not None and self._now() - self._gap_since > GAP_SECONDS:
            log.warning("feed-has-a-gap", behind=self.last)
            self._recent.clear()
            self._gap_since, self._first_look = None, True

    def _wake(self) -> None:
        self._news.set()
        if not self.has_ended:
            self._news = asyncio.Event()

    async def _looked(self) -> float:
        """Look, and tell after how many seconds to look again where nobody rings."""
        try:
            await self.look()
            if self._now() >= self._forgets_at:
                self._forgets_at = self._now() + FORGETS_SECONDS
                await self._events.forget_old(self.last)
        except (MultitrainerError, *NOT_DONE) as error:
            log.warning("feed-waits", reason=getattr(error, "code", None) or type(error).__name__)
            return AFTER_FAILURE_SECONDS
        if not self._listening:
            return FORGETS_SECONDS
        return WATCHED_POLL_SECONDS if self._tells() else POLL_SECONDS

    async def _watch(self) -> None:
        """Let the server ring: what it tells is only when to look, so that nothing is lost where it fails to."""
        while True:
            try:
                if self._listening and self._tells():
                    async with aclosing(self._events.stirs()) as stirs:
                        await self._heard(stirs)
            except NOT_DONE as error:
                log.info("feed-is-not-told", reason=type(error).__name__)
            await asyncio.sleep(AFTER_FAILURE_SECONDS)

    async def _heard(self, stirs: AsyncIterator[None]) -> None:
        """Ring at each, as long as somebody listens."""
        async for _ in stirs:
            self._bell.ring(FEED)
            if not self._listening:
                return
