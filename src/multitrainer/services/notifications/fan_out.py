"""What becomes of notices: what each person gets in the application and by e-mail, and what each webhook gets.

Everything that is made here has an id that is made of the entry's and of whom it is for, so that whoever does it a
second time, after somebody died in the middle, makes nothing twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import structlog
from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.domain.telling.hours import after_quiet, next_at
from multitrainer.domain.telling.notices import PRIVATE, Channel, Kind, is_address
from multitrainer.domain.telling.preferences import Preferences
from multitrainer.domain.telling.states import Does
from multitrainer.repositories.names import names_of
from multitrainer.repositories.notifications import Notifications
from multitrainer.repositories.outbox import Outbox
from multitrainer.repositories.preferences import Preferences as PreferenceRepository
from multitrainer.repositories.users import Users
from multitrainer.repositories.webhooks import Webhooks
from multitrainer.schemas.notifications import preferences_from
from multitrainer.services.changes.publishing import Publishing
from multitrainer.services.working.bell import Bell
from multitrainer.stored.events import of_notification
from multitrainer.stored.ids import made_of, oid
from multitrainer.telling.hooks import body_of
from multitrainer.telling.records import OF, ids_named, several

log = structlog.get_logger()

Raw = dict[str, Any]

KEPT = timedelta(days=180)
"""How long a notification is shown."""

DIGESTS_TRIED = 3


class Known(NamedTuple):
    """Who is told, how they want to be, and what things are called."""

    people: dict[str, Raw]
    preferences: dict[str, Preferences]
    names: dict[str, str]


class FanOut:
    """Delivers an entry that tells of something, by making deliveries of it."""

    def __init__(
        self,
        outbox: Outbox,
        notifications: Notifications,
        preferences: PreferenceRepository,
        webhooks: Webhooks,
        users: Users,
        bell: Bell,
        zone: ZoneInfo,
        now: Clock,
        *,
        sends_mail: bool,
        publishing: Publishing,
    ) -> None:
        self._outbox = outbox
        self._notifications = notifications
        self._preferences = preferences
        self._webhooks = webhooks
        self._users = users
        self._bell = bell
        self._zone = zone
        self._now = now
        self._sends_mail = sends_mail
        self._publishing = publishing
        self._has_said_so = False

    async def deliver(self, entry: Raw) -> None:
        """Make all deliveries of what an entry tells. Raises PyMongoError; the same again makes what is missing."""
        records = entry["notices"]
        known = await self._known(records)
        told = [{**record, "names": _names(record, known)} for record in records]
        shown = [*self._shown(entry, told, known)]
        await self._notifications.add(shown)
        await self._publishing.add([_news(entry, notification) for notification in shown])
        await self._mail(entry, told, known)
        await self._outbox.add([*self._posted(entry, told, await self._webhooks.active())])
        self._bell.ring(Does.EMAIL.value, Does.WEBHOOK.value)

    async def _known(self, records: Sequence[Raw]) -> Known:
        named = ids_named(records)
        people = {record["to"] for record in records if not is_address(record["to"])}
        users = await self._users.by_id(sorted(people | named["users"]))
        said = await self._preferences.of(people)
        names = {id_: str(user["name"]) for id_, user in users.items() if user.get("name")}
        for collection in ("courses", "batches"):
            names |= await names_of(collection, named[collection])
        there = {id_: users[id_] for id_ in people if id_ in users}
        return Known(there, {id_: preferences_from(said.get(id_, {})) for id_ in people}, names)

    def _shown(self, entry: Raw, told: Sequence[Raw], known: Known) -> Iterator[Raw]:
        now = self._now()
        for n, record in _for(Channel.IN_APP, told, known):
            id_ = made_of(entry["put_at"], str(entry["_id"]), str(n), Channel.IN_APP)
            kept = {"at": entry["put_at"], "expires_at": now + KEPT, "unread": True}
            yield {**record, "_id": id_, "to": oid(record["to"]), **kept}

    async def _mail(self, entry: Raw, told: Sequence[Raw], known: Known) -> None:
        wanted = [(n, r) for n, r in _for(Channel.EMAIL, told, known) if known.people[r["to"]].get("email")]
        addressed = [(n, r) for n, r in enumerate(told) if is_address(r["to"])]
        if (wanted or addressed) and not self._sends_mail:
            self._say_that_none_is_sent()
        at_once = [self._to_a_contact(entry, n, r) for n, r in addressed if self._sends_mail]
        for n, record in wanted if self._sends_mail else ():
            prefers = known.preferences[record["to"]]
            if prefers.digest_at is not None and not record["urgent"]:
                await self._into_a_digest({**record, "of": f"{entry['_id']}.{n}"}, prefers)
            else:
                at_once.append(self._by_itself(entry, n, record, prefers))
        await self._outbox.add(at_once)

    def _by_itself(self, entry: Raw, n: int, record: Raw, prefers: Preferences) -> Raw:
        now = self._now()
        due_at = now if record["urgent"] else after_quiet(now, prefers.quiet, self._zone)
        id_ = made_of(entry["put_at"], str(entry["_id"]), str(n), Channel.EMAIL)
        return self._email(id_, due_at, record["to"], kind=record["kind"], notices=[record])

    def _to_a_contact(self, entry: Raw, n: int, record: Raw) -> Raw:
        """At once, and under the address alone: of whoever reads it nothing is known."""
        id_ = made_of(entry["put_at"], str(entry["_id"]), str(n), Channel.EMAIL)
        told = {"kind": record["kind"], "notices": [record]}
        return self._outbox.entry(id_, Does.EMAIL, self._now(), address=record["to"], **told)

    async def _into_a_digest(self, record: Raw, prefers: Preferences) -> None:
        """Into the next one; where that is being sent at this moment, into the one after it."""
        assert prefers.digest_at is not None
        due_at = self._now()
        for _ in range(DIGESTS_TRIED):
            due_at = next_at(due_at, prefers.digest_at, self._zone)
            entry = self._email(made_of(due_at, "digest", record["to"]), due_at, record["to"])
            if await self._outbox.gather(entry, record):
                return

    def _email(self, id_: ObjectId, due_at: datetime, to: str, **more: Any) -> Raw:
        return self._outbox.entry(id_, Does.EMAIL, due_at, to=oid(to), **more)

    def _posted(self, entry: Raw, told: Sequence[Raw], webhooks: Sequence[Raw]) -> Iterator[Raw]:
        make = partial(self._outbox.entry, does=Does.WEBHOOK, due_at=self._now())
        for n, record in enumerate(told):
            for webhook in webhooks if record["kind"] not in PRIVATE else ():
                if not webhook["kinds"] or record["kind"] in webhook["kinds"]:
                    id_ = made_of(entry["put_at"], str(entry["_id"]), str(n), str(webhook["_id"]))
                    body = body_of(record, entry["put_at"])
                    yield make(id_, to=webhook["_id"], kind=record["kind"], body=body)

    def _say_that_none_is_sent(self) -> None:
        if not self._has_said_so:
            self._has_said_so = True
            log.warning("no-mail-sent", reason="MULTITRAINER_SMTP_HOST is not set")


def _news(entry: Raw, notification: Raw) -> Raw:
    """That somebody has a notification, for whoever listens as them; the same each time that it is made."""
    id_ = made_of(entry["put_at"], str(notification["_id"]), "news")
    return of_notification(notification["_id"], notification["to"], id_)


def _for(channel: Channel, told: Sequence[Raw], known: Known) -> Iterator[tuple[int, Raw]]:
    """The notices that reach somebody who is there by a channel, with their places."""
    for n, record in enumerate(told):
        if record["to"] in known.people and channel in known.preferences[record["to"]].channels_of(
            Kind(record["kind"])
        ):
            yield n, record


def _names(record: Raw, known: Known) -> dict[str, str]:
    named = {one for fact in OF for one in several(record["facts"].get(fact))}
    return {**record["names"], **{id_: known.names[id_] for id_ in sorted(named) if id_ in known.names}}
