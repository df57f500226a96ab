"""What one was told, and how one wants to be."""

from collections.abc import AsyncIterator

from multitrainer.client.messages import view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.notifications import (
    NewPreferences,
    Notification,
    NotificationPreferences,
)
from multitrainer.schemas.notifications import (
    Notifications as PageOfNotifications,
)

PREFERENCES = "notification-preferences"


class Notifications:
    """`client.notifications`: one's own, so for people and not for machines. Each raises NotSignedIn, NotAllowed."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def page(self, cursor: str | None = None, limit: int = PAGE_SIZE) -> PageOfNotifications:
        """One page, the newest first, with `unread` of all. Raises InvalidInput for a foreign cursor."""
        call = Call("GET", path("notifications"), {"cursor": cursor, "limit": limit})
        return view(PageOfNotifications, await self._transport.send(call))

    def list(self, page_size: int = PAGE_SIZE) -> AsyncIterator[Notification]:
        """Every one, the newest first, read page by page."""
        return each(lambda cursor: self.page(cursor, page_size))

    async def read(self, notification: str) -> Notification:
        """Mark one as read. Raises NotificationNotFound."""
        return view(Notification, await self._transport.send(Call("POST", path("notifications", notification, "read"))))

    async def read_all(self) -> None:
        """Mark everything as read."""
        await self._transport.send(Call("POST", path("notifications", "read")))

    async def preferences(self, trainer: str | None = None) -> NotificationPreferences:
        """How one is told, or a trainer. Raises TrainerNotFound."""
        return view(NotificationPreferences, await self._transport.send(Call("GET", _preferences(trainer))))

    async def set_preferences(
        self, preferences: NewPreferences, trainer: str | None = None, *, if_match: str | None = None
    ) -> NotificationPreferences:
        """Say how one wants to be told, or how a trainer is to be; what is left out is as usual.

        Raises TrainerNotFound, Stale, Contended.
        """
        call = Call("PUT", _preferences(trainer), body=preferences, if_match=if_match)
        return view(NotificationPreferences, await self._transport.send(call))


def _preferences(trainer: str | None) -> str:
    return path("trainers", trainer, PREFERENCES) if trainer else path(PREFERENCES)
