"""Commands that come all at once leave everything in order and nothing lost."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from random import Random

import httpx
import pytest

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.settings import Settings
from tests.callers import AS_ADMIN
from tests.storms import institute
from tests.storms.ledger import Ledger, Outcome
from tests.storms.processes import TwoServices
from tests.storms.rounds import examined
from tests.storms.storm import rage

ROSTER = f"/api/courses/{institute.COURSE}/trainers"
PRIMARY = f"/api/batches/{institute.BATCHES[0]}/trainers/primary"
NEWCOMER = institute.TRAINERS[-1]
ONE_OF_FORTY = {(201, None): 1, (409, "already-on-roster"): 39}
EXPLAINED = ("primary", "backup", "assistant", "teaches", "member", "batch", "name", "students", "course", "phone")


async def forty_add_the_newcomer(*clients: httpx.AsyncClient) -> Counter[tuple[int, str | None]]:
    """Forty requests at once, spread over the clients; counts the answers by status and code."""
    sending = (clients[n % len(clients)].post(ROSTER, json={"trainer": str(NEWCOMER)}) for n in range(40))
    return Counter((answer.status_code, answer.json().get("code")) for answer in await asyncio.gather(*sending))


def asking(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, headers=AS_ADMIN)


async def places_of_the_newcomer(database: Database) -> int:
    course = await database.motor.courses.find_one({"_id": institute.COURSE})
    assert course is not None
    return sum(entry["trainer"] == NEWCOMER for entry in course["trainers"])


async def test_of_forty_who_add_one_trainer_at_once_one_does(
    database: Database, settings: Settings, mongodb_uri: str
) -> None:
    await institute.found(database.motor)
    app = create_app(settings, mongodb_uri)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://x", headers=AS_ADMIN) as client,
    ):
        assert await forty_add_the_newcomer(client) == ONE_OF_FORTY
    assert await places_of_the_newcomer(database) == 1


async def test_of_forty_who_ask_two_services_one_does(two_services: TwoServices, their_database: Database) -> None:
    first, second = two_services.urls
    async with asking(first) as one, asking(second) as other:
        assert await forty_add_the_newcomer(one, other) == ONE_OF_FORTY
    assert await places_of_the_newcomer(their_database) == 1
    assert await examined(their_database, two_services.settings) == []


@pytest.mark.parametrize(
    ("address", "read_at"),
    [
        (f"/api/trainers/{NEWCOMER}", None),
        (f"/api/courses/{institute.COURSE}", None),
        (f"/api/batches/{institute.BATCHES[0]}", None),
        (f"{ROSTER}/{institute.TRAINERS[3]}", ROSTER),
        (PRIMARY, PRIMARY.removesuffix("/primary")),
    ],
)
async def test_of_eight_who_read_the_same_one_changes_it(
    two_services: TwoServices, their_database: Database, address: str, read_at: str | None
) -> None:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(asking(url)) for url in two_services.urls]
        for number in range(4):
            tag = (await clients[0].get(read_at or address)).headers["ETag"]
            answers = await asyncio.gather(*(change(clients[n % 2], address, number, n, tag) for n in range(8)))
            assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 7}


def assigned(number: int) -> list[dict[str, list[str]]]:
    """The first two assistants' own batches, with one more each, another one each time."""
    more = [institute.BATCHES[4 + number], institute.BATCHES[10 - number]]
    return [{"assignedBatches": [str(b) for b in (*institute.BATCHES[2 * n : 2 * n + 2], more[n])]} for n in range(2)]


async def test_of_two_who_read_the_same_roster_and_change_batches_one_does(
    two_services: TwoServices, their_database: Database
) -> None:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(asking(url)) for url in two_services.urls]
        for number in range(6):
            tag = {"If-Match": (await clients[0].get(ROSTER)).headers["ETag"]}
            answers = await asyncio.gather(
                *(
                    client.put(f"{ROSTER}/{trainer}", json=body, headers=tag)
                    for client, trainer, body in zip(clients, institute.ASSISTANTS[:2], assigned(number), strict=True)
                )
            )
            assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_of_two_who_add_one_trainer_with_other_batches_one_does(
    two_services: TwoServices, their_database: Database
) -> None:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(asking(url)) for url in two_services.urls]
        for newcomer in institute.TRAINERS[10:]:
            answers = await asyncio.gather(
                *(
                    client.post(ROSTER, json={"trainer": str(newcomer), "assignedBatches": [str(batch)]})
                    for client, batch in zip(clients, institute.BATCHES[:2], strict=True)
                )
            )
            assert sorted(answer.status_code for answer in answers) == [201, 409]


async def change(client: httpx.AsyncClient, address: str, number: int, n: int, tag: str) -> httpx.Response:
    """The n-th of eight changes of a round, each to something that is not so yet."""
    headers = {"If-Match": tag}
    if address == PRIMARY:
        trainer = institute.TRAINERS[(8 * number + n + 8) % 16]
        return await client.put(address, json={"trainer": str(trainer)}, headers=headers)
    if address.startswith(ROSTER):
        return await client.put(address, json={"status": ("on_leave", "active")[number % 2]}, headers=headers)
    return await client.patch(address, json={"name": f"{number}-{n}"}, headers=headers)


@pytest.mark.parametrize("commands", [40, *(pytest.param(many, marks=pytest.mark.long) for many in (100, 200))])
async def test_after_a_storm_all_is_in_order_and_nothing_accepted_is_lost(
    commands: int, two_services: TwoServices, their_database: Database
) -> None:
    before, ledger = await institute.facts(their_database.motor), Ledger()
    await rage(ledger, two_services.urls, Random(2), commands)
    after = await institute.facts(their_database.motor)
    assert await examined(their_database, two_services.settings) == []
    assert ledger.lost(after) == []
    assert ledger.unexplained(before, after, EXPLAINED) == []
    assert Outcome.UNANSWERED not in {sent.outcome for sent in ledger.sent}
    assert len(ledger.visible(after)) > commands / 5  # the rest was refused or superseded
