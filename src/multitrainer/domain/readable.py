"""What people write: whether there is anything to see in it, and whether it says what it seems to say."""

import re
import unicodedata

TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""What lets a part of a text be read in the other direction."""

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs without a shape, whatever they are taken for."""

UNSEEN = re.compile("[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")
"""Unassigned, and never to be shown."""


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
