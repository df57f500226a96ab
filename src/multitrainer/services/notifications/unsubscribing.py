"""Links in e-mails by which a person gets no more like the one that the link is in."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.audit import of_fields
from multitrainer.domain.telling.notices import Channel, Kind, Language
from multitrainer.identity.signed_links import SignedLinks
from multitrainer.repositories.preferences import Preferences
from multitrainer.repositories.users import Users
from multitrainer.schemas.notifications import channels_said, preferences_from
from multitrainer.services.changes.audit import Audit

Raw = dict[str, Any]

GOOD_FOR = timedelta(days=366)
"""E-mails are kept, and whoever looks at an old one may still have enough of them."""

PATH = "/unsubscribe/"


class Asked(NamedTuple):
    """Whose e-mails of which kinds a link is for, what that person reads, and whether all of them are off already."""

    person: str
    kinds: tuple[Kind, ...]
    language: Language
    are_off: bool


class Unsubscribing:
    """Use cases of these links. Whoever has one may switch off what it names, and nothing else."""

    def __init__(
        self,
        database: Database,
        users: Users,
        preferences: Preferences,
        audit: Audit,
        links: SignedLinks | None,
        public_url: str | None,
        now: Clock,
    ) -> None:
        self._database = database
        self._users = users
        self._preferences = preferences
        self._audit = audit
        self._links = links
        self._public_url = public_url
        self._now = now

    def address(self, person: str, kinds: Iterable[str]) -> str | None:
        """Where a person gets no more e-mails of some kinds; None while nothing tells where the service is."""
        if self._links is None or self._public_url is None:
            return None
        token = self._links.token([person, *sorted(set(kinds))], self._now() + GOOD_FOR)
        return f"{self._public_url}{PATH}{token}"

    async def asked(self, token: str) -> Asked | None:
        """What a link is for; None where it is not good, or no longer, or its person is gone."""
        said = self._links.read(token, self._now()) if self._links else None
        if said is None or not await self._users.by_id([said[0]]):
            return None
        person, *named = said
        known = {kind.value: kind for kind in Kind}
        kinds = tuple(known[name] for name in named if name in known)
        prefers = preferences_from((await self._preferences.of([person])).get(person, {}))
        are_off = all(Channel.EMAIL not in prefers.channels_of(kind) for kind in kinds)
        return Asked(person, kinds, prefers.language, are_off)

    async def stop(self, asked: Asked) -> None:
        """Send this person no more e-mails of these kinds. The same again changes nothing."""
        by = Actor(ActorKind.ANONYMOUS, asked.person)  # somebody with the link, who need not be signed in

        async def change(session: Session) -> None:
            stored = (await self._preferences.of([asked.person], session)).get(asked.person, {})
            before = {"channels": stored.get("channels")}
            after = {"channels": _without_mail(stored, asked.kinds)}
            noted = of_fields("multitrainer_preferences", asked.person, before, after)
            async with self._audit.noting(by, Action.SET_OWN_PREFERENCES, noted, session):
                if noted:
                    await self._preferences.set(asked.person, after, session)

        await self._database.atomically(f"preferences:{asked.person}", change)


def _without_mail(stored: Raw, kinds: Iterable[Kind]) -> Raw:
    prefers = preferences_from(stored)
    off = {kind.value: sorted(prefers.channels_of(kind) - {Channel.EMAIL}) for kind in kinds}
    return {**channels_said(stored), **off}
