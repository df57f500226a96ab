"""A POST with an Idempotency-Key is carried out once and answered as often as it comes."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI, Request

from multitrainer import clock
from multitrainer.api.dependencies import NewId, asked
from multitrainer.database import Database
from multitrainer.domain.errors import Contended, Unavailable
from multitrainer.repositories.idempotency import IdempotentAnswers
from multitrainer.schemas.courses import NewCourse
from multitrainer.services import idempotency
from multitrainer.services.idempotency import Idempotency
from tests.api.repeats import KEY, POSTS, SPANISH, each_post, told
from tests.api.school import ALEX, COURSE, JOHN, NOBODY, everything
from tests.callers import CALLERS

pytestmark = pytest.mark.usefixtures("school")

JSON = {"Content-Type": "application/json"}


@each_post
async def test_a_repeat_gets_the_first_answer_and_writes_nothing(
    http: httpx.AsyncClient, database: Database, path: str, body: dict[str, Any]
) -> None:
    first = await http.post(path, json=body, headers=KEY)
    before = await everything(database)
    repeat = await http.post(path, json=body, headers=KEY)
    assert first.status_code == 201
    assert told(repeat) == told(first)
    assert ("Idempotency-Replayed" in first.headers, repeat.headers["Idempotency-Replayed"]) == (False, "true")
    assert repeat.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert await everything(database) == before


@each_post
async def test_ten_repeats_at_once_are_one_write(
    http: httpx.AsyncClient, database: Database, path: str, body: dict[str, Any]
) -> None:
    answers = await asyncio.gather(*(http.post(path, json=body, headers=KEY) for _ in range(10)))
    assert {told(answer) for answer in answers} == {told(answers[0])}
    assert answers[0].status_code == 201
    assert len([a for a in answers if "Idempotency-Replayed" not in a.headers]) == 1


async def test_a_refusal_is_repeated_too(http: httpx.AsyncClient) -> None:
    roster = f"/api/courses/{COURSE}/trainers"
    first = await http.post(roster, json={"trainer": JOHN}, headers=KEY)
    await http.delete(f"{roster}/{JOHN}", params={"handOverTo": ALEX})
    repeat = await http.post(roster, json={"trainer": JOHN}, headers=KEY)
    assert first.status_code == 409
    assert told(repeat) == told(first)


@pytest.mark.parametrize(
    ("path", "body"), [("/api/courses", {"name": "Other"}), ("/api/courses?x=1", SPANISH), POSTS[1]]
)
async def test_another_request_under_the_same_key_is_refused(
    http: httpx.AsyncClient, database: Database, path: str, body: dict[str, Any]
) -> None:
    await http.post("/api/courses", json=SPANISH, headers=KEY)
    before = await everything(database)
    answer = await http.post(path, json=body, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert await everything(database) == before


@pytest.mark.parametrize(
    ("path", "wrong", "status", "right"),
    [
        ("/api/courses", {"name": " "}, 422, SPANISH),
        ("/api/courses", b"{", 400, SPANISH),
        ("/api/courses?x=1", SPANISH, 422, SPANISH),
        (f"/api/courses/{COURSE}/trainers", {"trainer": NOBODY}, 422, {"trainer": ALEX}),
    ],
)
async def test_a_request_that_can_never_be_right_does_not_use_up_its_key(
    http: httpx.AsyncClient, path: str, wrong: Any, status: int, right: dict[str, Any]
) -> None:
    sent = {"content": wrong} if isinstance(wrong, bytes) else {"json": wrong}
    refused = [await http.post(path, **sent, headers={**JSON, **KEY}) for _ in range(2)]
    first, repeat = [await http.post(path.split("?")[0], json=right, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in (*refused, first)] == [status, status, 201]
    assert (told(repeat), repeat.headers["Idempotency-Replayed"]) == (told(first), "true")


async def test_repeats_at_once_of_what_can_never_be_right_are_all_refused(http: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(http.post("/api/courses", json={"name": ""}, headers=KEY) for _ in range(5)))
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "invalid-input")}


async def test_a_request_that_came_too_late_may_come_again_with_the_present_tag(http: httpx.AsyncClient) -> None:
    roster, body = f"/api/courses/{COURSE}/trainers", {"trainer": ALEX}
    stale = await http.post(roster, json=body, headers={**KEY, "If-Match": '"another"'})
    fresh = await http.post(roster, json=body, headers={**KEY, "If-Match": stale.json()["etag"]})
    assert (stale.status_code, fresh.status_code) == (412, 201)


async def test_what_was_not_found_may_be_asked_again_once_it_is_there(
    http: httpx.AsyncClient, database: Database
) -> None:
    roster, body = f"/api/courses/{NOBODY}/trainers", {"trainer": ALEX}
    missing = await http.post(roster, json=body, headers=KEY)
    await database.motor.courses.insert_one({"_id": ObjectId(NOBODY), "name": "Spanish B1", "trainers": []})
    first, repeat = [await http.post(roster, json=body, headers=KEY) for _ in range(2)]
    assert (missing.status_code, first.status_code) == (404, 201)
    assert told(repeat) == told(first)


async def test_nothing_is_kept_of_what_went_nowhere(http: httpx.AsyncClient, database: Database) -> None:
    assert (await http.post("/api/nothing", json=SPANISH, headers=KEY)).status_code == 404
    assert await database.motor.multitrainer_idempotency.count_documents({}) == 0


async def test_other_keys_are_other_requests(http: httpx.AsyncClient) -> None:
    first = await http.post("/api/courses", json=SPANISH, headers=KEY)
    other = await http.post("/api/courses", json=SPANISH, headers={"Idempotency-Key": "another"})
    assert other.status_code == 201
    assert other.json()["_id"] != first.json()["_id"]


async def test_whoever_takes_too_long_is_not_overtaken(
    http: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "PATIENCE_SECONDS", 0.05)
    await http.post("/api/courses", json=SPANISH, headers=KEY)
    await database.motor.multitrainer_idempotency.update_one({}, {"$set": {"status": None}})
    answer = await http.post("/api/courses", json=SPANISH, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency-in-progress")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(("failure", "status"), [(RuntimeError("a bug"), 500), (Contended("Too many."), 409)])
async def test_what_passes_is_not_kept(app: FastAPI, http: httpx.AsyncClient, failure: Exception, status: int) -> None:
    outcomes = iter([failure, None])

    @app.post("/api/flaky")
    async def flaky() -> dict[str, str]:
        if failure := next(outcomes):
            raise failure
        return {"went": "well"}

    first = await http.post("/api/flaky", headers=KEY)
    repeat = await http.post("/api/flaky", headers=KEY)
    assert (first.status_code, repeat.status_code, repeat.json()) == (status, 200, {"went": "well"})


async def test_a_repeat_after_a_failure_finds_what_was_written_all_the_same(
    app: FastAPI, http: httpx.AsyncClient, database: Database
) -> None:
    outcomes = iter([Unavailable("The answer to the commit got lost."), None])

    @app.post("/api/half")
    async def half(request: Request, new_id: NewId) -> str:
        services, actor = asked(request)
        made = await services.courses.create(actor, NewCourse(name="Spanish B1"), new_id)
        if failure := next(outcomes):
            raise failure
        return str(made.view["_id"])

    first = await http.post("/api/half", headers=KEY)
    repeat = await http.post("/api/half", headers=KEY)
    assert (first.status_code, repeat.status_code) == (503, 200)
    made = await database.motor.courses.find({"name": "Spanish B1"}).to_list(None)
    assert [str(course["_id"]) for course in made] == [repeat.json()]


async def test_a_key_is_forgotten_after_24_hours(app: FastAPI, http: httpx.AsyncClient) -> None:
    begin = clock.now()
    time = begin

    def now() -> datetime:
        return time

    keys = Idempotency(CALLERS, IdempotentAnswers(now))
    app.state.services = replace(app.state.services, idempotency=keys)
    first = await http.post("/api/courses", json=SPANISH, headers=KEY)
    time = begin + timedelta(hours=23, minutes=59)
    assert told(await http.post("/api/courses", json=SPANISH, headers=KEY)) == told(first)
    time = begin + timedelta(hours=24)
    anew = await http.post("/api/courses", json=SPANISH, headers=KEY)
    assert anew.status_code == 201
    assert anew.json()["_id"] != first.json()["_id"]
