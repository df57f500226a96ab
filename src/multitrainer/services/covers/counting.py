"""Counting covers that are done: the ledger is brought after what they, their reports and their sessions say."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.cover_ledger import brought_up, miscounts
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import MalformedData
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.reports import Reports
from multitrainer.repositories.sessions import Sessions


class CoverCounting:
    """Books what a cover counts. Done twice, or after a kill, it does nothing more."""

    def __init__(
        self,
        database: Database,
        covers: Covers,
        sessions: Sessions,
        reports: Reports,
        ledger: CoverLedger,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._database = database
        self._covers = covers
        self._sessions = sessions
        self._reports = reports
        self._ledger = ledger
        self._zone = zone
        self._now = now

    async def count(self, cover: Cover, transaction: Transaction) -> None:
        """Bring the ledger after a cover that is done. Killed in between, it is due still. Raises Outdated."""
        await self._book(cover, transaction)
        await self._covers.save(cover, replace(cover, look_at=None), transaction)

    async def miscounted(self) -> AsyncIterator[Cover]:
        """Those that the ledger counts otherwise than they are; what is due anyway is not among them."""
        async for chunk in self._covers.in_chunks():
            settled = [cover for cover in chunk if cover.state is not CoverState.DONE or cover.look_at is None]
            for cover in await self._miscounted_of(settled):
                yield cover

    async def mend(self, cover: Cover) -> None:
        """Bring the ledger after a cover as it is now. Raises Contended, CoverNotFound."""

        async def change(transaction: Transaction) -> None:
            await self._book(await self._covers.find(cover.id, transaction), transaction)

        await self._database.atomically(f"covers:{cover.session.trainer}", change)

    async def _miscounted_of(self, covers: Sequence[Cover]) -> list[Cover]:
        """Of those with a session or an entry that makes no sense nobody can tell."""
        try:
            turns = await self._ledger.turns([cover.id for cover in covers])
            held = await self._as_held(covers, None)
        except MalformedData:
            alone = [[cover] for cover in covers] if len(covers) > 1 else []
            return [found for one in alone for found in await self._miscounted_of(one)]
        return [one for one in held if miscounts(one, turns[one.id], self._now(), self._zone)]

    async def _book(self, cover: Cover, transaction: Transaction) -> None:
        (as_held,) = await self._as_held([cover], transaction)
        turns = (await self._ledger.turns([cover.id], transaction))[cover.id]
        await self._ledger.book(brought_up(as_held, turns, self._now(), self._zone), transaction)

    async def _as_held(self, covers: Sequence[Cover], transaction: Transaction) -> list[Cover]:
        """Those that nobody has held say so.

        They are not done, or it is reported, or their session was cancelled or moved afterwards.
        """
        sessions = {cover.session.id for cover in covers}
        there = {session.id: session for session in await self._sessions.some(sessions, transaction)}
        reports = await self._reports.of_sessions(sessions, transaction)
        unheld = {session for session, report in reports.items() if not report.said.held}
        return [
            replace(one, held=one.session.id not in unheld and _stands(one, there.get(one.session.id)))
            for one in covers
        ]


def _stands(cover: Cover, session: Session | None) -> bool:
    """Of one whose session the old application has deleted nobody says otherwise."""
    if cover.state is not CoverState.DONE or cover.substitute is None:
        return False
    return session is None or (session.status is not SessionStatus.CANCELLED and session.start == cover.session.start)
