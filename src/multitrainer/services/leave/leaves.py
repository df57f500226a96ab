"""Leave: asked for, entered, decided, changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import LeaveOverlaps
from multitrainer.domain.leave import steps
from multitrainer.domain.leave.rules import LeaveRules, overlaps
from multitrainer.domain.leave.status import next_turn
from multitrainer.domain.leave.steps import Doer, LeaveStep
from multitrainer.domain.leave.values import Leave, LeaveState
from multitrainer.domain.local_time import shown
from multitrainer.domain.permissions import Verdict, can
from multitrainer.identity.callers import Caller
from multitrainer.repositories.leaves import Due, no_leave
from multitrainer.repositories.leaves import Leaves as LeaveRepository
from multitrainer.repositories.names import names_of
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.users import Users
from multitrainer.schemas.leaves import LeavePatch, NewLeave
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.covers_due import CoversDue
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.handovers.fresh_notes import FreshNotes
from multitrainer.services.leave.notices import LeaveNotices
from multitrainer.services.spans import within
from multitrainer.services.times import moment_of
from multitrainer.stored.ids import new_id
from multitrainer.stored.leaves import read_leave, write_leave

Raw = dict[str, Any]
Decide = Callable[[Leave, list[Leave], Doer], LeaveStep]

AHEAD = timedelta(days=400)


class WhichLeave(NamedTuple):
    """A trainer's or everybody's, in a state or in any, from a day until another."""

    trainer: str | None = None
    state: LeaveState | None = None
    since: date | None = None
    until: date | None = None


class Leaves:
    """Use cases of leave. The worker sets the status on rosters as it begins and ends (`leave_statuses`)."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        leaves: LeaveRepository,
        users: Users,
        audit: Audit,
        notices: LeaveNotices,
        covers_due: CoversDue,
        notes: FreshNotes,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._leaves = leaves
        self._users = users
        self._audit = audit
        self._notices = notices
        self._covers_due = covers_due
        self._notes = notes
        self._rules = LeaveRules(zone)
        self._now = now

    async def page(self, caller: Caller, state: LeaveState | None, cursor: str | None, limit: int) -> Paged:
        """Everybody's, in the order in which it was entered. Raises InvalidInput."""
        await self._gate.anywhere(caller, Action.LIST_LEAVES)
        return self._shown(await self._leaves.page(None, state, cursor, limit))

    async def of_trainer(
        self, caller: Caller, trainer: str, state: LeaveState | None, cursor: str | None, limit: int
    ) -> Paged:
        """A trainer's, likewise. Raises TrainerNotFound, InvalidInput."""
        await self._about(caller, Action.READ_LEAVES, trainer)
        return self._shown(await self._leaves.page(trainer, state, cursor, limit))

    async def during(self, caller: Caller, which: WhichLeave, cursor: str | None, limit: int) -> Paged:
        """What lies within some days, by its beginning: from today on, where no first day is named.

        Raises TrainerNotFound, InvalidInput.
        """
        if which.trainer:
            await self._about(caller, Action.READ_LEAVES, which.trainer)
        else:
            await self._gate.anywhere(caller, Action.LIST_LEAVES)
        today = shown(self._now(), self._rules.zone).date()
        time = within(which.since, which.until, today, today + AHEAD, self._rules.zone)
        return self._shown(await self._leaves.during(which.trainer, which.state, time, cursor, limit))

    async def read(self, caller: Caller, leave: str) -> Tagged:
        """One leave, with the handover notes that are not fresh for it. Raises LeaveNotFound."""
        found = await self._leaves.find(leave)
        await self._about_leave(caller, Action.READ_LEAVES, found)
        return await self._with_notes(tagged(self._view(found)))

    async def request(self, caller: Caller, trainer: str, new: NewLeave, id_: str | None = None) -> Tagged:
        """Ask for leave; an admin's own entry is approved at once. With the id of an earlier try, that one is answered.

        Raises TrainerNotFound, SenselessLeave, LeaveInPast, LeaveOverlaps, TimeNeverComes.
        """
        actor = await self._about(caller, Action.REQUEST_LEAVE, trainer)
        start, end = (moment_of(at, self._rules.zone, field) for at, field in ((new.start, "start"), (new.end, "end")))
        who = await self._name(trainer)
        wanted = Leave(id_ or new_id(), trainer, start, end, new.kind, new.note)

        async def change(session: Session) -> Tagged:
            others = await self._leaves.of_trainer(trainer, session)
            if there := next((other for other in others if other.id == wanted.id), None):
                return tagged(self._view(there))
            with self._naming(who, others):
                step = steps.request(wanted, others, _doer(actor), self._now(), self._rules)
            return await self._write(actor, Action.REQUEST_LEAVE, None, step, others, session)

        return await self._with_notes(await self._database.atomically(f"leaves:{trainer}", change))

    async def patch(self, caller: Caller, leave: str, patch: LeavePatch, if_match: str | None = None) -> Tagged:
        """Change a leave's times, kind or note.

        Raises LeaveNotFound, LeaveNotReady, LeaveNeedsApproval, SenselessLeave, LeaveInPast, LeaveOverlaps,
        TimeNeverComes, Stale.
        """
        times = {"start": patch.start, "end": patch.end}
        given = {name: moment_of(at, self._rules.zone, name) for name, at in times.items() if at}
        stated = {name: value for name, value in (("kind", patch.kind), ("note", patch.note)) if value is not None}

        def decide(found: Leave, others: list[Leave], doer: Doer) -> LeaveStep:
            wanted = replace(found, **given, **stated)  # type: ignore[arg-type]  # of the fields' own types
            return steps.change(found, wanted, others, doer, self._now(), self._rules)

        return await self._decided(caller, Action.CHANGE_LEAVE, leave, decide, if_match)

    async def approve(self, caller: Caller, leave: str, if_match: str | None = None, note: str | None = None) -> Tagged:
        """Approve a leave, with a note to whoever asked.

        Raises LeaveNotFound, LeaveNotReady, LeaveOverlaps, SenselessLeave, Stale.
        """

        def decide(found: Leave, others: list[Leave], doer: Doer) -> LeaveStep:
            return steps.approve(found, others, doer, self._rules, note)

        return await self._decided(caller, Action.DECIDE_LEAVE, leave, decide, if_match)

    async def decline(self, caller: Caller, leave: str, if_match: str | None = None, note: str | None = None) -> Tagged:
        """Decline a leave, with a note to whoever asked. Raises LeaveNotFound, LeaveNotReady, Stale."""

        def decide(found: Leave, _: list[Leave], doer: Doer) -> LeaveStep:
            return steps.decline(found, doer, note)

        return await self._decided(caller, Action.DECIDE_LEAVE, leave, decide, if_match)

    async def cancel(self, caller: Caller, leave: str, if_match: str | None = None) -> Tagged:
        """Cancel a leave. Raises LeaveNotFound, LeaveNotReady, LeaveInPast, Stale."""

        def decide(found: Leave, others: list[Leave], doer: Doer) -> LeaveStep:
            return steps.cancel(found, others, doer, self._now(), self._rules)

        return await self._decided(caller, Action.CHANGE_LEAVE, leave, decide, if_match)

    async def _decided(
        self, caller: Caller, action: Action, leave: str, decide: Decide, if_match: str | None
    ) -> Tagged:
        first = await self._leaves.find(leave)
        actor = await self._about_leave(caller, action, first)
        who = await self._name(first.trainer)

        async def change(session: Session) -> Tagged:
            found = await self._leaves.find(leave, session)
            must_match(if_match, self._view(found))
            others = [one for one in await self._leaves.of_trainer(found.trainer, session) if one.id != leave]
            with self._naming(who, others):
                step = decide(found, others, _doer(actor))
            return await self._write(actor, action, found, step, others, session)

        return await self._with_notes(await self._database.atomically(f"leaves:{first.trainer}", change))

    async def _write(
        self, actor: Actor, action: Action, before: Leave | None, step: LeaveStep, others: list[Leave], session: Session
    ) -> Tagged:
        """What it takes in goes last: without a transaction, a kill in between leaves both, which are the same time."""
        after = step.leave
        noted = of_fields("multitrainer_leaves", after.id, _noted(before) if before else {}, _noted(after))
        turn = self._turn(before, [after, *(one for one in others if one.id not in step.absorbed)], step)
        due = Due(turn, self._now())
        async with (
            self._audit.noting(actor, action, noted, session, about=after.trainer),
            self._notices.around(actor, before, after, session),
        ):
            if before is None:
                await self._leaves.insert(after, due, session)
            else:
                await self._leaves.save(before, after, due, session)
            await self._leaves.delete(step.absorbed, session)
        await self._covers_due.questions.of([after.trainer], session)
        self._covers_due.ring()
        return tagged(self._view(after))

    async def _name(self, trainer: str) -> str:
        found = await self._users.by_id([trainer])
        return found.get(trainer, {}).get("name") or trainer

    @contextmanager
    def _naming(self, who: str, others: list[Leave]) -> Iterator[None]:
        """The rules know no names: what they refuse because of another leave is refused with its trainer's."""
        try:
            yield
        except LeaveOverlaps as refusal:
            other = next(one for one in others if one.id == refusal.facts["leave"])
            raise overlaps(who, other, self._rules) from None

    def _turn(self, before: Leave | None, leaves: list[Leave], step: LeaveStep) -> datetime | None:
        """Statuses are looked at now if anybody's time away has changed; else when they leave or come back next."""
        return self._now() if step.newly or step.no_longer else next_turn(leaves, self._now())

    async def _about(self, caller: Caller, action: Action, trainer: str) -> Actor:
        """Raises TrainerNotFound, also for a user who is no trainer."""
        actor = await self._gate.anybody(caller)
        await self._gate.to_trainer(actor, action, trainer)
        await self._users.trainer(trainer)
        return actor

    async def _about_leave(self, caller: Caller, action: Action, leave: Leave) -> Actor:
        """Raises LeaveNotFound where they may not even know of the trainer."""
        actor = await self._gate.anybody(caller)
        await self._gate.to_trainer(actor, action, leave.trainer, no_leave(leave.id))
        return actor

    async def _with_notes(self, answer: Tagged) -> Tagged:
        """With the batches whose note is not fresh for it, before it begins; the tag is that of the leave alone."""
        leave = read_leave(answer.view)
        to_come = leave.state in {LeaveState.REQUESTED, LeaveState.APPROVED} and self._now() < leave.start
        batches = [*await self._notes.lacking(leave)] if to_come else []
        names = await names_of("batches", batches)
        lacking = [{"batch": batch, "batchName": names.get(batch)} for batch in batches]
        return Tagged({**answer.view, "notesToFreshen": lacking}, answer.tag)

    def _shown(self, page: Paged) -> Paged:
        return Paged([self._with_local_times(raw) for raw in page.items], page.next)

    def _view(self, leave: Leave) -> Raw:
        return self._with_local_times(write_leave(leave))

    def _with_local_times(self, raw: Raw) -> Raw:
        return {**raw, "localStart": self._local(raw["start"]), "localEnd": self._local(raw["end"])}

    def _local(self, at: datetime) -> str:
        return shown(at, self._rules.zone).isoformat(timespec="minutes")


def _doer(actor: Actor) -> Doer:
    return Doer(actor.id, admin=can(actor, Action.DECIDE_LEAVE) is Verdict.YES)


def _noted(leave: Leave) -> Raw:
    return {**write_leave(leave), "_id": leave.id, "trainer": leave.trainer}
