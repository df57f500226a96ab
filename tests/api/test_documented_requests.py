"""The requests of docs/planning-in-the-service.md, sent as they stand there."""

import re
from pathlib import Path

import httpx
import pytest

from tests.api.school import COURSE, FIRST, JOHN, MARIA, SECOND

PAGE = Path(__file__).parents[2] / "docs" / "planning-in-the-service.md"
REQUEST = re.compile(
    r"^\$ api (?:-i )?(?:-X (\w+) )?'?localhost:8000([^\s']+)'?(?: -H \"\$json\" -d '([^']*)')?$", re.MULTILINE
)
OF_THE_DEMO = {
    "0bb5fc81ab48298300000000": COURSE,
    "0bb5fc81ab48298300000001": FIRST,
    "0bb5fc81ab48298300000002": SECOND,
    "0520846842aa384700000001": JOHN,
    "0520846842aa384700000002": MARIA,
}
"""What stands for what in the small school."""


@pytest.mark.usefixtures("school")
async def test_each_request_on_the_page_is_answered(http: httpx.AsyncClient) -> None:
    text = PAGE.read_text()
    for there, here in OF_THE_DEMO.items():
        text = text.replace(there, here)
    requests = REQUEST.findall(text)
    assert len(requests) == text.count("$ api ")
    for method, path, body in requests:
        json = {"Content-Type": "application/json"} if body else {}
        answer = await http.request(method or "GET", path, content=body or None, headers=json)
        assert answer.is_success, f"{method} {path}: {answer.text}"
