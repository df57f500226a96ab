"""Webhooks' deliveries of the outbox: signed and sent."""

from typing import Any

import structlog

from multitrainer.clock import Clock
from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.delivering.poster import GONE, Poster
from multitrainer.repositories.webhooks import Webhooks
from multitrainer.telling.hooks import signed

log = structlog.get_logger()

Raw = dict[str, Any]


class HookPosts:
    """Delivers an entry of the outbox to its webhook, which is switched off when too much in a row fails."""

    def __init__(self, poster: Poster, webhooks: Webhooks, most_failures: int, now: Clock) -> None:
        self._poster = poster
        self._webhooks = webhooks
        self._most = most_failures
        self._now = now

    async def deliver(self, entry: Raw) -> int:
        """Send it. Returns the status of the answer; raises NotDelivered, PyMongoError."""
        webhook = await self._webhooks.find(str(entry["to"]))
        if webhook is None or not webhook["active"]:
            raise NotDelivered("The webhook is gone or switched off.", for_good=True)
        id_, body = str(entry["_id"]), entry["body"]
        try:
            status = await self._poster.post(webhook["url"], signed(webhook["secret"], id_, body, self._now()), body)
        except NotDelivered as failed:
            await self._count(str(webhook["_id"]), failed)
            raise
        if webhook["failures"]:
            await self._webhooks.answered(str(webhook["_id"]))
        return status

    async def _count(self, webhook: str, failed: NotDelivered) -> None:
        most = 1 if failed.status == GONE else self._most
        if await self._webhooks.failed(webhook, most, self._now()):
            log.warning("webhook-switched-off", webhook=webhook, reason=failed.words)
