"""Who hears of a message: those who listen, those whom it mentions, and between two the other one."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

from multitrainer.database import Session
from multitrainer.domain.errors import CantSeeThread, TooManyMentions
from multitrainer.domain.events import Changed
from multitrainer.domain.messages import AN_HOUR
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.of_threads import is_told, notices_of_message, told_of_message
from multitrainer.domain.threads import Thread
from multitrainer.domain.wording import counted
from multitrainer.repositories.messages import Messages
from multitrainer.repositories.threads import Threads
from multitrainer.services.changes.publishing import Publishing
from multitrainer.services.changes.telling import Telling
from multitrainer.services.threads.sight import Sight, ThreadSight
from multitrainer.stored.events import of_changed

Raw = dict[str, Any]


class Told(NamedTuple):
    """A message as others hear of it: where it stands, whom it mentions newly, and its place where it is new itself."""

    thread: Thread
    message: str
    last: int
    mentions: Sequence[str]
    place: int | None = None


class MessageNews:
    """Tells of messages from within the change that writes them."""

    def __init__(
        self,
        sight: ThreadSight,
        threads: Threads,
        messages: Messages,
        publishing: Publishing,
        telling: Telling,
        most_an_hour: int,
    ) -> None:
        """`most_an_hour`: how many people one may mention in an hour."""
        self._sight = sight
        self._threads = threads
        self._messages = messages
        self._publishing = publishing
        self._telling = telling
        self._most = most_an_hour

    async def must_see(self, thread: Thread, mentions: Sequence[str]) -> None:
        """Raises CantSeeThread, which names whoever is mentioned and doesn't see the thread."""
        if blind := await self._sight.blind(thread, mentions):
            words = Sentence("Who is mentioned has to see the thread; not all of these do.")
            detail = (
                f"Who is mentioned has to see the thread; {counted(len(blind), 'does', 'do')} not, first {blind[0]}."
            )
            raise CantSeeThread(words, detail, field="mentions", people=blind)

    async def must_be_few(self, author: str, mentions: Sequence[str], now: datetime, session: Session) -> None:
        """Raises TooManyMentions."""
        if mentions:
            lately = await self._messages.mentioned_since(author, now - AN_HOUR, session)
            if lately + len(mentions) > self._most:
                raise TooManyMentions(
                    Sentence("You can mention {most} people in an hour. Wait a while.", most=self._most),
                    most=self._most,
                )

    @asynccontextmanager
    async def around(self, sight: Sight, told: Told, session: Session) -> AsyncIterator[None]:
        """Tell of what is written inside. Who has not read what they were told of before is not told again."""
        author, thread = sight.actor.id, told.thread
        people = await self._to_be_told(author, told, session)
        notices = notices_of_message(thread, author, sight.course, people)
        news = [news_of(thread, told.message, sight.course, told.place)]
        async with self._publishing.around(news, session), self._telling.around(notices, session):
            yield
            await self._threads.told(thread, people, told.last, session)

    async def _to_be_told(self, author: str, told: Told, session: Session) -> list[str]:
        people = told_of_message(told.thread, author, told.mentions) if told.place or told.mentions else []
        marks = await self._threads.marks(told.thread, people, session) if people else {}
        read = {one: marks.get(one, {}) for one in people}
        return [one for one, mark in read.items() if is_told(mark.get("place", 0), mark.get("told"))]


def news_of(thread: Thread, message: str, course: str | None, place: int | None = None) -> Raw:
    """What those who listen are told of a message."""
    return of_changed(Changed("message", message, course, thread.batch, thread=thread, place=place))
