"""Who changed what."""

from collections.abc import AsyncIterator
from datetime import datetime

from multitrainer.client.messages import view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.audit import Wanted
from multitrainer.schemas.audit import AuditEntry
from multitrainer.schemas.base import Page

EVERYTHING = Wanted()


class Audit:
    """`client.audit`: entries of what was changed, for admins."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def page(
        self, wanted: Wanted = EVERYTHING, cursor: str | None = None, limit: int = PAGE_SIZE
    ) -> Page[AuditEntry]:
        """One page, the newest first. Raises NotAllowed, and InvalidInput for a foreign cursor or an unknown action."""
        times = {"since": _written(wanted.since), "until": _written(wanted.until)}
        query = {**wanted._asdict(), **times, "cursor": cursor, "limit": limit}
        return view(Page[AuditEntry], await self._transport.send(Call("GET", path("audit"), query)))

    async def export(self, person: str) -> list[AuditEntry]:
        """Everything that somebody did or that concerns them, the oldest first. Raises NotAllowed."""
        answer = await self._transport.send(Call("GET", path("audit", "export"), {"person": person}))
        return [AuditEntry.model_validate_json(line) for line in answer.text.splitlines()]

    def list(self, wanted: Wanted = EVERYTHING, page_size: int = PAGE_SIZE) -> AsyncIterator[AuditEntry]:
        """Every entry, the newest first, read page by page."""
        return each(lambda cursor: self.page(wanted, cursor, page_size))


def _written(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
