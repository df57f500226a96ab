"""The feed and its streams on a real engine: nothing is lost, doubled or out of order, and each hears their own."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import orjson
import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database, Outdated
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.errors import NotSignedIn, TooManyStreams, Unavailable
from multitrainer.domain.events import Changed
from multitrainer.identity.callers import Caller
from multitrainer.metrics import Metrics
from multitrainer.repositories.events import ON_A_PAGE, Events
from multitrainer.services import Services
from multitrainer.services.events import events as streams
from multitrainer.services.events import feed as feeds
from multitrainer.services.events.events import Stream
from multitrainer.settings import Settings
from multitrainer.stored.events import of_changed
from tests import school
from tests.callers import signed_in
from tests.databases import leave
from tests.planners import Quickly
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH
from tests.services.people import SetClock

Raw = dict[str, Any]
PATIENCE_SECONDS = 20
AN_ADMIN = Actor(ActorKind.ADMIN, "d" * 24)


@pytest.fixture(scope="module", params=["auto", "never"], ids=["transactions", "no transactions"])
async def served(mongodb_uri: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """One database for all tests of this file, because to make one takes longer than a test."""
    settings = Settings(_env_file=None, mongodb_database=f"test_{uuid4().hex[:12]}", transactions=request.param)
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
async def database(served: Database) -> Database:
    """The small school, and nothing told yet."""
    for name in ("news", "events", "outbox", "notifications", "leases"):
        await served.motor[f"multitrainer_{name}"].delete_many({})
    await school.found_anew(served)
    return served


@pytest.fixture
def now() -> SetClock:
    return SetClock()


@pytest.fixture
async def services(database: Database, settings: Settings, now: SetClock) -> Services:
    return wiring.build(database, settings, now, Quickly())


def another(database: Database, settings: Settings, now: SetClock) -> Services:
    """What another process has."""
    return wiring.build(database, settings, now, Quickly())


async def stream(services: Services, caller: Caller = AN_ADMIN, last: int | None = None) -> Stream:
    return await services.events.listen(lambda: caller, last)


async def heard(services: Services, opened: Stream) -> list[Raw]:
    """Everything there is at this moment, with its name and number."""
    found: list[Raw] = []
    await services.feed.look()
    async for piece in opened.sent():
        found += [{"name": one.name, "number": one.number, **orjson.loads(one.data or b"{}")} for one in piece]
        if piece[-1].number >= services.feed.last or not piece[-1].name:
            break
    return [one for one in found if one["name"] not in {"ready", ""}]


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits in vain is told so at once."""
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.0)


async def put(services: Services, *places: int, line: str = "a") -> None:
    news = [{**of_changed(Changed("test", f"{place:024x}")), "line": line, "place": place} for place in places]
    async with services.publishing.around(news, None):
        pass


def places_in(found: list[Raw]) -> list[int]:
    return [int(one["id"], 16) for one in found if one.get("what") == "test"]


async def test_every_change_that_is_noted_is_heard(services: Services) -> None:
    opened = await stream(services)
    await services.batch_people.name_primary(AN_ADMIN, str(BATCHES[0]), str(ALEX))
    found = await heard(services, opened)
    told = {(one["name"], one["what"], one["id"], one.get("course")) for one in found}
    course, batch = (str(COURSE), None), (str(BATCHES[0]), str(COURSE))
    assert told == {("changed", "course", *course), ("changed", "batch", *batch)}


async def test_what_was_missed_is_heard_once_and_in_order_from_any_number(services: Services) -> None:
    await put(services, *range(7))
    await services.feed.look()
    await put(services, *range(7, 9))
    await services.feed.look()
    for last in range(9):
        opened = await stream(services, last=last)
        assert places_in(await heard(services, opened)) == [*range(last, 9)]


async def test_who_starts_anew_goes_on_where_another_process_was(
    services: Services, database: Database, settings: Settings, now: SetClock
) -> None:
    await put(services, *range(5))
    await services.feed.look()
    restarted = another(database, settings, now)
    await put(restarted, *range(5, ON_A_PAGE + 20))
    opened = await stream(restarted, last=3)
    assert places_in(await heard(restarted, opened)) == [*range(3, ON_A_PAGE + 20)]


async def test_of_several_processes_that_write_pages_at_once_each_hears_the_same(
    services: Services, database: Database, settings: Settings, now: SetClock
) -> None:
    several = [services, *(another(database, settings, now) for _ in range(3))]
    opened = [await stream(one) for one in several]
    written = iter(range(10**6))

    async def write(one: Services) -> None:
        for _ in range(6):
            await put(one, next(written), line=str(ObjectId()))
            await one.feed.look()

    await asyncio.gather(*map(write, several))
    found = [await heard(one, its) for one, its in zip(several, opened, strict=True)]
    assert sorted(places_in(found[0])) == [*range(24)]
    assert all(one == found[0] for one in found)
    assert [one["number"] for one in found[0]] == [*range(1, 25)]


async def test_whoever_dies_behind_a_page_leaves_nothing_to_be_told_twice(
    services: Services, database: Database, settings: Settings, now: SetClock
) -> None:
    await put(services, 0, 1)
    dying = Events(now)
    await dying.write_page(0)  # and is killed before it has settled that page
    survivor = another(database, settings, now)
    await put(survivor, 2)
    opened = await stream(survivor, last=0)
    assert places_in(await heard(survivor, opened)) == [0, 1, 2]


async def test_who_dies_within_a_change_without_a_transaction_is_heard_of_later(
    services: Services, now: SetClock
) -> None:
    opened = await stream(services)
    with pytest.raises(KeyboardInterrupt):
        async with services.publishing.around([of_changed(Changed("test", "1".zfill(24)))], None):
            raise KeyboardInterrupt
    assert places_in(await heard(services, opened)) == []
    now.move(seconds=31)
    assert places_in(await heard(services, opened)) == [1]


async def test_of_what_did_not_happen_nobody_hears(services: Services, now: SetClock) -> None:
    opened = await stream(services)
    with pytest.raises(Outdated):
        async with services.publishing.around([of_changed(Changed("test", "1".zfill(24)))], None):
            raise Outdated
    now.move(seconds=31)
    assert await heard(services, opened) == []


async def test_what_is_too_old_means_to_load_anew(services: Services, now: SetClock) -> None:
    await put(services, *range(ON_A_PAGE))
    await services.feed.look()
    await put(services, ON_A_PAGE)
    await services.feed.look()
    now.move(days=2)
    await Events(now).forget_old(services.feed.last)
    services.feed._recent.clear()
    opened = await stream(services, last=5)
    assert [one["name"] for one in await heard(services, opened)] == ["reset"]
    opened = await stream(services, last=ON_A_PAGE)
    assert places_in(await heard(services, opened)) == [ON_A_PAGE]


async def test_a_notification_is_heard_by_whom_it_is_for_as_the_list_shows_it(services: Services) -> None:
    maria, john = await signed_in(MARIA), await signed_in(JOHN)
    hers, his = await stream(services, maria), await stream(services, john)
    await services.batch_people.name_primary(AN_ADMIN, str(BATCHES[0]), str(MARIA))
    await services.worker.drain()
    [told] = [one for one in await heard(services, hers) if one["name"] == "notification"]
    page = await services.notifications.page(maria, None, 10)
    assert told["_id"] == str(page.items[0]["_id"])
    assert told["title"] == page.items[0]["title"]
    assert all(one["_id"] != told["_id"] for one in await heard(services, his) if one["name"] == "notification")


async def test_a_second_tab_follows_what_is_read_in_the_first(services: Services) -> None:
    maria = await signed_in(MARIA)
    await services.batch_people.name_primary(AN_ADMIN, str(BATCHES[0]), str(MARIA))
    await services.worker.drain()
    await services.feed.look()
    tab = await stream(services, maria)
    [first] = (await services.notifications.page(maria, None, 1)).items
    await services.notifications.read(maria, str(first["_id"]))
    await services.notifications.read_all(maria)
    found = [one for one in await heard(services, tab) if one["name"] == "read"]
    assert [(one["notification"], one["unread"]) for one in found] == [(str(first["_id"]), 0), (None, 0)]


async def test_what_a_worker_does_a_second_time_is_told_once(services: Services, database: Database) -> None:
    maria = await signed_in(MARIA)
    opened = await stream(services, maria)
    await services.batch_people.name_primary(AN_ADMIN, str(BATCHES[0]), str(MARIA))
    await services.worker.drain()
    assert [one["name"] for one in await heard(services, opened)].count("notification") == 1
    await database.motor.multitrainer_outbox.update_many({"does": "tell"}, {"$set": {"state": "due"}})
    await services.worker.drain()
    assert "notification" not in [one["name"] for one in await heard(services, opened)]


async def test_who_comes_onto_a_course_hears_of_it_on_the_stream_that_they_have(services: Services) -> None:
    alex = await stream(services, await signed_in(ALEX))
    await services.batch_people.name_primary(AN_ADMIN, str(BATCHES[0]), str(MARIA))
    assert await heard(services, alex) == []
    await services.batch_people.name_primary(AN_ADMIN, str(BATCHES[1]), str(ALEX))
    assert str(BATCHES[1]) in {one.get("id") for one in await heard(services, alex)}


async def test_who_leaves_a_course_hears_no_more_of_it(services: Services) -> None:
    maria = await stream(services, await signed_in(MARIA))
    await services.roster.remove(AN_ADMIN, str(COURSE), str(MARIA), hand_over_to=str(JOHN))
    await heard(services, maria)
    await services.batch_people.name_primary(AN_ADMIN, str(BATCHES[2]), str(SARAH))
    assert await heard(services, maria) == []


async def test_whoever_is_signed_out_is_let_go(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LOOKS_ANEW_SECONDS", 0.0)
    opened = await stream(services, await signed_in(MARIA))
    await database.motor.multitrainer_sign_ins.delete_many({})
    async with asyncio.timeout(PATIENCE_SECONDS):
        names = {one.name async for piece in opened.sent() for one in piece}
    assert names == {"ready"}
    with pytest.raises(NotSignedIn):
        await stream(services, await signed_in(ObjectId()))


async def test_room_is_limited_and_given_back(
    services: Services, database: Database, settings: Settings, now: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST_OF_ONE", 2)
    full = wiring.build(database, settings.model_copy(update={"live_connections": 3}), now, Quickly())
    first, _second = await stream(full), await stream(full)
    with pytest.raises(TooManyStreams):
        await stream(full)
    await stream(full, await signed_in(MARIA))
    with pytest.raises(Unavailable):
        await stream(full, await signed_in(JOHN))
    first.close()
    first.close()
    await stream(full)


async def test_who_falls_behind_holds_nobody_up_and_catches_up(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = await stream(services), await stream(services)
    for place in range(5):
        await put(services, place)
        await heard(services, quick)
    services.feed._recent.clear()  # so much came meanwhile that it is in memory no more
    await put(services, 5)
    assert places_in(await heard(services, quick)) == [5]
    assert places_in(await heard(services, slow)) == [0, 1, 2, 3, 4, 5]


@pytest.fixture
async def kept(services: Services) -> AsyncIterator[None]:
    keeping = asyncio.create_task(services.feed.keep())
    yield
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("tells", [True, False], ids=["told by the server", "polling"])
async def test_what_another_process_writes_is_heard(
    services: Services,
    database: Database,
    settings: Settings,
    now: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    tells: bool,
) -> None:
    monkeypatch.setattr(feeds, "AFTER_FAILURE_SECONDS", 0.01)
    monkeypatch.setattr(feeds, "WATCHED_POLL_SECONDS", 600.0)  # so that only the server can tell
    monkeypatch.setattr(database, "has_change_streams", tells)
    monkeypatch.setattr(streams, "BEAT_SECONDS", 15.0)
    opened = await stream(services)
    other = another(database, settings, now)
    async with asyncio.timeout(PATIENCE_SECONDS):
        sent = opened.sent()
        await anext(sent)
        writing = asyncio.create_task(_write_on(other))
        [piece] = [await anext(sent)]
        writing.cancel()
    assert piece[0].name == "changed"


async def _write_on(other: Services) -> None:
    """A stream begins at some moment after it was asked for."""
    for place in range(200):
        await put(other, place)
        await asyncio.sleep(0.05)  # writing goes on until the stream has begun, of which no event tells
