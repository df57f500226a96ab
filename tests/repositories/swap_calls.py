"""One call of each method that keeps swaps."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations

from multitrainer.domain.swaps import Swap, SwapState, withdraw
from multitrainer.domain.taught import TaughtSession
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.swaps import Swaps
from multitrainer.stored.ids import new_id
from multitrainer.stored.swaps import read_swap
from tests.repositories.calls import World, cursor_after
from tests.repositories.session_calls import met

SWAPS, LESSONS = Swaps(), Lessons()
START, DAY, HOUR = datetime(2026, 3, 2, tzinfo=UTC), timedelta(days=1), timedelta(hours=1)


async def proposed(w: World) -> list[Swap]:
    """Of six pairs of four trainers ten each, every other one of them withdrawn; the first trainer's."""
    people = w.users_there[:4]
    if not (there := await SWAPS.page([{"trainers": people[0]}], None, None, 50)).items:
        for one, other in combinations(people, 2):
            for n in range(10):
                await SWAPS.insert(swap := _swap(w, one, other, n), None)
                await SWAPS.save(swap, withdraw(swap) if n % 2 else swap, None)
        there = await SWAPS.page([{"trainers": people[0]}], None, None, 50)
    return [*map(read_swap, there.items)]


def _swap(w: World, one: str, other: str, n: int) -> Swap:
    start = START + n * DAY
    course, batch = w.courses_there[n % 3], w.batches_there[n % 3]
    first, second = (TaughtSession(new_id(), course, batch, trainer, start, start + HOUR) for trainer in (one, other))
    return Swap(new_id(), first, second, one, look_at=start)


async def find(w: World) -> None:
    await SWAPS.find((await proposed(w))[0].id)


async def exists(w: World) -> None:
    assert await SWAPS.exists((await proposed(w))[0].id)


async def live(w: World) -> None:
    swap = (await proposed(w))[0]
    assert await SWAPS.live([swap.one.id, swap.other.id]) == {swap.one.id, swap.other.id}


async def due(w: World) -> None:
    await proposed(w)
    assert await SWAPS.due(START + 4 * DAY, 50)


async def look_again(w: World) -> None:
    await SWAPS.look_again((await proposed(w))[2].id, START + DAY)


async def pages(w: World) -> None:
    last = (await proposed(w))[4].id
    whose = [{"trainers": w.users_there[0]}, {"courses": w.courses_there[0]}]
    for cursor in (None, cursor_after(last)):
        for state in (SwapState.PROPOSED, None):
            await SWAPS.page(whose, state, cursor, 3)
        await SWAPS.page([{}], SwapState.PROPOSED, cursor, 3)


async def everybodys(w: World) -> None:
    await proposed(w)
    await SWAPS.page([{}], None, None, 3)


async def taught(w: World) -> None:
    await LESSONS.taught((await met(w))[:3])


async def some(w: World) -> None:
    ids = [one.id for one in (await proposed(w))[:3]]
    assert len(await SWAPS.some(ids)) == 3


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Swaps.insert": proposed,
    "Swaps.save": proposed,
    "Swaps.find": find,
    "Swaps.raw": find,
    "Swaps.exists": exists,
    "Swaps.live": live,
    "Swaps.due": due,
    "Swaps.some": some,
    "Swaps.look_again": look_again,
    "Swaps.page": pages,
    "Swaps.page of everybody": everybodys,
    "Lessons.taught": taught,
}
