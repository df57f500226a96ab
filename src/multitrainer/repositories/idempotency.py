"""First answers to requests with an idempotency key."""

from datetime import datetime, timedelta

from pymongo.errors import DuplicateKeyError

from multitrainer.clock import Clock
from multitrainer.documents import IdempotentAnswer
from multitrainer.repositories.ids import new_id, oid

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
            await self.forget(key)
            return None
        return found

    async def take_over(self, claim: IdempotentAnswer) -> bool:
        """Go on where somebody stopped without an answer; False when another was quicker."""
        abandoned = {"_id": claim.id, "running_until": claim.running_until, "status": None}
        renewed = {"$set": {"running_until": self._clock() + LEASE}}
        result = await IdempotentAnswer.get_motor_collection().update_one(abandoned, renewed)
        return bool(result.matched_count)

    async def keep(self, key: str, status: int, headers: dict[str, str], body: bytes) -> None:
        """Keep the answer for whoever repeats the request."""
        answer = {"$set": {"status": status, "headers": headers, "body": body}}
        await IdempotentAnswer.get_motor_collection().update_one({"_id": key}, answer)

    async def release(self, key: str) -> None:
        """Let the next request with the key take over, with the same id for what it creates."""
        over = {"$set": {"running_until": self._clock()}}
        await IdempotentAnswer.get_motor_collection().update_one({"_id": key, "status": None}, over)

    async def forget(self, key: str) -> None:
        """Let the next request with the key begin anew."""
        await IdempotentAnswer.get_motor_collection().delete_one({"_id": key})

    def is_abandoned(self, claim: IdempotentAnswer) -> bool:
        """Whether whoever was answering had its time."""
        now: datetime = self._clock()
        return claim.status is None and claim.running_until <= now
