"""Handover notes."""

from multitrainer.client.messages import view
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.handovers import HandoverView, NewHandover


class Handovers:
    """`client.handovers`: what whoever stands in for a batch has to know."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def read(self, batch: str) -> HandoverView:
        """Read a batch's note. Raises BatchNotFound, BatchWithoutCourse."""
        return view(HandoverView, await self._transport.send(Call("GET", path("batches", batch, "handover"))))

    async def write(self, batch: str, text: str, *, if_match: str | None = None) -> HandoverView:
        """Write it anew. Raises BatchNotFound, BatchWithoutCourse, Stale, Contended."""
        call = Call("PUT", path("batches", batch, "handover"), body=NewHandover(text=text), if_match=if_match)
        return view(HandoverView, await self._transport.send(call))
