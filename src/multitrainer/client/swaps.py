"""Swaps."""

from collections.abc import AsyncIterator

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.swaps import SwapState
from multitrainer.schemas.base import Page
from multitrainer.schemas.swaps import NewSwap, SwapView


class Swaps:
    """`client.swaps`: two trainers who exchange a session each."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, *, state: SwapState | None = None, page_size: int = PAGE_SIZE) -> AsyncIterator[SwapView]:
        """All that one may read, in the order in which they were proposed, page by page."""
        return self._list(("swaps",), state, page_size)

    def of_trainer(
        self, trainer: str, *, state: SwapState | None = None, page_size: int = PAGE_SIZE
    ) -> AsyncIterator[SwapView]:
        """A trainer's, likewise. Raises TrainerNotFound."""
        return self._list(("trainers", trainer, "swaps"), state, page_size)

    async def propose(self, session: str, other: str, *, note: str = "") -> SwapView:
        """Propose that two sessions change hands. Whoever proposes it for themselves has confirmed.

        Raises SessionNotFound, SenselessSwap, SwapNotPossible, Contended.
        """
        new = body(NewSwap, session=session, other=other, note=note)
        return view(SwapView, await self._transport.send(Call("POST", path("swaps"), body=new)))

    async def read(self, swap: str) -> SwapView:
        """Read a swap. Raises SwapNotFound."""
        return view(SwapView, await self._transport.send(Call("GET", path("swaps", swap))))

    async def confirm(self, swap: str, *, if_match: str | None = None) -> SwapView:
        """Confirm a swap; with the second of the two, the sessions change hands.

        Raises SwapNotFound, SwapNotReady, SwapNotPossible, Stale, Contended.
        """
        return await self._decide(swap, "confirm", if_match)

    async def decline(self, swap: str, *, if_match: str | None = None) -> SwapView:
        """Decline a swap. Raises SwapNotFound, SwapNotReady, Stale, Contended."""
        return await self._decide(swap, "decline", if_match)

    async def withdraw(self, swap: str, *, if_match: str | None = None) -> SwapView:
        """Take a swap back that one has proposed. Raises SwapNotFound, SwapNotReady, Stale, Contended."""
        return await self._decide(swap, "withdraw", if_match)

    async def _decide(self, swap: str, what: str, if_match: str | None) -> SwapView:
        return view(SwapView, await self._transport.send(Call("POST", path("swaps", swap, what), if_match=if_match)))

    def _list(self, of: tuple[str, ...], state: SwapState | None, page_size: int) -> AsyncIterator[SwapView]:
        async def read(cursor: str | None) -> Page[SwapView]:
            query = {"state": state, "cursor": cursor, "limit": page_size}
            return view(Page[SwapView], await self._transport.send(Call("GET", path(*of), query)))

        return each(read)
