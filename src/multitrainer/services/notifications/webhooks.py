"""Webhooks: looked after by admins."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.delivering.poster import Poster
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_deletion, of_fields
from multitrainer.domain.errors import AddressRefused, WebhookNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.states import Does
from multitrainer.identity.callers import Caller
from multitrainer.repositories.outbox import Outbox
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.webhooks import Webhooks as Repository
from multitrainer.schemas.webhooks import NewWebhook, WebhookPatch
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.notifications.outbox import no_delivery, shown_delivery
from multitrainer.services.working.bell import Bell
from multitrainer.stored.ids import new_id, oid
from multitrainer.telling.hooks import TEST, body_of_test, new_secret

Raw = dict[str, Any]
COLLECTION = "multitrainer_webhooks"
NOTED = ("url", "kinds", "active")


class Created(NamedTuple):
    """A new webhook's secret, which nobody can be told again, and what is shown of it from then on.

    It is empty where an earlier try made the webhook.
    """

    secret: str
    view: Raw


class Webhooks:
    """Use cases of webhooks. Each raises NotSignedIn, NotAllowed."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        webhooks: Repository,
        outbox: Outbox,
        poster: Poster,
        audit: Audit,
        bell: Bell,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._webhooks = webhooks
        self._outbox = outbox
        self._poster = poster
        self._audit = audit
        self._bell = bell
        self._now = now

    async def page(self, caller: Caller, cursor: str | None, limit: int) -> Paged:
        """In the order they were made. Raises InvalidInput for a foreign cursor."""
        await self._gate.anywhere(caller, Action.LOOK_AFTER_WEBHOOKS)
        page = await self._webhooks.page(cursor, limit)
        return Paged([_view(kept) for kept in page.items], page.next)

    async def read(self, caller: Caller, webhook: str) -> Raw:
        """One of them. Raises WebhookNotFound."""
        await self._gate.anywhere(caller, Action.LOOK_AFTER_WEBHOOKS)
        return _view(await self._kept(webhook))

    async def create(self, caller: Caller, new: NewWebhook, id_: str | None = None) -> Created:
        """Make one, which is told from now on. With an id that an earlier try used, that try's is answered.

        Raises AddressRefused, Contended.
        """
        actor = await self._gate.anywhere(caller, Action.LOOK_AFTER_WEBHOOKS)
        id_ = id_ or new_id()
        async with self._database.alone_at(f"new-webhook:{id_}"):
            if made := await self._webhooks.find(id_):
                return Created("", _view(made))
            await self._must_be_allowed(new.url)
            return await self._make(actor, new, id_)

    async def _make(self, actor: Actor, new: NewWebhook, id_: str) -> Created:
        secret, kept = new_secret(), _new(actor, new, self._now(), id_)
        noted = of_fields(COLLECTION, str(kept["_id"]), {}, {name: kept[name] for name in NOTED})
        async with self._audit.noting(actor, Action.LOOK_AFTER_WEBHOOKS, noted):
            await self._webhooks.insert({**kept, "secret": secret})
        return Created(secret, _view(kept))

    async def patch(self, caller: Caller, webhook: str, patch: WebhookPatch, if_match: str | None = None) -> Tagged:
        """Change one; switching it on forgets what failed before. Raises WebhookNotFound, AddressRefused, Stale."""
        actor = await self._gate.anywhere(caller, Action.LOOK_AFTER_WEBHOOKS)
        await self._kept(webhook)
        if patch.url is not None:
            await self._must_be_allowed(patch.url)
        fields = patch.model_dump(mode="json", by_alias=True, exclude_none=True)
        if patch.active:
            fields |= {"failures": 0, "disabled_at": None}

        async def change(session: Session) -> Tagged:
            before = await self._kept(webhook, session)
            must_match(if_match, _view(before))
            noted = of_fields(COLLECTION, webhook, {name: before.get(name) for name in fields}, fields)
            async with self._audit.noting(actor, Action.LOOK_AFTER_WEBHOOKS, noted, session):
                if fields:
                    await self._webhooks.update(webhook, fields, session)
            return tagged(_view(await self._kept(webhook, session)))

        return await self._database.atomically(f"webhook:{webhook}", change)

    async def delete(self, caller: Caller, webhook: str) -> None:
        """Delete one; what is still to be delivered to it never will be. Raises WebhookNotFound."""
        actor = await self._gate.anywhere(caller, Action.LOOK_AFTER_WEBHOOKS)
        kept = await self._kept(webhook)
        noted = of_deletion(COLLECTION, webhook, {name: kept.get(name) for name in NOTED})
        async with self._audit.noting(actor, Action.LOOK_AFTER_WEBHOOKS, noted):
            await self._webhooks.delete(webhook)

    async def deliveries(self, caller: Caller, webhook: str, cursor: str | None, limit: int) -> Paged:
        """What was and is to be delivered to one, the newest first. Raises WebhookNotFound, InvalidInput."""
        await self._gate.anywhere(caller, Action.LOOK_AFTER_WEBHOOKS)
        await self._kept(webhook)
        page = await self._outbox.page_to(webhook, cursor, limit)
        return Paged([shown_delivery(entry) for entry in page.items], page.next)

    async def test(self, caller: Caller, webhook: str) -> Raw:
        """Have something delivered that tells of nothing. Raises WebhookNotFound."""
        await self._gate.anywhere(caller, Action.LOOK_AFTER_WEBHOOKS)
        await self._kept(webhook)
        now = self._now()
        entry = self._outbox.entry(oid(new_id()), Does.WEBHOOK, now, to=oid(webhook), kind=TEST, body=body_of_test(now))
        await self._outbox.add([entry])
        self._bell.ring(Does.WEBHOOK.value)
        return shown_delivery(entry)

    async def redeliver(self, caller: Caller, webhook: str, delivery: str) -> Raw:
        """Have something delivered once more, under the same id. Raises WebhookNotFound, DeliveryNotFound."""
        await self._gate.anywhere(caller, Action.LOOK_AFTER_WEBHOOKS)
        await self._kept(webhook)
        await self._delivery(webhook, delivery)
        await self._outbox.resend(delivery)
        self._bell.ring(Does.WEBHOOK.value)
        return shown_delivery(await self._delivery(webhook, delivery))

    async def _kept(self, webhook: str, session: Session = None) -> Raw:
        if (kept := await self._webhooks.find(webhook, session)) is None:
            raise WebhookNotFound(
                Sentence("There is no such webhook."), f"There is no webhook {webhook}.", webhook=webhook
            )
        return kept

    async def _delivery(self, webhook: str, delivery: str) -> Raw:
        found = await self._outbox.find(delivery)
        if found is None or str(found.get("to")) != webhook:
            raise no_delivery(delivery)
        return found

    async def _must_be_allowed(self, url: str) -> None:
        """Raises AddressRefused. At each delivery the same is asked again, because a name may lead elsewhere then."""
        if urlsplit(url).scheme != "https" and not self._poster.allows_private:
            raise AddressRefused(Sentence("The address must begin with https://."), field="url")
        try:
            await self._poster.check(url)
        except NotDelivered as refused:
            raise AddressRefused(NOT_PUBLIC, refused.words, field="url") from None


NOT_PUBLIC = Sentence("The address leads nowhere, or is not public; only public ones are called.")


def _new(actor: Actor, new: NewWebhook, now: datetime, id_: str) -> Raw:
    return {
        "_id": oid(id_),
        "url": new.url,
        "kinds": [kind.value for kind in new.kinds],
        "active": True,
        "failures": 0,
        "disabled_at": None,
        "created_at": now,
        "created_by": actor.id,
    }


def _view(kept: Raw) -> Raw:
    return {
        "_id": kept["_id"],
        "url": kept["url"],
        "kinds": kept["kinds"],
        "active": kept["active"],
        "failures": kept["failures"],
        "disabledAt": kept.get("disabled_at"),
        "createdAt": kept["created_at"],
        "createdBy": kept["created_by"],
    }
