"""Messages: read, written, looked for."""

from datetime import datetime
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import UnknownAttachment, UnknownMessage
from multitrainer.domain.messages import MOST_SOUGHT, MOST_WORDS, words_of
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.threads import Reach, Thread
from multitrainer.identity.callers import Caller
from multitrainer.repositories.attachments import Attachments
from multitrainer.repositories.messages import Messages as MessageRepository
from multitrainer.repositories.messages import no_message
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.threads import Threads
from multitrainer.schemas.threads import NewMessage
from multitrainer.schemas.wording import refusal
from multitrainer.services.changes.tags import Tagged, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.threads.message_news import MessageNews, Told
from multitrainer.services.threads.message_texts import must_show
from multitrainer.services.threads.message_views import MessageViews
from multitrainer.services.threads.sight import Sight, ThreadSight
from multitrainer.stored.ids import new_id, oid, oids

Raw = dict[str, Any]

OF_FILE = ("_id", "name", "type", "size")


class Messages:
    """Use cases of messages. What becomes of one that is there is in `MessageChanges`."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        sight: ThreadSight,
        threads: Threads,
        messages: MessageRepository,
        attachments: Attachments,
        news: MessageNews,
        views: MessageViews,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._sight = sight
        self._threads = threads
        self._messages = messages
        self._attachments = attachments
        self._news = news
        self._views = views
        self._now = now

    async def page(self, caller: Caller, thread: Thread, cursor: str | None, limit: int) -> Paged:
        """A thread's, the newest first; to whoever sees it no more, their own. Raises ThreadNotFound, InvalidInput."""
        sight = await self._sight.see(caller, thread)
        author = None if sight.whole else sight.actor.id
        page = await self._messages.page(thread, author, cursor, limit)
        return Paged(await self._views.of(page.items), page.next)

    async def read(self, caller: Caller, message: str) -> Raw:
        """One message. Raises MessageNotFound."""
        found = await self._messages.find(message)
        sight = await self._sight.see(caller, Thread.read(found["thread"]), no_message(message))
        if not sight.whole and str(found["author"]) != sight.actor.id:
            raise no_message(message)
        return (await self._views.of([found]))[0]

    async def left_behind(self, caller: Caller, cursor: str | None, limit: int) -> Paged:
        """What somebody wrote in threads that they see no more, the newest first. Raises InvalidInput."""
        actor = await self._gate.anywhere(caller, Action.LIST_THREADS)
        own = (await self._sight.reach(actor)).own
        threads = own - await self._sight.gone(own)
        page = await self._messages.written_in(actor.id, threads, cursor, limit)
        return Paged(await self._views.of(page.items), page.next)

    async def search(self, caller: Caller, sought: str, cursor: str | None, limit: int) -> Paged:
        """Those with all of some words in the threads that somebody sees, and their own, the newest first.

        Raises InvalidInput.
        """
        actor = await self._gate.anywhere(caller, Action.LIST_THREADS)
        words = sorted(words_of(sought), key=len, reverse=True)[:MOST_SOUGHT]
        if not words:
            raise refusal([("query.search", Sentence("must have a word"))])
        page = await self._found(actor, await self._sight.reach(actor), words, cursor, limit)
        return Paged(await self._views.of(page.items), page.next)

    async def _found(self, actor: Actor, reach: Reach, words: list[str], cursor: str | None, limit: int) -> Paged:
        """Looked for once more without threads of what is deleted: few searches meet one."""
        page = await self._messages.search(words, reach, actor.id, self._now(), cursor, limit)
        gone = await self._sight.gone({one["thread"] for one in page.items})
        return await self._found(actor, reach.without(gone), words, cursor, limit) if gone else page

    async def post(self, caller: Caller, thread: Thread, new: NewMessage, id_: str | None = None) -> Tagged:
        """Write a message. With the id of an earlier try, that one is answered.

        Raises ThreadNotFound, InvalidInput, CantSeeThread, TooManyMentions, UnknownMessage, UnknownAttachment,
        Contended.
        """
        await self._sight.write(caller, thread)
        await must_show(new.text)
        await self._news.must_see(thread, new.mentions)
        message = id_ or new_id()

        async def change(session: Session) -> Raw:
            there = await self._messages.of_place(thread, message, session) if id_ else None
            if there is None:  # whoever waited for their turn may have been removed meanwhile
                there = await self._written(await self._sight.write(caller, thread), thread, new, message, session)
            return there

        written = await self._database.atomically(f"thread:{thread}", change)
        await self._threads.mark(thread, str(written["author"]), written["place"])  # who writes has read what is there
        return tagged((await self._views.of([written]))[0])

    async def _written(self, sight: Sight, thread: Thread, new: NewMessage, id_: str, session: Session) -> Raw:
        """Others wait meanwhile who write there. A place that was given is never given again."""
        now, me, last = self._now(), sight.actor.id, await self._threads.last(thread, session)
        await self._news.must_be_few(me, new.mentions, now, session)
        await self._must_be_there(thread, new.reply_to, session)
        files = await self._files(thread, me, new.attachments, now, session)
        place = last + 1
        message = _document(id_, thread, place, me, new, files, now)
        told = Told(thread, id_, place, new.mentions, place)
        async with self._news.around(sight, told, session):
            await self._threads.take_place(thread, last, now, session)
            await self._messages.insert(message, session)
            await self._attachments.keep(new.attachments, session)
        return message

    async def _must_be_there(self, thread: Thread, message: str | None, session: Session) -> None:
        if message and not await self._messages.of_place(thread, message, session):
            raise UnknownMessage(
                Sentence("The thread has no such message."), f"The thread has no message {message}.", field="replyTo"
            )

    async def _files(self, thread: Thread, me: str, ids: tuple[str, ...], now: datetime, session: Session) -> list[Raw]:
        found = await self._attachments.waiting(ids, thread, me, now, session) if ids else {}
        taken = await self._messages.taking(ids, session) if ids else {}
        if lost := [one for one in ids if one not in found or one in taken]:
            words = f"{lost[0]} is no file that you uploaded into this thread and no message has taken yet."
            said = Sentence("Not all of these are files that you uploaded here and no message has taken yet.")
            raise UnknownAttachment(said, words, field="attachments", attachments=lost)
        return [{field: found[one][field] for field in OF_FILE} for one in ids]


def _document(
    id_: str, thread: Thread, place: int, author: str, new: NewMessage, files: list[Raw], now: datetime
) -> Raw:
    return {
        "_id": oid(id_),
        "thread": str(thread),
        "place": place,
        "author": oid(author),
        "text": new.text,
        "words": words_of(new.text)[:MOST_WORDS],
        "mentions": oids(new.mentions),
        "at": now,
        **({"mentionedAt": [now] * len(new.mentions)} if new.mentions else {}),
        **({"replyTo": oid(new.reply_to)} if new.reply_to else {}),
        **({"attachments": files} if files else {}),
    }
