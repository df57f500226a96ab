"""Listening to what changes: one stream for each connection, with what whoever listens may hear of."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from functools import lru_cache
from typing import Any, NamedTuple

from multitrainer import wire
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.errors import MultitrainerError, NotAllowed, NotSignedIn, TooManyStreams, Unavailable
from multitrainer.domain.events import Changed, Event, Onlooker, Topic, may_move, may_see
from multitrainer.domain.sentences import Sentence
from multitrainer.failures import NOT_DONE
from multitrainer.identity.callers import Caller
from multitrainer.services.events.feed import Feed, HistoryLost
from multitrainer.services.events.onlookers import Onlookers
from multitrainer.services.notifications.notifications import Notifications

Raw = dict[str, Any]

MOST_OF_ONE = 20
"""So many connections of one person or machine, at one process."""

FEW = 100
"""So many changes are written out once for all who hear of them."""

BEAT_SECONDS = 15.0
"""After so long at the most something is sent, so that nothing in between takes the connection for dead."""

LOOKS_ANEW_SECONDS = 30.0
"""After so long at the most it is asked anew who listens and what they may."""


class Sent(NamedTuple):
    """What is sent: an event, or where it has no name only how far the stream is. `data` is JSON."""

    number: int
    name: str = ""
    data: bytes = b""


class Events:
    """Opens streams, and counts them."""

    def __init__(self, onlookers: Onlookers, feed: Feed, notifications: Notifications, most: int) -> None:
        self.feed = feed
        self._onlookers = onlookers
        self._notifications = notifications
        self._most = most
        self._open: Counter[str] = Counter()

    async def listen(self, who: Callable[[], Caller], last: int | None) -> "Stream":
        """A stream of what follows an event, or from now on. Whoever has it closes it.

        `who` reads anew what shows who listens, and raises NotSignedIn where that has ended.

        Raises:
            NotSignedIn, NotAllowed.
            TooManyStreams: they have as many as one may.
            Unavailable: the service has as many as it may, or is ending.
        """
        onlooker = await self._onlookers.find(who())
        me = onlooker.actor.id
        self._must_have_room(me)
        self._open[me] += 1
        try:
            await self.feed.join()
        except BaseException:
            self._left(me)
            raise
        return Stream(self, who, onlooker, last)

    def _must_have_room(self, me: str) -> None:
        if self._open[me] >= MOST_OF_ONE:
            words = Sentence("You listen on {most} connections already. Close one.", most=MOST_OF_ONE)
            raise TooManyStreams(words, most=MOST_OF_ONE)
        if self.feed.has_ended or self.count >= self._most:
            raise Unavailable(Sentence("As many listen as the service takes, or it is ending; try again later."))

    @property
    def count(self) -> int:
        """How many listen at this process."""
        return self._open.total()

    def close(self, stream: "Stream") -> None:
        """Somebody listens no more."""
        self.feed.leave()
        self._left(stream.onlooker.actor.id)

    def _left(self, me: str) -> None:
        self._open[me] -= 1
        if not self._open[me]:
            del self._open[me]

    async def look_up(self, caller: Caller) -> Onlooker:
        """How somebody stands now. Raises NotSignedIn, NotAllowed."""
        return await self._onlookers.find(caller)

    async def shown(self, onlooker: Onlooker, event: Event) -> Sent | None:
        """An event as somebody may see it; None where it is not for them."""
        if event.changed is not None:
            if not may_see(onlooker, event.changed):
                return None
            return Sent(event.number, Topic.CHANGED.value, _data(event.changed))
        if event.to != onlooker.actor.id or onlooker.actor.kind is ActorKind.MACHINE:
            return None
        data = await self._of_person(event, onlooker.actor.id)
        return None if data is None else Sent(event.number, event.topic, wire.encode(data))

    async def _of_person(self, event: Event, me: str) -> Raw | None:
        if event.topic == Topic.NOTIFICATION.value:
            assert event.notification is not None
            return await self._notifications.told(me, event.notification)
        if event.topic == Topic.READ.value:
            return {"notification": event.notification, "unread": await self._notifications.unread(me)}
        return None


class Stream:
    """What one connection is sent."""

    def __init__(self, events: Events, who: Callable[[], Caller], onlooker: Onlooker, last: int | None) -> None:
        self.onlooker = onlooker
        self._events = events
        self._feed = events.feed
        self._who = who
        self._asked_at = self._sent_at = time.monotonic()
        self._last = self._feed.last if last is None else last
        self._is_open = True

    def close(self) -> None:
        """It is over. Twice is once."""
        if self._is_open:
            self._is_open = False
            self._events.close(self)

    async def sent(self) -> AsyncIterator[list[Sent]]:
        """What is to be sent, in pieces, until the service ends, or whoever listens is nobody any more."""
        yield [await self._beginning()]
        try:
            while not self._feed.has_ended:
                if piece := await self._next():
                    self._sent_at = time.monotonic()
                    yield piece
        except (NotSignedIn, NotAllowed):
            return
        except (MultitrainerError, *NOT_DONE):  # the database is away: they come again, and lose nothing
            return

    async def _beginning(self) -> Sent:
        """Whether it goes on where it was. A number that was never given is one of another database."""
        if self._last > self._feed.last:
            return self._reset()
        return Sent(self._last, "ready", b"{}")

    def _reset(self) -> Sent:
        self._last = self._feed.last
        return Sent(self._last, "reset", b"{}")

    async def _next(self) -> list[Sent]:
        rest = BEAT_SECONDS - (time.monotonic() - self._sent_at)
        try:
            events = await self._feed.after(self._last, max(rest, 0.0))
        except HistoryLost:
            return [self._reset()]
        if time.monotonic() - self._asked_at > LOOKS_ANEW_SECONDS:
            await self._ask_anew()
        piece = [sent for event in events if (sent := await self._shown(event))]
        self._last = events[-1].number if events else self._last
        if not piece and time.monotonic() - self._sent_at >= BEAT_SECONDS:
            return [Sent(self._last)]
        return piece

    async def _shown(self, event: Event) -> Sent | None:
        if event.changed is not None and may_move(self.onlooker, event.changed):
            await self._ask_anew()
        return await self._events.shown(self.onlooker, event)

    async def _ask_anew(self) -> None:
        """Raises NotSignedIn, NotAllowed."""
        self.onlooker = await self._events.look_up(self._who())
        self._asked_at = time.monotonic()


@lru_cache(maxsize=FEW)
def _data(changed: Changed) -> bytes:
    """What all who hear of a change are sent of it."""
    return wire.encode(_view(changed))


def _view(changed: Changed) -> Raw:
    """A thing that changed, by its ids."""
    thread = str(changed.thread) if changed.thread else None
    named = {"course": changed.course, "batch": changed.batch, "trainer": changed.trainer, "thread": thread}
    there = {name: value for name, value in named.items() if value is not None and value != changed.id}
    place = {"place": changed.place} if changed.place else {}
    return {"what": changed.what, "id": changed.id, **there, **place}
