"""The same over a real socket."""

import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from multitrainer.client import Client
from multitrainer.domain.errors import AlreadyOnRoster, Stale, Unavailable
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Role
from multitrainer.schemas.courses import CoursePatch, RosterMember
from multitrainer.settings import Settings
from tests.callers import ADMINS_KEY


async def test_a_course_is_staffed_from_nothing(address: str) -> None:
    async with Client(address, api_key=str(ADMINS_KEY)) as client:
        sarah = await client.trainers.create("Dr. Sarah", "sarah@institute.example", specialization="German")
        john = await client.trainers.create("John", "john@institute.example")
        course = await client.courses.create("German A1", trainers=[RosterMember(trainer=sarah.id, role=Role.LEAD)])
        batches = [await client.batches.create(course.id, f"Batch {n}") for n in range(1, 4)]
        for batch in batches:
            await client.batch_people.add(batch.id, john.id, Duty.PRIMARY)
            await client.batch_people.add_backup(batch.id, sarah.id)
        with pytest.raises(AlreadyOnRoster):
            await client.roster.add(course.id, john.id)
        await client.courses.patch(course.id, CoursePatch(name="German A1, spring"))
        with pytest.raises(Stale):
            await client.courses.patch(course.id, CoursePatch(name="German A2"), if_match=course.etag)
        taught = [b async for b in client.trainers.batches(john.id, page_size=2)]
        assert [(b.id, b.course and b.course.name) for b in taught] == [(b.id, "German A1, spring") for b in batches]
        assert (await client.roster.read(course.id, john.id)).workload == 75


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_that_is_too_large_is_refused(address: str, settings: Settings, announced: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b" " * 100_000

    body = b" " * 3_000_000 if announced else pieces()
    async with httpx.AsyncClient(base_url=address) as http:
        answer = await http.post("/api/courses", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
        assert answer.json()["limit"] == settings.max_body_bytes
        assert (await http.get("/healthz")).status_code == 200


async def test_nobody_listens_is_unavailable(address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    async with Client(f"http://127.0.0.1:{port}", attempts=2) as client:
        with pytest.raises(Unavailable):
            await client.health.alive()
