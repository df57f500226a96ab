"""What is told of a request: its id, a line in the log, and nothing that is nobody's business."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from io import BytesIO, TextIOWrapper
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from multitrainer import logs
from tests.api.school import COURSE

Lines = Callable[[], list[dict[str, Any]]]
SECRETS = ("sarah@institute.example", "hunter2", "root:")


@pytest.fixture
def log_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What the service logs while it is told to log everything."""
    written = BytesIO()
    stderr = TextIOWrapper(written, write_through=True)
    with monkeypatch.context() as while_configuring:
        while_configuring.setattr(sys, "stderr", stderr)
        logs.configure("debug")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logs.configure("error")


async def test_every_answer_carries_an_id_of_its_own(http: httpx.AsyncClient) -> None:
    ids = [
        (await http.get(path)).headers["X-Request-Id"] for path in ("/healthz", "/healthz", "/api/x", "/openapi.json")
    ]
    assert len(set(ids)) == 4
    assert all(re.fullmatch("[0-9a-f]{32}", id_) for id_ in ids)


@pytest.mark.parametrize(
    ("given", "kept"), [("trace-17.a_B", True), ("a b", False), ("x" * 65, False), ("tränk", False)]
)
async def test_a_callers_own_id_is_kept_if_it_can_stand_in_a_log(
    http: httpx.AsyncClient, given: str, kept: bool
) -> None:
    answer = await http.get("/api/courses/x", headers=[(b"X-Request-Id", given.encode())])
    assert (answer.headers["X-Request-Id"] == given) is kept
    assert answer.json()["requestId"] == answer.headers["X-Request-Id"]


@pytest.mark.usefixtures("school")
async def test_a_request_is_one_line_with_its_id(http: httpx.AsyncClient, log_lines: Lines) -> None:
    answer = await http.get(f"/api/courses/{COURSE}")
    lines = [line for line in log_lines() if line["event"] == "request"]
    assert len(lines) == 1
    assert (
        lines[0].items()
        >= {
            "request_id": answer.headers["X-Request-Id"],
            "method": "GET",
            "path": f"/api/courses/{COURSE}",
            "status": 200,
            "level": "info",
        }.items()
    )
    assert lines[0]["ms"] > 0


async def test_health_checks_leave_no_lines(http: httpx.AsyncClient, log_lines: Lines) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        await http.get(path)
    assert [line for line in log_lines() if line["event"] == "request"] == []


async def test_no_address_stands_in_the_log(http: httpx.AsyncClient, log_lines: Lines) -> None:
    body = {"name": "Dr. Sarah", "email": "sarah@institute.example", "phone": "hunter2"}
    for answer in (
        await http.post("/api/trainers", json=body),
        await http.post("/api/trainers", json={**body, "phone": "1"}),
        await http.post("/api/trainers", json={**body, "phone": "1"}),
        await http.get("/api/trainers/sarah@institute.example"),
        await http.get("/api/trainers/sarah%40institute.example/batches?cursor=sarah@institute.example"),
    ):
        assert answer.status_code in {201, 404, 409, 422}
    logged = json.dumps(log_lines())
    assert '"path": "/api/trainers/<hidden>"' in logged
    assert [secret for secret in SECRETS if secret in logged] == []


async def test_a_bug_is_answered_as_a_problem_and_told_to_the_log_alone(
    app: FastAPI, http: httpx.AsyncClient, log_lines: Lines
) -> None:
    @app.get("/api/bug")
    async def bug() -> None:
        raise RuntimeError("mongodb://root:hunter2@db.example/ refused sarah@institute.example")

    answer = await http.get("/api/bug")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert answer.json() == {
        "type": "urn:multitrainer:error:internal-error",
        "title": "Internal error",
        "status": 500,
        "detail": "Something went wrong here. The request id finds it in the log.",
        "code": "internal-error",
        "requestId": answer.headers["X-Request-Id"],
    }
    (line,) = [line for line in log_lines() if line["event"] == "request-failed"]
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert "RuntimeError: mongodb://db.example/ refused <address>" in line["exception"]
    assert [secret for secret in SECRETS if secret in json.dumps(line)] == []
