"""Links by which somebody who is asked to stand in answers: signed for one person and one question, until it ends.

That one is good once follows from what it names: a question that is answered can't be answered again.
"""

import base64
import binascii
import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

ID_BYTES, TIME_BYTES, SEAL_BYTES = 12, 6, 18
HEAD_BYTES = ID_BYTES + 2 * TIME_BYTES
LONGEST = 2_000
"""Characters; more sessions than a day has need less."""

PURPOSE = b"multitrainer cover answer"
EPOCH, MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)


class AnswerLink(NamedTuple):
    """Who is asked for which covers, when they were, and until when they may answer (aware, in UTC)."""

    trainer: str
    covers: tuple[str, ...]
    made_at: datetime
    until: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether it is too late to answer."""
        return now >= self.until


class AnswerLinks:
    """Signs links with a key of their own, made from the secret that signs access tokens."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), PURPOSE, sha256)

    def token(self, link: AnswerLink) -> str:
        """What stands in the address: 72 characters for one cover, 16 more for each other, all safe in a path."""
        times = b"".join(_written(moment) for moment in (link.made_at, link.until))
        body = bytes.fromhex(link.trainer) + times + b"".join(map(bytes.fromhex, link.covers))
        return _text(body + self._seal(body))

    def read(self, token: str) -> AnswerLink | None:
        """The link that a token is, also one that is over; None where it is none of ours."""
        try:
            found = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        body, seal = found[:-SEAL_BYTES], found[-SEAL_BYTES:]
        if len(token) > LONGEST or _text(found) != token or not hmac.compare_digest(seal, self._seal(body)):
            return None
        return _read(body)

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, sha256)[:SEAL_BYTES]


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _written(moment: datetime) -> bytes:
    return ((moment - EPOCH) // MILLISECOND).to_bytes(TIME_BYTES, "big")


def _read(body: bytes) -> AnswerLink:
    trainer, times, covers = body[:ID_BYTES], body[ID_BYTES:HEAD_BYTES], body[HEAD_BYTES:]
    made_at, until = (_moment(times[n : n + TIME_BYTES]) for n in (0, TIME_BYTES))
    ids = tuple(covers[n : n + ID_BYTES].hex() for n in range(0, len(covers), ID_BYTES))
    return AnswerLink(trainer.hex(), ids, made_at, until)


def _moment(content: bytes) -> datetime:
    return EPOCH + int.from_bytes(content, "big") * MILLISECOND
