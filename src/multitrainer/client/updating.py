"""Read, decide, write on the condition that nothing changed in between, and anew when something did."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from multitrainer.domain.errors import Stale
from multitrainer.schemas.base import View

V = TypeVar("V", bound=View)


async def updated(read: Callable[[], Awaitable[V]], write: Callable[[V], Awaitable[V]], attempts: int) -> V:
    """What `write` makes of what `read` found. Raises Stale when somebody else was quicker `attempts` times."""
    for _ in range(attempts - 1):
        try:
            return await write(await read())
        except Stale:
            continue
    return await write(await read())
