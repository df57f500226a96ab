"""Bad input is a problem that names the field, and nothing is written."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer.api import problems
from multitrainer.api.examples import EXAMPLES
from multitrainer.client import Client
from multitrainer.client.problems import by_code
from multitrainer.database import Database
from tests.api import bad_requests
from tests.api.bad_requests import OTHER_BATCH, OTHER_COURSE, Bad
from tests.api.school import ALEX, COURSE, FIRST, JOHN, everything

JSON = {"Content-Type": "application/json"}
EXAMPLED = {
    code: [problems.document(error, None).keys() for error in EXAMPLES if error.code == code] for code in by_code()
}
AN_ID = "must be an id: 24 hexadecimal digits"
IN_PYDANTICS_WORDS = re.compile(
    r"should|pattern|validation|dictionary|parse|serializ|valid (integer|boolean|string|tuple|list)|\\[dSs^]"
)


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


def said(problem: dict[str, Any]) -> str:
    return " ".join((problem["detail"], *(e["message"] for e in problem.get("errors", []))))


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
        assert any(problem.keys() <= shown for shown in EXAMPLED[bad.code]), f"{bad}: {problem}"
        assert bad.field is None or bad.field in named(problem), f"{bad}: {problem}"
        assert not IN_PYDANTICS_WORDS.search(said(problem)), f"{bad}: {problem}"
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


async def test_spaces_around_a_name_are_no_part_of_it(client: Client, http: httpx.AsyncClient) -> None:
    trainer = await client.trainers.create(" Eva\n", "eva@x.example", specialization=["\tLatin "])
    assert (trainer.name, trainer.specialization) == ("Eva", ["Latin"])
    course = (await http.post("/api/courses", json={"name": "  Spanish B1 "})).json()
    batch = (await http.post("/api/batches", json={"course": course["_id"], "name": " 1 "})).json()
    assert (course["name"], batch["name"]) == ("Spanish B1", "1")


async def test_an_id_is_the_same_in_capitals(client: Client) -> None:
    assert (await client.courses.read(COURSE.upper())).id == COURSE
    assert (await client.batch_people.set_primary(FIRST.upper(), ALEX.upper())).primary is not None


async def test_whoever_sends_nothing_new_changes_nothing(http: httpx.AsyncClient) -> None:
    for method, path in (("PATCH", f"/api/courses/{COURSE}"), ("PATCH", f"/api/trainers/{ALEX}")):
        before = await http.get(path)
        answer = await http.request(method, path, json={})
        assert (answer.status_code, answer.json()) == (200, before.json())


async def test_a_parameter_that_an_address_does_not_know_is_refused_everywhere(
    app: FastAPI, http: httpx.AsyncClient, database: Database
) -> None:
    before = await everything(database)
    offered = {(m.upper(), p) for p, item in app.openapi()["paths"].items() for m in item if p.startswith("/api/")}
    for method, path in offered:
        answer = await http.request(method, re.sub("{.*?}", ALEX, path), params={"foce": "true"})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input"), f"{method} {path}"
        assert named(answer.json()) == {"query.foce"}
    assert len(offered) > 20
    assert await everything(database) == before


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        (f"courses/{COURSE}/trainers/{JOHN}?handoverto={ALEX}", "handoverto is no parameter here; handOverTo is."),
        (f"courses/{COURSE}?foce=true", "foce is no parameter here; force is."),
        (f"batches/{FIRST}/trainers/{JOHN}?a=1&%C3%A9=1", "a is no parameter here; none is. `errors` names 1 more."),
    ],
)
async def test_whoever_misspells_a_parameter_is_told_how_it_is_spelled(
    http: httpx.AsyncClient, address: str, detail: str
) -> None:
    assert (await http.delete(f"/api/{address}")).json()["detail"] == f"query.{detail}"


@pytest.mark.parametrize(
    ("path", "methods"),
    [(f"/api/courses/{COURSE}", "GET, PATCH, DELETE"), ("/api/batches", "GET, POST"), ("/docs", "GET")],
)
async def test_a_wrong_method_is_answered_with_the_right_ones(http: httpx.AsyncClient, path: str, methods: str) -> None:
    answer = await http.request("LOCK", path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, methods)


@pytest.mark.parametrize(
    ("method", "path", "body", "detail"),
    [
        ("GET", "/api/courses/42", None, f"path.course_id {AN_ID}."),
        ("GET", "/api/courses?limit=x", None, "query.limit must be a whole number."),
        ("GET", "/api/courses?limit=0", None, "query.limit must be greater than or equal to 1."),
        ("DELETE", f"/api/courses/{COURSE}?force=maybe", None, "query.force must be true or false."),
        ("POST", "/api/courses", {"name": "  "}, "body.name must not be blank."),
        ("POST", "/api/courses", {"name": "x" * 201}, "body.name must have at most 200 characters."),
        ("POST", "/api/courses", {"name": "a\0b"}, "body.name must not contain control characters."),
        ("POST", "/api/courses", {}, "body.name is required."),
        ("POST", "/api/courses", {"name": None}, "body.name must not be null; leave out what is not meant."),
        (
            "POST",
            "/api/courses",
            {"name": "x", "level": 1},
            "body.level is no field here; there are: name, trainers, instructor.",
        ),
        (
            "POST",
            "/api/what-if",
            {"suppose": {"leaves": [{"trainer": ALEX, "start": "x"}]}},
            "body.suppose.leaves.0.start is no field here; there are: trainer, times.",
        ),
        (
            "POST",
            "/api/proposals",
            {"kind": "assign", "courses": []},
            "body.courses must have at least 1, not 0.",
        ),
        ("POST", "/api/courses", {"name": "x", "trainers": 7}, "body.trainers must be a list."),
        ("POST", "/api/trainers", {"name": "x", "email": "x"}, "body.email must be an e-mail address."),
        (
            "PATCH",
            f"/api/trainers/{ALEX}",
            {"phone": "call me"},
            "body.phone must be a phone number: up to 40 digits, spaces and ()/.-, after a + if there is one.",
        ),
        (
            "POST",
            f"/api/courses/{COURSE}/trainers",
            {"trainer": ALEX, "role": "boss"},
            "body.role must be 'lead', 'assistant' or 'substitute'.",
        ),
        (
            "PATCH",
            f"/api/batches/{FIRST}",
            {"students": [ALEX] * 1001},
            "body.students must have at most 1000 entries, not 1001.",
        ),
        (
            "PATCH",
            f"/api/batches/{FIRST}",
            {"name": "", "students": ["x", "y"]},
            "body.name must not be blank. `errors` names 2 more.",
        ),
        (
            "PATCH",
            f"/api/batches/{FIRST}",
            {f"f{n}": 1 for n in range(30)},
            "body.f0 is no field here; there are: trainers, instructor, name, students. `errors` names 19 more.",
        ),
        ("PUT", "/api/holidays", [{"name": "x"}], "body must be a JSON object and is a list; fields are: holidays."),
        ("PUT", "/api/terms", [], "body must be a JSON object and is a list; fields are: terms."),
    ],
    ids=lambda part: part[:60] if isinstance(part, str) else None,
)
async def test_a_refusal_says_in_words_what_is_wanted(
    http: httpx.AsyncClient, method: str, path: str, body: Any, detail: str
) -> None:
    answer = await http.request(method, path, json=body)
    assert answer.json()["detail"] == detail
