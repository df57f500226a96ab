"""The people of a batch: primary, backups, assistants."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from multitrainer.database import Session
from multitrainer.domain.actions import Action
from multitrainer.domain.errors import BatchWithoutCourse, CourseNotFound, NotOnRoster
from multitrainer.domain.legacy import Place
from multitrainer.domain.people import Duty
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches, no_batch
from multitrainer.repositories.populate import by_name_alone
from multitrainer.repositories.users import Users
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.courses.roster import Roster, entry_of
from multitrainer.services.courses.team_changes import Asking, Decide, Done, TeamChanges
from multitrainer.services.gate import Gate
from multitrainer.services.permissions import must

View = dict[str, Any]


class BatchPeople:
    """Use cases of a batch's people. Every write's tag is that of the batch's people as read."""

    def __init__(self, gate: Gate, batches: Batches, users: Users, roster: Roster, changes: TeamChanges) -> None:
        self._gate = gate
        self._batches = batches
        self._users = users
        self._roster = roster
        self._changes = changes

    async def read(self, caller: Caller, batch: str) -> View:
        """Who is on a batch, populated; for its students, by name alone. Raises BatchNotFound."""
        actor, context, people = await self._batches.people(batch, caller)
        if can(actor, Action.READ_PEOPLE, context) is not Verdict.YES:
            context = await self._gate.standing(actor, batch)
            must(actor, Action.READ_PEOPLE, context, no_batch(batch))
        return people if can(actor, Action.READ_CONTACTS, context) is Verdict.YES else by_name_alone(people)

    async def may_change(self, caller: Caller, batch: str) -> bool:
        """Whether somebody may say who is on a batch."""
        return await self._gate.may_on_batch(caller, Action.NAME_ON_BATCH, batch)

    async def name(
        self,
        caller: Caller,
        batch: str,
        trainer: str,
        duty: Duty,
        if_match: str | None = None,
        *,
        again: bool = False,
    ) -> Tagged:
        """Put one more on a batch, and on the course's roster if new there.

        If an earlier try may have done so, one who has this very duty is no mistake.

        Raises:
            BatchNotFound, BatchWithoutCourse, UnknownTrainer, NotATrainer, AlreadyOnBatch, PrimaryTaken,
            TrainerInactive, Stale.
        """
        asking = await self._asking(caller, Action.NAME_ON_BATCH, batch)
        await self._users.must_be_trainers("trainer", trainer)
        return await self._change(
            asking,
            batch,
            trainer,
            lambda team: team.name(batch, trainer, duty),
            if_match,
            lambda team: again and (trainer, duty) in team.batch(batch).people.duties,
        )

    async def name_primary(self, caller: Caller, batch: str, trainer: str, if_match: str | None = None) -> Tagged:
        """Make somebody the primary in place of whoever is, and put them on the course's roster if new there.

        Raises:
            BatchNotFound, BatchWithoutCourse, UnknownTrainer, NotATrainer, TrainerInactive, Stale.
        """
        asking = await self._asking(caller, Action.NAME_PRIMARY, batch)
        await self._users.must_be_trainers("trainer", trainer)
        return await self._change(
            asking, batch, trainer, lambda team: team.name_primary(batch, trainer), if_match, decided=[batch]
        )

    async def dismiss(self, caller: Caller, batch: str, trainer: str, if_match: str | None = None) -> str:
        """Take somebody off a batch; they stay on the roster. Returns the tag of those who are left.

        Raises:
            BatchNotFound, BatchWithoutCourse, NotOnBatch, Stale.
        """
        asking = await self._asking(caller, Action.DISMISS_FROM_BATCH, batch)
        return (await self._change(asking, batch, trainer, lambda team: team.dismiss(batch, trainer), if_match)).tag

    async def _asking(self, caller: Caller, action: Action, batch: str) -> Asking:
        return Asking(await self._gate.on_batch(caller, action, batch), action, batch)

    async def _change(
        self,
        asking: Asking,
        batch: str,
        trainer: str,
        decide: Decide,
        if_match: str | None,
        done: Done | None = None,
        decided: Collection[Place] = (),
    ) -> Tagged:
        course = await self._batches.course_of(batch)

        async def unless_stale(session: Session) -> None:
            if if_match is not None:
                must_match(if_match, (await self._batches.people(batch, session=session)).people)

        async def answer(session: Session, before: Team, after: Team) -> Tagged:
            people = (await self._batches.people(batch, session=session)).people
            joined = None
            if after.member(trainer) and not before.member(trainer):
                with suppress(NotOnRoster):  # without a transaction, others may have taken them off again
                    joined = entry_of(await self._roster.populated(course, session), course, trainer)
            return tagged({**people, "addedToRoster": joined}, people)

        try:
            return await self._changes.make(
                asking,
                course,
                decide,
                answer,
                check=unless_stale,
                done=done,
                decided=decided,
            )
        except CourseNotFound as gone:
            raise BatchWithoutCourse(
                Sentence("The course of this batch is gone."),
                f"The course of batch {batch} is gone.",
                batch=batch,
                course=course,
            ) from gone
