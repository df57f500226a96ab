"""`multitrainer serve` as people meet it: what it says, what it refuses, and how it ends."""

import asyncio
import gc
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import uvicorn
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import MongoClient
from pymongo.uri_parser import parse_uri

import multitrainer.serving as serving_module
from multitrainer.client import Client
from multitrainer.connecting import CannotConnect, Place, database_at
from multitrainer.services.demo.accounts import ADDRESSES, PASSWORD
from multitrainer.services.demo.ids import demo_id
from multitrainer.settings import Settings
from tests.databases import leave
from tests.storms.processes import Service, database_of, is_running, kill_with_its_guard, run, serving

FAILED = 2


@pytest.fixture(scope="module")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
async def running(folder: Path) -> AsyncIterator[Service]:
    """For tests that leave it running."""
    async with serving(folder=folder) as service:
        await service.url()
        yield service


@pytest.fixture
async def at(mongodb_uri: str) -> AsyncIterator[dict[str, str]]:
    """The settings of a MongoDB with nothing in it: where several services start that mind no embedded one."""
    name = f"test_{uuid4().hex[:12]}"
    yield {"mongodb_uri": mongodb_uri, "mongodb_database": name}
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongodb_uri)
    await leave(client, name)
    client.close()


# What it says.


async def test_it_says_where_it_is_and_where_the_data_is(running: Service, folder: Path) -> None:
    await running.says(f"data in {folder}")
    async with httpx.AsyncClient(base_url=await running.url()) as client:
        assert (await client.get("/readyz")).json() == {"status": "ok", "dependencies": {"mongodb": "ok"}}


async def test_it_waits_longer_and_longer_for_a_database_that_is_away(failing_uri: str, tmp_path: Path) -> None:
    port = _free_port()
    uri = f"mongodb://127.0.0.1:{port}/?directConnection=true"
    async with serving(folder=tmp_path, mongodb_uri=uri, mongodb_timeout_seconds="0.5") as service:
        await service.says(rf"No answer from the MongoDB of MULTITRAINER_MONGODB_URI \(127.0.0.1:{port}: .*refused\)")
        await service.says("Trying again in 1 s")
        await service.says("Trying again in 2 s")
        async with forwarding(port, failing_uri):
            await service.url()
            service.process.terminate()
            assert await service.ended() == 0


async def test_while_it_waits_it_takes_no_connections_and_ends_when_told(tmp_path: Path) -> None:
    port, nobody = _free_port(), _free_port()
    uri = f"mongodb://127.0.0.1:{nobody}/"
    async with serving("--port", f"{port}", folder=tmp_path, mongodb_uri=uri, mongodb_timeout_seconds="1") as service:
        await service.says("Trying again in 1 s")
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        service.process.send_signal(signal.SIGINT)
        assert await service.ended() == 0
    assert "Traceback" not in service.said


async def test_who_starts_it_first_is_given_a_link_that_makes_the_admin_and_stands_in_no_log(
    at: dict[str, str], tmp_path: Path
) -> None:
    async with serving(folder=tmp_path, **at) as first:
        link = (await first.says(r"This link makes the first one.*\n\s*(http://\S+/setup\?token=(\S+))"))[1]
    async with serving(folder=tmp_path, **at) as second:
        newer, token = (await second.says(r"(http://\S+/setup\?token=(\S+))")).groups()
        password = "correct horse battery"
        form = {"token": token, "name": "Ann", "email": "ann@school.example", "password": password, "again": password}
        async with httpx.AsyncClient(base_url=await second.url()) as client:
            old = link.partition("token=")[2]
            assert (await client.get("/setup", params={"token": old})).status_code == 403
            assert (await client.get(newer)).status_code == 200
            assert (await client.post("/setup", data=form)).status_code == 200
            assert (await client.get(newer)).status_code == 403
            await client.get("/api/nothing-that-comes-later")
        await second.says("nothing-that-comes-later")
    assert second.said.count(token) == 1
    assert "ann@school" not in second.said
    async with serving(folder=tmp_path, **at) as third:
        await must_have_said_all(third)
        assert "/setup" not in third.said


async def must_have_said_all(service: Service) -> None:
    """What it says at its start comes before the first request in its log."""
    async with httpx.AsyncClient(base_url=await service.url()) as client:
        await client.get("/api/nothing")
    await service.says("/api/nothing")


async def test_the_secret_that_is_made_outlives_the_service(tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        async with serving(folder=tmp_path) as service:
            await service.url()
        made.append((tmp_path / "jwt-secret").read_text())
    assert made[0] == made[1]
    assert made[0] not in service.said


async def test_a_demo_tells_its_accounts_and_asks_nobody_to_set_it_up(at: dict[str, str], tmp_path: Path) -> None:
    async with serving("--demo", folder=tmp_path, **at) as service:
        await service.says(r"with the password multitrainer-demo\n +admin +admin@institute.example\n +German A1 lead +")
        await must_have_said_all(service)
        assert "/setup" not in service.said


async def test_accounts_of_the_demo_are_not_served_to_others(at: dict[str, str], tmp_path: Path) -> None:
    async with serving("--demo", folder=tmp_path, **at) as service:
        await service.url()
        password = ("user", "set-password", ADDRESSES.admin, "--password-stdin")
        await run(*password, folder=tmp_path, stdin="her own password", **at)
    refused = await run("serve", "--port", "0", "--host", "0.0.0.0", folder=tmp_path, **at)
    assert (refused.code, refused.out) == (FAILED, "")
    (line,) = refused.err.splitlines()
    still = "sarah@institute.example, john@institute.example, maria@institute.example and 15 more"
    assert f"These still have it: {still}. Give each another with `multitrainer user set-password EMAIL`" in line
    assert "--host 127.0.0.1" in line
    async with serving(folder=tmp_path, **at) as for_this_machine:
        await must_have_said_all(for_this_machine)
        assert ADDRESSES.admin not in for_this_machine.said
        assert ADDRESSES.student in for_this_machine.said
        with MongoClient[dict[str, object]](at["mongodb_uri"]) as client:
            client[at["mongodb_database"]].multitrainer_credentials.delete_many({})
    async with serving("--host", "0.0.0.0", folder=tmp_path, **at) as for_all:
        await for_all.says("WARNING: other machines can reach this address.")
        assert "institute.example" not in for_all.said


async def test_a_demo_that_was_edited_does_not_keep_it_from_starting(at: dict[str, str], tmp_path: Path) -> None:
    async with serving("--demo", folder=tmp_path, **at) as first:
        await first.says("Demo: German A1 and English B2 are loaded")
        johnson, smith = demo_id("english trainer", 1), demo_id("english trainer", 0)
        async with Client(await first.url()) as client:
            await client.auth.sign_in(ADDRESSES.admin, PASSWORD)
            await client.roster.remove(demo_id("english", 0), johnson, hand_over_to=smith)
    async with serving("--demo", folder=tmp_path, **at) as second:
        await second.says("Demo: .* were loaded before; what has been changed since stays")


async def test_a_demo_that_can_not_be_completed_is_left_and_said_to_be(failing_uri: str, tmp_path: Path) -> None:
    uri = failing_uri.replace("/?", "/half_a_demo?")
    with MongoClient[dict[str, object]](uri) as client:
        taken: dict[str, object] = {"name": "Another Sarah", "email": "sarah@institute.example", "role": "trainer"}
        client.get_default_database().users.insert_one(taken)
        async with serving("--demo", folder=tmp_path, mongodb_uri=uri) as service:
            await service.url()
            await service.says("Demo: loaded in part, and left as it is")
        client.drop_database("half_a_demo")
    assert "Traceback" not in service.said


async def test_what_a_request_for_a_web_socket_asks_for_is_not_logged(running: Service) -> None:
    address = httpx.URL(await running.url())
    async with httpx.AsyncClient(base_url=address) as client:
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        await client.get("/socket?email=sarah%40institute.example&token=hunter2", headers={**upgrade, **key})
        await client.get("/api/nothing-that-comes-later")
    await running.says("nothing-that-comes-later")
    assert "hunter2" not in running.said


# What it refuses.


async def test_a_second_one_on_the_same_folder_names_the_first(running: Service, folder: Path) -> None:
    second = await run("serve", "--port", "0", folder=folder)
    assert (second.code, second.out) == (FAILED, "")
    assert f"in use by another `multitrainer serve`: process {running.process.pid}" in second.err
    assert "Traceback" not in second.err


async def test_a_demo_is_for_this_machine_alone(tmp_path: Path) -> None:
    refused = await run("serve", "--port", "0", "--demo", "--host", "0.0.0.0", folder=tmp_path)
    assert (refused.code, refused.out) == (FAILED, "")
    (line,) = refused.err.splitlines()
    assert line.startswith("--demo makes accounts whose password everybody knows, so it serves this machine alone: ")
    assert not os.listdir(tmp_path)  # noqa: PTH208  (a Path would block no less)


async def test_a_mongodb_without_a_secret_is_refused_in_one_line(tmp_path: Path) -> None:
    uri = f"mongodb://127.0.0.1:{_free_port()}/"
    refused = await run("serve", "--port", "0", folder=tmp_path, mongodb_uri=uri, jwt_secret="")
    assert (refused.code, refused.out) == (FAILED, "")
    (line,) = refused.err.splitlines()
    assert "MULTITRAINER_JWT_SECRET must be set too" in line


async def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "jwt-secret").write_text("x" * 64)
    (tmp_path / "jwt-secret").chmod(0o644)
    refused = await run("serve", "--port", "0", folder=tmp_path)
    assert (refused.code, refused.out) == (FAILED, "")
    assert refused.err.startswith(f"Others may read the secret in {tmp_path}/jwt-secret (mode 0644).")
    assert "x" * 64 not in refused.err


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = await run("serve", "--port", str(port), folder=tmp_path)
    assert (refused.code, refused.out) == (FAILED, "")
    assert refused.err.startswith(f"Can't listen on 127.0.0.1 port {port}: Address already in use.")


async def test_a_uri_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    refused = await run("serve", "--port", "0", folder=tmp_path, mongodb_uri="mongodb://sarah:geheim@h:99999")
    assert (refused.code, refused.out) == (FAILED, "")
    assert refused.err.splitlines() == [
        "MULTITRAINER_MONGODB_URI can't be used: Port must be an integer between 0 and 65535"
    ]


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("mongodb://", "multitrainer"),
        ("mongodb://h:port", "multitrainer"),
        ("mongodb://sarah:ge@heim@h", "multitrainer"),
        ("mongodb://h/?tls=true&tlsCAFile=/nowhere", "multitrainer"),
        ("mongodb://h/?tls=ture", "multitrainer"),
        ("mongodb://h1,h2/?directConnection=true", "multitrainer"),
        ("mongodb://h", "two words"),
        ("mongodb://h/two words", "multitrainer"),
    ],
)
async def test_so_is_every_other_that_leads_nowhere(uri: str, name: str) -> None:
    with pytest.raises(CannotConnect, match="can't be used") as refused:
        database_at(uri, Settings(_env_file=None, mongodb_database=name))
    assert "ge@heim" not in str(refused.value)


async def test_a_password_that_the_database_refuses_is_not_repeated(failing_uri: str, tmp_path: Path) -> None:
    uri = failing_uri.replace("mongodb://", "mongodb://sarah:geheim@")
    refused = await run("serve", "--port", "0", folder=tmp_path, mongodb_uri=uri)
    assert (refused.code, refused.out) == (FAILED, "")
    assert refused.err.startswith("MongoDB refuses us: ")
    assert "geheim" not in refused.err


async def test_a_database_that_may_not_be_read_is_refused(failing_uri: str, tmp_path: Path) -> None:
    unauthorized = {"failCommands": ["find"], "errorCode": 13}
    with MongoClient[dict[str, object]](failing_uri) as client:
        client.admin.command("configureFailPoint", "failCommand", mode="alwaysOn", data=unauthorized)
        try:
            refused = await run("serve", "--port", "0", "--demo", folder=tmp_path, mongodb_uri=failing_uri)
        finally:
            client.admin.command("configureFailPoint", "failCommand", mode="off")
    assert refused.code == FAILED
    assert refused.err.startswith("MongoDB can't be used: ")


async def test_a_service_that_can_not_start_says_so(tmp_path: Path) -> None:
    at = Place(f"mongodb://127.0.0.1:{_free_port()}/", "a database that has just gone", None)
    settings = Settings(_env_file=None, data_dir=tmp_path, mongodb_timeout_seconds=0.1)
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(CannotConnect, match="could not start"):
        await serving_module._run(settings, at, listener)


# How it ends.


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_and_its_database(tmp_path: Path, number: signal.Signals) -> None:
    async with serving(folder=tmp_path) as service:
        await service.url()
        database = database_of(tmp_path)
        service.process.send_signal(number)
        assert await service.ended() == 0
    assert not is_running(database)
    assert "Traceback" not in service.said


async def test_it_ends_when_its_database_is_killed_and_says_where_to_look(tmp_path: Path) -> None:
    async with serving(folder=tmp_path, mongodb_timeout_seconds="0.5") as service:
        async with httpx.AsyncClient(base_url=await service.url()) as client:
            await client.get("/healthz")
        kill_with_its_guard(database_of(tmp_path))
        assert await service.ended() == FAILED
    assert f"The embedded database ended by itself; its log is in {tmp_path}." in service.said
    assert "Traceback" not in service.said


async def test_it_does_not_wait_for_a_database_that_is_gone(tmp_path: Path) -> None:
    async with serving(folder=tmp_path, mongodb_timeout_seconds="600") as service:
        async with httpx.AsyncClient(base_url=await service.url()) as client:
            await client.get("/api/courses")
        kill_with_its_guard(database_of(tmp_path))
        assert await service.ended() == FAILED


async def test_it_does_not_wait_for_a_client_that_stopped_in_the_middle(tmp_path: Path) -> None:
    async with serving(folder=tmp_path, body_timeout_seconds="600") as service:
        address = httpx.URL(await service.url())
        reader, writer = await asyncio.open_connection(address.host, address.port)
        writer.write(b"POST /api/courses HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n{")
        await reader.readuntil(b"100 Continue\r\n\r\n")  # it is being waited for
        service.process.terminate()
        assert b"HTTP/1.1 503 " in await reader.read()
        assert await service.ended() == 0
        writer.close()
    assert "Traceback" not in service.said


async def test_no_request_waits_until_all_that_stays_is_looked_through_for_garbage() -> None:
    async def nothing(scope: object, receive: object, send: object) -> None: ...

    gc.unfreeze()
    config = uvicorn.Config(nothing, lifespan="off", log_config=None)
    config.load()
    server = serving_module._Server(config)
    server.lifespan = config.lifespan_class(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        await server.startup([listener])
        frozen, left = gc.get_freeze_count(), len(gc.get_objects())
        gc.unfreeze()
        server.should_exit = True
        await server.shutdown([listener])
    assert left < frozen


def test_answers_on_a_kept_connection_are_not_held_back() -> None:
    with serving_module._bound(Settings(_env_file=None, port=0)) as listener:
        listener.listen()
        _must_send_at_once(listener)


def _must_send_at_once(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@asynccontextmanager
async def forwarding(port: int, uri: str) -> AsyncIterator[None]:
    """The database at a URI answers on another port too."""
    host, its_port = parse_uri(uri)["nodelist"][0]

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(host, its_port)
        await asyncio.gather(_pump(reader, back), _pump(there, writer))

    server = await asyncio.start_server(connect, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
