"""Links by which somebody who is asked to stand in answers: signed for one person and one question, until it ends.

That one is good once follows from what it names: a question that is answered can't be answered again.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from multitrainer.identity.seals import Seal

ID_BYTES, TIME_BYTES = 12, 6
HEAD_BYTES = ID_BYTES + 2 * TIME_BYTES
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
    """Makes and reads links."""

    def __init__(self, secret: str) -> None:
        self._seal = Seal(secret, "cover answer")

    def token(self, link: AnswerLink) -> str:
        """What stands in the address: 72 characters for one cover, 16 more for each other, all safe in a path."""
        times = b"".join(_written(moment) for moment in (link.made_at, link.until))
        return self._seal.sealed(bytes.fromhex(link.trainer) + times + b"".join(map(bytes.fromhex, link.covers)))

    def read(self, token: str) -> AnswerLink | None:
        """The link that a token is, also one that is over; None where it is none of ours."""
        body = self._seal.opened(token)
        return _read(body) if body is not None else None


def _written(moment: datetime) -> bytes:
    return ((moment - EPOCH) // MILLISECOND).to_bytes(TIME_BYTES, "big")


def _read(body: bytes) -> AnswerLink:
    trainer, times, covers = body[:ID_BYTES], body[ID_BYTES:HEAD_BYTES], body[HEAD_BYTES:]
    made_at, until = (_moment(times[n : n + TIME_BYTES]) for n in (0, TIME_BYTES))
    ids = tuple(covers[n : n + ID_BYTES].hex() for n in range(0, len(covers), ID_BYTES))
    return AnswerLink(trainer.hex(), ids, made_at, until)


def _moment(content: bytes) -> datetime:
    return EPOCH + int.from_bytes(content, "big") * MILLISECOND
