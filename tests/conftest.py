"""What every floor's tests share: an engine to run on, and a database of one's own."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from functools import cache, partial
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr

from multitrainer import logs, wiring
from multitrainer.database import Database
from multitrainer.embedded import EmbeddedServer
from multitrainer.identity import passwords
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.databases import THEIRS, leave

HERE = Path(__file__).parent

# How long an example takes tells of the machine that others are using, too, and nothing of what is promised.
hypothesis.settings.register_profile("suite", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("suite")


LONGEST_FIRST = ("storms", "moving_over", "api", "browser", "migrating", "running", "services")
"""Folders whose files take longest. Begun last, one would keep a process at work while the others have nothing left."""


def pytest_collection() -> None:
    """What is loaded stays: looking for garbage among it takes a quarter of the time that loading takes."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Nor is it looked at again and again while tests run."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests are handed out in this order, a file at a time."""
    ranks = {folder: rank for rank, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: ranks.get(item.path.relative_to(HERE).parts[0], len(ranks)))


@pytest.fixture(scope="session", autouse=True)
def _quiet_logs() -> None:
    logs.configure("error")


@pytest.fixture(scope="session", autouse=True)
def _without_the_developers_settings() -> Iterator[None]:
    """Tests see the defaults, whatever the developer's environment says."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("MULTITRAINER_")}
    os.environ |= {name: value for name, value in kept.items() if name == THEIRS}
    yield
    os.environ |= kept


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """A password costs a quarter of a second, on purpose; none of its promises depends on that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "Argon2Hasher", partial(Argon2Hasher, time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(passwords, "USUAL_COST", 4)
        yield


@pytest.fixture(scope="session")
async def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A real engine: the one that MULTITRAINER_TEST_MONGODB_URI names, else the embedded server."""
    if uri := os.environ.get(THEIRS):
        yield uri
        return
    async with EmbeddedServer(tmp_path_factory.mktemp("embedded")) as server:
        yield server.uri


@pytest.fixture(scope="session")
async def standalone_uri(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A server that is no replica set."""
    async with EmbeddedServer(tmp_path_factory.mktemp("standalone"), standalone=True) as server:
        yield server.uri


@pytest.fixture(scope="session")
async def failing_uri(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A replica set that fails when told to."""
    async with EmbeddedServer(tmp_path_factory.mktemp("failing"), test_commands=True) as server:
        yield server.uri


@pytest.fixture(scope="session")
async def failing_standalone_uri(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A server that is no replica set and fails when told to."""
    async with EmbeddedServer(tmp_path_factory.mktemp("failing"), standalone=True, test_commands=True) as server:
        yield server.uri


@pytest.fixture
def database_name() -> str:
    """Of a database that nobody else uses."""
    return new_name()


def new_name() -> str:
    return f"test_{uuid4().hex[:12]}"


@pytest.fixture
def settings(tmp_path: Path, database_name: str) -> Settings:
    """The defaults, on a database that nobody else uses; whoever wants a worker runs it."""
    return usual(tmp_path, database_name)


def usual(folder: Path, name: str) -> Settings:
    """The same, with its data in a folder."""
    return _defaults().model_copy(update={"mongodb_database": name, "data_dir": folder})


@cache
def _defaults() -> Settings:
    """Read once: to look through the environment takes longer than to copy what was found."""
    return Settings(_env_file=None, jwt_secret=SecretStr("s" * 32), worker=False)


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    """A connected database on a real engine."""
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
def services(database: Database, settings: Settings) -> Services:
    """Every use case on the database."""
    return wiring.build(database, settings)
