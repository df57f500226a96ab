"""Signing in, staying signed in, and signing out."""

import asyncio
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

import structlog

from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import NotSignedIn, TooManyAttempts, WrongCredentials
from multitrainer.domain.sentences import Counted, Sentence
from multitrainer.identity.callers import Caller, Person
from multitrainer.identity.keys import REFRESH_TOKEN, Key, read_key
from multitrainer.identity.passwords import Passwords, is_read_whole
from multitrainer.identity.tokens import Claims, Tokens
from multitrainer.repositories.accounts import Account, Accounts
from multitrainer.repositories.attempts import Attempts, Tried
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.sign_ins import SignIns as SignInRepository
from multitrainer.services.permissions import must

log = structlog.get_logger()

AT_ONCE = 4
"""Comparisons of passwords at a time: each keeps a processor and some 20 MB of memory busy for a tenth of a second."""

PER_ADDRESS = 5
"""Failures from one address for each that an account may have: people of one school share an address."""


MOST_SHOWN = 50
"""So many sign-ins are shown of somebody."""


class Limits(NamedTuple):
    """How often signing in may fail, within which time, and how long somebody stays signed in."""

    failures: int
    window: timedelta
    stays: timedelta


class Issuers(NamedTuple):
    """What makes the tokens of those who are signed in: for the API, and for what a browser keeps."""

    access: Tokens
    pages: Tokens


class Granted(NamedTuple):
    """What somebody who is signed in gets: an access token, for how many seconds it is good, and a refresh token."""

    access_token: str
    expires_in: int
    refresh_token: str


class Open(NamedTuple):
    """A sign-in of somebody, from when until when; whether it is the one that they ask with."""

    began_at: datetime
    expires_at: datetime
    is_here: bool


class SignIns:
    """Use cases of whoever signs in."""

    def __init__(
        self,
        accounts: Accounts,
        sign_ins: SignInRepository,
        attempts: Attempts,
        callers: Callers,
        passwords: Passwords,
        tokens: Issuers,
        limits: Limits,
        now: Clock,
    ) -> None:
        self._accounts = accounts
        self._sign_ins = sign_ins
        self._attempts = attempts
        self._callers = callers
        self._passwords = passwords
        self._tokens = tokens
        self._limits = limits
        self._now = now
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def sign_in(self, email: str, password: str, address: str) -> Granted:
        """Sign somebody in by e-mail address and password, who comes from a network address.

        Raises:
            WrongCredentials, TooManyAttempts.
        """
        return self._with_access(*await self._begun(email, password, address))

    async def sign_in_to_pages(self, email: str, password: str, address: str) -> str:
        """Sign somebody in to the pages, likewise. Returns what their browser keeps, good until they have to anew."""
        user, begun = await self._begun(email, password, address)
        return self._tokens.pages.issue(Claims(user, begun.id), self._now())

    async def _begun(self, email: str, password: str, address: str) -> tuple[str, Key]:
        names = _names(email, address)
        await self._must_not_be_shut_out(names)  # whoever is takes nobody's turn
        async with self._turns:  # whoever waits does not count, else a class that signs in at once would be refused
            account = await self._accounts.by_email(email)
            is_right = await self._try(account, password, names)
        begun = await self._granted(account) if account and is_right else None
        if account is None or begun is None:
            log.info("sign-in-failed", address=address)
            raise WrongCredentials(Sentence("No account has this e-mail address and password."))
        return account.user, begun

    async def refresh(self, token: str) -> Granted:
        """Give out new tokens for a refresh token, which is used up by that.

        Raises:
            NotSignedIn: the token is none, its user is gone, or it is used up: then whoever signed in has to do it
                again, because one of two who have it is a thief.
        """
        key = read_key(REFRESH_TOKEN, token)
        now = self._now()
        user = await self._sign_ins.user_of(key, now) if key else None
        if key is None or user is None:
            raise NotSignedIn("The refresh token is not good, or no longer. Sign in again.")
        await self._callers.find(Person(user, key.id))
        renewed = await self._sign_ins.renew(key, now + self._limits.stays)
        if renewed is None:
            await self._sign_ins.end(key.id)
            log.warning("refresh-token-used-twice", user=user)
            raise NotSignedIn("The refresh token was used before, so this sign-in has ended. Sign in again.")
        return self._with_access(user, renewed)

    async def sign_out(self, caller: Caller) -> None:
        """End the sign-in that a caller's token belongs to; of the old application's, none does. Raises NotSignedIn."""
        await self._person(caller)
        if isinstance(caller, Person):
            await self._sign_ins.end(caller.sign_in)

    async def sign_out_everywhere(self, caller: Caller) -> None:
        """End every sign-in of whoever calls, and make the old application's tokens no good. Raises NotSignedIn."""
        actor = await self._person(caller)
        await self.end_all(actor.id)

    async def mine(self, caller: Caller) -> list[Open]:
        """Where whoever calls is signed in, the latest first. Raises NotSignedIn."""
        actor = await self._person(caller)
        here = caller.sign_in if isinstance(caller, Person) else None
        found = await self._sign_ins.of_user(actor.id, self._now(), MOST_SHOWN)
        return [Open(one["began_at"], one["expires_at"], str(one["_id"]) == here) for one in found]

    async def sign_out_elsewhere(self, caller: Caller) -> None:
        """End every sign-in of whoever calls but this one, likewise. Raises NotSignedIn."""
        actor = await self._person(caller)
        if not isinstance(caller, Person):
            return await self.end_all(actor.id)
        await self._accounts.sign_out(actor.id, self._now())
        return await self._sign_ins.end_others(actor.id, caller.sign_in)

    async def end_all(self, user: str) -> None:
        """End every sign-in of a user."""
        await self._accounts.sign_out(user, self._now())
        await self._sign_ins.end_all(user)

    async def forget_failures(self, email: str) -> None:
        """Let whoever has this address try as often as if they had never failed."""
        await self._attempts.forget(_account(email))

    async def who(self, caller: Caller) -> tuple[Actor, str | None]:
        """Who calls, and what they are called, where that is known. Raises NotSignedIn, NotAllowed."""
        actor, name = await self._callers.find_named(caller)
        must(actor, Action.SEE_ONESELF)
        return actor, name

    async def _person(self, caller: Caller) -> Actor:
        actor = await self._callers.find(caller)
        must(actor, Action.SIGN_OUT)
        return actor

    async def _try(self, account: Account | None, password: str, names: dict[str, int]) -> bool:
        """Whether the password is the account's. An attempt that succeeds is taken back from what is counted."""
        await self._must_not_be_too_many(names)
        stored = account.hash if account else None
        if not await asyncio.to_thread(self._passwords.matches, password, stored) or account is None:
            return False
        for name in names:
            await self._attempts.take_back(name)
        if not self._passwords.is_ours(stored) and is_read_whole(password):
            await self._accounts.adopt(account, await asyncio.to_thread(self._passwords.hashed, password))
        return True

    async def _must_not_be_shut_out(self, names: dict[str, int]) -> None:
        """Raises TooManyAttempts where one more would be one too many. Counts nothing."""
        for name, factor in names.items():
            tried = await self._attempts.so_far(name, self._now())
            if tried and tried.attempts >= self._limits.failures * factor:
                raise self._too_many(tried)

    async def _must_not_be_too_many(self, names: dict[str, int]) -> None:
        """An attempt counts before it is made, so that many at once are as many. One that is refused counts nowhere."""
        now, counted = self._now(), list[str]()
        for name, factor in names.items():
            tried = await self._attempts.count(name, now, now + self._limits.window)
            counted.append(name)
            if tried.attempts > self._limits.failures * factor:
                for one in counted:
                    await self._attempts.take_back(one)
                raise self._too_many(tried)

    def _too_many(self, tried: Tried) -> TooManyAttempts:
        seconds = max(1, round((tried.until - self._now()).total_seconds()))
        words = Counted(
            "Signing in failed too often. Try again in {n} second.",
            "Signing in failed too often. Try again in {n} seconds.",
            seconds,
        )
        return TooManyAttempts(words, retryAfterSeconds=seconds)

    async def _granted(self, account: Account) -> Key | None:
        """The sign-in of somebody whose password was right; None where they were given another one meanwhile.

        That is looked at last, because who gives a password ends every sign-in that is there by then.
        """
        now = self._now()
        refresh = await self._sign_ins.begin(account.user, now, now + self._limits.stays)
        if await self._accounts.is_still_good(account):
            return refresh
        await self._sign_ins.end(refresh.id)
        return None

    def _with_access(self, user: str, refresh: Key) -> Granted:
        access = self._tokens.access.issue(Claims(user, refresh.id), self._now())
        return Granted(access, int(self._tokens.access.lifetime.total_seconds()), str(refresh))


def _names(email: str, address: str) -> dict[str, int]:
    """Under which names an attempt counts, and how many times as often each may fail; the address first.

    Who is shut out by their address does not count for any account.
    """
    return {f"address:{sha256(address.encode()).hexdigest()}": PER_ADDRESS, _account(email): 1}


def _account(email: str) -> str:
    return f"account:{sha256(email.strip().lower().encode()).hexdigest()}"
