"""Texts of messages as whoever reads them sees them."""

import asyncio

from multitrainer.domain.readable import is_plain, is_seen
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import MUST_BE_PLAIN
from multitrainer.schemas.wording import refusal
from multitrainer.telling.markdown import shown_of


async def must_show(text: str) -> None:
    """Raises InvalidInput where a text shows nothing, or what it could not say in its own characters."""
    shown = await asyncio.to_thread(shown_of, text)
    if not is_seen(shown):
        raise refusal([("body.text", Sentence("must have something to read"))])
    if not is_plain(shown):
        raise refusal([("body.text", MUST_BE_PLAIN)])
