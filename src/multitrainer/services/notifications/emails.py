"""E-mails of the outbox: written in the language of whoever gets them, and handed over."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.delivering.mailer import Mailer
from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.domain.telling.notices import Language
from multitrainer.repositories.preferences import Preferences
from multitrainer.repositories.users import Users
from multitrainer.schemas.notifications import preferences_from
from multitrainer.services.notifications.answer_addresses import AnswerAddresses
from multitrainer.services.notifications.unsubscribing import Unsubscribing
from multitrainer.telling.mails import NoAddress, Reader, mail_of

Raw = dict[str, Any]


class Emails:
    """Delivers an entry of the outbox by e-mail: to the address that the person has at that moment, or to a contact's.

    Contacts are written to in the institute's language.
    """

    def __init__(
        self,
        mailer: Mailer,
        users: Users,
        preferences: Preferences,
        addresses: AnswerAddresses,
        unsubscribing: Unsubscribing,
        language: Language,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._mailer = mailer
        self._users = users
        self._preferences = preferences
        self._language = language
        self._addresses = addresses
        self._unsubscribing = unsubscribing
        self._zone = zone
        self._now = now

    async def deliver(self, entry: Raw) -> None:
        """Write it and hand it over. Raises NotDelivered, PyMongoError."""
        if not self._mailer.can_send:
            raise NotDelivered("There is no mail server: MULTITRAINER_SMTP_HOST is not set.")
        reader = await self._reader(entry)
        id_, sender = str(entry["_id"]), self._mailer.sender
        links = await self._links(entry["notices"])
        try:
            message = mail_of(
                entry["notices"], reader, sender, id_, self._now(), self._zone, links, self._stop(entry, reader)
            )
        except NoAddress as fault:
            who = "contact" if reader.is_contact else "user"
            raise NotDelivered(f"The {who} {fault}.", for_good=True) from None
        await self._mailer.send(message)

    async def _links(self, records: Sequence[Raw]) -> dict[int, str]:
        found = [(n, await self._addresses.of(record)) for n, record in enumerate(records)]
        return {n: address for n, address in found if address}

    def _stop(self, entry: Raw, reader: Reader) -> str | None:
        """Where a person gets no more like it; contacts are the institute's to name."""
        if reader.is_contact:
            return None
        return self._unsubscribing.address(str(entry["to"]), (notice["kind"] for notice in entry["notices"]))

    async def _reader(self, entry: Raw) -> Reader:
        if address := entry.get("address"):
            return Reader("", address, self._language, is_contact=True)
        person = str(entry["to"])
        user = (await self._users.by_id([person])).get(person)
        if user is None or not isinstance(user.get("email"), str):
            raise NotDelivered("The user is gone, or has no e-mail address any more.", for_good=True)
        said = (await self._preferences.of([person])).get(person, {})
        return Reader(str(user.get("name") or ""), user["email"], preferences_from(said).language)
