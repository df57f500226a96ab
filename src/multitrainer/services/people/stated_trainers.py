"""The one way in which what is stated of a trainer changes, whoever states which part of it."""

from collections.abc import Callable
from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.identity.callers import Caller
from multitrainer.repositories.facts import Facts, hours_in
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.recounts import Recounts
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate

Raw = dict[str, Any]
Show = Callable[[Raw], Raw]
"""What is answered of what is stored."""


class StatedTrainers:
    """Reads what is stated of trainers, and states fields of it. Hours that change are counted in the workloads."""

    def __init__(self, gate: Gate, database: Database, facts: Facts, users: Users, teams: Teams, audit: Audit) -> None:
        self._gate = gate
        self._database = database
        self._facts = facts
        self._users = users
        self._teams = teams
        self._recounts = Recounts(teams, audit)
        self._audit = audit

    async def read(self, caller: Caller, action: Action, trainer: str) -> Raw:
        """What is stored. Raises TrainerNotFound."""
        await self._about(caller, action, trainer)
        return await self._facts.trainer(trainer)

    async def may(self, caller: Caller, action: Action, trainer: str) -> bool:
        """Whether they may, for whoever shows them a choice."""
        return await self._gate.may_to_trainer(caller, action, trainer)

    async def state(
        self, caller: Caller, action: Action, trainer: str, fields: Raw, show: Show, if_match: str | None
    ) -> Tagged:
        """Set some fields, or unset those that are None. Raises TrainerNotFound, Stale."""
        actor = await self._about(caller, action, trainer)

        async def change(session: Session) -> Tagged:
            stored = await self._facts.trainer(trainer, session)
            must_match(if_match, show(stored))
            before = {name: stored.get(name) for name in fields}
            noted = of_fields("multitrainer_trainers", trainer, before, fields)
            async with self._audit.noting(actor, action, noted, session):
                await self._facts.set_trainer(stored, fields, session)
            if before.get("weeklyHours") != fields.get("weeklyHours"):
                for course in sorted(await self._teams.courses_of(trainer, session)):
                    await self._recounts.count(actor, action, str(course), session)
            return tagged(show(await self._facts.trainer(trainer, session)))

        return await self._database.atomically(f"planning:{trainer}", change)

    def weekly_hours_in_use(self, stored: Raw) -> float:
        """The stated ones, else the usual."""
        return self._facts.usual.stating({}, hours_in({"": stored}, "weeklyHours")).capacity("")

    async def _about(self, caller: Caller, action: Action, trainer: str) -> Actor:
        """Raises TrainerNotFound, also for a user who is no trainer, and for whoever may not know of them."""
        actor = await self._gate.anybody(caller)
        await self._gate.to_trainer(actor, action, trainer)
        await self._users.trainer(trainer)
        return actor
