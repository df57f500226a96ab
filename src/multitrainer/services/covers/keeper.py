"""Keeps covers after leave, timetables and teams: opens those that are needed, closes those that are not any more."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.covers.keeping import Kept, deserted, given_up, kept_up
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import MalformedData
from multitrainer.domain.intervals import Interval
from multitrainer.domain.invariants import Violation
from multitrainer.domain.leave.values import Leave, LeaveState, away
from multitrainer.domain.sessions import Session
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.leaves import Leaves
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.users import Users
from multitrainer.services.covers.changes import Change, CoverChanges
from multitrainer.stored.covers import cover_id

AGAIN = timedelta(minutes=10)
"""How often covers are brought after what changes without saying so: timetables that go on, teams, hands."""

LOOKED_BACK = timedelta(days=30)
"""So long after it began a session is compared with its cover: whoever wrote the two may have been killed in
between, and nobody have looked before it began. Longer than anybody leaves a worker standing still."""


class CoverKeeper:
    """Brings covers after whatever they follow from. Done twice, or by several, it does nothing more."""

    def __init__(
        self,
        database: Database,
        covers: Covers,
        leaves: Leaves,
        lessons: Lessons,
        sessions: Sessions,
        users: Users,
        changes: CoverChanges,
        now: Clock,
    ) -> None:
        self._database = database
        self._covers = covers
        self._leaves = leaves
        self._lessons = lessons
        self._sessions = sessions
        self._users = users
        self._changes = changes
        self._now = now

    async def due(self, limit: int) -> list[str]:
        """Some trainers whose covers have to be looked at."""
        return await self._leaves.covers_due(self._now(), limit)

    async def bring_up(self, trainer: str) -> None:
        """See to it that exactly the sessions that a trainer's leave takes from them are covered, or sought for.

        What they cover themselves, and can't any more, is given back.

        Raises Contended.
        """
        now = self._now()
        waiting = await self._leaves.waiting(trainer, now)

        async def change(transaction: Transaction) -> None:
            found = await self._needed(trainer, transaction)
            await self._changes.write(THE_ADMIN, Action.SEARCH_COVER, found, transaction)
            await self._sessions.save(await self._behind(trainer, transaction), transaction)

        async with self._database.alone_at(f"covering:{trainer}"):
            await self._database.atomically(f"covers:{trainer}", change)
            for absent in sorted({given.after.session.trainer for given in await self._given_up(trainer, None)}):
                await self._give_up(trainer, absent)
        await self._leaves.covers_looked_at(waiting, now, now + AGAIN)

    async def put_off(self, trainer: str, by: timedelta) -> None:
        """Bring those of a trainer up later that can't be now."""
        now = self._now()
        await self._leaves.covers_looked_at(await self._leaves.waiting(trainer, now), now, now + by)

    async def behind(self) -> AsyncIterator[Violation]:
        """Whose covers are not as they have to be, of all who are away, will be or were lately."""
        async for trainer in self._leaves.absent(self._now() - LOOKED_BACK):
            if await self._is_behind(trainer):
                words = f"The covers of trainer {trainer} are not what their leave asks for."
                yield Violation("covers-behind", words, trainer=trainer)

    async def _give_up(self, trainer: str, absent: str) -> None:
        """Under the name of whoever is away, as all that changes their covers, so that nothing gets in between."""

        async def change(transaction: Transaction) -> None:
            found = [one for one in await self._given_up(trainer, transaction) if one.after.session.trainer == absent]
            await self._changes.write(THE_ADMIN, Action.SEARCH_COVER, found, transaction)

        await self._database.atomically(f"covers:{absent}", change)

    async def _is_behind(self, trainer: str) -> bool:
        try:
            found = await self._needed(trainer, None) or await self._given_up(trainer, None)
            return bool(found or await self._behind(trainer, None))
        except MalformedData:
            return True

    async def _needed(self, trainer: str, transaction: Transaction) -> list[Change]:
        now = self._now()
        leaves = await self._absences(trainer, transaction)
        covers = await self._covers.of_trainer(trainer, now, transaction)
        sessions = await self._lessons.owned(trainer, _reach(now, leaves, covers), transaction)
        kept = kept_up(sessions, leaves, covers, now, cover_id)
        changed = {step.cover.id for _, step in kept}
        left = [cover for cover in covers if cover.id not in changed]
        return [Change(*one) for one in (*kept, *await self._deserted(left, transaction))]

    async def _deserted(self, covers: Sequence[Cover], transaction: Transaction) -> tuple[Kept, ...]:
        """Whoever had taken them is no trainer any more, as the old application may have it."""
        taking = {cover.substitute for cover in covers if cover.substitute}
        there = await self._users.trainers_among(taking, transaction) if taking else set()
        return deserted(covers, {*map(str, there)}, self._now())

    async def _given_up(self, trainer: str, transaction: Transaction) -> list[Change]:
        """What they can't cover any more, nor need to answer, because they are away themselves."""
        now, leaves = self._now(), await self._absences(trainer, transaction)
        others = await self._covers.taken_by(trainer, now, transaction) if leaves else []
        asked = await self._covers.offered_to(trainer, transaction) if leaves else []
        return [Change(*kept) for kept in given_up(trainer, away(leaves), (*others, *asked), now)]

    async def _absences(self, trainer: str, transaction: Transaction) -> list[Leave]:
        return [one for one in await self._leaves.of_trainer(trainer, transaction) if _counts(one, self._now())]

    async def _behind(self, trainer: str, transaction: Transaction) -> list[tuple[Session, Session]]:
        """Sessions that do not say who covers them, as a kill on a server without transactions leaves them.

        Those that are theirs no more, since a swap, have covers of whoever has them now.
        """
        covers = await self._covers.of_trainer(trainer, self._now() - LOOKED_BACK, transaction)
        expected: dict[str, str | None] = dict.fromkeys(cover.session.id for cover in covers)
        expected |= {cover.session.id: cover.substitute for cover in covers if cover.substitute}
        found = await self._sessions.some([*expected], transaction)
        taught = await self._lessons.taught(found, transaction)
        others = {id_ for id_, one in taught.items() if one.trainer != trainer}
        pairs = ((one, one.covered_by(expected[one.id])) for one in found if one.id not in others)
        return [(before, after) for before, after in pairs if before != after]


def _counts(leave: Leave, now: datetime) -> bool:
    return leave.state is LeaveState.APPROVED and now < leave.end


def _reach(now: datetime, leaves: Sequence[Leave], covers: Sequence[Cover]) -> Interval:
    """From now until the last that leave or a cover is about."""
    ends = [leave.end for leave in leaves] + [cover.session.end for cover in covers]
    return Interval(now, max(ends, default=now))
