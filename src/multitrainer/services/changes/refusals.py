"""Writing several documents where the database may refuse some of them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from multitrainer.failures import NOT_DONE, refuses_document
from multitrainer.migrations.verdicts import SetAside

T = TypeVar("T")


async def refused(items: Sequence[T], write: Callable[[Sequence[T]], Awaitable[object]]) -> list[tuple[T, SetAside]]:
    """Write what stands for some documents; tells which of them the database refuses, and why.

    They are found by halving, because it does not say which one it was. So `write` must bear to be repeated. Raises
    PyMongoError where the documents are not to blame.
    """
    if not items:
        return []
    try:
        await write(items)
    except NOT_DONE as error:
        why = refuses_document(error)
        if why is None:
            raise
        if len(items) == 1:
            return [(items[0], SetAside(why.code, why.detail))]
        half = len(items) // 2
        return [*await refused(items[:half], write), *await refused(items[half:], write)]
    return []
