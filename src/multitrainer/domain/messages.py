"""Messages: what is said in a thread, for how long it may be changed, and by which words it is found."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from multitrainer.domain.errors import MessageDeleted, MessageSettled
from multitrainer.domain.sentences import Sentence

MOST_TEXT = 10_000
"""Characters of one message."""

MOST_MENTIONS = 20
MOST_ATTACHMENTS = 10
MOST_WORDS = 1_000
"""By so many different words a message is found, the first ones."""

LONGEST_WORD = 60
MOST_SOUGHT = 10
"""So many words are looked for at a time."""

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Written:
    """What has to be known of a message to tell whether it may be changed."""

    author: str
    at: datetime
    deleted: bool = False


def is_open(message: Written, now: datetime, window: timedelta) -> bool:
    """Whether its author may still change it."""
    return not message.deleted and now - message.at <= window


def must_be_open(message: Written, now: datetime, window: timedelta) -> None:
    """Raises MessageDeleted, and MessageSettled once its author's time to change it is over."""
    if message.deleted:
        raise MessageDeleted(Sentence("The message is deleted."))
    if not is_open(message, now, window):
        minutes = window.total_seconds() / 60
        raise MessageSettled(
            Sentence("A message can be changed for {minutes} minutes, and these are over.", minutes=minutes),
            minutes=minutes,
        )


def words_of(text: str) -> list[str]:
    """The different words of a text as they are looked for: without case and accents, in their order."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return [*dict.fromkeys(word[:LONGEST_WORD] for word in re.findall(r"\w+", bare))]
