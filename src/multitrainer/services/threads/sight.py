"""Who sees which thread, and how much of it, at this moment."""

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.errors import BatchNotFound, BatchWithoutCourse, CourseNotFound, NotFound, ThreadNotFound
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.standings import Context
from multitrainer.domain.threads import READING, WRITING, Reach, Thread, ThreadKind, members, seen_by
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.messages import Messages
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.threads import Threads
from multitrainer.repositories.users import Users
from multitrainer.services.gate import Gate
from multitrainer.services.permissions import must

STAFF = {ActorKind.ADMIN, ActorKind.TRAINER}


class Sight(NamedTuple):
    """Somebody before a thread: how they stand to it, which course it is of, and whether they see all of it.

    Whoever sees it no more still sees what they wrote there themselves.
    """

    actor: Actor
    context: Context
    course: str | None
    whole: bool = True

    def on_own(self, author: str) -> Context:
        """How they stand to a message of somebody's."""
        return replace(self.context, oneself=self.actor.id == author)


class ThreadSight:
    """Tells who sees what."""

    def __init__(
        self, gate: Gate, threads: Threads, messages: Messages, teams: Teams, batches: Batches, users: Users
    ) -> None:
        self._gate = gate
        self._threads = threads
        self._messages = messages
        self._teams = teams
        self._batches = batches
        self._users = users

    async def see(self, caller: Caller, thread: Thread, unknown: NotFound | None = None) -> Sight:
        """Somebody who asks for a thread. Raises ThreadNotFound, or `unknown`, NotSignedIn, NotAllowed."""
        unknown = unknown or no_thread(thread)
        actor = await self._gate.anybody(caller)
        context, course = await self._standing(actor, thread, unknown)
        verdict = can(actor, READING[thread.kind], context)
        if verdict is not Verdict.YES and await self._has_been_there(actor, thread):
            return Sight(actor, context, course, whole=False)
        must(actor, READING[thread.kind], context, unknown)
        if not await self._are_staff(thread) and not await self._threads.last(thread):
            raise unknown
        return Sight(actor, context, course)

    async def write(self, caller: Caller, thread: Thread, unknown: NotFound | None = None) -> Sight:
        """The same, for whoever writes in it."""
        sight = await self.see(caller, thread, unknown)
        must(sight.actor, WRITING[thread.kind], sight.context, unknown or no_thread(thread))
        if not await self._are_staff(thread):
            raise unknown or no_thread(thread)
        return sight

    async def seen(self, actor: Actor) -> set[str]:
        """The threads that somebody sees all of, by id."""
        if actor.kind is ActorKind.TRAINER:
            teams, covering = await self._gate.teams_of(actor), await self._gate.covered_by(actor)
            school = {*map(str, seen_by(actor, teams, covering))}
        else:
            school = {one["_id"] for one in await self._threads.of_school()}
        return await self._direct(actor) | school - await self.gone(school)

    async def reach(self, actor: Actor) -> Reach:
        """Where somebody looks for messages. Who sees all of courses and batches would have many to name."""
        if actor.kind is ActorKind.TRAINER:
            seen = await self.seen(actor)
            return Reach(frozenset(seen), own=frozenset({*await self._threads.met_by(actor.id)} - seen))
        return Reach(frozenset(await self._direct(actor)), school=True)

    async def gone(self, threads: Collection[str]) -> set[str]:
        """Those of some threads that are of a course or batch which is deleted."""
        of = {thread: Thread.read(thread) for thread in threads}
        batches = {thread.batch for thread in of.values() if thread.batch}
        courses = {thread.of[0] for thread in of.values() if thread.kind is ThreadKind.COURSE}
        there = await self._batches.there(courses, batches)
        return {id_ for id_, thread in of.items() if not thread.people and thread.of[0] not in there}

    async def people(self, thread: Thread) -> list[str]:
        """Those who see a thread, besides admins. Raises CourseNotFound, BatchNotFound, BatchWithoutCourse."""
        if thread.people:
            return [*thread.people]
        course = await self._batches.course_of(thread.batch) if thread.batch else thread.of[0]
        team = (await self._teams.load(course, counting=False)).current
        covering = await self._gate.who_covers(thread.batch) if thread.batch else set()
        named = {entry.trainer for entry in team.roster} | covering
        named |= {one for batch in team.batches if batch.id == thread.batch for one in batch.people.everyone}
        kinds = await self._users.kinds(named)
        trainers = (Actor(kind, id_) for id_, kind in kinds.items() if kind is ActorKind.TRAINER)
        return members(thread, team, trainers, covering)

    async def blind(self, thread: Thread, people: Collection[str]) -> list[str]:
        """Those of some people who don't see a thread."""
        left = {*people} - {*await self.people(thread)} if people else set()
        kinds = await self._users.kinds(left) if left and not thread.people else {}
        return sorted(one for one in left if kinds.get(one) is not ActorKind.ADMIN)

    async def _standing(self, actor: Actor, thread: Thread, unknown: NotFound) -> tuple[Context, str | None]:
        try:
            match thread.kind:
                case ThreadKind.COURSE:
                    return await self._gate.standing_on(actor, thread.of[0]), thread.of[0]
                case ThreadKind.BATCH:
                    course = await self._batches.course_of(thread.of[0])
                    return await self._gate.standing_in(actor, course, thread.of[0]), course
                case ThreadKind.DIRECT:
                    return Context(oneself=actor.id in thread.of), None
        except (CourseNotFound, BatchNotFound, BatchWithoutCourse):
            raise unknown from None

    async def _direct(self, actor: Actor) -> set[str]:
        return {one["_id"] for one in await self._threads.of_person(actor.id)} if actor.kind in STAFF else set()

    async def _has_been_there(self, actor: Actor, thread: Thread) -> bool:
        return actor.kind in STAFF and await self._messages.has_written(actor.id, thread)

    async def _are_staff(self, thread: Thread) -> bool:
        """Whether both of two are trainers or admins: else nothing is written any more, and what is there stays."""
        kinds = await self._users.kinds(thread.people) if thread.people else {}
        return all(kinds.get(one) in STAFF for one in thread.people)


def may_moderate(sight: Sight, thread: Thread) -> bool:
    """Whether somebody may delete what others wrote. Between two, nobody may."""
    others = replace(sight.context, oneself=False)
    return thread.kind is not ThreadKind.DIRECT and can(sight.actor, Action.DELETE_MESSAGE, others) is Verdict.YES


def no_thread(thread: Thread) -> ThreadNotFound:
    """What is said where there is none."""
    return ThreadNotFound(Sentence("There is no such thread."), f"There is no thread {thread}.", thread=str(thread))
