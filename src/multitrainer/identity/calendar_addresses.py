"""Addresses of calendars: signed, so that nobody can guess one, and numbered, so that old ones can be told from new."""

from typing import NamedTuple

from multitrainer.identity.seals import Seal

ID_BYTES, NUMBER_BYTES = 12, 4


class CalendarAddress(NamedTuple):
    """Whose calendar it is, and how many addresses that had before."""

    trainer: str
    number: int


class CalendarAddresses:
    """Makes and reads addresses."""

    def __init__(self, secret: str) -> None:
        self._seal = Seal(secret, "calendar")

    def token(self, address: CalendarAddress) -> str:
        """What stands in the address: 46 characters that are safe in a path."""
        return self._seal.sealed(bytes.fromhex(address.trainer) + address.number.to_bytes(NUMBER_BYTES, "big"))

    def read(self, token: str) -> CalendarAddress | None:
        """The address that a token is; None where it is none of ours."""
        body = self._seal.opened(token)
        return CalendarAddress(body[:ID_BYTES].hex(), int.from_bytes(body[ID_BYTES:], "big")) if body else None
