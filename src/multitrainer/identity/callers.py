"""Who a request says it comes from. Only what the request itself proves: whether that is still good, others look up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from multitrainer.domain.actors import NOBODY, Actor
from multitrainer.domain.errors import NotSignedIn
from multitrainer.identity.keys import API_KEY, Key, read_key
from multitrainer.identity.tokens import Claims, InvalidToken

BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an access token of ours, by the ids of the user and of the sign-in that it belongs to."""

    user: str
    sign_in: str


@dataclass(frozen=True, slots=True)
class OldPerson:
    """Somebody with a token of the old application."""

    user: str
    issued_at: datetime | None


Caller = Actor | Person | OldPerson | Key
"""Machines show a key. An actor is a caller whom nobody has to look up."""


class Reads(Protocol):
    """Reads tokens of one kind."""

    def read(self, token: str) -> Claims:
        """What a token says. Raises InvalidToken."""
        ...


class Doorkeeper:
    """Reads what a request says of whoever sends it."""

    def __init__(self, tokens: Reads, old_tokens: Reads | None = None) -> None:
        """`old_tokens` reads those of the old application, where its key is known."""
        self._readers = {"ours": tokens, **({"old": old_tokens} if old_tokens else {})}

    def caller(self, authorization: str | None, api_key: str | None) -> Caller:
        """Whoever the headers `Authorization` and `X-API-Key` name.

        Raises NotSignedIn where they prove nothing; because of InvalidToken where it was a token that didn't.
        """
        if authorization and api_key:
            raise NotSignedIn("Send an access token or an API key, not both.")
        if api_key:
            return _machine(api_key)
        return self._person(authorization) if authorization else NOBODY

    def _person(self, authorization: str) -> Caller:
        if authorization[: len(BEARER)].lower() != BEARER:
            raise NotSignedIn("Authorization must be: Bearer and an access token.")
        token = authorization[len(BEARER) :].strip()
        reasons = []
        for whose, reader in self._readers.items():
            try:
                return _from(reader.read(token))
            except InvalidToken as reason:
                reasons.append(f"{whose}: {reason}")
        why = InvalidToken("; ".join(reasons))
        raise NotSignedIn("The access token is not good, or no longer. Sign in again, or refresh it.") from why


def _from(claims: Claims) -> Caller:
    return Person(claims.user, claims.sign_in) if claims.sign_in else OldPerson(claims.user, claims.issued_at)


def _machine(text: str) -> Caller:
    key = read_key(API_KEY, text.strip())
    if key is None:
        raise NotSignedIn("X-API-Key holds no key of this service.")
    return key
