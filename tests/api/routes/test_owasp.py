"""OWASP's API Security Top 10 (2023), items 1 to 5: what people try first."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from tests.api.everybody import BATCH, OTHER_BATCH, OTHER_COURSE, OURS, ROUTES, Asked, Sender
from tests.school import ALEX, COURSE, JOHN, MARIA

LISTS = ["/api/courses", "/api/batches", "/api/trainers", "/api/keys", "/api/audit", "/api/migration/set-aside",
         "/api/notifications", "/api/webhooks", "/api/outbox"]  # fmt: skip
EXTRA: dict[str, Any] = {"role": "admin", "instructor": str(JOHN), "_id": str(ObjectId()), "__v": 9, "workload": 0}


async def everything(database: Database) -> list[Any]:
    return [await database.motor[name].find().to_list(None) for name in ("users", "courses", "batches")]


@pytest.mark.parametrize(
    ("method", "path", "json"),
    [
        ("POST", f"/api/courses/{OTHER_COURSE}/trainers", {"trainer": str(ALEX)}),
        ("POST", f"/api/courses/{COURSE}/trainers", {"trainer": str(ALEX), "assignedBatches": [str(OTHER_BATCH)]}),
        ("PUT", f"/api/courses/{COURSE}/trainers/{JOHN}", {"assignedBatches": [str(OTHER_BATCH)]}),
        ("DELETE", f"/api/courses/{OTHER_COURSE}/trainers/{JOHN}", None),
        ("PUT", f"/api/batches/{OTHER_BATCH}/trainers/primary", {"trainer": str(JOHN)}),
        ("PATCH", f"/api/trainers/{MARIA}", {"email": "mine@x.example"}),
        ("GET", f"/api/batches/{COURSE}", None),
        ("GET", f"/api/courses/{BATCH}", None),
    ],
)
async def test_api1_an_id_of_another_thing_opens_nothing(
    sender: Sender, database: Database, method: str, path: str, json: dict[str, Any] | None
) -> None:
    before = await everything(database)
    for who in ("lead", "on the batch", "student there"):
        answer = await sender.ask(who, method, path, Asked(ROUTES["GET", "/api/courses"].action, json))
        assert answer.status_code in {403, 404, 422}, (who, answer.text)
    assert await everything(database) == before


async def test_api2_nobody_comes_in_with_somebody_elses_sign_in(sender: Sender) -> None:
    """The tricks with tokens are in signing_in/test_token_tricks.py."""
    answer = await sender.with_a_token_of("lead", sign_in_of="student there")
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


@pytest.mark.parametrize(("method", "path"), [route for route, asked in ROUTES.items() if asked.json])
async def test_api3_nothing_can_be_set_that_is_not_offered(
    sender: Sender, database: Database, method: str, path: str
) -> None:
    before, asked = await everything(database), ROUTES[method, path].of(OURS)
    address = path.format(**OURS._asdict())
    for field, value in EXTRA.items():
        if asked.json and field not in {*asked.json, *offered(path)}:
            answer = await sender.ask("admin", method, address, asked._replace(json={**asked.json, field: value}))
            assert answer.status_code == 422, (field, answer.text)
    assert await everything(database) == before


def offered(path: str) -> set[str]:
    """The fields of these names that a body may have."""
    if path.startswith("/api/courses/{course}/trainers"):
        return {"role"}
    return {"instructor"} if path.startswith(("/api/courses", "/api/batches")) and "trainers" not in path else set()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", ["0", "-1", "501", "1e9", "99999999999999999999", ""])
async def test_api4_no_list_is_without_bounds(sender: Sender, path: str, limit: str) -> None:
    asked = Asked(ROUTES["GET", "/api/courses"].action, query={"limit": limit})
    assert (await sender.ask("admin", "GET", path, asked)).status_code == 422


@pytest.mark.parametrize("who", ["lead", "on the batch", "student there", "other student", "key: read"])
async def test_api5_what_is_for_admins_is_for_nobody_else(sender: Sender, database: Database, who: str) -> None:
    before = await everything(database)
    for (method, path), asked in ROUTES.items():
        if (method, path) in {("POST", "/api/courses"), ("POST", "/api/batches"), ("POST", "/api/trainers")} or (
            path.startswith(("/api/keys", "/api/audit", "/api/webhooks", "/api/outbox"))
        ):
            assert (await sender.ask(who, method, path, asked)).status_code == 403, (method, path)
    assert await everything(database) == before
