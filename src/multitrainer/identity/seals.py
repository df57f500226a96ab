"""Seals: what proves that some bytes are ours, and for what they are meant.

Each purpose has a key of its own, made from the secret that signs access tokens: a token of one is none of another.
"""

import base64
import binascii
import hmac
from hashlib import sha256

SEAL_BYTES = 18
LONGEST = 2_000
"""Characters of a token that is read at all."""


class Seal:
    """Seals bytes for one purpose, as text that is safe in a path: three bytes are four characters of it."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), f"multitrainer {purpose}".encode(), sha256)

    def sealed(self, content: bytes) -> str:
        """The token of some bytes."""
        return _text(content + self._of(content))

    def opened(self, token: str) -> bytes | None:
        """The bytes of a token; None where it is none of ours, or not written as we write it."""
        if len(token) > LONGEST:
            return None
        try:
            found = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        content, seal = found[:-SEAL_BYTES], found[-SEAL_BYTES:]
        return content if hmac.compare_digest(seal, self._of(content)) and _text(found) == token else None

    def _of(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, sha256)[:SEAL_BYTES]


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
