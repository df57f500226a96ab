"""Handover notes on pages: read, written, and never written over unread."""

from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from tests import school
from tests.web.reading import Read
from tests.web.visiting import HERE, did, founded, signed_in

BATCH = f"/batches/{school.BATCHES[0]}"
NOTE = f"{BATCH}/handover"
EMPTY = {"stands": "", "watchFor": "", "materials": ""}


@pytest.fixture(autouse=True)
async def there(http: httpx.AsyncClient, database: Database) -> None:
    """John, who teaches the batch, is signed in."""
    await founded(database)
    await signed_in(http, "john@x.example")


async def words(http: httpx.AsyncClient, address: str) -> str:
    return Read(await http.get(address)).words


async def test_a_note_is_found_from_the_batch_written_read_and_written_anew(http: httpx.AsyncClient) -> None:
    assert NOTE in {one["href"] for one in Read(await http.get(BATCH)).all("a")}
    assert "Nobody has written anything yet." in await words(http, NOTE)
    await did(http, NOTE, NOTE, **{**EMPTY, "stands": "Page 34, **dialogues**", "materials": "Room 12"})
    shown = await http.get(NOTE)
    assert "<strong>dialogues</strong>" in shown.text
    assert "Version 1, by John" in Read(shown).words
    assert Read(shown).typed_into(NOTE) == {**EMPTY, "stands": "Page 34, **dialogues**", "materials": "Room 12"}
    await did(http, NOTE, NOTE, **{**EMPTY, "stands": "Page 40"})
    assert "Page 34" not in await words(http, NOTE)
    assert "Page 34" in await words(http, f"{NOTE}/1")
    assert (await http.get(f"{NOTE}/3")).status_code == HTTPStatus.NOT_FOUND


async def test_whoever_was_overtaken_sees_both_texts_and_sends_theirs_again(http: httpx.AsyncClient) -> None:
    read = Read(await http.get(NOTE)).hidden_of(NOTE)
    await did(http, NOTE, NOTE, **{**EMPTY, "stands": "Sarah was on page 34."})
    mine = {**EMPTY, "stands": "I was on page 36.", "watchFor": "Mehmet"}
    refused = await http.post(NOTE, data={**read, **mine}, headers=HERE)
    assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
    both = Read(refused)
    assert "Sarah was on page 34." in both.words
    assert "What you wrote" in both.words
    assert both.typed_into(NOTE) == mine
    again = await http.post(NOTE, data={**both.hidden_of(NOTE), **both.typed_into(NOTE)}, headers=HERE)
    assert again.status_code == HTTPStatus.SEE_OTHER
    assert "Version 2" in await words(http, NOTE)
    assert "I was on page 36." in await words(http, NOTE)


async def test_a_note_that_is_too_long_comes_back_as_it_was_typed(http: httpx.AsyncClient) -> None:
    hidden = Read(await http.get(NOTE)).hidden_of(NOTE)
    refused = await http.post(NOTE, data={**hidden, **EMPTY, "stands": "x" * 20_001}, headers=HERE)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(Read(refused).typed_into(NOTE)["stands"]) == 20_001


async def test_whatever_is_written_is_shown_and_never_run(http: httpx.AsyncClient) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/y.png)"
    await did(http, NOTE, NOTE, stands=evil, watchFor=evil, materials=f"</textarea>{evil}")
    for address in (NOTE, f"{NOTE}/1"):
        shown = await http.get(address)
        assert "<script>alert" not in shown.text
        assert 'href="javascript' not in shown.text
        assert "<img" not in shown.text
        assert "<script>alert(1)</script>" in Read(shown).words


async def test_who_is_not_of_the_batch_neither_reads_nor_writes(http: httpx.AsyncClient) -> None:
    read = Read(await http.get(NOTE)).hidden_of(NOTE)
    for email in ("maria@x.example", "ben@x.example", "zoe@x.example"):
        await signed_in(http, email)
        mark = next(str(one["value"]) for one in Read(await http.get("/")).all("input") if one["name"] == "mark")
        sent = await http.post(NOTE, data={**read, **EMPTY, "stands": "Mine", "mark": mark}, headers=HERE)
        for answer in (await http.get(NOTE), await http.get(f"{NOTE}/1"), sent):
            assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}, email
    await signed_in(http)
    assert "Nobody has written anything yet." in await words(http, NOTE)
