"""Students' questions."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateMany
from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import Question as Document
from multitrainer.domain.errors import QuestionNotFound
from multitrainer.domain.questions.values import Question, QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid, oids
from multitrainer.stored.questions import LISTS, read_question, write_question
from multitrainer.stored.reading import readable

Raw = dict[str, Any]

OPEN = QuestionState.OPEN.value
CHANGING = ("state", "holder", "step", "since", "due", "lookAt", "firstAnswer")
GUARDED = ("turn", "lookAt")
"""The turn grows with each change; that one has to be looked at is written without it."""


class Questions:
    """Reads and writes questions. Each write is guarded by the question as it was read."""

    async def find(self, question: str, session: Session = None) -> Question:
        """Raises QuestionNotFound."""
        return read_question(await self.raw(question, session))

    async def raw(self, question: str, session: Session = None) -> Raw:
        """The same as it is stored. Raises QuestionNotFound."""
        found: Raw | None = await Document.get_motor_collection().find_one({"_id": oid(question)}, session=session)
        if found is None:
            raise no_question(question)
        return found

    async def exists(self, question: str, session: Session = None) -> bool:
        """Whether there is one of this id."""
        found = await Document.get_motor_collection().find_one({"_id": oid(question)}, {"_id": 1}, session=session)
        return found is not None

    async def page(self, which: Which, cursor: str | None, limit: int) -> Paged:
        """In the order in which they were asked, as documents. Raises InvalidInput for a foreign cursor."""
        found = Document.get_motor_collection().find(_match(which, cursor)).sort("_id", 1).limit(limit + 1)
        return _paged(await found.to_list(None), limit)

    async def first(self, courses: Sequence[str], state: QuestionState | None, limit: int) -> dict[str, Paged]:
        """The first page of each of some courses.

        A query for each, in one visit: what finds several at once reads all of their questions (docs/engines.md).
        """
        if not courses:
            return {}
        pipelines: list[list[Raw]] = [
            [{"$match": _match(Which(one, state=state), None)}, {"$sort": {"_id": 1}}, {"$limit": limit + 1}]
            for one in courses
        ]
        found: dict[str, list[Raw]] = {one: [] for one in courses}
        for raw in await rows(Document.get_motor_collection(), *pipelines):
            found[str(raw["course"])].append(raw)
        return {one: _paged(raws, limit) for one, raws in found.items()}

    async def count_open(self, student: str, session: Session = None) -> int:
        """How many questions of a student are open."""
        match: Raw = {"student": oid(student), "state": OPEN}
        found = await Document.get_motor_collection().find(match, {"_id": 1}, session=session).to_list(None)
        return len(found)

    async def held(self, holders: Collection[str], session: Session = None) -> dict[str, int]:
        """How many open questions each of some people has."""
        summed: Raw = {"$group": {"_id": "$holder", "n": {"$sum": 1}}}
        pipelines = [[{"$match": {"holder": one, "state": OPEN}}, summed] for one in oids(sorted(holders))]
        found = await rows(Document.get_motor_collection(), *pipelines, session=session) if pipelines else []
        return dict.fromkeys(holders, 0) | {str(row["_id"]): row["n"] for row in found}

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Some that have to be looked at by now, the longest due first; by id, because one may be unreadable."""
        found = Document.get_motor_collection().find({"lookAt": {"$lte": now}}, {"_id": 1})
        return [id_ for raw in await found.sort("lookAt", 1).limit(limit).to_list(None) if (id_ := hexed(raw["_id"]))]

    async def open(self) -> AsyncIterator[Question]:
        """All that are open and can be read."""
        async for raw in Document.get_motor_collection().find({"state": OPEN}).sort("_id", 1):
            if readable([raw], read_question):
                yield read_question(raw)

    async def insert(self, question: Question, session: Session) -> None:
        """A new one. Raises Outdated where an earlier try has made it meanwhile."""
        try:
            await Document.get_motor_collection().insert_one(write_question(question), session=session)
        except DuplicateKeyError:
            raise Outdated from None

    async def save(self, before: Question, becomes: Question, session: Session) -> None:
        """Write what one has become that is still as it was read. Raises Outdated."""
        old, new = write_question(before), write_question(becomes)
        update: Raw = {"$set": {name: new[name] for name in CHANGING if name in new}, "$inc": {"turn": 1}}
        if left := {name: "" for name in CHANGING if name in old and name not in new}:
            update["$unset"] = left
        if more := {name: {"$each": new[name][len(old[name]) :]} for name in LISTS if new[name] != old[name]}:
            update["$push"] = more
        still = {"_id": old["_id"], **as_read(old, *GUARDED)}
        if not (await Document.get_motor_collection().update_one(still, update, session=session)).matched_count:
            raise Outdated

    async def look_at(self, question: Question, at: datetime, session: Session) -> None:
        """One was looked at, and has to be again at a time, unless something happened to it meanwhile."""
        still = {"_id": oid(question.id), **as_read(write_question(question), *GUARDED)}
        await Document.get_motor_collection().update_one(still, {"$set": {"lookAt": at}}, session=session)

    async def put_off(self, question: str, at: datetime) -> None:
        """One that could not be looked at has to be at a time, unless it is over meanwhile."""
        still = {"_id": oid(question), "lookAt": {"$exists": True}}
        await Document.get_motor_collection().update_one(still, {"$set": {"lookAt": at}})

    async def make_due(self, holders: Collection[str], now: datetime, session: Session) -> None:
        """Those that some people have have to be looked at."""
        change = {"$set": {"lookAt": now}}
        updates = [UpdateMany({"holder": one, "state": OPEN}, change) for one in oids(sorted(holders))]
        if updates:
            await Document.get_motor_collection().bulk_write(updates, ordered=False, session=session)

    async def make_due_of_batch(self, batch: str, now: datetime, session: Session) -> None:
        """Those about a batch have to be looked at."""
        these: Raw = {"batch": oid(batch), "state": OPEN}
        await Document.get_motor_collection().update_many(these, {"$set": {"lookAt": now}}, session=session)


def _match(which: Which, cursor: str | None) -> Raw:
    named = {name: oid(id_) for name, id_ in which._asdict().items() if id_ and name != "state"}
    return {**named, **({"state": which.state.value} if which.state else {}), **after(cursor)}


def _paged(found: list[Raw], limit: int) -> Paged:
    page = paged(found, limit)
    return Paged(readable(page.items, read_question), page.next)


def no_question(question: str) -> QuestionNotFound:
    """What is said where there is no such question, or none that whoever asks may know of."""
    return QuestionNotFound(
        Sentence("There is no such question."), f"There is no question {question}.", question=question
    )
