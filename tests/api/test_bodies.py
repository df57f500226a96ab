"""A body that does not come is not waited for, and is refused as OpenAPI says."""

import asyncio
import json

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from multitrainer.api.bodies import OF_FILES, STREAMED, Bodies
from multitrainer.api.routes import FORM


async def never(scope: Scope, receive: Receive, send: Send) -> None:
    pytest.fail("Half a body is none.")


async def test_half_a_body_is_refused_after_a_time_and_its_connection_closed() -> None:
    half: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}]
    sent: list[Message] = []

    async def receive() -> Message:
        if not half:
            await asyncio.Event().wait()
        return half.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "state": {"request_id": "17"}}
    await Bodies(never, limit=1_000, limit_of_files=1_000, limit_of_attachments=1_000, seconds=0.01)(
        scope, receive, send
    )
    start, body = sent
    assert start["status"] == 408
    assert (b"connection", b"close") in start["headers"]
    problem = json.loads(body["body"])
    assert (problem["code"], problem["seconds"], problem["requestId"]) == ("body-too-slow", 0.01, "17")


async def status_of(method: str, path: str) -> int:
    """What is said of a body of fifty bytes, where files may have a hundred and all else ten."""
    sent: list[Message] = []

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["body"] == bytes(50)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "http.request", "body": bytes(50), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [], "state": {"request_id": "17"}}
    bodies = Bodies(reading, limit=10, limit_of_files=100, limit_of_attachments=100, seconds=1)
    await bodies(scope, receive, send)
    return int(sent[0]["status"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/api/threads/batch:1/attachments", 200),
        ("POST", "/api/courses/1/enrolments/import", 200),
        ("POST", "/api/holidays/import", 200),
        ("PUT", "/api/threads/batch:1/attachments", 413),
        ("PUT", "/api/messages/attachments", 413),
        ("PATCH", "/api/courses/attachments", 413),
        ("POST", "/api/threads/a/b/attachments", 413),
        ("POST", "/api/courses/1/attachments", 413),
        ("PUT", "/api/messages/import", 413),
        ("PATCH", "/api/courses/import", 413),
        ("POST", "/api/courses/import", 413),
        ("POST", "/api/threads", 413),
    ],
)
async def test_only_where_files_are_sent_a_body_may_be_as_large_as_a_file(method: str, path: str, status: int) -> None:
    assert await status_of(method, path) == status


def test_every_address_that_takes_files_is_known_here(app: FastAPI) -> None:
    paths = app.openapi()["paths"].items()
    sent = [(path, o["requestBody"]["content"]) for path, of in paths for o in of.values() if "requestBody" in o]
    files = {path for path, kinds in sent if not {*kinds} & {"application/json", FORM}}
    assert files == {path for path in files if OF_FILES.fullmatch(path) or STREAMED.fullmatch(path)}
    assert len(files) == 3


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "A", "name": "B"}',
        '{"name": "A", "more": [{"name": 1, "name": 2}]}',
        '{"name": "A", "n\\u0061me": "B"}',
    ],
)
async def test_a_member_that_comes_twice_is_refused_by_its_name(http: httpx.AsyncClient, text: str) -> None:
    answer = await http.post("/api/courses", content=text, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-body")
    assert answer.json()["detail"] == "The body has a member twice in one object: 'name'. Send it once."


def test_every_address_that_takes_a_body_says_so(app: FastAPI) -> None:
    operations = [o for path in app.openapi()["paths"].values() for o in path.values() if "requestBody" in o]
    assert operations
    assert all("body-too-slow" in str(o["responses"]["408"]) for o in operations)
