"""Telling those who listen, from within a change: news is written with what it tells of, or not at all."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from multitrainer.database import Outdated, Session, once_written
from multitrainer.domain.errors import MalformedData
from multitrainer.repositories.events import Events
from multitrainer.services.working.bell import Bell

Raw = dict[str, Any]

FEED = "feed"
"""What is rung for when there is news."""

HELD = timedelta(seconds=30)
"""For longer than a change takes: without a transaction, news is there before what it tells of."""


class Publishing:
    """Puts news in. A piece of news is made by `stored/events.py`."""

    def __init__(self, events: Events, bell: Bell) -> None:
        self._events = events
        self._bell = bell

    async def add(self, news: Sequence[Raw]) -> None:
        """Tell of what is there already; the same again tells it once."""
        if news:
            await self._events.add(news)
            once_written(self._ring)

    @asynccontextmanager
    async def around(self, news: Sequence[Raw], session: Session) -> AsyncIterator[None]:
        """Tell of what is done inside: in its transaction, else with news that is there before it.

        Without a transaction, whoever dies inside, or fails in a way that may have written, leaves the news: that
        something changed is told rather once too often than never.
        """
        if not news:
            yield
        elif session is not None:
            await self._events.put(news, session)
            once_written(self._ring)
            yield
        else:
            async with self._held(news):
                yield

    @asynccontextmanager
    async def _held(self, news: Sequence[Raw]) -> AsyncIterator[None]:
        await self._events.put(news, None, HELD)
        try:
            yield
        except (Outdated, MalformedData):  # nothing was written
            await self._events.forget(news)
            raise
        await self._events.release(news)
        once_written(self._ring)

    def _ring(self) -> None:
        self._bell.ring(FEED)
