"""What stands in links that prove by themselves what they are for: signed, of one purpose, good until a time.

Whoever has such a link may do what it is for, and nothing else. A token of one purpose is none of another.
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

TIME_BYTES, SEAL_BYTES = 8, 18
BETWEEN = "\0"
LONGEST = 2_000
"""Characters of a token that is read at all."""


class SignedLinks:
    """Makes and reads the tokens of one purpose, with a key made from the secret that signs access tokens."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), f"multitrainer link: {purpose}".encode(), sha256)

    def token(self, said: Sequence[str], until: datetime) -> str:
        """What says so, up to a time, in characters that are safe in a path. No text has a NUL in it."""
        body = int(until.timestamp()).to_bytes(TIME_BYTES, "big") + BETWEEN.join(said).encode()
        return base64.urlsafe_b64encode(self._seal(body) + body).decode().rstrip("=")

    def read(self, token: str, now: datetime) -> tuple[str, ...] | None:
        """What a token says; None where it is none of ours, or its time is over."""
        try:
            found = base64.b64decode(token[:LONGEST] + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        seal, body = found[:SEAL_BYTES], found[SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(body)):
            return None
        until = datetime.fromtimestamp(int.from_bytes(body[:TIME_BYTES], "big"), UTC)
        return tuple(body[TIME_BYTES:].decode().split(BETWEEN)) if now < until else None

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, sha256)[:SEAL_BYTES]
