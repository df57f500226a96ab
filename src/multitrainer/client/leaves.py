"""Leave."""

from collections.abc import AsyncIterator
from datetime import datetime

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.leave.values import LeaveKind, LeaveState
from multitrainer.schemas.base import Page
from multitrainer.schemas.leaves import Decision, LeavePatch, LeaveView, NewLeave


class Leaves:
    """`client.leaves`: when trainers are away. Times are those of the institute's clock, without a zone."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, *, state: LeaveState | None = None, page_size: int = PAGE_SIZE) -> AsyncIterator[LeaveView]:
        """Everybody's, in the order in which it was entered, page by page."""
        return self._list(("leaves",), state, page_size)

    def of_trainer(
        self, trainer: str, *, state: LeaveState | None = None, page_size: int = PAGE_SIZE
    ) -> AsyncIterator[LeaveView]:
        """A trainer's, likewise. Raises TrainerNotFound."""
        return self._list(("trainers", trainer, "leaves"), state, page_size)

    async def request(
        self, trainer: str, start: datetime, end: datetime, *, kind: LeaveKind = LeaveKind.OTHER, note: str = ""
    ) -> LeaveView:
        """Ask for leave. What an admin enters is approved at once.

        Raises TrainerNotFound, SenselessLeave, LeaveInPast, LeaveOverlaps, TimeNeverComes, Contended.
        """
        new = body(NewLeave, start=start, end=end, kind=kind, note=note)
        return view(LeaveView, await self._transport.send(Call("POST", path("trainers", trainer, "leaves"), body=new)))

    async def read(self, leave: str) -> LeaveView:
        """Read a leave. Raises LeaveNotFound."""
        return view(LeaveView, await self._transport.send(Call("GET", path("leaves", leave))))

    async def patch(self, leave: str, patch: LeavePatch, *, if_match: str | None = None) -> LeaveView:
        """Shorten, lengthen or move a leave, or change its kind or note.

        Raises LeaveNotFound, LeaveNotReady, LeaveNeedsApproval, SenselessLeave, LeaveInPast, LeaveOverlaps,
        TimeNeverComes, Stale, Contended.
        """
        call = Call("PATCH", path("leaves", leave), body=patch, if_match=if_match)
        return view(LeaveView, await self._transport.send(call))

    async def approve(self, leave: str, note: str | None = None, *, if_match: str | None = None) -> LeaveView:
        """Approve a leave, with a note to whoever asked.

        Raises LeaveNotFound, LeaveNotReady, LeaveOverlaps, SenselessLeave, Stale, Contended.
        """
        return await self._decide(leave, "approve", if_match, body(Decision, note=note))

    async def decline(self, leave: str, note: str | None = None, *, if_match: str | None = None) -> LeaveView:
        """Decline a leave, with a note to whoever asked. Raises LeaveNotFound, LeaveNotReady, Stale, Contended."""
        return await self._decide(leave, "decline", if_match, body(Decision, note=note))

    async def cancel(self, leave: str, *, if_match: str | None = None) -> LeaveView:
        """Cancel a leave. Raises LeaveNotFound, LeaveNotReady, LeaveInPast, Stale, Contended."""
        return await self._decide(leave, "cancel", if_match)

    async def _decide(self, leave: str, what: str, if_match: str | None, sent: Decision | None = None) -> LeaveView:
        call = Call("POST", path("leaves", leave, what), body=sent, if_match=if_match)
        return view(LeaveView, await self._transport.send(call))

    def _list(self, of: tuple[str, ...], state: LeaveState | None, page_size: int) -> AsyncIterator[LeaveView]:
        async def read(cursor: str | None) -> Page[LeaveView]:
            query = {"state": state, "cursor": cursor, "limit": page_size}
            return view(Page[LeaveView], await self._transport.send(Call("GET", path(*of), query)))

        return each(read)
