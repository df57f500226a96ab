"""What becomes of a message: its author changes or deletes it, somebody who answers for the thread deletes it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, NamedTuple

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import NotAllowed
from multitrainer.domain.messages import MOST_WORDS, Written, is_open, must_be_open, words_of
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.threads import WRITING, Thread, ThreadKind
from multitrainer.identity.callers import Caller
from multitrainer.repositories.attachments import Attachments
from multitrainer.repositories.messages import Messages, no_message
from multitrainer.schemas.threads import ChangedMessage
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.publishing import Publishing
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.permissions import MAY_NOT, must
from multitrainer.services.threads.message_news import MessageNews, Told, news_of
from multitrainer.services.threads.message_texts import must_show
from multitrainer.services.threads.message_views import MessageViews
from multitrainer.services.threads.sight import Sight, ThreadSight, may_moderate
from multitrainer.stored.ids import oids

Raw = dict[str, Any]

MOST_HISTORY = 50
"""So many earlier texts of a message are kept, the latest."""


class May(NamedTuple):
    """What somebody may do with a message now."""

    change: bool
    delete: bool


class MessageChanges:
    """Use cases of messages that are there."""

    def __init__(
        self,
        database: Database,
        sight: ThreadSight,
        messages: Messages,
        attachments: Attachments,
        news: MessageNews,
        publishing: Publishing,
        views: MessageViews,
        audit: Audit,
        window: timedelta,
        now: Clock,
    ) -> None:
        """`window`: for how long authors may change what they wrote."""
        self._database = database
        self._sight = sight
        self._messages = messages
        self._attachments = attachments
        self._news = news
        self._publishing = publishing
        self._views = views
        self._audit = audit
        self._window = window
        self._now = now

    async def rewrite(self, caller: Caller, message: str, new: ChangedMessage, if_match: str | None = None) -> Tagged:
        """Let a message say something else.

        Raises MessageNotFound, NotAllowed, MessageSettled, MessageDeleted, InvalidInput, CantSeeThread,
        TooManyMentions, Stale.
        """
        _, thread = await self._writing(caller, message)
        await must_show(new.text)
        await self._news.must_see(thread, new.mentions)

        async def change(session: Session) -> Tagged:
            sight, _ = await self._writing(caller, message)  # who waited for their turn may have been removed meanwhile
            before = await self._messages.find(message, session)
            must_match(if_match, await self._view(before, session))
            must_be_open(_written(before), self._now(), self._window)
            if (before["text"], before.get("mentions")) != (new.text, oids(new.mentions)):
                await self._rewritten(sight, thread, before, new, session)
            return tagged(await self._view(await self._messages.find(message, session), session))

        return await self._database.atomically(f"thread:{thread}", change)

    async def delete(self, caller: Caller, message: str, if_match: str | None = None) -> None:
        """Leave of a message only that there was one. Deleted already, nothing happens.

        Raises MessageNotFound, NotAllowed, MessageSettled, Stale.
        """
        _, thread = await self._deleting(caller, message)

        async def change(session: Session) -> None:
            sight, _ = await self._deleting(caller, message)
            before = await self._messages.find(message, session)
            must_match(if_match, await self._view(before, session))
            if before.get("deletedAt") is None:
                if not may_moderate(sight, thread):
                    must_be_open(_written(before), self._now(), self._window)
                await self._deleted(sight, thread, before, session)

        await self._database.atomically(f"thread:{thread}", change)

    async def history(self, caller: Caller, message: str) -> Raw:
        """What a message said before, for its author and those who answer for the thread.

        Raises MessageNotFound, NotAllowed.
        """
        sight, thread, found = await self._seen(caller, message)
        own = str(found["author"]) == sight.actor.id
        must(sight.actor, Action.READ_MESSAGE_HISTORY, sight.on_own(str(found["author"])))
        if thread.kind is ThreadKind.DIRECT and not own:
            raise NotAllowed(
                MAY_NOT, f"You may not {Action.READ_MESSAGE_HISTORY}.", action=Action.READ_MESSAGE_HISTORY.value
            )
        ended = {"deletedAt": found.get("deletedAt"), "deletedBy": found.get("deletedBy")}
        return {"message": message, "said": found.get("history") or [], **ended}

    async def _writing(self, caller: Caller, message: str) -> tuple[Sight, Thread]:
        """Whoever may let a message say something else. Raises MessageNotFound, NotAllowed."""
        sight, thread, found = await self._seen(caller, message)
        must(sight.actor, Action.CHANGE_MESSAGE, sight.on_own(str(found["author"])))
        must(sight.actor, WRITING[thread.kind], sight.context)
        return sight, thread

    async def _deleting(self, caller: Caller, message: str) -> tuple[Sight, Thread]:
        """The same of whoever may delete it."""
        sight, thread, found = await self._seen(caller, message)
        action = Action.CHANGE_MESSAGE if thread.kind is ThreadKind.DIRECT else Action.DELETE_MESSAGE
        must(sight.actor, action, sight.on_own(str(found["author"])))
        return sight, thread

    async def may(self, caller: Caller, thread: Thread, messages: Sequence[Raw]) -> dict[str, May]:
        """What somebody may do with some messages of a thread, as they are answered; by id. Raises ThreadNotFound."""
        sight = await self._sight.see(caller, thread)
        writes = can(sight.actor, WRITING[thread.kind], sight.context) is Verdict.YES
        moderates, now = may_moderate(sight, thread), self._now()

        def of_one(message: Raw) -> May:
            author = str(message["author"]["_id"])
            written = Written(author, message["at"], message["deletedAt"] is not None)
            own = author == sight.actor.id and is_open(written, now, self._window)
            return May(own and writes, own or (moderates and not written.deleted))

        return {str(message["_id"]): of_one(message) for message in messages}

    async def _seen(self, caller: Caller, message: str) -> tuple[Sight, Thread, Raw]:
        """A message that somebody sees. Raises MessageNotFound, NotAllowed."""
        found = await self._messages.find(message)
        thread = Thread.read(found["thread"])
        sight = await self._sight.see(caller, thread, no_message(message))
        if not sight.whole and str(found["author"]) != sight.actor.id:
            raise no_message(message)
        return sight, thread, found

    async def _view(self, kept: Raw, session: Session) -> Raw:
        return (await self._views.of([kept], session))[0]

    async def _rewritten(
        self, sight: Sight, thread: Thread, before: Raw, new: ChangedMessage, session: Session
    ) -> None:
        now, there = self._now(), {str(one) for one in before.get("mentions") or ()}
        added = [one for one in new.mentions if one not in there]
        await self._news.must_be_few(sight.actor.id, added, now, session)
        said = {"text": new.text, "words": words_of(new.text)[:MOST_WORDS], "mentions": oids(new.mentions)}
        kept: Raw = {"history": {"$each": [{"text": before["text"], "until": now}], "$slice": -MOST_HISTORY}}
        if added:
            kept["mentionedAt"] = {"$each": [now] * len(added)}
        told = Told(thread, str(before["_id"]), before["place"], added)
        async with self._news.around(sight, told, session):
            await self._messages.change(before, {"$set": {**said, "editedAt": now}, "$push": kept}, session)

    async def _deleted(self, sight: Sight, thread: Thread, before: Raw, session: Session) -> None:
        """Its files go by themselves, also where this is cut off: once no message has them."""
        now = self._now()
        left = {"text": "", "mentions": [], "deletedAt": now, "deletedBy": sight.actor.id}
        gone = {"$unset": {"words": "", "attachments": "", "history": ""}}
        async with self._telling(sight, thread, before, session):
            files = [str(one["_id"]) for one in before.get("attachments") or ()]
            await self._attachments.let_go(files, now, session)
            await self._messages.change(before, {"$set": left, **gone}, session)

    @asynccontextmanager
    async def _telling(self, sight: Sight, thread: Thread, before: Raw, session: Session) -> AsyncIterator[None]:
        """Where somebody deletes what another wrote, the audit keeps what it said."""
        news = [news_of(thread, str(before["_id"]), sight.course)]
        if str(before["author"]) == sight.actor.id:
            async with self._publishing.around(news, session):
                yield
            return
        noted = of_fields("multitrainer_messages", str(before["_id"]), {"text": before["text"]}, {})
        async with self._audit.noting(
            sight.actor, Action.DELETE_MESSAGE, noted, session, about=sight.course, news=news
        ):
            yield


def _written(kept: Raw) -> Written:
    return Written(str(kept["author"]), kept["at"], kept.get("deletedAt") is not None)
