"""What stands in links that prove by themselves what they are for: signed, of one purpose, good until a time.

Whoever has such a link may do what it is for, and nothing else.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from multitrainer.identity.seals import Seal

TIME_BYTES = 8
BETWEEN = "\0"


class SignedLinks:
    """Makes and reads the tokens of one purpose."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._seal = Seal(secret, f"link: {purpose}")

    def token(self, said: Sequence[str], until: datetime) -> str:
        """What says so, up to a time. No text has a NUL in it."""
        return self._seal.sealed(int(until.timestamp()).to_bytes(TIME_BYTES, "big") + BETWEEN.join(said).encode())

    def read(self, token: str, now: datetime) -> tuple[str, ...] | None:
        """What a token says; None where it is none of ours, or its time is over."""
        body = self._seal.opened(token)
        if body is None:
            return None
        until = datetime.fromtimestamp(int.from_bytes(body[:TIME_BYTES], "big"), UTC)
        return tuple(body[TIME_BYTES:].decode().split(BETWEEN)) if now < until else None
