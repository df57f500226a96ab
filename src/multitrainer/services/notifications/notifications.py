"""What somebody was told, and how they want to be: for themselves."""

from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.errors import NotificationNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.notices import Language
from multitrainer.identity.callers import Caller
from multitrainer.repositories.notifications import Notifications as Repository
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.preferences import Preferences
from multitrainer.schemas.notifications import preferences_from
from multitrainer.services.changes.publishing import Publishing
from multitrainer.services.gate import Gate
from multitrainer.stored.events import of_reading
from multitrainer.telling.wording import words_of

Raw = dict[str, Any]
SHOWN = ("_id", "kind", "facts", "names", "urgent", "at")


class Read(NamedTuple):
    """A page of notifications, and how many of all are unread."""

    items: list[Raw]
    next: str | None
    unread: int


class Notifications:
    """Use cases of notifications. Each is about one's own, and of others' nothing is known."""

    def __init__(
        self,
        gate: Gate,
        notifications: Repository,
        preferences: Preferences,
        publishing: Publishing,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._notifications = notifications
        self._preferences = preferences
        self._publishing = publishing
        self._zone = zone
        self._now = now

    async def page(self, caller: Caller, cursor: str | None, limit: int) -> Read:
        """The newest first. Raises InvalidInput for a foreign cursor."""
        me = await self._me(caller)
        page, language = await self._notifications.page(me, cursor, limit), await self._language(me)
        items = [self._shown(kept, language) for kept in page.items]
        return Read(items, page.next, await self._notifications.unread(me))

    async def apart(self, caller: Caller, cursor: str | None, limit: int, language: Language, *, unread: bool) -> Paged:
        """Only what is unread, or only what is not, likewise, in the language of the page that shows it."""
        me = await self._me(caller)
        page = await self._notifications.page(me, cursor, limit, unread=unread)
        return Paged([self._shown(kept, language) for kept in page.items], page.next)

    async def find(self, caller: Caller, notification: str, language: Language) -> Raw:
        """One, which stays unread, likewise. Raises NotificationNotFound."""
        return self._shown(await self._one(await self._me(caller), notification), language)

    async def read(self, caller: Caller, notification: str) -> Raw:
        """One has been read. Raises NotificationNotFound."""
        me = await self._me(caller)
        await self._one(me, notification)  # what is not theirs is no news
        async with self._publishing.around([of_reading(me, notification)], None):
            await self._notifications.read(me, notification, self._now())
        return self._shown(await self._one(me, notification), await self._language(me))

    async def read_all(self, caller: Caller) -> None:
        """All there are have been read."""
        me = await self._me(caller)
        async with self._publishing.around([of_reading(me, None)], None):
            await self._notifications.read_all(me, self._now())

    async def told(self, person: str, notification: str) -> Raw | None:
        """One of a person's as it is now, for the stream of what they are told; None where it is gone."""
        kept = await self._notifications.find(person, notification)
        return self._shown(kept, await self._language(person)) if kept else None

    async def unread(self, person: str) -> int:
        """How many a person has not read, likewise."""
        return await self._notifications.unread(person)

    async def _one(self, me: str, notification: str) -> Raw:
        if (kept := await self._notifications.find(me, notification)) is None:
            raise NotificationNotFound(
                Sentence("There is no such notification."),
                f"There is no notification {notification}.",
                notification=notification,
            )
        return kept

    async def _me(self, caller: Caller) -> str:
        return (await self._gate.anywhere(caller, Action.READ_NOTIFICATIONS)).id

    async def _language(self, person: str) -> Language:
        return preferences_from((await self._preferences.of([person])).get(person, {})).language

    def _shown(self, kept: Raw, language: Language) -> Raw:
        words = words_of(kept, language, self._zone)
        return {**{name: kept[name] for name in SHOWN}, **words._asdict(), "readAt": kept.get("read_at")}
