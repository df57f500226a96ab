"""First answers to requests with an idempotency key."""

from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError
from pymongo.results import UpdateResult

from multitrainer.clock import Clock
from multitrainer.documents import IdempotentAnswer
from multitrainer.stored.ids import new_id, oid

KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=60)


class IdempotentAnswers:
    """Keeps who is answering which key, and the answers, for 24 hours."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def claim(self, key: str, fingerprint: str) -> IdempotentAnswer | None:
        """Start answering a key; None when somebody did so before."""
        now = self._clock()
        claim = IdempotentAnswer(
            id=key,
            fingerprint=fingerprint,
            new_id=oid(new_id()),
            running_until=now + LEASE,
            expires_at=now + KEPT,
        )
        try:
            await claim.insert()
        except DuplicateKeyError:
            return None
        return claim

    async def find(self, key: str) -> IdempotentAnswer | None:
        """What is known of a key. What has expired is deleted and not found."""
        found = await IdempotentAnswer.get(key)
        if found and found.expires_at <= self._clock():
            await self.forget(found)
            return None
        return found

    async def take_over(self, claim: IdempotentAnswer) -> IdempotentAnswer | None:
        """Go on where somebody stopped without an answer; None when another was quicker."""
        renewed = {"running_until": self._clock() + LEASE}
        result = await self._set(claim, renewed)
        return claim.model_copy(update=renewed) if result.matched_count else None

    async def keep(self, claim: IdempotentAnswer, status: int, headers: dict[str, str], body: bytes) -> None:
        """Keep the answer for whoever repeats the request."""
        await self._set(claim, {"status": status, "headers": headers, "body": body})

    async def release(self, claim: IdempotentAnswer) -> None:
        """Let the next request with the key take over, with the same id for what it creates."""
        await self._set(claim, {"running_until": self._clock()})

    async def forget(self, claim: IdempotentAnswer) -> None:
        """Let the next request with the key begin anew."""
        await IdempotentAnswer.get_motor_collection().delete_one(_this(claim))

    def is_abandoned(self, claim: IdempotentAnswer) -> bool:
        """Whether whoever was answering had its time."""
        now: datetime = self._clock()
        return claim.status is None and claim.running_until <= now

    async def _set(self, claim: IdempotentAnswer, fields: dict[str, Any]) -> UpdateResult:
        result: UpdateResult = await IdempotentAnswer.get_motor_collection().update_one(_this(claim), {"$set": fields})
        return result


def _this(claim: IdempotentAnswer) -> dict[str, Any]:
    """Matches no other claim of the key: neither that of whoever took over, nor of whoever began anew."""
    return {"_id": claim.id, "new_id": claim.new_id, "running_until": claim.running_until, "status": claim.status}
