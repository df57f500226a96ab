"""What was changed by whom: noted with every change, and read by admins."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from structlog.contextvars import get_contextvars

from multitrainer.database import Outdated, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange, Wanted
from multitrainer.domain.errors import MalformedData
from multitrainer.domain.events import changed_by
from multitrainer.identity.callers import Caller
from multitrainer.repositories.audit import AuditEntries
from multitrainer.repositories.pages import Paged
from multitrainer.services.changes.publishing import Publishing
from multitrainer.services.gate import Gate
from multitrainer.stored.events import of_changed

Raw = dict[str, Any]


class Audit:
    """Use cases of the audit."""

    def __init__(self, gate: Gate, entries: AuditEntries, publishing: Publishing) -> None:
        """Whatever is noted is also published, because every change comes through here."""
        self._gate = gate
        self._entries = entries
        self._publishing = publishing

    @asynccontextmanager
    async def noting(
        self,
        actor: Actor,
        action: Action,
        changes: Sequence[FieldChange],
        session: Session = None,
        *,
        about: str | None = None,
        news: Sequence[Raw] | None = None,
    ) -> AsyncIterator[None]:
        """Leave an entry of what is done inside: in its transaction, else around it.

        It is `about` a course or a trainer besides, if what changes belongs to one. Those who listen are told `news`,
        which are else made of the changes.

        Without a transaction, an entry is there before the change, so that none is ever made without one; it says so
        until the change is done. Nothing is noted where nothing changes.
        """
        if not changes:
            yield
            return
        request = get_contextvars().get("request_id")
        entry = await self._entries.add(actor, action, changes, request, session, about)
        told = [of_changed(changed) for changed in changed_by(changes, about)] if news is None else news
        try:
            async with self._publishing.around(told, session):
                yield
        except (Outdated, MalformedData):  # nothing was written
            if session is None:
                await self._entries.forget(entry)
            raise
        if session is None:
            await self._entries.done(entry)

    async def page(self, caller: Caller, wanted: Wanted, cursor: str | None, limit: int) -> Paged:
        """The newest entries first. Raises InvalidInput for a foreign cursor."""
        await self._gate.anywhere(caller, Action.READ_AUDIT)
        page = await self._entries.page(wanted, cursor, limit)
        return Paged([_shown(entry) for entry in page.items], page.next)

    async def export(self, caller: Caller, person: str) -> AsyncIterator[Raw]:
        """Everything that somebody did or that concerns them, the oldest first."""
        await self._gate.anywhere(caller, Action.READ_AUDIT)
        return (_shown(entry) async for entry in self._entries.all(Wanted(about=person)))


def _shown(entry: Raw) -> Raw:
    """An entry as it is answered."""
    kept = {key: value for key, value in entry.items() if key not in {"request_id", "begun", "cut_off"}}
    unfinished = "begun" in entry or "cut_off" in entry
    return {**kept, "requestId": entry.get("request_id"), "unfinished": unfinished}
