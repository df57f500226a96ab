"""Replies that a course keeps for what is asked often: found by words, and suggested for a question."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log

MOST_REPLIES = 500
"""Of a course."""
MOST_WORDS = 500
"""Of one text: the first."""
LEAST_OF_A_WORD, LONGEST_WORD = 2, 40
SUGGESTED = 5

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of a course, who wrote it last, and when."""

    id: str
    course: str
    title: str
    text: str
    by: str
    at: datetime

    @property
    def words(self) -> frozenset[str]:
        """What it is found by."""
        return words_of(f"{self.title} {self.text}")


def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters, without accents; single letters are none, long ones are cut."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    found = (word[:LONGEST_WORD] for word in WORD.findall(plain) if len(word) >= LEAST_OF_A_WORD)
    return frozenset([*dict.fromkeys(found)][:MOST_WORDS])


def best(replies: Iterable[Reply], wanted: frozenset[str]) -> list[Reply]:
    """The replies that share most with some words, the best first. A word that few of them have counts for more."""
    found = [(reply, reply.words & wanted) for reply in replies]
    having = Counter(word for _, shared in found for word in shared)
    points = {reply.id: _points(shared, having, len(found)) for reply, shared in found}
    fitting: Sequence[Reply] = [reply for reply, shared in found if shared]
    return sorted(fitting, key=lambda reply: (-points[reply.id], reply.id))[:SUGGESTED]


def _points(shared: Iterable[str], having: Counter[str], of: int) -> float:
    return sum(log(1 + of / having[word]) for word in shared)
