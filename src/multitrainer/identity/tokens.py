"""Access tokens (JWT, RFC 7519): ours, which live for minutes, and those of the old application, which stay good."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

AUDIENCE = ISSUER = "multitrainer"
PAGES = "multitrainer-pages"
"""Audience of what a browser keeps to stay signed in to the pages: no access token, nor one instead of it."""
ALGORITHM = "HS256"
ID = re.compile(r"[0-9a-f]{24}")
LEEWAY = timedelta(seconds=10)
"""How far the clocks of two machines may be apart."""


class InvalidToken(Exception):
    """A token that nobody may come in with.

    Says why, for the log, without a word of the token; whoever sent it is told nothing.
    """


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says: who comes, and the id of the sign-in it belongs to, which one of the old application has not.

    `issued_at` is when it was made; None where it does not say so.
    """

    user: str
    sign_in: str | None = None
    issued_at: datetime | None = None


class Tokens:
    """Makes our tokens and reads them."""

    def __init__(self, secret: str, lifetime: timedelta, audience: str = AUDIENCE) -> None:
        """`secret` of at least 32 bytes. A token for one audience is no good for another."""
        self._secret = secret
        self._audience = audience
        self.lifetime = lifetime

    def issue(self, claims: Claims, now: datetime) -> str:
        """A token from now on."""
        about = {"sub": claims.user, "sid": claims.sign_in, "iss": ISSUER, "aud": self._audience}
        times = {"iat": now, "nbf": now, "exp": now + self.lifetime}
        return jwt.encode({**about, **times}, self._secret, ALGORITHM)

    def read(self, token: str) -> Claims:
        """What a token of ours says. Raises InvalidToken."""
        options: Any = {"require": ["exp", "iat", "nbf", "sub", "sid"]}
        said = _decoded(token, self._secret, [ALGORITHM], audience=self._audience, issuer=ISSUER, options=options)
        if not (is_id(said["sub"]) and is_id(said["sid"])):
            raise InvalidToken("sub or sid is no id.")
        return Claims(said["sub"], said["sid"], _issued_at(said))


class OldTokens:
    """Reads the tokens of the old application."""

    def __init__(self, key: str, algorithms: Sequence[str], claim: str) -> None:
        """`key` is its secret, or its public key as PEM; `claim` is where its tokens name the user."""
        self._key = _as_long_as_is_safe(key) if algorithms[0].startswith("HS") else key
        self._algorithms = [*algorithms]
        self._claim = claim

    def read(self, token: str) -> Claims:
        """Whom a token of the old application names. Raises InvalidToken."""
        options: Any = {"verify_aud": False, "verify_sub": False}
        said = _decoded(token, self._key, self._algorithms, options=options)
        user = said.get(self._claim)
        if not is_id(user):
            raise InvalidToken(f"{self._claim} names no user.")
        return Claims(str(user), issued_at=_issued_at(said))


def _as_long_as_is_safe(secret: str) -> bytes:
    """A secret as HMAC reads it anyway (RFC 2104, section 2): a short one is filled up with zero bytes.

    PyJWT warns of one at every token; whoever runs the service is told once, when it starts.
    """
    return secret.encode().ljust(64, b"\0")


def is_id(value: object) -> bool:
    """Whether a claim is an id as MongoDB makes them."""
    return isinstance(value, str) and ID.fullmatch(value) is not None


def _issued_at(said: dict[str, Any]) -> datetime | None:
    try:
        return datetime.fromtimestamp(said["iat"], UTC) if "iat" in said else None
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise InvalidToken("iat is no time.") from error


def _decoded(token: str, key: str | bytes, algorithms: list[str], **checks: Any) -> dict[str, Any]:
    """The algorithms are ours to choose: `none`, and a public key taken for a secret, get nowhere."""
    try:
        return jwt.decode(token, key, algorithms, leeway=LEEWAY, **checks)
    except (jwt.PyJWTError, ValueError, TypeError) as error:  # the latter of a key that is for another algorithm
        raise InvalidToken(type(error).__name__) from error  # what it says may quote the token
