"""Handover notes."""

from collections.abc import AsyncIterator

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.base import Page
from multitrainer.schemas.handovers import HandoverVersionView, HandoverView, NewHandover


class Handovers:
    """`client.handovers`: what whoever stands in for a batch has to know."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def read(self, batch: str) -> HandoverView:
        """Read a batch's note. Raises BatchNotFound, BatchWithoutCourse."""
        return view(HandoverView, await self._transport.send(Call("GET", path("batches", batch, "handover"))))

    async def write(
        self, batch: str, stands: str, *, watch_for: str = "", materials: str = "", if_match: str | None = None
    ) -> HandoverView:
        """Write it anew; `if_match` is the tag of the note that was read, `*` stands for any.

        Raises BatchNotFound, BatchWithoutCourse, Contended; and, with both texts in `facts`, IfMatchMissing where there
        is a note and none was read, and Stale where another one was.
        """
        new = body(NewHandover, stands=stands, watch_for=watch_for, materials=materials)
        call = Call("PUT", path("batches", batch, "handover"), body=new, if_match=if_match)
        return view(HandoverView, await self._transport.send(call))

    def versions(self, batch: str, *, page_size: int = PAGE_SIZE) -> AsyncIterator[HandoverVersionView]:
        """Who wrote it when, the newest first, page by page. Raises BatchNotFound, BatchWithoutCourse."""

        async def read(cursor: str | None) -> Page[HandoverVersionView]:
            call = Call("GET", path("batches", batch, "handover", "versions"), {"cursor": cursor, "limit": page_size})
            return view(Page[HandoverVersionView], await self._transport.send(call))

        return each(read)

    async def version(self, batch: str, number: int) -> HandoverView:
        """Read the note as it once was. Raises BatchNotFound, BatchWithoutCourse, HandoverVersionNotFound."""
        call = Call("GET", path("batches", batch, "handover", "versions", str(number)))
        return view(HandoverView, await self._transport.send(call))
