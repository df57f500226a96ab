"""Pages of the audit look back as far as they have to, and no further."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.domain.audit import Wanted
from multitrainer.repositories.audit import AuditEntries
from tests.repositories.calls import World, a_world

NOW = clock.now()
ENTRIES = AuditEntries(lambda: NOW)
AGO = [
    *(timedelta(seconds=n) for n in (-3600, -1, 0, 0, 0, 1, 59, 60, 61, 1019, 1020, 1021)),
    *(timedelta(days=n) for n in (1, 2, 3, 30, 365, 366, 5000, 20000)),
]
"""Some of them at the very seconds where one look ends and another begins; one by a clock that is ahead of ours."""


def ids_of(ago: list[timedelta]) -> list[ObjectId]:
    """Ids that were made so long ago, the newest first."""
    seconds = (int((NOW - one).timestamp()).to_bytes(4, "big") for one in ago)
    return sorted((ObjectId(second + n.to_bytes(8, "big")) for n, second in enumerate(seconds)), reverse=True)


@pytest.fixture(scope="module")
async def world(mongodb_uri: str) -> AsyncIterator[World]:
    async with a_world(mongodb_uri) as world:
        yield world


async def insert(world: World, ids: list[ObjectId], about: str) -> None:
    rows = [
        {"_id": id_, "about": [about], "by": {"id": "x"}, "action": ("odd", "even")[n % 2]} for n, id_ in enumerate(ids)
    ]
    await world.database.motor.multitrainer_audit.delete_many({})
    await world.database.motor.multitrainer_audit.insert_many(rows)


@pytest.mark.parametrize("size", [1, 2, 7, 100])
@pytest.mark.parametrize(
    ("wanted", "every"),
    [(Wanted(), 1), (Wanted(about="c"), 1), (Wanted(about="c", by="x", action="odd"), 2), (Wanted(by="y"), None)],
)
async def test_pages_hold_every_entry_once_the_newest_first(
    world: World, size: int, wanted: Wanted, every: int | None
) -> None:
    ids = ids_of(AGO)
    await insert(world, ids, "c")
    found, cursor = [], None
    while True:
        page = await ENTRIES.page(wanted, cursor, size)
        found += [entry["_id"] for entry in page.items]
        assert page.next is None or len(page.items) == size
        if (cursor := page.next) is None:
            break
    assert found == (ids[::every] if every else [])


async def test_a_page_within_a_time_holds_nothing_else(world: World) -> None:
    ids = ids_of(AGO)
    await insert(world, ids, "c")
    since, until = NOW - timedelta(days=366), NOW - timedelta(seconds=60)
    wanted = [id_ for id_ in ids if int(since.timestamp()) <= id_.generation_time.timestamp() < int(until.timestamp())]
    page = await ENTRIES.page(Wanted(since=since, until=until), None, 100)
    assert [entry["_id"] for entry in page.items] == wanted
    first = await ENTRIES.page(Wanted(since=since, until=until), None, 3)
    rest = await ENTRIES.page(Wanted(since=since, until=until), first.next, 100)
    assert [entry["_id"] for entry in (*first.items, *rest.items)] == wanted


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(about="c"), Wanted(by="x"), Wanted(about="c", action="odd")])
async def test_a_page_of_a_long_history_leaves_most_of_it_unread(world: World, wanted: Wanted) -> None:
    """By what it asks for: an engine may read all that a stage matches, whatever limit comes after."""
    await insert(world, ids_of([timedelta(hours=n) for n in range(1000)]), "c")
    commands = await world.commands_of(lambda _: ENTRIES.page(wanted, None, 10))
    asked = [command["pipeline"][0]["$match"] for command in commands]
    read = [await world.database.motor.multitrainer_audit.count_documents(match) for match in asked]
    assert 10 < sum(read) < 200
