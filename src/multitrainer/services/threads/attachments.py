"""Attachments: files are uploaded into a thread, then taken by a message, and read by whoever sees that."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, NamedTuple, cast

from multitrainer.clock import Clock
from multitrainer.domain.attachments import must_be, name_of, type_of
from multitrainer.domain.errors import AttachmentRefused, BodyTooLarge, TooManyFilesWaiting
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.threads import Thread
from multitrainer.identity.callers import Caller
from multitrainer.repositories.attachments import Attachments as AttachmentRepository
from multitrainer.repositories.attachments import no_attachment
from multitrainer.repositories.messages import Messages
from multitrainer.services.gate import Gate
from multitrainer.services.threads.sight import ThreadSight
from multitrainer.stored.ids import new_id, oid

Raw = dict[str, Any]
Pieces = AsyncIterator[bytes]

IN_MEMORY = 262_144
"""Bytes of a file that is being uploaded; more lie in a temporary file."""

UNTAKEN = timedelta(days=1)
"""For so long a file waits for its message."""


class Download(NamedTuple):
    """A file as it is sent."""

    name: str
    type: str
    size: int
    pieces: Pieces


class FileLimits(NamedTuple):
    """How many bytes a file has at the most, and how many files of one person wait for a message."""

    bytes: int
    waiting: int


class Attachments:
    """Use cases of attachments."""

    def __init__(
        self,
        gate: Gate,
        sight: ThreadSight,
        attachments: AttachmentRepository,
        messages: Messages,
        limits: FileLimits,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._sight = sight
        self._attachments = attachments
        self._messages = messages
        self._limits = limits
        self._now = now

    async def upload(self, caller: Caller, thread: Thread, name: str, said: str, pieces: Pieces) -> Raw:
        """Take a file for a message that is still to be written. `said` is the type that its sender says it has.

        Raises ThreadNotFound, NotAllowed, AttachmentRefused, BodyTooLarge, TooManyFilesWaiting.
        """
        sight = await self._sight.write(caller, thread)
        await self._must_be_room(sight.actor.id, 1)  # before all of it is received
        named = name_of(name)
        kind = type_of(named, said)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as spooled:
            content = cast(BinaryIO, spooled)
            size = await self._received(pieces, content)
            await asyncio.to_thread(must_be, named, kind, content)
            return await self._kept(thread, sight.actor.id, {"name": named, "type": kind, "size": size}, content)

    async def download(self, caller: Caller, attachment: str) -> Download:
        """A file of a message that somebody sees, or that they have uploaded just now. Raises AttachmentNotFound."""
        found = await self._attachments.find(attachment)
        if message := (await self._messages.taking([attachment])).get(attachment):
            sight = await self._sight.see(caller, Thread.read(found["thread"]), no_attachment(attachment))
            is_theirs = sight.whole or str(message["author"]) == sight.actor.id
        else:
            is_theirs = str(found["by"]) == (await self._gate.anybody(caller)).id and self._waits(found)
        if not is_theirs:
            raise no_attachment(attachment)
        pieces = self._attachments.content(attachment)
        first = await anext(pieces, b"")  # whether there is a content at all
        return Download(found["name"], found["type"], found["size"], _all(first, pieces))

    def _waits(self, found: Raw) -> bool:
        """Whether a file's message may still come. Else it had one that is deleted, or none came in time."""
        return found.get("expiresAt") is not None and found["expiresAt"] > self._now()

    async def _received(self, pieces: Pieces, content: BinaryIO) -> int:
        size = 0
        async for piece in pieces:
            size += len(piece)
            if size > self._limits.bytes:
                raise BodyTooLarge(
                    Sentence("A file has at most {limit} bytes.", limit=self._limits.bytes), limit=self._limits.bytes
                )
            content.write(piece)
        if not size:
            raise AttachmentRefused(Sentence("The file is empty."), field="content")
        return size

    async def _kept(self, thread: Thread, by: str, file: Raw, content: BinaryIO) -> Raw:
        """What is known of it first, with its end: whatever is cut off then is found and goes."""
        id_, now = new_id(), self._now()
        known = {"_id": oid(id_), "thread": str(thread), "by": oid(by), **file, "at": now, "expiresAt": now + UNTAKEN}
        await self._attachments.insert(known)
        await self._must_still_be_room(id_, by)
        content.seek(0)
        await self._attachments.write(id_, file["name"], content)
        return {"_id": id_, **file}

    async def _must_still_be_room(self, attachment: str, by: str) -> None:
        """Of several sent at once each counts the others or is counted by them, so that none too many is left."""
        try:
            await self._must_be_room(by, 0)
        except TooManyFilesWaiting:
            await self._attachments.delete(attachment)
            raise

    async def _must_be_room(self, by: str, more: int) -> None:
        """Raises TooManyFilesWaiting where so many more files of somebody's would be too many."""
        most = self._limits.waiting
        if await self._attachments.waiting_of(by, self._now()) + more > most:
            words = Sentence(
                "{most} of your files wait for a message, and no more may. Write one with them, or wait until they go.",
                most=most,
            )
            raise TooManyFilesWaiting(words, most=most)


async def _all(first: bytes, rest: Pieces) -> Pieces:
    yield first
    async for piece in rest:
        yield piece
