"""Writing what becomes of swaps: with the sessions that change hands, the audit, and whoever is to be told."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import AN_ID, of_fields
from multitrainer.domain.sessions import Session
from multitrainer.domain.swaps import Swap, SwapState, exchanged
from multitrainer.domain.taught import TaughtSession
from multitrainer.domain.telling.notices import Notice
from multitrainer.domain.telling.of_swaps import of_agreed, of_ended, of_proposed
from multitrainer.repositories.leaves import Leaves
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.swaps import Swaps
from multitrainer.repositories.teams import Teams
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.questions_due import QuestionsDue
from multitrainer.services.changes.telling import Telling

Raw = dict[str, Any]
Changed = tuple[TaughtSession, Session, Session]
"""What of a swap a session is, and the session before and after."""


class SwapChanges:
    """Writes changes of swaps, whole."""

    def __init__(
        self,
        swaps: Swaps,
        sessions: Sessions,
        lessons: Lessons,
        leaves: Leaves,
        teams: Teams,
        telling: Telling,
        audit: Audit,
        questions: QuestionsDue,
        now: Clock,
    ) -> None:
        self._swaps = swaps
        self._sessions = sessions
        self._lessons = lessons
        self._leaves = leaves
        self._teams = teams
        self._telling = telling
        self._audit = audit
        self._questions = questions
        self._now = now

    async def write(
        self, actor: Actor, action: Action, before: Swap | None, after: Swap, transaction: Transaction
    ) -> None:
        """Write what a swap has become; once both have confirmed, its sessions change hands.

        Without a transaction, it is written first that they will: `carry_out` does what a kill in between leaves.

        Raises:
            Outdated: the swap, or a session of it, is no longer as it was read.
        """
        if before == after:
            return
        agreed = after.state is SwapState.AGREED
        written = replace(after, look_at=self._now()) if agreed else after
        noted = of_fields("multitrainer_swaps", after.id, _noted(before), _noted(after))
        async with (
            self._audit.noting(actor, action, noted, transaction, about=after.one.course),
            self._telling.around(self._news(actor, before, after), transaction),
        ):
            if before is None:
                await self._swaps.insert(written, transaction)
            else:
                await self._swaps.save(before, written, transaction)
        if agreed:
            await self.carry_out(actor, written, transaction)

    async def carry_out(self, actor: Actor, swap: Swap, transaction: Transaction) -> None:
        """Give both sessions of an agreed swap their teachers, as far as they have them not yet, and tell of it.

        Raises Outdated.
        """
        changed = await self._exchanged(swap, transaction)
        notices = await self._agreed(swap, changed, transaction)
        async with AsyncExitStack() as around:
            for side, before, after in changed:
                noted = of_fields("multitrainer_sessions", side.id, _taught(before), _taught(after))
                course = side.course
                noting = self._audit.noting(actor, Action.ANSWER_SWAP, noted, transaction, about=course)
                await around.enter_async_context(noting)
            await around.enter_async_context(self._telling.around(notices, transaction))
            pairs = [(before, after) for _, before, after in changed if before != after]
            await self._sessions.save(pairs, transaction)
            await self._leaves.make_covers_due(swap.trainers, self._now(), transaction)
            await self._questions.of(swap.trainers, transaction)
            await self._swaps.save(swap, replace(swap, look_at=None), transaction)

    async def _exchanged(self, swap: Swap, transaction: Transaction) -> list[Changed]:
        """Sessions that are there, before and after. The batch's own primary is not named in them."""
        sides = {side.id: side for side in exchanged(swap)}
        found = await self._sessions.some([*sides], transaction)
        primaries = {one.batch: await self._lessons.primary_of(one.batch, transaction) for one in found}
        return [(sides[one.id], one, one.taught_by(sides[one.id].trainer, primaries[one.batch])) for one in found]

    async def _agreed(self, swap: Swap, changed: Sequence[Changed], transaction: Transaction) -> list[Notice]:
        sequences = {after.id: after.sequence for _, _, after in changed}
        sides = (swap.one, swap.other)
        leads = {one.batch: await self._teams.lead_of(one.course, one.batch, transaction) for one in sides}
        return of_agreed(swap, sequences, leads, self._now())

    def _news(self, actor: Actor, before: Swap | None, after: Swap) -> list[Notice]:
        """What is told of all but an agreed one, of which `carry_out` tells."""
        if before is None:
            return of_proposed(after, self._now())
        if after.state in {SwapState.PROPOSED, SwapState.AGREED}:
            return []
        proposer = after.by if AN_ID.fullmatch(after.by) else None  # others are machines, or whoever runs the service
        return of_ended(after, actor.id, proposer, self._now())


def _noted(swap: Swap | None) -> Raw:
    """What the audit keeps: ids as strings."""
    if swap is None:
        return {}
    sides = {"one": swap.one, "other": swap.other}
    of_sides = {name: {"session": side.id, "trainer": side.trainer} for name, side in sides.items()}
    confirmed = {"confirmed": sorted(swap.confirmed)} if swap.confirmed else {}
    return {"_id": swap.id, **of_sides, "by": swap.by, "state": swap.state.value, **confirmed}


def _taught(session: Session) -> Raw:
    return {"teacher": session.teacher, "sequence": session.sequence}
