"""Messages: what is said in a thread, for how long it may be changed, and by which words it is found."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from multitrainer.domain.errors import MessageDeleted, MessageSettled

MOST_TEXT = 10_000
"""Characters of one message."""

MOST_MENTIONS = 20
MOST_ATTACHMENTS = 10
MOST_WORDS = 1_000
"""By so many different words a message is found, the first ones."""

LONGEST_WORD = 60
MOST_SOUGHT = 10
"""So many words are looked for at a time."""

TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""What lets a part of a text be read in the other direction."""

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs without a shape, whatever they are taken for."""

UNSEEN = re.compile("[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")
"""Unassigned, and never to be shown."""

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Written:
    """What has to be known of a message to tell whether it may be changed."""

    author: str
    at: datetime
    deleted: bool = False


def must_be_open(message: Written, now: datetime, window: timedelta) -> None:
    """Raises MessageDeleted, and MessageSettled once its author's time to change it is over."""
    if message.deleted:
        raise MessageDeleted("The message is deleted.")
    if now - message.at > window:
        minutes = window.total_seconds() / 60
        raise MessageSettled(f"A message can be changed for {minutes:g} minutes, and these are over.", minutes=minutes)


def words_of(text: str) -> list[str]:
    """The different words of a text as they are looked for: without case and accents, in their order."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return [*dict.fromkeys(word[:LONGEST_WORD] for word in re.findall(r"\w+", bare))]


def is_seen(text: str) -> bool:
    """Whether there is anything to see in a text: what is written of spaces and marks without a shape is empty."""
    return any(_has_shape(c) for c in text)


def is_plain(text: str) -> bool:
    """Whether a text has no control characters but line ends and tabs, no halves of any, and reads in one direction.

    What is written from right to left needs no more than its letters, and marks beside them.
    """
    return not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in text) and not TURNING & {*text}


def _has_shape(c: str) -> bool:
    """Whether a character has one. What is unassigned may be a new emoji."""
    category = unicodedata.category(c)
    if category == "Cn":
        return not UNSEEN.match(c)
    return category[0] not in "ZCM" and c not in BLANK
