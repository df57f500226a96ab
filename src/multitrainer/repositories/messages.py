"""Messages."""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId

from multitrainer.database import Outdated, Session
from multitrainer.documents import Message
from multitrainer.domain.errors import InvalidInput, MessageNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.threads import Reach, Thread, ThreadKind
from multitrainer.repositories.chunks import chunks
from multitrainer.repositories.pages import Paged, before, paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid, oids

Raw = dict[str, Any]

HOURS_BACK = (1, 8, 64, 512, 4_096)
"""So far back messages are looked for before all that there are: until there is a page of them."""

DIRECT = f"{ThreadKind.DIRECT}:"
"""Ids of courses' and batches' threads come before those of threads between two in the alphabet."""

GUARDED = ("text", "editedAt", "deletedAt", "mentions")


class Messages:
    """Reads and writes messages. Each change is guarded by the message as it was read."""

    async def find(self, message: str, session: Session = None) -> Raw:
        """One message. Raises MessageNotFound."""
        found: Raw | None = await Message.get_motor_collection().find_one({"_id": oid(message)}, session=session)
        if found is None:
            raise no_message(message)
        return found

    async def of_place(self, thread: Thread, message: str, session: Session = None) -> Raw | None:
        """One message of a thread; None where it has none of this id."""
        match = {"_id": oid(message), "thread": str(thread)}
        found: Raw | None = await Message.get_motor_collection().find_one(match, session=session)
        return found

    async def page(self, thread: Thread, author: str | None, cursor: str | None, limit: int) -> Paged:
        """Those of a thread, or what somebody wrote in it, the newest first. The cursor is a place.

        Raises InvalidInput.
        """
        behind = {} if cursor is None else {"place": {"$lt": _place(cursor)}}
        match = {**({"author": oid(author)} if author else {}), "thread": str(thread), **behind}
        found = Message.get_motor_collection().find(match).sort("place", -1).limit(limit + 1)
        items: list[Raw] = await found.to_list(None)
        return Paged(items[:limit], str(items[limit - 1]["place"]) if len(items) > limit else None)

    async def written_in(self, author: str, threads: Collection[str], cursor: str | None, limit: int) -> Paged:
        """What somebody wrote in some threads, the newest first. Raises InvalidInput for a foreign cursor."""
        behind = before(cursor)
        mine: Raw = {"$match": {"author": oid(author), "thread": {"$in": [*threads]}}}
        after: Raw = {"$match": {"_id": behind} if behind else {}}
        pipeline = [mine, after, {"$sort": {"_id": -1}}, {"$limit": limit + 1}]
        return paged(await rows(Message.get_motor_collection(), pipeline), limit)

    async def has_written(self, author: str, thread: Thread) -> bool:
        """Whether somebody has ever written in a thread."""
        match = {"author": oid(author), "thread": str(thread)}
        return await Message.get_motor_collection().find_one(match, {"_id": 1}) is not None

    async def search(
        self, words: Sequence[str], reach: Reach, me: str, now: datetime, cursor: str | None, limit: int
    ) -> Paged:
        """Those with all of some words within somebody's reach, the newest first.

        The best first word is the one that fewest messages have. Raises InvalidInput for a foreign cursor.
        """
        behind = before(cursor)
        if reach.school:
            return paged(await _searched_back(words, reach, now, behind, limit), limit)
        mine = {"author": oid(me)} if reach.own else {}
        pipelines = [
            _search(words, threads, {**also, **({"_id": behind} if behind else {})}, limit)
            for threads, also in ((reach.threads, {}), (reach.own, mine))
            if threads
        ]
        found = await rows(Message.get_motor_collection(), *pipelines) if pipelines else []
        return paged(sorted(found, key=lambda one: one["_id"], reverse=True)[: limit + 1], limit)

    async def mentioned_since(self, author: str, since: datetime, session: Session = None) -> int:
        """How many people somebody has mentioned since a moment, also in messages that do so no more."""
        match = {"author": oid(author), "mentionedAt": {"$gte": since}}
        found = Message.get_motor_collection().find(match, {"mentionedAt": 1}, session=session)
        return sum(at >= since for one in await found.to_list(None) for at in one["mentionedAt"])

    async def insert(self, message: Raw, session: Session) -> None:
        """A new one."""
        await Message.get_motor_collection().insert_one(message, session=session)

    async def change(self, before_: Raw, update: Raw, session: Session) -> None:
        """Change one where it still is as it was read. Raises Outdated."""
        still = {"_id": before_["_id"], **as_read(before_, *GUARDED)}
        if not (await Message.get_motor_collection().update_one(still, update, session=session)).matched_count:
            raise Outdated

    async def taking(self, attachments: Collection[str], session: Session = None) -> dict[str, Raw]:
        """The messages that have taken some attachments, by attachment."""
        ids = {*oids([*attachments])}
        found = Message.get_motor_collection().find({"attachments._id": {"$in": [*ids]}}, session=session)
        return {
            str(one["_id"]): message
            for message in await found.to_list(None)
            for one in message["attachments"]
            if one["_id"] in ids
        }

    async def with_attachments(self) -> AsyncIterator[dict[str, str]]:
        """The attachments that messages have, each with its message; some at a time."""
        found = Message.get_motor_collection().find({}, {"attachments._id": 1})
        async for chunk in chunks(found):
            yield {
                str(one["_id"]): str(message["_id"]) for message in chunk for one in message.get("attachments") or ()
            }


async def _searched_back(words: Sequence[str], reach: Reach, now: datetime, behind: Raw, limit: int) -> list[Raw]:
    """Span by span into the past, until there are enough: a word that everybody uses is found in the first hours.

    Within a span by the word and the time alone, which have an index: the embedded server asks of each message whether
    it is of one of the threads, one after another.
    """
    among: Raw = {"$or": [{"thread": {"$lt": DIRECT}}, {"thread": {"$in": [*reach.threads]}}]}
    others: Raw = {"words": {"$all": [*words]}, "thread": {"$nin": [*reach.but]}, **among}
    found: list[Raw] = []
    for span in _spans(now, behind):
        first: Raw = {"$match": {"words": words[0], "_id": span}}
        last: list[Raw] = [{"$match": others}, {"$sort": {"_id": -1}}, {"$limit": limit + 1 - len(found)}]
        found += await rows(Message.get_motor_collection(), [first, *last])
        if len(found) > limit:
            break
    return found


def _spans(now: datetime, behind: Raw) -> Iterator[Raw]:
    """Spans of ids, the newest first, each reaching eight times as far back; all that is left in the end."""
    begin: datetime = behind["$lt"].generation_time if behind else now
    for hours in HOURS_BACK:
        since = ObjectId.from_datetime(begin - timedelta(hours=hours))
        yield {"$gte": since, **behind}
        behind = {"$lt": since}
    yield behind


def _search(words: Sequence[str], threads: Collection[str], also: Raw, limit: int) -> list[Raw]:
    """By the first word and the threads, which have an index."""
    first: Raw = {"$match": {"words": words[0], "thread": {"$in": [*threads]}}}
    others: Raw = {"$match": {"words": {"$all": [*words]}, **also}}
    return [first, others, {"$sort": {"_id": -1}}, {"$limit": limit + 1}]


def no_message(message: str) -> MessageNotFound:
    """What is said where there is none."""
    return MessageNotFound(Sentence("There is no such message."), f"There is no message {message}.", message=message)


def _place(cursor: str) -> int:
    if not (cursor.isdecimal() and cursor.isascii() and len(cursor) < 16):
        problem = {"field": "query.cursor", "message": "is not a cursor that this service gave out"}
        raise InvalidInput(
            Sentence("This page of the list is not there any more. Begin at its first page."),
            "The cursor is not one that this service gave out.",
            errors=[problem],
        )
    return int(cursor)
