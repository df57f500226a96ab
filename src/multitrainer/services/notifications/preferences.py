"""How people want to be told: said by themselves, or by an admin for them."""

from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.telling.notices import Kind
from multitrainer.identity.callers import Caller
from multitrainer.repositories.preferences import Preferences
from multitrainer.repositories.users import Users
from multitrainer.schemas.notifications import NewPreferences, preferences_from
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.stored.ids import oid

Raw = dict[str, Any]
COLLECTION = "multitrainer_preferences"
FIELDS = ("channels", "language", "quietHours", "digestAt")


class NotificationPreferences:
    """Use cases of preferences."""

    def __init__(self, gate: Gate, database: Database, users: Users, preferences: Preferences, audit: Audit) -> None:
        self._gate = gate
        self._database = database
        self._users = users
        self._preferences = preferences
        self._audit = audit

    async def mine(self, caller: Caller) -> Raw:
        """One's own."""
        actor = await self._gate.anywhere(caller, Action.SET_OWN_PREFERENCES)
        return await self._shown(actor.id)

    async def set_mine(self, caller: Caller, new: NewPreferences, if_match: str | None = None) -> Tagged:
        """State one's own anew. Raises Stale."""
        actor = await self._gate.anywhere(caller, Action.SET_OWN_PREFERENCES)
        return await self._set(actor, Action.SET_OWN_PREFERENCES, actor.id, new, if_match)

    async def of(self, caller: Caller, trainer: str) -> Raw:
        """A trainer's. Raises TrainerNotFound."""
        await self._about(caller, Action.READ_PREFERENCES, trainer)
        return await self._shown(trainer)

    async def set_of(self, caller: Caller, trainer: str, new: NewPreferences, if_match: str | None = None) -> Tagged:
        """State a trainer's anew. Raises TrainerNotFound, Stale."""
        actor = await self._about(caller, Action.SET_PREFERENCES, trainer)
        return await self._set(actor, Action.SET_PREFERENCES, trainer, new, if_match)

    async def _about(self, caller: Caller, action: Action, trainer: str) -> Actor:
        actor = await self._gate.anybody(caller)
        await self._gate.to_trainer(actor, action, trainer)
        await self._users.trainer(trainer)
        return actor

    async def _set(
        self, actor: Actor, action: Action, person: str, new: NewPreferences, if_match: str | None
    ) -> Tagged:
        said = new.model_dump(mode="json", by_alias=True)
        fields = {name: said.get(name) for name in FIELDS}

        async def change(session: Session) -> Tagged:
            stored = (await self._preferences.of([person], session)).get(person, {})
            must_match(if_match, _view(person, stored))
            noted = of_fields(COLLECTION, person, {name: stored.get(name) for name in FIELDS}, fields)
            async with self._audit.noting(actor, action, noted, session):
                await self._preferences.set(person, fields, session)
            return tagged(_view(person, fields))

        return await self._database.atomically(f"preferences:{person}", change)

    async def _shown(self, person: str) -> Raw:
        return _view(person, (await self._preferences.of([person])).get(person, {}))


def _view(person: str, stored: Raw) -> Raw:
    """What holds, also where nothing is said."""
    prefers = preferences_from(stored)
    channels = {kind.value: sorted(channel.value for channel in prefers.channels_of(kind)) for kind in Kind}
    quiet = stored.get("quietHours") if prefers.quiet else None
    digest = stored.get("digestAt") if prefers.digest_at else None
    return {
        "_id": oid(person),
        "channels": channels,
        "language": prefers.language.value,
        "quietHours": quiet,
        "digestAt": digest,
    }
