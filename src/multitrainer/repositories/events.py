"""The feed: what is told live, in one order for all processes.

News is written with what it tells of. Once it can be seen, whichever process is first writes it onto the next page.
Each piece gets onto one page and no other (docs/decisions/0018): a page begins where the one before it ends, its
beginning is unique, and it is written by whoever has seen to it that nothing on the page before it waits any more.
"""

from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from bson import ObjectId
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.documents import FeedPage, News, ProposalDocument, Question, SessionReport
from multitrainer.documents import Session as Meeting
from multitrainer.domain.events import Event, Topic, in_order
from multitrainer.failures import in_time
from multitrainer.repositories.inserting import insert_new
from multitrainer.stored.events import KEPT, read_event, waiting
from multitrainer.stored.ids import oids

Raw = dict[str, Any]

ON_A_PAGE = 200
"""So much news at the most."""

AT_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""When what need not wait is due, whatever the clock of whoever writes the page says."""

MAY_COME_AGAIN = {Topic.NOTIFICATION.value}
"""What a delivery that was cut off puts in a second time."""

LONGEST_WAIT_MS = 1_000

PLACES = (("session", Meeting, "batch"), ("question", Question, "batch"), ("proposal", ProposalDocument, "courses"))
"""Of what it is read where it belongs, and by which field."""


class Found(NamedTuple):
    """Events that follow each other without a gap, their news, and whether there are others behind a gap."""

    events: list[Event]
    news: list[Raw]
    has_gap: bool


class Taken(Exception):
    """Somebody else has written that page."""


class Events:
    """Keeps news and the feed."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._me = ObjectId()

    async def put(self, news: Sequence[Raw], session: Session, held: timedelta | None = None) -> None:
        """Add news, in the transaction of what it tells of; held back for a time if need be."""
        due_at = AT_ANY_TIME if held is None else self._now() + held
        entries = [{**waiting(one, self._now(), due_at), "by": self._me} for one in news]
        await News.get_motor_collection().insert_many(entries, session=session)

    async def add(self, news: Sequence[Raw]) -> None:
        """Add news that is not there yet, by its ids."""
        entries = [{**waiting(one, self._now(), AT_ANY_TIME), "by": self._me} for one in news]
        if entries:
            await insert_new(News.get_motor_collection(), entries)

    async def release(self, news: Sequence[Raw]) -> None:
        """What was held back may be told."""
        for one in news:
            held = {"_id": one["_id"], "waiting": True}
            await News.get_motor_collection().update_one(held, {"$set": {"dueAt": AT_ANY_TIME}})

    async def forget(self, news: Sequence[Raw]) -> None:
        """What was held back did not happen."""
        for one in news:
            await News.get_motor_collection().delete_one({"_id": one["_id"], "waiting": True})

    async def last_page(self) -> tuple[int, list[Raw]]:
        """The number of the last event, and the news on its page; 0 where there is none."""
        pages = await FeedPage.get_motor_collection().find().sort("first", -1).limit(1).to_list(None)
        return (pages[0]["first"] + len(pages[0]["news"]) - 1, pages[0]["news"]) if pages else (0, [])

    async def settle(self, news: Sequence[Raw]) -> None:
        """What stands on a page waits no more; what may be put in once more is kept. The same again does nothing."""
        gone = [one["_id"] for one in news if one["topic"] not in MAY_COME_AGAIN]
        if gone:
            await News.get_motor_collection().delete_many({"_id": {"$in": gone}})
        if kept := [one["_id"] for one in news if one["topic"] in MAY_COME_AGAIN]:
            told = {"$unset": {"waiting": "", "dueAt": ""}, "$set": {"expiresAt": self._now() + KEPT}}
            await News.get_motor_collection().update_many({"_id": {"$in": kept}}, told)

    async def write_page(self, last: int) -> Found | None:
        """Write what is due onto the page behind the `last` event, whose page is settled. None where nothing is due.

        Raises Taken where somebody else has written that page.
        """
        due = News.get_motor_collection().find({"dueAt": {"$lte": self._now()}}).limit(ON_A_PAGE)
        if not (news := in_order(await due.to_list(None))):
            return None
        news = [*map(_on_page, news)]
        page = {"first": last + 1, "at": self._now(), "by": self._me, "news": news}
        try:
            await FeedPage.get_motor_collection().insert_one(page)
        except DuplicateKeyError:
            raise Taken from None
        return Found(await _with_places([*enumerate(news, last + 1)]), news, has_gap=False)

    async def after(self, number: int, *, within: bool = False) -> Found:
        """What follows a number, a page or more of it; also where that is `within` a page.

        A cursor is no snapshot and may miss what was written behind its back, and old pages go one by one: so only
        what follows without a gap is found.
        """
        found = await _pages({"$gt": number, "$lte": number + ON_A_PAGE})
        if within and (not found or found[0]["first"] != number + 1):
            found = await _pages({"$gt": number - ON_A_PAGE, "$lte": number + ON_A_PAGE})
        numbered = [one for page in found for one in enumerate(page["news"], page["first"]) if one[0] > number]
        follows = [one for place, one in enumerate(numbered, number + 1) if one[0] == place]
        return Found(await _with_places(follows), [news for _, news in follows], len(follows) < len(numbered))

    async def forget_old(self, last: int) -> None:
        """Pages are kept for a day; the one with the last event for ever, because the next one follows it."""
        old = {"at": {"$lt": self._now() - KEPT}, "first": {"$lte": last - ON_A_PAGE}}
        await FeedPage.get_motor_collection().delete_many(old)

    async def stirs(self) -> AsyncGenerator[None, None]:
        """Others have written something, as the server tells it. To be closed by the task that takes from it.

        Raises PyMongoError.
        """
        ours = {"$in": [News.get_collection_name(), FeedPage.get_collection_name()]}
        theirs = {"operationType": "insert", "ns.coll": ours, "fullDocument.by": {"$ne": self._me}}
        pipeline: list[Raw] = [{"$match": theirs}, {"$project": {"_id": 1}}]
        database = News.get_motor_collection().database
        async with database.watch(pipeline, max_await_time_ms=LONGEST_WAIT_MS) as stream:
            while True:
                with in_time():  # not around the yield: it belongs to the task that asks
                    has_stirred = await stream.try_next() is not None
                if has_stirred:
                    yield


PLACES = (("session", Meeting, "batch"), ("report", SessionReport, "batch"), ("proposal", ProposalDocument, "courses"))


def _on_page(news: Raw) -> Raw:
    return {name: value for name, value in news.items() if name not in {"at", "by", "waiting", "dueAt"}}


async def _pages(first: Raw) -> list[Raw]:
    """Some pages, as they stay also after an election."""
    pages = FeedPage.get_motor_collection().with_options(read_concern=ReadConcern("majority"))
    found: list[Raw] = await pages.find({"first": first}).sort("first", 1).to_list(None)
    return found


async def _with_places(numbered: list[tuple[int, Raw]]) -> list[Event]:
    """With where sessions, questions and proposals belong, by which it is decided who may hear of them."""
    wanted: dict[str, set[str]] = {}
    for _, news in numbered:
        if news.get("of"):
            wanted.setdefault(news["what"], set()).add(news["of"])
    found: dict[str, Raw] = {}
    for what, of, field in PLACES:
        if ids := wanted.get(what):
            there = of.get_motor_collection().find({"_id": {"$in": oids(sorted(ids))}}, {field: 1})
            found |= {str(one["_id"]): _place(field, one[field]) for one in await there.to_list(None) if one.get(field)}
    return [read_event(number, news, found.get(news.get("of") or "", {})) for number, news in numbered]


def _place(field: str, value: Any) -> Raw:
    return {field: [str(one) for one in value] if isinstance(value, list) else str(value)}
