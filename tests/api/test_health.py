"""What the service tells whoever watches over it."""

from pathlib import Path

import httpx
import pytest
from pymongo import MongoClient

from multitrainer.app import create_app
from multitrainer.client import Client
from multitrainer.domain.errors import CourseNotFound, Unavailable
from multitrainer.embedded import EmbeddedServer
from multitrainer.settings import Settings
from tests.api.school import COURSE, FIRST, NOBODY
from tests.callers import ADMINS_KEY, AS_ADMIN


async def test_a_service_with_its_database_is_ready(client: Client) -> None:
    assert (await client.health.alive()).status == "ok"
    readiness = await client.health.ready()
    assert (readiness.status, readiness.dependencies) == ("ok", {"mongodb": "ok"})


async def test_a_service_without_its_database_says_so(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, mongodb_timeout_seconds=0.2)
    async with EmbeddedServer(tmp_path) as server:
        app = create_app(settings, server.uri)
        lifespan = app.router.lifespan_context(app)
        await lifespan.__aenter__()
    carrier = httpx.ASGITransport(app)
    async with (
        Client("http://test", api_key=str(ADMINS_KEY), transport=carrier, attempts=1) as client,
        httpx.AsyncClient(base_url="http://test", headers=AS_ADMIN, transport=carrier) as http,
    ):
        assert (await client.health.alive()).status == "ok"
        readiness = await client.health.ready()
        assert (readiness.status, readiness.dependencies) == ("down", {"mongodb": "down"})
        assert (await http.get("/api/courses")).headers["Retry-After"] == "5"
        with pytest.raises(Unavailable, match="The database does not answer"):
            await client.courses.read(COURSE)
        with pytest.raises(Unavailable, match="Nothing is known to be changed"):
            await client.courses.delete(COURSE)
        with pytest.raises(Unavailable, match="Nothing is known to be changed"):
            await client.courses.create("German A1")
    await lifespan.__aexit__(None, None, None)


async def test_a_database_that_answers_but_can_not_read_is_down(tmp_path: Path) -> None:
    broken = {"failCommands": ["find", "aggregate"], "errorCode": 8}
    async with EmbeddedServer(tmp_path, test_commands=True) as server:
        app = create_app(Settings(_env_file=None), server.uri)
        async with (
            app.router.lifespan_context(app),
            Client("http://test", transport=httpx.ASGITransport(app), attempts=1) as client,
        ):
            assert (await client.health.ready()).status == "ok"
            with MongoClient[dict[str, object]](server.uri) as admin:
                admin.admin.command("configureFailPoint", "failCommand", mode="alwaysOn", data=broken)
            readiness = await client.health.ready()
            assert (readiness.status, readiness.dependencies) == ("down", {"mongodb": "down"})


@pytest.mark.usefixtures("school")
async def test_requests_are_counted_by_route_and_status(client: Client) -> None:
    await client.courses.read(COURSE)
    await client.courses.read(COURSE)
    with pytest.raises(CourseNotFound):
        await client.courses.read(NOBODY)
    await client.batch_people.read(FIRST)
    measured = await client.health.metrics()
    for labels, count in {
        'method="GET",route="/api/courses/{course_id}",status="200"': 2,
        'method="GET",route="/api/courses/{course_id}",status="404"': 1,
        'method="GET",route="/api/batches/{batch_id}/trainers",status="200"': 1,
    }.items():
        assert f"multitrainer_http_request_seconds_count{{{labels}}} {count}.0\n" in measured
    assert COURSE not in measured


@pytest.mark.usefixtures("school")
async def test_what_nobody_offers_is_counted_together(client: Client, http: httpx.AsyncClient) -> None:
    await http.get("/api/nothing/1")
    await http.get("/nothing/2")
    await http.request("PROPFIND", "/api/courses")
    await http.request("X-4711", "/api/courses")
    measured = await client.health.metrics()
    assert 'multitrainer_http_request_seconds_count{method="GET",route="unmatched",status="404"} 2.0\n' in measured
    assert 'method="other"' in measured
    assert 'method="PROPFIND"' not in measured
    assert 'method="X-4711"' not in measured


@pytest.mark.usefixtures("school")
async def test_the_databases_work_is_measured(client: Client) -> None:
    await client.courses.read(COURSE)
    measured = await client.health.metrics()
    assert 'multitrainer_mongo_operation_seconds_count{command="find",outcome="ok"}' in measured
    assert "multitrainer_mongo_connections " in measured
