"""The replies that courses keep."""

from collections.abc import Collection
from typing import Any

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import Reply as Document
from multitrainer.domain.errors import ReplyNotFound
from multitrainer.domain.questions.replies import MOST_REPLIES, Reply
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid
from multitrainer.stored.questions import read_reply, write_reply
from multitrainer.stored.reading import readable

Raw = dict[str, Any]

SHOWN = {"words": 0}
CHANGING = ("title", "text", "words", "by", "at")
GUARDED = ("title", "text", "by", "at")


class Replies:
    """Reads and writes replies."""

    async def find(self, course: str, reply: str, session: Session = None) -> Reply:
        """Raises ReplyNotFound, also for that of another course."""
        match = {"_id": oid(reply), "course": oid(course)}
        found = await Document.get_motor_collection().find_one(match, SHOWN, session=session)
        if found is None:
            raise ReplyNotFound(
                Sentence("The course has no such reply."), f"Course {course} has no reply {reply}.", reply=reply
            )
        return read_reply(found)

    async def page(self, course: str, words: Collection[str], cursor: str | None, limit: int) -> Paged:
        """Those of a course that have all of some words, as documents, in the order in which they were made.

        Raises InvalidInput for a foreign cursor.
        """
        behind = after(cursor)
        read = self._having(course, words, behind, limit + 1) if words else self._all(course, behind, limit + 1)
        page = paged(await read, limit)
        return Paged(readable(page.items, read_reply), page.next)

    async def _all(self, course: str, behind: Raw, limit: int) -> list[Raw]:
        match = {"course": oid(course), **behind}
        return list(await Document.get_motor_collection().find(match, SHOWN).sort("_id", 1).limit(limit).to_list(None))

    async def _having(self, course: str, words: Collection[str], behind: Raw, limit: int) -> list[Raw]:
        """By the longest word, which the fewest replies have, as a rule; an index serves one."""
        longest = max(sorted(words), key=len)
        rest: Raw = {"$match": {"words": {"$all": sorted(words)}, **behind}}
        pipeline: list[Raw] = [{"$match": {"course": oid(course), "words": longest}}, rest]
        pipeline += [{"$sort": {"_id": 1}}, {"$limit": limit}, {"$project": SHOWN}]
        return await rows(Document.get_motor_collection(), pipeline)

    async def sharing(self, course: str, words: Collection[str]) -> list[Reply]:
        """Those of a course that have any of some words."""
        match = {"course": oid(course), "words": {"$in": sorted(words)}}
        found = await Document.get_motor_collection().find(match, SHOWN).limit(MOST_REPLIES).to_list(None)
        return [read_reply(raw) for raw in readable(found, read_reply)]

    async def count(self, course: str, session: Session = None) -> int:
        """How many a course has; those that are too many are not counted."""
        match = {"course": oid(course)}
        found = Document.get_motor_collection().find(match, {"_id": 1}, session=session).limit(MOST_REPLIES)
        return len(await found.to_list(None))

    async def insert(self, reply: Reply, session: Session) -> None:
        """A new one. Raises Outdated where an earlier try has made it meanwhile."""
        try:
            await Document.get_motor_collection().insert_one(write_reply(reply), session=session)
        except DuplicateKeyError:
            raise Outdated from None

    async def save(self, before: Reply, becomes: Reply, session: Session) -> None:
        """Write what one has become that is still as it was read. Raises Outdated."""
        new = write_reply(becomes)
        change = {"$set": {name: new[name] for name in CHANGING}}
        result = await Document.get_motor_collection().update_one(_still(before), change, session=session)
        if not result.matched_count:
            raise Outdated

    async def delete(self, reply: Reply, session: Session) -> None:
        """Delete one that is still as it was read. Raises Outdated."""
        if not (await Document.get_motor_collection().delete_one(_still(reply), session=session)).deleted_count:
            raise Outdated


def _still(reply: Reply) -> Raw:
    raw = write_reply(reply)
    return {"_id": raw["_id"], **as_read(raw, *GUARDED)}
