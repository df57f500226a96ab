from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from multitrainer.embedded import EmbeddedServer


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `server` keeps its data."""
    return tmp_path_factory.mktemp("shared") / "data"


@pytest.fixture(scope="session")
async def server(folder: Path) -> AsyncIterator[EmbeddedServer]:
    """One that keeps running: for tests that neither stop it nor harm it."""
    async with EmbeddedServer(folder) as server:
        yield server
