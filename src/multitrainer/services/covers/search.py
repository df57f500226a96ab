"""The search for cover as time passes: a job of the worker's."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.covers.asking import look
from multitrainer.domain.covers.neighbours import Block, blocks
from multitrainer.domain.covers.passing import pass_time
from multitrainer.domain.covers.ranking import Ranking
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover, CoverStep
from multitrainer.domain.errors import Conflict, Contended, CourseNotFound, NotFound
from multitrainer.domain.local_time import shown
from multitrainer.domain.sessions import SessionStatus
from multitrainer.failures import REFUSED
from multitrainer.repositories.covers import Covers, Due
from multitrainer.repositories.sessions import Sessions
from multitrainer.services.changes.covers_due import COVERS
from multitrainer.services.covers.changes import Change, CoverChanges
from multitrainer.services.covers.counting import CoverCounting
from multitrainer.services.covers.keeper import CoverKeeper
from multitrainer.services.covers.stand_ins import StandIns
from multitrainer.services.working.lanes import in_lanes

AT_ONCE = 50
"""How many covers, and how many trainers, one run looks at."""

SIDE_BY_SIDE = 4
"""How many of them at a time."""

LATER = timedelta(minutes=5)
"""When a cover is looked at again that could not be, so that it keeps no others waiting."""

SOON = timedelta(seconds=10)
"""The same where others got in between again and again, which passes."""


class CoverSearch:
    """Asks the next, lets time run out, tells whoever has to decide."""

    name = COVERS
    alone = True

    def __init__(
        self,
        database: Database,
        covers: Covers,
        sessions: Sessions,
        keeper: CoverKeeper,
        stand_ins: StandIns,
        changes: CoverChanges,
        counting: CoverCounting,
        rules: CoverRules,
        now: Clock,
    ) -> None:
        self._database = database
        self._covers = covers
        self._sessions = sessions
        self._keeper = keeper
        self._stand_ins = stand_ins
        self._changes = changes
        self._counting = counting
        self._rules = rules
        self._now = now

    async def run(self) -> bool:
        """Look at some that are due; whether something was done. Killed in between, they are due still."""
        trainers = await self._keeper.due(AT_ONCE)
        for trainer in trainers:
            await self._bring_up(trainer)
        due = await self._covers.due(self._now(), AT_ONCE)
        await in_lanes(due, self._day_of, lambda cover: self._look_at(cover.id), SIDE_BY_SIDE)
        return bool(trainers or due)

    def _day_of(self, cover: Due) -> date | None:
        """Those of one day wait for each other: whoever is asked for one is asked later for the others."""
        try:
            return shown(cover.start, self._rules.zone).date() if cover.start else None
        except OverflowError:  # the last hours that can be written
            return None

    async def _bring_up(self, trainer: str) -> None:
        """The same goes for a trainer whose covers can't be brought up, because of what somebody wrote by hand."""
        try:
            await self._keeper.bring_up(trainer)
        except (Conflict, NotFound, *REFUSED) as error:
            await self._keeper.put_off(trainer, _until(error))

    async def _look_at(self, cover: str) -> None:
        """One that can't be looked at keeps the others from nothing."""
        try:
            trainer = (await self._covers.find(cover)).session.trainer
            await self._database.atomically(f"covers:{trainer}", lambda tx: self._looked(cover, tx))
        except (Conflict, NotFound, *REFUSED) as error:
            await self._covers.look_again([cover], self._now() + _until(error), None)

    async def _looked(self, due: str, transaction: Transaction) -> None:
        """What became of it, and of the searches that go together with it, in one: they are told of in one."""
        now, cover = self._now(), await self._covers.find(due, transaction)
        if cover.look_at is None or now < cover.look_at:
            return
        if cover.state is CoverState.DONE:
            await self._counting.count(cover, transaction)
            return
        if cover.state is not CoverState.SEARCHING:
            took_place = await self._takes_place(cover, transaction)
            changes = [Change(cover, _passed(cover, now, self._rules, took_place=took_place))]
        else:
            changes = await self._asked(await self._block_of(cover, transaction), transaction)
        await self._changes.write(THE_ADMIN, Action.SEARCH_COVER, changes, transaction)

    async def _takes_place(self, cover: Cover, transaction: Transaction) -> bool:
        """At the time for which it was covered; one that is gone, cancelled or moved does not."""
        found = await self._sessions.some([cover.session.id], transaction)
        return any(one.start == cover.session.start and one.status is not SessionStatus.CANCELLED for one in found)

    async def _block_of(self, cover: Cover, transaction: Transaction) -> Block:
        together = blocks(await self._covers.searches(cover.leave, transaction), self._rules)
        return next((block for block in together if any(one.id == cover.id for one in block)), (cover,))

    async def _asked(self, block: Block, transaction: Transaction) -> list[Change]:
        try:
            sought = await self._stand_ins.ranking([cover.session for cover in block], transaction)
        except CourseNotFound:  # the old application has deleted it: nobody comes into question
            sought = Ranking((), ())
        found = look(block, sought, self._now(), self._rules)
        return [Change(cover, step) for cover, step in zip(block, found, strict=True)]


def _until(error: Exception) -> timedelta:
    """How long what failed so waits."""
    return SOON if isinstance(error, Contended) else LATER


def _passed(cover: Cover, now: datetime, rules: CoverRules, *, took_place: bool) -> CoverStep:
    """What is looked at though nothing is to be done, because it was a search a moment ago, waits for its end."""
    step = pass_time(cover, now, rules, took_place=took_place)
    if step.cover != cover:
        return step
    return CoverStep(replace(cover, look_at=cover.session.end if now < cover.session.end else None))
