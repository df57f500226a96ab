"""Threads on pages: found, read, written in, changed, and searched."""

from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from multitrainer.domain.threads import Thread
from tests import school
from tests.web.reading import Read
from tests.web.visiting import HERE, did, founded, mark_of, send, signed_in

JOHN, SARAH, MARIA = (f"{name}@x.example" for name in ("john", "sarah", "maria"))
BATCH = f"/threads/batch:{school.BATCHES[0]}"
BETWEEN = f"/threads/{Thread.between(str(school.JOHN), str(school.MARIA))}"
HIDDEN = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


@pytest.fixture(autouse=True)
async def there(http: httpx.AsyncClient, database: Database) -> None:
    """John, who teaches the batch, is signed in."""
    await founded(database)
    await signed_in(http, JOHN)


async def words(http: httpx.AsyncClient, address: str) -> str:
    return Read(await http.get(address)).words


async def links(http: httpx.AsyncClient, address: str) -> list[str]:
    return [str(one["href"]) for one in Read(await http.get(address)).all("a")]


async def change_of(http: httpx.AsyncClient, what: str, thread: str = BATCH) -> list[str]:
    """Where messages of a thread are edited or deleted."""
    return [one for one in await links(http, thread) if one.startswith("/messages/") and one.endswith(what)]


async def test_the_way_to_a_thread_leads_from_its_batch_and_its_course_for_whoever_sees_it(
    http: httpx.AsyncClient,
) -> None:
    assert BATCH in await links(http, f"/batches/{school.BATCHES[0]}")
    course = f"/threads/course:{school.COURSE}"
    assert course in await links(http, f"/courses/{school.COURSE}")
    assert "Nobody has written anything yet." in await words(http, course)


async def test_what_one_writes_is_unread_for_another_until_they_say_that_they_read_it(http: httpx.AsyncClient) -> None:
    await did(http, BATCH, BATCH, text="Page 34, **dialogues**", mentions=str(school.SARAH))
    assert "unread" not in await words(http, BATCH)
    await signed_in(http, SARAH)
    listed = await http.get("/threads")
    assert "Batch 1" in Read(listed).words
    assert "<strong>1</strong>" in listed.text
    shown = await http.get(BATCH)
    assert "<strong>dialogues</strong>" in shown.text
    assert "One message is unread." in Read(shown).words
    assert "Mentions: Dr. Sarah" in Read(shown).words
    await did(http, BATCH, f"{BATCH}/read")
    assert "unread" not in await words(http, BATCH)


async def test_replies_show_what_they_are_to(http: httpx.AsyncClient) -> None:
    await did(http, BATCH, BATCH, text="Who has the key?")
    (reply,) = {one for one in await links(http, BATCH) if one.startswith("?reply=")}
    await signed_in(http, SARAH)
    await did(http, f"{BATCH}{reply.partition('#')[0]}", BATCH, text="I do.")
    assert "In reply to John" in await words(http, BATCH)


async def test_an_author_changes_and_deletes_what_they_wrote_and_others_have_no_link_to(
    http: httpx.AsyncClient,
) -> None:
    await did(http, BATCH, BATCH, text="Page 43")
    ((edit,), (delete,)) = (await change_of(http, "edit"), await change_of(http, "delete"))
    assert Read(await http.get(edit)).typed_into(edit) == {"text": "Page 43"}
    assert await did(http, edit, edit, text="Page 34") == BATCH
    assert "changed" in await words(http, BATCH)
    assert "Page 34" in await words(http, delete)
    assert await did(http, delete, delete) == BATCH
    shown = await words(http, BATCH)
    assert "This message was deleted." in shown
    assert "Page 34" not in shown
    assert await change_of(http, "edit") == []


async def test_a_lead_may_delete_what_others_wrote_and_not_change_it(http: httpx.AsyncClient) -> None:
    await did(http, BATCH, BATCH, text="Nonsense")
    (edit,) = await change_of(http, "edit")
    await signed_in(http, SARAH)
    assert await change_of(http, "edit") == []
    (delete,) = await change_of(http, "delete")
    refused = await send(http, edit, edit, text="Mine")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert Read(refused).typed_into(edit) == {"text": "Mine"}
    await did(http, delete, delete)
    assert "Nonsense" not in await words(http, BATCH)


async def test_two_trainers_talk_alone(http: httpx.AsyncClient) -> None:
    assert await did(http, "/threads", "/threads", trainer=str(school.MARIA)) == BETWEEN
    await did(http, BETWEEN, BETWEEN, text="Lunch?")
    await signed_in(http, MARIA)
    listed = await words(http, "/threads")
    assert "John" in listed
    assert "between the two of you" in listed
    assert "Lunch?" in await words(http, BETWEEN)
    for other in (SARAH, "ada@x.example"):
        await signed_in(http, other)
        assert (await http.get(BETWEEN)).status_code in HIDDEN
    nobody = await send(http, "/threads", "/threads", trainer="")
    assert nobody.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_who_is_not_of_the_batch_neither_reads_writes_nor_finds(http: httpx.AsyncClient) -> None:
    await did(http, BATCH, BATCH, text="Page 34")
    (edit,) = await change_of(http, "edit")
    for email in (MARIA, "ben@x.example", "zoe@x.example"):
        await signed_in(http, email)
        mark = {"mark": mark_of(await http.get("/"))}
        for address in (BATCH, edit, edit.replace("/edit", "/delete")):
            assert (await http.get(address)).status_code in HIDDEN, (email, address)
            sent = await http.post(address, data={**mark, "text": "Mine"}, headers=HERE)
            assert sent.status_code in HIDDEN, (email, address)
        assert (await http.post(f"{BATCH}/read", data={**mark, "place": "1"}, headers=HERE)).status_code in HIDDEN
        assert "Page 34" not in await words(http, "/threads?search=page")
    assert (await http.get("/threads/nowhere")).status_code == HTTPStatus.NOT_FOUND


async def test_messages_are_found_by_their_words_and_the_link_leads_to_where_they_stand(
    http: httpx.AsyncClient,
) -> None:
    for text in ("Page 34 is done", "Something else"):
        await did(http, BATCH, BATCH, text=text)
    found = await http.get("/threads", params={"search": "PAGE done"})
    assert "Page 34 is done" in Read(found).words
    assert "Something else" not in Read(found).words
    (there,) = (str(one["href"]) for one in Read(found).all("a") if "cursor=" in str(one["href"]))
    assert "Page 34 is done" in await words(http, there)
    assert "No message" in await words(http, "/threads?search=nothing")
    senseless = await http.get("/threads", params={"search": "?!"})
    assert senseless.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_a_refused_message_comes_back_as_it_was_typed_and_one_that_is_sent_twice_is_one(
    http: httpx.AsyncClient,
) -> None:
    refused = await send(http, BATCH, BATCH, text="x" * 10_001)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(Read(refused).typed_into(BATCH)["text"]) == 10_001
    hidden = Read(await http.get(BATCH)).hidden_of(BATCH)
    for _ in range(2):
        await http.post(BATCH, data={**hidden, "text": "Once"}, headers=HERE)
    assert (await words(http, BATCH)).count("Once") == 1


async def test_whatever_is_written_is_shown_and_never_run(http: httpx.AsyncClient) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/y.png)"
    await did(http, BATCH, BATCH, text=evil)
    (edit,) = await change_of(http, "edit")
    for address in (BATCH, edit, edit.replace("/edit", "/delete"), "/threads?search=alert"):
        shown = await http.get(address)
        assert "<script>alert" not in shown.text
        assert 'href="javascript' not in shown.text
        assert "<img" not in shown.text
        assert "<script>alert(1)</script>" in Read(shown).words


async def test_a_long_thread_is_read_back_page_by_page(http: httpx.AsyncClient) -> None:
    mark = {"mark": mark_of(await http.get("/"))}
    for n in range(51):
        await http.post(BATCH, data={**mark, "text": f"Message number {n}."}, headers=HERE)
    assert "Message number 0." not in await words(http, BATCH)
    (earlier,) = (one for one in await links(http, BATCH) if one.startswith("?cursor="))
    before = await words(http, f"{BATCH}{earlier}")
    assert "Message number 0." in before
    assert "Message number 1." not in before
    assert "Latest messages" in before


async def test_who_leaves_a_thread_still_reads_their_own_words_and_nobody_elses(
    http: httpx.AsyncClient, database: Database
) -> None:
    await did(http, BATCH, BATCH, text="What I said")
    await signed_in(http, SARAH)
    await did(http, BATCH, BATCH, text="What she said")
    await signed_in(http, JOHN)
    assert "You see every thread" in await words(http, "/threads/left")
    moved = {"trainers.primary": school.MARIA, "instructor": school.MARIA}
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, {"$set": moved})
    left = await words(http, "/threads/left")
    assert "What I said" in left
    assert "What she said" not in left
    assert (await http.get(BATCH)).status_code in HIDDEN
