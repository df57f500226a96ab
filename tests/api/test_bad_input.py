"""Bad input is a problem that names the field, and nothing is written."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from bson import ObjectId

from multitrainer.client import Client
from multitrainer.database import Database
from tests.api import bad_requests
from tests.api.bad_requests import OTHER_BATCH, OTHER_COURSE, Bad
from tests.api.school import ALEX, COURSE, FIRST, everything

JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
async def _another_course(school: None, database: Database) -> None:
    course = ObjectId(OTHER_COURSE)
    await database.motor.courses.insert_one({"_id": course, "name": "Spanish B1", "trainers": []})
    await database.motor.batches.insert_one({"_id": ObjectId(OTHER_BATCH), "course": course, "name": "Batch 1"})
    await database.motor.users.insert_one({"name": "Student", "email": "taken@x.example", "role": "student"})


async def send(http: httpx.AsyncClient, bad: Bad) -> httpx.Response:
    headers = [(name.encode(), value.encode()) for name, value in {**JSON, **(bad.headers or {})}.items()]
    return await http.request(bad.method, bad.path, content=bad.content, headers=headers)


def named(problem: dict[str, Any]) -> set[str]:
    return {e["field"] for e in problem.get("errors", [])} | ({problem["field"]} if "field" in problem else set())


@pytest.mark.parametrize("kind", bad_requests.KINDS, ids=lambda kind: kind.__name__)
async def test_bad_input_is_refused_naming_the_field_and_nothing_is_written(
    http: httpx.AsyncClient, database: Database, kind: Callable[[], Iterator[Bad]]
) -> None:
    before = await everything(database)
    for bad in kind():
        answer = await send(http, bad)
        assert answer.headers["Content-Type"] == "application/problem+json", f"{bad}: {answer.text[:300]}"
        problem = answer.json()
        assert (answer.status_code, problem["status"], problem["code"]) == (bad.status, bad.status, bad.code), str(bad)
        assert problem["requestId"] == answer.headers["X-Request-Id"]
        assert bad.field is None or bad.field in named(problem), f"{bad}: {problem}"
        assert len(answer.content) < 10_000
        assert await everything(database) == before, str(bad)


@pytest.mark.parametrize(
    "name", ["د. سارة", "王秀英", "Zoë Ångström-Ñandú", "👩🏽‍🏫 🫨", "O'Neill <b>&amp;</b>", "{{7*7}} $where"]
)
async def test_people_and_courses_are_called_what_they_are_called(client: Client, name: str) -> None:
    trainer = await client.trainers.create(name, "new@x.example", specialization=[name])
    course = await client.courses.create(name, instructor=trainer.id)
    batch = await client.batches.create(course.id, name, instructor=trainer.id)
    assert (await client.trainers.read(trainer.id)).specialization == [name]
    assert (await client.courses.read(course.id)).name == name
    assert (await client.batches.read(batch.id)).name == name
    people = await client.batch_people.read(batch.id)
    assert people.primary is not None
    assert people.primary.name == name


async def test_an_id_is_the_same_in_capitals(client: Client) -> None:
    assert (await client.courses.read(COURSE.upper())).id == COURSE
    assert (await client.batch_people.set_primary(FIRST.upper(), ALEX.upper())).primary is not None


async def test_whoever_sends_nothing_new_changes_nothing(http: httpx.AsyncClient) -> None:
    for method, path in (("PATCH", f"/api/courses/{COURSE}"), ("PATCH", f"/api/trainers/{ALEX}")):
        before = await http.get(path)
        answer = await http.request(method, path, json={})
        assert (answer.status_code, answer.json()) == (200, before.json())


@pytest.mark.parametrize(
    ("path", "methods"),
    [(f"/api/courses/{COURSE}", "GET, PATCH, DELETE"), ("/api/batches", "GET, POST"), ("/docs", "GET")],
)
async def test_a_wrong_method_is_answered_with_the_right_ones(http: httpx.AsyncClient, path: str, methods: str) -> None:
    answer = await http.request("LOCK", path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, methods)
