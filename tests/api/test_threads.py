"""Threads, messages and files over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import (
    AttachmentNotFound,
    AttachmentRefused,
    BodyTooLarge,
    MessageDeleted,
    Stale,
    ThreadNotFound,
)
from multitrainer.schemas.accounts import NewPassword
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.api.conftest import BASE_URL
from tests.api.school import COURSE, FIRST, JOHN, NOBODY, SARAH, STUDENT, THIRD
from tests.documents_of_office import PDF, PNG

PASSWORD = "correct horse battery staple"
THREAD = f"batch:{FIRST}"
MESSAGES = f"/api/threads/{THREAD}/messages"
FILES = f"/api/threads/{THREAD}/attachments"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"jwt_secret": SecretStr("s" * 32), "max_attachment_bytes": 50_000})


@pytest.fixture
def services(app: FastAPI) -> Services:
    found: Services = app.state.services
    return found


@asynccontextmanager
async def signed_in(app: FastAPI, services: Services, email: str) -> AsyncIterator[Client]:
    await services.accounts.set_password(THE_ADMIN, email, NewPassword(password=PASSWORD))
    async with Client(BASE_URL, transport=httpx.ASGITransport(app)) as client:
        await client.auth.sign_in(email, PASSWORD)
        yield client


@pytest.fixture
async def john(app: FastAPI, school: None, services: Services) -> AsyncIterator[Client]:
    """What John has, signed in."""
    async with signed_in(app, services, "John@x.example") as client:
        yield client


@pytest.fixture
async def sarah(app: FastAPI, school: None, services: Services) -> AsyncIterator[Client]:
    async with signed_in(app, services, "Dr. Sarah@x.example") as client:
        yield client


@pytest.fixture
async def as_john(app: FastAPI, john: Client) -> AsyncIterator[httpx.AsyncClient]:
    """For requests that the client would never send."""
    async with httpx.AsyncClient(base_url=BASE_URL, transport=httpx.ASGITransport(app)) as http:
        found = await http.post("/api/auth/token", data={"username": "John@x.example", "password": PASSWORD})
        http.headers["Authorization"] = f"Bearer {found.json()['access_token']}"
        yield http


async def test_two_talk_and_one_reads_what_is_new(john: Client, sarah: Client) -> None:
    thread = john.threads.of_batch(FIRST)
    before = await john.threads.read(thread)
    assert (before.last, before.unread, before.last_at, before.name) == (0, 0, None, "Batch 1")
    assert {person.id for person in before.people} == {SARAH, JOHN}
    first = await sarah.threads.post(thread, "**Hello**", mentions=[JOHN])
    reply = await john.threads.post(thread, "Hi", reply_to=first.id)
    assert (reply.place, reply.reply_to, reply.author.name) == (2, first.id, "John")
    assert first.html == "<p><strong>Hello</strong></p>\n"
    assert [one.text async for one in sarah.threads.messages(thread, page_size=1)] == ["Hi", "**Hello**"]
    assert [(one.id, one.unread, one.people) async for one in sarah.threads.list()] == [(thread, 1, None)]
    assert (await sarah.threads.mark(thread, 2)).unread == 0
    assert [one.id async for one in sarah.threads.search("hello")] == [first.id]
    with pytest.raises(ThreadNotFound):
        await john.threads.post(john.threads.of_batch(THIRD), "Hello")


async def test_a_message_is_changed_on_condition_and_deleted(john: Client, sarah: Client) -> None:
    thread = john.threads.between(JOHN, SARAH)
    assert john.threads.between(SARAH, JOHN) == thread
    message = await john.threads.post(thread, "Page 34")
    seen = await john.threads.message(message.id)
    changed = await john.threads.change(message.id, "Page 35", if_match=seen.etag)
    assert (changed.text, changed.edited_at is not None) == ("Page 35", True)
    with pytest.raises(Stale):
        await john.threads.delete(message.id, if_match=seen.etag)
    assert [one.text for one in (await john.threads.history(message.id)).said] == ["Page 34"]
    await john.threads.delete(message.id, if_match=changed.etag)
    with pytest.raises(MessageDeleted):
        await john.threads.change(message.id, "Page 36")
    assert (await sarah.threads.message(message.id)).text == ""


async def test_a_file_is_sent_and_saved(john: Client, sarah: Client, as_john: httpx.AsyncClient) -> None:
    file = await john.threads.upload(THREAD, "Plan für A1.pdf", PDF)
    assert (file.name, file.type, file.size) == ("Plan für A1.pdf", "application/pdf", len(PDF))
    with pytest.raises(AttachmentNotFound):
        await sarah.threads.download(file.id)
    message = await john.threads.post(THREAD, "See", attachments=[file.id])
    assert [one.id for one in message.attachments] == [file.id]
    assert await sarah.threads.download(file.id) == PDF
    answer = await as_john.get(f"/api/attachments/{file.id}")
    told = {name: answer.headers[name] for name in ("content-type", "content-length", "x-content-type-options")}
    assert told == {
        "content-type": "application/pdf",
        "content-length": str(len(PDF)),
        "x-content-type-options": "nosniff",
    }
    disposition = "attachment; filename=\"Plan f_r A1.pdf\"; filename*=UTF-8''Plan%20f%C3%BCr%20A1.pdf"
    assert answer.headers["content-disposition"] == disposition


async def test_a_files_name_can_not_get_out_of_its_header(john: Client, as_john: httpx.AsyncClient) -> None:
    file = await john.threads.upload(THREAD, "../../a\";%0d\\b'.txt", b"x")
    answer = await as_john.get(f"/api/attachments/{file.id}")
    assert answer.headers["content-disposition"] == "attachment; filename=\"b'.txt\"; filename*=UTF-8''b%27.txt"


async def test_what_lies_about_itself_or_is_too_large_is_refused(john: Client, as_john: httpx.AsyncClient) -> None:
    with pytest.raises(AttachmentRefused):
        await john.threads.upload(THREAD, "a.png", PDF)
    with pytest.raises(BodyTooLarge):
        await john.threads.upload(THREAD, "a.png", PNG + bytes(50_000))
    lying = await as_john.post(FILES, params={"name": "a.png"}, content=PNG, headers={"Content-Type": "text/html"})
    assert (lying.status_code, lying.json()["code"], lying.json()["field"]) == (422, "attachment-refused", "type")


async def test_a_file_that_comes_piece_by_piece_is_refused_once_it_is_too_large(as_john: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(10_000)

    answer = await as_john.post(FILES, params={"name": "a.png"}, content=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


async def test_a_file_that_comes_over_a_socket_is_taken_or_refused_and_the_connection_goes_on(
    address: str, as_john: httpx.AsyncClient
) -> None:
    async def pieces(count: int) -> AsyncIterator[bytes]:
        for _ in range(count):
            yield b"x" * 1_000

    async with httpx.AsyncClient(base_url=address, headers=as_john.headers, timeout=20) as http:
        for count, status in ((40, 201), (60, 413), (0, 422), (40, 201)):
            answer = await http.post(FILES, params={"name": "a.txt"}, content=pieces(count))
            assert answer.status_code == status, count


async def test_a_file_takes_no_idempotency_key_because_nobody_could_tell_whether_it_comes_again(
    as_john: httpx.AsyncClient,
) -> None:
    answer = await as_john.post(FILES, params={"name": "a.txt"}, content=b"x", headers={"Idempotency-Key": "1"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "header.Idempotency-Key")


async def test_the_same_request_again_is_one_message(as_john: httpx.AsyncClient) -> None:
    sent = [await as_john.post(MESSAGES, json={"text": "Hi"}, headers={"Idempotency-Key": "1"}) for _ in range(2)]
    assert [one.status_code for one in sent] == [201, 201]
    assert sent[0].json() == sent[1].json()
    assert sent[0].headers["location"] == f"/api/messages/{sent[0].json()['_id']}"
    assert len((await as_john.get(MESSAGES)).json()["items"]) == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "body.text"),
    ({"text": " \n\t "}, "body.text"),
    ({"text": "\u200b\u2060"}, "body.text"),
    ({"text": "[](https://x.example)"}, "body.text"),
    ({"text": "&#8238;abc"}, "body.text"),
    ({"text": "\u202eabc"}, "body.text"),
    ({"text": "a\u0000b"}, "body.text"),
    ({"text": "a\u001b[2J"}, "body.text"),
    ({"text": "x" * 10_001}, "body.text"),
    ({"text": None}, "body.text"),
    ({"text": {"$ne": ""}}, "body.text"),
    ({"text": "x", "mentions": [JOHN, JOHN]}, "body.mentions"),
    ({"text": "x", "mentions": [f"{n:024x}" for n in range(21)]}, "body.mentions"),
    ({"text": "x", "mentions": [{"$ne": ""}]}, "body.mentions.0"),
    ({"text": "x", "attachments": [f"{n:024x}" for n in range(11)]}, "body.attachments"),
    ({"text": "x", "replyTo": "x"}, "body.replyTo"),
    ({"text": "x", "html": "<script>"}, "body.html"),
    ({"text": "x", "at": "2020-01-01T00:00:00Z"}, "body.at"),
    ({"mentions": []}, "body.text"),
]


async def test_a_message_that_can_not_be_right_is_refused_and_not_written(
    as_john: httpx.AsyncClient, database: Database
) -> None:
    for body, field in BAD:
        answer = await as_john.post(MESSAGES, json=body)
        assert answer.status_code == 422, body
        assert field in {error["field"] for error in answer.json()["errors"]}
    assert not await database.motor.multitrainer_messages.count_documents({})


async def test_a_marker_is_a_number_and_nothing_that_could_be_meant_for_one(as_john: httpx.AsyncClient) -> None:
    for place, status in (("1", 422), (True, 422), (-1, 422), (1.5, 422), (1, 200)):
        answer = await as_john.put(
            f"/api/threads/{THREAD.upper().replace('BATCH', 'batch')}/read", json={"place": place}
        )
        assert answer.status_code == status, place


async def test_a_message_of_a_megabyte_is_not_even_read(as_john: httpx.AsyncClient) -> None:
    assert (await as_john.post(MESSAGES, json={"text": "x" * 1_000_000})).status_code == 413


async def test_scripts_and_links_to_scripts_are_shown_as_text(john: Client) -> None:
    written = "<script>alert(1)</script> [a](javascript:alert(1)) ![b](https://x.example/t.png) <img src=x onerror=y>"
    html = (await john.threads.post(THREAD, written)).html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("address", ["", "/messages"])
async def test_what_is_no_id_of_a_thread_is_refused(as_john: httpx.AsyncClient, address: str) -> None:
    twice, half = f"direct:{JOHN}:{JOHN}", f"direct:{JOHN}"
    for thread in ("x", f"batch:{FIRST}x", f"Batch:{FIRST}0", half, twice, "batch:%24ne", "%00", f"{THREAD}%0A"):
        answer = await as_john.get(f"/api/threads/{thread}{address}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "path.thread_id"), thread


async def test_a_thread_of_nothing_is_none(as_john: httpx.AsyncClient) -> None:
    for thread in (f"batch:{NOBODY}", f"course:{NOBODY}", f"direct:{JOHN}:{STUDENT}"):
        for answer in (
            await as_john.get(f"/api/threads/{thread}"),
            await as_john.post(f"/api/threads/{thread}/messages", json={"text": "x"}),
            await as_john.post(f"/api/threads/{thread}/attachments?name=a.txt", content=b"x"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "thread-not-found")


async def test_a_search_for_nothing_is_refused(as_john: httpx.AsyncClient) -> None:
    for query in ("", "?search=", "?search=%3F", "?search=" + "x" * 201, "?search=x&cursor=x"):
        assert (await as_john.get(f"/api/messages{query}")).status_code == 422, query


async def test_an_admins_key_reads_and_deletes_and_writes_nothing(client: Client, john: Client) -> None:
    message = await john.threads.post(client.threads.of_course(COURSE), "Hello")
    assert [one.unread async for one in client.threads.list()] == [0]
    await client.threads.delete(message.id)
    assert [one.deleted_at is not None async for one in client.threads.messages(f"course:{COURSE}")] == [True]
