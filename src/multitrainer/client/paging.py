"""Lists that come in pages, as one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from multitrainer.schemas.base import Page

T = TypeVar("T")
PAGE_SIZE = 100


async def each(read: Callable[[str | None], Awaitable[Page[T]]]) -> AsyncIterator[T]:
    """Everything on a page and on those that follow it, read when they are wanted."""
    page = await read(None)
    while True:
        for item in page.items:
            yield item
        if page.next is None:
            return
        page = await read(page.next)
