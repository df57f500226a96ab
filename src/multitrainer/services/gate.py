"""Who may come through: what every use case asks before it does anything."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import courses_of, in_team, led_by, of_question
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import BatchNotFound, BatchWithoutCourse, CourseNotFound, NotAllowed, NotFound
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.questions.values import Question
from multitrainer.domain.roster import Entry, Role
from multitrainer.domain.standings import NOTHING, Context, Touched
from multitrainer.domain.swaps import Swap
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches, no_batch
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.courses import no_course
from multitrainer.repositories.covers import Covers, no_cover
from multitrainer.repositories.questions import no_question
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import no_trainer
from multitrainer.services.permissions import must

REPORTED_WITHIN = timedelta(days=1)
"""How long after a session whoever held it still sees its batch, to report of it."""
_HINDERS = {Verdict.NO: 0, Verdict.SIGN_IN: 0, Verdict.UNKNOWN: 1, Verdict.YES: 2}
"""Of two verdicts, which one is told."""


class Gate:
    """Lets through whoever may do something, and tells the others as much as they may know.

    Everything raises NotSignedIn where the caller is nobody any more, and NotAllowed where they may not.
    """

    def __init__(
        self, callers: Callers, teams: Teams, batches: Batches, covers: Covers, sessions: Sessions, now: Clock
    ) -> None:
        self._callers = callers
        self._covers = covers
        self._sessions = sessions
        self._now = now
        self._teams = teams
        self._batches = batches

    async def anybody(self, caller: Caller) -> Actor:
        """For what asks for itself whether they may."""
        return await self._callers.find(caller)

    async def anywhere(self, caller: Caller, action: Action) -> Actor:
        """For what is about no course or batch."""
        actor = await self._callers.find(caller)
        must(actor, action)
        return actor

    async def on_course(self, caller: Caller, action: Action, course: str) -> Actor:
        """For what is about a course. Raises CourseNotFound as well."""
        actor = await self._callers.find(caller)
        if can(actor, action) is not Verdict.YES:
            must(actor, action, await self._in_team(actor, course), no_course(course))
        return actor

    async def may_on_course(self, caller: Caller, action: Action, course: str) -> bool:
        """Whether they may, for whoever shows them a choice. Raises NotSignedIn alone."""
        with suppress(NotAllowed, NotFound):
            await self.on_course(caller, action, course)
            return True
        return False

    async def may_on_batch(self, caller: Caller, action: Action, batch: str) -> bool:
        """The same of a batch. Raises NotSignedIn alone."""
        with suppress(NotAllowed, NotFound):
            await self.on_batch(caller, action, batch)
            return True
        return False

    async def may_to_trainer(self, caller: Caller, action: Action, trainer: str) -> bool:
        """The same of a trainer. Raises NotSignedIn alone."""
        with suppress(NotAllowed, NotFound):
            await self.to_trainer(await self.anybody(caller), action, trainer)
            return True
        return False

    async def on_batch(self, caller: Caller, action: Action, batch: str, unknown: NotFound | None = None) -> Actor:
        """For what is about a batch. Raises BatchNotFound, or `unknown`, as well."""
        actor = await self._callers.find(caller)
        if can(actor, action) is Verdict.YES:
            return actor
        try:
            standing = await self.standing(actor, batch)
        except BatchNotFound:
            raise unknown or no_batch(batch) from None
        must(actor, action, await self._with_cover(actor, action, standing, batch), unknown or no_batch(batch))
        return actor

    async def on_cover(self, caller: Caller, action: Action, cover: Cover, themselves: Collection[str | None]) -> Actor:
        """For what is about a cover. `themselves` are those for whom it is their own. Raises CoverNotFound as well.

        Whoever is away or was asked knows of it, whatever they may not do.
        """
        actor = await self._callers.find(caller)
        if can(actor, action, Context(oneself=actor.id in themselves)) is Verdict.YES:
            return actor
        standing = await self._standing_of_any(actor, cover.session.batch)
        unknown = None if actor.id in cover.concerned else no_cover(cover.id)
        must(actor, action, replace(standing, oneself=actor.id in themselves), unknown)
        return actor

    async def on_session(
        self, caller: Caller, action: Action, batch: str, themselves: Collection[str | None], unknown: NotFound
    ) -> Actor:
        """For what is about a batch's session. `themselves` are those for whom it is their own.

        Raises `unknown` as well.
        """
        actor = await self._callers.find(caller)
        own = Context(oneself=actor.id in themselves)
        if can(actor, action, own) is not Verdict.YES:
            standing = replace(await self._standing_of_any(actor, batch), oneself=own.oneself)
            must(actor, action, await self._with_cover(actor, action, standing, batch), unknown)
        return actor

    async def on_swap(
        self, caller: Caller, action: Action, swap: Swap, themselves: Collection[str], unknown: NotFound
    ) -> Actor:
        """For what is about a swap, which is read by whoever may for one of its batches, and else has to be for both.

        `themselves` are those for whom it is their own. Raises `unknown` as well.
        """
        actor = await self._callers.find(caller)
        oneself = actor.id in themselves
        if can(actor, action, Context(oneself=oneself)) is Verdict.YES:
            return actor
        contexts = [await self._standing_of_any(actor, side.batch) for side in (swap.one, swap.other)]
        verdicts = [can(actor, action, context) for context in contexts]
        suffices = any if action is Action.READ_SWAP else all
        if not suffices(verdict is Verdict.YES for verdict in verdicts):
            knows = actor.id in swap.trainers or {*verdicts} != {Verdict.UNKNOWN}
            most = min(zip(verdicts, contexts, strict=True), key=lambda found: _HINDERS[found[0]])[1]
            must(actor, action, most, None if knows else unknown)
        return actor

    async def on_question(self, caller: Caller, action: Action, question: Question) -> Actor:
        """For what is about a student's question: their own of whoever has it. Raises QuestionNotFound as well."""
        actor = await self._callers.find(caller)
        if can(actor, action, of_question(actor, question)) is not Verdict.YES:
            standing = await self.standing_of_asked(actor, question.course, question.batch)
            must(actor, action, of_question(actor, question, standing), no_question(question.id))
        return actor

    async def on_whole_course(self, actor: Actor, action: Action, course: str, unknown: NotFound | None = None) -> None:
        """For what touches all batches of a course. Raises CourseNotFound, or `unknown`, as well."""
        if can(actor, action) is Verdict.YES:
            return
        try:
            team = (await self._teams.load(course, counting=False)).current
        except CourseNotFound:
            raise unknown or no_course(course) from None
        touched = Touched(frozenset(batch.id for batch in team.batches))
        must(actor, action, Context(team.member(actor.id), touched=touched), unknown or no_course(course))

    async def to_trainer(
        self, actor: Actor, action: Action, trainer: str, unknown: NotFound | None = None
    ) -> list[Team]:
        """For what is about a trainer. Returns the teams that they share, where that was asked for.

        Raises TrainerNotFound, or `unknown`, as well.
        """
        if can(actor, action) is Verdict.YES:
            return []
        shared = [team for team in courses_of(actor, await self.teams_of(actor)) if team.member(trainer)]
        entry = Entry(actor.id, Role.LEAD) if led_by(actor, shared) else None
        context = Context(entry, oneself=actor.id == trainer, colleague=bool(shared))
        must(actor, action, context, unknown or no_trainer(trainer))
        return shared

    async def teams_of(self, actor: Actor) -> list[Team]:
        """The teams of all courses that a trainer has to do with, as they are at this moment."""
        return [stored.current for stored in await self._teams.of_trainer(actor.id)]

    async def standing_on(self, actor: Actor, course: str) -> Context:
        """How somebody stands to a course. Raises CourseNotFound."""
        return await self._in_team(actor, course)

    async def standing_in(self, actor: Actor, course: str, batch: str) -> Context:
        """How somebody stands to a batch of a course, and whether they stand in there. Raises CourseNotFound."""
        if actor.kind is ActorKind.STUDENT:
            return Context(in_class=await self._batches.has_student(batch, actor.id))
        standing = await self._in_team(actor, course, batch)
        if actor.kind is not ActorKind.TRAINER or standing.on_batch:
            return standing
        return replace(standing, covering=await self._is_covering(actor, batch))

    async def covered_by(self, actor: Actor) -> set[str]:
        """The batches in which a trainer stands in now, by cover or swap."""
        since = self._now() - REPORTED_WITHIN
        taken = await self._covers.covered_by(actor.id, since)
        return taken | await self._sessions.taken_over_by(actor.id, since)

    async def who_covers(self, batch: str) -> set[str]:
        """Those who stand in on a batch now, by cover or swap."""
        since = self._now() - REPORTED_WITHIN
        return await self._covers.who_covers(batch, since) | await self._sessions.who_took_over(batch, since)

    async def _in_team(self, actor: Actor, course: str, batch: str | None = None) -> Context:
        stored = await self._teams.load(course, counting=False)
        return in_team(stored.current, actor.id, batch)

    async def _with_cover(self, actor: Actor, action: Action, standing: Context, batch: str) -> Context:
        """A standing with whether they cover a session of the batch, which is asked where nothing else suffices."""
        if can(actor, action, standing) is Verdict.YES or actor.kind is not ActorKind.TRAINER:
            return standing
        return replace(standing, covering=await self._is_covering(actor, batch))

    async def _is_covering(self, actor: Actor, batch: str) -> bool:
        """Whether a session of the batch is theirs by cover or swap, from when they took it until a day after it."""
        since = self._now() - REPORTED_WITHIN
        if await self._covers.covering(actor.id, batch, since):
            return True
        return await self._sessions.taken_over(actor.id, batch, since)

    async def standing(self, actor: Actor, batch: str) -> Context:
        """How somebody stands to a batch. Raises BatchNotFound."""
        if actor.kind is ActorKind.STUDENT:
            return Context(in_class=await self._batches.has_student(batch, actor.id))
        try:
            return await self._in_team(actor, await self._batches.course_of(batch), batch)
        except (BatchWithoutCourse, CourseNotFound):  # of which only admins know
            raise no_batch(batch) from None

    async def standing_of_asked(self, actor: Actor, course: str, batch: str | None) -> Context:
        """How a trainer stands to what a student asks about, which may be gone."""
        if actor.kind is not ActorKind.TRAINER:
            return NOTHING
        if batch:
            standing = await self._standing_of_any(actor, batch)
            return standing if standing.on_batch else replace(standing, covering=await self._is_covering(actor, batch))
        try:
            return await self._in_team(actor, course)
        except CourseNotFound:
            return NOTHING

    async def _standing_of_any(self, actor: Actor, batch: str) -> Context:
        """The same, of a batch that may be gone."""
        try:
            return await self.standing(actor, batch)
        except BatchNotFound:
            return NOTHING
