"""Swaps on pages: proposed from a session, agreed to by the other, and nobody else's business."""

from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from tests import school
from tests.web.reading import Read
from tests.web.visiting import did, founded, send, signed_in

JOHNS, MARIAS = ObjectId("5e0000000000000000000001"), ObjectId("5e0000000000000000000002")
NEW = f"/swaps/new/{JOHNS}"


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """John meets Batch 1 tomorrow, Maria Batch 3 the day after."""
    await founded(database)
    tomorrow = clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    for session, batch, days in ((JOHNS, 0, 0), (MARIAS, 2, 1)):
        start = tomorrow + timedelta(days=days)
        when = {"start": start, "end": start + timedelta(hours=1), "day": f"{start:%Y-%m-%d}", "number": 0}
        planned = {"status": "planned", "byHand": False, "sequence": 0, "batch": school.BATCHES[batch]}
        await database.motor.multitrainer_sessions.insert_one({"_id": session, **when, **planned})


async def words(http: httpx.AsyncClient, address: str) -> str:
    return " ".join(Read(await http.get(address)).words.split())


async def test_a_swap_is_proposed_from_a_session_and_agreed_to_and_nobody_else_sees_it(http: httpx.AsyncClient) -> None:
    await signed_in(http, "john@x.example")
    swap = await did(http, NEW, NEW, other=str(MARIAS), note="The doctor")
    assert "John’s, has agreed" in await words(http, swap)
    assert f"{swap}/confirm" not in Read(await http.get(swap)).forms
    assert "Batch 3" in await words(http, "/swaps")
    await signed_in(http, "ben@x.example")
    assert (await http.get(swap)).status_code == HTTPStatus.NOT_FOUND
    assert "Batch 3" not in await words(http, "/swaps")
    await signed_in(http, "maria@x.example")
    assert "you are asked" in await words(http, "/swaps")
    assert "The doctor" in await words(http, swap)
    await did(http, swap, f"{swap}/confirm")
    assert "Maria holds it instead of John" in await words(http, swap)
    assert "Batch 3" in await words(http, "/swaps?state=agreed")
    assert "None" not in await words(http, swap)


async def test_a_swap_is_declined_or_withdrawn_and_none_is_proposed_beside_another(http: httpx.AsyncClient) -> None:
    await signed_in(http, "john@x.example")
    swap = await did(http, NEW, NEW, other=str(MARIAS))
    again = await send(http, NEW, NEW, other=str(MARIAS))
    assert again.status_code == HTTPStatus.CONFLICT
    assert "is in another swap" in Read(again).words
    await signed_in(http, "maria@x.example")
    await did(http, swap, f"{swap}/decline")
    await signed_in(http, "john@x.example")
    assert "declined" in await words(http, swap)
    assert f"{swap}/withdraw" not in Read(await http.get(swap)).forms
    another = await did(http, NEW, NEW, other=str(MARIAS))
    await did(http, another, f"{another}/withdraw")
    assert "withdrawn" in await words(http, another)


async def test_only_who_has_a_session_or_answers_for_it_is_shown_with_what_it_could_be_swapped(
    http: httpx.AsyncClient,
) -> None:
    found = {}
    for email in ("sarah@x.example", "maria@x.example", "ben@x.example"):
        await signed_in(http, email)
        found[email] = (await http.get(NEW)).status_code
    assert found == {"sarah@x.example": 200, "maria@x.example": 404, "ben@x.example": 404}
