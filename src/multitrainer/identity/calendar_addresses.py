"""Addresses of calendars: signed, so that nobody can guess one, and numbered, so that old ones can be told from new."""

import base64
import binascii
import hmac
from hashlib import sha256
from typing import NamedTuple

ID_BYTES, NUMBER_BYTES, SEAL_BYTES = 12, 4, 18
PURPOSE = b"multitrainer calendar"


class CalendarAddress(NamedTuple):
    """Whose calendar it is, and how many addresses that had before."""

    trainer: str
    number: int


class CalendarAddresses:
    """Signs addresses with a key of their own, made from the secret that signs access tokens."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), PURPOSE, sha256)

    def token(self, address: CalendarAddress) -> str:
        """What stands in the address: 46 characters that are safe in a path."""
        body = bytes.fromhex(address.trainer) + address.number.to_bytes(NUMBER_BYTES, "big")
        return base64.urlsafe_b64encode(body + self._seal(body)).decode().rstrip("=")

    def read(self, token: str) -> CalendarAddress | None:
        """The address that a token is; None where it is none of ours."""
        try:
            found = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        body, seal = found[: ID_BYTES + NUMBER_BYTES], found[ID_BYTES + NUMBER_BYTES :]
        if not hmac.compare_digest(seal, self._seal(body)):
            return None
        return CalendarAddress(body[:ID_BYTES].hex(), int.from_bytes(body[ID_BYTES:], "big"))

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, sha256)[:SEAL_BYTES]
