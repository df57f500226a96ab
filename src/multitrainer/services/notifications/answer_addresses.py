"""Where somebody who is asked to stand in answers: made when their e-mail is written, and kept nowhere.

Notices have no links, because others read them too: programs at webhooks, and whoever looks into the database.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from multitrainer.domain.covers.values import Cover, Offer
from multitrainer.domain.telling.notices import Kind
from multitrainer.identity.answer_links import AnswerLink, AnswerLinks
from multitrainer.repositories.covers import Covers
from multitrainer.telling.records import several


class AnswerAddresses:
    """Makes the addresses of links, where people can reach the service at one that is known."""

    def __init__(self, links: AnswerLinks | None, covers: Covers, public_url: str | None) -> None:
        """`links` is None where there is no secret that the service would know them by."""
        self._links = links
        self._covers = covers
        self._public_url = public_url

    async def of(self, record: Mapping[str, Any]) -> str | None:
        """The address at which a stored notice is answered; None where it asks nothing, or not any more."""
        if record["kind"] != Kind.COVER_ASKED or self._links is None or self._public_url is None:
            return None
        trainer, until = str(record["to"]), datetime.fromisoformat(str(record["facts"]["until"]))
        covers = await self._covers.several(several(record["facts"]["cover"]))
        asked = [(cover.id, offer) for cover in covers if (offer := _of(cover, trainer, until))]
        if not asked:
            return None
        made_at = asked[0][1].made_at
        ids = tuple(id_ for id_, offer in asked if offer.made_at == made_at)
        token = self._links.token(AnswerLink(trainer, ids, made_at, until))
        return f"{self._public_url}/cover/answer/{token}"


def _of(cover: Cover, trainer: str, until: datetime) -> Offer | None:
    """The last offer to somebody, if it is the one that has to be answered until then."""
    offer = cover.offer_to(trainer)
    return offer if offer and offer.deadline == until else None
