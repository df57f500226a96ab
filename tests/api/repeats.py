"""Requests with an Idempotency-Key, and whoever was answering one and died."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from multitrainer import clock
from multitrainer.database import Database
from tests.api.school import ALEX, COURSE, FIRST

KEY = {"Idempotency-Key": "enrol 17 / spring"}
SPANISH = {"name": "Spanish B1"}
POSTS: list[tuple[str, dict[str, Any]]] = [
    ("/api/courses", SPANISH),
    ("/api/batches", {"course": COURSE, "name": "Batch 5"}),
    ("/api/trainers", {"name": "Grace", "email": "grace@institute.example"}),
    (f"/api/courses/{COURSE}/trainers", {"trainer": ALEX}),
    (f"/api/batches/{FIRST}/trainers", {"trainer": ALEX, "as": "assistant"}),
    (f"/api/batches/{FIRST}/trainers/backup", {"trainer": ALEX}),
]
each_post = pytest.mark.parametrize(("path", "body"), POSTS, ids=[path for path, _ in POSTS])


def told(answer: httpx.Response) -> tuple[int, bytes, str | None, str | None]:
    """All of an answer but what belongs to the request."""
    return answer.status_code, answer.content, answer.headers.get("ETag"), answer.headers.get("Location")


async def abandon(database: Database) -> None:
    """Whoever was answering died: there is the claim, its lease is over, and no answer."""
    long_ago = clock.now() - timedelta(minutes=5)
    nothing = {"status": None, "headers": None, "body": None}
    result = await database.motor.multitrainer_idempotency.update_one(
        {}, {"$set": {"running_until": long_ago, **nothing}}
    )
    assert result.matched_count == 1
