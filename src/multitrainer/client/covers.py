"""Cover: who stands in for whom."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Query, Transport, path
from multitrainer.domain.covers.states import CoverState
from multitrainer.schemas.base import Body, Page
from multitrainer.schemas.covers import (
    Acceptance,
    Assisting,
    Cancelling,
    Combining,
    CoverView,
    Moving,
    NewCoverReport,
    NewSubstitute,
    StandInsView,
    WaysOutView,
)


class Covers:
    """`client.covers`: searches for somebody to take a session. Days and times are those of the institute's clock."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        state: CoverState | None = None,
        course: str | None = None,
        since: date | None = None,
        until: date | None = None,
        page_size: int = PAGE_SIZE,
    ) -> AsyncIterator[CoverView]:
        """All that one sees whole, from today or a day on, by when their sessions begin, page by page."""
        return self._list(("covers",), {"state": state, "course": course, **_span(since, until)}, page_size)

    def of_trainer(
        self, trainer: str, *, since: date | None = None, until: date | None = None, page_size: int = PAGE_SIZE
    ) -> AsyncIterator[CoverView]:
        """What a trainer is being asked for, has taken, or is away from, likewise. Raises TrainerNotFound."""
        return self._list(("trainers", trainer, "covers"), _span(since, until), page_size)

    async def read(self, cover: str) -> CoverView:
        """Read a cover. Raises CoverNotFound."""
        return view(CoverView, await self._transport.send(Call("GET", path("covers", cover))))

    async def candidates(self, cover: str) -> StandInsView:
        """Who could stand in, with their points, and who could not. Raises CoverNotFound, CourseNotFound."""
        return view(StandInsView, await self._transport.send(Call("GET", path("covers", cover, "candidates"))))

    async def accept(self, cover: str, others: Sequence[str] = ()) -> CoverView:
        """Take a session, and others of those that were asked for with it (`others` of one's own offer).

        Raises CoverNotFound, OfferNotFound, CoverTaken, CoverNotReady, OfferNotOpen, CannotCover, Contended.
        """
        return await self._post(cover, "accept", body(Acceptance, others=tuple(others)))

    async def refuse(self, cover: str) -> CoverView:
        """Not take it. Raises CoverNotFound, OfferNotFound, CoverNotReady, OfferNotOpen, Contended."""
        return await self._post(cover, "refuse")

    async def name_substitute(
        self, cover: str, trainer: str, *, overrule: bool = False, if_match: str | None = None
    ) -> CoverView:
        """Name by hand who takes it.

        Raises CoverNotFound, UnknownTrainer, NotATrainer, CoverNotReady, CannotCover, Stale, Contended.
        """
        new = body(NewSubstitute, trainer=trainer, overrule=overrule)
        call = Call("PUT", path("covers", cover, "substitute"), body=new, if_match=if_match)
        return view(CoverView, await self._transport.send(call))

    async def release(self, cover: str, *, if_match: str | None = None) -> CoverView:
        """Give it back. Raises CoverNotFound, CoverNotReady, Stale, Contended."""
        return await self._post(cover, "release", None, if_match)

    async def reopen(self, cover: str, *, if_match: str | None = None) -> CoverView:
        """Search anew. Raises CoverNotFound, CoverNotReady, Stale, Contended."""
        return await self._post(cover, "reopen", None, if_match)

    async def ways_out(self, cover: str) -> WaysOutView:
        """What is possible without anybody who stands in. Raises CoverNotFound, CourseNotFound."""
        return view(WaysOutView, await self._transport.send(Call("GET", path("covers", cover, "ways-out"))))

    async def cancel(self, cover: str, note: str | None = None, *, if_match: str | None = None) -> CoverView:
        """Have the session not take place.

        Raises CoverNotFound, CoverNotReady, WayNotPossible, SessionNotPlanned, Stale, Contended.
        """
        return await self._post(cover, "cancel", body(Cancelling, note=note), if_match)

    async def combine(
        self, cover: str, batch: str, note: str | None = None, *, if_match: str | None = None
    ) -> CoverView:
        """Have the students join another batch's session. Raises what `cancel` raises."""
        return await self._post(cover, "combine", body(Combining, batch=batch, note=note), if_match)

    async def move(
        self, cover: str, start: datetime, end: datetime, note: str | None = None, *, if_match: str | None = None
    ) -> CoverView:
        """Have it take place at another time, without a zone.

        Raises what `cancel` raises, and SessionNotFound, SessionOverlaps, TimeNeverComes.
        """
        return await self._post(cover, "move", body(Moving, start=start, end=end, note=note), if_match)

    async def assist(self, cover: str, assistant: str, *, if_match: str | None = None) -> CoverView:
        """Have an assistant of the batch hold it. Raises what `cancel` raises."""
        return await self._post(cover, "assist", body(Assisting, assistant=assistant), if_match)

    async def report(self, cover: str, text: str, *, held: bool = True, if_match: str | None = None) -> CoverView:
        """Say how the session was. Raises CoverNotFound, CoverNotReady, Stale, Contended."""
        new = body(NewCoverReport, text=text, held=held)
        call = Call("PUT", path("covers", cover, "report"), body=new, if_match=if_match)
        return view(CoverView, await self._transport.send(call))

    async def _post(self, cover: str, what: str, sent: Body | None = None, if_match: str | None = None) -> CoverView:
        call = Call("POST", path("covers", cover, what), body=sent, if_match=if_match)
        return view(CoverView, await self._transport.send(call))

    def _list(self, of: tuple[str, ...], asked: Query, page_size: int) -> AsyncIterator[CoverView]:
        async def read(cursor: str | None) -> Page[CoverView]:
            query = {**asked, "cursor": cursor, "limit": page_size}
            return view(Page[CoverView], await self._transport.send(Call("GET", path(*of), query)))

        return each(read)


def _span(since: date | None, until: date | None) -> Query:
    return {"from": since.isoformat() if since else None, "until": until.isoformat() if until else None}
