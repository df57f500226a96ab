import asyncio
import os
import signal
import socket
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure, PyMongoError

from multitrainer.embedded import EmbeddedServer, EmbeddedServerFailed, guard, probe
from multitrainer.embedded import server as server_module
from multitrainer.embedded.folder import DataFolder
from multitrainer.embedded.probe import answers
from tests.embedded.services import service_on

Client = MongoClient[dict[str, Any]]
FAIL_POINT = {"configureFailPoint": "failCommand", "mode": "off"}


class Storm:
    """Clients that write without a pause, and what the server has acknowledged to them."""

    def __init__(self, client: Client, enough: int) -> None:
        self._courses = client.school.courses
        self._acknowledged: set[int] = set()
        self._enough = enough
        self.is_enough = Event()
        self._writers = [Thread(target=self._write, args=(start,)) for start in range(0, 4_000_000, 1_000_000)]
        for writer in self._writers:
            writer.start()

    def end(self) -> set[int]:
        """Wait until every writer has met the server's end."""
        for writer in self._writers:
            writer.join()
        return self._acknowledged

    def _write(self, start: int) -> None:
        with suppress(PyMongoError):
            for number in count(start):
                self._courses.insert_one({"_id": number})
                self._acknowledged.add(number)
                if len(self._acknowledged) >= self._enough:
                    self.is_enough.set()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_it_answers_as_a_replica_set_with_transactions(server: EmbeddedServer) -> None:
    def change(session: ClientSession) -> None:
        client.school.courses.insert_one({"_id": 1}, session=session)
        client.school.courses.insert_one({"_id": 2}, session=session)
        raise InterruptedError

    with Client(server.uri) as client:
        assert "setName" in client.admin.command("hello")
        with client.start_session() as session, pytest.raises(InterruptedError):
            session.with_transaction(change)
        assert client.school.courses.count_documents({}) == 0


async def test_it_answers_on_this_machine_alone(server: EmbeddedServer) -> None:
    assert server.uri.startswith("mongodb://127.0.0.1:")
    with Client(server.uri) as client:
        assert client.admin.command("serverStatus")["pid"] == server.pid


async def test_it_asks_for_writes_that_are_on_the_disk(server: EmbeddedServer) -> None:
    with Client(server.uri) as client:
        assert client.write_concern.document == {"w": "majority", "j": True}
        assert not client.options.retry_writes


async def test_fail_points_are_off(server: EmbeddedServer) -> None:
    with Client(server.uri) as client, pytest.raises(OperationFailure, match="configureFailPoint"):
        client.admin.command(FAIL_POINT)


async def test_a_standalone_server_for_tests_says_that_it_is_no_replica_set_and_has_fail_points(
    tmp_path: Path,
) -> None:
    async with EmbeddedServer(tmp_path, standalone=True, test_commands=True) as server:
        with Client(server.uri) as client:
            assert "setName" not in client.admin.command("hello")
            assert client.admin.command(FAIL_POINT)["ok"]


async def test_stopping_leaves_no_process(tmp_path: Path) -> None:
    async with EmbeddedServer(tmp_path) as server:
        guardian = os.getpgid(server.pid)
    assert not is_alive(server.pid)
    assert not is_alive(guardian)
    assert await server.wait_until_gone() == 0


async def test_ctrl_c_is_left_to_the_service(server: EmbeddedServer) -> None:
    assert os.getsid(server.pid) != os.getsid(0)


async def test_the_death_of_the_database_is_told(tmp_path: Path) -> None:
    async with EmbeddedServer(tmp_path) as server:
        waiting = asyncio.create_task(server.wait_until_gone())
        os.kill(server.pid, signal.SIGKILL)
        assert await waiting == 128 + signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no signal for a parent's death")
async def test_a_guard_that_hangs_does_not_keep_the_database_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "STOP_SECONDS", 0.1)
    async with EmbeddedServer(tmp_path) as server:
        os.kill(os.getpgid(server.pid), signal.SIGSTOP)
    freed = DataFolder(tmp_path)
    await freed.hold()
    freed.release()


async def test_the_database_goes_with_a_killed_service_and_the_next_one_starts_right_away(tmp_path: Path) -> None:
    async with service_on(tmp_path) as service:
        with Client(service.uri) as client:
            client.school.courses.insert_one({"name": "Physics"})
        service.process.kill()
        async with EmbeddedServer(tmp_path) as next_server:
            assert not is_alive(service.database)
            with Client(next_server.uri) as client:
                assert client.school.courses.count_documents({}) == 1


async def test_what_was_acknowledged_survives_killing_everything(tmp_path: Path) -> None:
    async with service_on(tmp_path) as service:
        with Client(service.uri, serverSelectionTimeoutMS=500) as client:
            storm = Storm(client, enough=200)
            await asyncio.to_thread(storm.is_enough.wait)
            service.kill_everything()
            acknowledged = storm.end()
    async with EmbeddedServer(tmp_path) as server:
        with Client(server.uri) as client:
            kept = {course["_id"] for course in client.school.courses.find()}
    assert len(acknowledged) >= 200
    assert acknowledged <= kept


async def test_a_database_that_ends_while_starting_shows_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "SETTINGS", tmp_path / "missing.toml")
    with pytest.raises(
        EmbeddedServerFailed, match=r"ended while it was starting.*database\.log:\n.*config file not found"
    ):
        async with EmbeddedServer(tmp_path):
            pass


async def test_a_start_that_takes_too_long_is_given_up_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_yet(port: int, pid: int) -> bool:
        return False

    monkeypatch.setattr(server_module, "START_SECONDS", 0.4)
    monkeypatch.setattr(server_module, "answers", not_yet)
    server = EmbeddedServer(tmp_path)
    with pytest.raises(EmbeddedServerFailed, match="did not answer within"):
        await server.__aenter__()
    assert server.pid
    assert not is_alive(server.pid)


async def test_a_port_that_somebody_takes_meanwhile_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        taken = stranger.getsockname()[1]
        ports = iter([taken, server_module._free_port()])
        monkeypatch.setattr(server_module, "_free_port", lambda: next(ports))
        async with EmbeddedServer(tmp_path) as server:
            assert str(taken) not in server.uri
            with Client(server.uri) as client:
                assert client.admin.command("ping")["ok"]


async def test_a_stranger_who_answers_is_not_taken_for_the_database(server: EmbeddedServer) -> None:
    port = int(server.uri.split("/")[2].split(":")[1])
    assert await answers(port, server.pid)
    assert not await answers(port, server.pid + 1)


async def test_a_stranger_who_is_silent_is_not_taken_for_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "ANSWER_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        assert not await answers(stranger.getsockname()[1], os.getpid())


async def test_a_missing_program_is_named_with_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmbeddedServerFailed, match=r"multitrainer\[embedded\].* MULTITRAINER_MONGODB_URI"):
        async with EmbeddedServer(tmp_path):
            pass


async def test_waiting_for_the_end_of_what_never_started_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedServerFailed, match="has not been started"):
        await EmbeddedServer(tmp_path).wait_until_gone()
