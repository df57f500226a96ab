"""Telling people of a change, from within it: what is to be told is written with the change, or not at all."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from bson import ObjectId

from multitrainer.database import Outdated, Session, once_written
from multitrainer.domain.errors import MalformedData
from multitrainer.domain.telling.notices import Notice
from multitrainer.domain.telling.states import Does
from multitrainer.failures import NOT_DONE, passes
from multitrainer.repositories.outbox import Outbox
from multitrainer.services.working.bell import Bell
from multitrainer.telling.records import record_of

HELD = timedelta(seconds=30)
"""For longer than a change takes: on a server without transactions, what tells of it is there before it."""


class Telling:
    """Puts notices into the outbox."""

    def __init__(self, outbox: Outbox, bell: Bell) -> None:
        self._outbox = outbox
        self._bell = bell

    async def put(self, notices: Sequence[Notice], session: Session) -> None:
        """Have people told, in the transaction of what they are told of. Nobody is disturbed before that is written."""
        if notices:
            await self._outbox.put([*map(record_of, notices)], session)
            once_written(self._ring)

    @asynccontextmanager
    async def around(
        self, notices: Sequence[Notice], session: Session, once: ObjectId | None = None
    ) -> AsyncIterator[None]:
        """Have people told of what is done inside: in its transaction, else with an entry that is there before it.

        Without a transaction, whoever dies inside leaves the entry: people are told of what may not have come about
        wholly, which `doctor` then completes, rather than never told of what has. Where the same is done anew after
        that, `once` is the id by which nobody is told again: made of what it is told of.
        """
        if not notices:
            yield
        elif session is not None:
            await self.put(notices, session)
            yield
        else:
            async with self._held(notices, once):
                yield

    @asynccontextmanager
    async def _held(self, notices: Sequence[Notice], once: ObjectId | None) -> AsyncIterator[None]:
        entry = await self._outbox.hold([*map(record_of, notices)], HELD, once)
        try:
            yield
        except (Outdated, MalformedData):  # nothing was written
            await self._outbox.forget(entry)
            raise
        except NOT_DONE as error:
            if not passes(error):  # refused; of one that passes nobody knows what became of it
                await self._outbox.forget(entry)
            raise
        await self._outbox.release(entry)
        once_written(self._ring)

    def _ring(self) -> None:
        self._bell.ring(Does.TELL.value)
