"""Requests that may be repeated: the first is carried out, the others get its answer."""

import asyncio
from contextlib import suppress
from typing import NamedTuple

import structlog

from multitrainer.documents import IdempotentAnswer
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import IdempotencyInProgress, IdempotencyKeyReused
from multitrainer.failures import AWAY, NOT_DONE, away, telling
from multitrainer.identity.callers import Caller
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.idempotency import IdempotentAnswers

log = structlog.get_logger()

PATIENCE_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.02

# Answers that say nothing about the request itself; a repeat deserves another try. So do those with a Retry-After.
PASSING = {401, 403, 408, 429}

# Answers that find fault with the request itself, of which nothing was carried out; once mended it may have the key.
# 404 among them: whoever asks may get to know of the thing meanwhile.
REFUSING = {400, 404, 412, 422}


class FirstAnswer(NamedTuple):
    """What the first request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Claim(NamedTuple):
    """The right to answer; `again` where somebody had it before, who may have carried the request out."""

    mine: IdempotentAnswer
    again: bool

    @property
    def new_id(self) -> str:
        """The id for what is created, the same at each try, so that a second finds what the first made."""
        return str(self.mine.new_id)


class Idempotency:
    """Use cases of idempotency keys, which belong to an actor."""

    def __init__(self, callers: Callers, answers: IdempotentAnswers) -> None:
        self._callers = callers
        self._answers = answers

    async def begin(self, caller: Caller, key: str, fingerprint: str) -> Claim | FirstAnswer:
        """Claim the key, or wait for the answer of whoever has.

        Raises:
            IdempotencyKeyReused: the key came with another request.
            IdempotencyInProgress: the first request was not answered in ten seconds.
            Unavailable: the database is away.
            NotSignedIn: the caller is nobody any more, and gets nobody's answer.
        """
        scoped = f"{(await self._actor(caller)).id}:{key}"
        waited, pause = 0.0, FIRST_PAUSE_SECONDS
        while waited < PATIENCE_SECONDS:
            if outcome := await self._try(scoped, fingerprint):
                return outcome
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 1.5, 0.5)
        raise IdempotencyInProgress("The first request with this key is still being answered. Try again in a minute.")

    async def finish(self, claim: Claim, answer: FirstAnswer) -> None:
        """Keep what was done, or refused as things stand. What can't be kept costs the repeat, not the answer."""
        try:
            if answer.status in REFUSING:
                await self._answers.forget(claim.mine)
            elif answer.status >= 500 or answer.status in PASSING or "retry-after" in answer.headers:
                await self._answers.release(claim.mine)  # what failed may have written all the same
            else:
                await self._answers.keep(claim.mine, *answer)
        except AWAY:
            log.warning("idempotent-answer-not-kept")
        except NOT_DONE as error:
            log.warning("idempotent-answer-not-kept", reason=type(error).__name__, bytes=len(answer.body))
            with suppress(*NOT_DONE):
                await self._answers.release(claim.mine)

    async def _actor(self, caller: Caller) -> Actor:
        try:
            return await self._callers.find(caller)
        except AWAY as error:
            raise away() from error

    async def _try(self, key: str, fingerprint: str) -> Claim | FirstAnswer | None:
        try:
            with telling():
                return await self._claimed(key, fingerprint)
        except AWAY as error:
            raise away() from error

    async def _claimed(self, key: str, fingerprint: str) -> Claim | FirstAnswer | None:
        if mine := await self._answers.claim(key, fingerprint):
            return Claim(mine, again=False)
        other = await self._answers.find(key)
        if other is None:
            return None
        if other.fingerprint != fingerprint:
            raise IdempotencyKeyReused("This idempotency key came before with another request. Take a new key.")
        if other.status is not None:
            return FirstAnswer(other.status, other.headers or {}, other.body or b"")
        if self._answers.is_abandoned(other) and (mine := await self._answers.take_over(other)):
            return Claim(mine, again=True)
        return None
