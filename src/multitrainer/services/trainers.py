"""Trainers: the users who may teach."""

from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import EmailTaken
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.users import Users
from multitrainer.schemas.trainers import NewTrainer, TrainerPatch
from multitrainer.services.tags import Tagged, must_match, tagged
from multitrainer.stored.ids import new_id

View = dict[str, Any]


class Trainers:
    """Use cases of trainers."""

    def __init__(self, database: Database, users: Users, batches: Batches) -> None:
        self._database = database
        self._users = users
        self._batches = batches

    async def page(self, actor: Actor, cursor: str | None, limit: int) -> Paged:
        """Trainers in the order they were made. Raises InvalidInput for a foreign cursor."""
        return await self._users.trainers(cursor, limit)

    async def read(self, actor: Actor, trainer: str) -> View:
        """One trainer. Raises TrainerNotFound."""
        return await self._users.trainer(trainer)

    async def batches(self, actor: Actor, trainer: str, cursor: str | None, limit: int | None) -> Paged:
        """The batches whose primary the trainer is, each with its course's name. Raises InvalidInput."""
        return await self._batches.of_trainer(trainer, cursor, limit)

    async def create(self, actor: Actor, new: NewTrainer, id_: str | None = None) -> Tagged:
        """Make a trainer. With an id that an earlier try used, that try's trainer is answered.

        Raises:
            EmailTaken: somebody else has the address. Two processes at once can still both give it away, because
                the collection is not ours to put a unique index on.
        """
        trainer = id_ or new_id()

        async def change(session: Session) -> Tagged:
            await self._must_be_free(new.email, trainer)
            await self._users.insert_trainer(trainer, new.model_dump(exclude_none=True))
            return tagged(await self._users.trainer(trainer))

        return await self._database.one_at_a_time(f"email:{new.email}", change)

    async def patch(self, actor: Actor, trainer: str, patch: TrainerPatch, if_match: str | None = None) -> Tagged:
        """Change a trainer. Raises TrainerNotFound, EmailTaken, Stale."""
        fields = patch.model_dump(exclude_none=True)

        async def change(session: Session) -> Tagged:
            stored = await self._users.trainer(trainer, session)
            must_match(if_match, stored)
            if patch.email:
                await self._must_be_free(patch.email, trainer)
            if fields:
                await self._users.update(stored, fields, session)
            return tagged(await self._users.trainer(trainer, session))

        return await self._database.one_at_a_time(f"email:{patch.email or trainer}", change)

    async def _must_be_free(self, email: str, trainer: str) -> None:
        if await self._users.has_email(email, but=trainer):
            raise EmailTaken("Another user has this e-mail address.", field="email")
