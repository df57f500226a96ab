"""Handover notes: what whoever stands in for a batch has to know. Nothing here updates or deletes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import BatchFacts
from multitrainer.documents import HandoverVersion as Document
from multitrainer.domain.errors import HandoverVersionNotFound, InvalidInput
from multitrainer.domain.handovers import Version
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.handovers import read_old_note, read_version, write_version
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]

BEHIND_ALL = 2**31
"""No version has this number, nor one behind it."""


class Handovers:
    """Reads and writes them."""

    async def present(self, batch: str, session: Session = None) -> Version:
        """The last version; number 0, which is empty, where nobody has written one."""
        found = await Document.get_motor_collection().find_one(
            _before(batch, BEHIND_ALL), sort=[("number", -1)], session=session
        )
        return read_version(found) if found else Version(batch, 0)

    async def find(self, batch: str, number: int) -> Version:
        """One version. Raises HandoverVersionNotFound."""
        found = await Document.get_motor_collection().find_one({"batch": oid(batch), "number": number})
        if found is None:
            words = f"The handover note of batch {batch} has no version {number}."
            said = Sentence("This handover note has no version {number}.", number=number)
            raise HandoverVersionNotFound(said, words, batch=batch, number=number)
        return read_version(found)

    async def latest(self, batch: str, most: int) -> list[Version]:
        """The last so many versions, the newest first."""
        found = Document.get_motor_collection().find(_before(batch, BEHIND_ALL)).sort("number", -1).limit(most)
        return [*map(read_version, await found.to_list(None))]

    async def page(self, batch: str, cursor: str | None, limit: int) -> Paged:
        """Who wrote which version and when, the newest first, without texts. Raises InvalidInput."""
        match = _before(batch, BEHIND_ALL if cursor is None else _read(cursor))
        shown = {"batch": 1, "number": 1, "by": 1, "at": 1, "_id": 0}
        found = Document.get_motor_collection().find(match, shown).sort("number", -1).limit(limit + 1)
        items = await found.to_list(None)
        return Paged(items[:limit], _written(items[limit - 1]["number"]) if len(items) > limit else None)

    async def written(self, batches: Collection[str], session: Session = None) -> dict[str, datetime]:
        """When the notes of some batches were written last; those without one are left out."""
        shown = {"$project": {"batch": 1, "at": 1}}
        pipelines: list[list[Raw]] = [
            [{"$match": _before(batch, BEHIND_ALL)}, {"$sort": {"number": -1}}, {"$limit": 1}, shown]
            for batch in batches
        ]
        found = await rows(Document.get_motor_collection(), *pipelines, session=session) if pipelines else []
        return {str(raw["batch"]): raw["at"] for raw in found if isinstance(raw.get("at"), datetime)}

    async def left_behind(self) -> AsyncIterator[tuple[str, Version]]:
        """Notes from before there were versions, as first versions, with their courses: those without one.

        They were kept with what else is stated of a batch, as one text.
        """
        facts = BatchFacts.get_motor_collection().find({}, {"course": 1, "handover": 1}).sort("_id", 1)
        async for raw in facts.batch_size(1000):
            course, version = hexed(raw.get("course")), read_old_note(raw)
            if course and version and not (await self.present(version.batch)).number:
                yield course, version

    async def add(self, version: Version, course: str, session: Session) -> None:
        """Keep the next version. Raises Outdated where another has written one of that number meanwhile."""
        try:
            await Document.get_motor_collection().insert_one(write_version(version, course), session=session)
        except DuplicateKeyError:
            raise Outdated from None


def _before(batch: str, number: int) -> Raw:
    """The versions of a batch before one. What is no number was written by somebody's hand, and is none."""
    return {"batch": oid(batch), "number": {"$gte": 1, "$lt": number}}


def _written(number: int) -> str:
    return urlsafe_b64encode(str(number).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        return min(int(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()), BEHIND_ALL)
    except ValueError:  # no base64, no text, no number
        problem = {"field": "query.cursor", "message": "is not a cursor that this service gave out"}
        raise InvalidInput(
            Sentence("This page of the list is not there any more. Begin at its first page."),
            "The cursor is not one that this service gave out.",
            errors=[problem],
        ) from None
