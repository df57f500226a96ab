"""The outbox as an admin sees it: what could not be delivered, and sending it again."""

from collections.abc import Sequence
from typing import Any

from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import DeliveryNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.states import Does, State
from multitrainer.identity.callers import Caller
from multitrainer.repositories.outbox import Outbox as Repository
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.users import Users
from multitrainer.repositories.webhooks import Webhooks
from multitrainer.services.changes.audit import Audit
from multitrainer.services.gate import Gate
from multitrainer.services.working.bell import Bell

Raw = dict[str, Any]
COLLECTION = "multitrainer_outbox"


class Outbox:
    """Use cases of the outbox, for admins."""

    def __init__(
        self, gate: Gate, outbox: Repository, users: Users, webhooks: Webhooks, audit: Audit, bell: Bell
    ) -> None:
        self._gate = gate
        self._outbox = outbox
        self._users = users
        self._webhooks = webhooks
        self._audit = audit
        self._bell = bell

    async def page(self, caller: Caller, state: State, cursor: str | None, limit: int) -> Paged:
        """Entries of a state, the newest first. Raises InvalidInput for a foreign cursor."""
        await self._gate.anywhere(caller, Action.READ_OUTBOX)
        page = await self._outbox.page(state, cursor, limit)
        return Paged([shown_delivery(entry) for entry in page.items], page.next)

    async def names(self, caller: Caller, deliveries: list[Raw]) -> dict[str, str]:
        """Whom deliveries are for, by id: what people are called, and webhooks' addresses. Who is gone is missing."""
        await self._gate.anywhere(caller, Action.READ_OUTBOX)
        hooks = {str(one["to"]) for one in deliveries if one["to"] and one["does"] == Does.WEBHOOK}
        people = {str(one["to"]) for one in deliveries if one["to"]} - hooks
        called = {user: raw.get("name") or "" for user, raw in (await self._users.by_id([*people])).items()}
        return called | await self._webhooks.urls([*hooks])

    async def give_up(self, caller: Caller, entry: str) -> Raw:
        """Have a delivery that waits tried no more; what has ended stays. Raises DeliveryNotFound.

        What is still to be given out stays as well: of whom it would tell nobody knows yet.
        """
        actor = await self._gate.anywhere(caller, Action.GIVE_UP_DELIVERY)
        found = await self._found(entry)
        if found["state"] == State.DUE and found["does"] != Does.TELL:
            noted = of_fields(COLLECTION, entry, {"state": State.DUE.value}, {"state": State.DEAD.value})
            async with self._audit.noting(actor, Action.GIVE_UP_DELIVERY, noted):
                await self._outbox.give_up(entry)
        return shown_delivery(await self._found(entry))

    async def resend(self, caller: Caller, entry: str) -> Raw:
        """Have what has ended sent again, at once; what is still to be sent stays as it is. Raises DeliveryNotFound."""
        actor = await self._gate.anywhere(caller, Action.RESEND)
        found = await self._found(entry)
        if found["state"] != State.DUE:
            noted = of_fields(COLLECTION, entry, {"state": found["state"]}, {"state": State.DUE.value})
            async with self._audit.noting(actor, Action.RESEND, noted):
                await self._outbox.resend(entry)
            self._bell.ring(found["does"])
        return shown_delivery(await self._found(entry))

    async def resend_several(self, caller: Caller, entries: Sequence[str]) -> None:
        """The same of each. Raises DeliveryNotFound."""
        await self._gate.anywhere(caller, Action.RESEND)
        for entry in entries:
            await self.resend(caller, entry)

    async def _found(self, entry: str) -> Raw:
        found = await self._outbox.find(entry)
        if found is None:
            raise no_delivery(entry)
        return found


def no_delivery(entry: str) -> DeliveryNotFound:
    """What is said where there is no such entry."""
    return DeliveryNotFound(Sentence("There is no such delivery."), f"There is no delivery {entry}.", delivery=entry)


def shown_delivery(entry: Raw) -> Raw:
    """An entry as it is answered, without what it says: that is its reader's."""
    return {
        "_id": entry["_id"],
        "does": entry["does"],
        "state": entry["state"],
        "to": entry.get("to"),
        "address": entry.get("address"),
        "kind": entry.get("kind"),
        "putAt": entry["put_at"],
        "dueAt": entry["due_at"],
        "endedAt": entry.get("ended_at"),
        "attempts": entry["attempts"],
        "tries": entry.get("tries") or [],
    }
