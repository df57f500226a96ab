"""Trainers: the users who may teach."""

from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.audit import of_fields
from multitrainer.domain.contexts import courses_of, led_by
from multitrainer.domain.errors import EmailTaken
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.standings import Context
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.users import Users, no_trainer
from multitrainer.schemas.trainers import NewTrainer, TrainerPatch
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.permissions import must
from multitrainer.stored.ids import new_id, oids

View = dict[str, Any]


class Trainers:
    """Use cases of trainers."""

    def __init__(self, gate: Gate, database: Database, users: Users, batches: Batches, audit: Audit) -> None:
        self._gate = gate
        self._database = database
        self._users = users
        self._batches = batches
        self._audit = audit

    async def page(self, caller: Caller, cursor: str | None, limit: int) -> Paged:
        """Trainers in the order they were made; for a trainer, themself and those of their courses.

        Raises InvalidInput for a foreign cursor.
        """
        actor = await self._gate.anywhere(caller, Action.LIST_TRAINERS)
        if actor.kind is not ActorKind.TRAINER:
            return await self._users.trainers(cursor, limit)
        teams = courses_of(actor, await self._gate.teams_of(actor))
        known = {entry.trainer for team in teams for entry in team.roster} | {actor.id}
        return await self._users.trainers(cursor, limit, known)

    async def read(self, caller: Caller, trainer: str) -> View:
        """One trainer. Raises TrainerNotFound."""
        actor = await self._gate.anybody(caller)
        await self._gate.to_trainer(actor, Action.READ_TRAINER, trainer)
        return await self._users.trainer(trainer)

    async def batches(self, caller: Caller, trainer: str, cursor: str | None, limit: int | None) -> Paged:
        """The batches whose primary the trainer is, each with its course's name.

        A lead sees those of the courses that they lead. Raises TrainerNotFound, InvalidInput.
        """
        actor, page = await self._batches.of_trainer(trainer, cursor, limit, caller)
        if actor.kind is not ActorKind.TRAINER or actor.id == trainer:
            must(actor, Action.READ_TRAINERS_BATCHES, Context(oneself=actor.id == trainer), no_trainer(trainer))
            return page
        teams = await self._gate.to_trainer(actor, Action.READ_TRAINERS_BATCHES, trainer)
        return (await self._batches.of_trainer(trainer, cursor, limit, of=oids(led_by(actor, teams)))).page

    async def create(self, caller: Caller, new: NewTrainer, id_: str | None = None) -> Tagged:
        """Make a trainer. With an id that an earlier try used, that try's trainer is answered.

        Raises:
            EmailTaken: somebody else has the address. Two processes at once can still both give it away, because
                the collection is not ours to put a unique index on.
        """
        actor = await self._gate.anywhere(caller, Action.CREATE_TRAINER)
        trainer = id_ or new_id()

        async def change(session: Session) -> Tagged:
            if id_ and await self._users.by_id([id_]):
                return tagged(await self._users.trainer(id_))
            await self._must_be_free(new.email, trainer)
            fields = new.model_dump(exclude_none=True)
            noted = of_fields("users", trainer, {}, {**fields, "role": self._users.role_of_trainers})
            async with self._audit.noting(actor, Action.CREATE_TRAINER, noted):
                await self._users.insert_trainer(trainer, fields)
            return tagged(await self._users.trainer(trainer))

        return await self._database.one_at_a_time(f"email:{new.email}", change)

    async def patch(self, caller: Caller, trainer: str, patch: TrainerPatch, if_match: str | None = None) -> Tagged:
        """Change a trainer. Raises TrainerNotFound, EmailTaken, Stale."""
        actor = await self._gate.anybody(caller)
        await self._gate.to_trainer(actor, Action.CHANGE_TRAINER, trainer)
        fields = patch.model_dump(exclude_none=True)

        async def change(session: Session) -> Tagged:
            stored = await self._users.trainer(trainer, session)
            must_match(if_match, stored)
            if patch.email:
                await self._must_be_free(patch.email, trainer)
            if fields:
                was = {field: stored.get(field) for field in fields}
                noted = of_fields("users", trainer, was, fields)
                async with self._audit.noting(actor, Action.CHANGE_TRAINER, noted):
                    await self._users.update(stored, fields, session)
            return tagged(await self._users.trainer(trainer, session))

        return await self._database.one_at_a_time(f"email:{patch.email or trainer}", change)

    async def _must_be_free(self, email: str, trainer: str) -> None:
        if await self._users.has_email(email, but=trainer):
            raise EmailTaken(Sentence("Another user has this e-mail address."), field="email")
