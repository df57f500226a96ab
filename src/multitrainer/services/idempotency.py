"""Requests that may be repeated: the first is carried out, the others get its answer."""

import asyncio
from typing import NamedTuple

import structlog

from multitrainer.database import AWAY, away
from multitrainer.documents import IdempotentAnswer
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import IdempotencyInProgress, IdempotencyKeyReused
from multitrainer.repositories.idempotency import IdempotentAnswers

log = structlog.get_logger()

PATIENCE_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.02

# Answers that say nothing about the request itself; a repeat deserves another try. So do those with a Retry-After.
PASSING = {401, 403, 408, 429}

# Answers that find fault with the request itself, of which nothing was carried out; once mended it may have the key.
REFUSING = {400, 412, 422}


class FirstAnswer(NamedTuple):
    """What the first request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Claim(NamedTuple):
    """The right to answer; whatever is created gets `new_id`, so that a second try finds what the first made."""

    key: str
    new_id: str


class Idempotency:
    """Use cases of idempotency keys, which belong to an actor."""

    def __init__(self, answers: IdempotentAnswers) -> None:
        self._answers = answers

    async def begin(self, actor: Actor, key: str, fingerprint: str) -> Claim | FirstAnswer:
        """Claim the key, or wait for the answer of whoever has.

        Raises:
            IdempotencyKeyReused: the key came with another request.
            IdempotencyInProgress: the first request was not answered in ten seconds.
            Unavailable: the database is away.
        """
        scoped = f"{actor.id}:{key}"
        waited, pause = 0.0, FIRST_PAUSE_SECONDS
        while waited < PATIENCE_SECONDS:
            if outcome := await self._try(scoped, fingerprint):
                return outcome
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 1.5, 0.5)
        raise IdempotencyInProgress("The first request with this key is still being answered. Try again in a minute.")

    async def finish(self, claim: Claim, answer: FirstAnswer) -> None:
        """Keep what was done, or refused as things stand. A database that is away costs the repeat, not the answer."""
        try:
            if answer.status in REFUSING:
                await self._answers.forget(claim.key)
            elif answer.status >= 500 or answer.status in PASSING or "retry-after" in answer.headers:
                await self._answers.release(claim.key)  # what failed may have written all the same
            else:
                await self._answers.keep(claim.key, *answer)
        except AWAY:
            log.warning("idempotent-answer-not-kept")

    async def _try(self, key: str, fingerprint: str) -> Claim | FirstAnswer | None:
        try:
            return await self._claimed(key, fingerprint)
        except AWAY as error:
            raise away() from error

    async def _claimed(self, key: str, fingerprint: str) -> Claim | FirstAnswer | None:
        if mine := await self._answers.claim(key, fingerprint):
            return _claim(mine)
        other = await self._answers.find(key)
        if other is None:
            return None
        if other.fingerprint != fingerprint:
            raise IdempotencyKeyReused("This idempotency key came before with another request. Take a new key.")
        if other.status is not None:
            return FirstAnswer(other.status, other.headers or {}, other.body or b"")
        if self._answers.is_abandoned(other) and await self._answers.take_over(other):
            return _claim(other)
        return None


def _claim(answer: IdempotentAnswer) -> Claim:
    return Claim(answer.id, str(answer.new_id))
