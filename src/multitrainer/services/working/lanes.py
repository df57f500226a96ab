"""Lanes: what does not concern each other is done side by side, and what does, one after the other."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def in_lanes(
    things: Iterable[T], lane_of: Callable[[T], Hashable], do: Callable[[T], Awaitable[None]], side_by_side: int
) -> None:
    """Do something with each: those of one lane in their order, and so many lanes at a time.

    Where one fails, the rest of its lane is left, the other lanes are finished, and then the first failure is raised.
    """
    lanes: dict[Hashable, list[T]] = {}
    for thing in things:
        lanes.setdefault(lane_of(thing), []).append(thing)
    free = asyncio.Semaphore(side_by_side)

    async def run(lane: list[T]) -> None:
        async with free:
            for thing in lane:
                await do(thing)

    for came in await asyncio.gather(*map(run, lanes.values()), return_exceptions=True):
        if isinstance(came, BaseException):
            raise came
