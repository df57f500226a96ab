"""Attachments: what is known of them, and their contents in GridFS."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, BinaryIO

from gridfs.errors import NoFile
from motor.motor_asyncio import AsyncIOMotorGridFSBucket

from multitrainer.database import Session
from multitrainer.documents import Attachment
from multitrainer.domain.errors import AttachmentNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.threads import Thread
from multitrainer.repositories.chunks import chunks
from multitrainer.stored.ids import oid, oids

Raw = dict[str, Any]

BUCKET = "multitrainer_files"


class Attachments:
    """Reads and writes attachments. One is written before its content, and goes after it: none is ever forgotten."""

    async def insert(self, attachment: Raw) -> None:
        """What is known of a new one."""
        await Attachment.get_motor_collection().insert_one(attachment)

    async def find(self, attachment: str) -> Raw:
        """One of them. Raises AttachmentNotFound."""
        found: Raw | None = await Attachment.get_motor_collection().find_one({"_id": oid(attachment)})
        if found is None:
            raise no_attachment(attachment)
        return found

    async def waiting(
        self, ids: Sequence[str], thread: Thread, by: str, now: datetime, session: Session = None
    ) -> dict[str, Raw]:
        """Those of some that somebody uploaded into a thread and that still wait for a message, by id."""
        match = {"_id": {"$in": oids([*ids])}, "thread": str(thread), "by": oid(by), "expiresAt": {"$gt": now}}
        found = Attachment.get_motor_collection().find(match, session=session)
        return {str(one["_id"]): one for one in await found.to_list(None)}

    async def waiting_of(self, person: str, now: datetime) -> int:
        """How many files that somebody uploaded wait for a message."""
        match = {"by": oid(person), "expiresAt": {"$gt": now}}
        return int(await Attachment.get_motor_collection().count_documents(match))

    async def keep(self, ids: Collection[str], session: Session = None) -> None:
        """A message has taken some: they stay."""
        if ids:
            match = {"_id": {"$in": oids([*ids])}}
            await Attachment.get_motor_collection().update_many(match, {"$unset": {"expiresAt": ""}}, session=session)

    async def let_go(self, ids: Collection[str], at: datetime, session: Session = None) -> None:
        """Some go from a moment on, unless a message has taken them by then."""
        if ids:
            match = {"_id": {"$in": oids([*ids])}}
            await Attachment.get_motor_collection().update_many(match, {"$set": {"expiresAt": at}}, session=session)

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Some whose end has come, the longest due first."""
        found = Attachment.get_motor_collection().find({"expiresAt": {"$lte": now}}, {"_id": 1})
        return [str(one["_id"]) for one in await found.sort("expiresAt", 1).limit(limit).to_list(None)]

    async def kept(self) -> AsyncIterator[list[str]]:
        """All without an end, some at a time."""
        found = Attachment.get_motor_collection().find({}, {"expiresAt": 1})
        async for chunk in chunks(found):
            yield [str(one["_id"]) for one in chunk if one.get("expiresAt") is None]

    async def missing(self, ids: Collection[str]) -> list[str]:
        """Those of some of which nothing is known."""
        match = {"_id": {"$in": oids([*ids])}}
        found = await Attachment.get_motor_collection().find(match, {"_id": 1}).to_list(None)
        return sorted({*ids} - {str(one["_id"]) for one in found})

    async def delete(self, attachment: str) -> None:
        """One with its content, or with what there is of it; the same again does nothing."""
        with suppress(NoFile):  # its content was cut off, or is gone
            await _bucket().delete(oid(attachment))
        await Attachment.get_motor_collection().delete_one({"_id": oid(attachment)})

    async def write(self, attachment: str, name: str, content: BinaryIO) -> None:
        """The content, a piece at a time."""
        await _bucket().upload_from_stream_with_id(oid(attachment), name, content)

    async def content(self, attachment: str) -> AsyncIterator[bytes]:
        """The content, a piece at a time. Raises AttachmentNotFound before the first one."""
        try:
            opened = await _bucket().open_download_stream(oid(attachment))
        except NoFile:
            raise no_attachment(attachment) from None
        while piece := await opened.readchunk():
            yield piece


def no_attachment(attachment: str) -> AttachmentNotFound:
    """What is said where there is none."""
    return AttachmentNotFound(
        Sentence("There is no such file, or not any more."),
        f"There is no attachment {attachment}.",
        attachment=attachment,
    )


def _bucket() -> AsyncIOMotorGridFSBucket:
    database: Any = Attachment.get_motor_collection().database
    return AsyncIOMotorGridFSBucket(database, BUCKET)
