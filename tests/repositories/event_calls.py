"""One call of each method that the repository of events has."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from bson import ObjectId

from multitrainer import clock
from multitrainer.domain.events import Changed
from multitrainer.repositories.events import Events, Taken
from multitrainer.stored.events import of_changed
from multitrainer.stored.ids import new_id
from tests.repositories.calls import World

Raw = dict[str, Any]

REPOSITORY = Events(clock.now)
A_WHILE = timedelta(minutes=1)


def some_news(count: int = 3) -> list[Raw]:
    return [of_changed(Changed("course", new_id())) for _ in range(count)]


async def hold_and_release(_: World) -> None:
    news = some_news(1)
    await REPOSITORY.put(news, None, A_WHILE)
    await REPOSITORY.release(news)


async def hold_and_forget(_: World) -> None:
    news = some_news(1)
    await REPOSITORY.put(news, None, A_WHILE)
    await REPOSITORY.forget(news)


async def settle_both_kinds(_: World) -> None:
    news = [*some_news(), {"_id": ObjectId(), "topic": "notification"}]
    await REPOSITORY.put(news, None)
    await REPOSITORY.settle(news)


async def write_some_pages(_: World) -> None:
    last, _unsettled = await REPOSITORY.last_page()
    for _page in range(3):
        await REPOSITORY.put(some_news(), None)
        with suppress(Taken):
            if found := await REPOSITORY.write_page(last):
                last = found.events[-1].number
                await REPOSITORY.settle(found.news)


async def read_the_middle_of_a_page(w: World) -> None:
    await write_some_pages(w)
    await REPOSITORY.after((await REPOSITORY.last_page())[0] - 2, within=True)


async def forget_what_is_old(w: World) -> None:
    await write_some_pages(w)
    await Events(lambda: clock.now() + timedelta(days=2)).forget_old(10_000)


async def hear_that_something_stirs(_: World) -> None:
    stirs = REPOSITORY.stirs()
    await stirs.aclose()
    await REPOSITORY.put(some_news(1), None)


EVENTS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Events.put": lambda _: REPOSITORY.put(some_news(), None),
    "Events.add": lambda _: REPOSITORY.add(some_news()),
    "Events.release": hold_and_release,
    "Events.forget": hold_and_forget,
    "Events.last_page": lambda _: REPOSITORY.last_page(),
    "Events.settle": settle_both_kinds,
    "Events.write_page": write_some_pages,
    "Events.after": read_the_middle_of_a_page,
    "Events.forget_old": forget_what_is_old,
    "Events.stirs": hear_that_something_stirs,
}
