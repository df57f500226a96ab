"""Whether what somebody typed is found in something's words."""

from typing import Any
from unicodedata import combining, normalize


def finds(search: str, *texts: Any) -> bool:
    """Whether each word of a search stands in one of some texts, accents and capitals aside; no words find all."""
    there = " ".join(plain(text) for text in texts if isinstance(text, str))
    return all(word in there for word in plain(search).split())


def plain(text: str) -> str:
    """A text without capitals and accents."""
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
