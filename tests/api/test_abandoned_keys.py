"""A repeat of what somebody stopped answering, before the write or after it, and of what has expired."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import IdempotencyInProgress
from multitrainer.repositories.idempotency import IdempotentAnswers
from multitrainer.services import idempotency
from tests.api.repeats import KEY, POSTS, SPANISH, abandon, each_post, told
from tests.api.school import ALEX, COURSE, FIRST, JOHN, SECOND, Raw, everything, stored

pytestmark = pytest.mark.usefixtures("school")

ROSTER, PEOPLE = f"/api/courses/{COURSE}/trainers", f"/api/batches/{FIRST}/trainers"


@pytest.mark.parametrize(("path", "body"), POSTS[:4], ids=[path for path, _ in POSTS[:4]])
async def test_a_repeat_goes_on_where_somebody_died_after_the_write(
    http: httpx.AsyncClient, database: Database, path: str, body: dict[str, Any]
) -> None:
    first = await http.post(path, json=body, headers=KEY)
    await abandon(database)
    before = await everything(database)
    repeat = await http.post(path, json=body, headers=KEY)
    assert told(repeat) == told(first)
    assert await everything(database) == before


@each_post
async def test_a_repeat_goes_on_where_somebody_died_before_the_write(
    http: httpx.AsyncClient, database: Database, path: str, body: dict[str, Any]
) -> None:
    before = await everything(database)
    first = await http.post(path, json=body, headers=KEY)
    await abandon(database)
    for name, documents in before.items():
        await database.motor[name].delete_many({})
        if documents:
            await database.motor[name].insert_many(documents)
    repeats = await asyncio.gather(*(http.post(path, json=body, headers=KEY) for _ in range(3)))
    assert {answer.status_code for answer in repeats} == {201}
    assert len({told(answer) for answer in repeats}) == 1
    assert repeats[0].headers.get("Location") == first.headers.get("Location")


@pytest.mark.parametrize(
    "body",
    [
        {"trainer": ALEX, "role": "lead"},
        {"trainer": ALEX, "role": "lead", "assignedBatches": [SECOND]},
        {"trainer": ALEX, "role": "assistant", "assignedBatches": [FIRST, SECOND]},
        {"trainer": ALEX, "role": "substitute"},
    ],
)
async def test_a_repeat_finds_the_entry_in_whatever_role(
    http: httpx.AsyncClient, database: Database, body: Raw
) -> None:
    first = await http.post(ROSTER, json=body, headers=KEY)
    await abandon(database)
    repeat = await http.post(ROSTER, json=body, headers=KEY)
    assert first.status_code == 201
    assert told(repeat) == told(first)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PEOPLE, {"trainer": ALEX, "as": "primary"}),
        (PEOPLE, {"trainer": ALEX, "as": "backup"}),
        (PEOPLE, {"trainer": ALEX, "as": "assistant"}),
        (f"{PEOPLE}/backup", {"trainer": ALEX}),
    ],
)
async def test_a_repeat_finds_whom_somebody_put_on_a_batch_and_died(
    http: httpx.AsyncClient, database: Database, path: str, body: Raw
) -> None:
    await http.delete(f"{PEOPLE}/{JOHN}")
    first = await http.post(path, json=body, headers=KEY)
    await abandon(database)
    before = await everything(database)
    repeat = await http.post(path, json=body, headers=KEY)
    assert first.status_code == 201
    assert (repeat.status_code, repeat.headers["ETag"]) == (201, first.headers["ETag"])
    assert repeat.json() == {**first.json(), "addedToRoster": None}
    assert await everything(database) == before


@pytest.mark.parametrize(("path", "body"), [POSTS[3], POSTS[4]], ids=["roster", "people"])
async def test_the_write_that_a_repeat_finds_does_not_make_its_own_tag_stale(
    http: httpx.AsyncClient, database: Database, path: str, body: Raw
) -> None:
    seen = {"If-Match": (await http.get(path)).headers["ETag"]}
    first = await http.post(path, json=body, headers={**KEY, **seen})
    await abandon(database)
    repeat = await http.post(path, json=body, headers={**KEY, **seen})
    assert (first.status_code, repeat.status_code) == (201, 201)


@pytest.mark.parametrize(
    ("path", "found", "asked"),
    [
        (ROSTER, {"role": "lead"}, {"role": "assistant"}),
        (ROSTER, {"role": "lead", "assignedBatches": [FIRST]}, {"role": "lead", "assignedBatches": [SECOND]}),
    ],
)
async def test_a_repeat_that_finds_something_else_is_refused(
    http: httpx.AsyncClient, database: Database, path: str, found: Raw, asked: Raw
) -> None:
    assert (await http.post(path, json={"trainer": ALEX, **found})).status_code == 201
    assert (await http.post(path, json={"trainer": ALEX, **asked}, headers=KEY)).status_code == 409
    await abandon(database)
    repeat = await http.post(path, json={"trainer": ALEX, **asked}, headers=KEY)
    assert (repeat.status_code, repeat.json()["code"]) == (409, "already-on-roster")


async def test_a_repeat_does_not_take_another_primary_for_its_own(http: httpx.AsyncClient, database: Database) -> None:
    body = {"trainer": ALEX, "as": "primary"}
    refused = [await http.post(PEOPLE, json=body, headers=KEY)]
    await abandon(database)
    refused.append(await http.post(PEOPLE, json=body, headers=KEY))
    assert [answer.json()["code"] for answer in refused] == ["primary-taken"] * 2


@pytest.mark.parametrize(("path", "body"), [POSTS[3], POSTS[4]], ids=["roster", "people"])
async def test_a_first_request_is_refused_although_all_is_as_it_asks(
    http: httpx.AsyncClient, path: str, body: Raw
) -> None:
    await http.post(path, json=body)
    first = await http.post(path, json=body, headers=KEY)
    assert first.status_code == 409
    assert told(await http.post(path, json=body, headers=KEY)) == told(first)


# What has expired, and claims that somebody else has by now.


async def test_repeats_at_once_after_24_hours_are_one_write(
    http: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them find the old claim before the first of them deletes it."""
    await http.post("/api/courses", json=SPANISH, headers=KEY)
    long_ago = {"$set": {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}}
    await database.motor.multitrainer_idempotency.update_one({}, long_ago)
    slow, began = asyncio.Event(), asyncio.Event()
    forget = IdempotentAnswers.forget
    others = [slow]

    async def forget_late(*args: Any) -> None:
        if others:
            others.pop()
            began.set()
            await slow.wait()
        await forget(*args)

    monkeypatch.setattr(IdempotentAnswers, "forget", forget_late)
    late = asyncio.create_task(http.post("/api/courses", json=SPANISH, headers=KEY))
    await began.wait()
    anew = await http.post("/api/courses", json=SPANISH, headers=KEY)
    slow.set()
    assert told(await late) == told(anew)
    assert await database.motor.courses.count_documents(SPANISH) == 2


@pytest.mark.parametrize("status", [201, 422, 503])
async def test_whoever_lost_the_claim_leaves_that_of_the_other_alone(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(idempotency, "PATIENCE_SECONDS", 0.05)
    answers: idempotency.Idempotency = app.state.services.idempotency
    slow = await answers.begin(THE_ADMIN, "k", "same")
    await abandon(database)
    quick = await answers.begin(THE_ADMIN, "k", "same")
    assert isinstance(slow, idempotency.Claim)
    assert isinstance(quick, idempotency.Claim)
    await answers.finish(slow, idempotency.FirstAnswer(status, {}, b"slow"))
    with pytest.raises(IdempotencyInProgress):
        await answers.begin(THE_ADMIN, "k", "same")
    await answers.finish(quick, idempotency.FirstAnswer(201, {}, b"quick"))
    assert await answers.begin(THE_ADMIN, "k", "same") == idempotency.FirstAnswer(201, {}, b"quick")


# Answers that can't be kept.


async def test_an_answer_that_is_too_large_to_keep_is_sent_and_the_repeat_carries_on(
    http: httpx.AsyncClient, database: Database
) -> None:
    note = {"$set": {"trainers.note": "\x01" * 3_000_000}}  # each of them six bytes of JSON
    await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, note)
    answers = [await http.post(PEOPLE, json={"trainer": ALEX, "as": "assistant"}, headers=KEY) for _ in range(2)]
    assert [(answer.status_code, len(answer.content) > 16 * 2**20) for answer in answers] == [(201, True)] * 2
    assert (await stored(database, "batches", FIRST))["trainers"]["assistants"] == [ObjectId(ALEX)]
