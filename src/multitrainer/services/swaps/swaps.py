"""Swaps: proposed, confirmed by both, declined, withdrawn."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain import swaps as steps
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import led_by
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.errors import SwapNotPossible
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.swaps import Pair, Swap, SwapEvent, SwapState
from multitrainer.domain.taught import TaughtSession
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.sessions import Sessions, no_session
from multitrainer.repositories.swaps import Swaps as SwapRepository
from multitrainer.repositories.swaps import no_swap
from multitrainer.repositories.users import Users
from multitrainer.schemas.swaps import NewSwap
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.covers.stand_ins import StandIns
from multitrainer.services.gate import Gate
from multitrainer.services.swaps.changes import SwapChanges
from multitrainer.services.swaps.sight import SIDES, SwapSight, sight, sight_in
from multitrainer.services.swaps.views import SwapViews
from multitrainer.stored.ids import new_id

Raw = dict[str, Any]


class Swaps:
    """Use cases of swaps. The worker ends those that nobody confirmed in time (`SwapTimes`)."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        swaps: SwapRepository,
        sessions: Sessions,
        lessons: Lessons,
        covers: Covers,
        users: Users,
        stand_ins: StandIns,
        changes: SwapChanges,
        rules: CoverRules,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._swaps = swaps
        self._sessions = sessions
        self._lessons = lessons
        self._covers = covers
        self._users = users
        self._stand_ins = stand_ins
        self._changes = changes
        self._views = SwapViews(users, rules.zone)
        self._rules = rules
        self._now = now

    async def page(self, caller: Caller, state: SwapState | None, cursor: str | None, limit: int) -> Paged:
        """All, in the order in which they were proposed; for trainers, their own and those of courses that they lead.

        Raises InvalidInput.
        """
        actor = await self._gate.anywhere(caller, Action.LIST_SWAPS)
        whose: list[Raw] = [{}]
        teams: list[Team] = []
        if actor.kind is ActorKind.TRAINER:
            teams = await self._gate.teams_of(actor)
            whose = [{"trainers": actor.id}, *({"courses": course} for course in led_by(actor, teams))]
        return await self._page(whose, state, sight_in(actor, teams), cursor, limit)

    async def of_trainer(
        self, caller: Caller, trainer: str, state: SwapState | None, cursor: str | None, limit: int
    ) -> Paged:
        """Those of a trainer's sessions, likewise; to a lead, those that touch their courses.

        Raises TrainerNotFound, InvalidInput.
        """
        actor = await self._gate.anybody(caller)
        shared = await self._gate.to_trainer(actor, Action.READ_TRAINERS_SESSIONS, trainer)
        await self._users.trainer(trainer)
        page = await self._page([{"trainers": trainer}], state, await sight(self._gate, actor), cursor, limit)
        if actor.kind is not ActorKind.TRAINER or actor.id == trainer:
            return page
        led = {*led_by(actor, shared)}
        return Paged([one for one in page.items if {str(one[side]["course"]) for side in SIDES} & led], page.next)

    async def read(self, caller: Caller, swap: str) -> Tagged:
        """One swap. Raises SwapNotFound."""
        found = await self._swaps.find(swap)
        actor = await self._gate.on_swap(caller, Action.READ_SWAP, found, found.trainers, no_swap(swap))
        return await self._view(swap, await sight(self._gate, actor), None)

    async def propose(self, caller: Caller, new: NewSwap, id_: str | None = None) -> Tagged:
        """Propose that two sessions change hands. With the id of an earlier try, that one is answered.

        Raises SessionNotFound, SenselessSwap, SwapNotPossible.
        """
        actor, draft = await self._draft(caller, new, id_ or new_id())
        sees = await sight(self._gate, actor)

        async def change(transaction: Transaction) -> Tagged:
            if not await self._swaps.exists(draft.id, transaction):
                await self._must_be_in_no_swap(draft, transaction)
                await self._must_be_as_proposed(draft, transaction)
                pair = await self._pair(draft, transaction)
                proposed = steps.propose(draft, pair, self._now(), self._rules)
                await self._changes.write(actor, Action.PROPOSE_SWAP, None, proposed, transaction)
            return await self._view(draft.id, sees, transaction)

        return await self._database.atomically(f"swaps:{draft.id}", change)

    async def confirm(self, caller: Caller, swap: str, if_match: str | None = None) -> Tagged:
        """Agree to a swap; with the second of the two, the sessions change hands. Agreed already, it is answered.

        Raises SwapNotFound, SwapNotReady, SwapNotPossible, Stale.
        """
        found = await self._swaps.find(swap)
        actor = await self._gate.on_swap(caller, Action.ANSWER_SWAP, found, found.trainers, no_swap(swap))
        sees = await sight(self._gate, actor)

        async def change(transaction: Transaction) -> Tagged:
            must_match(if_match, (await self._view(swap, sees, transaction)).view)
            there = await self._swaps.find(swap, transaction)
            if there.state is SwapState.AGREED and there.look_at:  # cut off, or outrun, before both had changed hands
                await self._changes.carry_out(actor, there, transaction)
            elif not _is_confirmed(there, actor.id):
                after = await self._confirmed(there, actor.id, transaction)
                await self._changes.write(actor, Action.ANSWER_SWAP, there, after, transaction)
            return await self._view(swap, sees, transaction)

        async with self._alone(found):
            return await self._database.atomically(f"swaps:{swap}", change)

    async def decline(self, caller: Caller, swap: str, if_match: str | None = None) -> Tagged:
        """Not want a swap. Raises SwapNotFound, SwapNotReady, Stale."""
        found = await self._swaps.find(swap)
        actor = await self._gate.on_swap(caller, Action.ANSWER_SWAP, found, found.trainers, no_swap(swap))
        return await self._ended(actor, Action.ANSWER_SWAP, swap, SwapEvent.DECLINED, if_match)

    async def withdraw(self, caller: Caller, swap: str, if_match: str | None = None) -> Tagged:
        """Take back what one has proposed. Raises SwapNotFound, SwapNotReady, Stale."""
        found = await self._swaps.find(swap)
        actor = await self._gate.on_swap(caller, Action.WITHDRAW_SWAP, found, (found.by,), no_swap(swap))
        return await self._ended(actor, Action.WITHDRAW_SWAP, swap, SwapEvent.WITHDRAWN, if_match)

    async def _ended(self, actor: Actor, action: Action, swap: str, event: SwapEvent, if_match: str | None) -> Tagged:
        sees = await sight(self._gate, actor)

        async def change(transaction: Transaction) -> Tagged:
            must_match(if_match, (await self._view(swap, sees, transaction)).view)
            there = await self._swaps.find(swap, transaction)
            declined = event is SwapEvent.DECLINED
            after = steps.decline(there, actor.id) if declined else steps.withdraw(there)
            await self._changes.write(actor, action, there, after, transaction)
            return await self._view(swap, sees, transaction)

        return await self._database.atomically(f"swaps:{swap}", change)

    async def _draft(self, caller: Caller, new: NewSwap, id_: str) -> tuple[Actor, Swap]:
        """What somebody would propose, who may. Raises SessionNotFound, SenselessSwap, SwapNotPossible."""
        actor = await self._gate.anybody(caller)
        taught = await self._lessons.taught([await self._sessions.find(one) for one in (new.session, new.other)])
        for session in (new.session, new.other):
            if session not in taught and can(actor, Action.PROPOSE_SWAP) is not Verdict.YES:
                raise no_session(session)
            if session not in taught:
                words = f"Session {session} is nobody's: its batch has no primary, or no course."
                said = Sentence("One of the sessions is nobody's: its batch has no primary, or no course.")
                raise SwapNotPossible(said, words, trainer=None, reason="nobodys")
        draft = Swap(id_, taught[new.session], taught[new.other], actor.id, note=new.note)
        await self._gate.on_swap(caller, Action.PROPOSE_SWAP, draft, draft.trainers, no_session(new.session))
        await self._must_know(actor, draft)
        steps.must_be_of_two(draft)
        return actor, draft

    async def _must_know(self, actor: Actor, draft: Swap) -> None:
        """Whoever proposes a swap of a session of theirs knows the other trainer. Raises SessionNotFound."""
        for side in (draft.one, draft.other):
            if actor.id in draft.trainers and actor.id != side.trainer:
                await self._gate.to_trainer(actor, Action.READ_TRAINER, side.trainer, no_session(side.id))

    async def _confirmed(self, there: Swap, trainer: str, transaction: Transaction) -> Swap:
        steps.becomes(there, SwapEvent.CONFIRMED)
        await self._must_be_as_proposed(there, transaction)
        pair = await self._pair(there, transaction)
        return steps.confirm(there, trainer, pair, self._now(), self._rules)

    async def _must_be_in_no_swap(self, draft: Swap, transaction: Transaction) -> None:
        """Raises SwapNotPossible."""
        if live := sorted(await self._swaps.live([draft.one.id, draft.other.id], transaction)):
            words = f"Session {live[0]} is in another swap. Confirm, decline or withdraw that first."
            said = Sentence("One of the sessions is in another swap. Confirm, decline or withdraw that first.")
            raise SwapNotPossible(said, words, trainer=None, reason="in-a-swap")

    async def _must_be_as_proposed(self, swap: Swap, transaction: Transaction) -> None:
        """Raises SwapNotPossible."""
        sessions = await self._sessions.some([swap.one.id, swap.other.id], transaction)
        taught = await self._lessons.taught(sessions, transaction)
        for session in sessions:
            trainer = taught[session.id].trainer if session.id in taught else None
            covers = await self._covers.of_trainer(trainer, self._now(), transaction) if trainer else []
            steps.must_be_free(session, covers)
        steps.must_be_unchanged(swap, taught)

    async def _pair(self, swap: Swap, transaction: Transaction) -> Pair:
        """Both trainers, each on the day of the session that they would get, as things stand now."""
        (one, needs_of_other), (other, needs_of_one) = [
            await self._getting(gets, gives.trainer, transaction)
            for gives, gets in ((swap.one, swap.other), (swap.other, swap.one))
        ]
        return Pair(one, other, needs_of_one, needs_of_other)

    async def _getting(
        self, session: TaughtSession, trainer: str, transaction: Transaction
    ) -> tuple[Person, frozenset[str]]:
        sought = await self._stand_ins.sought([session], transaction)
        (person,) = await self._stand_ins.people(sought, [trainer], transaction)
        return person, sought.wanted.needs

    @asynccontextmanager
    async def _alone(self, swap: Swap) -> AsyncIterator[None]:
        """Else one of the two could take another session of that time meanwhile. Raises Contended."""
        async with AsyncExitStack() as around:
            for trainer in sorted(swap.trainers):
                await around.enter_async_context(self._database.alone_at(f"covering:{trainer}"))
            yield

    async def _page(
        self, whose: list[Raw], state: SwapState | None, sees: SwapSight, cursor: str | None, limit: int
    ) -> Paged:
        page = await self._swaps.page(whose, state, cursor, limit)
        return Paged(await self._views.several(page.items, sees), page.next)

    async def _view(self, swap: str, sees: SwapSight, transaction: Transaction) -> Tagged:
        return tagged((await self._views.several([await self._swaps.raw(swap, transaction)], sees))[0])


def _is_confirmed(swap: Swap, trainer: str) -> bool:
    """Whether somebody has confirmed before, so that doing it again changes nothing."""
    return trainer in swap.confirmed and swap.state in {SwapState.PROPOSED, SwapState.AGREED}
